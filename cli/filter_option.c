/* What is typed behind --filter, and where it is wrong. */
#include "base/str.h"
#include "cli/cli.h"
#include "db/filter.h"
#include "text/decode.h"
#include "text/glyph.h"

#include <string.h>

#define CELLS 76        /* of an expression that are shown */
#define CELLS_BEFORE 40 /* of them before the place, where it is longer */

static size_t points(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

/* The glyph at *P, which is gone past; the code points that it is made of are added to *AT. */
static struct glyph take(const char **p, size_t *at)
{
    struct glyph g;
    glyph_first(*p, strlen(*p), false, &g);
    *at += points(*p, g.bytes);
    *p += g.bytes;
    return g;
}

/* Cells of S before code point PLACE. */
static size_t cells_before(const char *s, size_t place)
{
    size_t cells = 0;
    for (size_t at = 0; *s;) {
        struct glyph g = take(&s, &at);
        if (at > place)
            break;
        cells += (size_t)g.cells;
    }
    return cells;
}

/* EXPRESSION, or what of it is around PLACE, and below it a mark. */
static void show(const char *expression, size_t place)
{
    struct str line = {0}, below = {0};
    size_t before = cells_before(expression, place), at = 0, cells = 0, left_out = 0;
    bool cut = before > CELLS - 8;
    str_add(&line, cut ? "…" : "");
    for (const char *p = expression; *p;) {
        struct glyph g = take(&p, &at);
        cells += (size_t)g.cells;
        if (cut && cells + CELLS_BEFORE <= before) {
            left_out = cells;
            continue;
        }
        if (cells > left_out + CELLS) {
            str_add(&line, "…");
            break;
        }
        str_add(&line, g.text);
    }
    str_addf(&below, "%*s^", (int)(before - left_out + cut), "");
    cli_say("  %s", str_z(&line));
    cli_say("  %s", below.p);
    str_clear(&line);
    str_clear(&below);
}

enum err_code cli_filter(struct store *s, const char *expression, struct filter **out, struct err *e)
{
    size_t place;
    *out = NULL;
    if (!expression)
        return ERR_OK;
    enum err_code code = store_filter_parse(s, expression, out, &place, e);
    if (code != ERR_INPUT)
        return code;
    if (strlen(expression) <= FILTER_BYTES_MAX && decode_is_utf8(expression, strlen(expression)))
        show(expression, place);
    return code;
}

enum cli_status cli_fail_filter(enum err_code code, const struct err *e)
{
    cli_fail(e);
    return code == ERR_INPUT ? CLI_USAGE : CLI_FAILED;
}
