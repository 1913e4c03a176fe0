#include "text/window.h"

#include <string.h>
#include <unistr.h>

void window_init(struct window *w, const struct text *t)
{
    w->text = t;
    for (int i = 0; i < WINDOW_SLOTS; i++)
        w->slot[i].number = SIZE_MAX;
}

static void load(struct window *w, size_t number, uint32_t *c)
{
    size_t n;
    const char *s = text_slice(w->text, number * WINDOW_BLOCK, (number + 1) * WINDOW_BLOCK, &n);
    size_t k = 0;
    for (size_t i = 0; i < n && k < WINDOW_BLOCK; k++) {
        ucs4_t u;
        u8_mbtouc(&u, (const uint8_t *)s + i, n - i);
        c[k] = u;
        for (i++; i < n && ((unsigned char)s[i] & 0xC0) == 0x80; i++)
            ;
    }
    memset(c + k, 0, (WINDOW_BLOCK - k) * sizeof *c);
}

uint32_t window_char(struct window *w, size_t cp)
{
    size_t number = cp / WINDOW_BLOCK, i = number % WINDOW_SLOTS;
    if (w->slot[i].number != number) {
        load(w, number, w->slot[i].c);
        w->slot[i].number = number;
    }
    return w->slot[i].c[cp % WINDOW_BLOCK];
}
