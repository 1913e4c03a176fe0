/* Files of older versions of the schema, made by the programs of their time. tests/fixtures/version1.db: two reviewers
 * who are keys, two documents, four annotations of which one was undone, marks. version2.db: the same kind of people,
 * of whom zhang was made a lead, three documents of which one is closed, four annotations of which one was undone and
 * one accepted, threads, assignments, marks. version3.db: besides them the account that made the file and a reader, a
 * document with noise and a heading of which there is a newer version, five annotations of which one was carried over
 * to it and one deleted and brought back, noise that was marked and lifted by hand. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/link.h"

#include <stdlib.h>
#include <string.h>

static bool list_annotation(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%lld %lld-%lld %s %s “%s” %d\n", (long long)a->document, (long long)a->start, (long long)a->end,
             tag_name(a->tag), a->reviewer_name, a->note, (int)a->settled);
    return true;
}

static void annotations_are(struct store *s, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_annotations(s, NULL, list_annotation, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

#define WANG "1 9-15 cause wang “制度没有写明谁负责” 0\n1 17-27 manifestation zhang “” 0\n"
#define ANNOTATIONS "1 0-8 manifestation zhang “见附件” 0\n" WANG

static void place_is(struct store *s, const char *name, int64_t expected)
{
    struct err e;
    int64_t at;
    assert_int_equal(store_place_get(s, 1, name, &at, &e), ERR_OK);
    assert_int_equal(at, expected);
}

static void an_old_file_keeps_everything(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct document d;
    char *text;
    size_t n;
    int64_t head;
    fixture_copy(f, "version1.db");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), 1);
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), MIGRATE_NEWEST);
    assert_int_equal(store_role(zhang), ROLE_LEAD); /* whoever came first made the file */
    assert_int_equal(store_role(wang), ROLE_REVIEWER);
    annotations_are(zhang, ANNOTATIONS);
    place_is(zhang, "", 17);
    place_is(zhang, "a", 9);
    place_is(wang, "", 9);
    assert_int_equal(store_document_find(zhang, "报告.txt", &d, &e), ERR_OK);
    assert_int_equal(d.annotations, 3);
    assert_int_equal(d.done, 0);
    assert_string_equal(d.encoding, "GB18030");
    document_clear(&d);
    assert_int_equal(store_document_text(zhang, 1, &text, &n, &e), ERR_OK);
    assert_int_equal(strncmp(text, "第一种是责任不清", strlen("第一种是责任不清")), 0);
    free(text);
    assert_int_equal(store_feed_head(zhang, &head, &e), ERR_OK);
    assert_int_equal(head, 11);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void old_changes_are_undone_and_done_again(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    fixture_copy(f, "version1.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(store_redo(zhang, &u, &e), ERR_OK); /* what version 1 took back */
    assert_string_equal(u.action, "create");
    annotations_are(zhang, ANNOTATIONS "2 0-6 cause zhang “” 0\n");
    assert_int_equal(store_undo(zhang, &u, &e), ERR_OK);
    assert_int_equal(store_undo(zhang, &u, &e), ERR_OK);
    assert_string_equal(u.action, "note");
    annotations_are(zhang, "1 0-8 manifestation zhang “” 0\n" WANG);
    assert_int_equal(store_undo(zhang, &u, &e), ERR_OK);
    assert_string_equal(u.action, "retag");
    assert_int_equal(store_redo(zhang, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(zhang, NULL, &e), ERR_OK);
    annotations_are(zhang, ANNOTATIONS);
    assert_int_equal(store_undo(wang, &u, &e), ERR_OK);
    assert_string_equal(u.action, "create");
    assert_int_equal(store_redo(wang, &u, &e), ERR_OK);
    annotations_are(zhang, ANNOTATIONS);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void a_team_works_in_an_old_file(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    fixture_copy(f, "version1.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(store_assign(zhang, 1, store_reviewer(wang), true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(wang, 1, true, &e), ERR_OK);
    assert_int_equal(store_annotation_get(zhang, 2, &a, &e), ERR_OK);
    assert_int_equal(store_settle(zhang, a.id, a.revision, SETTLED_ACCEPTED, &e), ERR_OK);
    annotation_clear(&a);
    assert_int_equal(store_comment(wang, 1, 0, true, "为什么？", NULL, &e), ERR_OK);
    assert_int_equal(store_document_done(zhang, 2, true, &e), ERR_OK);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void who_only_looks_migrates_it_too(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s;
    fixture_copy(f, "version1.db");
    assert_int_equal(store_open(f->path, &(struct store_opts){.look = true}, &s, &e), ERR_OK);
    assert_int_equal(store_reviewer(s), 0);
    annotations_are(s, ANNOTATIONS);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path, "SELECT count(*) FROM reviewer"), 2);
}

/* ---- version 2 ---- */

#define TEAM_WANG "1 9-15 cause wang “” 0\n"
#define TEAM "1 0-8 manifestation wang “见附件” 1\n" TEAM_WANG "1 17-27 remedy zhang “明确分工” 0\n"

static bool list_comment(void *ctx, const struct comment *c)
{
    str_addf(ctx, "%s%s %s%s\n", c->thread == c->id ? "" : "- ", c->reviewer_name, c->body,
             c->resolved ? " (resolved)" : "");
    return true;
}

static void comments_are(struct store *s, int64_t document, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_comments(s, &(struct comment_filter){.document = document}, list_comment, &lines, &e),
                     ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

static bool list_progress(void *ctx, const struct progress *p)
{
    str_addf(ctx, "%s %s %lld %lld %s %s\n", p->document_name, p->reviewer_name, (long long)p->annotations,
             (long long)p->furthest, p->assigned ? "assigned" : "-", p->done ? "done" : "-");
    return true;
}

static void a_team_keeps_everything(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct document d;
    struct str lines = {0};
    int64_t head;
    fixture_copy(f, "version2.db");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), 2);
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), MIGRATE_NEWEST);
    assert_int_equal(store_role(zhang), ROLE_LEAD);
    assert_int_equal(store_role(wang), ROLE_REVIEWER);
    annotations_are(zhang, TEAM);
    comments_are(zhang, 1, "zhang 附件在哪里？ (resolved)\n- wang 第三页。\nwang 谁来分工？\n");
    assert_int_equal(store_progress(zhang, 0, 0, list_progress, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "报告.txt wang 2 30 assigned done\n报告.txt zhang 1 0 - -\n");
    str_clear(&lines);
    place_is(wang, "", 9);
    place_is(zhang, "a", 17);
    assert_int_equal(store_document_find(zhang, "old.txt", &d, &e), ERR_OK);
    assert_true(d.done > 0);
    assert_string_equal(d.type, "text/plain");
    assert_string_equal(d.file, "old.txt");
    assert_true(d.previous == 0 && d.next == 0);
    document_clear(&d);
    assert_int_equal(store_feed_head(zhang, &head, &e), ERR_OK);
    assert_int_equal(head, 23);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void what_version_2_took_back_is_done_again(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct undone u;
    fixture_copy(f, "version2.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(store_undo(wang, &u, &e), ERR_OK);
    assert_string_equal(u.entity, "assignment");
    assert_int_equal(store_redo(wang, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(zhang, &u, &e), ERR_OK);
    assert_string_equal(u.entity, "document");
    assert_int_equal(store_undo(zhang, &u, &e), ERR_OK);
    assert_string_equal(u.action, "settle");
    assert_int_equal(store_redo(zhang, NULL, &e), ERR_OK);
    annotations_are(zhang, TEAM);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void an_old_document_gets_noise_and_a_newer_version(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct document d;
    char *bytes;
    size_t n;
    int64_t id;
    const char *text = "总之，第一种是责任不清，原因在于制度没有写明谁来负责。";
    fixture_copy(f, "version2.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(store_document_source(zhang, 1, &bytes, &n, &e), ERR_NOT_FOUND);
    assert_int_equal(store_noise_mark(wang, 1, 27, 30, NOISE_HAND, &id, &e), ERR_OK);
    assert_int_equal(store_document_latest(zhang, "报告.txt", &d, &e), ERR_OK);
    struct document_new new = {.name = "报告.txt", .text = text, .text_bytes = strlen(text), .previous = d.id};
    document_clear(&d);
    assert_int_equal(store_document_add(zhang, &new, &id, &e), ERR_OK);
    struct annotation a;
    assert_int_equal(store_annotation_get(wang, 1, &a, &e), ERR_OK);
    assert_int_equal(store_carry(wang, a.id, a.revision, id, 3, 11, true, NULL, &e), ERR_OK);
    annotation_clear(&a);
    annotations_are(zhang, TEAM "4 3-11 manifestation wang “见附件” 1\n");
    comments_are(zhang, id, "zhang 附件在哪里？ (resolved)\n- wang 第三页。\n");
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

/* ---- version 3 ---- */

#define BEFORE_NEWER                                                                                                   \
    "1 5-14 manifestation wang “见附件” 1\n1 15-28 cause wang “” 0\n1 29-36 remedy zhang “明确分工” 0\n"
#define NEWER "3 8-16 manifestation wang “见附件” 1\n"
#define DOCUMENTS BEFORE_NEWER "2 0-6 cause wang “” 0\n" NEWER

static bool list_noise(void *ctx, const struct noise_mark *m)
{
    str_addf(ctx, "%zu-%zu %s%s\n", m->noise.span.start, m->noise.span.end, noise_kind_name(m->noise.kind),
             m->reviewer_name);
    return true;
}

static void what_comes_with_a_document_is_kept(struct store *s)
{
    struct err e;
    struct str lines = {0};
    struct outline_given *headings;
    char *bytes;
    size_t n;
    int64_t standing, lifted;
    assert_int_equal(store_noise(s, 1, list_noise, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "0-4 handwang\n38-41 page\n");
    str_clear(&lines);
    assert_int_equal(store_noise_count(s, 1, &standing, &lifted, &e), ERR_OK);
    assert_int_equal(lifted, 1);
    assert_int_equal(store_headings(s, 3, &headings, &n, &e), ERR_OK);
    assert_int_equal(n, 1);
    assert_true(headings[0].span.start == 0 && headings[0].span.end == 4 && headings[0].level == 1);
    free(headings);
    assert_int_equal(store_document_source(s, 1, &bytes, &n, &e), ERR_OK);
    assert_int_equal(strncmp(bytes, "检查报告\n第一种是责任1不清", strlen("检查报告\n第一种是责任1不清")), 0);
    free(bytes);
}

static void documents_as_they_came_keep_everything(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct document d;
    struct annotation a;
    int64_t head;
    fixture_copy(f, "version3.db");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), 3);
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang"), *li = fixture_open(f, "li");
    assert_int_equal(fixture_sql(f->path, "PRAGMA user_version"), MIGRATE_NEWEST);
    assert_int_equal(store_role(zhang), ROLE_LEAD);
    assert_int_equal(store_role(li), ROLE_READER);
    annotations_are(li, DOCUMENTS);
    comments_are(zhang, 1, "zhang 附件在哪里？ (resolved)\n- wang 第三页。\nwang 谁来分工？\n");
    comments_are(zhang, 3, "zhang 附件在哪里？ (resolved)\n- wang 第三页。\n");
    what_comes_with_a_document_is_kept(zhang);
    place_is(wang, "", 16);
    place_is(zhang, "a", 29);
    assert_int_equal(store_document_get(zhang, 1, &d, &e), ERR_OK);
    assert_int_equal(d.next, 3);
    document_clear(&d);
    assert_int_equal(store_document_get(zhang, 2, &d, &e), ERR_OK);
    assert_true(d.done > 0);
    document_clear(&d);
    assert_int_equal(store_annotation_get(zhang, 4, &a, &e), ERR_OK);
    assert_int_equal(a.carried_from, 1);
    assert_true(a.code == 0 && a.code_given == 0);
    annotation_clear(&a);
    assert_int_equal(store_feed_head(zhang, &head, &e), ERR_OK);
    assert_int_equal(head, 34);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
    store_close(&li);
}

static void next_is(enum err_code fn(struct store *, struct undone *, struct err *), struct store *s,
                    const char *entity, const char *action)
{
    struct err e = {0};
    struct undone u;
    if (fn(s, &u, &e) != ERR_OK)
        fail_msg("%s %s: %s", entity, action, e.msg);
    assert_string_equal(u.entity, entity);
    assert_string_equal(u.action, action);
}

static void all_that_version_3_did_is_undone(void **state)
{
    struct fixture *f = *state;
    fixture_copy(f, "version3.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    next_is(store_redo, zhang, "document", "reopen"); /* what version 3 took back: else document 2 is closed */
    next_is(store_redo, wang, "annotation", "note");
    next_is(store_undo, wang, "annotation", "note");
    next_is(store_undo, wang, "annotation", "create");
    next_is(store_undo, wang, "annotation", "carry");
    annotations_are(zhang, BEFORE_NEWER);
    next_is(store_undo, wang, "noise", "lift");
    next_is(store_undo, wang, "noise", "mark");
    next_is(store_undo, wang, "assignment", "done");
    next_is(store_redo, wang, "assignment", "done");
    next_is(store_redo, wang, "noise", "mark");
    next_is(store_redo, wang, "noise", "lift");
    next_is(store_redo, wang, "annotation", "carry");
    next_is(store_redo, wang, "annotation", "create");
    annotations_are(zhang, DOCUMENTS);
    what_comes_with_a_document_is_kept(zhang);
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

static void old_annotations_are_linked(void **state)
{
    struct fixture *f = *state;
    struct err e;
    fixture_copy(f, "version3.db");
    struct store *zhang = fixture_open(f, "zhang"), *wang = fixture_open(f, "wang");
    assert_int_equal(store_link(wang, 1, 2, "因为", NULL, &e), ERR_OK);
    assert_int_equal(store_link(wang, 5, 4, NULL, NULL, &e), ERR_DENIED); /* document 2 is closed */
    assert_int_equal(store_group_begin(zhang, "split", &e), ERR_OK);
    assert_int_equal(store_link(zhang, 3, 2, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(zhang, 3, 4, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_group_end(zhang, ERR_OK, &e), ERR_OK);
    assert_int_equal(store_retag(wang, 2, 1, TAG_MANIFESTATION, &e), ERR_DENIED);
    next_is(store_undo, zhang, "group", "split");
    next_is(store_undo, wang, "link", "create");
    next_is(store_redo, wang, "link", "create");
    next_is(store_redo, zhang, "group", "split");
    fixture_check(zhang);
    store_close(&zhang);
    store_close(&wang);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(an_old_file_keeps_everything),
        T(old_changes_are_undone_and_done_again),
        T(a_team_works_in_an_old_file),
        T(who_only_looks_migrates_it_too),
        T(a_team_keeps_everything),
        T(what_version_2_took_back_is_done_again),
        T(an_old_document_gets_noise_and_a_newer_version),
        T(documents_as_they_came_keep_everything),
        T(all_that_version_3_did_is_undone),
        T(old_annotations_are_linked),
    };
    return cmocka_run_group_tests_name("store_version", tests, NULL, NULL);
}
