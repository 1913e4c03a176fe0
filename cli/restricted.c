#include "cli/restricted.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_VALUE 64
#define MAX_WISH 4096
#define MAX_WORDS 32

bool restricted_asked(int argc, char *const *argv)
{
    static const char name[] = "--restricted";
    for (int i = 1; i < argc; i++) {
        size_t n = strlen(argv[i]);
        if (n > 2 && strncmp(argv[i], name, n) == 0)
            return true;
    }
    return false;
}

/* ---- the environment ---- */

/* The name of a terminal or a locale, or several with colons between them, and no path: ncurses and the C library look
 * them up as files. */
static bool harmless(const char *value)
{
    size_t n = strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-._@:");
    return n > 0 && n <= MAX_VALUE && !value[n] && *value != '.' && !strstr(value, ":.");
}

/* Everything else is unset, so that TERMINFO, HOME, LOCPATH, VISUAL and what is not thought of here have no
 * effect. */
static int forget_environment(void)
{
    static const char *const names[] = {"TERM",        "COLORTERM",  "NO_COLOR",      "LANG",        "LANGUAGE",
                                        "LC_ALL",      "LC_COLLATE", "LC_CTYPE",      "LC_MESSAGES", "LC_TIME",
                                        "LC_MONETARY", "LC_NUMERIC", "LC_MEASUREMENT"};
    char *kept[sizeof names / sizeof *names];
    const char *wish = getenv("SSH_ORIGINAL_COMMAND");
    char *wish_copy = mem_dup(wish);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        kept[i] = value && harmless(value) ? mem_dup(value) : NULL;
    }
    int rc = clearenv();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (kept[i] && setenv(names[i], kept[i], 1) != 0)
            rc = -1;
        free(kept[i]);
    }
    if (wish_copy && setenv("SSH_ORIGINAL_COMMAND", wish_copy, 1) != 0)
        rc = -1;
    free(wish_copy);
    return rc;
}

/* A kernel before 5.9 has no close_range. */
static void close_inherited(void)
{
    if (syscall(SYS_close_range, 3U, ~0U, 0) == 0)
        return;
    long end = sysconf(_SC_OPEN_MAX);
    for (int fd = 3; fd < (end > 0 ? end : 1024); fd++)
        close(fd);
}

enum err_code restricted_begin(struct err *e)
{
    static const struct rlimit none = {0, 0};
    close_inherited();
    if (forget_environment() == 0 && setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0)
        return ERR_OK;
    return err_set(e, ERR_IO, _("the restricted mode is not possible here: %s"), strerror(errno));
}

/* ---- what the person asked the server to run ---- */

const char *restricted_wish(void)
{
    const char *wish = getenv("SSH_ORIGINAL_COMMAND");
    return wish && *wish ? wish : NULL;
}

/* The first word at *P into OUT, without its quotes; *P goes behind it. False where a quote is open. */
static bool next_word(const char **p, struct str *out)
{
    char quote = '\0';
    for (; **p && (quote || **p != ' '); ++*p) {
        if (**p == '\\' && quote != '\'' && (*p)[1])
            str_addc(out, *++*p);
        else if (quote ? **p == quote : **p == '\'' || **p == '"')
            quote = quote ? '\0' : **p;
        else
            str_addc(out, **p);
    }
    return !quote;
}

struct words {
    char *word[MAX_WORDS];
    int n;
};

static void words_clear(struct words *w)
{
    for (int i = 0; i < w->n; i++)
        free(w->word[i]);
    *w = (struct words){0};
}

/* Words at blanks; 'quotes', "quotes" and \ hold a blank. Nothing else means anything here, as it would to a shell. */
static bool split(const char *line, struct words *out)
{
    bool ok = strlen(line) <= MAX_WISH && !strpbrk(line, "\n\r\t\v\f\x1b");
    for (line += strspn(line, " "); ok && *line; line += strspn(line, " ")) {
        struct str word = {0};
        ok = out->n < MAX_WORDS - 1 && next_word(&line, &word);
        if (ok)
            out->word[out->n++] = str_take(&word);
        str_clear(&word);
    }
    return ok;
}

static enum cli_status refuse(void)
{
    cli_complain("%s", _("this key only reviews, or runs “export” to standard output with options that name no file"));
    return CLI_USAGE;
}

/* An option may name no file, and override nothing that the forced command says. */
static bool names_no_file(const struct cli_args *a)
{
    for (size_t i = 0; a->command->options[i].name; i++) {
        const struct cli_option *o = &a->command->options[i];
        bool shut = strcmp(o->name, "force") == 0 || (o->value && strcmp(o->value, "FILE") == 0);
        if (shut && a->value[i])
            return false;
    }
    return true;
}

static void give_force(struct cli_args *a)
{
    for (size_t i = 0; a->command->options[i].name; i++)
        if (strcmp(a->command->options[i].name, "force") == 0)
            a->value[i] = "";
}

/* The file stands before the words, where getopt takes it for no option's value. */
static enum cli_status run_export(struct words *w, const char *file, bool force, const char *as_name)
{
    char *file_copy = mem_dup(file);
    char *argv[MAX_WORDS + 1] = {w->word[0], file_copy};
    struct cli_args args;
    enum cli_status status;
    struct err e;
    for (int i = 1; i < w->n; i++)
        argv[i + 1] = w->word[i];
    if (!cli_parse(&cli_export, w->n, argv + 1, &args, &status)) {
        free(file_copy);
        return status;
    }
    args.as_name = as_name;
    if (!names_no_file(&args))
        status = refuse();
    else if (force)
        give_force(&args);
    if (!status)
        status = restricted_wall(file, &e) ? cli_fail(&e) : cli_export.run(&args);
    free(file_copy);
    return status;
}

enum cli_status restricted_run_wish(const char *wish, const char *file, bool force, const char *as_name)
{
    struct words w = {0};
    enum cli_status status = CLI_USAGE;
    if (split(wish, &w) && w.n > 0 && strcmp(w.word[0], "export") == 0)
        status = run_export(&w, file, force, as_name);
    else
        status = refuse();
    words_clear(&w);
    return status;
}
