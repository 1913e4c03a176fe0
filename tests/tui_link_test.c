/* Links by keys alone: made, looked at, walked along, taken back; beside their annotations, and from other sessions. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "db/link.h"

#include <stdio.h>
#include <string.h>

/* Sentences of five characters: the first begins at 0, the second at 5. */
static const char sentences[] = "窗口很少。排队很长。增加人手。群众不满。流程太慢。简化流程。\n";
#define AT(n) ((int64_t)(n)*5)

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

static bool hides(struct tui *t, const char *text)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = strstr(str_z(&s), text) != NULL;
    str_clear(&s);
    return !found;
}

/* The first row of the screen that holds WORDS; it fails where none does. */
static int row_of(struct tui *t, const char *words)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    int row = 0;
    const char *at = strstr(str_z(&s), words);
    if (!at)
        fail_msg("no “%s” on this screen:\n%s", words, str_z(&s));
    for (const char *p = s.p; p < at; p++)
        row += *p == '\n';
    str_clear(&s);
    return row;
}

/* A document "report" with annotations of this session on its sentences: one for each letter of TAGS, '-' for none. */
static int64_t open_tagged(struct tui *t, int cols, const char *tags, int64_t ids[])
{
    int64_t d = tui_document(t, "report", sentences);
    struct err e;
    for (size_t i = 0; tags[i]; i++) {
        struct annotation made;
        enum tag tag = tags[i] == 'm' ? TAG_MANIFESTATION : tags[i] == 'c' ? TAG_CAUSE : TAG_REMEDY;
        if (tags[i] == '-')
            continue;
        must(store_annotate(t->app.store, d, AT(i), AT(i + 1), tag, "", &made, &e), &e);
        ids[i] = made.id;
        annotation_clear(&made);
    }
    tui_resize(t, cols, 30);
    tui_sync(t);
    tui_type(t, "g g Enter g g");
    return d;
}

struct pair {
    int64_t from, to;
};

static bool note_pair(void *ctx, const struct link *l)
{
    *(struct pair *)ctx = (struct pair){l->from, l->to};
    return true;
}

static bool count(void *ctx, const struct link *l)
{
    (void)l;
    ++*(size_t *)ctx;
    return true;
}

static size_t links(struct tui *t)
{
    struct err e;
    size_t n = 0;
    must(store_links(t->other, NULL, count, &n, &e), &e);
    return n;
}

static void assert_linked(struct tui *t, int64_t from, int64_t to)
{
    struct pair p = {0};
    struct err e;
    struct link_filter f = {.annotation = from};
    must(store_links(t->other, &f, note_pair, &p, &e), &e);
    assert_int_equal(p.from, from);
    assert_int_equal(p.to, to);
}

static int64_t other_links(struct tui *t, int64_t a, int64_t b)
{
    struct link made;
    struct err e;
    must(store_link(t->other, a, b, NULL, &made, &e), &e);
    int64_t id = made.id;
    link_clear(&made);
    tui_sync(t);
    return id;
}

/* ---- making one ---- */

static void two_keys_make_a_link(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 120, "c--m", ids);
    tui_type(t, "L");
    assert_true(tui_shows(t, "link cause “窗口很少。” with"));
    assert_true(tui_shows(t, "1  explains      M  群众不满。"));
    assert_int_equal(links(t), 0);
    tui_type(t, "1");
    assert_linked(t, ids[0], ids[3]);
    assert_true(tui_shows(t, "cause “窗口很少。” explains manifestation “群众不满。” — u takes it back"));
    assert_int_equal(reader_of(&t->app)->current, ids[0]);
    assert_int_equal(row_of(t, "→ M 群众不满。"), row_of(t, "C  窗口很少。") + 1);
}

/* From either end, in words as they are said from there; nothing of the same tag. */
static void the_choice_offers_legal_pairs(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 80, "mccr-m", ids);
    tui_type(t, "L");
    assert_true(tui_shows(t, "1  explained by  C  排队很长。"));
    assert_true(tui_shows(t, "2  explained by  C  增加人手。"));
    assert_true(tui_shows(t, "3  addressed by  R  群众不满。"));
    assert_true(hides(t, "简化流程。"));
    tui_type(t, "2 L");
    assert_linked(t, ids[2], ids[0]);
    assert_true(tui_shows(t, "1  explained by  C  排队很长。"));
    assert_true(tui_shows(t, "   linked        C  增加人手。"));
    assert_true(tui_shows(t, "2  addressed by  R  群众不满。"));
    tui_type(t, "j Enter");
    assert_true(tui_shows(t, "these two are linked already"));
    tui_type(t, "j Enter");
    assert_linked(t, ids[3], ids[0]);
    assert_int_equal(links(t), 2);
}

static void what_stays_of_a_choice_is_its_numbers(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 80, "mcc", ids);
    tui_type(t, "L");
    other_links(t, ids[0], ids[1]);
    assert_true(tui_shows(t, "   linked        C  排队很长。"));
    assert_true(tui_shows(t, "2  explained by  C  增加人手。"));
    tui_type(t, "1");
    assert_true(tui_shows(t, "there is no row 1 to link with"));
    tui_type(t, "2");
    assert_int_equal(links(t), 2);
    assert_linked(t, ids[2], ids[0]);
}

static void a_choice_may_be_left(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 80, "mc", ids);
    tui_type(t, "L Esc");
    assert_non_null(reader_of(&t->app));
    tui_type(t, "L q");
    assert_non_null(reader_of(&t->app));
    assert_int_equal(links(t), 0);
}

static void where_nothing_can_be_linked_it_is_said_what_to_do(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 120, "mm", ids);
    tui_type(t, "L");
    assert_true(tui_shows(t, "There is nothing of another tag near here yet."));
    assert_true(tui_shows(t, "look for it in the text (Tab)"));
    tui_type(t, "Enter q");
    assert_non_null(reader_of(&t->app));
    assert_int_equal(links(t), 0);
}

/* ---- finding the other end in the text ---- */

static void the_other_end_is_found_in_another_document(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    int64_t second = tui_document(t, "second", "人手不足。经费不足。\n");
    int64_t there = tui_annotate(t, second, 5, 10, TAG_CAUSE, "");
    open_tagged(t, 120, "m", ids);
    tui_type(t, "L");
    assert_true(hides(t, "经费不足。")); /* the other's, in another document */
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "L links it with manifestation “窗口很少。”"));
    tui_type(t, ": \"open second\" Enter");
    assert_true(tui_shows(t, "manifestation “窗口很少。”"));
    tui_type(t, "G L");
    assert_linked(t, there, ids[0]);
    assert_true(tui_shows(t, "cause “经费不足。” explains manifestation “窗口很少。”"));
    tui_type(t, "g g");
    assert_true(hides(t, "L links it"));
    assert_true(tui_shows(t, "→ M 窗口很少。"));
    assert_true(tui_shows(t, "report"));
}

static void what_is_being_linked_is_left(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 80, "mc", ids);
    tui_type(t, "L L ) v l Esc");
    assert_true(tui_shows(t, "L links it")); /* one thing at a time, the latest first */
    tui_type(t, "Esc");
    assert_true(tui_shows(t, "nothing was linked"));
    tui_type(t, "L");
    assert_true(tui_shows(t, "link cause")); /* it is chosen again */
    assert_int_equal(links(t), 0);
}

static void two_of_a_kind_are_refused(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    open_tagged(t, 80, "m-m", ids);
    enum err_code rc = store_link(t->other, ids[0], ids[2], NULL, NULL, &e);
    assert_int_equal(rc, ERR_INPUT);
    tui_type(t, "L Tab J L");
    assert_int_equal(links(t), 0);
    assert_true(t->app.message_is_error);
    assert_int_equal(t->app.linking.annotation, ids[0]); /* another one may still be found */
}

/* ---- who may not ---- */

static void a_closed_document_and_a_reader_are_told_at_once(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    int64_t d = open_tagged(t, 80, "mc", ids);
    must(store_document_done(t->app.store, d, true, &e), &e);
    tui_sync(t);
    tui_type(t, "L");
    assert_true(tui_shows(t, "“report” is closed"));
    must(store_document_done(t->app.store, d, false, &e), &e);
    must(store_role_set(t->app.store, 2, ROLE_LEAD, &e), &e);
    must(store_role_set(t->other, store_reviewer(t->app.store), ROLE_READER, &e), &e);
    must(store_role_refresh(t->app.store, &e), &e);
    tui_sync(t);
    tui_type(t, "L");
    assert_true(tui_shows(t, "who changes nothing"));
    assert_non_null(reader_of(&t->app));
}

/* ---- beside the text ---- */

static void links_of_others_appear_and_go(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    open_tagged(t, 120, "m", ids);
    int64_t second = tui_document(t, "second", "人手不足。经费不足。\n");
    int64_t there = tui_annotate(t, second, 5, 10, TAG_CAUSE, "");
    int64_t id = other_links(t, there, ids[0]);
    assert_int_equal(row_of(t, "← C 经费不足。"), row_of(t, "M  窗口很少。") + 1);
    assert_true(tui_shows(t, "second  other"));
    must(store_move(t->other, there, 1, 0, 5, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "← C 人手不足。"));
    must(store_delete(t->other, there, 2, &e), &e);
    tui_sync(t);
    assert_true(hides(t, "人手不足。"));
    must(store_undo(t->other, NULL, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "← C 人手不足。"));
    must(store_unlink(t->other, id, 1, &e), &e);
    tui_sync(t);
    assert_true(hides(t, "人手不足。"));
}

/* A change in another document is drawn where it is seen here, and only there. */
static void what_concerns_the_screen(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    open_tagged(t, 120, "m", ids);
    int64_t second = tui_document(t, "second", "人手不足。经费不足。\n");
    int64_t linked = tui_annotate(t, second, 5, 10, TAG_CAUSE, ""), not = tui_annotate(t, second, 0, 5, TAG_CAUSE, "");
    other_links(t, linked, ids[0]);
    t->app.dirty = false;
    must(store_move(t->other, not, 1, 0, 4, &e), &e);
    app_look(&t->app);
    assert_false(t->app.dirty);
    must(store_move(t->other, linked, 1, 6, 10, &e), &e);
    app_look(&t->app);
    assert_true(t->app.dirty);
}

static void many_links_are_cut(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    int64_t d = open_tagged(t, 120, "m", ids);
    for (int i = 1; i <= 5; i++)
        other_links(t, ids[0], tui_annotate(t, d, AT(i), AT(i + 1), TAG_CAUSE, ""));
    tui_resize(t, 80, 24);
    assert_true(tui_shows(t, "←5 "));
    assert_true(tui_shows(t, "← C 排队很长。"));
    assert_true(tui_shows(t, "4 more"));
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "← explained by cause “简化流程。”"));
}

/* Room that nobody needs is for links; where there is none their number is said. */
static void no_link_beside_the_text_is_hidden(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    int64_t d = open_tagged(t, 120, "mcr", ids);
    other_links(t, ids[0], ids[1]);
    other_links(t, ids[0], ids[2]);
    assert_int_equal(row_of(t, "← C 排队很长。"), row_of(t, "M  窗口很少。") + 1);
    assert_int_equal(row_of(t, "← R 增加人手。"), row_of(t, "M  窗口很少。") + 2);
    assert_true(hides(t, "←2"));
    for (int i = 0; i < 20; i++)
        tui_annotate(t, d, AT(4), AT(5), TAG_CAUSE, "");
    tui_resize(t, 120, 24);
    tui_sync(t);
    assert_true(tui_shows(t, "M  窗口很少。"));
    assert_true(tui_shows(t, "←2"));
    assert_true(hides(t, "← R 增加人手。"));
}

/* What stands beside a row does not depend on where the screen is. */
static void text_and_links_scroll_together(void **state)
{
    struct tui *t = *state;
    struct str text = {0}, before = {0}, after = {0};
    for (int i = 0; i < 60; i++)
        str_addf(&text, "第%02d段有问题。\n", i);
    int64_t d = tui_document(t, "long", str_z(&text)), last = 0;
    for (int i = 0; i < 60; i++) {
        int64_t a = tui_annotate(t, d, (int64_t)i * 9, (int64_t)i * 9 + 8, i % 2 ? TAG_CAUSE : TAG_MANIFESTATION, "");
        if (last && i % 3)
            other_links(t, last, a);
        last = a;
    }
    tui_resize(t, 120, 30);
    tui_sync(t);
    tui_type(t, "Enter M");
    for (int i = 0; i < 6; i++) {
        tui_type(t, "C-e");
        str_truncate(&before, 0);
        grid_dump(t->app.grid, &before);
        tui_type(t, "C-e");
        str_truncate(&after, 0);
        grid_dump(t->app.grid, &after);
        const char *second =
            strchr(strchr(str_z(&before), '\n') + 1, '\n') + 1; /* below the status: row 2 of the text */
        const char *first = strchr(str_z(&after), '\n') + 1;
        size_t rows = 0;
        for (const char *p = first; rows < 25; rows++)
            p = strchr(p, '\n') + 1;
        size_t n = 0;
        for (const char *p = second; rows > 0; rows--, n = (size_t)(p - second))
            p = strchr(p, '\n') + 1;
        assert_memory_equal(first, second, n);
    }
    str_clear(&text);
    str_clear(&before);
    str_clear(&after);
}

/* ---- the view of links ---- */

static void the_view_of_links(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    open_tagged(t, 120, "mcr", ids);
    tui_type(t, "g l");
    assert_true(tui_shows(t, "nothing is linked with this annotation yet: L links it"));
    tui_type(t, "L 1 L 1 g l");
    assert_true(tui_shows(t, "links of manifestation “窗口很少。”"));
    assert_true(tui_shows(t, "2 links"));
    assert_int_equal(row_of(t, "addressed by  R  增加人手。"), row_of(t, "explained by  C  排队很长。") + 1);
    tui_type(t, "a \"看第三段\" Enter");
    assert_true(tui_shows(t, "看第三段"));
    tui_type(t, "u");
    assert_true(hides(t, "看第三段"));
    tui_type(t, "j d");
    assert_true(tui_shows(t, "deleted; undo brings it back"));
    assert_int_equal(links(t), 1);
    tui_type(t, "u");
    assert_int_equal(links(t), 2);
    must(store_delete(t->app.store, ids[1], 1, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "1 link "));
    tui_type(t, "g g Enter");
    assert_int_equal(reader_of(&t->app)->current, ids[2]);
    tui_type(t, "q");
    assert_true(tui_shows(t, "links of manifestation"));
    tui_type(t, "q .");
    assert_true(hides(t, "deleted;")); /* what was done to a link is not done again to an annotation */
}

static void a_tag_that_links_hold_is_not_changed(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 120, "mc", ids);
    tui_type(t, "L 1 t r");
    assert_true(t->app.message_is_error);
    assert_true(tui_shows(t, "; g l lists them"));
    assert_int_equal(reader_current(reader_of(&t->app))->tag, TAG_MANIFESTATION);
    tui_type(t, "g l d q t r");
    assert_int_equal(reader_current(reader_of(&t->app))->tag, TAG_REMEDY);
}

static void anothers_link_stays(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    struct err e;
    open_tagged(t, 80, "mc", ids);
    other_links(t, ids[0], ids[1]);
    must(store_role_set(t->app.store, 2, ROLE_LEAD, &e), &e);
    must(store_role_set(t->other, store_reviewer(t->app.store), ROLE_REVIEWER, &e), &e);
    must(store_role_refresh(t->app.store, &e), &e);
    tui_sync(t);
    tui_type(t, "g l a");
    assert_true(tui_shows(t, "other made this link: only they and leads change it"));
    assert_false(t->app.prompt.active);
    tui_type(t, "d");
    assert_int_equal(links(t), 1);
    assert_true(hides(t, "d delete"));
}

/* ---- the chain ---- */

static void the_chain_is_walked_in_its_order(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 120, "crmrc", ids);
    tui_type(t, ";");
    assert_true(tui_shows(t, "nothing is linked with this annotation yet: L links it"));
    other_links(t, ids[0], ids[2]);
    other_links(t, ids[4], ids[2]);
    other_links(t, ids[1], ids[4]);
    other_links(t, ids[3], ids[2]);
    const size_t order[] = {2, 0, 4, 1, 3}; /* the manifestation; both causes, the second with its remedy; its own */
    static const char *const said[] = {"manifestation “增加人手。”  1/5 ;", "cause 1 of 2 of “增加人手。”  2/5 ;",
                                       "cause 2 of 2 of “增加人手。”  3/5 ;", "remedy 1 of 1 of “流程太慢。”  4/5 ;",
                                       "remedy 1 of 1 of “增加人手。”  5/5 ;"};
    tui_type(t, ",");
    for (size_t i = 0; i < 12; i++) {
        assert_int_equal(reader_of(&t->app)->current, ids[order[i % 5]]);
        assert_true(tui_shows(t, said[i % 5]));
        tui_type(t, ";");
    }
    for (size_t i = 12; i > 0; i--) {
        assert_int_equal(reader_of(&t->app)->current, ids[order[i % 5]]);
        tui_type(t, ",");
    }
    assert_int_equal(reader_of(&t->app)->current, ids[order[0]]);
    tui_type(t, "3 ;");
    assert_int_equal(reader_of(&t->app)->current, ids[order[3]]);
    tui_type(t, "C-o");
    assert_int_equal(reader_of(&t->app)->cursor, AT(order[0]));
}

static void the_chain_goes_on_in_another_document(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    int64_t first = open_tagged(t, 80, "--m", ids);
    int64_t second = tui_document(t, "second", "人手不足。经费不足。\n");
    int64_t there = tui_annotate(t, second, 5, 10, TAG_CAUSE, "");
    other_links(t, there, ids[2]);
    tui_type(t, ") ) ; C-o");
    assert_int_equal(reader_of(&t->app)->document.id, first);
    assert_int_equal(reader_of(&t->app)->cursor, AT(2));
    tui_type(t, "C-o");
    assert_true(tui_shows(t, "there is no place to go back to"));
    tui_type(t, ";");
    assert_int_equal(reader_of(&t->app)->document.id, second);
    assert_int_equal(reader_of(&t->app)->current, there);
    assert_true(tui_shows(t, "cause 1 of 1 of “增加人手。”  2/2 ;"));
    size_t views = t->app.view_count;
    tui_type(t, ";");
    assert_int_equal(reader_of(&t->app)->document.id, first);
    assert_int_equal(reader_of(&t->app)->current, ids[2]);
    assert_int_equal(t->app.view_count, views);
}

/* What is in two chains does not lead from one to the other. */
static void who_walks_stays_in_a_chain(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    open_tagged(t, 80, "mcmr", ids);
    other_links(t, ids[1], ids[0]);
    other_links(t, ids[1], ids[2]);
    other_links(t, ids[3], ids[2]);
    tui_type(t, "J J ; ;");
    assert_int_equal(reader_of(&t->app)->current, ids[3]);
    tui_type(t, ";");
    assert_int_equal(reader_of(&t->app)->current, ids[2]);
}

/* ---- undo ---- */

static void all_of_it_is_taken_back_and_done_again(void **state)
{
    struct tui *t = *state;
    tui_document(t, "report", sentences);
    tui_type(t, "Enter m ) c ) r ) m ) c ) r");
    tui_type(t, "g g L 1 ) L 2 ) ) ) L 1 ) L 1");
    size_t made = links(t);
    assert_int_equal(made, 4);
    tui_type(t, "u");
    assert_true(tui_shows(t, "undone: link"));
    assert_int_equal(links(t), 3);
    tui_type(t, "9 u");
    assert_int_equal(links(t), 0);
    assert_int_equal(reader_of(&t->app)->notes.count, 0);
    tui_type(t, "1 0 C-r");
    assert_int_equal(links(t), made);
    assert_int_equal(reader_of(&t->app)->notes.count, 6);
    assert_true(tui_shows(t, "→ C 流程太慢。"));
}

/* One's own, in any document, and last first. */
static void recent_ones_of_other_documents_are_offered(void **state)
{
    struct tui *t = *state;
    int64_t ids[6];
    tui_document(t, "a-first", "人手不足。经费不足。\n");
    tui_type(t, "Enter c ) c q");
    open_tagged(t, 120, "m", ids);
    tui_type(t, "q j Enter L");
    assert_int_equal(row_of(t, "人手不足。"), row_of(t, "2  explained by  C"));
    assert_int_equal(row_of(t, "1  explained by  C  经费不足。") + 1, row_of(t, "人手不足。"));
    assert_true(tui_shows(t, "a-first"));
    assert_true(tui_shows(t, "recent"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_keys_make_a_link),
        TEST(the_choice_offers_legal_pairs),
        TEST(what_stays_of_a_choice_is_its_numbers),
        TEST(a_choice_may_be_left),
        TEST(where_nothing_can_be_linked_it_is_said_what_to_do),
        TEST(the_other_end_is_found_in_another_document),
        TEST(what_is_being_linked_is_left),
        TEST(two_of_a_kind_are_refused),
        TEST(a_closed_document_and_a_reader_are_told_at_once),
        TEST(links_of_others_appear_and_go),
        TEST(what_concerns_the_screen),
        TEST(many_links_are_cut),
        TEST(no_link_beside_the_text_is_hidden),
        TEST(text_and_links_scroll_together),
        TEST(the_view_of_links),
        TEST(a_tag_that_links_hold_is_not_changed),
        TEST(anothers_link_stays),
        TEST(the_chain_is_walked_in_its_order),
        TEST(the_chain_goes_on_in_another_document),
        TEST(who_walks_stays_in_a_chain),
        TEST(all_of_it_is_taken_back_and_done_again),
        TEST(recent_ones_of_other_documents_are_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
