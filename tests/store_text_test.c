/* The text of a document as it is read, part after part, and how damage in it is noticed. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "base/str.h"
#include "db/document_text.h"
#include "db/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* ---- what is valid ---- */

/* Table 3-7 of the Unicode Standard, row by row: the bytes of the character at P, 0 where there is none. */
static size_t one_by_table(const unsigned char *p, size_t n)
{
    static const unsigned char rows[][5] = {
        {0x01, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const unsigned char *r = rows[i];
        if (p[0] < r[0] || p[0] > r[1])
            continue;
        bool fine = n >= r[4] && (r[4] < 2 || (p[1] >= r[2] && p[1] <= r[3]));
        for (size_t k = 2; fine && k < r[4]; k++)
            fine = p[k] >= 0x80 && p[k] <= 0xBF;
        return fine ? r[4] : 0;
    }
    return 0;
}

static void check_bytes(const char *p, size_t n)
{
    size_t valid = 0, len;
    int64_t want = 0, points = -1;
    while (valid < n && (len = one_by_table((const unsigned char *)p + valid, n - valid)) > 0) {
        valid += len;
        want++;
    }
    assert_int_equal(points_valid(p, n, &points), valid);
    assert_int_equal(points, want);
    assert_int_equal(points_count(p, n, &points), valid == n);
}

/* The copy has its own size, so that a byte read outside of it is noticed. */
static void check_string(const struct str *s)
{
    char *copy = mem_ndup(str_z(s), s->len);
    check_bytes(copy, s->len);
    free(copy);
}

static void add_random(struct str *s, uint32_t *seed)
{
    static const char *const characters[] = {
        "x", "批", "é", "😀", "\n", "한", "ก", "“", "\t", "\xEF\xBF\xBD", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"};
    for (uint32_t n = next_random(seed) % 300; n > 0; n--)
        str_add(s, characters[next_random(seed) % (sizeof characters / sizeof *characters)]);
}

static void one_wrong_byte_is_found_wherever_it_is(void **state)
{
    (void)state;
    static const unsigned char wrong[] = {0x00, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
                                          0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF, 'x'};
    uint32_t seed = 11;
    for (int i = 0; i < 3000; i++) {
        struct str s = {0};
        add_random(&s, &seed);
        check_string(&s);
        if (s.len > 0) {
            s.p[next_random(&seed) % s.len] = (char)wrong[next_random(&seed) % sizeof wrong];
            check_string(&s);
            str_truncate(&s, next_random(&seed) % s.len);
            check_string(&s);
        }
        str_clear(&s);
    }
}

static void every_two_bytes_are_judged_by_the_table(void **state)
{
    (void)state;
    char bytes[80];
    for (int i = 0; i < 0x10000; i++) {
        memset(bytes, 'a', sizeof bytes);
        bytes[40] = (char)(i >> 8);
        bytes[41] = (char)i;
        bytes[42] = bytes[43] = (char)0x80;
        for (size_t n = 42; n <= 44; n++) {
            bytes[n] = 'a';
            check_bytes(bytes, sizeof bytes);
            bytes[n] = (char)0x80;
        }
    }
}

/* ---- in parts ---- */

static int64_t add_document(struct store *s, const char *name, size_t repeats, struct str *text)
{
    for (size_t i = 0; i < repeats; i++)
        str_addf(text, "%zu 基层反映，责任不清é😀。\n", i);
    return fixture_document(s, name, str_z(text));
}

static void parts_of_any_size_make_the_same_text(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct str text = {0};
    struct err e;
    int64_t id = add_document(s, "report", 2000, &text);
    uint32_t seed = 3;
    for (int i = 0; i < 40; i++) {
        struct store_text t;
        size_t most = i == 0 ? 1 : i == 1 ? 7 : 1 + next_random(&seed) % 30000;
        assert_int_equal(store_text_begin(s, id, &t, &e), ERR_OK);
        assert_int_equal(store_text_read(s, &t, 0, &e), ERR_OK);
        assert_int_equal(t.bytes, text.len);
        const char *room = t.utf8;
        for (size_t k = 0; t.read < t.bytes; k++)
            assert_int_equal(store_text_read(s, &t, k < 20 ? most : SIZE_MAX, &e), ERR_OK);
        assert_ptr_equal(t.utf8, room);
        assert_string_equal(t.utf8, text.p);
        free(t.utf8);
    }
    str_clear(&text);
    store_close(&s);
}

static void an_empty_text_is_whole_at_once(void **state)
{
    struct store *s = fixture_open(*state, NULL);
    struct store_text t;
    struct err e;
    int64_t id = fixture_document(s, "empty", "");
    assert_int_equal(store_text_begin(s, id, &t, &e), ERR_OK);
    assert_int_equal(store_text_read(s, &t, SIZE_MAX, &e), ERR_OK);
    assert_int_equal(t.bytes, 0);
    assert_string_equal(t.utf8, "");
    free(t.utf8);
    assert_int_equal(store_text_begin(s, 4711, &t, &e), ERR_NOT_FOUND);
    store_close(&s);
}

/* A session that stops between two parts must not keep the others from beginning the -wal anew. */
static void nothing_is_held_between_two_parts(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct str text = {0};
    struct store_text t;
    struct err e;
    int64_t id = add_document(s, "report", 2000, &text);
    assert_int_equal(store_text_begin(s, id, &t, &e), ERR_OK);
    assert_int_equal(store_text_read(s, &t, 1000, &e), ERR_OK);
    assert_int_equal(sqlite3_txn_state(s->db, "main"), SQLITE_TXN_NONE);

    free(t.utf8);
    str_clear(&text);
    store_close(&s);
}

/* Read as far as it goes; how many bytes were there when the damage was told. */
static size_t read_damaged(struct store *s, int64_t id)
{
    struct store_text t;
    struct err e;
    size_t n = 0;
    enum err_code code = store_text_begin(s, id, &t, &e);
    while (!code && (t.read < t.bytes || n == 0)) {
        n = t.read;
        code = store_text_read(s, &t, 1000, &e);
    }
    assert_int_equal(code, ERR_CORRUPT);
    assert_non_null(strstr(e.msg, "is damaged"));
    free(t.utf8);
    return n;
}

static void damage_is_told_when_it_is_reached(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct str text = {0};
    int64_t id = add_document(s, "report", 500, &text);
    static const char *const plants[] = {
        "UPDATE document_text SET text = CAST(CAST(substr(text, 1, 5000) AS BLOB) || x'e680' AS TEXT)",
        "UPDATE document_text SET text = CAST(substr(text, 1, 5000) || 'x' || x'00' || 'x' AS TEXT)",
        "UPDATE document_text SET text = text || 'x'",
        "UPDATE document_text SET text = substr(text, 1, length(text) - 1)",
        "UPDATE document SET length = length + 1",
        "UPDATE document SET length = 9223372036854775807",
        "UPDATE document SET length = 100",
    };
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        struct str sql = {0};
        char *utf8;
        size_t n;
        struct err e;
        str_addf(&sql,
                 "CREATE TABLE kept AS SELECT t.text, d.length FROM document_text t JOIN document d ON d.id = "
                 "t.document_id; %s",
                 plants[i]);
        fixture_sql(f->path, str_z(&sql));
        assert_int_equal(store_document_text(s, id, &utf8, &n, &e), ERR_CORRUPT);
        assert_null(utf8);
        size_t reached = read_damaged(s, id);
        assert_true(i >= 5 || reached >= 3000); /* the others are no length of so many bytes */
        fixture_sql(f->path, "UPDATE document_text SET text = (SELECT text FROM kept);"
                             "UPDATE document SET length = (SELECT length FROM kept); DROP TABLE kept");
        assert_int_equal(store_document_text(s, id, &utf8, &n, &e), ERR_OK);
        assert_string_equal(utf8, text.p);
        free(utf8);
        str_clear(&sql);
    }
    str_clear(&text);
    store_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_wrong_byte_is_found_wherever_it_is),
        cmocka_unit_test(every_two_bytes_are_judged_by_the_table),
        cmocka_unit_test_setup_teardown(parts_of_any_size_make_the_same_text, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_empty_text_is_whole_at_once, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_held_between_two_parts, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(damage_is_told_when_it_is_reached, fixture_setup_db, fixture_teardown),
    };
    return cmocka_run_group_tests_name("store text", tests, NULL, NULL);
}
