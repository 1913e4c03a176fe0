/* Links: which pairs are taken and which way they point, who may change them, and what becomes of them when an end goes
 * or gets another tag. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>

#define TEXT "第一种是责任不清，原因在于制度，办法是问责。"

struct scene {
    const struct fixture *f;
    struct store *lead, *other;
    int64_t d, far;                     /* two documents */
    int64_t what, why, how;             /* manifestation, cause, remedy in D, the lead's */
    int64_t far_what, far_why, far_how; /* and in FAR, the other's */
};

static int64_t tag_in(struct store *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s, document, start, start + 4, tag, NULL, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static struct scene build(const struct fixture *f)
{
    struct scene c = {.f = f, .lead = fixture_open(f, NULL), .other = fixture_open(f, "other")};
    c.d = fixture_document(c.lead, "a", TEXT);
    c.far = fixture_document(c.lead, "b", TEXT "又一次。");
    c.what = tag_in(c.lead, c.d, 0, TAG_MANIFESTATION);
    c.why = tag_in(c.lead, c.d, 9, TAG_CAUSE);
    c.how = tag_in(c.lead, c.d, 16, TAG_REMEDY);
    c.far_what = tag_in(c.other, c.far, 0, TAG_MANIFESTATION);
    c.far_why = tag_in(c.other, c.far, 9, TAG_CAUSE);
    c.far_how = tag_in(c.other, c.far, 16, TAG_REMEDY);
    return c;
}

static void end(struct scene *c)
{
    fixture_check(c->lead);
    store_close(&c->lead);
    store_close(&c->other);
}

static struct link link_of(struct store *s, int64_t a, int64_t b, const char *note)
{
    struct err e = {0};
    struct link l;
    if (store_link(s, a, b, note, &l, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    return l;
}

/* The id alone. */
static int64_t linked(struct store *s, int64_t a, int64_t b)
{
    struct link l = link_of(s, a, b, NULL);
    int64_t id = l.id;
    link_clear(&l);
    return id;
}

static int64_t revision_of(struct store *s, int64_t id)
{
    struct err e;
    struct link l;
    assert_int_equal(store_link_get(s, id, &l, &e), ERR_OK);
    int64_t revision = l.revision;
    link_clear(&l);
    return revision;
}

static int64_t annotation_revision(struct store *s, int64_t id)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotation_get(s, id, &a, &e), ERR_OK);
    int64_t revision = a.revision;
    annotation_clear(&a);
    return revision;
}

static enum err_code delete_annotation(struct store *s, int64_t id)
{
    struct err e;
    return store_delete(s, id, annotation_revision(s, id), &e);
}

static enum err_code retag(struct store *s, int64_t id, enum tag tag, struct err *e)
{
    return store_retag(s, id, annotation_revision(s, id), tag, e);
}

static bool list(void *ctx, const struct link *l)
{
    str_addf(ctx, "%lld>%lld %s\n", (long long)l->from, (long long)l->to,
             relation_name(relation_of(l->from_tag, l->to_tag)));
    return true;
}

static void links_are(struct store *s, const struct link_filter *f, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_links(s, f, list, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), expected);
    str_clear(&lines);
}

static void undone(struct store *s, const char *entity, const char *action, int64_t document)
{
    struct err e = {0};
    struct undone u;
    if (store_undo(s, &u, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(u.entity, entity);
    assert_string_equal(u.action, action);
    assert_int_equal(u.document, document);
}

static void redone(struct store *s, const char *action)
{
    struct err e = {0};
    struct undone u;
    if (store_redo(s, &u, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(u.action, action);
}

static void undo_blocked(struct store *s, enum err_code code, const char *words)
{
    struct err e;
    struct undone u;
    assert_int_equal(store_undo(s, &u, &e), code);
    assert_true(u.blocked);
    assert_non_null(strstr(e.msg, words));
}

static void redo_blocked(struct store *s, enum err_code code, const char *words)
{
    struct err e;
    struct undone u;
    assert_int_equal(store_redo(s, &u, &e), code);
    assert_true(u.blocked);
    assert_non_null(strstr(e.msg, words));
}

/* ---- making them ---- */

/* Every ordered pair of the six: what is made points one way, whichever is named first. */
static void the_tags_say_which_way_a_link_points(void **state)
{
    struct scene c = build(*state);
    int64_t all[] = {c.what, c.why, c.how, c.far_what, c.far_why, c.far_how};
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j < 6; j++) {
            struct err e;
            struct link l;
            size_t high = i % 3 > j % 3 ? i : j, low = high == i ? j : i;
            enum err_code code = store_link(c.other, all[i], all[j], "n", &l, &e);
            assert_int_equal(code, i % 3 == j % 3 ? ERR_INPUT : ERR_OK);
            if (code)
                continue;
            assert_int_equal(l.from, all[high]);
            assert_int_equal(l.to, all[low]);
            assert_int_equal(l.from_tag, 1 + high % 3);
            assert_int_equal(l.to_tag, 1 + low % 3);
            assert_int_equal(l.from_document, high < 3 ? c.d : c.far);
            assert_int_equal(l.to_document, low < 3 ? c.d : c.far);
            assert_int_equal(store_unlink(c.other, l.id, l.revision, &e), ERR_OK);
            link_clear(&l);
        }
    }
    links_are(c.lead, NULL, "");
    end(&c);
}

static void a_link_is_found_by_its_ends_and_documents(void **state)
{
    struct scene c = build(*state);
    linked(c.lead, c.what, c.why);
    linked(c.lead, c.how, c.why);
    linked(c.lead, c.far_how, c.what);
    links_are(c.other, NULL, "2>1 explains\n3>2 addresses\n6>1 addresses\n");
    links_are(c.other, &(struct link_filter){.annotation = c.why}, "2>1 explains\n3>2 addresses\n");
    links_are(c.other, &(struct link_filter){.document = c.far}, "6>1 addresses\n");
    links_are(c.other, &(struct link_filter){.document = c.d}, "2>1 explains\n3>2 addresses\n6>1 addresses\n");
    links_are(c.other, &(struct link_filter){.annotation = c.what, .document = c.far}, "6>1 addresses\n");
    end(&c);
}

static void a_pair_is_linked_once(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link again, l = link_of(c.lead, c.what, c.why, "制度");
    assert_string_equal(l.note, "制度");
    assert_int_equal(l.revision, 1);
    assert_int_equal(l.reviewer, store_reviewer(c.lead));
    assert_int_equal(store_link(c.other, c.why, c.what, "other", &again, &e), ERR_EXISTS);
    assert_int_equal(again.id, l.id);
    assert_string_equal(again.note, "制度");
    assert_string_equal(again.uuid, l.uuid);
    link_clear(&again);
    assert_int_equal(store_link_find(c.other, l.uuid, &again, &e), ERR_OK);
    assert_int_equal(again.id, l.id);
    link_clear(&again);
    assert_int_equal(store_link_find(c.other, "none", &again, &e), ERR_NOT_FOUND);
    assert_int_equal(store_link_get(c.other, 4711, &again, &e), ERR_NOT_FOUND);
    link_clear(&l);
    end(&c);
}

static void what_cannot_be_linked_is_refused(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    char *long_note = test_malloc(STORE_NOTE_MAX + 2);
    memset(long_note, 'x', STORE_NOTE_MAX + 1);
    long_note[STORE_NOTE_MAX + 1] = 0;
    assert_int_equal(store_link(c.lead, c.what, c.what, NULL, &l, &e), ERR_INPUT);
    assert_int_equal(store_link(c.lead, c.what, 4711, NULL, &l, &e), ERR_NOT_FOUND);
    assert_int_equal(store_link(c.lead, c.what, c.why, long_note, &l, &e), ERR_INPUT);
    assert_int_equal(store_link(c.lead, c.what, c.why, "\xff", &l, &e), ERR_INPUT);
    test_free(long_note);
    assert_int_equal(delete_annotation(c.other, c.far_why), ERR_OK);
    assert_int_equal(store_link(c.lead, c.what, c.far_why, NULL, &l, &e), ERR_NOT_FOUND);
    assert_int_equal(store_document_done(c.lead, c.far, true, &e), ERR_OK);
    assert_int_equal(store_link(c.lead, c.what, c.far_how, NULL, &l, &e), ERR_DENIED);
    assert_int_equal(store_link(c.lead, c.far_what, c.why, NULL, &l, &e), ERR_DENIED);
    links_are(c.lead, NULL, "");
    end(&c);
}

/* ---- changing them ---- */

static void a_note_is_changed_and_a_link_goes(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    int64_t id = linked(c.other, c.what, c.why);
    assert_int_equal(store_link_note(c.other, id, 1, "说明", &e), ERR_OK);
    assert_int_equal(store_link_note(c.other, id, 1, "other", &e), ERR_STALE);
    assert_int_equal(store_link_note(c.other, id, 2, "说明", &e), ERR_OK); /* changes nothing */
    assert_int_equal(store_link_get(c.lead, id, &l, &e), ERR_OK);
    assert_string_equal(l.note, "说明");
    assert_int_equal(l.revision, 2);
    link_clear(&l);
    assert_int_equal(store_unlink(c.other, id, 1, &e), ERR_STALE);
    assert_int_equal(store_unlink(c.other, id, 2, &e), ERR_OK);
    assert_int_equal(store_unlink(c.other, id, 3, &e), ERR_NOT_FOUND);
    assert_int_equal(store_link_note(c.other, id, 3, "x", &e), ERR_NOT_FOUND);
    links_are(c.lead, NULL, "");
    assert_int_equal(store_link_get(c.lead, id, &l, &e), ERR_OK);
    assert_true(l.deleted);
    link_clear(&l);
    end(&c);
}

static void a_link_is_its_makers_and_a_leads(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t mine = linked(c.lead, c.far_what, c.far_why), others = linked(c.other, c.what, c.why);
    assert_int_equal(store_unlink(c.other, mine, 1, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, store_reviewer_name(c.lead)));
    assert_int_equal(store_link_note(c.other, mine, 1, "x", &e), ERR_DENIED);
    assert_int_equal(store_link_note(c.lead, others, 1, "by the lead", &e), ERR_OK);
    undo_blocked(c.other, ERR_STALE, store_reviewer_name(c.lead)); /* the lead changed it since */
    assert_int_equal(store_unlink(c.lead, others, 2, &e), ERR_OK);
    assert_int_equal(store_role_set(c.lead, store_reviewer(c.other), ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_role_set(c.other, store_reviewer(c.lead), ROLE_REVIEWER, &e), ERR_OK);
    undone(c.other, "reviewer", "role", 0);
    undone(c.lead, "reviewer", "role", 0); /* the other is a reviewer again */
    undone(c.lead, "link", "delete", c.d);
    links_are(c.other, NULL, "5>4 explains\n2>1 explains\n");
    end(&c);
}

static void nothing_changes_in_a_closed_document(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t id = linked(c.lead, c.far_what, c.why);
    assert_int_equal(store_document_done(c.lead, c.far, true, &e), ERR_OK);
    assert_int_equal(store_unlink(c.lead, id, 1, &e), ERR_DENIED);
    assert_int_equal(store_link_note(c.lead, id, 1, "x", &e), ERR_DENIED);
    assert_int_equal(store_document_done(c.other, c.far, false, &e), ERR_DENIED);
    links_are(c.other, NULL, "2>4 explains\n");
    end(&c);
}

/* ---- undo ---- */

static void all_of_it_is_undone_and_done_again(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t id = linked(c.lead, c.what, c.why);
    assert_int_equal(store_link_note(c.lead, id, 1, "n", &e), ERR_OK);
    assert_int_equal(store_unlink(c.lead, id, 2, &e), ERR_OK);
    for (int i = 0; i < 3; i++) {
        undone(c.lead, "link", "delete", c.d);
        links_are(c.other, NULL, "2>1 explains\n");
        undone(c.lead, "link", "note", c.d);
        undone(c.lead, "link", "create", c.d);
        links_are(c.other, NULL, "");
        redone(c.lead, "create");
        links_are(c.other, NULL, "2>1 explains\n");
        redone(c.lead, "note");
        struct link l;
        assert_int_equal(store_link_get(c.other, id, &l, &e), ERR_OK);
        assert_string_equal(l.note, "n");
        link_clear(&l);
        redone(c.lead, "delete");
        links_are(c.other, NULL, "");
    }
    end(&c);
}

static void undo_makes_no_second_link_of_a_pair(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t id = linked(c.lead, c.what, c.why);
    assert_int_equal(store_unlink(c.lead, id, 1, &e), ERR_OK);
    int64_t again = linked(c.other, c.what, c.why);
    undo_blocked(c.lead, ERR_STALE, "linked again");
    assert_int_equal(store_unlink(c.other, again, 1, &e), ERR_OK);
    undone(c.lead, "link", "delete", c.d);
    undo_blocked(c.other, ERR_STALE, "linked again");
    links_are(c.other, NULL, "2>1 explains\n");
    end(&c);
}

static void undo_waits_for_the_ends_and_the_documents(void **state)
{
    struct scene c = build(*state);
    struct err e;
    linked(c.lead, c.far_what, c.why);
    undone(c.lead, "link", "create", c.d);
    assert_int_equal(delete_annotation(c.other, c.far_what), ERR_OK);
    redo_blocked(c.lead, ERR_STALE, "was deleted");
    undone(c.other, "annotation", "delete", c.far);
    assert_int_equal(retag(c.other, c.far_what, TAG_CAUSE, &e), ERR_OK);
    redo_blocked(c.lead, ERR_STALE, "other tags");
    undone(c.other, "annotation", "retag", c.far);
    redone(c.lead, "create");
    assert_int_equal(store_document_done(c.lead, c.far, true, &e), ERR_OK);
    struct undone u;
    assert_int_equal(store_undo_past(c.lead, &u, &e), ERR_OK); /* the document is open again */
    undone(c.lead, "link", "create", c.d);
    end(&c);
}

static void undo_of_a_link_into_a_closed_document_is_blocked(void **state)
{
    struct scene c = build(*state);
    struct err e;
    linked(c.other, c.far_why, c.what);
    assert_int_equal(store_document_done(c.lead, c.d, true, &e), ERR_OK);
    undo_blocked(c.other, ERR_DENIED, "");
    assert_int_equal(store_document_done(c.lead, c.d, false, &e), ERR_OK);
    undone(c.other, "link", "create", c.far);
    end(&c);
}

/* ---- the ends ---- */

static void a_link_sleeps_while_an_end_is_gone(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    int64_t id = linked(c.lead, c.what, c.why);
    assert_int_equal(delete_annotation(c.lead, c.what), ERR_OK);
    links_are(c.other, NULL, "");
    links_are(c.other, &(struct link_filter){.annotation = c.why}, "");
    links_are(c.other, &(struct link_filter){.document = c.d}, "");
    assert_int_equal(store_link_get(c.other, id, &l, &e), ERR_OK);
    assert_false(l.deleted);
    link_clear(&l);
    assert_int_equal(delete_annotation(c.lead, c.why), ERR_OK);
    undone(c.lead, "annotation", "delete", c.d);
    links_are(c.other, NULL, "");
    undone(c.lead, "annotation", "delete", c.d);
    links_are(c.other, NULL, "2>1 explains\n");
    assert_int_equal(revision_of(c.other, id), 1);
    end(&c);
}

/* One's own last change is taken back whatever one did before it. */
static void a_link_that_was_taken_away_asleep_comes_back(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l = link_of(c.lead, c.what, c.why, "so");
    assert_int_equal(store_delete(c.lead, c.why, 1, &e), ERR_OK);
    assert_int_equal(store_unlink(c.lead, l.id, l.revision, &e), ERR_OK);
    undone(c.lead, "link", "delete", c.d);
    links_are(c.lead, NULL, "");
    undone(c.lead, "annotation", "delete", c.d);
    links_are(c.lead, NULL, "2>1 explains\n");
    redone(c.lead, "delete");
    redone(c.lead, "delete");
    undone(c.lead, "link", "delete", c.d);
    link_clear(&l);
    end(&c);
}

static void a_tag_stays_while_a_link_needs_it(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t one = linked(c.lead, c.what, c.why), two = linked(c.other, c.far_what, c.why);
    assert_int_equal(retag(c.lead, c.why, TAG_MANIFESTATION, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "2 links"));
    assert_int_equal(retag(c.lead, c.why, TAG_REMEDY, &e), ERR_OK); /* addresses both */
    links_are(c.other, NULL, "2>1 addresses\n2>4 addresses\n");
    assert_int_equal(retag(c.other, c.far_what, TAG_CAUSE, &e), ERR_OK);
    undo_blocked(c.lead, ERR_DENIED, "1 link of"); /* a cause explains no cause */
    assert_int_equal(store_unlink(c.lead, two, 1, &e), ERR_OK);
    undone(c.lead, "link", "delete", c.d);
    undone(c.other, "annotation", "retag", c.far);
    undone(c.lead, "annotation", "retag", c.d);
    assert_int_equal(store_unlink(c.lead, one, 1, &e), ERR_OK);
    assert_int_equal(store_unlink(c.lead, two, revision_of(c.lead, two), &e), ERR_OK);
    assert_int_equal(retag(c.lead, c.why, TAG_MANIFESTATION, &e), ERR_OK);
    end(&c);
}

/* A link that does not hold keeps no tag; what it was is there again when all is as before. */
static void a_sleeping_link_keeps_no_tag(void **state)
{
    struct scene c = build(*state);
    struct err e;
    linked(c.lead, c.far_what, c.why);
    assert_int_equal(delete_annotation(c.other, c.far_what), ERR_OK);
    assert_int_equal(retag(c.lead, c.why, TAG_MANIFESTATION, &e), ERR_OK);
    undone(c.other, "annotation", "delete", c.far);
    links_are(c.other, NULL, "");
    undone(c.lead, "annotation", "retag", c.d);
    links_are(c.other, NULL, "2>4 explains\n");
    end(&c);
}

/* ---- others ---- */

static bool told(void *ctx, const struct change *x)
{
    str_addf(ctx, "%s %s %lld %lld%s\n", x->entity, x->action, (long long)x->document, (long long)x->entity_id,
             x->before ? " before" : "");
    return true;
}

static void another_session_hears_of_it(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct str lines = {0};
    int64_t seq;
    bool moved;
    assert_int_equal(store_feed_head(c.other, &seq, &e), ERR_OK);
    assert_int_equal(store_feed_moved(c.other, &moved, &e), ERR_OK);
    int64_t id = linked(c.lead, c.far_why, c.what);
    assert_int_equal(store_feed_moved(c.other, &moved, &e), ERR_OK);
    assert_true(moved);
    assert_int_equal(store_link_note(c.lead, id, 1, "n", &e), ERR_OK);
    undone(c.lead, "link", "note", c.far);
    assert_int_equal(store_feed_since(c.other, seq, told, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "link create 2 1\nlink note 2 1 before\nlink undo 2 1 before\n");
    str_truncate(&lines, 0);
    /* the history of either end has it, and of no other */
    assert_int_equal(
        store_changes(c.other, &(struct change_filter){.annotation = c.what, .after = seq}, told, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "link create 2 1\nlink note 2 1 before\nlink undo 2 1 before\n");
    str_truncate(&lines, 0);
    assert_int_equal(
        store_changes(c.other, &(struct change_filter){.annotation = c.why, .after = seq}, told, &lines, &e), ERR_OK);
    assert_string_equal(str_z(&lines), "");
    str_clear(&lines);
    end(&c);
}

/* Two sessions at once: the second one finds what the first did, and neither sees an error of SQLite. */
static void what_two_do_at_once_is_one_link(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    int64_t id = linked(c.lead, c.what, c.why);
    assert_int_equal(store_link(c.other, c.what, c.why, NULL, &l, &e), ERR_EXISTS);
    assert_int_equal(l.id, id);
    link_clear(&l);
    assert_int_equal(store_unlink(c.lead, id, 1, &e), ERR_OK);
    int64_t again = linked(c.other, c.what, c.why);
    assert_int_not_equal(again, id);
    assert_int_equal(store_unlink(c.lead, id, 2, &e), ERR_NOT_FOUND);
    links_are(c.lead, NULL, "2>1 explains\n");
    end(&c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_tags_say_which_way_a_link_points),
        TEST(a_link_is_found_by_its_ends_and_documents),
        TEST(a_pair_is_linked_once),
        TEST(what_cannot_be_linked_is_refused),
        TEST(a_note_is_changed_and_a_link_goes),
        TEST(a_link_is_its_makers_and_a_leads),
        TEST(nothing_changes_in_a_closed_document),
        TEST(all_of_it_is_undone_and_done_again),
        TEST(undo_makes_no_second_link_of_a_pair),
        TEST(undo_waits_for_the_ends_and_the_documents),
        TEST(undo_of_a_link_into_a_closed_document_is_blocked),
        TEST(a_link_sleeps_while_an_end_is_gone),
        TEST(a_link_that_was_taken_away_asleep_comes_back),
        TEST(a_tag_stays_while_a_link_needs_it),
        TEST(a_sleeping_link_keeps_no_tag),
        TEST(another_session_hears_of_it),
        TEST(what_two_do_at_once_is_one_link),
    };
    return cmocka_run_group_tests_name("store_link", tests, NULL, NULL);
}
