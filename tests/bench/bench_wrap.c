/* Rows as a reader wants them, counted over a document at several widths, beside rows that are filled to the last cell
 * as pagers and editors do. */
#include "tests/bench/bench_run.h"

#include "tests/bench/sample.h"

#include "base/mem.h"
#include "text/glyph.h"
#include "text/layout.h"

#include <stdlib.h>
#include <string.h>

#define BYTES 300000

static const int widths[] = {36, 52, 72, 116};

struct count {
    double rows, starts, ends, broken; /* rows, bad row starts, bad row ends, paragraphs that are not whole */
};

/* ---- the document ---- */

/* The sample has commas and full stops only: here every third comma gives way to what makes wrapping hard. */
static char *hard_text(void)
{
    static const char *const hard[] = {"（见附件3），",
                                       "：“一票否决”，",
                                       "，依照《安全生产法》第21条，",
                                       "——",
                                       "……",
                                       "、",
                                       "，ISO 9001:2015，",
                                       "，超出12.5%，",
                                       "（即「三同时」），",
                                       "；",
                                       "，《规程（试行）》，",
                                       "！"};
    struct str out = {0};
    char *plain = sample_text(BYTES, false);
    size_t n = 0;
    const char *from = plain, *comma;
    for (; (comma = strstr(from, "，")); from = comma + strlen("，"), n++) {
        str_addn(&out, from, (size_t)(comma - from));
        str_add(&out, n % 3 ? "，" : hard[n / 3 % (sizeof hard / sizeof *hard)]);
    }
    str_add(&out, from);
    free(plain);
    return str_take(&out);
}

/* Independent of what the layout holds for closing and opening. */
static bool is_one_of(const char *set, const struct text *t, size_t cp)
{
    size_t n;
    const char *c = text_slice(t, cp, cp + 1, &n);
    for (const char *at = set; *at; at += n) {
        for (n = 1; ((unsigned char)at[n] & 0xC0) == 0x80;)
            n++;
        if (strncmp(at, c, n) == 0)
            return true;
    }
    return false;
}

static bool may_not_start(const struct text *t, size_t cp)
{
    return is_one_of("，。、；：？！）》」』】〕〉”’… ", t, cp);
}

static bool may_not_end(const struct text *t, size_t cp)
{
    return is_one_of("（《「『【〔〈“‘", t, cp);
}

/* The row [START, END) of paragraph P. */
static void count_row(const struct text *t, struct span p, size_t start, size_t end, struct count *c)
{
    c->rows++;
    c->starts += start > p.start && start < p.end && may_not_start(t, start);
    c->ends += end < p.end && end > start && may_not_end(t, end - 1);
}

/* ---- two ways to cut ---- */

static void count_layout(const struct text *t, int width, struct count *c)
{
    struct layout *l = layout_new(t, width, false);
    struct row r = layout_row_at(l, 0);
    size_t at = 0, last = (size_t)-1;
    bool whole = true;
    do {
        struct span p = text_paragraph(t, r.paragraph);
        bool first = r.paragraph != last;
        whole = (first || whole) && r.start == (first ? p.start : at) && r.end <= p.end;
        c->broken += r.last && !(whole && r.end == p.end);
        count_row(t, p, r.start, r.end, c);
        at = r.end;
        last = r.paragraph;
    } while (layout_next(l, &r));
    layout_free(l);
}

static void count_greedy(const struct text *t, int width, struct count *c)
{
    for (size_t number = 0; number < text_paragraphs(t); number++) {
        struct span p = text_paragraph(t, number);
        size_t start = p.start;
        int cells = 0;
        for (size_t cp = p.start; cp < p.end; cp++) {
            int wide = glyph_width(text_char(t, cp), false);
            if (cells + wide > width) {
                count_row(t, p, start, cp, c);
                start = cp;
                cells = 0;
            }
            cells += wide;
        }
        count_row(t, p, start, p.end, c);
    }
}

static void add_row(struct bench *b, const char *id, const char *what, double ours, double greedy, double bound)
{
    struct bench_row row = {.id = id,
                            .what = what,
                            .unit = "",
                            .ours = bench_stat_one(ours),
                            .peer = "greedy",
                            .theirs = bench_stat_one(greedy),
                            .bound = bound,
                            .absolute = bound == 0};
    bench_table_add(&b->table, &row);
}

bool bench_wrap(struct bench *b)
{
    struct count ours = {0}, greedy = {0};
    char *utf8 = hard_text();
    struct text *t = text_new(utf8, strlen(utf8)); /* takes it */
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        count_layout(t, widths[i], &ours);
        count_greedy(t, widths[i], &greedy);
    }
    text_free(t);
    add_row(b, "wrap/starts", "wrapping: bad row starts", ours.starts, greedy.starts, 0);
    add_row(b, "wrap/ends", "wrapping: bad row ends", ours.ends, greedy.ends, 0);
    add_row(b, "wrap/whole", "wrapping: paragraphs that are not whole", ours.broken, greedy.broken, 0);
    add_row(b, "wrap/rows", "wrapping: rows", ours.rows, greedy.rows, 1.01);
    return true;
}
