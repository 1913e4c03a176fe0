/* zhupi review: the reviewer's program, in a terminal or headless. */
#include "cli/cli.h"

#include "base/i18n.h"
#include "base/str.h"
#include "cli/keymap_user.h"
#include "db/store.h"
#include "tui/tui.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_KEYMAP, OPT_AMBIGUOUS, OPT_HEADLESS, OPT_SIZE, OPT_KEYS, OPT_SCREEN, OPT_FORCE };

static const struct cli_option options[] = {
    [OPT_KEYMAP] = {"keymap", 'k', "NAME", N_("start from the keys of vi, emacs or plain")},
    [OPT_AMBIGUOUS] = {"ambiguous", 0, "WIDTH", N_("of “ ” … — in the terminal: auto (ask it), narrow or wide")},
    [OPT_HEADLESS] = {"headless", 0, NULL, N_("read keys from a file and show nothing")},
    [OPT_SIZE] = {"size", 0, "COLSxROWS", N_("with --headless: the size of the screen (80x24)")},
    [OPT_KEYS] = {"keys", 0, "FILE", N_("with --headless: names of keys, and \"text\" that is typed")},
    [OPT_SCREEN] = {"screen", 0, "FILE", N_("with --headless: write the last screen here (.svg: as a picture)")},
    [OPT_FORCE] = CLI_FORCE_OPTION,
    {NULL, 0, NULL, NULL},
};

static enum cli_status parse_ambiguous(const struct cli_args *a, struct tui_options *o)
{
    const char *v = a->value[OPT_AMBIGUOUS];
    if (!v || strcmp(v, "auto") == 0)
        o->ambiguous = AMBIGUOUS_AUTO;
    else if (strcmp(v, "narrow") == 0)
        o->ambiguous = AMBIGUOUS_NARROW;
    else if (strcmp(v, "wide") == 0)
        o->ambiguous = AMBIGUOUS_WIDE;
    else
        return cli_usage(a->command, _("--ambiguous is auto, narrow or wide, not “%s”"), v);
    return CLI_OK;
}

static bool parse_size(const char *s, int *cols, int *rows)
{
    char *end;
    long c = strtol(s, &end, 10), r;
    if (end == s || *end != 'x')
        return false;
    s = end + 1;
    r = strtol(s, &end, 10);
    *cols = (int)c;
    *rows = (int)r;
    return end != s && !*end && c >= 1 && c <= 1000 && r >= 1 && r <= 1000;
}

static enum cli_status parse_headless(const struct cli_args *a, struct tui_options *o)
{
    const char *size = a->value[OPT_SIZE];
    o->headless = a->value[OPT_HEADLESS] != NULL;
    o->keys_path = a->value[OPT_KEYS];
    o->screen_path = a->value[OPT_SCREEN];
    o->cols = 80;
    o->rows = 24;
    if (!o->headless && (size || o->keys_path || o->screen_path))
        return cli_usage(a->command, "%s", _("--size, --keys and --screen go with --headless"));
    if (o->headless && !o->keys_path)
        return cli_usage(a->command, "%s", _("--headless needs --keys FILE"));
    if (size && !parse_size(size, &o->cols, &o->rows))
        return cli_usage(a->command, _("--size is like 80x24, not “%s”"), size);
    return CLI_OK;
}

/* The first bad line of a keymap is shown when the screen opens; the rest of the file works. */
static void keep_first(void *ctx, const char *message)
{
    struct str *notice = ctx;
    if (!notice->len)
        str_add(notice, message);
}

static enum cli_status review(const struct cli_args *a, struct tui_options *o, struct str *notice)
{
    struct err e;
    struct keymap *keymap = NULL;
    struct store *s = NULL;
    enum err_code rc = keymap_user_load(a->value[OPT_KEYMAP], keep_first, notice, &keymap, &e);
    if (!rc)
        rc = cli_open(a, a->value[OPT_FORCE] != NULL, &s, &e);
    if (!rc) {
        o->notice = notice->len ? notice->p : NULL;
        o->document = a->argc > 1 ? a->argv[1] : NULL;
        rc = tui_review(s, keymap, o, &e);
    }
    store_close(&s);
    keymap_free(keymap);
    return rc ? cli_fail(&e) : CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct tui_options o = {0};
    struct str notice = {0};
    enum cli_status status = parse_ambiguous(a, &o);
    if (!status)
        status = parse_headless(a, &o);
    if (!status)
        status = review(a, &o, &notice);
    str_clear(&notice);
    return status;
}

const struct cli_command cli_review = {
    .name = "review",
    .arguments = "FILE.db [DOCUMENT]",
    .summary = N_("Read and tag documents on the screen."),
    .details = N_("“zhupi FILE.db” alone does the same. Without DOCUMENT, a name or an id, it begins\n"
                  "with the list of documents."),
    .min_arguments = 1,
    .max_arguments = 2,
    .options = options,
    .run = run,
};
