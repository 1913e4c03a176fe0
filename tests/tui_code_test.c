/* Codes given while reading, by keys alone: new ones, recent ones by their digits, by initials, by their own keys; and
 * what is seen of them beside the text, also when somebody else changes the codebook. */
#include "tests/tui_live.h"
#include "tests/unit.h"

#include "db/code.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static void must(enum err_code rc, const struct err *e)
{
    if (rc)
        fail_msg("%s", e->msg);
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

/* A code of somebody else, below PARENT (0: the tag), with a KEY or "". */
static int64_t other_code(struct tui *t, enum tag tag, int64_t parent, const char *name, const char *key)
{
    struct code_new new = {.tag = tag, .parent = parent, .name = name, .key = key};
    struct code made;
    struct err e;
    must(store_code_add(t->other, &new, &made, &e), &e);
    int64_t id = made.id;
    code_clear(&made);
    tui_sync(t);
    return id;
}

static void rename_code(struct tui *t, int64_t id, const char *name)
{
    struct code now;
    struct code_edit edit = {.name = name};
    struct err e;
    must(store_code_get(t->other, id, &now, &e), &e);
    must(store_code_edit(t->other, id, now.revision, &edit, &e), &e);
    code_clear(&now);
}

struct seen {
    struct store *store;
    struct str paths;
};

/* "path" or "-" for each annotation, in the order of the document. */
static bool add_path(void *ctx, const struct annotation *a)
{
    struct seen *s = ctx;
    struct err e;
    str_add(&s->paths, s->paths.len ? " " : "");
    if (a->code)
        must(store_code_path(s->store, a->code, &s->paths, &e), &e);
    else
        str_add(&s->paths, "-");
    return true;
}

static void check_codes(struct tui *t, const char *want)
{
    struct seen s = {.store = t->other};
    struct err e;
    must(store_annotations(t->other, NULL, add_path, &s, &e), &e);
    assert_string_equal(str_z(&s.paths), want);
    str_clear(&s.paths);
}

static bool count_code(void *ctx, const struct code *c)
{
    (void)c;
    (*(size_t *)ctx)++;
    return true;
}

static size_t standing(struct tui *t)
{
    size_t n = 0;
    struct err e;
    must(store_codes(t->other, TAG_NONE, false, count_code, &n, &e), &e);
    return n;
}

/* ---- new ones ---- */

static void a_new_code_is_made_while_reading(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#\" \"不愿\"");
    assert_true(tui_shows(t, "code: 不愿") && tui_shows(t, "new code “不愿”"));
    tui_type(t, "Enter");
    assert_non_null(reader_of(&t->app));
    check_codes(t, "不愿");
    assert_true(tui_shows(t, "不愿: 甲第一句。") && tui_shows(t, "“不愿” is new in the codebook"));
}

static void one_undo_takes_back_the_code_and_its_giving(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿/怕担责\" Enter");
    check_codes(t, "不愿/怕担责");
    assert_int_equal(standing(t), 2);
    tui_type(t, "u");
    check_codes(t, "-");
    assert_int_equal(standing(t), 0);
    assert_true(hides(t, "怕担责:"));
    tui_type(t, "C-r");
    check_codes(t, "不愿/怕担责");
    assert_true(tui_shows(t, "怕担责: 甲第一句。"));
    tui_type(t, "u u");
    check_codes(t, "");
}

static void a_path_makes_what_is_missing_of_it(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿/怕\" Enter ) m \"#不愿／ 懒\" Enter");
    check_codes(t, "不愿/怕 不愿/懒");
    assert_int_equal(standing(t), 3);
    tui_type(t, ") m \"#不愿/怕\"");
    assert_true(hides(t, "new code"));
    tui_type(t, "Enter");
    check_codes(t, "不愿/怕 不愿/懒 不愿/怕");
}

static void what_cannot_be_made_stays_to_be_changed(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct str keys = {0};
    str_add(&keys, "m \"#");
    for (int i = 0; i < 300; i++)
        str_addc(&keys, 'x');
    str_add(&keys, "\" Enter");
    tui_type(t, keys.p);
    str_clear(&keys);
    assert_null(reader_of(&t->app));
    assert_int_equal(standing(t), 0);
    check_codes(t, "-");
    tui_type(t, "C-u \"ok\" Enter");
    check_codes(t, "ok");
}

/* ---- those that are there ---- */

static void recent_codes_have_digits(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\" Enter ) m \"#不敢\" Enter ) m \"#\"");
    assert_true(tui_shows(t, "1  不敢") && tui_shows(t, "2  不愿"));
    tui_type(t, "2");
    check_codes(t, "不愿 不敢 不愿");
    tui_type(t, ") m \"#1\"");
    check_codes(t, "不愿 不敢 不愿 不愿");
}

static void another_tag_has_codes_of_its_own(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\" Enter ) c \"#\"");
    assert_true(tui_shows(t, "There is no code yet") && hides(t, "不愿"));
    tui_type(t, "\"不愿\" Enter");
    assert_int_equal(standing(t), 2);
}

static void initials_and_characters_narrow(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "能力不足", "");
    int64_t over = other_code(t, TAG_MANIFESTATION, 0, "不愿担当", "");
    other_code(t, TAG_MANIFESTATION, over, "怕追责", "");
    tui_type(t, "m \"#by\"");
    assert_true(tui_shows(t, "1  不愿担当") && hides(t, "能力不足"));
    tui_type(t, "C-u \"b\"");
    assert_true(tui_shows(t, "1  不愿担当") && tui_shows(t, "2  能力不足") && tui_shows(t, "3  不愿担当/怕追责"));
    tui_type(t, "C-u \"追\" Tab");
    assert_true(tui_shows(t, "code: 不愿担当/怕追责"));
    tui_type(t, "Backspace 1");
    check_codes(t, "不愿担当/怕追责");
    tui_type(t, ") m \"#nlbz\" Enter");
    check_codes(t, "不愿担当/怕追责 能力不足");
}

static void paths_are_found_by_initials_in_either_script(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t over = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    other_code(t, TAG_MANIFESTATION, over, "推诿", "");
    over = other_code(t, TAG_MANIFESTATION, 0, "不敢擔責", "");
    other_code(t, TAG_MANIFESTATION, over, "怕得罪人", "");
    static const char *const typed[][2] = {{"tw", "不愿/推诿"},
                                           {"bytw", "不愿/推诿"},
                                           {"不愿tw", "不愿/推诿"},
                                           {"b愿/t", "不愿/推诿"},
                                           {"bgdz", "不敢擔責"},
                                           {"b敢dz", "不敢擔責"},
                                           {"bgdzpdzr", "不敢擔責/怕得罪人"},
                                           {"擔責/pd", "不敢擔責/怕得罪人"}};
    tui_type(t, "m \"#\"");
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct str keys = {0}, row = {0};
        str_addf(&keys, "C-u \"%s\"", typed[i][0]);
        str_addf(&row, "1  %s", typed[i][1]);
        tui_type(t, keys.p);
        assert_true(tui_shows(t, row.p));
        str_clear(&keys);
        str_clear(&row);
    }
}

static void a_codes_key_chooses_it_while_nothing_is_typed(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "不愿担当", "");
    other_code(t, TAG_MANIFESTATION, 0, "能力不足", "n");
    tui_type(t, "m \"#n\"");
    check_codes(t, "能力不足");
    tui_type(t, ") m \"#bn\"");
    assert_true(tui_shows(t, "code: bn"));
    tui_type(t, "Esc");
    check_codes(t, "能力不足 -");
}

static void what_is_pasted_chooses_nothing(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "能力不足", "n");
    tui_type(t, "m \"#\"");
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_BEGIN});
    tui_type(t, "\"n1 年\"");
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_END});
    assert_true(tui_shows(t, "code: n1 年"));
    tui_type(t, "Enter");
    check_codes(t, "n1 年");
}

static void arrows_reach_every_row(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "不愿担当", "");
    tui_type(t, "m \"#不愿\" Up Enter");
    check_codes(t, "不愿");
    tui_type(t, ") m \"#\" Down Down Enter");
    check_codes(t, "不愿 不愿");
}

static void backspace_takes_the_code_away(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#\" Backspace");
    assert_true(tui_shows(t, "it has no code"));
    tui_type(t, "\"不愿\" Enter \"#\"");
    assert_true(tui_shows(t, "no code"));
    tui_type(t, "Backspace");
    check_codes(t, "-");
    tui_type(t, "u");
    check_codes(t, "不愿");
    tui_type(t, "\"#\" Down Enter");
    check_codes(t, "-");
}

static void leaving_changes_nothing(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\" Esc");
    assert_non_null(reader_of(&t->app));
    check_codes(t, "-");
    assert_int_equal(standing(t), 0);
}

static void repeat_gives_the_same_code_again(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m ) m ) m K K \"#不愿\" Enter J .");
    check_codes(t, "不愿 不愿 -");
    tui_type(t, "J \"#\" Esc .");
    check_codes(t, "不愿 不愿 不愿");
}

static void another_tag_takes_the_code_away(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\" Enter t c");
    check_codes(t, "-");
    assert_true(hides(t, "不愿:"));
    tui_type(t, "u");
    check_codes(t, "不愿");
    assert_true(tui_shows(t, "不愿: 甲第一句。"));
}

static void the_command_takes_a_path(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t over = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    other_code(t, TAG_MANIFESTATION, over, "怕", "");
    tui_type(t, "m : \"code 不愿/怕\" Enter");
    check_codes(t, "不愿/怕");
    tui_type(t, ": \"code 不愿/\" Tab");
    assert_string_equal(str_z(&t->app.prompt.line), "code 不愿/怕 ");
    tui_type(t, "Esc : \"code 没有\" Enter");
    check_codes(t, "不愿/怕");
    tui_type(t, ": \"code \\\"\\\"\" Enter");
    check_codes(t, "-");
}

/* ---- whose they are ---- */

static void somebody_elses_annotation_is_not_coded(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_annotate(t, live_reader(t)->document.id, 0, 5, TAG_CAUSE, NULL);
    tui_sync(t);
    tui_type(t, "Home g g \"#\"");
    assert_non_null(reader_of(&t->app));
    assert_true(tui_shows(t, "this is other's"));
}

/* ---- what is seen ---- */

static void the_codebook_is_live_beside_the_text(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t over = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    int64_t id = other_code(t, TAG_MANIFESTATION, over, "怕", "");
    tui_type(t, "m \"#怕\" Enter");
    assert_true(tui_shows(t, "M 不愿/怕 ") && tui_shows(t, "怕: 甲第一句。"));
    rename_code(t, id, "怕追责");
    assert_true(live_look(t));
    assert_true(tui_shows(t, "怕追责: 甲第一句。"));
    rename_code(t, over, "不肯");
    assert_true(live_look(t));
    assert_true(tui_shows(t, "M 不肯/怕追责 "));
}

static void the_choice_is_live_too(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    other_code(t, TAG_MANIFESTATION, 0, "能力不足", "");
    tui_type(t, "m \"#\" Down");
    rename_code(t, id, "不肯");
    other_code(t, TAG_MANIFESTATION, id, "怕", "");
    assert_true(tui_shows(t, "不肯"));
    tui_type(t, "Enter");
    check_codes(t, "能力不足");
}

static void the_panel_and_the_margin_say_the_code(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿/怕\" Enter a \"记一笔\" Enter");
    assert_true(tui_shows(t, "怕: 甲第一句。  “记一笔”"));
    tui_type(t, "Tab");
    assert_true(tui_shows(t, "manifestation: 不愿/怕, note of"));
    tui_resize(t, 120, 40);
    assert_true(tui_shows(t, "M  怕: 甲第一句。"));
    tui_type(t, "Tab \"#\"");
    assert_true(tui_shows(t, "│ code:") && tui_shows(t, "recent"));
}

static void hostile_names_are_made_safe(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    sqlite3 *db;
    other_code(t, TAG_MANIFESTATION, 0, "az", "");
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE code SET name = 'a' || char(0x202E) || 'z'", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    t->app.codes.known = false; /* nothing in the feed says so */
    tui_sync(t);
    tui_type(t, "m \"#a\"");
    assert_true(tui_shows(t, "a<U+202E>z"));
    tui_type(t, "1");
    assert_true(tui_shows(t, "a<U+202E>z: 甲"));
}

static void every_size_of_the_screen_is_drawn(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿/怕\" Enter \"#\"");
    for (int cols = 1; cols < 130; cols += 7)
        for (int rows = 1; rows < 30; rows += 3)
            tui_resize(t, cols, rows);
    tui_resize(t, 80, 24);
    tui_type(t, "2");
    assert_true(tui_shows(t, "no code here has the digit 2"));
}

/* ---- slips ---- */

static void a_digit_that_chooses_nothing_is_refused(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#1\"");
    assert_true(tui_shows(t, "no code here has the digit 1") && hides(t, "code: 1"));
    tui_type(t, "\"不愿1\" Enter");
    check_codes(t, "不愿1");
    tui_type(t, ") m \"#2\"");
    assert_true(tui_shows(t, "no code here has the digit 2"));
    tui_type(t, "1");
    check_codes(t, "不愿1 不愿1");
}

static void the_key_of_another_tag_is_told(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_CAUSE, 0, "不敢", "G");
    tui_type(t, "m \"#G\"");
    assert_true(tui_shows(t, "“G” is the key of “不敢” below cause"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "Enter again makes the new code “G”"));
    assert_int_equal(standing(t), 1);
    tui_type(t, "Esc");
    check_codes(t, "-");
}

static void initials_of_nothing_make_a_code_only_when_that_is_meant(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    tui_type(t, "m \"#pdzr\"");
    assert_true(tui_shows(t, "makes a new code"));
    tui_type(t, "Enter");
    assert_true(tui_shows(t, "Enter again makes the new code “pdzr”"));
    assert_int_equal(standing(t), 1);
    tui_type(t, "x Backspace Enter");
    assert_true(tui_shows(t, "Enter again makes the new code “pdzr”"));
    assert_int_equal(standing(t), 1);
    tui_type(t, "Enter");
    check_codes(t, "pdzr");
    tui_type(t, ") m \"#late\" Enter"); /* one of the codes is Latin by now */
    check_codes(t, "pdzr late");
}

static void the_bottom_line_says_what_enter_does(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    tui_type(t, "m \"#不愿\"");
    assert_true(tui_shows(t, "Enter makes a new code"));
    tui_type(t, "Enter \"#\"");
    assert_true(tui_shows(t, "Enter gives it") && tui_shows(t, "Backspace no code"));
    tui_type(t, "Down");
    assert_true(tui_shows(t, "Enter takes the code away"));
}

/* More codes fit than there are rows: the new one is seen, and chosen by going there. */
static void the_row_for_a_new_code_is_always_seen(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    char name[32];
    for (int i = 0; i < 60; i++) {
        snprintf(name, sizeof name, "怕%d号", i);
        other_code(t, TAG_MANIFESTATION, 0, name, "");
    }
    tui_type(t, "m \"#怕\"");
    assert_true(tui_shows(t, "new code “怕”") && tui_shows(t, "1  怕0号"));
    tui_type(t, "PageDown Down");
    assert_true(tui_shows(t, "new code “怕”"));
    tui_type(t, "C-u \"怕\" Up");
    assert_true(tui_shows(t, "makes a new code") && tui_shows(t, "怕59号"));
    tui_type(t, "Enter");
    check_codes(t, "怕");
}

/* ---- what they mean ---- */

static void define(struct tui *t, int64_t id, const char *definition)
{
    struct code now;
    struct code_edit edit = {.definition = definition};
    struct err e;
    must(store_code_get(t->other, id, &now, &e), &e);
    must(store_code_edit(t->other, id, now.revision, &edit, &e), &e);
    code_clear(&now);
    tui_sync(t);
}

static void a_long_definition_is_cut_and_whole_below(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    int64_t id = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    define(t, id, "该做的事有能力做，也没有风险，却不去做，一拖再拖，直到别人催了又催才动一动");
    tui_type(t, "m \"#不愿\" Enter");
    tui_resize(t, 120, 40);
    tui_type(t, "\"#\"");
    assert_true(tui_shows(t, "1  不愿  该做的事") && tui_shows(t, "…"));
    assert_true(tui_shows(t, "recent") && tui_shows(t, "才动一动"));
    tui_resize(t, 80, 24);
    assert_true(tui_shows(t, "1  不愿  该做的事") && tui_shows(t, "才动一动"));
}

/* ---- others, while one chooses ---- */

static void digits_stay_while_others_change_the_codebook(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    other_code(t, TAG_MANIFESTATION, 0, "怕追责", "");
    int64_t gone = other_code(t, TAG_MANIFESTATION, 0, "怕担责", "");
    other_code(t, TAG_MANIFESTATION, 0, "怕得罪人", "");
    tui_type(t, "m \"#p\"");
    assert_true(tui_shows(t, "1  怕追责") && tui_shows(t, "2  怕担责") && tui_shows(t, "3  怕得罪人"));
    int64_t first = other_code(t, TAG_MANIFESTATION, 0, "p", "");
    struct err e;
    must(store_code_move(t->other, first, 1, 0, 1, &e), &e);
    must(store_code_delete(t->other, gone, 1, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "1  怕追责") && tui_shows(t, "3  怕得罪人") && tui_shows(t, "4  p"));
    assert_true(hides(t, "怕担责"));
    tui_type(t, "3");
    check_codes(t, "怕得罪人");
}

static void digits_of_recent_codes_stay_too(void **state)
{
    struct tui *t = live_open(state, live_sentences);
    struct err e;
    int64_t into = other_code(t, TAG_MANIFESTATION, 0, "不愿", "");
    int64_t id = other_code(t, TAG_MANIFESTATION, 0, "不敢", "");
    tui_type(t, "m \"#不愿\" Enter \"#不敢\" Enter ) m \"#不愿\" Enter \"#不敢\" Enter ) m \"#\"");
    assert_true(tui_shows(t, "1  不敢") && tui_shows(t, "2  不愿"));
    must(store_code_merge(t->other, id, 1, into, &e), &e);
    tui_sync(t);
    assert_true(tui_shows(t, "2  不愿") && hides(t, "1  不敢"));
    tui_type(t, "2");
    check_codes(t, "不愿 不愿 不愿");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, tui_set_up, tui_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_new_code_is_made_while_reading),
        TEST(one_undo_takes_back_the_code_and_its_giving),
        TEST(a_path_makes_what_is_missing_of_it),
        TEST(what_cannot_be_made_stays_to_be_changed),
        TEST(recent_codes_have_digits),
        TEST(another_tag_has_codes_of_its_own),
        TEST(initials_and_characters_narrow),
        TEST(paths_are_found_by_initials_in_either_script),
        TEST(a_codes_key_chooses_it_while_nothing_is_typed),
        TEST(what_is_pasted_chooses_nothing),
        TEST(arrows_reach_every_row),
        TEST(backspace_takes_the_code_away),
        TEST(leaving_changes_nothing),
        TEST(repeat_gives_the_same_code_again),
        TEST(another_tag_takes_the_code_away),
        TEST(the_command_takes_a_path),
        TEST(somebody_elses_annotation_is_not_coded),
        TEST(the_codebook_is_live_beside_the_text),
        TEST(the_choice_is_live_too),
        TEST(the_panel_and_the_margin_say_the_code),
        TEST(hostile_names_are_made_safe),
        TEST(every_size_of_the_screen_is_drawn),
        TEST(a_digit_that_chooses_nothing_is_refused),
        TEST(the_key_of_another_tag_is_told),
        TEST(initials_of_nothing_make_a_code_only_when_that_is_meant),
        TEST(the_bottom_line_says_what_enter_does),
        TEST(the_row_for_a_new_code_is_always_seen),
        TEST(a_long_definition_is_cut_and_whole_below),
        TEST(digits_stay_while_others_change_the_codebook),
        TEST(digits_of_recent_codes_stay_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
