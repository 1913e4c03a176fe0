/* What is too much, or makes no sense, is refused with a reason and changes nothing. */
#include "tests/unit.h"

#include "tests/store_codes.h"

#include "base/mem.h"
#include "db/code.h"
#include "db/filter.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>

/* The change was refused as CODE for a reason with these WORDS, and nothing has come into the feed behind HEAD. */
static void is_refused(struct store *s, enum err_code code, enum err_code want, const char *words, const struct err *e,
                       int64_t head)
{
    struct err other;
    int64_t now;
    if (code != want || !strstr(e->msg, words))
        fail_msg("code %d, “%s”", (int)code, e->msg);
    is_ok(store_feed_head(s, &now, &other), &other);
    assert_int_equal(now, head);
}

static int64_t head_of(struct store *s)
{
    struct err e;
    int64_t head;
    is_ok(store_feed_head(s, &head, &e), &e);
    return head;
}

/* ---- inside a listing ---- */

struct inside {
    struct store *store;
    const char *copy;
    enum err_code backup, check;
    struct err backup_e, check_e;
};

static bool no_line(void *ctx, const char *line)
{
    (void)ctx, (void)line;
    return true;
}

static bool upkeep(void *ctx, const struct document *d)
{
    struct inside *in = ctx;
    size_t findings;
    (void)d;
    in->backup = store_backup(in->store, in->copy, &in->backup_e);
    in->check = store_check(in->store, no_line, NULL, &findings, &in->check_e);
    return false;
}

static void no_upkeep_inside_a_listing(void **state)
{
    struct fixture *f = *state;
    struct pair p = open_pair(f);
    char copy[sizeof f->path + 8];
    struct err e;
    snprintf(copy, sizeof copy, "%s.copy", f->path);
    struct inside in = {.store = p.lead, .copy = copy};
    is_ok(store_documents(p.lead, upkeep, &in, &e), &e);
    is_refused(p.lead, in.backup, ERR_INPUT, "inside a listing", &in.backup_e, head_of(p.lead));
    is_refused(p.lead, in.check, ERR_INPUT, "inside a listing", &in.check_e, head_of(p.lead));
    is_ok(store_backup(p.lead, copy, &e), &e);
    sound(p.lead);
    close_pair(&p);
}

/* ---- documents ---- */

/* What is claimed to be so long is not looked at. */
static void no_document_is_longer_than_the_file_bears(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    int64_t id, head = head_of(p.lead);
    struct document_new d = {
        .name = "long", .encoding = "UTF-8", .source = "x", .source_bytes = 1, .text = "x", .text_bytes = 1};
    d.text_bytes = (size_t)STORE_TEXT_MAX + 1;
    is_refused(p.lead, store_document_add(p.lead, &d, &id, &e), ERR_INPUT, "the text is longer than 128 MB", &e, head);
    d.text_bytes = 1;
    d.sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
    d.source_bytes = (size_t)STORE_SOURCE_MAX + 1;
    is_refused(p.lead, store_document_add(p.lead, &d, &id, &e), ERR_INPUT, "the file is longer than 256 MB", &e, head);
    close_pair(&p);
}

static void a_mark_has_a_short_name(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    char name[STORE_PLACE_MAX + 2];
    int64_t head = head_of(p.lead);
    memset(name, 'n', sizeof name);
    name[sizeof name - 1] = '\0';
    is_refused(p.lead, store_place_set(p.lead, p.d, name, 1, &e), ERR_INPUT, "the name of a mark is longer", &e, head);
    is_refused(p.lead, store_place_set(p.lead, p.d, "\xFF", 1, &e), ERR_INPUT, "not UTF-8", &e, head);
    is_ok(store_place_set(p.lead, p.d, name + 1, 1, &e), &e);
    close_pair(&p);
}

/* ---- codes ---- */

static char *long_words(size_t n)
{
    char *words = mem_alloc(n + 1, 1);
    memset(words, 'w', n);
    words[n] = '\0';
    return words;
}

static void the_words_of_a_code_have_bounds(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    int64_t id = add(p.lead, TAG_CAUSE, 0, "one"), head = head_of(p.lead), now = revision(p.lead, id);
    char *words = long_words(STORE_NOTE_MAX + 1);
    struct code_edit edit = {.definition = words};
    is_refused(p.lead, store_code_edit(p.lead, id, now, &edit, &e), ERR_INPUT, "the definition: longer than 64 KB", &e,
               head);
    edit = (struct code_edit){.example = "\xC3("};
    is_refused(p.lead, store_code_edit(p.lead, id, now, &edit, &e), ERR_INPUT, "the example: not UTF-8", &e, head);
    edit = (struct code_edit){.key = "kk"};
    is_refused(p.lead, store_code_edit(p.lead, id, now, &edit, &e), ERR_INPUT, "one character", &e, head);
    edit = (struct code_edit){.name = "one", .definition = ""}; /* as it is */
    is_refused(p.lead, store_code_edit(p.lead, id, now, &edit, &e), ERR_OK, "", &(struct err){0}, head);
    edit = (struct code_edit){.definition = words + 1};
    is_ok(store_code_edit(p.lead, id, now, &edit, &e), &e);
    free(words);
    close_pair(&p);
}

static void a_full_codebook_takes_no_more(void **state)
{
    struct fixture *f = *state;
    struct pair p = open_pair(f);
    char sql[600];
    struct err e;
    snprintf(sql, sizeof sql,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO code (uuid, "
             "tag, name, definition, example, key, position, reviewer_id, revision, created, updated) SELECT "
             "'u' || i, 1, 'n' || i, '', '', '', i, 1, 1, 0, 0 FROM n",
             STORE_CODES_MAX);
    fixture_sql(f->path, sql);
    struct code_new c = {.tag = TAG_CAUSE, .name = "one more"};
    is_refused(p.lead, store_code_add(p.lead, &c, NULL, &e), ERR_INPUT, "the codebook is full", &e, head_of(p.lead));
    close_pair(&p);
}

static void only_what_stands_as_it_was_seen_is_split(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    int64_t id = add(p.lead, TAG_CAUSE, 0, "one"), into = add(p.lead, TAG_CAUSE, 0, "other");
    int64_t head = head_of(p.lead), now = revision(p.lead, id);
    struct code_new c = {.tag = TAG_CAUSE, .name = "new"};
    struct code made;
    is_refused(p.lead, store_code_split(p.lead, id, now + 1, &c, NULL, 0, &made, &e), ERR_STALE, "has changed this", &e,
               head);
    c.tag = TAG_REMEDY;
    is_refused(p.lead, store_code_split(p.lead, id, now, &c, NULL, 0, &made, &e), ERR_INPUT, "stays below its tag", &e,
               head);
    c.tag = TAG_CAUSE;
    is_ok(store_code_merge(p.lead, id, now, into, &e), &e);
    head = head_of(p.lead);
    is_refused(p.lead, store_code_split(p.lead, id, revision(p.lead, id), &c, NULL, 0, &made, &e), ERR_NOT_FOUND,
               "this code is gone", &e, head);
    sound(p.lead);
    close_pair(&p);
}

/* A codebook from elsewhere may name what is not here. */
static void nothing_is_merged_into_what_is_not_there(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    int64_t other = add(p.lead, TAG_REMEDY, 0, "of another tag"), head = head_of(p.lead);
    struct code_new c = {.tag = TAG_CAUSE, .name = "new", .merged_into = 77};
    is_refused(p.lead, store_code_add(p.lead, &c, NULL, &e), ERR_NOT_FOUND, "merged into is gone", &e, head);
    c.merged_into = other;
    is_refused(p.lead, store_code_add(p.lead, &c, NULL, &e), ERR_INPUT, "stays below its tag", &e, head);
    close_pair(&p);
}

/* ---- what a lead did, once they are none any more ---- */

static void who_is_no_lead_any_more_takes_nothing_of_others_back(void **state)
{
    struct pair p = open_pair(*state);
    struct err e;
    struct link made;
    struct undone undone;
    struct annotation one = tagged(p.lead, p.d, TAG_MANIFESTATION, 0), other = tagged(p.lead, p.d, TAG_CAUSE, 3);
    is_ok(store_link(p.lead, one.id, other.id, "why", &made, &e), &e);
    is_ok(store_role_set(p.lead, store_reviewer(p.wang), ROLE_LEAD, &e), &e);
    is_ok(store_unlink(p.wang, made.id, made.revision, &e), &e);
    is_ok(store_role_set(p.lead, store_reviewer(p.wang), ROLE_REVIEWER, &e), &e);
    int64_t head = head_of(p.lead);
    is_refused(p.wang, store_undo(p.wang, &undone, &e), ERR_DENIED, "they or a lead can change it", &e, head);
    assert_true(undone.blocked);
    is_ok(store_role_set(p.lead, store_reviewer(p.wang), ROLE_LEAD, &e), &e);
    is_ok(store_undo(p.wang, &undone, &e), &e);
    int64_t id = made.id;
    link_clear(&made);
    is_ok(store_link_get(p.lead, id, &made, &e), &e);
    assert_false(made.deleted);
    link_clear(&made);
    close_pair(&p);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_upkeep_inside_a_listing),
        TEST(no_document_is_longer_than_the_file_bears),
        TEST(a_mark_has_a_short_name),
        TEST(the_words_of_a_code_have_bounds),
        TEST(a_full_codebook_takes_no_more),
        TEST(only_what_stands_as_it_was_seen_is_split),
        TEST(nothing_is_merged_into_what_is_not_there),
        TEST(who_is_no_lead_any_more_takes_nothing_of_others_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
