/* Every kind of change in words, over a real store. */
#include "exchange/tell.h"

#include "db/code.h"

#include "db/link.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <string.h>

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467" /* 5 code points, one cluster */

struct listing {
    struct tell *tell;
    struct str out;
};

static bool add_line(void *ctx, const struct change *c)
{
    struct listing *l = ctx;
    tell_change(l->tell, c, &l->out);
    str_addf(&l->out, " [%s]\n", c->document ? tell_document(l->tell, c->document) : "");
    return true;
}

/* The changes behind SEQ are told in these lines. */
static void tells(struct scratch *s, int64_t seq, const char *want)
{
    struct err e;
    struct listing l = {.tell = tell_new(s->store)};
    assert_int_equal(store_changes(s->store, &(struct change_filter){.after = seq}, add_line, &l, &e), ERR_OK);
    assert_string_equal(str_z(&l.out), want);
    str_clear(&l.out);
    tell_free(&l.tell);
}

static int64_t head(struct scratch *s)
{
    struct err e;
    int64_t seq;
    assert_int_equal(store_feed_head(s->store, &seq, &e), ERR_OK);
    return seq;
}

static int64_t annotate(struct scratch *s, int64_t document, int64_t start, int64_t end, const char *note)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s->store, document, start, end, TAG_CAUSE, note, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static void changes_of_annotations_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t seq = head(s), d = scratch_document(s, "a.txt", "one two three"), a = annotate(s, d, 0, 3, "first\nline");
    assert_int_equal(store_retag(s->store, a, 1, TAG_REMEDY, &e), ERR_OK);
    assert_int_equal(store_move(s->store, a, 2, 4, 7, &e), ERR_OK);
    assert_int_equal(store_note(s->store, a, 3, "second", &e), ERR_OK);
    assert_int_equal(store_note(s->store, a, 4, "", &e), ERR_OK);
    assert_int_equal(store_note(s->store, a, 5, "third", &e), ERR_OK);
    assert_int_equal(store_settle(s->store, a, 6, SETTLED_ACCEPTED, &e), ERR_OK);
    assert_int_equal(store_settle(s->store, a, 7, SETTLED_REJECTED, &e), ERR_OK);
    assert_int_equal(store_settle(s->store, a, 8, SETTLED_NONE, &e), ERR_OK);
    assert_int_equal(store_delete(s->store, a, 9, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_redo(s->store, NULL, &e), ERR_OK);
    annotate(s, d, 0, 3, NULL);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    tells(s, seq,
          "imported “a.txt” [a.txt]\n"
          "tagged “one” as cause, with the note “first line” [a.txt]\n"
          "tagged “one” as remedy instead of cause [a.txt]\n"
          "moved the ends of “one”, now “two” [a.txt]\n"
          "changed the note about “two” from “first line” to “second” [a.txt]\n"
          "cleared the note about “two”, which was “second” [a.txt]\n"
          "wrote a note about “two”: “third” [a.txt]\n"
          "accepted “two”, tagged as remedy [a.txt]\n"
          "rejected “two”, tagged as remedy [a.txt]\n"
          "left “two” open, tagged as remedy [a.txt]\n"
          "deleted “two”, tagged as remedy [a.txt]\n"
          "undo: brought “two” back, tagged as remedy [a.txt]\n"
          "redo: deleted “two”, tagged as remedy [a.txt]\n"
          "tagged “one” as cause [a.txt]\n"
          "undo: deleted “one”, tagged as cause [a.txt]\n");
}

static void changes_of_codes_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), a = annotate(s, d, 0, 3, NULL), seq = head(s);
    const struct code_new codes[] = {{.tag = TAG_CAUSE, .name = "rules"},
                                     {.tag = TAG_CAUSE, .name = "vague", .parent = 1},
                                     {.tag = TAG_CAUSE, .name = "none"}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_int_equal(store_code_add(s->store, &codes[i], NULL, &e), ERR_OK);
    assert_int_equal(store_recode(s->store, a, 1, 2, &e), ERR_OK);
    assert_int_equal(store_recode(s->store, a, 2, 0, &e), ERR_OK);
    assert_int_equal(store_code_edit(s->store, 2, 1, &(struct code_edit){.name = "unclear"}, &e), ERR_OK);
    assert_int_equal(store_code_edit(s->store, 2, 2, &(struct code_edit){.definition = "d"}, &e), ERR_OK);
    assert_int_equal(store_code_edit(s->store, 2, 3, &(struct code_edit){.key = "u"}, &e), ERR_OK);
    assert_int_equal(store_code_edit(s->store, 2, 4, &(struct code_edit){.key = ""}, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    struct code_edit all = {.name = "opaque", .definition = "D", .example = "E", .key = "o"};
    assert_int_equal(store_code_edit(s->store, 2, 6, &all, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_code_move(s->store, 3, 1, 1, 0, &e), ERR_OK);
    assert_int_equal(store_code_merge(s->store, 3, 2, 2, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_code_delete(s->store, 3, 4, &e), ERR_OK);
    tells(s, seq,
          "added the code “rules” to cause []\n"
          "added the code “vague” to cause []\n"
          "added the code “none” to cause []\n"
          "gave “one” the code “rules/unclear” [a.txt]\n"
          "took from “one” the code “rules/unclear” [a.txt]\n"
          "renamed the code “unclear”, which was “vague” []\n"
          "changed the definition of the code “unclear” []\n"
          "gave the code “unclear” the key “u” []\n"
          "cleared the key of the code “unclear”, which was “u” []\n"
          "undo: gave the code “unclear” the key “u” []\n"
          "renamed the code “opaque”, which was “unclear”; changed the definition of the code “opaque”; changed the "
          "example of the code “opaque”; gave the code “opaque” the key “o” []\n"
          "undo: renamed the code “unclear”, which was “opaque”; changed the definition of the code “unclear”; "
          "changed the example of the code “unclear”; gave the code “unclear” the key “u” []\n"
          "moved the code “none” below “rules” []\n"
          "merged the code “none” into “rules/unclear” []\n"
          "merged codes (1 change) []\n"
          "undo: took the code “none” out of “rules/unclear” again []\n"
          "undo: merged codes (1 change) []\n"
          "deleted the code “none” []\n");
}

static void moves_of_codes_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t seq = head(s);
    const struct code_new codes[] = {{.tag = TAG_CAUSE, .name = "rules"},
                                     {.tag = TAG_CAUSE, .name = "vague", .parent = 1},
                                     {.tag = TAG_CAUSE, .name = "old", .parent = 1}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_int_equal(store_code_add(s->store, &codes[i], NULL, &e), ERR_OK);
    assert_int_equal(store_code_move(s->store, 3, 1, 1, 2, &e), ERR_OK);
    assert_int_equal(store_code_move(s->store, 3, 2, 0, 0, &e), ERR_OK);
    tells(s, seq,
          "added the code “rules” to cause []\n"
          "added the code “vague” to cause []\n"
          "added the code “old” to cause []\n"
          "moved the code “old” among its siblings []\n"
          "moved the code “old” right below its tag []\n");
}

static void changes_of_comments_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), a = annotate(s, d, 0, 3, NULL), seq = head(s);
    assert_int_equal(store_comment(s->store, a, 0, true, "why", NULL, &e), ERR_OK);
    assert_int_equal(store_comment(s->store, a, 0, false, "fine", NULL, &e), ERR_OK);
    assert_int_equal(store_comment_resolve(s->store, 1, true, &e), ERR_OK);
    assert_int_equal(store_comment(s->store, a, 1, false, "so", NULL, &e), ERR_OK);
    assert_int_equal(store_comment_edit(s->store, 2, 1, "good", &e), ERR_OK);
    assert_int_equal(store_comment_delete(s->store, 2, 2, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    tells(s, seq,
          "asked about “one”: “why” [a.txt]\n"
          "commented on “one”: “fine” [a.txt]\n"
          "resolved the thread about “one”: “why” [a.txt]\n"
          "opened the thread about “one” again: “why” [a.txt]\n"
          "replied about “one”: “so” [a.txt]\n"
          "changed what was said about “one” from “fine” to “good” [a.txt]\n"
          "deleted what was said about “one”: “good” [a.txt]\n"
          "undo: brought back what was said about “one”: “good” [a.txt]\n");
}

static void changes_of_a_team_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), seq = head(s), anna;
    int64_t me = store_reviewer(s->store);
    assert_int_equal(store_reviewer_add(s->store, "anna", -1, &anna, &e), ERR_OK);
    assert_int_equal(store_role_set(s->store, anna, ROLE_LEAD, &e), ERR_OK);
    assert_int_equal(store_assign(s->store, d, anna, true, &e), ERR_OK);
    assert_int_equal(store_assign(s->store, d, anna, false, &e), ERR_OK);
    assert_int_equal(store_assign(s->store, d, me, true, &e), ERR_OK);
    assert_int_equal(store_assignment_done(s->store, d, true, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_document_done(s->store, d, true, &e), ERR_OK);
    assert_int_equal(store_document_done(s->store, d, false, &e), ERR_OK);
    struct str want = {0};
    str_addf(&want,
             "added anna []\n"
             "gave anna the role lead []\n"
             "assigned “a.txt” to anna [a.txt]\n"
             "took “a.txt” back from anna [a.txt]\n"
             "assigned “a.txt” to %s [a.txt]\n"
             "has read “a.txt” [a.txt]\n"
             "undo: has not read “a.txt” yet [a.txt]\n"
             "closed “a.txt” [a.txt]\n"
             "opened “a.txt” again [a.txt]\n",
             store_reviewer_name(s->store));
    tells(s, seq, want.p);
    str_clear(&want);
}

static void noise_is_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), seq = head(s), id;
    assert_int_equal(store_noise_mark(s->store, d, 4, 7, NOISE_HAND, &id, &e), ERR_OK);
    assert_int_equal(store_noise_lift(s->store, id, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    tells(s, seq,
          "marked “two” as noise [a.txt]\n"
          "lifted “two”: it is text again [a.txt]\n"
          "undo: marked “two” as noise [a.txt]\n");
}

static void what_is_carried_over_is_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), a = annotate(s, d, 4, 7, "note"), newer;
    struct document_new new = {.name = "b.txt", .text = "two", .text_bytes = 3, .previous = d};
    assert_int_equal(store_comment(s->store, a, 0, true, "why?", NULL, &e), ERR_OK);
    assert_int_equal(store_document_add(s->store, &new, &newer, &e), ERR_OK);
    int64_t seq = head(s);
    assert_int_equal(store_carry(s->store, a, 1, newer, 0, 3, true, NULL, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    tells(s, seq,
          "carried “two” over from “a.txt”, tagged as cause [b.txt]\n"
          "carried over what was said about “two”: “why?” [b.txt]\n"
          "undo: deleted “two”, tagged as cause [b.txt]\n");
}

static int64_t annotate_as(struct scratch *s, int64_t document, int64_t start, int64_t end, enum tag tag)
{
    int64_t id = annotate(s, document, start, end, NULL);
    struct err e;
    assert_true(tag == TAG_CAUSE || store_retag(s->store, id, 1, tag, &e) == ERR_OK);
    return id;
}

static void links_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    struct link l;
    int64_t d = scratch_document(s, "a.txt", "one two three"), far = scratch_document(s, "b.txt", "four");
    int64_t what = annotate_as(s, d, 0, 3, TAG_MANIFESTATION), why = annotate_as(s, far, 0, 4, TAG_CAUSE);
    int64_t seq = head(s);
    assert_int_equal(store_link(s->store, what, why, NULL, &l, &e), ERR_OK);
    assert_int_equal(store_link_note(s->store, l.id, 1, "see\nthere", &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_unlink(s->store, l.id, 3, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    link_clear(&l);
    tells(s, seq,
          "linked “four” (cause) with “one” (manifestation): explains [b.txt]\n"
          "wrote a note of the link from “four” (cause) to “one” (manifestation): “see there” [b.txt]\n"
          "undo: cleared the note of the link from “four” (cause) to “one” (manifestation) [b.txt]\n"
          "took away the link from “four” (cause) to “one” (manifestation): explains [b.txt]\n"
          "undo: brought back the link from “four” (cause) to “one” (manifestation): explains [b.txt]\n");
}

static void groups_are_told(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "a.txt", "one two three"), a = annotate(s, d, 0, 3, NULL), seq = head(s);
    assert_int_equal(store_group_begin(s->store, "split", &e), ERR_OK);
    assert_int_equal(store_note(s->store, a, 1, "x", &e), ERR_OK);
    annotate(s, d, 4, 7, NULL);
    assert_int_equal(store_group_end(s->store, ERR_OK, &e), ERR_OK);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK);
    assert_int_equal(store_group_begin(s->store, "other", &e), ERR_OK);
    assert_int_equal(store_note(s->store, a, 3, "y", &e), ERR_OK);
    assert_int_equal(store_group_end(s->store, ERR_OK, &e), ERR_OK);
    tells(s, seq,
          "wrote a note about “one”: “x” [a.txt]\n"
          "tagged “two” as cause [a.txt]\n"
          "split a code (2 changes) [a.txt]\n"
          "undo: deleted “two”, tagged as cause [a.txt]\n"
          "undo: cleared the note about “one”, which was “x” [a.txt]\n"
          "undo: split a code (2 changes) [a.txt]\n"
          "wrote a note about “one”: “y” [a.txt]\n"
          "1 change in one [a.txt]\n");
}

/* No more than 20 code points of a passage, and no part of a character. */
static void long_passages_are_cut(void **state)
{
    struct scratch *s = *state;
    int64_t d = scratch_document(s, "a.txt", "一二三四五六七八九十一二三四五六七八九十末 abcdefghijklmnopq" FAMILY "z");
    int64_t seq = head(s);
    annotate(s, d, 0, 20, NULL);
    annotate(s, d, 0, 21, NULL);
    annotate(s, d, 22, 45, NULL);
    tells(s, seq,
          "tagged “一二三四五六七八九十一二三四五六七八九十” as cause [a.txt]\n"
          "tagged “一二三四五六七八九十一二三四五六七八九十…” as cause [a.txt]\n"
          "tagged “abcdefghijklmnopq…” as cause [a.txt]\n");
}

static void records_of_any_kind_are_survived(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "a.txt", "one two three");
    static const char *const images[] = {NULL,
                                         "",
                                         "x",
                                         "{",
                                         "{}",
                                         "[]",
                                         "{\"start\":1e99,\"end\":-1,\"tag\":7}",
                                         "{\"note\":{}}",
                                         "{\"tag\":\"\\ud800\\u0000\",\"note\":\"\\n\\u001b\",\"start\":0,\"end\":3}",
                                         "{\"annotation\":4711,\"body\":\"\\"};
    static const char *const entities[] = {"annotation", "comment", "assignment", "document", "noise",
                                           "reviewer",   "thing",   "link",       "group"};
    struct tell *t = tell_new(s->store);
    struct str out = {0};
    size_t n = sizeof images / sizeof *images;
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        for (size_t k = 0; k < n * n; k++) {
            struct change c = {.entity = entities[i],
                               .action = k % 2   ? "undo"
                                         : k % 4 ? "carry"
                                                 : "x",
                               .document = (int64_t)(k % 3)};
            c.before = images[k / n];
            c.after = images[k % n];
            str_truncate(&out, 0);
            tell_change(t, &c, &out);
            assert_true(out.len > 0);
            assert_null(strpbrk(out.p, "\n\t"));
        }
    }
    assert_string_equal(tell_document(t, 4711), "?");
    str_clear(&out);
    tell_free(&t);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        T(changes_of_annotations_are_told),
        T(changes_of_codes_are_told),
        T(moves_of_codes_are_told),
        T(changes_of_comments_are_told),
        T(changes_of_a_team_are_told),
        T(noise_is_told),
        T(what_is_carried_over_is_told),
        T(long_passages_are_cut),
        T(links_are_told),
        T(groups_are_told),
        T(records_of_any_kind_are_survived),
    };
    return cmocka_run_group_tests_name("exchange_tell", tests, NULL, NULL);
}
