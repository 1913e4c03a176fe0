/* Laws between rooms: every command that the table lets into a batch has a function. */
#include "exchange/script.h"
#include "keymaps/command.h"
#include "tests/unit.h"

static void test_every_batch_command_works(void **state)
{
    (void)state;
    size_t n, found = 0;
    const struct command *table = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (!(table[i].contexts & CONTEXT_BATCH))
            continue;
        found++;
        if (!script_find(table[i].name))
            fail_msg("%s has CONTEXT_BATCH and no function", table[i].name);
    }
    assert_in_range(found, 7, n);
}

static void test_nothing_else_does(void **state)
{
    (void)state;
    size_t n;
    const struct command *table = command_table(&n);
    for (size_t i = 0; i < n; i++)
        if (!(table[i].contexts & CONTEXT_BATCH) && script_find(table[i].name))
            fail_msg("%s has a function but not CONTEXT_BATCH", table[i].name);
    assert_null(script_find("no-such-command"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_batch_command_works),
        cmocka_unit_test(test_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
