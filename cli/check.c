/* zhupi check: is the shared file whole? */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/store.h"

#include <string.h>

enum { FORCE };

static const struct cli_option options[] = {CLI_FORCE_OPTION, {0}};

static bool print_finding(void *ctx, const char *line)
{
    (void)ctx;
    cli_put(line, strlen(line));
    putchar('\n');
    return true;
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    size_t findings = 0;
    enum err_code rc = store_check(s, print_finding, NULL, &findings, &e);
    store_close(&s);
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
