/* Annotations that are carried over to a newer version of their document. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "db/link.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* A document in three versions; the first one is annotated by WHO, and talked about. */
struct scene {
    const struct fixture *f;
    struct store *lead, *who, *third;
    int64_t d[3];
    int64_t annotation, thread;
};

static int64_t version(struct store *s, const char *text, int64_t previous)
{
    struct err e = {0};
    int64_t id;
    struct document_new d = {
        .name = "a", .text = text, .text_bytes = strlen(text), .source = text, .source_bytes = strlen(text)};
    d.previous = previous;
    if (store_document_add(s, &d, &id, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return id;
}

static int64_t say(struct store *s, int64_t annotation, int64_t thread, bool question, const char *body)
{
    struct err e;
    struct comment m;
    assert_int_equal(store_comment(s, annotation, thread, question, body, &m, &e), ERR_OK);
    int64_t id = m.id;
    comment_clear(&m);
    return id;
}

static struct scene build(const struct fixture *f)
{
    struct err e;
    struct annotation a;
    struct scene c = {
        .f = f, .lead = fixture_open(f, NULL), .who = fixture_open(f, "who"), .third = fixture_open(f, "third")};
    c.d[0] = version(c.lead, "one two three", 0);
    c.d[1] = version(c.lead, "zero one two three", c.d[0]);
    c.d[2] = version(c.lead, "one two", c.d[1]);
    assert_int_equal(store_annotate(c.who, c.d[0], 4, 7, TAG_CAUSE, "a note", &a, &e), ERR_OK);
    c.annotation = a.id;
    annotation_clear(&a);
    c.thread = say(c.third, c.annotation, 0, true, "why?");
    say(c.who, c.annotation, c.thread, false, "because");
    int64_t other = say(c.lead, c.annotation, 0, false, "looks right");
    assert_int_equal(store_comment_resolve(c.lead, other, true, &e), ERR_OK);
    return c;
}

static void end(struct scene *c)
{
    fixture_check(c->lead);
    store_close(&c->lead);
    store_close(&c->who);
    store_close(&c->third);
}

static bool list_annotation(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%lld-%lld %s %s “%s” from %lld, %s\n", (long long)a->start, (long long)a->end, tag_name(a->tag),
             a->reviewer_name, a->note, (long long)a->carried_from,
             *settled_name(a->settled) ? settled_name(a->settled) : "open");
    return true;
}

static bool list_comment(void *ctx, const struct comment *m)
{
    str_addf(ctx, "%s%s: %s%s%s\n", m->thread == m->id ? "" : "  ", m->reviewer_name,
             m->deleted ? "(deleted)" : m->body, m->question ? " (question)" : "", m->resolved ? " (resolved)" : "");
    return true;
}

static void document_is(struct scene *c, int64_t d, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_annotations(c->lead, &(struct store_filter){.document = d}, list_annotation, &lines, &e),
                     ERR_OK);
    assert_int_equal(store_comments(c->lead, &(struct comment_filter){.document = d}, list_comment, &lines, &e),
                     ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

#define SAID "third: why? (question)\n  who: because\n%s: looks right (resolved)\n"

/* What CARRIED looks like with all that was said. */
static void is_carried(struct scene *c, int64_t d, const char *annotation)
{
    struct str expected = {0};
    str_add(&expected, annotation);
    str_addf(&expected, SAID, store_reviewer_name(c->lead));
    document_is(c, d, str_z(&expected));
    str_clear(&expected);
}

static void everything_about_it_comes_along(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct annotation a;
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 12, true, &a, &e), ERR_OK);
    assert_int_equal(a.carried_from, c.annotation);
    assert_int_equal(a.reviewer, store_reviewer(c.who));
    assert_int_equal(a.revision, 1);
    assert_int_equal(a.document, c.d[1]);
    annotation_clear(&a);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, open\n");
    is_carried(&c, c.d[0], "4-7 cause who “a note” from 0, open\n"); /* the old one stays as it is */
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(DISTINCT created) = 1 FROM comment WHERE body = 'why?'"), 1);
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(DISTINCT uuid) FROM comment"), 6);
    end(&c);
}

static bool list_link(void *ctx, const struct link *l)
{
    str_addf(ctx, "%lld-%lld “%s”\n", (long long)l->from_document, (long long)l->to_document, l->note);
    return true;
}

static void links_are(struct scene *c, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_links(c->lead, NULL, list_link, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

/* A link within the document comes along once both ends have, one to another document at once. */
static void links_come_along(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct annotation m, r;
    int64_t elsewhere = fixture_document(c.lead, "elsewhere", "第三种是不会干事。");
    assert_int_equal(store_annotate(c.lead, c.d[0], 0, 3, TAG_MANIFESTATION, NULL, &m, &e), ERR_OK);
    assert_int_equal(store_annotate(c.lead, elsewhere, 0, 3, TAG_REMEDY, NULL, &r, &e), ERR_OK);
    assert_int_equal(store_link(c.who, c.annotation, m.id, "so it is", NULL, &e), ERR_OK);
    assert_int_equal(store_link(c.lead, r.id, c.annotation, NULL, NULL, &e), ERR_OK);
    links_are(&c, "1-1 “so it is”\n4-1 “”\n");
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 12, true, NULL, &e), ERR_OK);
    links_are(&c, "1-1 “so it is”\n4-1 “”\n4-2 “”\n");
    assert_int_equal(store_carry(c.lead, m.id, 1, c.d[1], 0, 3, true, NULL, &e), ERR_OK);
    links_are(&c, "1-1 “so it is”\n4-1 “”\n4-2 “”\n2-2 “so it is”\n");
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(DISTINCT reviewer_id) FROM link WHERE note <> ''"), 1);
    assert_int_equal(store_undo(c.lead, NULL, &e), ERR_OK); /* the link rests with its end */
    links_are(&c, "1-1 “so it is”\n4-1 “”\n4-2 “”\n");
    assert_int_equal(store_redo(c.lead, NULL, &e), ERR_OK);
    links_are(&c, "1-1 “so it is”\n4-1 “”\n4-2 “”\n2-2 “so it is”\n");
    annotation_clear(&m);
    annotation_clear(&r);
    end(&c);
}

/* Whoever carried it takes it back, whosever annotation it is. */
static void the_carrier_takes_it_back_and_does_it_again(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_OK);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, open\n");
    assert_int_equal(store_undo(c.lead, &u, &e), ERR_OK);
    assert_string_equal(u.action, "carry");
    assert_int_equal(u.document, c.d[1]);
    document_is(&c, c.d[1], "");
    assert_int_equal(store_redo(c.lead, &u, &e), ERR_OK);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, open\n");
    assert_int_equal(store_undo(c.who, &u, &e), ERR_OK); /* their own last change, not this one */
    assert_string_equal(u.action, "create");
    assert_string_equal(u.entity, "comment");
    end(&c);
}

static void what_was_changed_since_stays(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct annotation a;
    struct undone u;
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 9, 12, false, &a, &e), ERR_OK);
    assert_int_equal(store_retag(c.who, a.id, a.revision, TAG_REMEDY, &e), ERR_OK); /* it is theirs */
    assert_int_equal(store_undo(c.lead, &u, &e), ERR_STALE);
    assert_true(u.blocked);
    assert_int_equal(store_undo(c.who, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(c.lead, &u, &e), ERR_OK);
    document_is(&c, c.d[1], "");
    annotation_clear(&a);
    end(&c);
}

static void it_is_carried_once(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_OK);
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 5, 8, false, NULL, &e), ERR_EXISTS);
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[2], 4, 7, false, NULL, &e), ERR_OK); /* two steps */
    assert_int_equal(store_undo(c.who, NULL, &e), ERR_OK);
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(c.who, &u, &e), ERR_STALE);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, open\n");
    end(&c);
}

/* Its place in the newer version was found for the passage that it was on. */
static void what_was_changed_meanwhile_is_looked_for_again(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct annotation a;
    assert_int_equal(store_move(c.who, c.annotation, 1, 0, 3, &e), ERR_OK);
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 9, 12, true, &a, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, "who"));
    assert_null(a.note);
    document_is(&c, c.d[1], "");
    assert_int_equal(store_carry(c.lead, c.annotation, 2, c.d[1], 0, 3, true, NULL, &e), ERR_OK);
    is_carried(&c, c.d[1], "0-3 cause who “a note” from 1, open\n");
    end(&c);
}

static void a_verdict_comes_along_with_the_same_words(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_settle(c.lead, c.annotation, 1, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_carry(c.who, c.annotation, 2, c.d[1], 9, 12, true, NULL, &e), ERR_OK);
    assert_int_equal(store_carry(c.who, c.annotation, 2, c.d[2], 4, 7, false, NULL, &e), ERR_OK);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, accepted\n");
    is_carried(&c, c.d[2], "4-7 cause who “a note” from 1, open\n");
    assert_int_equal(store_undo(c.who, &u, &e), ERR_OK);
    assert_int_equal(store_undo(c.who, &u, &e), ERR_OK);
    document_is(&c, c.d[1], "");
    assert_int_equal(store_redo(c.who, &u, &e), ERR_OK);
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, accepted\n");
    end(&c);
}

static void deleted_words_stay_behind(void **state)
{
    struct scene c = build(*state);
    struct err e;
    assert_int_equal(store_comment_delete(c.third, c.thread, 1, &e), ERR_OK);
    say(c.who, c.annotation, 0, false, "to be deleted");
    assert_int_equal(store_comment_delete(c.who, 4, 1, &e), ERR_OK);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_OK);
    struct str expected = {0};
    str_addf(&expected,
             "9-12 cause who “a note” from 1, open\nthird: (deleted) (question)\n  who: because\n%s: looks right "
             "(resolved)\n",
             store_reviewer_name(c.lead));
    document_is(&c, c.d[1], str_z(&expected));
    str_clear(&expected);
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(*) FROM comment WHERE body = 'to be deleted'"), 1);
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(*) FROM comment WHERE body = 'why?'"), 1);
    end(&c);
}

static void who_may(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_carry(c.third, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "who"));
    assert_int_equal(store_carry(c.lead, c.annotation, 1, c.d[1], 9, 12, false, NULL, &e), ERR_OK);
    assert_int_equal(store_role_set(c.lead, store_reviewer(c.third), ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_role_set(c.third, store_reviewer(c.lead), ROLE_REVIEWER, &e), ERR_OK);
    assert_int_equal(store_undo_past(c.lead, &u, &e), ERR_OK); /* past the role, and what is only for leads now */
    assert_string_equal(u.entity, "comment");
    is_carried(&c, c.d[1], "9-12 cause who “a note” from 1, open\n");
    end(&c);
}

static void what_is_no_newer_version_is_refused(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct annotation a;
    int64_t apart = version(c.lead, "one two of another kind", 0);
    assert_int_equal(store_carry(c.who, c.annotation, 1, apart, 4, 7, false, &a, &e), ERR_INPUT);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[0], 4, 7, false, &a, &e), ERR_INPUT);
    assert_int_equal(store_carry(c.who, c.annotation, 1, 4711, 4, 7, false, &a, &e), ERR_NOT_FOUND);
    assert_int_equal(store_carry(c.who, 4711, 1, c.d[1], 4, 7, false, &a, &e), ERR_NOT_FOUND);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 99, false, &a, &e), ERR_INPUT);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 9, false, &a, &e), ERR_INPUT);
    assert_null(a.note);
    assert_int_equal(store_document_done(c.lead, c.d[1], true, &e), ERR_OK);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[1], 9, 12, false, &a, &e), ERR_DENIED);
    fixture_sql(c.f->path, "UPDATE document SET previous_id = 3 WHERE id = 1"); /* a circle */
    assert_int_equal(store_carry(c.who, c.annotation, 1, apart, 4, 7, false, &a, &e), ERR_INPUT);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[0], 4, 7, false, &a, &e), ERR_INPUT);
    fixture_sql(c.f->path, "UPDATE document SET previous_id = NULL WHERE id = 1");
    assert_int_equal(store_annotation_get(c.who, c.annotation, &a, &e), ERR_OK);
    assert_int_equal(store_delete(c.who, a.id, a.revision, &e), ERR_OK);
    annotation_clear(&a);
    assert_int_equal(store_carry(c.who, c.annotation, 1, c.d[2], 4, 7, false, &a, &e), ERR_NOT_FOUND);
    assert_int_equal(fixture_sql(c.f->path, "SELECT count(*) FROM annotation"), 1);
    end(&c);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(everything_about_it_comes_along),
        T(links_come_along),
        T(the_carrier_takes_it_back_and_does_it_again),
        T(what_was_changed_since_stays),
        T(it_is_carried_once),
        T(what_was_changed_meanwhile_is_looked_for_again),
        T(a_verdict_comes_along_with_the_same_words),
        T(deleted_words_stay_behind),
        T(who_may),
        T(what_is_no_newer_version_is_refused),
    };
    return cmocka_run_group_tests_name("store_carry", tests, NULL, NULL);
}
