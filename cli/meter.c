#include "cli/meter.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "text/glyph.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REDRAW_MS 100
#define SETTLED_MS 1000 /* from then on a speed means something */
#define BAR 20          /* cells */
#define BAR_FROM 50     /* columns of a terminal that has room for a bar */

void meter_begin(struct meter *m, size_t total)
{
    *m = (struct meter){.shown = isatty(STDERR_FILENO), .total = total, .began = clock_monotonic_ms()};
}

static size_t columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

/* In ASCII, which has one width everywhere. */
static void add_bar(struct str *line, size_t done, size_t total)
{
    size_t full = total ? (size_t)((double)done / (double)total * BAR) : 0;
    str_addc(line, '[');
    for (size_t i = 0; i < BAR; i++)
        str_addc(line, i < full ? '=' : i == full ? '>' : ' ');
    str_add(line, "] ");
}

/* Files a second, and the time until the end. */
static void add_speed(struct str *line, const struct meter *m, size_t done, int64_t now)
{
    double seconds = (double)(now - m->began) / 1000;
    if (now - m->began < SETTLED_MS || done == 0 || done >= m->total)
        return;
    double rate = (double)done / seconds;
    unsigned long rest = (unsigned long)((double)(m->total - done) / rate + 0.5);
    str_addf(line, _("  %.*f/s"), rate < 10 ? 1 : 0, rate);
    if (rest < 3600)
        str_addf(line, _("  %lu:%02lu left"), rest / 60, rest % 60);
    else
        str_addf(line, _("  %lu:%02lu:%02lu left"), rest / 3600, rest / 60 % 60, rest % 60);
}

/* No more than WIDTH cells of LINE; a character of an ambiguous width counts two, so that no terminal wraps it. */
static void cut(struct str *line, size_t width)
{
    size_t at = 0, cells = 0;
    while (at < line->len) {
        struct glyph g;
        glyph_first(line->p + at, line->len - at, true, &g);
        if (cells + (size_t)g.cells > width)
            break;
        cells += (size_t)g.cells;
        at += g.bytes;
    }
    str_truncate(line, at);
}

void meter_draw(struct meter *m, size_t done, const char *what, const char *name, bool urgent)
{
    int64_t now = clock_monotonic_ms();
    if (!m->shown || (m->last && !urgent && now - m->last < REDRAW_MS))
        return;
    size_t width = columns();
    struct str line = {0};
    if (width >= BAR_FROM)
        add_bar(&line, done, m->total);
    str_addf(&line, "%zu/%zu", done, m->total);
    add_speed(&line, m, done, now);
    if (*what)
        str_addf(&line, "  %s", what);
    str_add(&line, "  ");
    glyph_add_safe(&line, name, strlen(name));
    cut(&line, width - 1);
    fprintf(stderr, "\r%s\033[K", str_z(&line));
    fflush(stderr);
    str_clear(&line);
    m->last = now;
    m->drawn = true;
}

void meter_wipe(struct meter *m)
{
    if (m->drawn)
        fputs("\r\033[K", stderr);
    m->drawn = false;
}
