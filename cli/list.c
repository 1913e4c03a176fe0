/* zhupi list: the documents, as a table for people, as tab-separated values or as JSON for programs. */
#include "base/clock.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "db/store.h"

enum { JSON, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
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

static bool collect(void *ctx, const struct document *d)
{
    struct str *cell = listing_add(ctx);
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

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    struct listing t = {.columns = columns, .n_columns = sizeof columns / sizeof *columns};
    enum err_code rc = store_documents(s, collect, &t, &e);
    store_close(&s);
    if (!rc && a->value[JSON])
        listing_print_json(&t);
    else if (!rc)
        listing_print(&t);
    listing_clear(&t);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_list = {
    .name = "list",
    .arguments = "FILE.db",
    .summary = N_("List the documents."),
    .details = N_("On a terminal a table; elsewhere tab-separated values under a header row, in\n"
                  "which a tab, an LF and a backslash in a name are spelled \\t, \\n and \\\\."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
