/* The export of a real store, read back by an independent reader. */
#include "exchange/export_csv.h"

#include "base/mem.h"
#include "base/str.h"
#include "db/code.h"
#include "db/link.h"
#include "tests/exchange_csv_read.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"
#include "text/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    UUID,
    DOCUMENT,
    SHA256,
    TAG,
    QUOTE,
    BEFORE,
    AFTER,
    START,
    END,
    SECTION,
    REVIEWER,
    NOTE,
    CREATED,
    UPDATED,
    SETTLED,
    OPEN_QUESTIONS,
    CODE,
    EXPLAINS,
    ADDRESSES,
    EXPLAINED_BY,
    ADDRESSED_BY,
    COLUMNS
};

enum {
    L_LINK,
    L_RELATION,
    L_FROM,
    L_FROM_DOCUMENT,
    L_FROM_TAG,
    L_FROM_QUOTE,
    L_TO,
    L_TO_DOCUMENT,
    L_TO_TAG,
    L_TO_QUOTE,
    L_NOTE,
    L_REVIEWER,
    L_CREATED,
    L_COLUMNS
};

enum {
    C_ANNOTATION,
    C_DOCUMENT,
    C_QUOTE,
    C_THREAD,
    C_COMMENT,
    C_QUESTION,
    C_REVIEWER,
    C_CREATED,
    C_BODY,
    C_RESOLVED,
    C_RESOLVED_BY,
    C_COLUMNS
};

static void annotate(struct scratch *s, int64_t document, int64_t start, int64_t end, enum tag tag, const char *note)
{
    struct err e;
    assert_int_equal(store_annotate(s->store, document, start, end, tag, note, NULL, &e), ERR_OK);
}

static struct csv_table export_table(struct scratch *s, const struct export_csv_opts *opts)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct err e;
    assert_int_equal(export_csv(s->store, opts, out, &e), ERR_OK);
    fclose(out);
    struct csv_table t;
    assert_true(csv_read(text, size, &t));
    assert_int_equal(t.columns, opts->links ? L_COLUMNS : opts->comments ? C_COLUMNS : COLUMNS);
    free(text);
    return t;
}

static const char *cell(const struct csv_table *t, size_t row, size_t column)
{
    assert_in_range(row, 0, t->rows - 1);
    return t->cell[row * t->columns + column];
}

static void test_header_alone(void **state)
{
    struct csv_table t = export_table(*state, &(struct export_csv_opts){0});
    assert_int_equal(t.rows, 1);
    assert_string_equal(cell(&t, 0, UUID), "uuid");
    assert_string_equal(cell(&t, 0, SECTION), "section");
    assert_string_equal(cell(&t, 0, UPDATED), "updated");
    assert_string_equal(cell(&t, 0, OPEN_QUESTIONS), "open_questions");
    assert_string_equal(cell(&t, 0, CODE), "code");
    assert_string_equal(cell(&t, 0, ADDRESSED_BY), "addressed_by");
    csv_table_clear(&t);
    t = export_table(*state, &(struct export_csv_opts){.comments = true});
    assert_int_equal(t.rows, 1);
    assert_string_equal(cell(&t, 0, C_ANNOTATION), "annotation");
    assert_string_equal(cell(&t, 0, C_RESOLVED_BY), "resolved_by");
    csv_table_clear(&t);
    t = export_table(*state, &(struct export_csv_opts){.links = true});
    assert_int_equal(t.rows, 1);
    assert_string_equal(cell(&t, 0, L_LINK), "link");
    assert_string_equal(cell(&t, 0, L_CREATED), "created");
    csv_table_clear(&t);
}

static void test_every_column(void **state)
{
    struct scratch *s = *state;
    const char *text =
        "一、存在的问题\n机房漏水，设备断电。值班员没有巡查，因为没有排班表。\n二、整改措施\n补齐排班表。";
    int64_t id = scratch_document(s, "报告.txt", text);
    annotate(s, id, 18, 33, TAG_CAUSE, "他说：\"没有，\"\n就是没有");
    struct csv_table t = export_table(s, &(struct export_csv_opts){0});
    assert_int_equal(t.rows, 2);
    assert_int_equal(strlen(cell(&t, 1, UUID)), UUID_SIZE - 1);
    assert_string_equal(cell(&t, 1, DOCUMENT), "报告.txt");
    assert_int_equal(strlen(cell(&t, 1, SHA256)), STORE_SHA256_SIZE - 1);
    assert_string_equal(cell(&t, 1, TAG), "cause");
    assert_string_equal(cell(&t, 1, QUOTE), "值班员没有巡查，因为没有排班表");
    assert_string_equal(cell(&t, 1, BEFORE), "机房漏水，设备断电。");
    assert_string_equal(cell(&t, 1, AFTER), "。\n二、整改措施\n补");
    assert_string_equal(cell(&t, 1, START), "18");
    assert_string_equal(cell(&t, 1, END), "33");
    assert_string_equal(cell(&t, 1, SECTION), "一、存在的问题");
    assert_string_equal(cell(&t, 1, REVIEWER), store_reviewer_name(s->store));
    assert_string_equal(cell(&t, 1, NOTE), "他说：\"没有，\"\n就是没有");
    assert_int_equal(cell(&t, 1, CREATED)[10], 'T');
    assert_string_equal(cell(&t, 1, CREATED), cell(&t, 1, UPDATED));
    csv_table_clear(&t);
}

/* Code points 0 to 4 are one family, 5 to 14 ten letters: the context would begin inside the family. */
static void test_context_cuts_no_cluster(void **state)
{
    struct scratch *s = *state;
    const char *family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    char text[128];
    snprintf(text, sizeof text, "%sabcdefgQ1234567%s", family, family);
    int64_t id = scratch_document(s, "family", text);
    annotate(s, id, 12, 13, TAG_REMEDY, NULL);
    annotate(s, id, 0, 5, TAG_CAUSE, NULL);
    struct csv_table t = export_table(s, &(struct export_csv_opts){0});
    assert_string_equal(cell(&t, 2, QUOTE), "Q");
    assert_string_equal(cell(&t, 2, BEFORE), "abcdefg");
    assert_string_equal(cell(&t, 2, AFTER), "1234567");
    assert_string_equal(cell(&t, 1, BEFORE), "");
    assert_string_equal(cell(&t, 1, QUOTE), family);
    csv_table_clear(&t);
}

static void test_filters(void **state)
{
    struct scratch *s = *state;
    int64_t a = scratch_document(s, "a", "first text"), b = scratch_document(s, "b", "second text");
    annotate(s, a, 0, 5, TAG_CAUSE, NULL);
    annotate(s, b, 0, 6, TAG_CAUSE, NULL);
    annotate(s, b, 7, 11, TAG_REMEDY, NULL);
    struct csv_table t = export_table(s, &(struct export_csv_opts){.filter.tag = TAG_CAUSE});
    assert_int_equal(t.rows, 3);
    assert_string_equal(cell(&t, 1, QUOTE), "first");
    assert_string_equal(cell(&t, 2, QUOTE), "second");
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.filter.document = b});
    assert_int_equal(t.rows, 3);
    assert_string_equal(cell(&t, 2, QUOTE), "text");
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.filter.reviewer = store_reviewer(s->store)});
    assert_int_equal(t.rows, 4);
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.filter.reviewer = store_reviewer(s->store) + 1});
    assert_int_equal(t.rows, 1);
    csv_table_clear(&t);
}

static void test_deleted_is_gone(void **state)
{
    struct scratch *s = *state;
    int64_t id = scratch_document(s, "a", "first text");
    struct annotation made;
    struct err e;
    assert_int_equal(store_annotate(s->store, id, 0, 5, TAG_CAUSE, NULL, &made, &e), ERR_OK);
    assert_int_equal(store_delete(s->store, made.id, made.revision, &e), ERR_OK);
    annotation_clear(&made);
    struct csv_table t = export_table(s, &(struct export_csv_opts){0});
    assert_int_equal(t.rows, 1);
    csv_table_clear(&t);
}

/* Two annotations; under the first an open question with a reply, and a thread that was resolved. */
static void talk(struct scratch *s, int64_t document)
{
    struct err e;
    struct annotation a;
    struct comment c;
    assert_int_equal(store_annotate(s->store, document, 0, 5, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_comment(s->store, a.id, 0, true, "why?", &c, &e), ERR_OK);
    assert_int_equal(store_comment(s->store, a.id, c.id, false, "so, \"said\"\nhe", NULL, &e), ERR_OK);
    comment_clear(&c);
    assert_int_equal(store_comment(s->store, a.id, 0, true, "=1+1", &c, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(s->store, c.id, true, &e), ERR_OK);
    assert_int_equal(store_settle(s->store, a.id, 1, SETTLED_REJECTED, &e), ERR_OK);
    comment_clear(&c);
    annotation_clear(&a);
    annotate(s, document, 6, 10, TAG_REMEDY, NULL);
}

static void test_verdicts_and_questions(void **state)
{
    struct scratch *s = *state;
    talk(s, scratch_document(s, "a", "first text"));
    annotate(s, scratch_document(s, "b", "second text"), 0, 6, TAG_CAUSE, NULL);
    struct csv_table t = export_table(s, &(struct export_csv_opts){0});
    assert_string_equal(cell(&t, 1, SETTLED), "rejected");
    assert_string_equal(cell(&t, 1, OPEN_QUESTIONS), "1");
    assert_string_equal(cell(&t, 2, SETTLED), "");
    assert_string_equal(cell(&t, 2, OPEN_QUESTIONS), "0");
    assert_string_equal(cell(&t, 3, OPEN_QUESTIONS), "0");
    csv_table_clear(&t);
}

static void test_comments(void **state)
{
    struct scratch *s = *state;
    talk(s, scratch_document(s, "a", "first text"));
    struct csv_table t = export_table(s, &(struct export_csv_opts){.comments = true});
    assert_int_equal(t.rows, 4);
    assert_int_equal(strlen(cell(&t, 1, C_ANNOTATION)), UUID_SIZE - 1);
    assert_string_equal(cell(&t, 1, C_DOCUMENT), "a");
    assert_string_equal(cell(&t, 1, C_QUOTE), "first");
    assert_string_equal(cell(&t, 1, C_COMMENT), cell(&t, 1, C_THREAD));
    assert_string_equal(cell(&t, 1, C_QUESTION), "1");
    assert_string_equal(cell(&t, 1, C_REVIEWER), store_reviewer_name(s->store));
    assert_string_equal(cell(&t, 1, C_BODY), "why?");
    assert_string_equal(cell(&t, 1, C_RESOLVED), "");
    assert_string_equal(cell(&t, 2, C_THREAD), cell(&t, 1, C_THREAD));
    assert_string_not_equal(cell(&t, 2, C_COMMENT), cell(&t, 1, C_COMMENT));
    assert_string_equal(cell(&t, 2, C_QUESTION), "0");
    assert_string_equal(cell(&t, 2, C_BODY), "so, \"said\"\nhe");
    assert_string_equal(cell(&t, 3, C_BODY), "'=1+1");
    assert_int_equal(cell(&t, 3, C_RESOLVED)[10], 'T');
    assert_string_equal(cell(&t, 3, C_RESOLVED_BY), store_reviewer_name(s->store));
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.comments = true, .raw = true, .filter.tag = TAG_CAUSE});
    assert_int_equal(t.rows, 4);
    assert_string_equal(cell(&t, 3, C_BODY), "=1+1");
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.comments = true, .filter.tag = TAG_REMEDY});
    assert_int_equal(t.rows, 1);
    csv_table_clear(&t);
}

/* In document a a manifestation with a code, and two causes of it, one of them in b; a remedy of the first cause. */
static void link_team(struct scratch *s, struct annotation made[4])
{
    struct err e;
    struct code top, code;
    int64_t a = scratch_document(s, "a", "bad why act"), b = scratch_document(s, "b", "other why");
    assert_int_equal(store_annotate(s->store, a, 0, 3, TAG_MANIFESTATION, NULL, &made[0], &e), ERR_OK);
    assert_int_equal(store_annotate(s->store, a, 4, 7, TAG_CAUSE, NULL, &made[1], &e), ERR_OK);
    assert_int_equal(store_annotate(s->store, a, 8, 11, TAG_REMEDY, NULL, &made[2], &e), ERR_OK);
    assert_int_equal(store_annotate(s->store, b, 6, 9, TAG_CAUSE, NULL, &made[3], &e), ERR_OK);
    struct code_new new = {.tag = TAG_MANIFESTATION, .name = "=unwilling"};
    assert_int_equal(store_code_add(s->store, &new, &top, &e), ERR_OK);
    new = (struct code_new){.tag = TAG_MANIFESTATION, .parent = top.id, .name = "afraid"};
    assert_int_equal(store_code_add(s->store, &new, &code, &e), ERR_OK);
    assert_int_equal(store_recode(s->store, made[0].id, made[0].revision, code.id, &e), ERR_OK);
    assert_int_equal(store_link(s->store, made[0].id, made[1].id, "=clear", NULL, &e), ERR_OK);
    assert_int_equal(store_link(s->store, made[1].id, made[2].id, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(s->store, made[3].id, made[0].id, NULL, NULL, &e), ERR_OK);
    code_clear(&top);
    code_clear(&code);
}

static void test_codes_and_links(void **state)
{
    struct scratch *s = *state;
    struct annotation made[4];
    char both[2 * UUID_SIZE];
    link_team(s, made);
    snprintf(both, sizeof both, "%s %s", made[1].uuid, made[3].uuid);
    struct csv_table t = export_table(s, &(struct export_csv_opts){0});
    assert_int_equal(t.rows, 5);
    assert_string_equal(cell(&t, 1, CODE), "'=unwilling/afraid");
    assert_string_equal(cell(&t, 1, EXPLAINED_BY), both);
    assert_string_equal(cell(&t, 1, EXPLAINS), "");
    assert_string_equal(cell(&t, 1, ADDRESSED_BY), "");
    assert_string_equal(cell(&t, 2, CODE), "");
    assert_string_equal(cell(&t, 2, EXPLAINS), made[0].uuid);
    assert_string_equal(cell(&t, 2, ADDRESSED_BY), made[2].uuid);
    assert_string_equal(cell(&t, 3, ADDRESSES), made[1].uuid);
    assert_string_equal(cell(&t, 4, EXPLAINS), made[0].uuid);
    assert_string_equal(cell(&t, 4, EXPLAINED_BY), "");
    csv_table_clear(&t);
    for (size_t i = 0; i < 4; i++)
        annotation_clear(&made[i]);
}

static void test_rows_of_links(void **state)
{
    struct scratch *s = *state;
    struct annotation made[4];
    link_team(s, made);
    struct csv_table t = export_table(s, &(struct export_csv_opts){.links = true});
    assert_int_equal(t.rows, 4);
    assert_int_equal(strlen(cell(&t, 1, L_LINK)), UUID_SIZE - 1);
    assert_string_equal(cell(&t, 1, L_RELATION), "explains");
    assert_string_equal(cell(&t, 1, L_FROM), made[1].uuid);
    assert_string_equal(cell(&t, 1, L_FROM_DOCUMENT), "a");
    assert_string_equal(cell(&t, 1, L_FROM_TAG), "cause");
    assert_string_equal(cell(&t, 1, L_FROM_QUOTE), "why");
    assert_string_equal(cell(&t, 1, L_TO), made[0].uuid);
    assert_string_equal(cell(&t, 1, L_TO_QUOTE), "bad");
    assert_string_equal(cell(&t, 1, L_NOTE), "'=clear");
    assert_string_equal(cell(&t, 1, L_REVIEWER), store_reviewer_name(s->store));
    assert_int_equal(cell(&t, 1, L_CREATED)[10], 'T');
    assert_string_equal(cell(&t, 2, L_RELATION), "addresses");
    assert_string_equal(cell(&t, 2, L_TO_TAG), "cause");
    assert_string_equal(cell(&t, 3, L_FROM_DOCUMENT), "b");
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.links = true, .filter.document = made[3].document});
    assert_int_equal(t.rows, 2);
    assert_string_equal(cell(&t, 1, L_FROM), made[3].uuid);
    csv_table_clear(&t);
    t = export_table(s, &(struct export_csv_opts){.links = true, .filter.tag = TAG_REMEDY});
    assert_int_equal(t.rows, 2);
    csv_table_clear(&t);
    for (size_t i = 0; i < 4; i++)
        annotation_clear(&made[i]);
}

static struct annotation tagged(struct scratch *s, int64_t document, int64_t start, int64_t end, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s->store, document, start, end, tag, NULL, &a, &e), ERR_OK);
    return a;
}

static void test_links_come_by_document_and_place(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t z = scratch_document(s, "z", "bad why act"), a = scratch_document(s, "a", "why and why");
    struct annotation m = tagged(s, z, 0, 3, TAG_MANIFESTATION), own = tagged(s, z, 4, 7, TAG_CAUSE),
                      last = tagged(s, a, 8, 11, TAG_CAUSE), first = tagged(s, a, 0, 3, TAG_CAUSE);
    struct annotation *made[] = {&own, &last, &first}, *expected[] = {&first, &last, &own};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(store_link(s->store, made[i]->id, m.id, NULL, NULL, &e), ERR_OK);
    struct csv_table t = export_table(s, &(struct export_csv_opts){.links = true});
    assert_int_equal(t.rows, 4);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(cell(&t, i + 1, L_FROM), expected[i]->uuid);
    csv_table_clear(&t);
    annotation_clear(&m);
    for (size_t i = 0; i < 3; i++)
        annotation_clear(made[i]);
}

/* More than is written at once, in an order that is not that of their ids, with ends that lie in clusters, in noise and
 * at the edges: each once, by place, with what the functions of text/ say of it. */
#define MANY 1500

static void test_many_in_one_document(void **state)
{
    struct scratch *s = *state;
    static const char *const parts[] = {"一、问题，", "e\u0301e\u0301", "\U0001F468\u200D\U0001F469", "abc \"d\"\n",
                                        "。"};
    struct str text = {0};
    for (size_t i = 0; i < 400; i++)
        str_add(&text, parts[i * 7 % 11 % 5]);
    int64_t id = scratch_document(s, "many", str_z(&text));
    struct text *t = text_new(mem_ndup(str_z(&text), text.len), text.len);
    size_t length = text_length(t);
    struct err e;
    assert_int_equal(store_group_begin(s->store, "tag", &e), ERR_OK);
    for (size_t i = 0; i < MANY; i++) {
        struct span at = text_snap(t, (struct span){i * 7919 % length, i * 7919 % length + 1 + i % 40});
        annotate(s, id, (int64_t)at.start, (int64_t)at.end, TAG_CAUSE, "a note, rather a long one, so that pages fill");
    }
    assert_int_equal(store_group_end(s->store, ERR_OK, &e), ERR_OK);
    struct csv_table out = export_table(s, &(struct export_csv_opts){.raw = true});
    assert_int_equal(out.rows, MANY + 1);
    for (size_t i = 1, last = 0; i < out.rows; i++) {
        size_t n, start = strtoul(cell(&out, i, START), NULL, 10), end = strtoul(cell(&out, i, END), NULL, 10);
        assert_true(start >= last);
        last = start;
        const char *words = text_slice(t, start, end, &n);
        assert_int_equal(strlen(cell(&out, i, QUOTE)), n);
        assert_memory_equal(cell(&out, i, QUOTE), words, n);
        size_t from = start > EXPORT_CSV_CONTEXT ? start - EXPORT_CSV_CONTEXT : 0;
        from = text_grapheme_floor(t, from) == from ? from : text_grapheme_next(t, from);
        words = text_slice(t, from, start, &n);
        assert_int_equal(strlen(cell(&out, i, BEFORE)), from < start ? n : 0);
        assert_memory_equal(cell(&out, i, BEFORE), words, from < start ? n : 0);
        size_t to = end + EXPORT_CSV_CONTEXT < length ? text_grapheme_floor(t, end + EXPORT_CSV_CONTEXT) : length;
        words = text_slice(t, end, to, &n);
        assert_int_equal(strlen(cell(&out, i, AFTER)), n);
        assert_memory_equal(cell(&out, i, AFTER), words, n);
    }
    csv_table_clear(&out);
    text_free(t);
    str_clear(&text);
}

/* What is written is read by somebody who takes an hour; here by one who writes to the store and brings the -wal to its
 * end meanwhile. */
struct slow_reader {
    struct scratch *s;
    int64_t document;
    size_t writes;
};

static ssize_t read_slowly(void *cookie, const char *bytes, size_t n)
{
    struct slow_reader *r = cookie;
    (void)bytes;
    annotate(r->s, r->document, 0, 1, TAG_REMEDY, NULL);
    r->writes++;
    return (ssize_t)n;
}

static void test_nothing_is_open_while_rows_are_written(void **state)
{
    struct scratch *s = *state;
    int64_t id = scratch_document(s, "a", "first text");
    struct err e;
    for (size_t i = 0; i < 600; i++)
        annotate(s, id, 0, 5, TAG_CAUSE, "");
    struct slow_reader r = {.s = s, .document = scratch_document(s, "b", "other text")};
    FILE *out = fopencookie(&r, "w", (cookie_io_functions_t){.write = read_slowly});
    assert_non_null(out);
    assert_int_equal(export_csv(s->store, &(struct export_csv_opts){.filter.document = id}, out, &e), ERR_OK);
    assert_int_equal(fclose(out), 0);
    assert_true(r.writes > 2);
}

static void test_full_output_is_an_error(void **state)
{
    struct scratch *s = *state;
    annotate(s, scratch_document(s, "a", "first text"), 0, 5, TAG_CAUSE, NULL);
    FILE *out = fopen("/dev/full", "w");
    assert_non_null(out);
    setvbuf(out, NULL, _IONBF, 0);
    struct err e;
    assert_int_equal(export_csv(s->store, &(struct export_csv_opts){0}, out, &e), ERR_IO);
    assert_non_null(strstr(e.msg, strerror(ENOSPC)));
    fclose(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_header_alone, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_every_column, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_context_cuts_no_cluster, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_filters, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_deleted_is_gone, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_verdicts_and_questions, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_comments, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_codes_and_links, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_rows_of_links, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_links_come_by_document_and_place, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_many_in_one_document, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_nothing_is_open_while_rows_are_written, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_full_output_is_an_error, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
