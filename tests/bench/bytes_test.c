/* What a key sends to the terminal stays near what it changes. Bounds are computed from the screen itself. */
#include "tests/unit.h"

#include "tests/bench/gauge.h"
#include "tests/bench/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KEYS 30
#define ESCAPES 150 /* bytes to scroll, to mark the new place, and for the status line */

struct review {
    void *fixture;
    struct store *store;
    int64_t document, other;
    struct pty *pty;
};

static int start(void **state, int columns, int rows)
{
    struct review *v = calloc(1, sizeof *v);
    *state = v;
    if (!v || fixture_setup_db(&v->fixture) != 0)
        return -1;
    const struct fixture *f = v->fixture;
    const char *build = getenv("builddir");
    char program[4096];
    snprintf(program, sizeof program, "%s/zhupi", build ? build : ".");
    v->store = fixture_open(f, NULL);
    v->document = sample_document(v->store, "report", 30000, false);
    v->other = sample_document(v->store, "other", 3000, false);
    sample_annotate(f, v->document, SAMPLE_NEAR);
    const char *const argv[] = {program, "review", f->path, "report", NULL};
    v->pty = gauge_start(argv, columns, rows);
    return v->pty ? 0 : -1;
}

static int wide(void **state)
{
    return start(state, 120, 40);
}

static int narrow(void **state)
{
    return start(state, 80, 24);
}

static int end(void **state)
{
    struct review *v = *state;
    gauge_end(v->pty);
    store_close(&v->store);
    fixture_teardown(&v->fixture);
    free(v);
    return 0;
}

static void press(struct review *v, const char *key)
{
    if (!pty_press(v->pty, key))
        fail_msg("no answer to “%s”", key);
}

/* Bytes that pressing KEY sends, with all that came before. */
static size_t bytes_of(struct review *v, const char *key)
{
    pty_drain(v->pty);
    size_t before = pty_bytes(v->pty);
    press(v, key);
    pty_drain(v->pty);
    return pty_bytes(v->pty) - before;
}

static size_t repaint(struct review *v)
{
    return bytes_of(v, "\x0C");
}

/* Row ROW of the screen is drawn with so many bytes, its blanks included. */
static size_t row_bytes(struct review *v, int row)
{
    return strlen(pty_row(v->pty, row));
}

static void a_row_down_at_the_edge_sends_the_new_row(void **state)
{
    struct review *v = *state;
    int bottom, column;
    bool visible;
    press(v, "L");
    pty_cursor(v->pty, &bottom, &column, &visible);
    size_t sent = 0, bound = 0;
    for (int i = 0; i < KEYS; i++) {
        char second[4096];
        snprintf(second, sizeof second, "%s", pty_row(v->pty, 2));
        sent += bytes_of(v, "j");
        bound += 2 * row_bytes(v, bottom) + ESCAPES;
        if (!strstr(pty_row(v->pty, 1), second))
            fail_msg("row 2 did not become row 1: %s", second);
        int row;
        pty_cursor(v->pty, &row, &column, &visible);
        assert_int_equal(row, bottom);
    }
    size_t page = bytes_of(v, " ");
    print_message("# a row down at the edge: %zu bytes; bound %zu; a page down %zu\n", sent / KEYS, bound / KEYS, page);
    assert_true(sent > 0);
    assert_true(sent <= bound);
    assert_true(sent * 4 < page * KEYS);
}

/* The bytes of the rows of the document that the screen shows. */
static size_t rows_shown(struct review *v, int from, int to)
{
    size_t n = 0;
    for (int row = from; row <= to; row++)
        n += row_bytes(v, row);
    return n;
}

/* Without the panel a row of the screen is a row of the document: a pager sends it and a few bytes more. */
static void without_the_panel_rows_are_sent_and_little_else(void **state)
{
    struct review *v = *state;
    size_t scrolled = 0, rows = 0, pages = 0, shown = 0;
    press(v, ":panel\r");
    press(v, "M");
    for (int i = 0; i < KEYS; i++) {
        scrolled += bytes_of(v, "\x05");
        rows += rows_shown(v, 38, 38);
    }
    for (int i = 0; i < 4; i++) {
        pages += bytes_of(v, " ");
        shown += rows_shown(v, 1, 38);
    }
    print_message("# a row: %zu bytes, its text %zu; a page: %zu, its text %zu\n", scrolled / KEYS, rows / KEYS,
                  pages / 4, shown / 4);
    assert_true(scrolled * 4 <= rows * 5);
    assert_true(pages * 10 <= shown * 11);
}

#define SENTENCES 8

static void check_sentences(void **state, bool panel_below)
{
    struct review *v = *state;
    size_t moves = 0, tags = 0, panel = 0;
    press(v, "L");
    press(v, "\x04"); /* away from the annotations that are there */
    press(v, "H");
    for (int i = 0; i < SENTENCES; i++) {
        moves += bytes_of(v, "s");
        tags += bytes_of(v, "c");
        panel += panel_below ? rows_shown(v, 18, 22) : 0; /* it may turn to another page */
        press(v, "u");
        press(v, "l"); /* and what was undone is not said any more */
    }
    print_message("# the next sentence: %zu bytes, its tag %zu\n", moves / SENTENCES, tags / SENTENCES);
    assert_in_range(moves / SENTENCES, 1, 200);
    assert_in_range(tags / SENTENCES, 1, 400 + panel / SENTENCES);
}

static void a_sentence_and_its_tag_stay_small(void **state)
{
    check_sentences(state, false);
}

static void the_same_with_a_panel_below(void **state)
{
    check_sentences(state, true);
}

static void moving_inside_the_screen_sends_no_text(void **state)
{
    struct review *v = *state;
    press(v, "H");
    size_t all = repaint(v), rows = 0, sentences = 0;
    for (int i = 0; i < 8; i++)
        rows += bytes_of(v, "j");
    press(v, "H");
    for (int i = 0; i < 8; i++)
        sentences += bytes_of(v, "s");
    print_message("# a row: %zu bytes, a sentence: %zu; a repaint %zu\n", rows / 8, sentences / 8, all);
    assert_true(rows > 0 && rows * 10 < all * 8);
    assert_true(sentences > 0 && sentences * 10 < all * 8);
}

static void a_tag_sends_what_it_changes(void **state)
{
    struct review *v = *state;
    press(v, "L");
    press(v, "\x04"); /* away from the annotations that are there */
    press(v, "\x04");
    size_t all = repaint(v);
    size_t tag = bytes_of(v, "c"), undo = bytes_of(v, "u");
    print_message("# a tag: %zu bytes, undo: %zu; a repaint %zu\n", tag, undo, all);
    assert_true(tag > 0 && tag * 3 < all);
    assert_true(undo > 0 && undo * 3 < all);
}

static void keys_that_come_together_are_painted_once(void **state)
{
    struct review *v = *state;
    char keys[101];
    memset(keys, 'j', sizeof keys - 1);
    keys[sizeof keys - 1] = '\0';
    size_t sent = bytes_of(v, keys), all = repaint(v);
    print_message("# 100 rows down at once: %zu bytes; a repaint %zu\n", sent, all);
    assert_true(sent > 0 && sent < 2 * all);
}

/* How often the program has gone to sleep. */
static long long sleeps(const struct pty *p)
{
    return gauge_proc(p, "status", "voluntary_ctxt_switches:");
}

#define WAKE_UPS 8

static void what_happens_elsewhere_sends_nothing(void **state)
{
    struct review *v = *state;
    struct err e;
    pty_drain(v->pty);
    size_t before = pty_bytes(v->pty);
    for (int i = 0; i < WAKE_UPS; i++) {
        assert_int_equal(store_annotate(v->store, v->other, i, i + 5, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
        long long asleep = sleeps(v->pty);
        for (int tries = 0; sleeps(v->pty) == asleep && tries < 3000; tries++)
            pty_shows_within(v->pty, "never to be shown", 20);
        assert_true(sleeps(v->pty) > asleep);
    }
    assert_int_equal(pty_bytes(v->pty), before);
    assert_int_equal(store_annotate(v->store, v->document, 2000, 2010, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
    assert_true(pty_wait(v->pty, "R4")); /* it was awake */
    assert_true(pty_bytes(v->pty) > before);
}

#define TICKS 4 /* a second */

/* Each look around sends it to sleep twice at most. */
static void who_waits_sleeps(void **state)
{
    struct review *v = *state;
    struct timespec from, to;
    pty_drain(v->pty);
    clock_gettime(CLOCK_MONOTONIC, &from);
    long long asleep = sleeps(v->pty);
    pty_shows_within(v->pty, "never to be shown", 1500);
    asleep = sleeps(v->pty) - asleep;
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_in_range(asleep, 1, (to.tv_sec - from.tv_sec + 1) * TICKS * 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a row down at the edge, 120 columns", a_row_down_at_the_edge_sends_the_new_row, wide, end, NULL},
        {"a row down at the edge, 80 columns", a_row_down_at_the_edge_sends_the_new_row, narrow, end, NULL},
        {"without the panel", without_the_panel_rows_are_sent_and_little_else, wide, end, NULL},
        {"a sentence and its tag, 120 columns", a_sentence_and_its_tag_stay_small, wide, end, NULL},
        {"a sentence and its tag, 80 columns", the_same_with_a_panel_below, narrow, end, NULL},
        {"inside the screen, 120 columns", moving_inside_the_screen_sends_no_text, wide, end, NULL},
        {"inside the screen, 80 columns", moving_inside_the_screen_sends_no_text, narrow, end, NULL},
        {"a tag, 120 columns", a_tag_sends_what_it_changes, wide, end, NULL},
        {"a tag, 80 columns", a_tag_sends_what_it_changes, narrow, end, NULL},
        {"keys that come together", keys_that_come_together_are_painted_once, wide, end, NULL},
        {"who waits sleeps", who_waits_sleeps, narrow, end, NULL},
        {"what happens elsewhere", what_happens_elsewhere_sends_nothing, narrow, end, NULL},
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
