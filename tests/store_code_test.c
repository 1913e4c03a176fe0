/* The codebook: codes are added and changed, annotations get them, undo takes that back, and whatever the file holds it
 * is a tree. */
#include "tests/unit.h"

#include "tests/store_codes.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the tree ---- */

static void codes_come_in_the_order_of_the_tree(void **state)
{
    struct pair p = open_pair(*state);
    int64_t cause = add(p.lead, TAG_CAUSE, 0, "制度");
    int64_t unwilling = add(p.lead, TAG_MANIFESTATION, 0, "不愿");
    add(p.wang, TAG_MANIFESTATION, 0, "不敢");
    add(p.wang, TAG_MANIFESTATION, unwilling, "怕麻烦");
    add(p.wang, TAG_CAUSE, cause, "责任不清");
    add(p.wang, TAG_MANIFESTATION, unwilling, "怕吃亏");
    shows(p.lead, false,
          "manifestation:不愿<0 manifestation:怕麻烦<2 manifestation:怕吃亏<2 manifestation:不敢<0 "
          "cause:制度<0 cause:责任不清<1 ");
    sound(p.lead);
    close_pair(&p);
}

static void refused(struct store *s, const struct code_new *c, enum err_code want)
{
    struct err e = {0};
    struct code out;
    assert_int_equal(store_code_add(s, c, &out, &e), want);
    assert_true(strlen(e.msg) > 0);
    code_clear(&out);
}

static void what_is_no_code_is_refused(void **state)
{
    struct pair p = open_pair(*state);
    int64_t id = add(p.lead, TAG_CAUSE, 0, "Rules");
    char name[STORE_CODE_NAME_MAX + 2];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = ""}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = " a"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a\x1b[2J"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a\xff"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = name}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_NONE, .name = "a"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a", .key = "ab"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a", .key = "\x07"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a", .uuid = "1"}, ERR_INPUT);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a", .parent = 99}, ERR_NOT_FOUND);
    refused(p.lead, &(struct code_new){.tag = TAG_REMEDY, .name = "a", .parent = id}, ERR_INPUT);
    for (int i = 1; i < STORE_CODE_DEPTH_MAX; i++)
        id = add(p.lead, TAG_CAUSE, id, "deeper");
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "a", .parent = id}, ERR_INPUT);
    sound(p.lead);
    close_pair(&p);
}

static void a_sibling_of_the_same_name_is_handed_out(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    struct code out;
    int64_t id = add(p.lead, TAG_CAUSE, 0, "Rules");
    assert_int_equal(store_code_add(p.wang, &(struct code_new){.tag = TAG_CAUSE, .name = "ＲＵＬＥＳ"}, &out, &e),
                     ERR_EXISTS);
    assert_int_equal(out.id, id);
    assert_string_equal(out.name, "Rules");
    code_clear(&out);
    add(p.wang, TAG_REMEDY, 0, "Rules");
    add(p.wang, TAG_CAUSE, id, "Rules");
    is_ok(store_code_add(p.wang, &(struct code_new){.tag = TAG_CAUSE, .name = "k", .key = "k"}, NULL, &e), &e);
    refused(p.lead, &(struct code_new){.tag = TAG_CAUSE, .name = "l", .key = "k"}, ERR_EXISTS);
    is_ok(store_code_add(p.wang, &(struct code_new){.tag = TAG_REMEDY, .name = "k", .key = "k"}, NULL, &e), &e);
    close_pair(&p);
}

static void is_at(struct store *s, enum tag tag, const char *path, int64_t id)
{
    struct err e = {0};
    int64_t at;
    is_ok(store_code_at(s, tag, path, &at, &e), &e);
    assert_int_equal(at, id);
}

static void a_code_is_found_by_its_path_or_its_name(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    struct str path = {0};
    int64_t at;
    int64_t unwilling = add(p.lead, TAG_MANIFESTATION, 0, "Unwilling"), cause = add(p.lead, TAG_CAUSE, 0, "a/b\\c");
    int64_t afraid = add(p.lead, TAG_MANIFESTATION, unwilling, "Afraid");
    int64_t below = add(p.lead, TAG_CAUSE, cause, "Unwilling"), other = add(p.lead, TAG_CAUSE, 0, "Afraid/");
    is_at(p.wang, TAG_MANIFESTATION, "unwilling/ＡＦＲＡＩＤ", afraid);
    is_at(p.wang, TAG_MANIFESTATION, "afraid", afraid);
    is_at(p.wang, TAG_NONE, "unwilling", unwilling); /* that is a path, and the other one is not */
    is_at(p.wang, TAG_CAUSE, "unwilling", below);
    is_at(p.wang, TAG_NONE, "a\\/b\\\\c/unwilling", below);
    is_at(p.wang, TAG_CAUSE, "afraid\\/", other);
    is_ok(store_code_path(p.wang, below, &path, &e), &e);
    assert_string_equal(str_z(&path), "a\\/b\\\\c/Unwilling");
    is_at(p.wang, TAG_CAUSE, str_z(&path), below);
    str_clear(&path);
    assert_int_equal(store_code_at(p.wang, TAG_REMEDY, "afraid", &at, &e), ERR_NOT_FOUND);
    assert_int_equal(store_code_at(p.wang, TAG_NONE, "unwilling/x", &at, &e), ERR_NOT_FOUND);
    assert_int_equal(store_code_at(p.wang, TAG_NONE, "", &at, &e), ERR_NOT_FOUND);
    add(p.lead, TAG_CAUSE, cause, "twice");
    add(p.lead, TAG_CAUSE, below, "Twice");
    assert_int_equal(store_code_at(p.wang, TAG_CAUSE, "twice", &at, &e), ERR_INPUT);
    close_pair(&p);
}

/* ---- an annotation's code ---- */

static void an_annotation_has_one_code_of_its_tag(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t code = add(p.lead, TAG_MANIFESTATION, 0, "不愿"), cause = add(p.lead, TAG_CAUSE, 0, "制度");
    struct annotation a = tagged(p.wang, p.d, TAG_MANIFESTATION, 0);
    assert_int_equal(a.code, 0);
    assert_int_equal(store_recode(p.wang, a.id, a.revision, cause, &e), ERR_INPUT);
    assert_int_equal(store_recode(p.wang, a.id, a.revision, 77, &e), ERR_NOT_FOUND);
    assert_int_equal(store_recode(p.lead, a.id, a.revision, code, &e), ERR_DENIED);
    give(p.wang, a.id, code);
    assert_int_equal(see(p.lead, a.id).code, code);
    assert_int_equal(see(p.lead, a.id).code_given, code);
    assert_int_equal(store_recode(p.wang, a.id, a.revision, 0, &e), ERR_STALE);
    is_ok(store_retag(p.wang, a.id, see(p.wang, a.id).revision, TAG_CAUSE, &e), &e);
    assert_int_equal(see(p.lead, a.id).code, 0);
    undo(p.wang);
    assert_int_equal(see(p.lead, a.id).tag, TAG_MANIFESTATION);
    assert_int_equal(see(p.lead, a.id).code, code);
    give(p.wang, a.id, 0);
    assert_int_equal(see(p.lead, a.id).code, 0);
    undo(p.wang);
    undo(p.wang);
    assert_int_equal(see(p.lead, a.id).code, 0);
    redo(p.wang);
    assert_int_equal(see(p.lead, a.id).code, code);
    is_ok(store_settle(p.lead, a.id, see(p.lead, a.id).revision, SETTLED_ACCEPTED, &e), &e);
    assert_int_equal(store_recode(p.wang, a.id, see(p.wang, a.id).revision, 0, &e), ERR_DENIED);
    sound(p.lead);
    close_pair(&p);
}

static void a_carried_annotation_has_its_code(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t code = add(p.lead, TAG_MANIFESTATION, 0, "不愿"), newer;
    struct annotation a = tagged(p.wang, p.d, TAG_MANIFESTATION, 0), carried;
    give(p.wang, a.id, code);
    struct document_new d = {.name = "b", .text = TEXT, .text_bytes = strlen(TEXT), .previous = p.d};
    d.source = "other bytes", d.source_bytes = 11;
    is_ok(store_document_add(p.lead, &d, &newer, &e), &e);
    is_ok(store_carry(p.wang, a.id, see(p.wang, a.id).revision, newer, 0, 3, true, &carried, &e), &e);
    assert_int_equal(carried.code, code);
    annotation_clear(&carried);
    close_pair(&p);
}

static void codes_given_are_counted_and_the_last_come_first(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t recent[9];
    size_t n;
    int64_t one = add(p.lead, TAG_CAUSE, 0, "一"), two = add(p.lead, TAG_CAUSE, 0, "二");
    int64_t other = add(p.lead, TAG_REMEDY, 0, "三");
    give(p.wang, tagged(p.wang, p.d, TAG_CAUSE, 0).id, one);
    give(p.wang, tagged(p.wang, p.d, TAG_CAUSE, 3).id, two);
    give(p.wang, tagged(p.wang, p.d, TAG_REMEDY, 3).id, other);
    give(p.wang, tagged(p.wang, p.d, TAG_CAUSE, 6).id, one);
    give(p.lead, tagged(p.lead, p.d, TAG_CAUSE, 6).id, two);
    counts(p.lead, "1:2 2:2 3:1 ");
    is_ok(store_codes_recent(p.wang, TAG_CAUSE, recent, 9, &n, &e), &e);
    assert_int_equal(n, 2);
    assert_int_equal(recent[0], one);
    assert_int_equal(recent[1], two);
    is_ok(store_codes_recent(p.wang, TAG_CAUSE, recent, 1, &n, &e), &e);
    assert_int_equal(n, 1);
    close_pair(&p);
}

/* ---- changes ---- */

static void who_made_a_code_or_a_lead_changes_it(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t own = add(p.wang, TAG_CAUSE, 0, "甲"), leads = add(p.lead, TAG_CAUSE, 0, "乙");
    struct code_edit to = {.name = "丙", .definition = "定义", .key = "b"};
    assert_int_equal(store_code_edit(p.wang, leads, 1, &to, &e), ERR_DENIED);
    is_ok(store_code_edit(p.wang, own, 1, &to, &e), &e);
    assert_int_equal(store_code_edit(p.lead, own, 1, &to, &e), ERR_STALE);
    is_ok(store_code_edit(p.lead, own, 2, &(struct code_edit){.name = "丁"}, &e), &e);
    assert_int_equal(store_code_edit(p.lead, own, 3, &(struct code_edit){.name = "乙"}, &e), ERR_EXISTS);
    shows(p.wang, false, "cause:丁<0 cause:乙<0 ");
    struct undone u;
    assert_int_equal(store_undo(p.wang, &u, &e), ERR_STALE);
    assert_true(u.blocked);
    undo(p.lead);
    undo(p.wang);
    shows(p.wang, false, "cause:甲<0 cause:乙<0 ");
    redo(p.wang);
    redo(p.lead);
    shows(p.wang, false, "cause:丁<0 cause:乙<0 ");
    assert_int_equal(store_code_delete(p.wang, leads, 1, &e), ERR_DENIED);
    sound(p.lead);
    close_pair(&p);
}

static void a_code_that_is_used_stays(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t code = add(p.lead, TAG_CAUSE, 0, "甲"), below = add(p.lead, TAG_CAUSE, code, "乙");
    struct annotation a = tagged(p.wang, p.d, TAG_CAUSE, 0);
    give(p.wang, a.id, below);
    assert_int_equal(store_code_delete(p.lead, code, 1, &e), ERR_DENIED);
    assert_int_equal(store_code_delete(p.lead, below, 1, &e), ERR_DENIED);
    give(p.wang, a.id, 0);
    is_ok(store_code_delete(p.lead, below, 1, &e), &e);
    is_ok(store_code_delete(p.lead, code, 1, &e), &e);
    assert_int_equal(store_recode(p.wang, a.id, see(p.wang, a.id).revision, below, &e), ERR_NOT_FOUND);
    shows(p.wang, false, "");
    shows(p.wang, true, "cause:甲<0 gone cause:乙<1 gone ");
    struct undone u;
    undo(p.lead);
    undo(p.lead);
    undo(p.wang);
    shows(p.wang, false, "cause:甲<0 cause:乙<1 ");
    assert_int_equal(store_redo(p.lead, NULL, &e), ERR_DENIED);
    assert_int_equal(store_undo(p.lead, &u, &e), ERR_DENIED); /* it was made, and has been used since */
    assert_true(u.blocked);
    sound(p.lead);
    close_pair(&p);
}

static void blocked(struct store *s)
{
    struct err e = {0};
    struct undone u;
    assert_int_equal(store_undo(s, &u, &e), ERR_STALE);
    assert_true(u.blocked);
    assert_non_null(strstr(e.msg, "the code that it had was deleted meanwhile"));
}

/* Else the annotation would have a code of which no list says that anything has it. */
static void undo_brings_no_code_back_that_is_gone(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t one = add(p.lead, TAG_CAUSE, 0, "甲"), two = add(p.lead, TAG_CAUSE, 0, "乙");
    int64_t merged = add(p.lead, TAG_CAUSE, 0, "丙");
    struct annotation a = tagged(p.wang, p.d, TAG_CAUSE, 0), b = tagged(p.wang, p.d, TAG_CAUSE, 3);
    give(p.wang, a.id, one);
    give(p.wang, b.id, merged);
    is_ok(store_code_merge(p.lead, merged, 1, one, &e), &e);
    is_ok(store_delete(p.wang, b.id, see(p.wang, b.id).revision, &e), &e);
    give(p.wang, a.id, two);
    is_ok(store_code_delete(p.lead, one, revision(p.lead, one), &e), &e);
    blocked(p.wang);
    assert_int_equal(see(p.lead, a.id).code, two);
    is_ok(store_delete(p.wang, a.id, see(p.wang, a.id).revision, &e), &e);
    is_ok(store_code_delete(p.lead, two, revision(p.lead, two), &e), &e);
    blocked(p.wang);
    assert_true(see(p.lead, a.id).deleted);
    sound(p.lead);
    undo(p.lead);
    undo(p.wang);
    blocked(p.wang);
    undo(p.lead);
    undo(p.wang);
    undo(p.wang); /* the one that counts as the other */
    counts(p.lead, "1:2 ");
    sound(p.lead);
    close_pair(&p);
}

static void undo_gives_no_name_twice(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    struct undone u;
    int64_t code = add(p.wang, TAG_CAUSE, 0, "甲");
    is_ok(store_code_edit(p.wang, code, 1, &(struct code_edit){.name = "乙"}, &e), &e);
    add(p.lead, TAG_CAUSE, 0, "甲");
    assert_int_equal(store_undo(p.wang, &u, &e), ERR_STALE);
    assert_true(u.blocked);
    undo(p.lead);
    undo(p.wang);
    shows(p.wang, false, "cause:甲<0 ");
    assert_int_equal(store_redo(p.lead, &u, &e), ERR_STALE);
    sound(p.lead);
    close_pair(&p);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(codes_come_in_the_order_of_the_tree),
        T(what_is_no_code_is_refused),
        T(a_sibling_of_the_same_name_is_handed_out),
        T(a_code_is_found_by_its_path_or_its_name),
        T(an_annotation_has_one_code_of_its_tag),
        T(a_carried_annotation_has_its_code),
        T(codes_given_are_counted_and_the_last_come_first),
        T(who_made_a_code_or_a_lead_changes_it),
        T(a_code_that_is_used_stays),
        T(undo_brings_no_code_back_that_is_gone),
        T(undo_gives_no_name_twice),
    };
    return cmocka_run_group_tests_name("store_code", tests, NULL, NULL);
}
