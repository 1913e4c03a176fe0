/* zhupi list: the documents, as a table for people, as tab-separated values or as JSON for programs. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "db/filter.h"

#include <stdlib.h>

enum { JSON, FILTER, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
    CLI_FILTER_OPTION,
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"id", N_("ID"), LISTING_NUMBER},
    {"name", N_("DOCUMENT"), LISTING_TEXT},
    {"length", N_("CHARACTERS"), LISTING_NUMBER},
    {"annotations", N_("ANNOTATIONS"), LISTING_NUMBER},
    {"encoding", N_("ENCODING"), LISTING_TEXT},
    {"sha256", NULL, LISTING_TEXT},
    {"uuid", NULL, LISTING_TEXT},
    {"imported", N_("IMPORTED"), LISTING_TIME},
    {"questions", N_("QUESTIONS"), LISTING_NUMBER},
    {"done", N_("DONE"), LISTING_TIME},
    {"type", NULL, LISTING_TEXT},
    {"file", NULL, LISTING_TEXT},
    {"previous", NULL, LISTING_NUMBER},
};

/* The rows, and the documents that are to be among them. */
struct rows {
    struct listing listing;
    bool all;
    struct cli_documents pass; /* where not all are, by id */
};

static bool passes(void *ctx, int64_t id)
{
    struct cli_documents *pass = ctx;
    pass->id = mem_grow(pass->id, &pass->cap, pass->count + 1, sizeof *pass->id);
    pass->id[pass->count++] = id;
    return true;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool collect(void *ctx, const struct document *d)
{
    struct rows *rows = ctx;
    const struct cli_documents *pass = &rows->pass;
    if (!rows->all && !(pass->count && bsearch(&d->id, pass->id, pass->count, sizeof *pass->id, by_id)))
        return true;
    struct str *cell = listing_add(&rows->listing);
    char time[CLOCK_TEXT_SIZE];
    str_addf(&cell[0], "%lld", (long long)d->id);
    str_add(&cell[1], d->name);
    str_addf(&cell[2], "%lld", (long long)d->length);
    str_addf(&cell[3], "%lld", (long long)d->annotations);
    str_add(&cell[4], d->encoding);
    str_add(&cell[5], d->sha256);
    str_add(&cell[6], d->uuid);
    str_add(&cell[7], clock_format(d->created, time));
    str_addf(&cell[8], "%lld", (long long)d->questions);
    if (d->done)
        str_add(&cell[9], clock_format(d->done, time));
    str_add(&cell[10], d->type);
    str_add(&cell[11], d->file);
    if (d->previous)
        str_addf(&cell[12], "%lld", (long long)d->previous);
    return true;
}

static enum err_code list(struct store *s, const struct filter *f, struct rows *rows, struct err *e)
{
    rows->all = f == NULL;
    enum err_code rc = f ? store_filter_documents(s, f, 1, INT64_MAX, passes, &rows->pass, e) : ERR_OK;
    return rc ? rc : store_documents(s, collect, rows, e);
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    struct filter *f;
    struct rows rows = {.listing = {.columns = columns, .n_columns = sizeof columns / sizeof *columns}};
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = cli_filter(s, a->value[FILTER], &f, &e);
    enum cli_status status = rc ? cli_fail_filter(rc, &e) : CLI_OK;
    if (!rc && list(s, f, &rows, &e))
        status = cli_fail(&e);
    store_close(&s);
    filter_free(&f);
    if (!status && a->value[JSON])
        listing_print_json(&rows.listing);
    else if (!status)
        listing_print(&rows.listing);
    listing_clear(&rows.listing);
    free(rows.pass.id);
    return status;
}

const struct cli_command cli_list = {
    .name = "list",
    .arguments = "FILE.db",
    .summary = N_("List the documents."),
    .details = N_("On a terminal a table; elsewhere tab-separated values under a header row, in\n"
                  "which a tab, an LF and a backslash in a name are spelled \\t, \\n and \\\\. With --filter\n"
                  "those with an annotation that passes, or where it says nothing of annotations,\n"
                  "those that it holds of: words are looked for in their names then."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
