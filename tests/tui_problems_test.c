/* From tags to problems, by keyboard alone: twelve annotations, eight links; what the ledger makes of them; all of it
 * taken back and done again. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "analysis/ledger.h"
#include "db/link.h"
#include "exchange/survey.h"

#include <stdio.h>
#include <string.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)
#define TAGS "mcrmcrmmcrcr" /* of the twelve sentences, one key each */
#define COUNT 12

/* The two ends of each link, in whatever order. */
static const int links[][2] = {{1, 0}, {2, 1}, {3, 4}, {5, 4}, {8, 6}, {8, 9}, {1, 3}, {0, 5}};
#define LINKS (sizeof links / sizeof *links)

static void go_to(struct tui *t, int sentence)
{
    char keys[32];
    snprintf(keys, sizeof keys, sentence ? "g g %d J" : "g g", sentence);
    tui_type(t, keys);
}

static void tag_all(struct tui *t)
{
    for (int i = 0; i < COUNT; i++)
        tui_type(t, (char[]){TAGS[i], ' ', 's', '\0'});
}

static bool count_link(void *ctx, const struct link *l)
{
    (void)l;
    ++*(size_t *)ctx;
    return true;
}

static void holds(struct tui *t, int64_t annotations, size_t expected)
{
    struct document d;
    struct err e;
    size_t n = 0;
    assert_int_equal(store_document_get(t->app.store, 1, &d, &e), ERR_OK);
    assert_int_equal(d.annotations, annotations);
    document_clear(&d);
    assert_int_equal(store_links(t->app.store, NULL, count_link, &n, &e), ERR_OK);
    assert_int_equal(n, expected);
}

/* The rows of VIEW: each the number of its sentence, and how many causes and remedies it has. */
static void ledger_is(struct tui *t, enum ledger_view view, const char *expected)
{
    struct survey s;
    struct ledger l = {0};
    struct err e;
    struct str rows = {0};
    assert_int_equal(survey_begin(t->app.store, NULL, 0, &s, &e), ERR_OK);
    assert_int_equal(survey_run(t->app.store, &s, &e), ERR_OK);
    ledger_build(&s.graph, view, LEDGER_BY_PLACE, &l);
    for (size_t i = 0; i < l.count; i++)
        str_addf(&rows, "%u:%u,%u ", l.rows[i].node, l.rows[i].causes, l.rows[i].remedies);
    assert_string_equal(str_z(&rows), expected);
    str_clear(&rows);
    ledger_clear(&l);
    survey_clear(&s);
}

static struct tui *begin(void **state)
{
    struct tui *t = *state;
    struct str text = {0};
    for (int i = 0; i < COUNT; i++)
        str_addf(&text, "这是报告里的第%d句话。%s", i + 1, i % 4 == 3 ? "\n" : "");
    tui_document(t, "报告.txt", str_z(&text));
    str_clear(&text);
    tui_type(t, "g g Enter");
    tag_all(t);
    return t;
}

static void the_ledger_agrees_with_what_was_linked(void **state)
{
    struct tui *t = begin(state);
    holds(t, COUNT, 0);
    for (size_t i = 0; i < LINKS; i++) {
        go_to(t, links[i][0]);
        tui_type(t, "L Tab");
        go_to(t, links[i][1]);
        tui_type(t, "L");
    }
    holds(t, COUNT, LINKS);
    ledger_is(t, LEDGER_PROBLEMS, "0:1,2 3:2,2 6:1,1 7:0,0 ");
    ledger_is(t, LEDGER_UNANSWERED, "7:0,0 10:0,0 11:0,0 ");
    for (size_t i = 0; i < COUNT + LINKS; i++)
        tui_type(t, "u");
    holds(t, 0, 0);
    ledger_is(t, LEDGER_PROBLEMS, "");
    for (size_t i = 0; i < COUNT + LINKS; i++)
        tui_type(t, "C-r");
    holds(t, COUNT, LINKS);
    ledger_is(t, LEDGER_PROBLEMS, "0:1,2 3:2,2 6:1,1 7:0,0 ");
    ledger_is(t, LEDGER_UNANSWERED, "7:0,0 10:0,0 11:0,0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(the_ledger_agrees_with_what_was_linked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
