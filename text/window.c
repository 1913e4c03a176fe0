#include "text/window.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void window_init(struct window *w, const struct text *t)
{
    w->text = t;
    w->whole = NULL;
    w->whole_count = 0;
    for (int i = 0; i < WINDOW_SLOTS; i++)
        w->slot[i].number = SIZE_MAX;
}

/* The code point at *P, which is moved behind it. A document is valid UTF-8 (text.h), so nothing is checked: this is
 * what all rules spend most of their time on, and half of that was the call into a library that checks. */
static uint32_t next_point(const unsigned char **p)
{
    const unsigned char *s = *p;
    if (s[0] < 0x80) {
        *p = s + 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *p = s + 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] < 0xF0) {
        *p = s + 3;
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    *p = s + 4;
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 | (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

void window_load(struct window *w, size_t number)
{
    size_t n, k = 0;
    const char *s = text_slice(w->text, number * WINDOW_BLOCK, (number + 1) * WINDOW_BLOCK, &n);
    uint32_t *c = w->slot[number % WINDOW_SLOTS].c;
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end && k < WINDOW_BLOCK)
        c[k++] = next_point(&p);
    memset(c + k, 0, (WINDOW_BLOCK - k) * sizeof *c);
    w->slot[number % WINDOW_SLOTS].number = number;
}

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "the C library looks for code points");

void window_open(struct window *w, const struct text *t)
{
    size_t n, length = text_length(t);
    window_init(w, t);
    if (length == 0 || length > WINDOW_WHOLE_MAX)
        return;
    const unsigned char *p = (const unsigned char *)text_slice(t, 0, length, &n);
    w->whole = mem_alloc(length, sizeof *w->whole);
    for (size_t i = 0; i < length; i++)
        w->whole[i] = next_point(&p);
    w->whole_count = length;
}

void window_close(struct window *w)
{
    free(w->whole);
    w->whole = NULL;
    w->whole_count = 0;
}

size_t window_line_end(struct window *w, size_t cp, size_t end)
{
    if (cp < end && end <= w->whole_count) {
        const wchar_t *from = (const wchar_t *)w->whole, *lf = wmemchr(from + cp, L'\n', end - cp);
        return lf ? (size_t)(lf - from) : end;
    }
    while (cp < end && window_char(w, cp) != '\n')
        cp++;
    return cp;
}
