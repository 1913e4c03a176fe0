/* zhupi init: a new, empty shared file; or one for a group, new or not. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/store.h"

enum { GROUP, FORCE };

static const struct cli_option options[] = {
    {"group", 'g', "GROUP", N_("let the members of this group work in the file, also where it is there already")},
    CLI_FORCE_OPTION,
    {0},
};

static bool say_line(void *ctx, const char *line)
{
    (void)ctx;
    cli_say("%s", line);
    return true;
}

/* Whoever made the file is its lead from now on. */
static enum err_code log_in(const char *path, const struct store_opts *opts, struct err *e)
{
    struct store *s;
    enum err_code rc = store_open(path, opts, &s, e);
    store_close(&s);
    return rc;
}

static enum cli_status make(const char *path, const struct store_opts *opts)
{
    struct err e;
    if (store_create(path, opts, &e) || log_in(path, opts, &e))
        return cli_fail(&e);
    cli_say(_("%s is ready. Next: zhupi import %s PATH..."), path, path);
    return CLI_OK;
}

static enum cli_status share(const char *path, const char *group, const struct store_opts *opts)
{
    struct err e;
    bool created;
    if (store_share(path, group, opts, say_line, NULL, &created, &e) || (created && log_in(path, opts, &e)))
        return cli_fail(&e);
    if (created)
        cli_say(_("%s is ready for the group “%s”. Next: zhupi import %s PATH..."), path, group, path);
    else
        cli_say(_("%s is ready for the group “%s”; its content was not touched"), path, group);
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct store_opts opts = {.force = a->value[FORCE] != NULL};
    return a->value[GROUP] ? share(a->argv[0], a->value[GROUP], &opts) : make(a->argv[0], &opts);
}

const struct cli_command cli_init = {
    .name = "init",
    .arguments = "FILE.db",
    .summary = N_("Make a new, empty shared file."),
    .details = N_("With --group the directory of the file, which is made where it is missing, and\n"
                  "the files in it become the group's; run again, it repairs their permissions and\n"
                  "says what it changed."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
