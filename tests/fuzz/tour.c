#include "tests/fuzz/tour.h"

#include "db/code.h"
#include "exchange/carry.h"
#include "exchange/codebook.h"
#include "exchange/export_ledger.h"
#include "exchange/export_links.h"
#include "exchange/tell.h"
#include "keymaps/shipped.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/team_file.h"
#include "tests/hostile_text.h"
#include "tui/tui.h"

#include <unistd.h>

#define CHANGES_MAX 300

/* Through the views from the list of documents, then some work that is taken back. */
static const char tour[] =
    "j k Enter s J Tab z Esc J T Esc J g l Esc J L Esc J \"#\" Esc I j Esc O j Space Esc g c j a Esc "
    "D W Esc g q Tab j Esc P j Esc y Tab Esc Y j G Esc g \"#\" j Space j s Esc B s Tab j Esc F 1 2 3 4 "
    "5 6 7 8 Esc g a j & \"cause\" Enter @ Esc D Enter m s c L 1 a \"x\" Enter u u u C-r G g g _ / \"a\" "
    "Enter n Q";

/* ---- the reviewer ---- */

static void check_screen(const char *path)
{
    struct str screen = {0};
    char why[128];
    if (access(path, F_OK) == 0)
        team_file_read(path, &screen);
    for (const char *p = str_z(&screen), *lf; (lf = strchr(p, '\n')); p = lf + 1)
        if (!hostile_seen(p, (size_t)(lf - p), why, sizeof why)) {
            fprintf(stderr, "%s on the screen: %.*s\n", why, (int)(lf - p), p);
            LAW(!"a screen holds what must not be sent to a terminal");
        }
    str_clear(&screen);
}

void tour_screens(const char *dir, const char *path, const char *keys, size_t n)
{
    char keys_path[320], screen_path[320];
    struct store *s;
    struct err e;
    size_t bytes;
    if (store_open(path, &team_file_opts, &s, &e))
        return;
    snprintf(keys_path, sizeof keys_path, "%s/keys", dir);
    snprintf(screen_path, sizeof screen_path, "%s/screen", dir);
    struct str text = {0};
    str_addn(&text, n ? keys : tour, n ? n : sizeof tour - 1);
    team_file_write(keys_path, &text);
    str_clear(&text);
    struct keymap *map = keymap_new();
    const char *vi = keymap_shipped("vi", &bytes);
    LAW(keymap_read(map, "vi", vi, bytes, NULL, NULL) == ERR_OK);
    struct tui_options options = {.headless = true, .restricted = true, .cols = 80, .rows = 24};
    options.keys_path = keys_path, options.screen_path = screen_path;
    enum err_code code = tui_review(s, map, &options, &e);
    if (code)
        fuzz_law_error(code, &e);
    check_screen(screen_path);
    unlink(keys_path);
    unlink(screen_path);
    keymap_free(map);
    store_close(&s);
}

/* ---- reports ---- */

static void may_fail(enum err_code code, const struct err *e)
{
    if (code)
        fuzz_law_error(code, e);
}

static void write_ledgers(struct store *s)
{
    for (enum export_format format = EXPORT_CSV; format <= EXPORT_HTML; format++)
        for (enum ledger_view view = LEDGER_PROBLEMS; view <= LEDGER_UNANSWERED; view++) {
            struct err e;
            char *text = NULL;
            size_t n = 0;
            FILE *out = open_memstream(&text, &n);
            LAW(out != NULL);
            may_fail(export_ledger(s, &(struct export_ledger_opts){.format = format, .view = view}, out, &e), &e);
            LAW(fclose(out) == 0);
            free(text);
        }
}

static void write_tables(struct store *s)
{
    struct err e;
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    LAW(out != NULL);
    may_fail(export_links(s, &(struct export_csv_opts){.raw = true, .links = true}, out, &e), &e);
    may_fail(codebook_export(s, &(struct codebook_opts){.raw = true}, out, &e), &e);
    LAW(fclose(out) == 0);
    LAW(fuzz_is_utf8(text, n));
    free(text);
}

struct telling {
    struct tell *tell;
    int left;
};

static bool tell_one(void *ctx, const struct change *c)
{
    struct telling *t = ctx;
    struct str words = {0};
    tell_change(t->tell, c, &words);
    LAW(fuzz_is_line(str_z(&words)));
    LAW(fuzz_is_utf8(tell_document(t->tell, c->document), strlen(tell_document(t->tell, c->document))));
    str_clear(&words);
    return --t->left > 0;
}

static void tell_changes(struct store *s)
{
    struct err e;
    struct telling t = {tell_new(s), CHANGES_MAX};
    may_fail(store_feed_since(s, 0, tell_one, &t, &e), &e);
    tell_free(&t.tell);
}

static void carry_over(struct store *s)
{
    struct err e;
    for (int64_t document = 1; document <= 3; document++) {
        struct carry c;
        enum err_code code = carry_list(s, document, &c, &e);
        may_fail(code, &e);
        if (code)
            continue;
        may_fail(carry_find(s, &c, &e), &e);
        for (size_t i = 0; i < c.count; i++) {
            size_t n;
            (void)carry_old_words(&c, &c.rows[i], &n);
            (void)carry_new_words(&c, &c.rows[i], &n);
        }
        if (c.count > 0)
            may_fail(carry_accept(s, &c, 0, &e), &e);
        carry_clear(&c);
    }
}

void tour_reports(const char *path)
{
    struct store *s;
    struct err e;
    if (store_open(path, &team_file_opts, &s, &e))
        return;
    write_ledgers(s);
    write_tables(s);
    tell_changes(s);
    carry_over(s);
    store_close(&s);
}
