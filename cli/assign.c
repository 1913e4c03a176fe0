/* zhupi assign: who is to read what, and how far everybody is. */
#include "base/clock.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "db/store.h"

enum { REMOVE, FORCE };

static const struct cli_option options[] = {
    {"remove", 0, NULL, N_("take the documents back from REVIEWER")},
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"document", N_("DOCUMENT"), LISTING_TEXT},
    {"reviewer", N_("REVIEWER"), LISTING_TEXT},
    {"annotations", N_("ANNOTATIONS"), LISTING_NUMBER},
    {"questions", N_("QUESTIONS"), LISTING_NUMBER},
    {"read", N_("READ %"), LISTING_NUMBER},
    {"assigned", N_("ASSIGNED"), LISTING_WORD},
    {"done", N_("DONE"), LISTING_TIME},
};

static bool collect(void *ctx, const struct progress *p)
{
    struct str *cell = listing_add(ctx);
    char time[CLOCK_TEXT_SIZE];
    str_add(&cell[0], p->document_name);
    str_add(&cell[1], p->reviewer_name);
    str_addf(&cell[2], "%lld", (long long)p->annotations);
    str_addf(&cell[3], "%lld", (long long)p->questions);
    str_addf(&cell[4], "%d", p->length > 0 ? (int)(100.0 * (double)p->furthest / (double)p->length) : 100);
    str_add(&cell[5], p->assigned ? N_("yes") : N_("no"));
    if (p->done)
        str_add(&cell[6], clock_format(p->done, time));
    return true;
}

static enum cli_status list(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    struct listing t = {.columns = columns, .n_columns = sizeof columns / sizeof *columns};
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = store_progress(s, 0, 0, collect, &t, &e);
    store_close(&s);
    if (!rc)
        listing_print(&t);
    listing_clear(&t);
    return rc ? cli_fail(&e) : CLI_OK;
}

static enum err_code assign_one(struct store *s, const char *document, int64_t reviewer, bool on, struct err *e)
{
    struct document d;
    enum err_code rc = store_document_find(s, document, &d, e);
    if (rc)
        return rc;
    rc = store_assign(s, d.id, reviewer, on, e);
    document_clear(&d);
    return rc;
}

static enum err_code find_reviewer(const struct cli_args *a, struct store *s, int64_t *id, struct err *e)
{
    enum err_code rc = store_reviewer_find(s, a->argv[1], id, e);
    if (rc == ERR_NOT_FOUND)
        return err_set(e, rc, _("%s: there is no reviewer “%s”; to add one: zhupi role %s %s reviewer"), a->argv[0],
                       a->argv[1], a->argv[0], a->argv[1]);
    return rc;
}

/* A name that is wrong does not keep the other documents from being assigned; a role that is too small does. */
static enum cli_status assign(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    int64_t reviewer;
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = find_reviewer(a, s, &reviewer, &e);
    enum cli_status status = rc ? cli_fail(&e) : CLI_OK;
    for (int i = 2; i < a->argc && (i == 2 ? !rc : !rc || rc == ERR_NOT_FOUND); i++)
        if ((rc = assign_one(s, a->argv[i], reviewer, a->value[REMOVE] == NULL, &e)))
            status = cli_fail(&e);
    store_close(&s);
    return status;
}

static enum cli_status run(const struct cli_args *a)
{
    if (a->argc == 2)
        return cli_usage(a->command, _("say which documents “%s” is to read"), a->argv[1]);
    if (a->argc == 1 && a->value[REMOVE])
        return cli_usage(a->command, "%s", _("say from whom which documents are taken back"));
    return a->argc > 2 ? assign(a) : list(a);
}

const struct cli_command cli_assign = {
    .name = "assign",
    .arguments = "FILE.db [REVIEWER DOCUMENT...]",
    .summary = N_("Assign documents to a reviewer, or list who is how far."),
    .details = N_("Only a lead can assign. With the file alone every document is listed with those\n"
                  "who are to read it, have tagged something in it or have read in it: on a terminal\n"
                  "as a table, elsewhere as tab-separated values under a header row."),
    .min_arguments = 1,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
