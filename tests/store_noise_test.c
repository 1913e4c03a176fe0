/* Noise that is marked and lifted by hand: what the import found too, undo and redo, closed documents. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define TEXT "第一种是责任2、不清，原因在于制度。"

struct scene {
    struct store *s, *other;
    int64_t d, found; /* what the import found: 6-8 */
};

static struct scene build(const struct fixture *f)
{
    struct err e = {0};
    struct scene c = {.s = fixture_open(f, NULL), .other = fixture_open(f, "other")};
    const struct noise noise = {{6, 8}, NOISE_NUMBER};
    struct document_new d = {.name = "a", .text = TEXT, .text_bytes = strlen(TEXT), .noise = &noise, .noise_count = 1};
    assert_int_equal(store_document_add(c.s, &d, &c.d, &e), ERR_OK);
    c.found = fixture_sql(f->path, "SELECT id FROM noise");
    return c;
}

static void end(struct scene *c)
{
    fixture_check(c->s);
    store_close(&c->s);
    store_close(&c->other);
}

static bool list(void *ctx, const struct noise_mark *m)
{
    str_addf(ctx, "%zu-%zu %s %s\n", m->noise.span.start, m->noise.span.end, noise_kind_name(m->noise.kind),
             m->reviewer ? m->reviewer_name : "-");
    return true;
}

static void noise_is(struct scene *c, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_noise(c->s, c->d, list, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

static void what_the_import_found_is_lifted_and_comes_back(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    noise_is(&c, "6-8 number -\n");
    assert_int_equal(store_noise_lift(c.other, c.found, &e), ERR_OK);
    noise_is(&c, "");
    assert_int_equal(store_noise_lift(c.s, c.found, &e), ERR_NOT_FOUND);
    assert_int_equal(store_noise_lift(c.s, 4711, &e), ERR_NOT_FOUND);
    assert_int_equal(store_undo(c.other, &u, &e), ERR_OK);
    assert_string_equal(u.entity, "noise");
    assert_string_equal(u.action, "lift");
    assert_int_equal(u.document, c.d);
    noise_is(&c, "6-8 number -\n");
    assert_int_equal(store_redo(c.other, &u, &e), ERR_OK);
    noise_is(&c, "");
    end(&c);
}

static void a_mark_is_taken_back_and_made_again(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    int64_t id = 0, again = 0;
    assert_int_equal(store_noise_mark(c.other, c.d, 0, 4, NOISE_HAND, &id, &e), ERR_OK);
    assert_true(id > 0 && id != c.found);
    noise_is(&c, "0-4 hand other\n6-8 number -\n");
    assert_int_equal(store_noise_mark(c.s, c.d, 0, 4, NOISE_PAGE, &again, &e), ERR_EXISTS);
    assert_int_equal(again, id);
    assert_int_equal(store_undo(c.other, &u, &e), ERR_OK);
    assert_string_equal(u.action, "mark");
    noise_is(&c, "6-8 number -\n");
    assert_int_equal(store_redo(c.other, NULL, &e), ERR_OK);
    noise_is(&c, "0-4 hand other\n6-8 number -\n");
    end(&c);
}

/* One span is one row: what was lifted stands again, and whoever lifted it cannot bring it back a second time. */
static void a_lifted_span_is_marked_again(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    int64_t id = 0;
    assert_int_equal(store_noise_lift(c.other, c.found, &e), ERR_OK);
    assert_int_equal(store_noise_mark(c.s, c.d, 6, 8, NOISE_HAND, &id, &e), ERR_OK);
    assert_int_equal(id, c.found);
    noise_is(&c, "6-8 hand -\n");
    assert_int_equal(store_undo(c.other, &u, &e), ERR_STALE);
    assert_true(u.blocked);
    assert_non_null(strstr(e.msg, store_reviewer_name(c.s)));
    assert_int_equal(store_undo(c.s, NULL, &e), ERR_OK);
    noise_is(&c, "");
    assert_int_equal(store_undo(c.other, NULL, &e), ERR_OK);
    noise_is(&c, "6-8 number -\n");
    end(&c);
}

static void ranges_and_kinds_are_checked(void **state)
{
    struct scene c = build(*state);
    static const int64_t ranges[][2] = {{-1, 4}, {4, 4}, {5, 4}, {0, 19}, {18, 19}, {INT64_MIN, INT64_MAX}};
    struct err e;
    int64_t id = 5;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        assert_int_equal(store_noise_mark(c.s, c.d, ranges[i][0], ranges[i][1], NOISE_HAND, &id, &e), ERR_INPUT);
        assert_int_equal(id, 0);
    }
    assert_int_equal(store_noise_mark(c.s, c.d, 0, 4, NOISE_KINDS, &id, &e), ERR_INPUT);
    assert_int_equal(store_noise_mark(c.s, 4711, 0, 4, NOISE_HAND, &id, &e), ERR_NOT_FOUND);
    assert_int_equal(store_noise_mark(c.s, c.d, 0, 18, NOISE_HAND, NULL, &e), ERR_OK);
    end(&c);
}

/* "责任2、不清" of other, in which 2、 is noise. */
static void tag_others(struct scene *c)
{
    struct err e;
    assert_int_equal(store_annotate(c->other, c->d, 4, 10, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
}

static void an_annotation_keeps_words(void **state)
{
    struct scene c = build(*state);
    static const int64_t covers[][2] = {{4, 10}, {0, 17}, {3, 11}};
    struct err e;
    int64_t id = 5;
    tag_others(&c);
    for (size_t i = 0; i < sizeof covers / sizeof *covers; i++) {
        assert_int_equal(store_noise_mark(c.s, c.d, covers[i][0], covers[i][1], NOISE_HAND, &id, &e), ERR_DENIED);
        assert_int_equal(id, 0);
        assert_string_equal(e.msg, "the annotation of other lies in it: mark less, or have it deleted first");
        assert_int_equal(store_noise_mark(c.other, c.d, covers[i][0], covers[i][1], NOISE_HAND, &id, &e), ERR_DENIED);
        assert_string_equal(e.msg, "an annotation of yours lies in it: mark less, or delete it first");
    }
    noise_is(&c, "6-8 number -\n");
    assert_int_equal(store_noise_mark(c.s, c.d, 4, 6, NOISE_HAND, &id, &e),
                     ERR_OK); /* inside: a mark that was missed */
    assert_int_equal(store_noise_mark(c.s, c.d, 8, 12, NOISE_HAND, &id, &e), ERR_DENIED); /* the words that are left */
    assert_int_equal(store_noise_mark(c.s, c.d, 9, 17, NOISE_HAND, &id, &e), ERR_OK);
    end(&c);
}

static void white_space_is_no_words(void **state)
{
    struct scene c = build(*state);
    struct err e;
    c.d = fixture_document(c.s, "b", "甲。 \u3000\n页码1 \u00A0\n乙。");
    assert_int_equal(store_annotate(c.other, c.d, 2, 11, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_noise_mark(c.s, c.d, 5, 8, NOISE_HAND, NULL, &e), ERR_DENIED);
    assert_int_equal(store_noise_mark(c.s, c.d, 5, 7, NOISE_HAND, NULL, &e), ERR_OK);
    end(&c);
}

static void undo_and_redo_leave_words_too(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    int64_t id;
    assert_int_equal(store_noise_mark(c.s, c.d, 4, 10, NOISE_HAND, &id, &e), ERR_OK);
    assert_int_equal(store_undo(c.s, NULL, &e), ERR_OK);
    tag_others(&c);
    assert_int_equal(store_redo(c.s, &u, &e), ERR_DENIED);
    assert_true(u.blocked);
    assert_non_null(strstr(e.msg, "annotation of other"));
    assert_int_equal(store_noise_mark(c.s, c.d, 4, 6, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_noise_lift(c.s, c.found, &e), ERR_OK);
    assert_int_equal(store_undo(c.s, NULL, &e), ERR_OK); /* words are left */
    assert_int_equal(store_noise_lift(c.s, c.found, &e), ERR_OK);
    assert_int_equal(store_noise_mark(c.other, c.d, 8, 10, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(c.s, &u, &e), ERR_DENIED); /* 2、 is all that is left */
    assert_true(u.blocked);
    struct str expected = {0};
    str_addf(&expected, "4-6 hand %s\n8-10 hand other\n", store_reviewer_name(c.s));
    noise_is(&c, str_z(&expected));
    str_clear(&expected);
    end(&c);
}

static bool keep_finding(void *ctx, const char *line)
{
    str_addf(ctx, "%s\n", line);
    return true;
}

static void the_check_tells_of_an_annotation_without_words(void **state)
{
    const struct fixture *f = *state;
    struct scene c = build(f);
    struct err e;
    struct str lines = {0};
    size_t findings;
    tag_others(&c);
    assert_int_equal(store_annotate(c.other, c.d, 4, 11, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    fixture_sql(f->path, "INSERT INTO noise (document_id, start, end, kind, created, updated) VALUES "
                         "(1, 0, 5, 'page', 0, 0), (1, 5, 6, 'page', 0, 0), (1, 7, 10, 'page', 0, 0)");
    fixture_sql(f->path, "UPDATE change SET after = json_set(after, '$.noise', 4) WHERE action = 'import'");
    assert_int_equal(store_check(c.s, keep_finding, &lines, &findings, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "annotation 1: all of its words are marked as noise\n");
    str_clear(&lines);
    store_close(&c.s);
    store_close(&c.other);
}

static void a_closed_document_keeps_its_noise(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_noise_lift(c.other, c.found, &e), ERR_OK);
    assert_int_equal(store_document_done(c.s, c.d, true, &e), ERR_OK);
    assert_int_equal(store_noise_mark(c.other, c.d, 0, 4, NOISE_HAND, NULL, &e), ERR_DENIED);
    assert_int_equal(store_undo(c.other, &u, &e), ERR_DENIED);
    assert_true(u.blocked);
    noise_is(&c, "");
    assert_int_equal(store_document_done(c.s, c.d, false, &e), ERR_OK);
    assert_int_equal(store_undo(c.other, &u, &e), ERR_OK);
    assert_int_equal(store_document_done(c.s, c.d, true, &e), ERR_OK);
    assert_int_equal(store_redo(c.other, &u, &e), ERR_DENIED);
    assert_int_equal(store_noise_lift(c.other, c.found, &e), ERR_DENIED);
    noise_is(&c, "6-8 number -\n");
    end(&c);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(what_the_import_found_is_lifted_and_comes_back),
        T(a_mark_is_taken_back_and_made_again),
        T(a_lifted_span_is_marked_again),
        T(ranges_and_kinds_are_checked),
        T(an_annotation_keeps_words),
        T(white_space_is_no_words),
        T(undo_and_redo_leave_words_too),
        T(the_check_tells_of_an_annotation_without_words),
        T(a_closed_document_keeps_its_noise),
    };
    return cmocka_run_group_tests_name("store_noise", tests, NULL, NULL);
}
