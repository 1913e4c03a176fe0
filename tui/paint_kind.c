/* Is the terminal one of ECMA-48's kind, and what can it do? */
#include "tui/paint_own.h"

#include <stdio.h>
#include <string.h>

#define XTERM_SETAF                                                                                                    \
    "\033[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m" /* and of all that came after it */

static bool is(const struct paint_terminal *t, const char *name, const char *expected)
{
    const char *s = t->string(name);
    return s && strcmp(s, expected) == 0;
}

/* What is sent as it is; a string with padding (terminfo(5): $<2>) is not. */
static const char *plain(const struct paint_terminal *t, const char *name)
{
    const char *s = t->string(name);
    return s && !strstr(s, "$<") ? s : NULL;
}

static bool ends_all(const struct paint_terminal *t)
{
    const char *s = plain(t, "sgr0");
    return s && (strstr(s, "\033[m") || strstr(s, "\033[0m") || strstr(s, "\033[0;10m"));
}

/* The parameters of colour N into OUT; false where the way to say it is an unknown one. */
static bool say_colour(const struct paint_terminal *t, int n, char out[PAINT_PARAMETERS])
{
    bool xterm = is(t, "setaf", XTERM_SETAF);
    if (is(t, "setaf", "\033[38;5;%p1%dm") || (xterm && n >= 16))
        snprintf(out, PAINT_PARAMETERS, "38;5;%d", n);
    else if (xterm && n >= 8)
        snprintf(out, PAINT_PARAMETERS, "9%d", n - 8);
    else if (xterm || is(t, "setaf", "\033[3%p1%dm"))
        snprintf(out, PAINT_PARAMETERS, "3%d", n);
    else
        return false;
    return true;
}

static bool learn_colours(struct paint_kind *k, const struct paint_terminal *t)
{
    size_t count = 1;
    snprintf(k->parameters[0], PAINT_PARAMETERS, "39");
    if (t->colours <= 0)
        return true;
    if (!is(t, "op", "\033[39;49m"))
        return false;
    for (int ink = 0; ink < INK_COUNT; ink++) {
        const struct look *look = style_look((enum ink)ink);
        int n = t->colours >= 256 ? look->c256 : look->c8;
        char said[PAINT_PARAMETERS];
        if (n < 0)
            continue;
        if (!say_colour(t, n, said))
            return false;
        size_t i = 1;
        while (i < count && strcmp(k->parameters[i], said) != 0)
            i++;
        if (i == count)
            memcpy(k->parameters[count++], said, sizeof said);
        k->colour[ink] = (uint8_t)i;
    }
    return true;
}

static bool learn_attributes(struct paint_kind *k, const struct paint_terminal *t)
{
    static const struct {
        const char *name, *sequence;
        int excluded; /* its bit in no_color_video */
        style attribute;
    } all[] = {{"bold", "\033[1m", 32, STYLE_BOLD},
               {"dim", "\033[2m", 16, STYLE_DIM},
               {"smul", "\033[4m", 2, STYLE_UNDERLINE},
               {"rev", "\033[7m", 4, STYLE_REVERSE},
               {"sitm", "\033[3m", 32768, STYLE_ITALIC}};
    int excluded = t->number("ncv");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!t->string(all[i].name))
            continue;
        if (!is(t, all[i].name, all[i].sequence))
            return false;
        k->attributes |= all[i].attribute;
        if (excluded > 0 && (excluded & all[i].excluded))
            k->no_colour |= all[i].attribute;
    }
    return true;
}

static void learn_inks(struct paint_kind *k)
{
    for (int ink = 0; ink < INK_COUNT; ink++)
        k->ink[ink] = style_look((enum ink)ink)->attributes;
}

bool paint_learn(struct paint_kind *k, const struct paint_terminal *t)
{
    *k = (struct paint_kind){.clear = plain(t, "clear"), .show = plain(t, "cnorm"), .hide = plain(t, "civis")};
    if (!k->show || !k->hide)
        k->show = k->hide = "";
    /* Writing the last cell must not scroll, so it is one that waits at the end of a row. */
    if (!k->clear || !is(t, "cup", "\033[%i%p1%d;%p2%dH") || !is(t, "el", "\033[K") || !is(t, "cr", "\r") ||
        !is(t, "cub1", "\b") || !is(t, "cuf", "\033[%p1%dC") || !t->flag("am") || !t->flag("xenl"))
        return false;
    k->ech = is(t, "ech", "\033[%p1%dX");
    k->hpa = is(t, "hpa", "\033[%i%p1%dG");
    k->vpa = is(t, "vpa", "\033[%i%p1%dd");
    k->scroll =
        is(t, "csr", "\033[%i%p1%d;%p2%dr") && is(t, "ri", "\033M") && (is(t, "ind", "\n") || is(t, "ind", "\033D"));
    k->off = is(t, "rmul", "\033[24m");
    learn_inks(k);
    return ends_all(t) && learn_attributes(k, t) && learn_colours(k, t);
}
