#include "exchange/visible.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"   /* U+FFFD */
#define DOTTED_CIRCLE "\xE2\x97\x8C" /* U+25CC */

/* Whether the glyph begins with what the source does not begin with. */
static bool begins_only(const struct glyph *g, const char *s, size_t n, const char *with)
{
    size_t len = strlen(with);
    return strncmp(g->text, with, len) == 0 && !(n >= len && memcmp(s, with, len) == 0);
}

void visible_first(const char *s, size_t n, struct visible *v)
{
    if (*s == '\n' || *s == '\t') {
        *v = (struct visible){.bytes = 1, .cells = *s == '\t' ? 1 : 0, .p = s, .n = 1};
        return;
    }
    glyph_first(s, n, false, &v->glyph);
    v->bytes = v->glyph.bytes;
    v->mark = v->glyph.mark;
    v->cells = v->glyph.cells;
    /* A page can draw more than a terminal: parts of an emoji and variants stay as they were written. */
    bool own = v->mark || begins_only(&v->glyph, s, n, REPLACEMENT) || begins_only(&v->glyph, s, n, DOTTED_CIRCLE);
    v->p = own ? v->glyph.text : s;
    v->n = own ? strlen(v->glyph.text) : v->bytes;
}
