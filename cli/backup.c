/* zhupi backup: a consistent copy while others work. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/store.h"

enum { FORCE };

static const struct cli_option options[] = {CLI_FORCE_OPTION, {0}};

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = store_backup(s, a->argv[1], &e);
    store_close(&s);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_backup = {
    .name = "backup",
    .arguments = "FILE.db NEW.db",
    .summary = N_("Copy the shared file to NEW.db, also while others work in it."),
    .min_arguments = 2,
    .max_arguments = 2,
    .options = options,
    .run = run,
};
