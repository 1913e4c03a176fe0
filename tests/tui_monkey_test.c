/* A monkey at the keyboard: random keys that are bound, random words in the prompt, random sizes, while somebody else
 * tags too. Nothing may crash, the screen holds nothing that a terminal would obey, and when everything is undone the
 * annotations are what they were. The seeds are fixed; ZHUPI_MONKEY=KEYS types as many. */
#include "tests/torture.h"
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#define KEYS 3000 /* of one seed */

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* ---- documents that mean no good ---- */

static void add_documents(struct tui *t)
{
    struct str s = {0};
    tui_document(t, "empty", "");
    tui_document(t, "line ends", "\n\n\n");
    tui_document(t, "blanks \x1b[31m\x07 name", "  \t \n\xE3\x80\x80\n ");
    tui_document(t, "one", "x");
    for (int i = 0; i < 3000; i++)
        str_add(&s, i % 50 == 49 ? "。" : "字");
    tui_document(t, "line", str_z(&s));
    str_truncate(&s, 0);
    str_add(&s, "前面。a");
    for (int i = 0; i < 700; i++)
        str_add(&s, i % 3 ? "\xCC\x81" : "\xCD\xA3");
    str_add(&s, "后面。\n又一行。");
    tui_document(t, "marks", str_z(&s));
    str_truncate(&s, 0);
    for (int i = 0; i < 60; i++)
        str_addf(&s, "（%d）第一，这是问题；第二，要整改。See No. %d, e.g. 3.14!\n", i, i);
    tui_document(t, "items", str_z(&s));
    str_clear(&s);
    tui_document(
        t, "controls",
        "a\x01\x02\x1b[2J\x7f\xC2\x9Bz\xE2\x80\xAE"
        "abc\xE2\x80\xAC\r\nx\ry\xE2\x80\xA8z\xEF\xBB\xBF"
        "\xF3\xA0\x80\x81\xEE\x80\x80\xEF\xBF\xBF👨‍👩‍👧‍👦🇨🇳🇨👍🏽\xE2\x80\x8D\xEF\xB8\x8F"
        "\n"
        "\t"
        "\t"
        "q");
}

static void annotate_some(struct tui *t, const struct document *d)
{
    static const char *const notes[] = {"", "line\nline\n\x1b]0;title\x07\nline\nline", "\t\xE2\x80\xAE",
                                        "长长的批注。"};
    for (int64_t at = 0; at < d->length && at < 40; at += 3)
        tui_annotate(t, d->id, at, d->length - at > 5 ? at + 1 + at % 5 : d->length,
                     (enum tag)(TAG_MANIFESTATION + at % 3), notes[at % 4]);
}

/* Each document's id, because nothing is written while they are listed. */
struct ids {
    int64_t id[16];
    size_t n;
};

static bool keep_id(void *ctx, const struct document *d)
{
    struct ids *ids = ctx;
    ids->id[ids->n++] = d->id;
    return ids->n < sizeof ids->id / sizeof *ids->id;
}

static struct ids documents(struct tui *t)
{
    struct ids ids = {0};
    struct err e;
    assert_int_equal(store_documents(t->other, keep_id, &ids, &e), ERR_OK);
    return ids;
}

/* What is there at the start, by somebody who has gone home. */
static void annotate_all(struct tui *t)
{
    struct ids ids = documents(t);
    struct store *other = t->other;
    struct err e;
    assert_int_equal(store_open(t->path, &(struct store_opts){.force = true, .as_name = "before"}, &t->other, &e),
                     ERR_OK);
    for (size_t i = 0; i < ids.n; i++) {
        struct document d;
        assert_int_equal(store_document_get(t->other, ids.id[i], &d, &e), ERR_OK);
        annotate_some(t, &d);
        document_clear(&d);
    }
    store_close(&t->other);
    t->other = other;
    tui_sync(t);
}

/* ---- keys ---- */

struct keyboard {
    struct str *keys; /* sequences as a file of keys spells them */
    size_t n, capacity;
};

static void keep_keys(void *ctx, enum context context, const char *keys, const struct command_line *line)
{
    struct keyboard *k = ctx;
    (void)context, (void)line;
    k->keys = mem_grow(k->keys, &k->capacity, k->n + 1, sizeof *k->keys);
    k->keys[k->n] = (struct str){0};
    str_add(&k->keys[k->n++], keys);
}

static const char *word(unsigned *seed)
{
    static const char *const words[] = {"0",     "1",    "5",      "99999999999", "-1",        "cause", "m",
                                        "x",     "字",   "问题",   "empty",       "items",     "line",  "e",
                                        "“",     "\\\"", "\\\\",   "sentence",    "paragraph", "a",     "",
                                        "other", "lead", "reader", "reviewer",    "document",  "before"};
    return words[draw(seed, sizeof words / sizeof *words)];
}

/* A command typed by its name, with words that may be wrong. */
static void add_command(struct str *s, unsigned *seed)
{
    size_t n;
    const struct command *table = command_table(&n);
    str_addf(s, "Esc : \"%s", table[draw(seed, (unsigned)n)].name);
    for (unsigned i = draw(seed, 6); i > 0; i--)
        str_addf(s, " %s", word(seed));
    str_add(s, draw(seed, 4) ? "\" Enter" : "\" Tab Up Enter");
}

static void add_keys(struct tui *t, const struct keyboard *k, struct str *s, unsigned *seed)
{
    unsigned kind = draw(seed, 100);
    str_truncate(s, 0);
    if (kind < 3) {
        add_command(s, seed);
    } else if (kind < 6) {
        str_addf(s, "/ \"%s\" %s", word(seed), draw(seed, 2) ? "Enter" : "Esc");
    } else if (kind < 10) {
        str_addf(s, "%u ", draw(seed, 10));
    } else if (kind < 14) {
        static const char *const mice[] = {"Click", "DoubleClick", "Drag", "Release", "WheelUp", "WheelDown"};
        str_addf(s, "%s@%u,%u", mice[draw(seed, 6)], draw(seed, (unsigned)t->cols + 2),
                 draw(seed, (unsigned)t->rows + 2));
    } else if (kind < 16) {
        static const char *const rare[] = {"M-j", "M-[", "F9", "字", "Esc", "Esc Esc", "C-@"};
        str_add(s, rare[draw(seed, 7)]);
    } else {
        str_add(s, str_z(&k->keys[draw(seed, (unsigned)k->n)]));
    }
}

/* ---- what must hold ---- */

static bool harmless(const struct cell *c)
{
    const uint8_t *p = (const uint8_t *)c->text, *end = p + strlen(c->text);
    if (u8_check(p, (size_t)(end - p)))
        return false;
    while (p < end) {
        ucs4_t u;
        p += u8_mbtouc(&u, p, end - p);
        if (uc_is_general_category_withtable(u, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp) ||
            uc_is_property_default_ignorable_code_point(u))
            return false;
    }
    return true;
}

static void check_screen(const struct grid *g)
{
    for (int row = 0; row < g->rows; row++)
        for (int col = 0; col < g->cols; col++) {
            const struct cell *c = grid_cell(g, row, col), *next = grid_cell(g, row, col + 1);
            assert_true(harmless(c));
            assert_true((c->width == 2) == (next && next->width == 0));
            assert_true(c->width == 0 || *c->text);
        }
    assert_true(g->cursor_row < g->rows && (g->cursor_row < 0 || (g->cursor_col >= 0 && g->cursor_col < g->cols)));
}

static bool add_annotation(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%lld %lld %lld %lld %d %lld %s\n", (long long)a->id, (long long)a->document, (long long)a->start,
             (long long)a->end, (int)a->tag, (long long)a->reviewer, a->note);
    return true;
}

static char *annotations(struct store *s)
{
    struct str out = {0};
    struct err e;
    assert_int_equal(store_annotations(s, NULL, add_annotation, &out, &e), ERR_OK);
    return str_take(&out);
}

/* The cursor is where somebody can stand, and what hides noise does not show it. */
static void check_cursor(const struct tui *t)
{
    const struct reader *r = reader_in(&t->app);
    if (!r || reader_of(&t->app) != r)
        return;
    assert_int_equal(text_grapheme_floor(r->reading.text, r->cursor), r->cursor);
    assert_int_equal(rows_folded(r->rows), t->app.noise_folded);
    assert_false(rows_hide(r->rows) && reader_on_noise(r, NULL));
    assert_int_equal(reader_stand(r, r->cursor), r->cursor);
}

/* Noise may be marked by one and lifted by the other: that is left out. */
static void undo_all(struct store *s)
{
    struct err e;
    enum err_code rc;
    while ((rc = store_undo(s, NULL, &e)) == ERR_OK || (rc == ERR_STALE && !(rc = store_undo_past(s, NULL, &e))))
        ;
    if (rc != ERR_NOT_FOUND)
        fail_msg("%s", e.msg);
}

/* Where the document is closed, or the other is a reader by now, it is refused. */
static void try_to_tag(struct tui *t, const struct document *d, unsigned *seed)
{
    struct err e;
    enum err_code rc =
        store_annotate(t->other, d->id, draw(seed, (unsigned)d->length), d->length, TAG_CAUSE, "note", NULL, &e);
    assert_true(rc == ERR_OK || rc == ERR_DENIED);
}

/* Somewhere, overlapping what is there, in the middle of characters; or a piece of it is text again. */
static bool take_first(void *ctx, const struct noise_mark *m)
{
    *(int64_t *)ctx = m->id;
    return false;
}

static void change_noise(struct tui *t, const struct document *d, unsigned *seed)
{
    struct err e;
    int64_t start = draw(seed, (unsigned)d->length), end = start + 1 + draw(seed, draw(seed, 5) ? 9 : 400), id = 0;
    if (draw(seed, 3))
        (void)store_noise_mark(t->other, d->id, start, end < d->length ? end : d->length,
                               (enum noise_kind)draw(seed, NOISE_KINDS), NULL, &e);
    else if (!store_noise(t->other, d->id, take_first, &id, &e) && id)
        (void)store_noise_lift(t->other, id, &e);
}

/* Somebody else, at the same file. */
static void other_works(struct tui *t, unsigned *seed)
{
    struct ids ids = documents(t);
    struct document d;
    struct err e;
    assert_int_equal(store_document_get(t->other, ids.id[draw(seed, (unsigned)ids.n)], &d, &e), ERR_OK);
    unsigned what = draw(seed, 4);
    if (d.length > 0 && what == 0)
        try_to_tag(t, &d, seed);
    else if (d.length > 0 && what < 3)
        change_noise(t, &d, seed);
    else
        (void)store_undo(t->other, NULL, &e);
    document_clear(&d);
    if (draw(seed, 2))
        tui_sync(t);
}

/* ---- the run ---- */

static void new_size(struct tui *t, unsigned *seed)
{
    static const int sizes[][2] = {{80, 24},  {120, 30}, {20, 4},  {21, 8}, {1, 1},
                                   {300, 60}, {100, 5},  {40, 10}, {3, 50}};
    const int *size = sizes[draw(seed, sizeof sizes / sizeof *sizes)];
    t->app.grid->wide = t->screen.wide = draw(seed, 4) == 0;
    tui_resize(t, size[0], size[1]);
}

static void play(struct tui *t, const char *keymap, unsigned seed)
{
    static const char *const edits[] = {NULL, "", "a note\nof two lines\n", "\x1b[2J\x07\xE2\x80\xAE\t"};
    struct keyboard k = {0};
    struct str keys = {0};
    const char *more = getenv("ZHUPI_MONKEY");
    tui_keymap(t, keymap);
    keymap_each(t->keymap, keep_keys, &k);
    for (long left = more ? strtol(more, NULL, 10) : torture_size(KEYS, 20 * KEYS); left > 0; left--) {
        unsigned what = draw(&seed, 200);
        t->edited = edits[draw(&seed, 4)];
        if (what == 0)
            new_size(t, &seed);
        else if (what < 9)
            other_works(t, &seed);
        else {
            add_keys(t, &k, &keys, &seed);
            tui_type(t, str_z(&keys));
        }
        t->app.quit = false;
        check_screen(t->app.grid);
        check_cursor(t);
    }
    for (size_t i = 0; i < k.n; i++)
        str_clear(&k.keys[i]);
    free(k.keys);
    str_clear(&keys);
}

static void run(void **state, const char *keymap, unsigned seed)
{
    struct tui *t = *state;
    add_documents(t);
    annotate_all(t);
    char *before = annotations(t->other);
    play(t, keymap, seed);
    undo_all(t->app.store);
    undo_all(t->other);
    char *after = annotations(t->other);
    assert_string_equal(after, before);
    free(after);
    free(before);
}

static void vi_keys(void **state)
{
    run(state, "vi", 1);
}

static void emacs_keys(void **state)
{
    run(state, "emacs", 2);
}

static void plain_keys(void **state)
{
    run(state, "plain", 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(vi_keys, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(emacs_keys, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(plain_keys, tui_set_up, tui_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
