/* Whatever was on the screen: what is sent makes a terminal show the grid, cell for cell. */
#include "tests/unit.h"

#include "base/str.h"
#include "tests/torture.h"
#include "tui/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#define COLS 40
#define ROWS 14
#define SCREENS 20000
#define SCREENS_PART 2000

/* ---- terminals ---- */

struct word {
    const char *name, *string;
};

static const struct word xterm[] = {{"clear", "\033[H\033[2J"},
                                    {"cnorm", "\033[?25h"},
                                    {"civis", "\033[?25l"},
                                    {"cup", "\033[%i%p1%d;%p2%dH"},
                                    {"el", "\033[K"},
                                    {"cr", "\r"},
                                    {"cub1", "\b"},
                                    {"cuf", "\033[%p1%dC"},
                                    {"sgr0", "\033(B\033[m"},
                                    {"bold", "\033[1m"},
                                    {"smul", "\033[4m"},
                                    {"rev", "\033[7m"},
                                    {"sitm", "\033[3m"},
                                    {"setaf", "\033[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m"},
                                    {"op", "\033[39;49m"},
                                    /* what others have not: */
                                    {"ech", "\033[%p1%dX"},
                                    {"hpa", "\033[%i%p1%dG"},
                                    {"vpa", "\033[%i%p1%dd"},
                                    {"csr", "\033[%i%p1%d;%p2%dr"},
                                    {"ri", "\033M"},
                                    {"ind", "\n"},
                                    {"rmul", "\033[24m"}};
#define WORDS (sizeof xterm / sizeof *xterm)
#define NEEDED_WORDS 15

static const char *word(const char *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(xterm[i].name, name) == 0)
            return xterm[i].string;
    return NULL;
}

static const char *of_xterm(const char *name)
{
    return word(name, WORDS);
}

static const char *of_a_simple_one(const char *name)
{
    return word(name, NEEDED_WORDS);
}

static const char *with_padding(const char *name)
{
    return strcmp(name, "cup") == 0 ? "\033[%i%p1%d;%p2%dH$<5>" : of_xterm(name);
}

static const char *in_an_unknown_way(const char *name)
{
    return strcmp(name, "setaf") == 0 ? "\033F%p1%c" : of_xterm(name);
}

static int no_number(const char *name)
{
    (void)name;
    return -1;
}

static bool all_flags(const char *name)
{
    (void)name;
    return true;
}

static bool no_flag(const char *name)
{
    (void)name;
    return false;
}

/* ---- screens ---- */

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = (uint32_t)((uint64_t)*seed * 48271 % 2147483647); /* Park and Miller, 1988 */
    return *seed % below;
}

static style draw_style(uint32_t *seed)
{
    static const style more[] = {0, 0, 0, STYLE_BOLD, STYLE_REVERSE, STYLE_UNDERLINE, STYLE_ITALIC | STYLE_BOLD};
    return (style)(draw(seed, INK_COUNT) | more[draw(seed, sizeof more / sizeof *more)]);
}

static void write_something(struct grid *g, uint32_t *seed)
{
    static const char *const words[] = {"x",        "朱批", " ",      "           ", "a b  c", "—",    "审阅人 ab",
                                        "████████", "é",    "整改。", "│",           "──────", "第三 "};
    const char *w = words[draw(seed, sizeof words / sizeof *words)];
    grid_text(g, (int)draw(seed, ROWS), (int)draw(seed, COLS), COLS, w, strlen(w), draw_style(seed));
}

static void fill_something(struct grid *g, uint32_t *seed)
{
    int col = (int)draw(seed, COLS), n = (int)draw(seed, (uint32_t)(COLS - col + 1));
    grid_fill(g, (int)draw(seed, ROWS), col, n, draw_style(seed));
}

/* Some of the rows stand elsewhere now. */
static void shift_something(struct grid *g, uint32_t *seed)
{
    int from = (int)draw(seed, ROWS), to = (int)draw(seed, ROWS), n = ROWS - (from > to ? from : to);
    n = 1 + (int)draw(seed, (uint32_t)n);
    memmove(&g->cells[to * COLS], &g->cells[from * COLS], (size_t)(n * COLS) * sizeof *g->cells);
}

static void change(struct grid *g, uint32_t *seed)
{
    uint32_t times = draw(seed, 4) ? 1 + draw(seed, 4) : 60;
    if (draw(seed, 40) == 0)
        grid_erase(g);
    if (draw(seed, 3) == 0)
        shift_something(g, seed);
    for (uint32_t i = 0; i < times; i++)
        if (draw(seed, 4))
            write_something(g, seed);
        else
            fill_something(g, seed);
    g->cursor_row = draw(seed, 5) ? (int)draw(seed, ROWS) : -1;
    g->cursor_col = (int)draw(seed, COLS);
}

/* ---- what is seen ---- */

struct seen {
    VTerm *vt;
    VTermScreen *screen;
    bool cursor;
};

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    if (property == VTERM_PROP_CURSORVISIBLE)
        ((struct seen *)user)->cursor = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void check_cell(const struct seen *s, const struct grid *g, int row, int col, bool colours)
{
    const struct cell *c = grid_cell(g, row, col);
    VTermScreenCell there;
    if (c->width == 0)
        return;
    assert_true(vterm_screen_get_cell(s->screen, (VTermPos){.row = row, .col = col}, &there));
    style attributes = style_attributes(c->style);
    bool blank = strcmp(c->text, " ") == 0;
    struct str text = {0};
    for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && there.chars[i]; i++)
        str_add_utf8(&text, there.chars[i]);
    if (strcmp(text.len ? text.p : " ", c->text) != 0)
        fail_msg("row %d, column %d: “%s” instead of “%s”", row, col, str_z(&text), c->text);
    str_clear(&text);
    assert_int_equal(there.attrs.reverse, (attributes & STYLE_REVERSE) != 0);
    assert_int_equal(there.attrs.underline != 0, (attributes & STYLE_UNDERLINE) != 0);
    if (blank && !(attributes & (STYLE_REVERSE | STYLE_UNDERLINE)))
        return;
    assert_int_equal(there.attrs.bold, (attributes & STYLE_BOLD) != 0);
    assert_int_equal(there.attrs.italic, (attributes & STYLE_ITALIC) != 0);
    int colour = colours ? style_look(style_ink(c->style))->c256 : -1;
    assert_int_equal(!VTERM_COLOR_IS_DEFAULT_FG(&there.fg), colour >= 0);
    if (colour >= 0)
        assert_int_equal(there.fg.indexed.idx, colour);
}

static void check(const struct seen *s, const struct grid *g, bool colours)
{
    for (int row = 0; row < g->rows; row++)
        for (int col = 0; col < g->cols; col++)
            check_cell(s, g, row, col, colours);
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &at);
    assert_int_equal(s->cursor, g->cursor_row >= 0);
    if (g->cursor_row >= 0) {
        assert_int_equal(at.row, g->cursor_row);
        assert_int_equal(at.col, g->cursor_col);
    }
}

static void show(struct paint *p, const struct grid *g, struct seen *s)
{
    struct str out = {0};
    paint_show(p, g, &out);
    vterm_input_write(s->vt, str_z(&out), out.len);
    str_clear(&out);
}

static void every_screen(const struct paint_terminal *t, uint32_t seed)
{
    struct seen s = {.vt = vterm_new(ROWS, COLS), .cursor = true};
    struct paint *p = paint_new(t);
    assert_non_null(p);
    vterm_set_utf8(s.vt, 1);
    s.screen = vterm_obtain_screen(s.vt);
    vterm_screen_set_callbacks(s.screen, &callbacks, &s);
    vterm_screen_reset(s.screen, 1);
    struct grid *g = grid_new(COLS, ROWS, false);
    for (int i = 0; i < torture_size(SCREENS_PART, SCREENS); i++) {
        change(g, &seed);
        if (draw(&seed, 50) == 0)
            paint_forget(p);
        show(p, g, &s);
        check(&s, g, t->colours > 0);
    }
    grid_free(g);
    paint_free(p);
    vterm_free(s.vt);
}

static void a_terminal_shows_every_screen(void **state)
{
    (void)state;
    every_screen(&(struct paint_terminal){of_xterm, no_number, all_flags, 256}, 1);
    every_screen(&(struct paint_terminal){of_xterm, no_number, all_flags, 0}, 2);
    every_screen(&(struct paint_terminal){of_a_simple_one, no_number, all_flags, 256}, 3);
}

static void other_terminals_are_left_to_others(void **state)
{
    (void)state;
    assert_null(paint_new(&(struct paint_terminal){with_padding, no_number, all_flags, 256}));
    assert_null(paint_new(&(struct paint_terminal){in_an_unknown_way, no_number, all_flags, 256}));
    assert_null(paint_new(&(struct paint_terminal){of_xterm, no_number, no_flag, 256}));
}

/* ---- bytes ---- */

static size_t bytes_of(struct paint *p, const struct grid *g)
{
    struct str out = {0};
    paint_show(p, g, &out);
    size_t n = out.len;
    str_clear(&out);
    return n;
}

static void fill_screen(struct grid *g)
{
    for (int row = 0; row < ROWS; row++) {
        char words[40];
        snprintf(words, sizeof words, "%d 值班人员没有按时检查", row * 7919);
        grid_text(g, row, 0, COLS, words, strlen(words), INK_TEXT);
    }
}

static void nothing_is_sent_for_what_looks_the_same(void **state)
{
    (void)state;
    struct paint *p = paint_new(&(struct paint_terminal){of_xterm, no_number, all_flags, 256});
    struct grid *g = grid_new(COLS, ROWS, false);
    fill_screen(g);
    assert_true(bytes_of(p, g) > 0);
    assert_int_equal(bytes_of(p, g), 0);
    grid_fill(g, 3, 35, 5, INK_DIM); /* blanks in another ink */
    assert_int_equal(bytes_of(p, g), 0);
    grid_fill(g, 3, 35, 1, INK_STATUS);
    assert_in_range(bytes_of(p, g), 1, sizeof "\033[4;36H\033[7m \033[1;1H");
    memmove(g->cells, &g->cells[COLS], (size_t)COLS * (ROWS - 1) * sizeof *g->cells);
    assert_in_range(bytes_of(p, g), 1, 80); /* the last row stands there twice */
    grid_free(g);
    paint_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_shows_every_screen),
        cmocka_unit_test(other_terminals_are_left_to_others),
        cmocka_unit_test(nothing_is_sent_for_what_looks_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
