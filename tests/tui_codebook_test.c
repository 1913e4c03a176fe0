/* The codebook by keys alone: codes made, named, explained, moved, merged and split; undone to the last and done again;
 * and what others may not do. The fixture's reviewer owns the file and is its lead. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "db/code.h"

#include <stdio.h>
#include <string.h>

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
}

static int64_t add(struct store *s, enum tag tag, int64_t parent, const char *name)
{
    struct code_new new = {.tag = tag, .parent = parent, .name = name};
    struct code made;
    struct err e;
    must(store_code_add(s, &new, &made, &e), &e);
    int64_t id = made.id;
    code_clear(&made);
    return id;
}

struct tree {
    struct store *store;
    struct str paths;
};

static bool add_path(void *ctx, const struct code *c)
{
    struct tree *tree = ctx;
    struct err e;
    str_add(&tree->paths, tree->paths.len ? " " : "");
    must(store_code_path(tree->store, c->id, &tree->paths, &e), &e);
    return true;
}

/* The paths of all codes in the order of the tree. */
static void check_tree(struct tui *t, const char *want)
{
    struct tree tree = {.store = t->other ? t->other : t->app.store};
    struct err e;
    must(store_codes(tree.store, TAG_NONE, false, add_path, &tree, &e), &e);
    assert_string_equal(str_z(&tree.paths), want);
    str_clear(&tree.paths);
}

/* Three annotations, of which two have the first code and one the second; the codebook, on the first code. */
static struct tui *open_book(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\" Enter ) m \"#1\" ) m \"#不敢\" Enter g \"#\" j");
    return t;
}

/* What the loop does while nothing is typed. */
static void work(struct tui *t)
{
    app_work(&t->app, true);
}

static void the_three_tags_are_there_before_any_code(void **state)
{
    struct tui *t = *state;
    tui_type(t, "g \"#\"");
    assert_true(tui_shows(t, "M manifestation") && tui_shows(t, "C cause") && tui_shows(t, "R remedy"));
    tui_type(t, "j a \"不懂\" Enter a \"没学\" Enter");
    check_tree(t, "不懂 不懂/没学");
    assert_true(tui_shows(t, "- 不懂") && tui_shows(t, "2 codes"));
}

static void annotations_are_counted(void **state)
{
    struct tui *t = open_book(state);
    work(t);
    assert_true(tui_shows(t, "不愿") && tui_shows(t, "3"));
    const struct grid *g = t->app.grid;
    assert_string_equal(grid_cell(g, 2, g->cols - 2)->text, "3");
    assert_string_equal(grid_cell(g, 3, g->cols - 2)->text, "2");
    assert_string_equal(grid_cell(g, 4, g->cols - 2)->text, "1");
}

static void a_code_is_renamed_and_explained(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "r C-u \"不肯\" Enter");
    check_tree(t, "不肯 不敢");
    tui_type(t, "e \"能做而不做\" Enter \"推给别人\" Enter k Enter");
    assert_true(tui_shows(t, "能做而不做") && tui_shows(t, "for example: 推给别人") && tui_shows(t, "added by "));
    tui_type(t, "q");
    assert_true(tui_shows(t, "不肯: 甲第一句。"));
    tui_type(t, "J K J J \"#k\"");
    assert_true(tui_shows(t, "不肯: 甲第三句。"));
}

static void several_lines_are_written_in_the_editor(void **state)
{
    struct tui *t = open_book(state);
    struct code_edit edit = {.definition = "一行\n又一行"};
    struct err e;
    must(store_code_edit(t->app.store, 1, 1, &edit, &e), &e);
    tui_sync(t);
    tui_type(t, "e \"加\" C-s");
    assert_true(tui_shows(t, "一行 又一行加"));
}

static void codes_are_put_in_another_order(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "k a \"不会\" Enter");
    check_tree(t, "不愿 不敢 不会");
    tui_type(t, "K");
    check_tree(t, "不愿 不会 不敢");
    tui_type(t, "9 K");
    check_tree(t, "不会 不愿 不敢");
    tui_type(t, "K");
    assert_true(tui_shows(t, "it is the first one here"));
    tui_type(t, "J");
    check_tree(t, "不愿 不会 不敢");
    tui_type(t, "9 J");
    check_tree(t, "不愿 不敢 不会");
    tui_type(t, "J");
    assert_true(tui_shows(t, "it is the last one here"));
}

static void a_code_is_moved_below_another(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "m");
    assert_true(tui_shows(t, "“不愿” is to stand below") && tui_shows(t, "Enter moves below this"));
    tui_type(t, "\"bg\" Enter");
    check_tree(t, "不敢 不敢/不愿");
    tui_type(t, "m Down Enter"); /* from what it stands below to the tag */
    check_tree(t, "不敢 不愿");
    tui_type(t, "m Esc");
    assert_true(tui_shows(t, " codebook "));
    check_tree(t, "不敢 不愿");
    tui_type(t, ": \"code-move 不敢\" Enter");
    check_tree(t, "不敢 不敢/不愿");
    tui_type(t, "k m \"by\"");
    assert_true(tui_shows(t, "No code is found by that")); /* not below itself */
}

/* Letters look for the other code: no other view opens in the middle of it. */
static void letters_look_for_the_other_code(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "r C-u \"不肯\" Enter M \"Y\"");
    assert_true(tui_shows(t, "“不肯” is to count as") && tui_shows(t, "code: Y"));
    tui_type(t, "C-u \"gan\" C-u Enter");
    check_tree(t, "不敢");
    tui_type(t, "u");
    check_tree(t, "不肯 不敢");
}

/* What others change of the code that is being put somewhere is taken in; where they merge it, the choice is left. */
static void the_held_code_is_followed(void **state)
{
    struct tui *t = open_book(state);
    struct err e;
    int64_t mine = add(t->other, TAG_MANIFESTATION, 0, "他的");
    tui_sync(t);
    tui_type(t, "j j M");
    assert_true(tui_shows(t, "“他的” is to count as"));
    struct code_edit edit = {.name = "他人的"};
    must(store_code_edit(t->other, mine, 1, &edit, &e), &e);
    assert_true(live_look(t));
    tui_type(t, "Enter");
    check_tree(t, "不愿 不敢");
    mine = add(t->other, TAG_MANIFESTATION, 0, "新的");
    tui_sync(t);
    tui_type(t, "G k k M");
    assert_true(tui_shows(t, "“新的” is to count as"));
    must(store_code_delete(t->other, mine, 1, &e), &e);
    assert_true(live_look(t));
    assert_true(tui_shows(t, " codebook "));
}

static void a_code_is_merged_into_another(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "M Enter");
    check_tree(t, "不敢");
    work(t);
    assert_true(tui_shows(t, "counts as “不敢” from now on"));
    tui_type(t, "k j");
    assert_true(tui_shows(t, "merged into it: 不愿"));
    assert_string_equal(grid_cell(t->app.grid, 3, t->app.grid->cols - 2)->text, "3");
    tui_type(t, "q");
    assert_true(tui_shows(t, "不敢: 甲第一句。") && tui_shows(t, "不敢: 甲第二句。"));
    tui_type(t, "u");
    assert_true(tui_shows(t, "不愿: 甲第一句。") && tui_shows(t, "不敢: 甲第三句。"));
}

static void some_annotations_go_to_a_new_code(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "s");
    work(t);
    assert_true(tui_shows(t, "[ ]  text") && tui_shows(t, "甲第二句。"));
    tui_type(t, "s");
    assert_true(tui_shows(t, "choose the annotations that are to go to the new code first"));
    tui_type(t, "Space Space k Space");
    assert_true(tui_shows(t, "1 annotation chosen"));
    tui_type(t, "s \"不愿出头\" Enter");
    check_tree(t, "不愿 不敢 不愿出头");
    assert_true(tui_shows(t, "1 annotation counts as “不愿出头” now"));
    tui_type(t, "q");
    assert_true(tui_shows(t, "不愿: 甲第一句。") && tui_shows(t, "不愿出头: 甲第二句。"));
    tui_type(t, "u");
    check_tree(t, "不愿 不敢");
    assert_true(tui_shows(t, "不愿: 甲第二句。"));
}

static void what_is_split_is_live(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "s");
    work(t);
    int64_t id = tui_annotate(t, 1, 16, 21, TAG_MANIFESTATION, NULL);
    struct err e;
    must(store_recode(t->other, id, 1, 1, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "乙第一句。"));
    tui_type(t, "G Space");
    assert_true(tui_shows(t, "1 annotation chosen"));
    must(store_delete(t->other, id, 2, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "0 annotations chosen"));
}

/* Whether the chosen row says WORDS. */
static bool chosen_says(struct tui *t, const char *words)
{
    struct grid *g = t->app.grid;
    struct str all = {0};
    int row = 0;
    tui_shows(t, words); /* draws */
    while (row < g->rows - 2 && grid_cell(g, row, 1)->style != INK_SELECTION)
        row++;
    for (int col = 0; col < g->cols; col++)
        str_add(&all, grid_cell(g, row, col)->text);
    bool says = strstr(str_z(&all), words) != NULL;
    str_clear(&all);
    return says;
}

static void a_row_that_goes_above_moves_nothing(void **state)
{
    struct tui *t = open_book(state);
    struct err e;
    must(store_recode(t->app.store, 3, 2, 1, &e), &e);
    tui_sync(t);
    tui_type(t, "s");
    work(t);
    tui_type(t, "j");
    assert_true(chosen_says(t, "甲第二句。"));
    must(store_recode(t->app.store, 1, 2, 0, &e), &e);
    tui_sync(t);
    assert_false(tui_shows(t, "甲第一句。"));
    assert_true(chosen_says(t, "甲第二句。"));
}

/* So many that they are not read in one step. */
static void add_many_documents(struct tui *t)
{
    enum { ALL = 2000, AT_ONCE = 50 };
    for (int i = 0; i < ALL; i += AT_ONCE) {
        char names[AT_ONCE][32];
        struct document_new new[AT_ONCE];
        struct document_added added[AT_ONCE];
        struct err e;
        for (int k = 0; k < AT_ONCE; k++) {
            snprintf(names[k], sizeof names[k], "zeitung %d", i + k);
            size_t n = strlen(names[k]);
            new[k] = (struct document_new){.name = names[k],
                                           .encoding = "UTF-8",
                                           .source = names[k],
                                           .source_bytes = n,
                                           .text = names[k],
                                           .text_bytes = n};
        }
        must(store_documents_add(t->other, new, AT_ONCE, added, &e), &e);
    }
    tui_sync(t);
}

static void what_gets_the_code_while_others_are_read_is_listed(void **state)
{
    struct tui *t = open_book(state);
    struct err e;
    int64_t id = tui_annotate(t, 1, 16, 21, TAG_MANIFESTATION, NULL);
    add_many_documents(t);
    tui_hurry(t, "s", true);
    while (!tui_shows(t, "甲第二句。"))
        app_work(&t->app, false);
    must(store_recode(t->other, id, 1, 1, &e), &e);
    tui_sync(t);
    work(t);
    assert_true(tui_shows(t, "乙第一句。"));
}

static void a_name_that_is_typed_outlives_the_code(void **state)
{
    struct tui *t = open_book(state);
    struct err e;
    tui_type(t, "s Space s \"不愿出头\"");
    must(store_code_merge(t->app.store, 1, 1, 2, &e), &e);
    tui_sync(t);
    tui_type(t, "Left");
    assert_true(tui_shows(t, "不愿出头"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "what you typed is kept") && tui_shows(t, "C cause"));
    check_tree(t, "不敢");
}

static void a_code_that_is_used_is_not_deleted(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "d");
    check_tree(t, "不愿 不敢");
    tui_type(t, "k a \"多余\" Enter d");
    assert_true(tui_shows(t, "deleted; undo brings it back"));
    check_tree(t, "不愿 不敢");
    tui_type(t, "u");
    check_tree(t, "不愿 不敢 多余");
}

static void all_of_it_is_undone_and_done_again(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "r C-u \"不肯\" Enter a \"推\" Enter e \"推给别人\" Enter Esc k M Enter");
    check_tree(t, "不敢 不敢/推");
    tui_type(t, "1 2 u");
    check_tree(t, "");
    tui_type(t, "1 2 C-r");
    check_tree(t, "不敢 不敢/推");
}

static void parts_are_folded(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "a \"推\" Enter");
    assert_true(tui_shows(t, "- 不愿") && tui_shows(t, "     推"));
    tui_type(t, "Space");
    assert_true(tui_shows(t, "+ 不愿"));
    tui_type(t, "Home Space");
    assert_true(tui_shows(t, "+ M manifestation"));
    tui_type(t, "a \"不会\" Enter");
    assert_true(tui_shows(t, "- M manifestation") && tui_shows(t, "+ 不愿") && tui_shows(t, "不会"));
}

/* ---- others ---- */

static void somebody_elses_code_is_not_changed(void **state)
{
    struct tui *t = open_book(state);
    struct tui *l = tui_join(t, "li");
    tui_type(l, "g \"#\" j");
    static const char *const keys[] = {"r", "e", "m", "M", "s", "d", "J", "E", "\"#\""};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        tui_type(l, keys[i]);
        assert_false(l->app.prompt.active);
        assert_true(tui_shows(l, "'s code: they may change it, or a lead"));
    }
    tui_type(l, "a \"推\" Enter r C-u \"推脱\" Enter");
    check_tree(t, "不愿 不愿/推脱 不敢");
    tui_part(l);
}

static void a_reader_changes_nothing(void **state)
{
    struct tui *t = open_book(state);
    struct err e;
    int64_t li;
    must(store_reviewer_add(t->app.store, "li", -1, &li, &e), &e);
    must(store_role_set(t->app.store, li, ROLE_READER, &e), &e);
    struct tui *l = tui_join(t, "li");
    tui_type(l, "g \"#\" j a");
    assert_false(l->app.prompt.active);
    assert_true(tui_shows(l, "who changes nothing"));
    tui_part(l);
}

static void the_row_stays_while_others_change_the_codebook(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "j");
    add(t->other, TAG_MANIFESTATION, 1, "推");
    add(t->other, TAG_MANIFESTATION, 0, "别的");
    assert_true(live_look(t));
    assert_true(tui_shows(t, "推") && tui_shows(t, "别的"));
    tui_type(t, "r C-u \"怕\" Enter");
    check_tree(t, "不愿 不愿/推 怕 别的");
}

/* What was typed about a code that somebody else has changed meanwhile is not put over that. */
static void a_code_that_was_changed_meanwhile_is_not_overwritten(void **state)
{
    struct tui *t = open_book(state);
    struct tui *l = tui_join(t, "li");
    struct err e;
    must(store_role_set(t->app.store, store_reviewer(l->app.store), ROLE_LEAD, &e), &e);
    tui_type(t, "r C-u \"我的\"");
    tui_sync(l);
    tui_type(l, "g \"#\" j r C-u \"他的\" Enter");
    tui_type(t, "Enter");
    check_tree(t, "他的 不敢");
    tui_type(t, "r C-u Up Enter");
    check_tree(t, "我的 不敢");
    tui_part(l);
}

static void every_size_of_the_screen_is_drawn(void **state)
{
    struct tui *t = open_book(state);
    tui_type(t, "e \"意思\" Enter \"例子\" Enter Esc");
    for (int cols = 1; cols < 210; cols += 13)
        for (int rows = 1; rows < 60; rows += 5)
            tui_resize(t, cols, rows);
    tui_resize(t, 160, 40);
    assert_true(tui_shows(t, "意思"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_three_tags_are_there_before_any_code),
        TEST(annotations_are_counted),
        TEST(a_code_is_renamed_and_explained),
        TEST(several_lines_are_written_in_the_editor),
        TEST(codes_are_put_in_another_order),
        TEST(a_code_is_moved_below_another),
        TEST(letters_look_for_the_other_code),
        TEST(the_held_code_is_followed),
        TEST(a_code_is_merged_into_another),
        TEST(some_annotations_go_to_a_new_code),
        TEST(what_is_split_is_live),
        TEST(a_row_that_goes_above_moves_nothing),
        TEST(what_gets_the_code_while_others_are_read_is_listed),
        TEST(a_name_that_is_typed_outlives_the_code),
        TEST(a_code_that_is_used_is_not_deleted),
        TEST(all_of_it_is_undone_and_done_again),
        TEST(parts_are_folded),
        TEST(somebody_elses_code_is_not_changed),
        TEST(a_reader_changes_nothing),
        TEST(the_row_stays_while_others_change_the_codebook),
        TEST(a_code_that_was_changed_meanwhile_is_not_overwritten),
        TEST(every_size_of_the_screen_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
