/* Documents, annotations, places, the feed. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT "第一种是责任不清，原因在于制度。" /* 16 code points */
#define POINTS 16

static bool add_name(void *ctx, const struct document *d)
{
    str_addf(ctx, "%s:%lld ", d->name, (long long)d->annotations);
    return true;
}

static bool add_range(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%c%lld-%lld ", tag_letter(a->tag), (long long)a->start, (long long)a->end);
    return true;
}

static bool add_action(void *ctx, const struct change *c)
{
    str_addf(ctx, "%s ", c->action);
    return true;
}

static void assert_ranges(struct store *s, const struct store_filter *f, const char *want)
{
    struct str got = {0};
    struct err e;
    assert_int_equal(store_annotations(s, f, add_range, &got, &e), ERR_OK);
    assert_string_equal(str_z(&got), want);
    str_clear(&got);
}

static void bytes_are_stored_once_in_each_encoding(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    struct document second;
    int64_t wrong = fixture_document(s, "a", TEXT), right, id, same, other;
    char sha256[STORE_SHA256_SIZE];
    store_sha256(TEXT, strlen(TEXT), sha256);
    assert_int_equal(store_document_known(s, sha256, "GB18030", &same, &other, &e), ERR_OK);
    assert_int_equal(same, 0);
    assert_int_equal(other, wrong);
    struct document_new again = {
        .name = "a", .encoding = "GB18030", .source = TEXT, .source_bytes = strlen(TEXT), .text = "x", .text_bytes = 1};
    assert_int_equal(store_document_add(s, &again, &right, &e), ERR_OK);
    assert_int_not_equal(right, wrong);
    assert_int_equal(store_document_add(s, &again, &id, &e), ERR_EXISTS);
    assert_int_equal(id, right);
    assert_int_equal(store_document_known(s, sha256, "GB18030", &same, &other, &e), ERR_OK);
    assert_int_equal(same, right);
    assert_int_equal(other, wrong);
    assert_int_equal(store_document_get(s, right, &second, &e), ERR_OK);
    assert_string_equal(second.name, "a (2)");
    document_clear(&second);
    fixture_sound(s, right, 0);
    store_close(&s);
}

static void documents_are_stored_once_under_names_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    int64_t a = fixture_document(s, "b", TEXT), id;
    int64_t b = fixture_document(s, "b", "other");
    fixture_document(s, "b", "third");
    fixture_document(s, "a", "");
    struct document_new again = {
        .name = "c", .encoding = "utf-8", .source = TEXT, .source_bytes = strlen(TEXT), .text = "x", .text_bytes = 1};
    assert_int_equal(store_document_add(s, &again, &id, &e), ERR_EXISTS);
    assert_int_equal(id, a);
    struct str names = {0};
    assert_int_equal(store_documents(s, add_name, &names, &e), ERR_OK);
    assert_string_equal(names.p, "a:0 b:0 b (2):0 b (3):0 ");
    str_clear(&names);

    struct document d;
    assert_int_equal(store_document_find(s, "b (2)", &d, &e), ERR_OK);
    assert_int_equal(d.id, b);
    assert_string_equal(d.encoding, "UTF-8");
    assert_string_equal(d.sha256, "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa");
    assert_int_equal(strlen(d.uuid), UUID_SIZE - 1);
    document_clear(&d);
    assert_int_equal(store_document_get(s, a, &d, &e), ERR_OK);
    assert_int_equal(d.length, POINTS);
    assert_true(d.created > 0);
    document_clear(&d);
    char *text;
    size_t n;
    assert_int_equal(store_document_text(s, a, &text, &n, &e), ERR_OK);
    assert_string_equal(text, TEXT);
    assert_int_equal(n, strlen(TEXT));
    free(text);
    assert_int_equal(store_document_text(s, 99, &text, &n, &e), ERR_NOT_FOUND);
    assert_int_equal(store_document_find(s, "none", &d, &e), ERR_NOT_FOUND);
    assert_int_equal(store_document_get(s, 99, &d, &e), ERR_NOT_FOUND);
    store_close(&s);
}

static void a_number_is_an_id_first_and_then_a_name(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct document d;
    struct store *s = fixture_open(f, NULL);
    int64_t one = fixture_document(s, "2025", "x");
    assert_int_equal(store_document_find(s, "2025", &d, &e), ERR_OK);
    assert_int_equal(d.id, one);
    document_clear(&d);
    assert_int_equal(store_document_find(s, "1", &d, &e), ERR_OK);
    assert_int_equal(d.id, one);
    document_clear(&d);
    assert_int_equal(store_document_find(s, "99999999999999999999999", &d, &e), ERR_NOT_FOUND);
    store_close(&s);
}

static void bad_documents_are_refused(void **state)
{
    struct fixture *f = *state;
    struct err e;
    int64_t id;
    struct store *s = fixture_open(f, NULL);
    static const char *const bad[] = {"\xff", "a\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\x89"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct document_new d = {.name = "n", .text = bad[i], .text_bytes = strlen(bad[i])};
        assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
        d = (struct document_new){.name = bad[i], .text = "x", .text_bytes = 1};
        assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    }
    struct document_new d = {.name = "n", .text = "a\0b", .text_bytes = 3};
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    d = (struct document_new){.name = "", .text = "x", .text_bytes = 1};
    assert_int_equal(store_document_add(s, &d, &id, &e), ERR_INPUT);
    int64_t head;
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_int_equal(head, 1); /* the reviewer only */
    store_close(&s);
}

static void annotations_are_listed_in_order_and_filtered(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, "other");
    int64_t d = fixture_document(s, "a", TEXT), d2 = fixture_document(s, "b", "other");
    assert_int_equal(store_annotate(s, d, 9, 16, TAG_CAUSE, "制度", &a, &e), ERR_OK);
    assert_int_equal(a.start, 9);
    assert_int_equal(a.end, 16);
    assert_int_equal(a.tag, TAG_CAUSE);
    assert_int_equal(a.revision, 1);
    assert_int_equal(a.document, d);
    assert_int_equal(a.reviewer, store_reviewer(s));
    assert_string_equal(a.reviewer_name, store_reviewer_name(s));
    assert_string_equal(a.note, "制度");
    assert_false(a.deleted);
    assert_true(a.created > 0 && a.created == a.updated);
    struct annotation again;
    assert_int_equal(store_annotation_find(s, a.uuid, &again, &e), ERR_OK);
    assert_int_equal(again.id, a.id);
    annotation_clear(&again);
    annotation_clear(&a);
    assert_int_equal(store_annotate(t, d, 0, 9, TAG_MANIFESTATION, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_REMEDY, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d2, 0, 5, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_ranges(s, NULL, "R0-4 M0-9 C9-16 C0-5 ");
    assert_ranges(s, &(struct store_filter){.document = d}, "R0-4 M0-9 C9-16 ");
    assert_ranges(s, &(struct store_filter){.document = d, .reviewer = store_reviewer(t)}, "M0-9 ");
    assert_ranges(s, &(struct store_filter){.tag = TAG_CAUSE}, "C9-16 C0-5 ");
    assert_ranges(s, &(struct store_filter){.document = d2, .tag = TAG_REMEDY}, "");
    struct str names = {0};
    assert_int_equal(store_documents(s, add_name, &names, &e), ERR_OK);
    assert_string_equal(names.p, "a:3 b:1 ");
    str_clear(&names);
    store_close(&s);
    store_close(&t);
}

static bool add_note(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%c%lld%s%s ", tag_letter(a->tag), (long long)a->start, a->note, a->reviewer_name);
    return true;
}

static bool add_one(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%lld ", (long long)a->id);
    return ((struct str *)ctx)->len < 4;
}

/* The index puts those in one place in the order of their tags. */
static void annotations_in_one_place_are_listed_as_they_were_made(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "wang"), *other = fixture_open(f, "li");
    int64_t d = fixture_document(s, "a", TEXT);
    struct str got = {0};
    assert_int_equal(store_annotate(s, d, 5, 6, TAG_MANIFESTATION, "behind", NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 2, 4, TAG_REMEDY, "long note", NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(other, d, 2, 4, TAG_CAUSE, "", NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(s, d, 2, 4, TAG_MANIFESTATION, "b", NULL, &e), ERR_OK);
    assert_int_equal(store_annotate(other, d, 2, 3, TAG_CAUSE, "shorter", NULL, &e), ERR_OK);
    assert_int_equal(store_annotations(s, NULL, add_note, &got, &e), ERR_OK);
    assert_string_equal(str_z(&got), "C2shorterli R2long notewang C2li M2bwang M5behindwang ");
    str_truncate(&got, 0);
    assert_int_equal(store_annotations(s, &(struct store_filter){.document = d}, add_one, &got, &e), ERR_OK);
    assert_string_equal(str_z(&got), "5 2 ");
    str_clear(&got);
    store_close(&other);
    store_close(&s);
}

static void bad_annotations_are_refused(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", TEXT);
    static const int64_t bad[][2] = {{-1, 3}, {3, 3}, {4, 3}, {0, POINTS + 1}, {INT64_MAX, INT64_MIN}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(store_annotate(s, d, bad[i][0], bad[i][1], TAG_CAUSE, NULL, &a, &e), ERR_INPUT);
        assert_null(a.note);
    }
    assert_int_equal(store_annotate(s, d, 0, 1, TAG_NONE, NULL, NULL, &e), ERR_INPUT);
    assert_int_equal(store_annotate(s, d, 0, 1, (enum tag)4, NULL, NULL, &e), ERR_INPUT);
    assert_int_equal(store_annotate(s, d, 0, 1, TAG_CAUSE, "\xff", NULL, &e), ERR_INPUT);
    assert_int_equal(store_annotate(s, 77, 0, 1, TAG_CAUSE, NULL, NULL, &e), ERR_NOT_FOUND);
    char *big = mem_alloc(STORE_NOTE_MAX + 2, 1);
    memset(big, 'x', STORE_NOTE_MAX + 1);
    big[STORE_NOTE_MAX + 1] = '\0';
    assert_int_equal(store_annotate(s, d, 0, 1, TAG_CAUSE, big, NULL, &e), ERR_INPUT);
    big[STORE_NOTE_MAX] = '\0';
    assert_int_equal(store_annotate(s, d, 0, POINTS, TAG_CAUSE, big, NULL, &e), ERR_OK);
    free(big);
    assert_ranges(s, NULL, "C0-16 ");
    store_close(&s);
}

static void an_edit_names_the_revision_that_it_saw(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, "other");
    int64_t d = fixture_document(s, "a", TEXT), head, later;
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    assert_int_equal(store_retag(s, id, 1, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_retag(s, id, 1, TAG_CAUSE, &e), ERR_STALE);
    assert_non_null(strstr(e.msg, store_reviewer_name(s)));
    assert_int_equal(store_move(s, id, 2, 2, 6, &e), ERR_OK);
    assert_int_equal(store_move(s, id, 3, 6, 6, &e), ERR_INPUT);
    assert_int_equal(store_note(s, id, 3, "一 \"note\"\n", &e), ERR_OK);
    assert_int_equal(store_note(s, id, 4, "\xff", &e), ERR_INPUT);
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_int_equal(store_note(s, id, 4, "一 \"note\"\n", &e), ERR_OK); /* changes nothing, writes nothing */
    assert_int_equal(store_feed_head(s, &later, &e), ERR_OK);
    assert_int_equal(later, head);
    assert_int_equal(store_delete(t, id, 4, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, store_reviewer_name(s)));
    assert_int_equal(store_annotation_get(s, id, &a, &e), ERR_OK);
    assert_int_equal(a.revision, 4);
    assert_int_equal(a.start, 2);
    assert_int_equal(a.tag, TAG_REMEDY);
    assert_string_equal(a.note, "一 \"note\"\n");
    annotation_clear(&a);
    assert_int_equal(store_delete(s, id, 4, &e), ERR_OK);
    assert_int_equal(store_delete(s, id, 5, &e), ERR_NOT_FOUND);
    assert_int_equal(store_retag(s, 4711, 1, TAG_CAUSE, &e), ERR_NOT_FOUND);
    assert_int_equal(store_annotation_get(s, id, &a, &e), ERR_OK);
    assert_true(a.deleted);
    annotation_clear(&a);
    assert_ranges(s, NULL, "");
    store_close(&s);
    store_close(&t);
}

static void the_feed_tells_everything_in_order(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, NULL);
    bool moved;
    assert_int_equal(store_feed_moved(t, &moved, &e), ERR_OK);
    assert_false(moved);
    int64_t d = fixture_document(s, "a", TEXT);
    assert_int_equal(store_feed_moved(t, &moved, &e), ERR_OK);
    assert_true(moved);
    assert_int_equal(store_feed_moved(t, &moved, &e), ERR_OK);
    assert_false(moved);
    assert_int_equal(store_feed_moved(s, &moved, &e), ERR_OK); /* its own changes are no news */
    assert_false(moved);
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_retag(s, a.id, 1, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_move(s, a.id, 2, 0, 2, &e), ERR_OK);
    assert_int_equal(store_note(s, a.id, 3, "n", &e), ERR_OK);
    assert_int_equal(store_delete(s, a.id, 4, &e), ERR_OK);
    annotation_clear(&a);
    struct str actions = {0};
    assert_int_equal(store_feed_since(t, 0, add_action, &actions, &e), ERR_OK);
    assert_string_equal(actions.p, "create import create retag move note delete ");
    str_truncate(&actions, 0);
    assert_int_equal(store_feed_since(t, 5, add_action, &actions, &e), ERR_OK);
    assert_string_equal(actions.p, "note delete ");
    str_clear(&actions);
    store_close(&s);
    store_close(&t);
}

static bool check_move(void *ctx, const struct change *c)
{
    const char *session = ctx;
    if (strcmp(c->action, "move") == 0) {
        assert_string_equal(c->entity, "annotation");
        assert_string_equal(c->session, session);
        assert_string_equal(c->before, "{\"start\":0,\"end\":4,\"tag\":\"cause\",\"note\":\"\",\"deleted\":false,"
                                       "\"settled\":null,\"settled_by\":null,\"code\":null}");
        assert_string_equal(c->after, "{\"start\":1,\"end\":5,\"tag\":\"cause\",\"note\":\"\",\"deleted\":false,"
                                      "\"settled\":null,\"settled_by\":null,\"code\":null}");
        assert_int_equal(c->document, 1);
    } else {
        assert_null(c->before);
        assert_non_null(c->after);
    }
    assert_true(c->time > 0);
    return true;
}

static void a_change_carries_what_was_and_what_is(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annotation a;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", TEXT);
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, &a, &e), ERR_OK);
    assert_int_equal(store_move(s, a.id, 1, 1, 5, &e), ERR_OK);
    annotation_clear(&a);
    assert_int_equal(store_feed_since(s, 0, check_move, s->session, &e), ERR_OK);
    store_close(&s);
}

struct nested {
    struct store *s;
    struct str out;
};

static bool list_inside(void *ctx, const struct document *d)
{
    struct nested *n = ctx;
    struct err e;
    struct annotation a;
    str_addf(&n->out, "[%s ", d->name);
    assert_int_equal(store_annotations(n->s, &(struct store_filter){.document = d->id}, add_range, &n->out, &e),
                     ERR_OK);
    assert_int_equal(store_documents(n->s, add_name, &n->out, &e), ERR_OK);
    assert_int_equal(store_annotate(n->s, d->id, 0, 1, TAG_CAUSE, NULL, &a, &e), ERR_INPUT);
    return strcmp(d->name, "b") != 0;
}

static void a_callback_may_read_but_not_write(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct nested n = {.s = fixture_open(f, NULL)};
    int64_t d = fixture_document(n.s, "a", TEXT);
    fixture_document(n.s, "b", "other");
    fixture_document(n.s, "c", "never asked for");
    assert_int_equal(store_annotate(n.s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_documents(n.s, list_inside, &n, &e), ERR_OK);
    assert_string_equal(n.out.p, "[a C0-4 a:1 b:0 c:0 [b a:1 b:0 c:0 ");
    str_clear(&n.out);
    /* no listing is open any more: another program gets the file for itself */
    assert_int_equal(fixture_sql(f->path, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
    assert_int_equal(store_annotate(n.s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    store_close(&n.s);
}

static void places_are_each_reviewers_own(void **state)
{
    struct fixture *f = *state;
    struct err e;
    int64_t at;
    struct store *s = fixture_open(f, NULL), *t = fixture_open(f, "other");
    int64_t d = fixture_document(s, "a", TEXT);
    assert_int_equal(store_place_get(s, d, "", &at, &e), ERR_NOT_FOUND);
    assert_int_equal(store_place_set(s, d, "", 3, &e), ERR_OK);
    assert_int_equal(store_place_set(s, d, "", POINTS, &e), ERR_OK);
    assert_int_equal(store_place_set(s, d, "a", 7, &e), ERR_OK);
    assert_int_equal(store_place_set(s, d, "", POINTS + 1, &e), ERR_INPUT);
    assert_int_equal(store_place_set(s, d, "", -1, &e), ERR_INPUT);
    assert_int_equal(store_place_set(s, 99, "", 0, &e), ERR_NOT_FOUND);
    assert_int_equal(store_place_get(t, d, "", &at, &e), ERR_NOT_FOUND);
    store_close(&s);
    s = fixture_open(f, NULL);
    assert_int_equal(store_place_get(s, d, "", &at, &e), ERR_OK);
    assert_int_equal(at, POINTS);
    assert_int_equal(store_place_get(s, d, "a", &at, &e), ERR_OK);
    assert_int_equal(at, 7);
    store_close(&s);
    store_close(&t);
}

static void a_quote_is_plain_sql(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, NULL);
    int64_t d = fixture_document(s, "a", TEXT);
    assert_int_equal(store_annotate(s, d, 4, 8, TAG_MANIFESTATION, NULL, NULL, &e), ERR_OK);
    store_close(&s);
    assert_int_equal(fixture_sql(f->path,
                                 "SELECT substr(t.text, a.start + 1, a.end - a.start) = '责任不清' FROM annotation a "
                                 "JOIN document_text t ON t.document_id = a.document_id"),
                     1);
}

/* ---- what a lead decides ---- */

static void settled_is(struct store *s, enum settled settled, int64_t by)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotation_get(s, 1, &a, &e), ERR_OK);
    assert_int_equal(a.settled, settled);
    assert_int_equal(a.settled_by, by);
    annotation_clear(&a);
}

static void what_is_settled_stays_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *lead = fixture_open(f, NULL), *s = fixture_open(f, "other");
    int64_t d = fixture_document(lead, "a", TEXT), head, later;
    assert_int_equal(store_annotate(s, d, 0, 4, TAG_CAUSE, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_settle(s, 1, 1, SETTLED_ACCEPTED, &e), ERR_DENIED);
    assert_int_equal(store_settle(lead, 1, 1, (enum settled)3, &e), ERR_INPUT);
    assert_int_equal(store_settle(lead, 4711, 1, SETTLED_ACCEPTED, &e), ERR_NOT_FOUND);
    assert_int_equal(store_settle(lead, 1, 1, SETTLED_REJECTED, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 1, 1, SETTLED_ACCEPTED, &e), ERR_STALE);
    settled_is(s, SETTLED_REJECTED, store_reviewer(lead));
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    assert_int_equal(store_retag(s, 1, 2, TAG_REMEDY, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, store_reviewer_name(lead)));
    assert_int_equal(store_move(s, 1, 2, 1, 2, &e), ERR_DENIED);
    assert_int_equal(store_note(s, 1, 2, "x", &e), ERR_DENIED);
    assert_int_equal(store_delete(s, 1, 2, &e), ERR_DENIED);
    assert_int_equal(store_undo(s, NULL, &e), ERR_STALE);
    assert_int_equal(store_settle(lead, 1, 2, SETTLED_REJECTED, &e), ERR_OK); /* it is */
    assert_int_equal(store_feed_head(s, &later, &e), ERR_OK);
    assert_int_equal(later, head);
    assert_int_equal(store_settle(lead, 1, 2, SETTLED_NONE, &e), ERR_OK);
    settled_is(s, SETTLED_NONE, 0);
    assert_int_equal(store_retag(s, 1, 3, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_delete(s, 1, 4, &e), ERR_OK);
    assert_int_equal(store_settle(lead, 1, 5, SETTLED_ACCEPTED, &e), ERR_NOT_FOUND);
    fixture_sound(lead, d, 0);
    store_close(&lead);
    store_close(&s);
}

static void verdicts_have_names(void **state)
{
    (void)state;
    enum settled settled = SETTLED_REJECTED;
    assert_string_equal(settled_name(SETTLED_NONE), "");
    assert_true(settled_parse("open", &settled));
    assert_int_equal(settled, SETTLED_NONE);
    for (enum settled i = SETTLED_ACCEPTED; i <= SETTLED_REJECTED; i++) {
        assert_true(settled_parse(settled_name(i), &settled));
        assert_int_equal(settled, i);
    }
    assert_false(settled_parse("", &settled));
    assert_false(settled_parse("Accepted", &settled));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(documents_are_stored_once_under_names_of_their_own),
        T(bytes_are_stored_once_in_each_encoding),
        T(a_number_is_an_id_first_and_then_a_name),
        T(bad_documents_are_refused),
        T(annotations_are_listed_in_order_and_filtered),
        T(annotations_in_one_place_are_listed_as_they_were_made),
        T(bad_annotations_are_refused),
        T(an_edit_names_the_revision_that_it_saw),
        T(the_feed_tells_everything_in_order),
        T(a_change_carries_what_was_and_what_is),
        T(a_callback_may_read_but_not_write),
        T(places_are_each_reviewers_own),
        T(a_quote_is_plain_sql),
        T(what_is_settled_stays_as_it_is),
        T(verdicts_have_names),
    };
    return cmocka_run_group_tests_name("store_annotation", tests, NULL, NULL);
}
