/* zhupi done: close documents, or open them again. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/store.h"

enum { REOPEN, FORCE };

static const struct cli_option options[] = {
    {"reopen", 0, NULL, N_("open the documents again")},
    CLI_FORCE_OPTION,
    {0},
};

static enum err_code close_one(struct store *s, const char *document, bool done, struct err *e)
{
    struct document d;
    enum err_code rc = store_document_find(s, document, &d, e);
    if (rc)
        return rc;
    rc = store_document_done(s, d.id, done, e);
    document_clear(&d);
    return rc;
}

/* A name that is wrong does not keep the others from being closed; a role that is too small does. */
static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    enum cli_status status = CLI_OK;
    enum err_code rc = ERR_OK;
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    for (int i = 1; i < a->argc && (!rc || rc == ERR_NOT_FOUND); i++)
        if ((rc = close_one(s, a->argv[i], a->value[REOPEN] == NULL, &e)))
            status = cli_fail(&e);
    store_close(&s);
    return status;
}

const struct cli_command cli_done = {
    .name = "done",
    .arguments = "FILE.db DOCUMENT...",
    .summary = N_("Close documents: nothing in them is tagged or changed any more."),
    .details = N_("Only a lead can close and reopen documents."),
    .min_arguments = 2,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
