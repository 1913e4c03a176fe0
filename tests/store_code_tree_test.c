/* Codes that change their place, and codebooks that somebody made to do harm. */
#include "tests/unit.h"

#include "tests/store_codes.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void move(struct store *s, int64_t id, int64_t parent, int64_t before)
{
    struct err e = {0};
    is_ok(store_code_move(s, id, revision(s, id), parent, before, &e), &e);
}

static void codes_are_moved_to_another_place(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t a = add(p.lead, TAG_CAUSE, 0, "a"), b = add(p.lead, TAG_CAUSE, 0, "b"), c = add(p.lead, TAG_CAUSE, 0, "c");
    int64_t other = add(p.lead, TAG_REMEDY, 0, "d"), below = add(p.lead, TAG_CAUSE, a, "e");
    move(p.lead, c, 0, a);
    shows(p.wang, false, "cause:c<0 cause:a<0 cause:e<1 cause:b<0 remedy:d<0 ");
    move(p.lead, c, 0, b);
    shows(p.wang, false, "cause:a<0 cause:e<1 cause:c<0 cause:b<0 remedy:d<0 ");
    int64_t seen = revision(p.lead, c);
    move(p.lead, c, 0, b);
    assert_int_equal(revision(p.lead, c), seen);
    move(p.lead, c, a, below);
    move(p.lead, b, c, 0);
    shows(p.wang, false, "cause:a<0 cause:c<1 cause:b<3 cause:e<1 remedy:d<0 ");
    assert_int_equal(store_code_move(p.lead, a, revision(p.lead, a), b, 0, &e), ERR_INPUT);
    assert_int_equal(store_code_move(p.lead, a, revision(p.lead, a), a, 0, &e), ERR_INPUT);
    assert_int_equal(store_code_move(p.lead, a, revision(p.lead, a), other, 0, &e), ERR_INPUT);
    assert_int_equal(store_code_move(p.lead, a, revision(p.lead, a), 0, below, &e), ERR_INPUT);
    assert_int_equal(store_code_move(p.wang, b, revision(p.lead, b), 0, 0, &e), ERR_DENIED);
    undo(p.lead);
    undo(p.lead);
    shows(p.wang, false, "cause:a<0 cause:e<1 cause:c<0 cause:b<0 remedy:d<0 ");
    redo(p.lead);
    shows(p.wang, false, "cause:a<0 cause:c<1 cause:e<1 cause:b<0 remedy:d<0 ");
    sound(p.lead);
    close_pair(&p);
}

static void there_is_always_room_for_one_more(void **state)
{
    struct pair p = open_pair(*state);
    int64_t left = add(p.lead, TAG_CAUSE, 0, "a"), right = add(p.lead, TAG_CAUSE, 0, "b");
    int64_t end = add(p.lead, TAG_CAUSE, 0, "c");
    for (int i = 0; i < 80; i++) { /* more often than the room between two can be halved */
        move(p.lead, left, 0, end);
        int64_t moved = left;
        left = right;
        right = moved;
    }
    shows(p.lead, false, "cause:a<0 cause:b<0 cause:c<0 ");
    for (int i = 0; i < 80; i++)
        undo(p.lead);
    shows(p.lead, false, "cause:a<0 cause:b<0 cause:c<0 ");
    sound(p.lead);
    close_pair(&p);
}

/* Whoever may move a code may make others' room for it, and take that back. */
static void room_among_others_codes_is_taken_back(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t others = add(p.lead, TAG_CAUSE, 0, "0"), left = add(p.wang, TAG_CAUSE, 0, "a");
    int64_t right = add(p.wang, TAG_CAUSE, 0, "b"), end = add(p.lead, TAG_CAUSE, 0, "c");
    int moves = 0;
    for (; revision(p.lead, others) == 1 && moves < 80; moves++) {
        move(p.wang, left, 0, end);
        int64_t moved = left;
        left = right;
        right = moved;
    }
    assert_int_not_equal(revision(p.lead, others), 1);
    for (int i = 0; i < moves; i++)
        undo(p.wang);
    shows(p.lead, false, "cause:0<0 cause:a<0 cause:b<0 cause:c<0 ");
    for (int i = 0; i < moves; i++)
        redo(p.wang);
    assert_int_equal(store_code_move(p.wang, end, revision(p.lead, end), 0, left, &e), ERR_DENIED);
    sound(p.lead);
    close_pair(&p);
}

static void a_merged_code_counts_as_the_other(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t into = add(p.lead, TAG_CAUSE, 0, "into"), from = add(p.lead, TAG_CAUSE, 0, "from");
    int64_t below = add(p.lead, TAG_CAUSE, from, "below"), last = add(p.lead, TAG_CAUSE, 0, "last");
    struct annotation a = tagged(p.wang, p.d, TAG_CAUSE, 0), b = tagged(p.wang, p.d, TAG_CAUSE, 3);
    give(p.wang, a.id, from);
    give(p.wang, b.id, below);
    assert_int_equal(store_code_merge(p.wang, from, 1, into, &e), ERR_DENIED);
    assert_int_equal(store_code_merge(p.lead, from, 1, from, &e), ERR_INPUT);
    assert_int_equal(store_code_merge(p.lead, from, 1, below, &e), ERR_INPUT);
    is_ok(store_code_merge(p.lead, from, 1, into, &e), &e);
    shows(p.wang, false, "cause:into<0 cause:below<1 cause:last<0 ");
    shows(p.wang, true, "cause:into<0 cause:below<1 cause:last<0 cause:from<0 merged ");
    assert_int_equal(see(p.wang, a.id).code, into);
    assert_int_equal(see(p.wang, a.id).code_given, from);
    is_ok(store_code_merge(p.lead, into, revision(p.lead, into), last, &e), &e);
    assert_int_equal(see(p.wang, a.id).code, last);
    counts(p.wang, "3:1 4:1 ");
    assert_int_equal(store_code_delete(p.lead, last, revision(p.lead, last), &e), ERR_DENIED);
    give(p.wang, tagged(p.wang, p.d, TAG_CAUSE, 6).id, from); /* chosen from a list that was old */
    counts(p.wang, "3:1 4:2 ");
    undo(p.wang);
    undo(p.lead);
    assert_int_equal(see(p.wang, a.id).code, into);
    undo(p.lead);
    assert_int_equal(see(p.wang, a.id).code, from);
    shows(p.wang, false, "cause:into<0 cause:from<0 cause:below<2 cause:last<0 ");
    redo(p.lead);
    redo(p.lead);
    assert_int_equal(see(p.wang, a.id).code, last);
    sound(p.lead);
    close_pair(&p);
}

static void a_merge_gives_no_name_twice(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t into = add(p.lead, TAG_CAUSE, 0, "into"), from = add(p.wang, TAG_CAUSE, 0, "from");
    add(p.lead, TAG_CAUSE, into, "same");
    int64_t same = add(p.wang, TAG_CAUSE, from, "same");
    assert_int_equal(store_code_merge(p.wang, from, 1, into, &e), ERR_EXISTS);
    shows(p.wang, true, "cause:into<0 cause:same<1 cause:from<0 cause:same<2 ");
    is_ok(store_code_edit(p.wang, same, 1, &(struct code_edit){.name = "other"}, &e), &e);
    is_ok(store_code_merge(p.wang, from, 1, into, &e), &e);
    assert_int_equal(store_code_merge(p.wang, from, 2, into, &e), ERR_NOT_FOUND);
    undo(p.wang);
    shows(p.wang, true, "cause:into<0 cause:same<1 cause:from<0 cause:other<2 ");
    sound(p.lead);
    close_pair(&p);
}

static void a_code_is_split_in_two(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    struct code made;
    int64_t code = add(p.wang, TAG_CAUSE, 0, "甲");
    struct annotation own = tagged(p.wang, p.d, TAG_CAUSE, 0), others = tagged(p.lead, p.d, TAG_CAUSE, 3);
    struct annotation stays = tagged(p.lead, p.d, TAG_CAUSE, 6), none = tagged(p.wang, p.d, TAG_CAUSE, 6);
    give(p.wang, own.id, code);
    give(p.lead, others.id, code);
    give(p.lead, stays.id, code);
    struct code_new new = {.tag = TAG_CAUSE, .name = "乙"};
    int64_t both[] = {own.id, others.id}, wrong[] = {own.id, none.id};
    assert_int_equal(store_code_split(p.wang, code, 1, &new, both, 2, &made, &e), ERR_DENIED);
    assert_non_null(strstr(e.msg, "1 of these"));
    assert_int_equal(store_code_split(p.wang, code, 1, &new, wrong, 2, &made, &e), ERR_STALE);
    shows(p.wang, true, "cause:甲<0 ");
    is_ok(store_code_split(p.wang, code, 1, &new, both, 1, &made, &e), &e);
    assert_int_equal(see(p.wang, own.id).code, made.id);
    code_clear(&made);
    undo(p.wang);
    shows(p.wang, false, "cause:甲<0 ");
    assert_int_equal(see(p.wang, own.id).code, code);
    is_ok(store_code_split(p.lead, code, 1, &new, both, 2, &made, &e), &e);
    counts(p.wang, "1:1 3:2 ");
    code_clear(&made);
    undo(p.lead);
    counts(p.wang, "1:3 ");
    redo(p.lead);
    counts(p.wang, "1:1 3:2 ");
    sound(p.lead);
    close_pair(&p);
}

/* ---- files that may hold anything ---- */

static bool check_tree(void *ctx, const struct code *c)
{
    struct str *seen = ctx;
    char id[40];
    snprintf(id, sizeof id, " %lld ", (long long)c->parent);
    assert_true(c->parent == 0 || strstr(str_z(seen), id) != NULL);
    snprintf(id, sizeof id, " %lld ", (long long)c->id);
    assert_null(strstr(str_z(seen), id));
    str_add(seen, id);
    return true;
}

/* Whatever the numbers are: each code comes once, behind its parent, and everything else ends. */
static void a_hostile_codebook_is_a_tree(void **state)
{
    static const char *const plants[] = {
        "UPDATE code SET parent_id = id",
        "UPDATE code SET parent_id = 1 + id % 40",
        "UPDATE code SET parent_id = CASE WHEN id > 1 THEN id - 1 END",
        "UPDATE code SET merged_into = id",
        "UPDATE code SET merged_into = 1 + id % 40",
        "UPDATE code SET merged_into = CASE WHEN id < 40 THEN id + 1 END",
        "UPDATE code SET parent_id = 1 + (id * 7) % 40, merged_into = CASE WHEN id % 3 = 0 THEN 1 + (id * 11) % 40 END",
        "UPDATE code SET tag = 1 + id % 3, parent_id = 1 + id % 40",
        "UPDATE code SET deleted_at = 1 WHERE id % 2; UPDATE code SET parent_id = 1 + id % 40",
        "UPDATE code SET position = -9223372036854775807 - 1, key = printf('%.300c', 'x')",
        "UPDATE code SET position = 9223372036854775807, name = ''",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
        struct pair p = open_pair(f);
        struct err e = {0};
        struct str seen = {0}, path = {0};
        int64_t at, annotation = tagged(p.lead, p.d, TAG_CAUSE, 0).id;
        char name[20];
        for (int k = 0; k < 40; k++) {
            snprintf(name, sizeof name, "c%d", k);
            add(p.lead, TAG_CAUSE, 0, name);
        }
        give(p.lead, annotation, 3);
        fixture_sql(f->path, plants[i]);
        is_ok(store_codes(p.wang, TAG_NONE, true, check_tree, &seen, &e), &e);
        snprintf(name, sizeof name, "%lld:1 ", (long long)see(p.wang, annotation).code);
        if (see(p.wang, annotation).code)
            counts(p.wang, name);
        is_ok(store_code_path(p.wang, 7, &path, &e), &e);
        store_code_at(p.wang, TAG_NONE, "c7", &at, &e);
        for (int64_t id = 1; id <= 40; id += 13) {
            store_code_move(p.lead, id, 1, id + 1, 0, &e);
            store_code_move(p.lead, id, 1, 0, id == 1 ? 2 : id - 1, &e);
            store_code_merge(p.lead, id, 1, 40 - id, &e);
            store_code_delete(p.lead, id, 1, &e);
            store_code_add(p.lead, &(struct code_new){.tag = TAG_CAUSE, .parent = id, .name = "x"}, NULL, &e);
        }
        while (store_undo_past(p.lead, NULL, &e) == ERR_OK)
            ;
        str_clear(&seen);
        str_clear(&path);
        close_pair(&p);
        assert_int_equal(unlink(f->path), 0);
        assert_int_equal(store_create(f->path, NULL, &e), ERR_OK);
    }
}

/* A code whose merges lead nowhere is none that anybody can be given: it is handed out as gone. */
static void a_merge_that_leads_nowhere_is_gone(void **state)
{
    struct fixture *f = *state;
    struct pair p = open_pair(f);
    struct err e = {0};
    struct code c;
    int64_t id = add(p.lead, TAG_CAUSE, 0, "1");
    add(p.lead, TAG_CAUSE, 0, "2");
    fixture_sql(f->path, "UPDATE code SET merged_into = id WHERE id = 1");
    shows(p.wang, false, "cause:2<0 ");
    shows(p.wang, true, "cause:2<0 cause:1<0 gone ");
    is_ok(store_code_get(p.wang, id, &c, &e), &e);
    assert_true(c.deleted);
    code_clear(&c);
    close_pair(&p);
}

/* What another session merges is seen at once, and no sooner than it is committed. */
static void the_map_follows_the_file(void **state)
{
    struct pair p = open_pair(*state);
    struct err e = {0};
    int64_t one = add(p.lead, TAG_CAUSE, 0, "1"), two = add(p.lead, TAG_CAUSE, 0, "2");
    struct annotation a = tagged(p.wang, p.d, TAG_CAUSE, 0);
    give(p.wang, a.id, one);
    assert_int_equal(see(p.lead, a.id).code, one);
    is_ok(store_group_begin(p.lead, "import", &e), &e);
    is_ok(store_code_merge(p.lead, one, 1, two, &e), &e);
    assert_int_equal(see(p.lead, a.id).code, two);
    assert_int_equal(see(p.wang, a.id).code, one);
    assert_int_equal(store_group_end(p.lead, ERR_INPUT, &e), ERR_INPUT);
    assert_int_equal(see(p.lead, a.id).code, one);
    is_ok(store_code_merge(p.lead, one, 1, two, &e), &e);
    assert_int_equal(see(p.wang, a.id).code, two);
    close_pair(&p);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(codes_are_moved_to_another_place),
        T(there_is_always_room_for_one_more),
        T(room_among_others_codes_is_taken_back),
        T(a_merged_code_counts_as_the_other),
        T(a_merge_gives_no_name_twice),
        T(a_code_is_split_in_two),
        T(a_hostile_codebook_is_a_tree),
        T(a_merge_that_leads_nowhere_is_gone),
        T(the_map_follows_the_file),
    };
    return cmocka_run_group_tests_name("store_code_tree", tests, NULL, NULL);
}
