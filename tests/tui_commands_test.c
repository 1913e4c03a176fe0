/* What keys and commands do, where a reviewer would notice. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include <string.h>

static const char sentences[] = "甲第一句。甲第二句。甲第三句。\n乙第一句。乙第二句。\n丙第一句。";

static struct reader *reader(struct tui *t)
{
    struct reader *r = reader_of(&t->app);
    assert_non_null(r);
    return r;
}

/* A document with this text, opened. */
static struct tui *open_text(void **state, const char *text)
{
    struct tui *t = *state;
    tui_document(t, "text", text);
    tui_type(t, "Enter");
    reader(t);
    return t;
}

/* ---- keys ---- */

static void escape_and_the_next_key_may_come_together(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, ": \"ta\" M-s");
    assert_false(t->app.prompt.active);
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "v M-s");
    assert_false(reader(t)->selection.active);
    assert_int_equal(reader(t)->cursor, 10);
    tui_type(t, "t M-S");
    assert_int_equal(reader(t)->cursor, 5);
}

static void escape_leaves_a_count_before_a_selection(void **state)
{
    struct tui *t = open_text(state, sentences);
    tui_type(t, "v 3 Esc");
    assert_true(reader(t)->selection.active);
    tui_type(t, "s");
    assert_int_equal(reader(t)->cursor, 5);
    tui_type(t, "Esc");
    assert_false(reader(t)->selection.active);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(escape_and_the_next_key_may_come_together, tui_set_up, tui_tear_down),
        cmocka_unit_test_setup_teardown(escape_leaves_a_count_before_a_selection, tui_set_up, tui_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
