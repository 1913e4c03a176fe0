/* Keys that are faster than what takes longer than a key: rows that are read again under the hands of who types. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include <stdio.h>

#define MANY 70 /* documents: more than are looked through at once */

/* Many documents, each with a problem and its remedy, of so many words that a filter takes its time. */
static void give_many(struct tui *t)
{
    struct str text = {0};
    for (int i = 0; i < 300; i++)
        str_add(&text, "窗口前排着长队而");
    str_add(&text, "。\n");
    for (int i = 0; i < MANY; i++) {
        char name[32];
        snprintf(name, sizeof name, "第%03d篇", i);
        int64_t d = tui_document(t, name, str_z(&text));
        tui_annotate(t, d, 0, 2000, TAG_MANIFESTATION, "");
        tui_annotate(t, d, 400, 2400, TAG_REMEDY, "");
    }
    str_clear(&text);
    tui_sync(t);
}

/* Words that nowhere occur, many of them, or EXPRESSION. */
static void filter_slowly(struct tui *t, const char *expression)
{
    struct str keys = {0};
    str_add(&keys, "& C-u \"");
    for (int i = 0; i < 28; i++)
        str_addf(&keys, "quote:无此词%d | ", i);
    str_addf(&keys, "%s\" Enter", expression);
    tui_hurry(t, str_z(&keys), false);
    str_clear(&keys);
}

/* All that can be done to rows while they are read again. */
static void hurry(struct tui *t, const char *open)
{
    static const char *const keys[] = {"n", "\"/篇\" Enter", "j", "G", "C-d", "N", "s", "Tab", "o", "2", "g g Enter"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        tui_type(t, "D");
        tui_type(t, open);
        tui_type(t, "\"/篇\" Enter j j");
        filter_slowly(t, "cause");
        tui_hurry(t, keys[i], false);
        tui_hurry(t, "n k", true);
    }
}

static void keys_are_faster_than_what_is_read(void **state)
{
    struct tui *t = *state;
    static const char *const views[] = {"B", "F 1", "F 4", "g a"};
    give_many(t);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        hurry(t, views[i]);
    tui_type(t, "D B & C-u \"remedy\" Enter j j");
    filter_slowly(t, "manifestation");
    tui_sync(t);
    assert_true(tui_shows(t, "70 problems"));
    tui_hurry(t, "D B", false);
    tui_sync(t);
    assert_true(tui_shows(t, "70 problems"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_are_faster_than_what_is_read, tui_set_up, tui_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
