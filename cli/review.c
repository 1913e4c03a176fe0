/* zhupi review: the reviewer's program, in a terminal or headless. */
#include "cli/cli.h"

#include "base/i18n.h"
#include "base/str.h"
#include "cli/keymap_user.h"
#include "cli/restricted.h"
#include "db/store.h"
#include "tui/ends.h"
#include "tui/tui.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPT_KEYMAP = CLI_REVIEW_KEYMAP,
    OPT_AMBIGUOUS,
    OPT_HEADLESS,
    OPT_SIZE,
    OPT_KEYS,
    OPT_SCREEN,
    OPT_RESTRICTED,
    OPT_AS,
    OPT_FORCE
};

static const struct cli_option options[] = {
    [OPT_KEYMAP] = {"keymap", 'k', "NAME", N_("start from the keys of vi, emacs or plain")},
    [OPT_AMBIGUOUS] = {"ambiguous", 0, "WIDTH",
                       N_("the width of “ ” … — in the terminal: auto (ask it), narrow or wide")},
    [OPT_HEADLESS] = {"headless", 0, NULL, N_("read keys from a file and show nothing")},
    [OPT_SIZE] = {"size", 0, "COLSxROWS", N_("with --headless: the size of the screen (80x24)")},
    [OPT_KEYS] = {"keys", 0, "FILE", N_("with --headless: names of keys, and \"text\" that is typed")},
    [OPT_SCREEN] = {"screen", 0, "FILE", N_("with --headless: write the last screen here (.svg: as a picture)")},
    [OPT_RESTRICTED] = {"restricted", 0, NULL, N_("offer nothing but this file: for a key in authorized_keys")},
    [OPT_AS] = {"as", 0, "NAME", N_("with --restricted: the reviewer is NAME, not the account")},
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

/* What is wrong in the user's keymap; the rest of the file works. */
struct bad_lines {
    struct str messages; /* each ends with a NUL */
    size_t count;
};

static void keep(void *ctx, const char *message)
{
    struct bad_lines *bad = ctx;
    str_addn(&bad->messages, message, strlen(message) + 1);
    bad->count++;
}

/* The screen has room for one message, which its first key takes away. */
static void add_notice(const struct bad_lines *bad, struct str *notice)
{
    if (bad->count > 1)
        str_addf(notice,
                 i18n_plural("%zu line of your keymap is bad; the first: %s",
                             "%zu lines of your keymap are bad; the first: %s", bad->count),
                 bad->count, bad->messages.p);
    else if (bad->count == 1)
        str_add(notice, bad->messages.p);
}

static void complain(const struct bad_lines *bad)
{
    const char *message = bad->messages.p;
    for (size_t i = 0; i < bad->count; i++, message += strlen(message) + 1)
        cli_complain("%s", message);
}

/* The lines of a keymap are told before the screen where nobody sees it. */
static enum err_code show(const struct cli_args *a, struct tui_options *o, struct store *s, struct bad_lines *bad,
                          struct err *e)
{
    struct keymap *keymap;
    struct str notice = {0};
    enum err_code rc = keymap_user_load(a->value[OPT_KEYMAP], keep, bad, &keymap, e);
    if (!rc) {
        add_notice(bad, &notice);
        o->notice = notice.len ? notice.p : NULL;
        o->document = a->argc > 1 ? a->argv[1] : NULL;
        if (o->headless)
            complain(bad);
        rc = tui_review(s, keymap, o, e);
        keymap_free(keymap);
    }
    str_clear(&notice);
    return rc;
}

/* As long as the file is open, signals that end the program wait until the screen reads them: a line that is cut sends
 * more than one (the terminal and the shell), and whichever came while the file is being closed would leave its -wal
 * behind. */
static void hold_signals(const struct tui_options *o, sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    if (!o->headless)
        ends_add(&set);
    sigprocmask(SIG_BLOCK, &set, before);
}

/* With --as the walls are up before the file is opened. The name of an account may come from a name service that is
 * asked through a socket, so that without it they go up right behind. */
static enum cli_status review(const struct cli_args *a, struct tui_options *o)
{
    struct err e;
    struct store *s;
    enum err_code rc = a->as_name ? restricted_wall(a->argv[0], &e) : ERR_OK;
    if (!rc)
        rc = cli_open(a, a->value[OPT_FORCE] != NULL, &s, &e);
    if (rc)
        return cli_fail(&e);
    struct bad_lines bad = {0};
    sigset_t before;
    hold_signals(o, &before);
    if (o->restricted && !a->as_name)
        rc = restricted_wall(a->argv[0], &e);
    if (!rc)
        rc = show(a, o, s, &bad, &e);
    store_close(&s);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (!o->headless) /* behind the screen, which would hide them */
        complain(&bad);
    str_clear(&bad.messages);
    return rc ? cli_fail(&e) : CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct tui_options o = {.restricted = a->value[OPT_RESTRICTED] != NULL};
    struct cli_args who = *a;
    who.as_name = a->value[OPT_AS];
    if (who.as_name && !o.restricted)
        return cli_usage(a->command, "%s", _("--as goes with --restricted"));
    if (o.restricted && restricted_wish())
        return restricted_run_wish(restricted_wish(), a->argv[0], a->value[OPT_FORCE] != NULL, who.as_name);
    enum cli_status status = parse_ambiguous(a, &o);
    if (!status)
        status = parse_headless(a, &o);
    return status ? status : review(&who, &o);
}

static void print_user_keymap(void)
{
    printf("\n%s\n", _(CLI_USER_KEYMAP));
}

const struct cli_command cli_review = {
    .name = "review",
    .arguments = "FILE.db [DOCUMENT]",
    .summary = N_("Read and tag documents on the screen."),
    .details = N_("The same as “zhupi FILE.db” alone. Without DOCUMENT, a name or an id, it begins\n"
                  "with the list of documents."),
    .more_help = print_user_keymap,
    .min_arguments = 1,
    .max_arguments = 2,
    .options = options,
    .run = run,
};
