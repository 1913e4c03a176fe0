/* Every screen of the reviewer, with a file in which everything is hostile: each cell holds what may be sent to a
 * terminal, and each hostile character is seen as a mark. What screens there are is asked of the program: the contexts
 * of its table of commands, the tables of its views in the source, the kinds of its prompt; on each of them every
 * command that works there is run. One that is on no screen here fails the test. */
#include "base/mem.h"
#include "tests/hostile_file.h"
#include "tests/torture.h"
#include "tests/tui_live.h"
#include "tests/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unistr.h>

#define VIEWS_MAX 64

/* The way to a screen, from the list of documents. */
static const struct screen {
    const char *name, *keys;
    bool silent; /* nothing that somebody wrote is to be seen there */
} screens[] = {
    {"list", "j", false},
    {"list, sorted and filtered", "s s & \"tag:cause\" Enter", false},
    {"text", "Enter", false},
    {"text, tagged", "Enter s", false},
    {"selection", "Enter s v s", false},
    {"ends", "Enter g g J e", false},
    {"panel", "Enter J Tab", false},
    {"panel, unfolded", "Enter J Tab z j", false},
    {"noise folded", "Enter _", false},
    {"search", "Enter / \"is the\"", false},
    {"found text", "Enter / \"is the\" Enter n", false},
    {"command line", "Enter : \"annot\" Tab Tab", false},
    {"note", "Enter J a", false},
    {"note editor", "Enter J A", false},
    {"question", "Enter J ?", false},
    {"comment", "Enter J C", false},
    {"thread", "Enter J T", false},
    {"people", "W", false},
    {"layers", "Enter O", false},
    {"layers, chosen", "Enter O j Space Esc", false},
    {"agenda", "g q", false},
    {"agenda, all", "g q Tab j", false},
    {"progress", "P", false},
    {"assign", "a", false},
    {"assign, completed", "a \"n\" Tab", false},
    {"history", "y", false},
    {"history of all", "Y", false},
    {"history, further", "Y Tab j j j G", false},
    {"outline", "Enter I", false},
    {"carry", "j Enter g c", false},
    {"carried", "j Enter g c a", false},
    {"link", "Enter J L", false},
    {"links", "Enter J g l", false},
    {"a link's note", "Enter J g l a", false},
    {"code", "Enter J \"#\"", false},
    {"code, typed", "Enter J \"#co\"", false},
    {"codebook", "g \"#\"", false},
    {"codebook, renaming", "g \"#\" j r", false},
    {"codebook, defining", "g \"#\" j e", false},
    {"codebook, merging", "g \"#\" j M", false},
    {"codebook, moving", "g \"#\" j m", false},
    {"split", "g \"#\" j s", false},
    {"ledger", "B", false},
    {"unanswered", "B Tab", false},
    {"ledger, by code", "B s s s s s", false},
    {"figures by code", "F 2", false},
    {"figures by document", "F 3", false},
    {"figures by section", "F 4", false},
    {"figures by reviewer", "F 5", false},
    {"figures of coverage", "F 6", false},
    {"figures of pairs", "F 7", false},
    {"figures of places", "F 8", true},
    {"annotations", "g a", false},
    {"annotations, filtered", "g a & \"cause\" Enter j", false},
    {"wrong filter", "g a & \"nosuch:\" Enter", false},
    {"filter", "g a &", false},
    {"filters", "g a @", false},
    {"a filter in force", "g a @ Enter", false},
    {"help", "F1", true},
    {"chain", "Enter J ; ;", false},
};

#define SCREENS (sizeof screens / sizeof *screens)

struct sweep {
    struct tui at; /* where the file is; nothing else of it is used */
    char *good;
    size_t good_bytes, handful;
    char fill[HOSTILE_BYTES];
    unsigned contexts, prompts;
    const char *views[VIEWS_MAX];
    size_t view_count, looks;
    /* for the message of a breach */
    const char *screen, *doing;
};

/* ---- the file ---- */

static void write_file(const char *path, const char *p, size_t n)
{
    static const char *const beside[] = {"-wal", "-shm", "-live"};
    char name[128];
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", path, beside[i]);
        unlink(name);
    }
    FILE *f = fopen(path, "wbe");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void keep_file(struct sweep *w)
{
    FILE *f = fopen(w->at.path, "rbe");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    w->good_bytes = (size_t)ftell(f);
    rewind(f);
    free(w->good);
    w->good = mem_alloc(w->good_bytes, 1);
    assert_int_equal(fread(w->good, 1, w->good_bytes, f), w->good_bytes);
    fclose(f);
}

static void fill(struct sweep *w, size_t handful)
{
    char next[HOSTILE_BYTES];
    hostile_handful(handful, next);
    write_file(w->at.path, w->good, w->good_bytes);
    hostile_file_fill(w->at.path, *w->fill ? w->fill : HOSTILE_PLACE, next);
    keep_file(w);
    w->handful = handful;
    snprintf(w->fill, sizeof w->fill, "%s", next);
}

static int set_up(void **state)
{
    struct sweep *w = MEM_NEW(struct sweep);
    strcpy(w->at.folder, "/tmp/zhupi-hostile-XXXXXX");
    assert_non_null(mkdtemp(w->at.folder));
    snprintf(w->at.path, sizeof w->at.path, "%s/t.db", w->at.folder);
    hostile_file_make(w->at.path);
    keep_file(w);
    fill(w, 0);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct sweep *w = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", w->at.folder);
    free(w->good);
    free(w);
    return system(command);
}

/* ---- looking ---- */

static void remember(struct sweep *w, struct tui *t)
{
    struct app *app = &t->app;
    if (app->view_count == 0)
        return;
    const struct view *v = app_view(app);
    if (app->prompt.active) {
        w->contexts |= CONTEXT_PROMPT;
        w->prompts |= 1u << app->prompt.kind;
    } else {
        w->contexts |= (unsigned)v->ops->context(v);
    }
    for (size_t i = 0; i < w->view_count; i++)
        if (strcmp(w->views[i], v->ops->name) == 0)
            return;
    assert_true(w->view_count < VIEWS_MAX);
    w->views[w->view_count++] = v->ops->name;
}

static void add_row(const struct grid *g, int row, struct str *out)
{
    str_truncate(out, 0);
    for (int col = 0; col < g->cols; col++)
        str_add(out, grid_cell(g, row, col)->text);
}

static void breach(const struct sweep *w, const struct tui *t, const char *why, const char *row)
{
    fail_msg("“%s”, %s, handful %zu, %d columns: %s in “%s”", w->screen, w->doing, w->handful, t->cols, why, row);
}

/* Each cell for itself, and each row as a whole. */
static void look(struct sweep *w, struct tui *t)
{
    struct str row = {0};
    char why[128];
    app_draw(&t->app);
    const struct grid *g = t->app.grid;
    remember(w, t);
    w->looks++;
    for (int y = 0; y < g->rows; y++) {
        add_row(g, y, &row);
        if (!hostile_seen(str_z(&row), row.len, why, sizeof why))
            breach(w, t, why, str_z(&row));
        for (int x = 0; x < g->cols; x++) {
            const char *cell = grid_cell(g, y, x)->text;
            if (!hostile_seen(cell, strlen(cell), why, sizeof why))
                breach(w, t, why, str_z(&row));
        }
    }
    str_clear(&row);
}

static bool is_marked(struct tui *t)
{
    struct str s = {0};
    grid_dump(t->app.grid, &s);
    bool marked = hostile_marked(str_z(&s), s.len);
    str_clear(&s);
    return marked;
}

/* ---- doing ---- */

static struct tui *begin(struct sweep *w, const struct screen *screen, int cols, int rows)
{
    w->screen = screen->name;
    w->doing = "on the way";
    write_file(w->at.path, w->good, w->good_bytes);
    struct tui *t = tui_join(&w->at, HOSTILE_ME);
    unsetenv("VISUAL"); /* the built-in editor */
    tui_resize(t, cols, rows);
    struct frontend *typed;
    struct err e;
    assert_int_equal(headless_open(screen->keys, strlen(screen->keys), cols, rows, false, &typed, &e), ERR_OK);
    for (struct key k; (k = typed->ops->read(typed, 0)).code != KEYSYM_HANGUP;) {
        app_key(&t->app, k);
        app_work(&t->app, true);
        look(w, t);
    }
    typed->ops->close(typed);
    w->doing = "there";
    return t;
}

/* Without the bars: a control character that was pasted is left out, and none is missed. */
static void paste(struct sweep *w, struct tui *t)
{
    const uint8_t *p = (const uint8_t *)w->fill, *end = p + strlen(w->fill);
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_BEGIN});
    while (p < end) {
        ucs4_t c;
        p += u8_mbtouc(&c, p, end - p);
        app_key(&t->app, (struct key){.code = c == HOSTILE_BAR_POINT ? 'x' : c});
    }
    app_key(&t->app, (struct key){.code = KEYSYM_PASTE_END});
    app_work(&t->app, true);
    look(w, t);
}

static void press(struct sweep *w, struct tui *t, uint32_t key)
{
    if (t->app.view_count == 0 || t->app.quit)
        return;
    app_key(&t->app, (struct key){.code = key});
    app_work(&t->app, true);
    look(w, t);
}

/* Pasted, completed, accepted, and once more from the history. */
static void paste_and_accept(struct sweep *w, const struct screen *screen)
{
    static const uint32_t keys[] = {KEYSYM_TAB, KEYSYM_LEFT, KEYSYM_ENTER, KEYSYM_ESC, ':', KEYSYM_UP, KEYSYM_ENTER};
    struct tui *t = begin(w, screen, 80, 24);
    w->doing = "after a paste";
    paste(w, t);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        press(w, t, keys[i]);
    tui_part(t);
}

/* One command as if it were typed, and what it opens: a question, a row, an end. */
static void run_command(struct sweep *w, const struct screen *screen, const char *name, const char *argument)
{
    char line[128];
    struct tui *t = begin(w, screen, 80, 24);
    snprintf(line, sizeof line, "%s%s%s", name, *argument ? " " : "", argument);
    w->doing = line;
    app_run_line(&t->app, line);
    if (!t->app.quit) {
        app_work(&t->app, true);
        look(w, t);
        if (t->app.prompt.active)
            paste(w, t);
        press(w, t, KEYSYM_DOWN);
        press(w, t, KEYSYM_ENTER);
    }
    tui_part(t);
}

static void run_commands(struct sweep *w, const struct screen *screen)
{
    size_t n;
    const struct command *table = command_table(&n);
    struct tui *t = begin(w, screen, 80, 24);
    unsigned contexts = app_contexts(&t->app);
    tui_part(t);
    for (size_t i = 0; i < n; i++) {
        if (!command_works(&table[i], contexts) || table[i].id == CMD_SUSPEND)
            continue;
        run_command(w, screen, table[i].name, "");
        if (*table[i].arguments)
            run_command(w, screen, table[i].name, w->fill);
    }
}

/* ---- what comes from others ---- */

/* What another session may do to whoever is on a screen; each may be refused. */
static void others_work(struct store *s, const char *fill)
{
    struct err e;
    struct annotation a = {0};
    (void)store_here(s, 1, 3, 1, &e);
    if (store_annotation_get(s, 1, &a, &e) == ERR_OK) {
        (void)store_note(s, a.id, a.revision, fill, &e);
        (void)store_comment(s, a.id, 0, true, fill, NULL, &e);
        (void)store_settle(s, a.id, a.revision + 1, SETTLED_REJECTED, &e);
        (void)store_move(s, a.id, a.revision + 2, a.start + 1, a.end, &e);
    }
    annotation_clear(&a);
    (void)store_comment(s, 1, 1, false, fill, NULL, &e);
    (void)store_annotate(s, 1, 30, 44, TAG_CAUSE, fill, NULL, &e);
    (void)store_assign(s, 3, 1, true, &e);
    (void)store_document_done(s, 1, true, &e);
    (void)store_role_set(s, 1, ROLE_READER, &e);
}

static void see_others(struct sweep *w, const struct screen *screen)
{
    char name[64];
    struct err e;
    struct tui *t = begin(w, screen, 80, 24);
    snprintf(name, sizeof name, "other %s", w->fill);
    assert_int_equal(store_open(w->at.path, &(struct store_opts){.force = true, .as_name = name}, &t->other, &e),
                     ERR_OK);
    w->doing = "while others work";
    others_work(t->other, w->fill);
    live_look(t);
    look(w, t);
    live_tick(t);
    look(w, t);
    press(w, t, KEYSYM_ESC);
    press(w, t, KEYSYM_ESC);
    app_run_line(&t->app, "follow");
    look(w, t);
    live_here(t, 2, 9);
    live_tick(t);
    look(w, t);
    press(w, t, KEYSYM_ENTER);
    store_close(&t->other);
    tui_part(t);
}

/* ---- the tests ---- */

static void every_screen_shows_marks(void **state)
{
    static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 10}};
    struct sweep *w = *state;
    size_t handfuls = (size_t)torture_size(4, (int)hostile_handfuls());
    for (size_t handful = 0; handful < handfuls; handful++) {
        fill(w, handful);
        for (size_t i = 0; i < SCREENS; i++)
            for (size_t size = 0; size < (handful ? 2 : 4); size++) {
                struct tui *t = begin(w, &screens[i], sizes[size][0], sizes[size][1]);
                if (!screens[i].silent && size < 3 && handful < 4 && !is_marked(t))
                    fail_msg("no hostile character is seen on the screen “%s”", screens[i].name);
                tui_part(t);
            }
    }
    print_message("%zu screens were looked at\n", w->looks);
}

static void what_is_typed_shows_marks(void **state)
{
    struct sweep *w = *state;
    for (size_t i = 0; i < SCREENS; i++) {
        fill(w, i);
        paste_and_accept(w, &screens[i]);
    }
}

/* Each screen has a handful of its own. The screens take turns, so that a part of the work meets them all. */
static void every_command_shows_marks(void **state)
{
    struct sweep *w = *state;
    for (size_t i = 0; i < SCREENS; i += (size_t)torture_size(8, 1)) {
        fill(w, i);
        run_commands(w, &screens[i]);
    }
    print_message("%zu screens were looked at\n", w->looks);
}

static void what_others_do_shows_marks(void **state)
{
    struct sweep *w = *state;
    for (size_t i = 0; i < SCREENS; i++) {
        fill(w, i);
        see_others(w, &screens[i]);
    }
}

/* ---- nothing is forgotten ---- */

static void add_views(struct str *out, const char *path)
{
    char line[256];
    bool in_table = false;
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char name[64];
        if (strstr(line, "const struct view_ops ") && strstr(line, " = {"))
            in_table = true;
        else if (*line == '}')
            in_table = false;
        if (in_table && sscanf(line, " .name = \"%60[^\"]", name) == 1)
            str_addf(out, " %s ", name);
    }
    fclose(f);
}

/* The names in the tables of views of the source. */
static void list_views(struct str *out)
{
    const char *srcdir = getenv("srcdir");
    char folder[512], path[1024];
    snprintf(folder, sizeof folder, "%s/tui", srcdir && *srcdir ? srcdir : ".");
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (const struct dirent *entry; (entry = readdir(d));) {
        size_t n = strlen(entry->d_name);
        if (n < 3 || strcmp(entry->d_name + n - 2, ".c") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        add_views(out, path);
    }
    closedir(d);
}

static void no_screen_is_forgotten(void **state)
{
    struct sweep *w = *state;
    struct str views = {0};
    unsigned no_screens = CONTEXT_ROWS | CONTEXT_ANY | CONTEXT_BATCH;
    for (size_t i = 0; i < SCREENS; i++)
        tui_part(begin(w, &screens[i], 80, 24));
    assert_int_equal(w->contexts | no_screens, 2 * CONTEXT_BATCH - 1);
    assert_int_equal(w->prompts, (1u << PROMPT_KINDS) - 1);
    list_views(&views);
    char *rest = NULL;
    size_t n = 0;
    for (char *name = strtok_r(views.p, " ", &rest); name; name = strtok_r(NULL, " ", &rest), n++) {
        bool seen = false;
        for (size_t i = 0; i < w->view_count && !seen; i++)
            seen = strcmp(w->views[i], name) == 0;
        if (!seen)
            fail_msg("the view “%s” is on none of the screens", name);
    }
    assert_int_equal(n, w->view_count);
    str_clear(&views);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_screen_is_forgotten, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_screen_shows_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_typed_shows_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_others_do_shows_marks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_command_shows_marks, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
