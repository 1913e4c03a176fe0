/* Several changes that are one: one commit, one row on the stack, one undo and one redo, all or nothing. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/str.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEXT "第一种是责任不清，原因在于制度，办法是问责。"

struct scene {
    const struct fixture *f;
    struct store *s, *other;
    int64_t d, far;
    int64_t what, why; /* in D, of the first */
};

static int64_t tag_in(struct store *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e = {0};
    struct annotation a;
    if (store_annotate(s, document, start, start + 4, tag, NULL, &a, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static struct scene build(const struct fixture *f)
{
    struct scene c = {.f = f, .s = fixture_open(f, NULL), .other = fixture_open(f, "other")};
    c.d = fixture_document(c.s, "a", TEXT);
    c.far = fixture_document(c.s, "b", TEXT "又一次。");
    c.what = tag_in(c.s, c.d, 0, TAG_MANIFESTATION);
    c.why = tag_in(c.s, c.d, 9, TAG_CAUSE);
    return c;
}

static void end(struct scene *c)
{
    fixture_check(c->s);
    store_close(&c->s);
    store_close(&c->other);
}

static struct annotation get(struct store *s, int64_t id)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotation_get(s, id, &a, &e), ERR_OK);
    return a;
}

static int64_t revision(struct store *s, int64_t id)
{
    struct annotation a = get(s, id);
    int64_t r = a.revision;
    annotation_clear(&a);
    return r;
}

static int64_t head(struct store *s)
{
    struct err e;
    int64_t seq;
    assert_int_equal(store_feed_head(s, &seq, &e), ERR_OK);
    return seq;
}

static bool told(void *ctx, const struct change *x)
{
    str_addf(ctx, "%s %s", x->entity, x->action);
    if (strcmp(x->entity, "group") == 0)
        str_addf(ctx, " %lld of %lld %s in %lld", (long long)x->parts, (long long)x->entity_id, x->after,
                 (long long)x->document);
    str_addc(ctx, '\n');
    return true;
}

static void feed_is(struct store *s, int64_t since, const char *expected)
{
    struct err e;
    struct str lines = {0};
    assert_int_equal(store_feed_since(s, since, told, &lines, &e), ERR_OK);
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

static void redone(struct store *s, const char *entity, const char *action)
{
    struct err e = {0};
    struct undone u;
    if (store_redo(s, &u, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    assert_string_equal(u.entity, entity);
    assert_string_equal(u.action, action);
}

static bool count_link(void *ctx, const struct link *l)
{
    (void)l;
    (*(int *)ctx)++;
    return true;
}

/* How many links hold and annotations stand. */
static void there_are(struct store *s, int links, int annotations)
{
    struct err e;
    int n = 0;
    assert_int_equal(store_links(s, NULL, count_link, &n, &e), ERR_OK);
    assert_int_equal(n, links);
    struct document a, b;
    assert_int_equal(store_document_get(s, 1, &a, &e), ERR_OK);
    assert_int_equal(store_document_get(s, 2, &b, &e), ERR_OK);
    assert_int_equal(a.annotations + b.annotations, annotations);
    document_clear(&a);
    document_clear(&b);
}

/* A remedy in the other document, a link to it, a note, a comment, noise. */
static void change_much(struct scene *c)
{
    struct err e;
    int64_t how = tag_in(c->s, c->far, 16, TAG_REMEDY);
    assert_int_equal(store_link(c->s, how, c->why, "因此", NULL, &e), ERR_OK);
    assert_int_equal(store_note(c->s, c->what, revision(c->s, c->what), "注", &e), ERR_OK);
    assert_int_equal(store_comment(c->s, how, 0, true, "为什么？", NULL, &e), ERR_OK);
    assert_int_equal(store_noise_mark(c->s, c->d, 4, 6, NOISE_HAND, NULL, &e), ERR_OK);
}

#define MUCH "annotation create\nlink create\nannotation note\ncomment create\nnoise mark\n"
#define BACK "noise undo\ncomment undo\nannotation undo\nlink undo\nannotation undo\n"
#define AGAIN "annotation redo\nlink redo\nannotation redo\ncomment redo\nnoise redo\n"

static int64_t standing_noise(struct scene *c)
{
    struct err e;
    int64_t standing, lifted;
    assert_int_equal(store_noise_count(c->s, c->d, &standing, &lifted, &e), ERR_OK);
    return standing;
}

static int64_t questions(struct scene *c)
{
    return fixture_sql(c->f->path, "SELECT count(*) FROM comment WHERE deleted_at IS NULL");
}

/* ---- what it is ---- */

static void a_group_is_one_change(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.other);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    change_much(&c);
    assert_int_equal(head(c.other), seq); /* nobody sees a part of it */
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    feed_is(c.other, seq, MUCH "group split 5 of 0 {\"parts\":5,\"action\":\"split\"} in 0\n");
    there_are(c.other, 1, 3);
    for (int i = 0; i < 3; i++) {
        seq = head(c.s);
        undone(c.s, "group", "split", c.d);
        feed_is(c.other, seq, BACK "group undo 5 of 0 {\"parts\":5,\"action\":\"split\"} in 0\n");
        there_are(c.other, 0, 2);
        assert_int_equal(standing_noise(&c), 0);
        assert_int_equal(questions(&c), 0);
        fixture_check(c.s);
        seq = head(c.s);
        redone(c.s, "group", "split");
        feed_is(c.other, seq, AGAIN "group redo 5 of 0 {\"parts\":5,\"action\":\"split\"} in 0\n");
        there_are(c.other, 1, 3);
        assert_int_equal(standing_noise(&c), 1);
        assert_int_equal(questions(&c), 1);
        fixture_check(c.s);
    }
    undone(c.s, "group", "split", c.d);
    undone(c.s, "annotation", "create", c.d); /* what lay below on the stack */
    redone(c.s, "annotation", "create");
    redone(c.s, "group", "split");
    end(&c);
}

static void its_document_is_that_of_all_parts(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "merge", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.why, 1, "注", &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    feed_is(c.s, seq, "annotation note\nannotation note\ngroup merge 2 of 0 {\"parts\":2,\"action\":\"merge\"} in 1\n");
    end(&c);
}

static void one_change_is_a_group_and_none_is_nothing(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "merge", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.what, 1, "", &e), ERR_OK); /* as it is */
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    assert_int_equal(head(c.s), seq);
    assert_int_equal(store_group_begin(c.s, "merge", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    feed_is(c.s, seq, "annotation note\ngroup merge 1 of 0 {\"parts\":1,\"action\":\"merge\"} in 1\n");
    undone(c.s, "group", "merge", c.d);
    end(&c);
}

static void a_group_inside_a_group_belongs_to_it(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "import", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.why, 1, "注", &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.why, 2, "gone", &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_INPUT, &e), ERR_INPUT); /* only this one goes */
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    feed_is(c.s, seq,
            "annotation note\nannotation note\ngroup import 2 of 0 {\"parts\":2,\"action\":\"import\"} in 1\n");
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_INPUT); /* there is none */
    end(&c);
}

/* ---- what fails ---- */

static void an_error_takes_all_of_it_back(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    change_much(&c);
    assert_int_equal(store_group_end(c.s, ERR_STALE, &e), ERR_STALE);
    assert_int_equal(head(c.s), seq);
    there_are(c.s, 0, 2);
    tag_in(c.s, c.d, 4, TAG_CAUSE); /* and life goes on */
    tag_in(c.other, c.d, 4, TAG_CAUSE);
    end(&c);
}

/* SQLite rolls all of it back by itself where the disk is full: what would come behind it is not written alone. */
static void what_is_lost_in_the_middle_is_lost_as_a_whole(void **state)
{
    struct scene c = build(*state);
    struct err e = {0};
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "import", &e), ERR_OK);
    assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
    assert_int_equal(sqlite3_exec(c.s->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_IO);
    assert_int_equal(store_note(c.s, c.why, 1, "注", &e), ERR_IO);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_IO);
    assert_int_equal(head(c.other), seq);
    there_are(c.other, 0, 2);
    tag_in(c.s, c.d, 4, TAG_CAUSE);
    end(&c);
}

/* A change that fails leaves the group as it was before, whose maker may go on. */
static void a_part_that_fails_leaves_the_others(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    int64_t seq = head(c.s);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    assert_int_equal(store_link(c.s, c.what, c.why, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_link(c.s, c.what, c.why, NULL, &l, &e), ERR_EXISTS);
    link_clear(&l);
    assert_int_equal(store_note(c.s, c.what, 7, "注", &e), ERR_STALE);
    assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
    assert_int_equal(store_undo(c.s, NULL, &e), ERR_INPUT);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    feed_is(c.s, seq, "link create\nannotation note\ngroup split 2 of 0 {\"parts\":2,\"action\":\"split\"} in 1\n");
    end(&c);
}

static bool begin_inside(void *ctx, const struct annotation *a)
{
    struct err e;
    (void)a;
    assert_int_equal(store_group_begin(ctx, "split", &e), ERR_INPUT);
    return true;
}

static void who_may_not_change_begins_none(void **state)
{
    struct scene c = build(*state);
    struct err e;
    assert_int_equal(store_annotations(c.s, NULL, begin_inside, c.s, &e), ERR_OK);
    assert_int_equal(store_role_set(c.s, store_reviewer(c.other), ROLE_READER, &e), ERR_OK);
    assert_int_equal(store_group_begin(c.other, "split", &e), ERR_DENIED);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    assert_int_equal(store_annotations(c.s, NULL, begin_inside, c.s, &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    end(&c);
}

/* Whoever goes in the middle of it has changed nothing, and holds nobody up. */
static void a_group_left_open_is_nothing(void **state)
{
    struct scene c = build(*state);
    struct err e;
    int64_t seq = head(c.other);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    change_much(&c);
    store_close(&c.s);
    tag_in(c.other, c.d, 4, TAG_CAUSE);
    assert_int_equal(head(c.other), seq + 1);
    c.s = fixture_open(c.f, NULL);
    end(&c);
}

/* ---- undo ---- */

static void undo_of_a_group_is_all_or_nothing(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct undone u;
    assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
    change_much(&c);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    assert_int_equal(store_document_done(c.s, c.far, true, &e), ERR_OK);
    undone(c.s, "document", "done", c.far);
    struct store *third = fixture_open(c.f, "third");
    assert_int_equal(store_role_set(c.s, store_reviewer(third), ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_document_done(third, c.far, true, &e), ERR_OK);
    undone(c.s, "reviewer", "role", 0);
    int64_t seq = head(c.s);
    assert_int_equal(store_undo(c.s, &u, &e), ERR_DENIED); /* a part lies in a closed document */
    assert_true(u.blocked);
    assert_int_equal(head(c.s), seq);
    there_are(c.s, 1, 3);
    assert_int_equal(standing_noise(&c), 1);
    assert_int_equal(store_undo_past(c.s, &u, &e), ERR_OK); /* goes past it as one */
    assert_string_equal(u.left_entity, "group");
    assert_string_equal(u.left_action, "split");
    assert_int_equal(u.left_out, 1);
    assert_string_equal(u.entity, "annotation");
    store_close(&third);
    end(&c);
}

/* A thread that a reply opened again, a document that came, an annotation that was carried with what was said. */
static void parts_that_have_parts_go_with_them(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct comment m;
    assert_int_equal(store_comment(c.other, c.what, 0, true, "为什么？", &m, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(c.s, m.id, true, &e), ERR_OK);
    assert_int_equal(store_group_begin(c.s, "import", &e), ERR_OK);
    assert_int_equal(store_comment(c.s, c.what, m.id, false, "因为", NULL, &e), ERR_OK);
    int64_t newer;
    struct document_new d = {.name = "a", .text = TEXT, .text_bytes = strlen(TEXT), .previous = c.d};
    assert_int_equal(store_document_add(c.s, &d, &newer, &e), ERR_OK);
    assert_int_equal(store_carry(c.s, c.what, 1, newer, 0, 4, true, NULL, &e), ERR_OK);
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    for (int i = 0; i < 2; i++) {
        undone(c.s, "group", "import", newer);
        struct comment now;
        assert_int_equal(store_comment_get(c.s, m.id, &now, &e), ERR_OK);
        assert_true(now.resolved != 0);
        comment_clear(&now);
        there_are(c.s, 0, 2);
        fixture_check(c.s);
        redone(c.s, "group", "import");
        assert_int_equal(store_comment_get(c.s, m.id, &now, &e), ERR_OK);
        assert_true(now.resolved == 0);
        comment_clear(&now);
        fixture_check(c.s);
    }
    comment_clear(&m);
    end(&c);
}

/* A link goes, its end gets the tag that it kept from it, and another link comes: back and forth in the right order. */
static void parts_that_need_one_another_go_in_order(void **state)
{
    struct scene c = build(*state);
    struct err e;
    struct link l;
    assert_int_equal(store_link(c.s, c.what, c.why, NULL, &l, &e), ERR_OK);
    assert_int_equal(store_group_begin(c.s, "merge", &e), ERR_OK);
    assert_int_equal(store_retag(c.s, c.why, 1, TAG_MANIFESTATION, &e), ERR_DENIED);
    assert_int_equal(store_unlink(c.s, l.id, 1, &e), ERR_OK);
    assert_int_equal(store_retag(c.s, c.why, 1, TAG_MANIFESTATION, &e), ERR_OK);
    assert_int_equal(store_retag(c.s, c.what, 1, TAG_CAUSE, &e), ERR_OK);
    assert_int_equal(store_link(c.s, c.what, c.why, NULL, NULL, &e), ERR_OK); /* the other way round */
    assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
    for (int i = 0; i < 2; i++) {
        struct link now;
        undone(c.s, "group", "merge", c.d);
        there_are(c.s, 1, 2);
        assert_int_equal(store_link_get(c.s, l.id, &now, &e), ERR_OK);
        assert_false(now.deleted);
        link_clear(&now);
        redone(c.s, "group", "merge");
        there_are(c.s, 1, 2);
        assert_int_equal(store_link_get(c.s, l.id, &now, &e), ERR_OK);
        assert_true(now.deleted);
        link_clear(&now);
        fixture_check(c.s);
    }
    link_clear(&l);
    end(&c);
}

/* What other programs wrote about the parts makes undo say so, and not run on. */
static void a_damaged_group_is_refused(void **state)
{
    static const char *const damage[] = {
        "UPDATE change SET parts = 4000000000000000000 WHERE entity = 'group' RETURNING 1",
        "UPDATE change SET entity = 'group', parts = 1 WHERE seq = (SELECT max(seq) - 1 FROM change) RETURNING 1",
        "UPDATE change SET after = '{' WHERE seq = (SELECT max(seq) - 1 FROM change) RETURNING 1",
    };
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        struct scene c = build(*state);
        struct err e;
        struct undone u;
        assert_int_equal(store_group_begin(c.s, "split", &e), ERR_OK);
        assert_int_equal(store_note(c.s, c.what, 1, "注", &e), ERR_OK);
        assert_int_equal(store_group_end(c.s, ERR_OK, &e), ERR_OK);
        assert_int_equal(fixture_sql(c.f->path, damage[i]), 1);
        assert_int_equal(store_undo(c.s, &u, &e), ERR_CORRUPT);
        struct annotation a = get(c.s, c.what);
        assert_string_equal(a.note, "注");
        annotation_clear(&a);
        store_close(&c.s);
        store_close(&c.other);
        unlink(c.f->path);
        assert_int_equal(store_create(c.f->path, NULL, &e), ERR_OK);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_group_is_one_change),
        TEST(its_document_is_that_of_all_parts),
        TEST(one_change_is_a_group_and_none_is_nothing),
        TEST(a_group_inside_a_group_belongs_to_it),
        TEST(an_error_takes_all_of_it_back),
        TEST(what_is_lost_in_the_middle_is_lost_as_a_whole),
        TEST(a_part_that_fails_leaves_the_others),
        TEST(who_may_not_change_begins_none),
        TEST(a_group_left_open_is_nothing),
        TEST(undo_of_a_group_is_all_or_nothing),
        TEST(parts_that_have_parts_go_with_them),
        TEST(parts_that_need_one_another_go_in_order),
        TEST(a_damaged_group_is_refused),
    };
    return cmocka_run_group_tests_name("store_group", tests, NULL, NULL);
}
