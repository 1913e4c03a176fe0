/* zhupi init: a new, empty shared file. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/store.h"

enum { FORCE };

static const struct cli_option options[] = {CLI_FORCE_OPTION, {0}};

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    if (store_create(a->argv[0], &(struct store_opts){.force = a->value[FORCE] != NULL}, &e))
        return cli_fail(&e);
    cli_say(_("%s is ready. Next: zhupi import %s PATH..."), a->argv[0], a->argv[0]);
    return CLI_OK;
}

const struct cli_command cli_init = {
    .name = "init",
    .arguments = "FILE.db",
    .summary = N_("Make a new, empty shared file."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
