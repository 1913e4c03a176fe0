/* zhupi check: is the shared file whole? */
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"

#include <string.h>

enum { FORCE };

static const struct cli_option options[] = {CLI_FORCE_OPTION, {0}};

/* Each with its NUL, so that one of several lines stays one. */
static bool collect(void *ctx, const char *line)
{
    str_addn(ctx, line, strlen(line) + 1);
    return true;
}

static void print_findings(const struct str *lines)
{
    for (size_t at = 0, n; at < lines->len; at += n + 1) {
        n = strlen(lines->p + at);
        cli_put(lines->p + at, n);
        putchar('\n');
    }
}

/* The findings are printed when nothing of the file is open any more: a reader of them who takes his time would keep
 * the side file of the others growing. */
static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    size_t findings = 0;
    struct str lines = {0};
    enum err_code rc = store_check(s, collect, &lines, &findings, &e);
    store_close(&s);
    print_findings(&lines);
    str_clear(&lines);
    if (rc)
        return cli_fail(&e);
    if (findings == 0) {
        cli_say(_("%s: nothing is wrong"), a->argv[0]);
        return CLI_OK;
    }
    cli_complain(i18n_plural("%s: %zu finding; keep a copy of the file before anything else",
                             "%s: %zu findings; keep a copy of the file before anything else", findings),
                 a->argv[0], findings);
    return CLI_FAILED;
}

const struct cli_command cli_check = {
    .name = "check",
    .arguments = "FILE.db",
    .summary = N_("Check the shared file; each finding is one line."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
