/* zhupi ledger: problems with their causes and remedies, or what has no answer yet, one row each. */
#include "analysis/ledger.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/ledger_file.h"
#include "cli/ledger_rows.h"
#include "db/filter.h"
#include "exchange/survey.h"

enum { UNANSWERED, SORT, DOCUMENT, FORMAT, OUTPUT, BOM, RAW, JSON, FILTER, FORCE };

static const struct cli_option options[] = {
    {"unanswered", 'u', NULL, N_("not the problems, but what has no answer yet")},
    {"sort", 's', "KEY", N_("sort by place (the default), kind, causes, remedies, questions or code")},
    {"document", 'd', "NAME", N_("only what this document has a part in")},
    {"format", 'f', "FORMAT", N_("write csv, markdown, or html: one page for a browser")},
    {"output", 'o', "FILE", N_("write to FILE (.csv, .md, .html), which is replaced whole or not at all")},
    {"bom", 0, NULL, N_("begin CSV with a byte order mark, for spreadsheets")},
    {"raw", 0, NULL, N_("leave cells alone that a spreadsheet takes for formulas")},
    {"json", 0, NULL, N_("one JSON object a line")},
    CLI_FILTER_OPTION,
    CLI_FORCE_OPTION,
    {0},
};

/* What was asked for, and what was found. */
struct asked {
    struct store *store;
    struct filter *where;
    int64_t document; /* 0: all */
    enum ledger_view view;
    enum ledger_sort sort;
    bool to_file; /* for other programs, in FORMAT */
    enum export_format format;
    struct survey survey;
    struct ledger ledger;
};

static void clear(struct asked *a)
{
    ledger_clear(&a->ledger);
    survey_clear(&a->survey);
    filter_free(&a->where);
    store_close(&a->store);
}

static enum err_code find_out(struct asked *a, struct err *e)
{
    enum err_code code = survey_begin(a->store, a->where, a->document, &a->survey, e);
    if (!code)
        code = survey_run(a->store, &a->survey, e);
    if (!code)
        ledger_build(&a->survey.graph, a->view, a->sort, &a->ledger);
    return code;
}

/* ---- the subcommand ---- */

static enum err_code find_document(struct asked *a, const char *name, struct err *e)
{
    struct document d;
    enum err_code code = name ? store_document_find(a->store, name, &d, e) : ERR_OK;
    if (!code && name) {
        a->document = d.id;
        document_clear(&d);
    }
    return code;
}

static enum cli_status write_out(const struct cli_args *args, struct asked *a)
{
    struct export_ledger_opts opts = {.format = a->format,
                                      .view = a->view,
                                      .document = a->document,
                                      .where = a->where,
                                      .filter = args->value[FILTER],
                                      .bom = args->value[BOM] != NULL,
                                      .raw = args->value[RAW] != NULL};
    return ledger_file_write(a->store, &opts, args->value[OUTPUT]);
}

static enum cli_status show(const struct cli_args *args, struct asked *a)
{
    struct err e;
    enum err_code code = find_document(a, args->value[DOCUMENT], &e);
    if (code)
        return cli_fail(&e);
    code = cli_filter(a->store, args->value[FILTER], &a->where, &e);
    if (code)
        return cli_fail_filter(code, &e);
    if (a->to_file)
        return write_out(args, a);
    struct ledger_rows_opts opts = {.view = a->view, .document = a->document, .json = args->value[JSON] != NULL};
    if (find_out(a, &e) || ledger_rows_print(a->store, &a->survey.graph, &a->ledger, &opts, &e))
        return cli_fail(&e);
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *args)
{
    struct err e;
    struct asked a = {.view = args->value[UNANSWERED] ? LEDGER_UNANSWERED : LEDGER_PROBLEMS};
    const char *sort = args->value[SORT] ? args->value[SORT] : ledger_sort_name(LEDGER_BY_PLACE);
    if (!ledger_sort_parse(sort, &a.sort))
        return cli_usage(args->command, _("“%s” is nothing to sort by: place, kind, causes, remedies, questions, code"),
                         sort);
    if (!ledger_file_format(args->command, args->value[FORMAT], args->value[OUTPUT], &a.to_file, &a.format))
        return CLI_USAGE;
    if (a.to_file && (args->value[SORT] || args->value[JSON]))
        return cli_usage(args->command, _("--sort and --json are for the list; a file goes by document and place"));
    if (cli_look(args, args->value[FORCE] != NULL, &a.store, &e))
        return cli_fail(&e);
    enum cli_status status = show(args, &a);
    clear(&a);
    return status;
}

const struct cli_command cli_ledger = {
    .name = "ledger",
    .arguments = "FILE.db",
    .summary = N_("List the problems with their causes and remedies, or what has no answer yet."),
    .details = N_("A problem is a manifestation; its causes are those that explain it, its remedies those\n"
                  "that address it or one of its causes. On a terminal a table, in which C and R are how\n"
                  "many causes and remedies there are and ? the open questions; elsewhere tab-separated\n"
                  "values under a header row, where several quotes in a cell stand in lines (\\n). In JSON\n"
                  "causes and remedies are lists of uuid, quote, document and reviewer. A row\n"
                  "passes a filter where its annotation passes, or one that hangs on it. Without an answer\n"
                  "are manifestations without a cause, causes without a remedy, and remedies that address\n"
                  "nothing."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
