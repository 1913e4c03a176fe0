#include "text/window.h"

#include <string.h>
#include <unistr.h>

void window_init(struct window *w, const struct text *t)
{
    w->text = t;
    for (int i = 0; i < WINDOW_SLOTS; i++)
        w->slot[i].number = SIZE_MAX;
}

void window_load(struct window *w, size_t number)
{
    size_t n, k = 0, i = 0;
    const char *s = text_slice(w->text, number * WINDOW_BLOCK, (number + 1) * WINDOW_BLOCK, &n);
    uint32_t *c = w->slot[number % WINDOW_SLOTS].c;
    for (; i < n && k < WINDOW_BLOCK; k++) {
        ucs4_t u;
        i += (size_t)u8_mbtouc_unsafe(&u, (const uint8_t *)s + i, n - i); /* a document is valid */
        c[k] = u;
    }
    memset(c + k, 0, (WINDOW_BLOCK - k) * sizeof *c);
    w->slot[number % WINDOW_SLOTS].number = number;
}
