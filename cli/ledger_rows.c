#include "cli/ledger_rows.h"

#include "analysis/chain.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/listing.h"
#include "db/code.h"
#include "db/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUOTES_MAX 2000 /* of one row: a problem that more hangs on is no row that anybody reads */
#define SHOWN_MAX 200   /* code points of a passage on a terminal, which cuts it further */

/* ---- columns ---- */

enum { ID, PLACE, START, END, CODE, QUOTE }; /* what all rows begin with */

#define FIRST_COLUMNS(ID_NAME, QUOTE_TITLE)                                                                            \
    [ID] = {ID_NAME, NULL, LISTING_TEXT}, [PLACE] = {"document", N_("DOCUMENT"), LISTING_PASSAGE},                     \
    [START] = {"start", NULL, LISTING_NUMBER}, [END] = {"end", NULL, LISTING_NUMBER},                                  \
    [CODE] = {"code", NULL, LISTING_TEXT}, [QUOTE] = {"quote", QUOTE_TITLE, LISTING_PASSAGE}

enum { CAUSES = QUOTE + 1, CAUSE_QUOTES, CAUSE_UUIDS, REMEDIES, REMEDY_QUOTES, REMEDY_UUIDS };
enum { DOCUMENTS = REMEDY_UUIDS + 1, REVIEWER, REVIEWERS, QUESTIONS, NOTE };

static const struct listing_column problems[] = {
    FIRST_COLUMNS("problem", N_("PROBLEM")),
    [CAUSES] = {"causes", "C", LISTING_NUMBER},
    [CAUSE_QUOTES] = {"cause_quotes", N_("CAUSES"), LISTING_PASSAGE},
    [CAUSE_UUIDS] = {"cause_uuids", NULL, LISTING_TEXT},
    [REMEDIES] = {"remedies", "R", LISTING_NUMBER},
    [REMEDY_QUOTES] = {"remedy_quotes", N_("REMEDIES"), LISTING_PASSAGE},
    [REMEDY_UUIDS] = {"remedy_uuids", NULL, LISTING_TEXT},
    [DOCUMENTS] = {"documents", NULL, LISTING_NUMBER},
    [REVIEWER] = {"reviewer", N_("REVIEWER"), LISTING_PASSAGE},
    [REVIEWERS] = {"reviewers", NULL, LISTING_NUMBER},
    [QUESTIONS] = {"questions", N_("?"), LISTING_NUMBER},
    [NOTE] = {"note", NULL, LISTING_TEXT},
};

enum { J_CAUSES = QUOTE + 1, J_REMEDIES, J_LEFT_OUT, J_DOCUMENTS, J_REVIEWER, J_REVIEWERS, J_QUESTIONS, J_NOTE };

static const struct listing_column json_problems[] = {
    FIRST_COLUMNS("problem", NULL),
    [J_CAUSES] = {"causes", NULL, LISTING_JSON},
    [J_REMEDIES] = {"remedies", NULL, LISTING_JSON},
    [J_LEFT_OUT] = {"left_out", NULL, LISTING_NUMBER},
    [J_DOCUMENTS] = {"documents", NULL, LISTING_JSON},
    [J_REVIEWER] = {"reviewer", NULL, LISTING_TEXT},
    [J_REVIEWERS] = {"reviewers", NULL, LISTING_JSON},
    [J_QUESTIONS] = {"questions", NULL, LISTING_NUMBER},
    [J_NOTE] = {"note", NULL, LISTING_TEXT},
};

enum { KIND = QUOTE + 1, MISSING, U_REVIEWER, U_QUESTIONS, U_NOTE };

static const struct listing_column unanswered[] = {
    FIRST_COLUMNS("annotation", N_("PASSAGE")),
    [KIND] = {"kind", N_("KIND"), LISTING_WORD},
    [MISSING] = {"missing", N_("WITHOUT"), LISTING_WORD},
    [U_REVIEWER] = {"reviewer", N_("REVIEWER"), LISTING_PASSAGE},
    [U_QUESTIONS] = {"questions", N_("?"), LISTING_NUMBER},
    [U_NOTE] = {"note", NULL, LISTING_TEXT},
};

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

/* ---- parts of rows ---- */

struct job {
    struct store *store;
    const struct graph *graph;
    const struct ledger_rows_opts *opts;
    bool table;         /* for people */
    int64_t quote_max;  /* code points */
    struct chain chain; /* of the row in hand */
    /* By document and reviewer of the graph: the last row (from 1) that had a part in it. Of JSON only. */
    size_t *document_in, *reviewer_in;
    struct listing listing;
};

static enum err_code read_quote(struct job *j, const struct graph_node *n, char **words, struct err *e)
{
    return store_quote(j->store, j->graph->documents[n->document].id, n->start, n->end, j->quote_max, words, e);
}

static enum err_code add_place(struct job *j, const struct graph_node *n, struct str *cell, size_t note_column,
                               struct err *e)
{
    struct annotation note = {0};
    char *words = NULL;
    const struct graph *g = j->graph;
    str_add(&cell[PLACE], g->documents[n->document].name);
    str_addf(&cell[START], "%lld", (long long)n->start);
    str_addf(&cell[END], "%lld", (long long)n->end);
    enum err_code code = store_annotation_get(j->store, n->id, &note, e);
    if (!code) {
        str_add(&cell[ID], note.uuid);
        str_add(&cell[note_column], note.note);
    }
    if (!code && n->code != GRAPH_NONE)
        code = store_code_path(j->store, g->codes[n->code].id, &cell[CODE], e);
    if (!code)
        code = read_quote(j, n, &words, e);
    if (!code)
        str_add(&cell[QUOTE], words);
    free(words);
    annotation_clear(&note);
    return code;
}

static void add_member(struct str *out, const char *name, const char *value)
{
    str_addf(out, "%s\"%s\":", out->p[out->len - 1] == '{' ? "" : ",", name);
    str_add_json(out, value, strlen(value));
}

/* One annotation of the chain behind what QUOTES has: an object of JSON, or a line there and a word in UUIDS. */
static enum err_code add_part(struct job *j, const struct graph_node *n, struct str *quotes, struct str *uuids,
                              struct err *e)
{
    char *words = NULL;
    struct annotation a = {0};
    enum err_code code = read_quote(j, n, &words, e);
    if (!code && !j->table)
        code = store_annotation_get(j->store, n->id, &a, e);
    if (!code && j->opts->json) {
        str_add(quotes, quotes->len > 1 ? ",{" : "{");
        add_member(quotes, "uuid", a.uuid);
        add_member(quotes, "quote", words);
        add_member(quotes, "document", j->graph->documents[n->document].name);
        add_member(quotes, "reviewer", j->graph->reviewers[n->reviewer].name);
        str_addc(quotes, '}');
    } else if (!code) {
        str_addf(quotes, "%s%s", quotes->len > 0 ? "\n" : "", words);
        if (!j->table)
            str_addf(uuids, "%s%s", uuids->len > 0 ? " " : "", a.uuid);
    }
    annotation_clear(&a);
    free(words);
    return code;
}

/* What hangs on the row: QUOTES and UUIDS by tag. WRITTEN counts those of each tag. */
static enum err_code add_parts(struct job *j, struct str *const quotes[4], struct str *const uuids[4],
                               uint32_t written[4], struct err *e)
{
    enum err_code code = ERR_OK;
    for (size_t i = 1; !code && i < j->chain.count && i <= QUOTES_MAX; i++) {
        const struct graph_node *n = &j->graph->nodes[j->chain.items[i].node];
        enum tag tag = n->tag == TAG_CAUSE ? TAG_CAUSE : TAG_REMEDY;
        if (j->chain.items[i].again)
            continue;
        code = add_part(j, n, quotes[tag], uuids[tag], e);
        written[tag]++;
    }
    return code;
}

/* ---- rows ---- */

/* Say in the last line of a cell how many of ALL are not in it. */
static void add_rest(struct str *quotes, uint32_t all, uint32_t written)
{
    if (all > written)
        str_addf(quotes, "\n… and %u more", all - written);
}

static enum err_code add_problem(struct job *j, const struct ledger_row *r, struct err *e)
{
    const struct graph_node *n = &j->graph->nodes[r->node];
    struct str *cell = listing_add(&j->listing);
    uint32_t written[4] = {0};
    enum err_code code = add_place(j, n, cell, NOTE, e);
    if (!code)
        code = add_parts(j, (struct str *const[4]){NULL, NULL, &cell[CAUSE_QUOTES], &cell[REMEDY_QUOTES]},
                         (struct str *const[4]){NULL, NULL, &cell[CAUSE_UUIDS], &cell[REMEDY_UUIDS]}, written, e);
    add_rest(&cell[CAUSE_QUOTES], r->causes, written[TAG_CAUSE]);
    add_rest(&cell[REMEDY_QUOTES], r->remedies, written[TAG_REMEDY]);
    str_addf(&cell[CAUSES], "%u", r->causes);
    str_addf(&cell[REMEDIES], "%u", r->remedies);
    str_addf(&cell[DOCUMENTS], "%u", r->documents);
    str_add(&cell[REVIEWER], j->graph->reviewers[n->reviewer].name);
    str_addf(&cell[REVIEWERS], "%u", r->reviewers);
    str_addf(&cell[QUESTIONS], "%u", r->questions);
    return code;
}

static void add_name(struct str *names, size_t *in, size_t row, const char *name)
{
    if (*in == row)
        return;
    *in = row;
    str_add(names, names->len > 1 ? "," : "");
    str_add_json(names, name, strlen(name));
}

/* The names of those who have a part in row NUMBER, each once. */
static void add_names(struct job *j, size_t number, struct str *cell)
{
    const struct graph *g = j->graph;
    for (size_t i = 0; i < j->chain.count; i++) {
        const struct graph_node *n = &g->nodes[j->chain.items[i].node];
        add_name(&cell[J_DOCUMENTS], &j->document_in[n->document], number, g->documents[n->document].name);
        add_name(&cell[J_REVIEWERS], &j->reviewer_in[n->reviewer], number, g->reviewers[n->reviewer].name);
    }
}

static enum err_code add_json_problem(struct job *j, const struct ledger_row *r, size_t number, struct err *e)
{
    static const int lists[] = {J_CAUSES, J_REMEDIES, J_DOCUMENTS, J_REVIEWERS};
    const struct graph_node *n = &j->graph->nodes[r->node];
    struct str *cell = listing_add(&j->listing);
    uint32_t written[4] = {0};
    for (size_t i = 0; i < COUNT(lists); i++)
        str_addc(&cell[lists[i]], '[');
    enum err_code code = add_place(j, n, cell, J_NOTE, e);
    if (!code)
        code = add_parts(j, (struct str *const[4]){NULL, NULL, &cell[J_CAUSES], &cell[J_REMEDIES]},
                         (struct str *const[4]){NULL}, written, e);
    uint32_t all = r->causes + r->remedies, some = written[TAG_CAUSE] + written[TAG_REMEDY];
    str_addf(&cell[J_LEFT_OUT], "%u", all > some ? all - some : 0);
    add_names(j, number, cell);
    for (size_t i = 0; i < COUNT(lists); i++)
        str_addc(&cell[lists[i]], ']');
    str_add(&cell[J_REVIEWER], j->graph->reviewers[n->reviewer].name);
    str_addf(&cell[J_QUESTIONS], "%u", r->questions);
    return code;
}

static enum err_code add_unanswered(struct job *j, const struct ledger_row *r, struct err *e)
{
    static const char *const missing[] = {"", N_("cause"), N_("remedy"), N_("problem")};
    const struct graph *g = j->graph;
    const struct graph_node *n = &g->nodes[r->node];
    if (j->opts->document && g->documents[n->document].id != j->opts->document)
        return ERR_OK; /* linked with it, but a row of another one */
    struct str *cell = listing_add(&j->listing);
    enum err_code code = add_place(j, n, cell, U_NOTE, e);
    str_add(&cell[KIND], tag_name((enum tag)n->tag));
    str_add(&cell[MISSING], missing[n->tag]);
    str_add(&cell[U_REVIEWER], g->reviewers[n->reviewer].name);
    str_addf(&cell[U_QUESTIONS], "%u", r->questions);
    return code;
}

static enum err_code add_row(struct job *j, const struct ledger_row *r, size_t number, struct err *e)
{
    if (j->opts->view == LEDGER_UNANSWERED)
        return add_unanswered(j, r, e);
    chain_of(j->graph, r->node, &j->chain);
    return j->opts->json ? add_json_problem(j, r, number, e) : add_problem(j, r, e);
}

static void set_columns(struct job *j)
{
    bool open = j->opts->view == LEDGER_UNANSWERED, json = j->opts->json;
    j->listing.columns = open ? unanswered : json ? json_problems : problems;
    j->listing.n_columns = open ? COUNT(unanswered) : json ? COUNT(json_problems) : COUNT(problems);
}

enum err_code ledger_rows_print(struct store *s, const struct graph *g, const struct ledger *ledger,
                                const struct ledger_rows_opts *opts, struct err *e)
{
    struct job j = {.store = s,
                    .graph = g,
                    .opts = opts,
                    .table = !opts->json && isatty(STDOUT_FILENO),
                    .document_in = mem_zero(g->document_count + 1, sizeof *j.document_in),
                    .reviewer_in = mem_zero(g->reviewer_count + 1, sizeof *j.reviewer_in)};
    enum err_code code = ERR_OK;
    j.quote_max = j.table ? SHOWN_MAX : INT64_MAX;
    set_columns(&j);
    for (size_t i = 0; !code && i < ledger->count && !ferror(stdout); i++) {
        code = add_row(&j, &ledger->rows[i], i + 1, e);
        if (!code && !j.table)
            listing_flow(&j.listing, opts->json);
    }
    if (!code && !opts->json)
        listing_print(&j.listing);
    listing_clear(&j.listing);
    chain_clear(&j.chain);
    free(j.document_in);
    free(j.reviewer_in);
    return code;
}
