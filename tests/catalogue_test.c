/* Compiled messages, whole and damaged. */
#include "tests/unit.h"

#include "base/catalogue.h"
#include "base/mem.h"

#include <string.h>

/* A catalogue of three messages, sorted: header, three tables of (length, offset), and the strings. */
struct mo {
    uint32_t magic, revision, count, ids, translations, hash_size, hash;
    uint32_t id[3][2], translation[3][2];
    char strings[64];
};

static void put(struct mo *mo, uint32_t where[2], uint32_t *at, const char *bytes, size_t n)
{
    memcpy(mo->strings + *at, bytes, n + 1);
    where[0] = (uint32_t)n;
    where[1] = (uint32_t)offsetof(struct mo, strings) + *at;
    *at += (uint32_t)n + 1;
}

static struct mo sample(void)
{
    struct mo mo = {
        .magic = 0x950412de,
        .count = 3,
        .ids = offsetof(struct mo, id),
        .translations = offsetof(struct mo, translation),
    };
    uint32_t at = 0;
    put(&mo, mo.id[0], &at, "", 0);
    put(&mo, mo.id[1], &at, "cause", 5);
    put(&mo, mo.id[2], &at, "row\0rows", 8);
    put(&mo, mo.translation[0], &at, "header", 6);
    put(&mo, mo.translation[1], &at, "原因", 6);
    put(&mo, mo.translation[2], &at, "a\0b", 3);
    return mo;
}

static void messages_are_found(void **state)
{
    (void)state;
    struct mo mo = sample();
    struct catalogue c;
    assert_true(catalogue_read(&mo, sizeof mo, &c));
    assert_string_equal(catalogue_find(&c, "cause", 0), "原因");
    assert_string_equal(catalogue_find(&c, "row", 0), "a");
    assert_string_equal(catalogue_find(&c, "row", 1), "b");
    assert_string_equal(catalogue_find(&c, "row", 7), "b");
    static const char unknown[] = "remedy";
    assert_ptr_equal(catalogue_find(&c, unknown, 0), unknown);
    static const char before_all[] = "";
    assert_string_equal(catalogue_find(&c, before_all, 0), "header");
}

static void other_files_are_refused(void **state)
{
    (void)state;
    struct mo mo = sample();
    struct catalogue c;
    assert_false(catalogue_read("", 0, &c));
    assert_false(catalogue_read(&mo, 27, &c));
    mo.magic = 0xde120495;
    assert_false(catalogue_read(&mo, sizeof mo, &c));
    assert_null(c.bytes);
    static const char any[] = "cause";
    assert_ptr_equal(catalogue_find(&c, any, 0), any);
    mo = sample();
    mo.count = 1000000;
    assert_false(catalogue_read(&mo, sizeof mo, &c));
}

/* Each byte with each of a few values, in memory of exactly that size: the sanitizer sees what is read outside. */
static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    static const unsigned char values[] = {0x00, 0x01, 0x40, 0x7F, 0x80, 0xFF};
    struct mo mo = sample();
    for (size_t i = 0; i < sizeof mo; i++)
        for (size_t v = 0; v < sizeof values; v++) {
            unsigned char *bytes = mem_alloc(1, sizeof mo);
            memcpy(bytes, &mo, sizeof mo);
            bytes[i] = values[v];
            struct catalogue c;
            if (catalogue_read(bytes, sizeof mo, &c)) {
                assert_true(strlen(catalogue_find(&c, "cause", 0)) < sizeof mo);
                assert_true(strlen(catalogue_find(&c, "row", 3)) < sizeof mo);
            }
            free(bytes);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_found),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(damaged_files_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
