/* Documents as they are added: several at once, with their noise and headings, the imported bytes, older and newer
 * versions. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "第一种是责任2、不清，原因在于制度。"

static struct document_new plain(const char *name, const char *text)
{
    return (struct document_new){.name = name,
                                 .encoding = "UTF-8",
                                 .source = text,
                                 .source_bytes = strlen(text),
                                 .text = text,
                                 .text_bytes = strlen(text)};
}

static int64_t add(struct store *s, const struct document_new *d)
{
    int64_t id;
    struct err e = {0};
    if (store_document_add(s, d, &id, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return id;
}

static bool list_noise(void *ctx, const struct noise_mark *m)
{
    str_addf(ctx, "%zu-%zu %s %s\n", m->noise.span.start, m->noise.span.end, noise_kind_name(m->noise.kind),
             m->reviewer ? m->reviewer_name : "-");
    return true;
}

static void noise_is(struct store *s, int64_t document, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_noise(s, document, list_noise, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

/* ---- adding ---- */

static void several_are_added_and_each_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e = {0};
    struct document d;
    struct document_added out[5];
    int64_t head, first = fixture_document(s, "first", "first");
    struct document_new all[5] = {plain("a", "one"), plain("first", "two"), plain("b", "first"), plain("c", "\xff"),
                                  plain("again", "one")};
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_int_equal(store_documents_add(s, all, 5, out, &e), ERR_OK);
    assert_int_equal(out[0].code, ERR_OK);
    assert_int_equal(out[1].code, ERR_OK);
    assert_int_equal(out[2].code, ERR_EXISTS);
    assert_int_equal(out[2].id, first);
    assert_non_null(strstr(out[2].e.msg, "same bytes"));
    assert_int_equal(out[3].code, ERR_INPUT);
    assert_non_null(strstr(out[3].e.msg, "UTF-8"));
    assert_int_equal(out[4].code, ERR_EXISTS); /* those that came with it count */
    assert_int_equal(out[4].id, out[0].id);
    assert_int_equal(store_document_get(s, out[1].id, &d, &e), ERR_OK);
    assert_string_equal(d.name, "first (2)");
    assert_string_equal(d.file, "first");
    assert_string_equal(d.type, "text/plain");
    document_clear(&d);
    assert_int_equal(fixture_sql(f->path, "SELECT max(seq) FROM change"), head + 2);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM change WHERE action = 'import'"), 3);
    fixture_check(s);
    store_close(&s);
}

static void none_is_added_where_the_file_fails(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e = {0};
    struct document_added out[2];
    struct document_new all[2] = {plain("a", "one"), plain("b", "two")};
    fixture_sql(f->path, "ALTER TABLE document_source RENAME TO other");
    assert_int_equal(store_documents_add(s, all, 2, out, &e), ERR_CORRUPT);
    assert_int_equal(out[0].code, ERR_CORRUPT);
    assert_int_equal(out[0].id, 0);
    assert_int_equal(out[1].id, 0);
    fixture_sql(f->path, "ALTER TABLE other RENAME TO document_source");
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM document"), 0);
    assert_int_equal(store_documents_add(s, all, 2, out, &e), ERR_OK);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM document"), 2);
    store_close(&s);
}

static void what_cannot_be_stored_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e = {0};
    int64_t id;
    char *name = mem_alloc(STORE_NAME_MAX + 2, 1);
    memset(name, 'n', STORE_NAME_MAX + 1);
    name[STORE_NAME_MAX + 1] = '\0';
    struct document_new d = plain("a", "text");
    d.file = name;
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    d.file = "a\xff";
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    d.file = NULL, d.type = name;
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    d.type = NULL, d.encoding = name;
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    d.encoding = "", d.previous = 7;
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "7"));
    d.previous = -1;
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM document"), 0);
    d.previous = 0;
    add(s, &d);
    free(name);
    store_close(&s);
}

/* ---- noise and headings of the import ---- */

static void noise_is_kept_settled(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    const struct noise noise[] = {
        {{6, 8}, NOISE_NUMBER}, {{17, 900}, NOISE_SITE},  {{7, 9}, NOISE_PAGE},          {{4, 4}, NOISE_PAGE},
        {{9, 2}, NOISE_PAGE},   {{500, 501}, NOISE_PAGE}, {{0, 1}, (enum noise_kind)77}, {{0, SIZE_MAX}, NOISE_KINDS},
    };
    struct document_new d = plain("a", TEXT);
    d.noise = noise;
    d.noise_count = sizeof noise / sizeof *noise;
    int64_t id = add(s, &d);
    noise_is(s, id, "6-8 number -\n8-9 page -\n17-18 site -\n");
    assert_int_equal(fixture_sql(f->path, "SELECT after ->> '$.noise' FROM change WHERE action = 'import'"), 3);
    fixture_check(s);
    store_close(&s);
}

static void headings_are_kept_inside_the_text(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e;
    struct outline_given *out;
    size_t n;
    const struct outline_given headings[] = {{{11, SIZE_MAX}, 12}, {{0, 4}, 0},   {{5, 5}, 1},
                                             {{0, 9}, 3},          {{18, 19}, 2}, {{SIZE_MAX, 3}, 2}};
    struct document_new d = plain("a", TEXT);
    d.headings = headings;
    d.heading_count = sizeof headings / sizeof *headings;
    int64_t id = add(s, &d);
    assert_int_equal(store_headings(s, id, &out, &n, &e), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(out[0].span.start, 0);
    assert_int_equal(out[0].span.end, 4);
    assert_int_equal(out[0].level, 1);
    assert_int_equal(out[1].span.start, 11);
    assert_int_equal(out[1].span.end, 18);
    assert_int_equal(out[1].level, 9);
    free(out);
    fixture_check(s);
    store_close(&s);
}

/* ---- the imported bytes ---- */

static void source_is(struct store *s, int64_t id, const char *bytes, size_t n)
{
    struct err e = {0};
    char *got;
    size_t n_got;
    if (store_document_source(s, id, &got, &n_got, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_int_equal(n_got, n);
    assert_memory_equal(got, bytes, n);
    free(got);
}

/* Bytes that do not get smaller. */
static void noise_bytes(char *p, size_t n)
{
    uint64_t seed = 9;
    for (size_t i = 0; i < n; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        p[i] = (char)(seed >> 56);
    }
}

static void the_bytes_come_back(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    size_t n = 300 * 1000;
    char *bytes = mem_alloc(n, 1), *zeros = mem_zero(n, 1);
    noise_bytes(bytes, n);
    struct document_new random = plain("a", TEXT), flat = plain("b", TEXT), same = plain("c", TEXT);
    struct document_new nothing = plain("d", TEXT), empty = plain("e", "");
    random.source = bytes, random.source_bytes = n;
    flat.source = zeros, flat.source_bytes = n;
    nothing.source = NULL, nothing.source_bytes = 0, nothing.encoding = "none";
    int64_t a = add(s, &random), b = add(s, &flat), c = add(s, &same), d = add(s, &nothing), last = add(s, &empty);
    source_is(s, a, bytes, n);
    source_is(s, b, zeros, n);
    source_is(s, c, TEXT, strlen(TEXT));
    source_is(s, d, "", 0);
    source_is(s, last, "", 0);
    assert_true(fixture_sql(f->path, "SELECT length(bytes) FROM document_source WHERE document_id = 2") < 3000);
    assert_int_equal(fixture_sql(f->path, "SELECT bytes IS NULL FROM document_source WHERE document_id = 3"), 1);
    fixture_check(s);
    free(bytes);
    free(zeros);
    store_close(&s);
}

static void other_bytes_are_not_handed_out(void **state)
{
    static const char *const damage[] = {
        "UPDATE document_source SET bytes = zeroblob(40)",
        "UPDATE document_source SET bytes = substr(bytes, 1, length(bytes) - 3)",
        "UPDATE document_source SET bytes = CAST(bytes || 'x' AS BLOB)",
        "UPDATE document_source SET bytes = x''",
        "UPDATE document_source SET bytes = NULL",
        "UPDATE document SET source_bytes = source_bytes - 1",
        "UPDATE document SET source_bytes = source_bytes + 1",
        "UPDATE document SET source_bytes = 9000000000000000000",
        "UPDATE document SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')",
    };
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e = {0};
    char *got;
    size_t n;
    struct document_new d = plain("a", TEXT);
    d.source = "some bytes, some bytes, some bytes, some bytes", d.source_bytes = 46;
    int64_t id = add(s, &d);
    fixture_sql(f->path, "CREATE TABLE keep AS SELECT * FROM document_source; CREATE TABLE keep_too AS SELECT * FROM "
                         "document");
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        fixture_sql(f->path, damage[i]);
        if (store_document_source(s, id, &got, &n, &e) != ERR_CORRUPT)
            fail_msg("%s", damage[i]);
        assert_null(got);
        assert_non_null(strstr(e.msg, "document 1"));
        fixture_sql(f->path, "UPDATE document_source SET bytes = (SELECT bytes FROM keep); UPDATE document SET "
                             "source_bytes = (SELECT source_bytes FROM keep_too), sha256 = (SELECT sha256 FROM "
                             "keep_too)");
        source_is(s, id, "some bytes, some bytes, some bytes, some bytes", 46);
    }
    fixture_sql(f->path, "DELETE FROM document_source");
    assert_int_equal(store_document_source(s, id, &got, &n, &e), ERR_NOT_FOUND);
    assert_non_null(strstr(e.msg, "did not keep"));
    assert_int_equal(store_document_source(s, 99, &got, &n, &e), ERR_NOT_FOUND);
    assert_null(got);
    store_close(&s);
}

/* What came with a document is in the copy too. */
static void a_backup_has_the_bytes_and_the_noise(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL), *copy;
    struct err e = {0};
    char path[400];
    const struct noise noise = {{6, 8}, NOISE_NUMBER};
    struct document_new d = plain("a", TEXT);
    d.source = "<p>as it was imported</p>", d.source_bytes = 25;
    d.noise = &noise, d.noise_count = 1;
    int64_t id = add(s, &d);
    snprintf(path, sizeof path, "%s/copy.db", f->dir);
    assert_int_equal(store_backup(s, path, &e), ERR_OK);
    assert_int_equal(store_open(path, NULL, &copy, &e), ERR_OK);
    source_is(copy, id, "<p>as it was imported</p>", 25);
    noise_is(copy, id, "6-8 number -\n");
    fixture_check(copy);
    store_close(&copy);
    store_close(&s);
}

/* ---- versions ---- */

static void versions_know_each_other(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, NULL);
    struct err e;
    struct document d;
    struct document_new one = plain("report.docx", "one"), two = plain("report.docx", "two");
    one.type = "application/x-one", one.file = "report.docx";
    two.file = "report.docx";
    int64_t other = add(s, &(struct document_new){.name = "x", .text = "x", .text_bytes = 1, .file = "other"});
    int64_t a = add(s, &one);
    assert_int_equal(store_document_latest(s, "report.docx", &d, &e), ERR_OK);
    assert_int_equal(d.id, a);
    assert_string_equal(d.type, "application/x-one");
    assert_true(d.previous == 0 && d.next == 0);
    document_clear(&d);
    two.previous = a;
    int64_t b = add(s, &two);
    assert_int_equal(store_document_latest(s, "report.docx", &d, &e), ERR_OK);
    assert_int_equal(d.id, b);
    assert_int_equal(d.previous, a);
    assert_string_equal(d.name, "report.docx (2)");
    document_clear(&d);
    assert_int_equal(store_document_get(s, a, &d, &e), ERR_OK);
    assert_int_equal(d.next, b);
    document_clear(&d);
    assert_int_equal(store_document_latest(s, "other", &d, &e), ERR_OK);
    assert_int_equal(d.id, other);
    document_clear(&d);
    assert_int_equal(store_document_latest(s, "report.docx (2)", &d, &e), ERR_NOT_FOUND);
    fixture_check(s);
    store_close(&s);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(several_are_added_and_each_is_told), T(none_is_added_where_the_file_fails),
        T(what_cannot_be_stored_is_refused),   T(noise_is_kept_settled),
        T(headings_are_kept_inside_the_text),  T(the_bytes_come_back),
        T(other_bytes_are_not_handed_out),     T(a_backup_has_the_bytes_and_the_noise),
        T(versions_know_each_other),
    };
    return cmocka_run_group_tests_name("store_document", tests, NULL, NULL);
}
