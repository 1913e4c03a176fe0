/* Where one is after a command, and what the last row says about where one may go. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include <string.h>

static const char sentences[] = "窗口很少。排队很长。增加人手。群众不满。流程太慢。简化流程。\n";

/* Who comes from a list goes on in the text, with the keys of the text. */
static void a_visit_ends_in_the_text(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_resize(t, 120, 30);
    tui_type(t, "Enter m ) c g g L 1 g l Enter");
    assert_int_equal(reader_of(&t->app)->cursor, 5);
    tui_type(t, ") m");
    assert_int_equal(reader_of(&t->app)->notes.count, 3);
    tui_type(t, "Tab m");
    assert_int_equal(reader_of(&t->app)->notes.count, 3);
    assert_true(tui_shows(t, "m is for the text; Tab goes back there"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_visit_ends_in_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
