/* zhupi ledger: problems with their causes and remedies, or what has no answer yet, one row each. */
#include "analysis/ledger.h"
#include "analysis/chain.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/ledger_file.h"
#include "cli/listing.h"
#include "db/code.h"
#include "db/filter.h"
#include "exchange/survey.h"

#include <stdlib.h>
#include <unistd.h>

enum { UNANSWERED, SORT, DOCUMENT, FORMAT, OUTPUT, BOM, RAW, JSON, FILTER, FORCE };

#define QUOTES_MAX 2000 /* of one row: a problem that more hangs on is no row that anybody reads */
#define SHOWN_MAX 200   /* code points of a passage on a terminal, which cuts it further */

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

enum { ID, PLACE, START, END, CODE, QUOTE, CAUSES, CAUSE_QUOTES, REMEDIES, REMEDY_QUOTES };
enum { DOCUMENTS = REMEDY_QUOTES + 1, REVIEWER, REVIEWERS, QUESTIONS, NOTE };

static const struct listing_column problems[] = {
    [ID] = {"problem", NULL, LISTING_TEXT},
    [PLACE] = {"document", N_("DOCUMENT"), LISTING_PASSAGE},
    [START] = {"start", NULL, LISTING_NUMBER},
    [END] = {"end", NULL, LISTING_NUMBER},
    [CODE] = {"code", NULL, LISTING_TEXT},
    [QUOTE] = {"quote", N_("PROBLEM"), LISTING_PASSAGE},
    [CAUSES] = {"causes", "C", LISTING_NUMBER},
    [CAUSE_QUOTES] = {"cause_quotes", N_("CAUSES"), LISTING_PASSAGE},
    [REMEDIES] = {"remedies", "R", LISTING_NUMBER},
    [REMEDY_QUOTES] = {"remedy_quotes", N_("REMEDIES"), LISTING_PASSAGE},
    [DOCUMENTS] = {"documents", NULL, LISTING_NUMBER},
    [REVIEWER] = {"reviewer", N_("REVIEWER"), LISTING_PASSAGE},
    [REVIEWERS] = {"reviewers", NULL, LISTING_NUMBER},
    [QUESTIONS] = {"questions", N_("?"), LISTING_NUMBER},
    [NOTE] = {"note", NULL, LISTING_TEXT},
};

enum { KIND = QUOTE + 1, MISSING, U_REVIEWER, U_QUESTIONS, U_NOTE };

static const struct listing_column unanswered[] = {
    [ID] = {"annotation", NULL, LISTING_TEXT},
    [PLACE] = {"document", N_("DOCUMENT"), LISTING_PASSAGE},
    [START] = {"start", NULL, LISTING_NUMBER},
    [END] = {"end", NULL, LISTING_NUMBER},
    [CODE] = {"code", NULL, LISTING_TEXT},
    [QUOTE] = {"quote", N_("PASSAGE"), LISTING_PASSAGE},
    [KIND] = {"kind", N_("KIND"), LISTING_WORD},
    [MISSING] = {"missing", N_("WITHOUT"), LISTING_WORD},
    [U_REVIEWER] = {"reviewer", N_("REVIEWER"), LISTING_PASSAGE},
    [U_QUESTIONS] = {"questions", N_("?"), LISTING_NUMBER},
    [U_NOTE] = {"note", NULL, LISTING_TEXT},
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
    struct chain chain;
    struct listing listing;
};

static void clear(struct asked *a)
{
    listing_clear(&a->listing);
    chain_clear(&a->chain);
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

/* ---- rows ---- */

/* The words of NODE behind what OUT has, in a line of their own. */
static enum err_code add_quote(struct asked *a, const struct graph_node *n, struct str *out, struct err *e)
{
    char *words = NULL;
    int64_t max = isatty(STDOUT_FILENO) ? SHOWN_MAX : INT64_MAX;
    enum err_code code =
        store_quote(a->store, a->survey.graph.documents[n->document].id, n->start, n->end, max, &words, e);
    if (!code) {
        str_add(out, out->len > 0 ? "\n" : "");
        str_add(out, words);
    }
    free(words);
    return code;
}

/* What both kinds of rows begin with. */
static enum err_code add_place(struct asked *a, const struct graph_node *n, struct str *cell, struct err *e)
{
    struct annotation note = {0};
    const struct graph *g = &a->survey.graph;
    str_add(&cell[PLACE], g->documents[n->document].name);
    str_addf(&cell[START], "%lld", (long long)n->start);
    str_addf(&cell[END], "%lld", (long long)n->end);
    enum err_code code = store_annotation_get(a->store, n->id, &note, e);
    if (!code) {
        str_add(&cell[ID], note.uuid);
        str_add(&cell[a->view == LEDGER_UNANSWERED ? U_NOTE : NOTE], note.note);
    }
    if (!code && n->code != GRAPH_NONE)
        code = store_code_path(a->store, g->codes[n->code].id, &cell[CODE], e);
    annotation_clear(&note);
    return code ? code : add_quote(a, n, &cell[QUOTE], e);
}

static enum err_code add_problem(struct asked *a, const struct ledger_row *r, struct err *e)
{
    const struct graph *g = &a->survey.graph;
    const struct graph_node *n = &g->nodes[r->node];
    struct str *cell = listing_add(&a->listing);
    enum err_code code = add_place(a, n, cell, e);
    chain_of(g, r->node, &a->chain);
    for (size_t i = 1; !code && i < a->chain.count && i <= QUOTES_MAX; i++) {
        const struct graph_node *hangs = &g->nodes[a->chain.items[i].node];
        if (!a->chain.items[i].again)
            code = add_quote(a, hangs, &cell[hangs->tag == TAG_CAUSE ? CAUSE_QUOTES : REMEDY_QUOTES], e);
    }
    str_addf(&cell[CAUSES], "%u", r->causes);
    str_addf(&cell[REMEDIES], "%u", r->remedies);
    str_addf(&cell[DOCUMENTS], "%u", r->documents);
    str_add(&cell[REVIEWER], g->reviewers[n->reviewer].name);
    str_addf(&cell[REVIEWERS], "%u", r->reviewers);
    str_addf(&cell[QUESTIONS], "%u", r->questions);
    return code;
}

static enum err_code add_unanswered(struct asked *a, const struct ledger_row *r, struct err *e)
{
    static const char *const missing[] = {"", N_("cause"), N_("remedy"), N_("problem")};
    const struct graph *g = &a->survey.graph;
    const struct graph_node *n = &g->nodes[r->node];
    if (a->document && g->documents[n->document].id != a->document)
        return ERR_OK; /* linked with it, but a row of another one */
    struct str *cell = listing_add(&a->listing);
    enum err_code code = add_place(a, n, cell, e);
    str_add(&cell[KIND], tag_name((enum tag)n->tag));
    str_add(&cell[MISSING], missing[n->tag]);
    str_add(&cell[U_REVIEWER], g->reviewers[n->reviewer].name);
    str_addf(&cell[U_QUESTIONS], "%u", r->questions);
    return code;
}

static enum err_code add_rows(struct asked *a, struct err *e)
{
    bool open = a->view == LEDGER_UNANSWERED;
    enum err_code code = ERR_OK;
    a->listing.columns = open ? unanswered : problems;
    a->listing.n_columns = open ? sizeof unanswered / sizeof *unanswered : sizeof problems / sizeof *problems;
    for (size_t i = 0; !code && i < a->ledger.count; i++)
        code = open ? add_unanswered(a, &a->ledger.rows[i], e) : add_problem(a, &a->ledger.rows[i], e);
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
    if (find_out(a, &e) || add_rows(a, &e))
        return cli_fail(&e);
    if (args->value[JSON])
        listing_print_json(&a->listing);
    else
        listing_print(&a->listing);
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
                  "values under a header row, where several quotes in a cell stand in lines (\\n). A row\n"
                  "passes a filter where its annotation passes, or one that hangs on it. Without an answer\n"
                  "are manifestations without a cause, causes without a remedy, and remedies that address\n"
                  "nothing."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
