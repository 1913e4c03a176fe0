/* A lead hands out documents and closes them, reviewers work through what is theirs, readers change nothing: each at a
 * screen of their own, all in one file. The fixture's reviewer owns the file and is its lead. */
#include "tests/tui_fixture.h"
#include "tests/unit.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#define SENTENCE "One sentence that is long enough to be read. "

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

/* Three documents, long enough for some screens; the list's first is chosen. */
struct three {
    int64_t id[3];
};

static struct three documents(struct tui *t)
{
    static const char *const names[] = {"甲.txt", "乙.txt", "丙.txt"};
    struct three d;
    struct str text = {0};
    for (int i = 0; i < 90; i++)
        str_addf(&text, "%s%s\n", SENTENCE, SENTENCE);
    for (int i = 0; i < 3; i++)
        d.id[i] = tui_document(t, names[i], str_z(&text));
    str_clear(&text);
    tui_type(t, "Home");
    return d;
}

/* A reviewer who was here once. */
static int64_t reviewer(struct tui *t, const char *name)
{
    struct err e;
    int64_t id;
    must(store_reviewer_add(t->app.store, name, -1, &id, &e), &e);
    return id;
}

static void assign(struct tui *t, int64_t document, int64_t to)
{
    struct err e;
    must(store_assign(t->app.store, document, to, true, &e), &e);
}

static void set_role(struct tui *t, int64_t who, enum role role)
{
    struct err e;
    must(store_role_set(t->app.store, who, role, &e), &e);
}

/* Whether TEXT is nowhere on the screen. */
static bool hides(struct tui *t, const char *text)
{
    struct str s = {0};
    app_draw(&t->app);
    grid_dump(t->app.grid, &s);
    bool found = strstr(str_z(&s), text) != NULL;
    if (found)
        fprintf(stderr, "“%s” on this screen:\n%s", text, str_z(&s));
    str_clear(&s);
    return !found;
}

struct seen {
    struct progress p;
    size_t n;
};

static bool keep(void *ctx, const struct progress *p)
{
    struct seen *s = ctx;
    s->p = *p;
    s->n++;
    return true;
}

static struct progress progress(struct tui *t, int64_t document, int64_t who)
{
    struct seen s = {0};
    struct err e;
    must(store_progress(t->other ? t->other : t->app.store, document, who, keep, &s, &e), &e);
    return s.p;
}

/* ---- a reviewer's list ---- */

static void opens_on_what_is_to_do(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li");
    assign(t, d.id[0], li);
    assign(t, d.id[1], li);
    struct tui *l = tui_join(t, "li");
    assert_true(tui_shows(l, "mine, to do: 2 of 3 documents"));
    assert_true(tui_shows(l, "甲.txt") && tui_shows(l, "乙.txt") && hides(l, "丙.txt"));
    tui_type(l, "t");
    assert_true(tui_shows(l, "mine: 2 of 3 documents"));
    tui_type(l, "t");
    assert_true(tui_shows(l, "  3 documents") && tui_shows(l, "丙.txt"));
    tui_type(l, "t");
    assert_true(tui_shows(l, "mine, to do: 2 of 3 documents"));
    tui_part(l);
}

static void a_file_without_assignments_opens_on_all(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    assert_true(tui_shows(l, "  3 documents"));
    tui_type(l, "+");
    assert_true(tui_shows(l, "nothing is assigned to you"));
    tui_type(l, "t");
    assert_true(tui_shows(l, "mine, to do: 0 of 3 documents"));
    assert_true(hides(l, "甲.txt"));
    tui_part(l);
}

static void done_and_on_to_the_next(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li");
    for (int i = 0; i < 3; i++)
        assign(t, d.id[i], li);
    struct tui *l = tui_join(t, "li"); /* by name: 丙, 乙, 甲 */
    tui_type(l, "j +");
    assert_int_equal(app_document(&l->app), d.id[1]);
    tui_type(l, "+");
    assert_int_equal(app_document(&l->app), d.id[0]);
    tui_type(l, "+"); /* round the end */
    assert_int_equal(app_document(&l->app), d.id[2]);
    tui_type(l, "Z");
    assert_true(tui_shows(l, "“丙.txt” is done; + opens the next, 2 are left"));
    assert_true(progress(t, d.id[2], li).done != 0);
    tui_type(l, "D");
    assert_true(tui_shows(l, "mine, to do: 2 of 3") && hides(l, "丙.txt"));
    tui_type(l, "Z Z");
    assert_true(tui_shows(l, "everything that is yours"));
    assert_true(tui_shows(l, "Nothing is left to do: all that is yours is done. t shows it."));
    tui_type(l, "Enter");
    assert_true(tui_shows(l, "Nothing is left to do: all that is yours is done. t shows it."));
    tui_type(l, "+");
    assert_true(tui_shows(l, "nothing is left to do: everything that is yours is done"));
    tui_type(l, "u");
    assert_true(tui_shows(l, "mine, to do: 1 of 3"));
    tui_type(l, "2 u");
    assert_true(tui_shows(l, "mine, to do: 3 of 3"));
    assert_true(progress(t, d.id[2], li).done == 0);
    tui_part(l);
}

static void what_is_done_can_be_to_do_again(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li");
    assign(t, d.id[0], li);
    struct tui *l = tui_join(t, "li");
    tui_type(l, "Enter Z Z");
    assert_true(tui_shows(l, "“甲.txt” is yours to do again"));
    assert_true(progress(t, d.id[0], li).done == 0);
    tui_type(l, "+");
    assert_true(tui_shows(l, "the only document that is left to do"));
    tui_type(l, "D t t g g Z");
    assert_true(tui_shows(l, "“丙.txt” is not assigned to you"));
    tui_part(l);
}

/* ---- assigning ---- */

static void an_assignment_appears_in_the_others_list(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    tui_sync(t);
    tui_type(t, "j a");
    assert_true(t->app.prompt.active);
    assert_true(tui_shows(t, "li"));
    tui_type(t, "\"li\" Enter");
    assert_true(tui_shows(t, "assigned to li"));
    tui_sync(l);
    assert_true(tui_shows(l, "assigned “乙.txt” to you; + opens what is to do"));
    assert_true(tui_shows(l, " to do   乙.txt"));
    tui_type(l, "+");
    assert_true(tui_shows(l, " 乙.txt"));
    tui_type(t, "u");
    tui_sync(l);
    tui_type(l, "D");
    assert_true(hides(l, "to do   乙.txt"));
    tui_type(t, "C-r a \"li\" Enter");
    assert_true(tui_shows(t, "taken back from li"));
    tui_sync(l);
    assert_true(tui_shows(l, "it is no longer yours to do"));
    tui_part(l);
}

static void what_comes_while_one_types_is_said_behind_it(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    struct tui *l = tui_join(t, "li");
    tui_resize(l, 200, 24);
    tui_type(l, ": \"x\"");
    assign(t, d.id[0], store_reviewer(l->app.store));
    app_look(&l->app);
    tui_type(l, "\"y\"");
    assert_true(hides(l, "assigned “甲.txt”"));
    assign(t, d.id[1], store_reviewer(l->app.store));
    app_look(&l->app);
    tui_type(l, "Esc");
    assert_true(tui_shows(l, "assigned “甲.txt” to you") && tui_shows(l, "assigned “乙.txt” to you"));
    tui_type(l, ":");
    assign(t, d.id[2], store_reviewer(l->app.store));
    app_look(&l->app);
    tui_type(l, "\"nonsense\" Enter"); /* what it says itself goes first */
    assert_true(tui_shows(l, "nonsense") && hides(l, "assigned “丙.txt”"));
    tui_type(l, "j");
    assert_true(tui_shows(l, "assigned “丙.txt” to you"));
    tui_type(l, "j");
    assert_true(hides(l, "assigned “"));
    tui_part(l);
}

static void what_is_empty_says_what_shows_more(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    assign(t, d.id[0], reviewer(t, "li"));
    tui_sync(t);
    assert_true(hides(t, "to do   甲.txt") && tui_shows(t, "0/1     甲.txt"));
    tui_resize(t, 120, 24);
    assert_true(tui_shows(t, "Z close/reopen") && tui_shows(t, "        甲.txt") && tui_shows(t, "done  assigned to"));
    tui_resize(t, 80, 24);
    tui_type(t, "t");
    assert_true(tui_shows(t, "mine, to do: 0 of 3"));
    assert_true(tui_shows(t, "Nothing is assigned to you. t shows all documents."));
    assert_true(hides(t, "Enter open") && hides(t, "a assign"));
    tui_type(t, "Enter");
    assert_true(hides(t, "open DOCUMENT"));
    tui_type(t, "t");
    assert_true(tui_shows(t, "甲.txt") && tui_shows(t, "Enter open"));
    tui_type(t, "? Enter");
    assert_true(hides(t, "does nothing here") && tui_shows(t, "甲.txt"));
}

static void several_names_and_wrong_ones(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li"), wang = reviewer(t, "王 小明");
    tui_type(t, "a \"li nobody\" Enter");
    assert_true(tui_shows(t, "there is no reviewer “nobody”; of ") && tui_shows(t, "王 小明"));
    assert_false(progress(t, d.id[2], li).assigned);
    assert_true(t->app.prompt.active && tui_shows(t, "li nobody"));
    tui_type(t, "C-u \"王 小明\" Enter");
    assert_false(t->app.prompt.active);
    assert_true(progress(t, d.id[2], wang).assigned);
    tui_type(t, "a \"li other li\" Enter");
    assert_true(tui_shows(t, "assigned to li, other"));
    assert_true(progress(t, d.id[2], li).assigned);
    assert_true(tui_shows(t, "0/3     丙.txt") && tui_shows(t, "li, other …1"));
    tui_resize(t, 120, 24);
    assert_true(tui_shows(t, "li, other, 王 小明"));
}

static void what_fits_is_offered_and_the_rest_counted(void **state)
{
    struct tui *t = *state;
    char name[32];
    documents(t);
    for (int i = 0; i < 25; i++) {
        snprintf(name, sizeof name, "colleague %c", 'a' + i);
        reviewer(t, name);
    }
    tui_type(t, "a");
    assert_true(tui_shows(t, "colleague a  colleague b") && tui_shows(t, "  +"));
    tui_type(t, "\"coll\" Tab");
    assert_true(tui_shows(t, "colleague a  colleague b") && tui_shows(t, "  +"));
    tui_type(t, "C-u \"coleague c\" Enter");
    assert_true(tui_shows(t, "the nearest: colleague a, "));
    assert_true(hides(t, "colleague y"));
}

static void names_and_roles_are_completed(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li"), wang = reviewer(t, "王 小明");
    reviewer(t, "liang");
    tui_type(t, "a \"王\" Tab \"li\" Tab");
    assert_true(tui_shows(t, "li  liang"));
    assert_true(tui_shows(t, "assign: 王 小明 li"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "assigned to 王 小明, li"));
    tui_type(t, "a \"li 王 小明\" Enter");
    assert_true(tui_shows(t, "taken back from li, 王 小明"));
    tui_type(t, "a \"o\" Tab \"lia\" Tab Enter");
    assert_true(tui_shows(t, "assigned to other, liang"));
    tui_type(t, ": \"assign li\" Enter : \"assign 王\" Tab Enter");
    assert_true(progress(t, d.id[2], li).assigned && progress(t, d.id[2], wang).assigned);
    tui_type(t, "P / \"liang\" Enter R \"rea\" Tab Enter");
    assert_true(tui_shows(t, "liang is a reader now"));
}

static void only_a_lead_assigns(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    tui_type(l, "a");
    assert_true(tui_shows(l, "only a lead may do this, and you are a reviewer"));
    assert_false(l->app.prompt.active);
    tui_type(l, "P");
    assert_true(hides(l, "R role") && hides(l, "a assign"));
    tui_type(l, "R");
    assert_true(tui_shows(l, "only a lead may do this"));
    assert_false(l->app.prompt.active);
    tui_part(l);
}

static void the_chosen_document_stays_chosen(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    tui_type(t, "j");
    assert_int_equal(app_document(&t->app), d.id[1]);
    tui_document(t, "aaa.txt", "x");
    assert_int_equal(app_document(&t->app), d.id[1]);
    int64_t li = reviewer(t, "li");
    assign(t, d.id[2], li);
    tui_sync(t);
    assert_int_equal(app_document(&t->app), d.id[1]);
}

/* ---- closing ---- */

static void a_closed_document_refuses_changes(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    struct tui *l = tui_join(t, "li");
    tui_type(l, "Enter m");
    assert_true(tui_shows(l, "m manifestation"));
    tui_type(t, "Z");
    assert_true(tui_shows(t, "“丙.txt” is closed") && tui_shows(t, "closed  丙.txt"));
    tui_sync(l);
    assert_true(tui_shows(l, "丙.txt (closed)"));
    tui_type(l, "j j c");
    assert_true(tui_shows(l, "“丙.txt” is closed: your change was not made; a lead can open it again"));
    tui_type(l, "k k a");
    assert_false(l->app.prompt.active);
    assert_true(tui_shows(l, "is closed: your change"));
    tui_type(l, "Esc j");
    assert_true(hides(l, "m manifestation"));
    tui_type(t, "u");
    assert_true(hides(t, "closed"));
    tui_sync(l);
    tui_type(l, "Esc");
    assert_true(tui_shows(l, "m manifestation") && hides(l, "closed"));
    assert_true(progress(t, d.id[2], 0).document_done == 0);
    tui_part(l);
}

static void a_leads_own_assignment_comes_first(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t me = store_reviewer(t->app.store);
    assign(t, d.id[2], me);
    tui_sync(t);
    tui_type(t, "Z");
    assert_true(progress(t, d.id[2], me).done != 0);
    assert_true(progress(t, d.id[2], me).document_done == 0);
    tui_type(t, ": \"done document\" Enter");
    assert_true(progress(t, d.id[2], me).document_done != 0);
    tui_type(t, ": \"done document\" Enter");
    assert_true(tui_shows(t, "“丙.txt” is open again"));
    tui_type(t, ": \"done paper\" Enter");
    assert_true(tui_shows(t, "“paper” is nothing that can be done"));
}

/* ---- roles ---- */

static void a_reader_changes_nothing(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    int64_t li = reviewer(t, "li");
    set_role(t, li, ROLE_READER);
    tui_annotate(t, d.id[2], 0, 20, TAG_CAUSE, "");
    struct tui *l = tui_join(t, "li");
    assert_true(tui_shows(l, "li (reader)"));
    tui_type(l, "Enter");
    static const char *const keys[] = {"m", "a", "d", "e", "A", "t", "u", "Z"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        tui_type(l, keys[i]);
        assert_true(tui_shows(l, "you are a reader here, who changes nothing: ask a"));
        assert_false(l->app.prompt.active);
        assert_null(l->app.pending.asking.command);
    }
    tui_type(l, "Esc");
    assert_true(hides(l, "m manifestation") && hides(l, "u undo"));
    tui_type(l, "Tab Enter"); /* the panel still leads to the passage */
    assert_true(hides(l, "changes nothing"));
    tui_type(l, "v l m");
    assert_true(tui_shows(l, "changes nothing"));
    tui_part(l);
}

static void a_role_changes_while_one_works(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    int64_t li = store_reviewer(l->app.store);
    tui_type(l, "Enter");
    assert_true(tui_shows(l, "m manifestation"));
    set_role(t, li, ROLE_READER);
    tui_sync(l);
    assert_true(tui_shows(l, "you are a reader now: you see everything and change nothing"));
    tui_type(l, "Esc");
    assert_true(hides(l, "m manifestation") && tui_shows(l, "li (reader)"));
    set_role(t, li, ROLE_LEAD);
    tui_sync(l);
    assert_true(tui_shows(l, "you are a lead now"));
    tui_type(l, "D a");
    assert_true(l->app.prompt.active);
    tui_part(l);
}

static void a_role_is_given_in_the_progress_view(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    tui_sync(t);
    tui_type(t, "P / \"li\" Enter R");
    assert_true(t->app.prompt.active);
    tui_type(t, "\"king\" Enter");
    assert_true(tui_shows(t, "“king” is no role"));
    tui_type(t, "R \"reader\" Enter");
    assert_true(tui_shows(t, "li is a reader now"));
    tui_sync(l);
    assert_int_equal(store_role(l->app.store), ROLE_READER);
    tui_type(t, "u");
    tui_sync(l);
    assert_int_equal(store_role(l->app.store), ROLE_REVIEWER);
    tui_part(l);
}

/* ---- how far ---- */

static void what_was_on_the_screen_was_read(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    struct tui *l = tui_join(t, "li");
    int64_t li = store_reviewer(l->app.store);
    tui_type(l, "Enter");
    assert_int_equal(progress(t, d.id[2], li).furthest, 0); /* a key writes nothing */
    app_save(&l->app);
    int64_t first = progress(t, d.id[2], li).furthest, length = progress(t, d.id[2], li).length;
    assert_in_range(first, 500, 2500);
    tui_type(l, "Space");
    app_save(&l->app);
    assert_true(progress(t, d.id[2], li).furthest > first);
    tui_type(l, "G q"); /* on leaving */
    assert_int_equal(progress(t, d.id[2], li).furthest, length);
    assert_true(tui_shows(l, "########"));
    tui_part(l);
}

static void bars_say_how_far(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    struct tui *l = tui_join(t, "li");
    int64_t li = store_reviewer(l->app.store), other = store_reviewer(t->other), length;
    struct err e;
    assign(t, d.id[0], li);
    assign(t, d.id[1], li);
    assign(t, d.id[0], other);
    length = progress(t, d.id[0], li).length;
    must(store_read_to(l->app.store, d.id[0], length / 2, &e), &e);
    must(store_assignment_done(l->app.store, d.id[1], true, &e), &e);
    tui_sync(t);
    tui_type(t, "P");
    assert_true(tui_shows(t, "1 of 3 done"));
    assert_true(tui_shows(t, "> li                                     1/2                #########...   75%"));
    assert_true(tui_shows(t, "> other                                  0/1                ............    0%"));
    tui_type(t, "/ \"li\" Enter Enter");
    assert_true(tui_shows(t, "v li ") && tui_shows(t, "    甲.txt                             to do"));
    assert_true(tui_shows(t, "######......   50%"));
    tui_type(t, "t");
    assert_true(tui_shows(t, "progress by document"));
    assert_true(tui_shows(t, "> 甲.txt                                 0/2                ###.........   25%"));
    tui_type(t, "t j j Enter"); /* 甲 behind 乙, where li is */
    assert_int_equal(app_document(&t->app), d.id[0]);
    struct reader *r = reader_of(&t->app);
    assert_non_null(r);
    assert_in_range(r->cursor, (size_t)length / 2 - 1, (size_t)length / 2);
    tui_part(l);
}

static void the_progress_view_is_live(void **state)
{
    struct tui *t = *state;
    struct three d = documents(t);
    struct tui *l = tui_join(t, "li");
    assign(t, d.id[0], store_reviewer(l->app.store));
    tui_sync(t);
    tui_sync(l);
    tui_type(t, "P t G");
    assert_true(tui_shows(t, "0/1"));
    tui_type(l, "t G Z");
    tui_sync(t);
    assert_true(tui_shows(t, "1/1") && tui_shows(t, "100%"));
    tui_type(t, "Z");
    assert_true(tui_shows(t, "“甲.txt” is closed"));
    tui_sync(l);
    tui_type(l, "t");
    assert_true(tui_shows(l, "closed  甲.txt"));
    tui_type(t, "a \"li\" Enter");
    assert_true(tui_shows(t, "taken back from li"));
    tui_part(l);
}

static void reading_shows_while_one_looks(void **state)
{
    struct tui *t = *state;
    documents(t);
    struct tui *l = tui_join(t, "li");
    tui_sync(t);
    tui_type(t, "P t Enter");
    assert_true(hides(t, "#"));
    tui_type(l, "Enter G");
    app_tick(&l->app);
    app_save(&l->app);
    app_tick(&t->app);
    assert_true(tui_shows(t, "丙.txt") && tui_shows(t, "100%"));
    tui_part(l);
}

#define TEAM(f) cmocka_unit_test_setup_teardown(f, tui_set_up, tui_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEAM(opens_on_what_is_to_do),
        TEAM(a_file_without_assignments_opens_on_all),
        TEAM(done_and_on_to_the_next),
        TEAM(what_is_done_can_be_to_do_again),
        TEAM(an_assignment_appears_in_the_others_list),
        TEAM(what_comes_while_one_types_is_said_behind_it),
        TEAM(what_is_empty_says_what_shows_more),
        TEAM(several_names_and_wrong_ones),
        TEAM(what_fits_is_offered_and_the_rest_counted),
        TEAM(names_and_roles_are_completed),
        TEAM(only_a_lead_assigns),
        TEAM(the_chosen_document_stays_chosen),
        TEAM(a_closed_document_refuses_changes),
        TEAM(a_leads_own_assignment_comes_first),
        TEAM(a_reader_changes_nothing),
        TEAM(a_role_changes_while_one_works),
        TEAM(a_role_is_given_in_the_progress_view),
        TEAM(what_was_on_the_screen_was_read),
        TEAM(bars_say_how_far),
        TEAM(the_progress_view_is_live),
        TEAM(reading_shows_while_one_looks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
