/* zhupi stats: figures, as tables with bars for people and as values for programs. */
#include "analysis/figures.h"
#include "analysis/ledger.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "cli/sections.h"
#include "db/code.h"
#include "db/filter.h"
#include "exchange/survey.h"
#include "tui/table.h"

#include <stdlib.h>
#include <unistd.h>

enum { BY, DOCUMENT, JSON, FILTER, FORCE };

static const struct cli_option options[] = {
    {"by", 'b', "WHAT", N_("tag, code, document, section, reviewer, coverage, together or place")},
    {"document", 'd', "NAME", N_("only the document with this name or id")},
    {"json", 0, NULL, N_("one JSON object a line")},
    CLI_FILTER_OPTION,
    CLI_FORCE_OPTION,
    {0},
};

enum { BAR_CELLS = 20, COLUMNS_MAX = 7 };

/* What was asked for, and what was found. */
struct asked {
    struct store *store;
    struct filter *where;
    int64_t document; /* 0: all */
    bool plain;       /* no bars: for programs */
    struct survey survey;
    struct figures figures;
    struct sections sections;
    struct listing_column columns[COLUMNS_MAX];
    struct listing listing;
};

static void clear(struct asked *a)
{
    listing_clear(&a->listing);
    figures_clear(&a->figures);
    sections_clear(&a->sections);
    survey_clear(&a->survey);
    filter_free(&a->where);
    store_close(&a->store);
}

static enum err_code find_out(struct asked *a, struct err *e)
{
    struct graph *g = &a->survey.graph;
    enum err_code code = survey_begin(a->store, a->where, a->document, &a->survey, e);
    if (!code)
        code = survey_run(a->store, &a->survey, e);
    for (size_t i = 0; !code && a->document && i < g->node_count; i++)
        if (g->documents[g->nodes[i].document].id != a->document)
            g->nodes[i].passes = false; /* what its annotations are linked with elsewhere */
    return code;
}

/* ---- tables ---- */

static void add_column(struct asked *a, const char *name, const char *title, enum listing_kind kind)
{
    a->columns[a->listing.n_columns++] = (struct listing_column){name, title, kind};
}

/* What a bar is about, in one column or, of what occurs together, in two. */
static void begin_table(struct asked *a, enum figure figure)
{
    static const char *const titles[FIGURES] = {N_("TAG"),      N_("CODE"),     N_("DOCUMENT"), N_("SECTION"),
                                                N_("REVIEWER"), N_("DOCUMENT"), N_("CODE"),     N_("PART")};
    bool tags = figure != FIGURE_COVERAGE && figure != FIGURE_TOGETHER;
    enum listing_kind kind = figure == FIGURE_TAG ? LISTING_WORD : LISTING_PASSAGE;
    listing_clear(&a->listing);
    a->listing.columns = a->columns;
    add_column(a,
               figure == FIGURE_PLACE      ? "part"
               : figure == FIGURE_COVERAGE ? "document"
                                           : figure_name(figure),
               titles[figure], kind);
    if (figure == FIGURE_TOGETHER)
        add_column(a, "with", N_("WITH"), LISTING_PASSAGE);
    if (figure == FIGURE_COVERAGE) {
        add_column(a, "length", N_("CHARACTERS"), LISTING_NUMBER);
        add_column(a, "tagged", N_("TAGGED"), LISTING_NUMBER);
        add_column(a, "percent", "%", LISTING_NUMBER);
    } else {
        add_column(a, "annotations", N_("ANNOTATIONS"), LISTING_NUMBER);
    }
    for (enum tag tag = TAG_MANIFESTATION; tags && figure != FIGURE_TAG && tag <= TAG_REMEDY; tag++) {
        static const char *const letters[] = {"", "M", "C", "R"};
        add_column(a, tag_name(tag), letters[tag], LISTING_NUMBER);
    }
    if (!a->plain)
        add_column(a, "bar", "", LISTING_TEXT);
}

/* ---- what a bar is about ---- */

static enum err_code add_code(struct asked *a, uint32_t key, struct str *out, struct err *e)
{
    if (key == GRAPH_NONE) {
        str_add(out, a->plain ? "" : _("(no code)"));
        return ERR_OK;
    }
    const struct graph_code *c = &a->survey.graph.codes[key];
    str_add(out, tag_name(c->tag));
    str_addc(out, '/');
    return store_code_path(a->store, c->id, out, e);
}

static enum err_code add_together(struct asked *a, uint32_t key, struct str *out, struct err *e)
{
    uint32_t code;
    enum tag tag = figure_together_tag(&a->survey.graph, key, &code);
    if (code != GRAPH_NONE)
        return add_code(a, code, out, e);
    str_add(out, tag_name(tag));
    return ERR_OK;
}

static enum err_code add_name(struct asked *a, enum figure figure, uint32_t key, struct str *out, struct err *e)
{
    const struct graph *g = &a->survey.graph;
    switch (figure) {
    case FIGURE_TAG:
        str_add(out, tag_name((enum tag)key));
        return ERR_OK;
    case FIGURE_CODE:
        return add_code(a, key, out, e);
    case FIGURE_TOGETHER:
        return add_together(a, key, out, e);
    case FIGURE_SECTION:
        str_add(out, key != GRAPH_NONE ? a->sections.names[key] : a->plain ? "" : _("in no section"));
        return ERR_OK;
    case FIGURE_REVIEWER:
        str_add(out, g->reviewers[key].name);
        return ERR_OK;
    case FIGURE_PLACE:
        str_addf(out, a->plain ? "%u-%u" : "%u–%u %%", 10 * key, 10 * key + 10);
        return ERR_OK;
    default:
        str_add(out, g->documents[key].name);
        return ERR_OK;
    }
}

static enum err_code add_bar(struct asked *a, enum figure figure, const struct figure_bar *b, struct err *e)
{
    struct str *cell = listing_add(&a->listing);
    enum err_code code = add_name(a, figure, b->key, cell++, e);
    if (!code && figure == FIGURE_TOGETHER)
        code = add_name(a, figure, b->other, cell++, e);
    if (figure == FIGURE_COVERAGE)
        str_addf(cell++, "%lld", (long long)b->total);
    str_addf(cell++, "%lld", (long long)b->counts[0]);
    if (figure == FIGURE_COVERAGE)
        str_addf(cell++, "%d", table_share(b->counts[0], b->total));
    else if (figure != FIGURE_TOGETHER && figure != FIGURE_TAG)
        for (int tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++)
            str_addf(cell++, "%lld", (long long)b->counts[tag]);
    if (!a->plain)
        table_bar(cell, b->counts[0], b->total, BAR_CELLS);
    return code;
}

static enum err_code count_by(struct asked *a, enum figure figure, struct err *e)
{
    enum err_code code = ERR_OK;
    if (figure == FIGURE_SECTION)
        code = sections_load(a->store, &a->survey.graph, &a->sections, e);
    figures_count(&a->survey.graph, figure, a->sections.items, a->sections.count, &a->figures);
    begin_table(a, figure);
    for (size_t i = 0; !code && i < a->figures.count; i++)
        code = add_bar(a, figure, &a->figures.bars[i], e);
    return code;
}

/* ---- all in short ---- */

static void add_sum(struct asked *a, const char *what, int64_t n)
{
    struct str *cell = listing_add(&a->listing);
    str_add(&cell[0], what);
    str_addf(&cell[1], "%lld", (long long)n);
}

/* Of what passes: a link where one of its ends does. */
static int64_t links_of(const struct graph *g)
{
    int64_t n = 0;
    for (size_t i = 0; i < g->link_count; i++)
        n += g->nodes[g->links[i].from].passes || g->nodes[g->links[i].to].passes;
    return n;
}

static void add_unanswered(struct asked *a)
{
    const struct graph *g = &a->survey.graph;
    int64_t open[TAG_REMEDY + 1] = {0}, questions = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        questions += g->nodes[i].passes ? g->nodes[i].questions : 0;
        open[g->nodes[i].tag] += g->nodes[i].passes && ledger_is_unanswered(g, i);
    }
    add_sum(a, N_("manifestations without a cause"), open[TAG_MANIFESTATION]);
    add_sum(a, N_("causes without a remedy"), open[TAG_CAUSE]);
    add_sum(a, N_("remedies that address nothing"), open[TAG_REMEDY]);
    add_sum(a, N_("open questions"), questions);
}

/* The last bar may be that of what has no code. */
static int64_t codes_given(const struct figures *by_code)
{
    size_t n = by_code->count;
    return (int64_t)(n > 0 && by_code->bars[n - 1].key == GRAPH_NONE ? n - 1 : n);
}

static void sum_up(struct asked *a)
{
    static const char *const tags[] = {"", N_("manifestations"), N_("causes"), N_("remedies")};
    const struct graph *g = &a->survey.graph;
    int64_t length = 0, tagged = 0;
    add_column(a, "what", N_("WHAT"), LISTING_WORD);
    add_column(a, "number", N_("NUMBER"), LISTING_NUMBER);
    a->listing.columns = a->columns;
    figures_count(g, FIGURE_COVERAGE, NULL, 0, &a->figures);
    for (size_t i = 0; i < a->figures.count; i++)
        if (a->document == 0 || g->documents[a->figures.bars[i].key].id == a->document) {
            length += a->figures.bars[i].total;
            tagged += a->figures.bars[i].counts[0];
        }
    add_sum(a, N_("documents that are counted"), a->document ? 1 : (int64_t)g->document_count);
    figures_count(g, FIGURE_TAG, NULL, 0, &a->figures);
    for (int tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++)
        add_sum(a, tags[tag], a->figures.bars[tag - 1].counts[0]);
    add_sum(a, N_("links between annotations"), links_of(g));
    figures_count(g, FIGURE_CODE, NULL, 0, &a->figures);
    add_sum(a, N_("codes that are given"), codes_given(&a->figures));
    add_unanswered(a);
    add_sum(a, N_("characters"), length);
    add_sum(a, N_("characters that are tagged"), tagged);
}

/* ---- the subcommand ---- */

static void print(const struct cli_args *args, struct asked *a)
{
    if (args->value[JSON])
        listing_print_json(&a->listing);
    else
        listing_print(&a->listing);
}

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

static enum cli_status show(const struct cli_args *args, enum figure figure, struct asked *a)
{
    struct err e;
    enum err_code code = find_document(a, args->value[DOCUMENT], &e);
    if (code)
        return cli_fail(&e);
    code = cli_filter(a->store, args->value[FILTER], &a->where, &e);
    if (code)
        return cli_fail_filter(code, &e);
    if (find_out(a, &e))
        return cli_fail(&e);
    if (figure == FIGURES) {
        sum_up(a);
        print(args, a);
        if (a->plain)
            return CLI_OK;
        putchar('\n');
    }
    if (count_by(a, figure == FIGURES ? FIGURE_TAG : figure, &e))
        return cli_fail(&e);
    print(args, a);
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *args)
{
    struct err e;
    struct asked a = {.plain = args->value[JSON] || !isatty(STDOUT_FILENO)};
    enum figure figure = FIGURES;
    if (args->value[BY] && !figure_parse(args->value[BY], &figure))
        return cli_usage(
            args->command,
            _("there are no figures by “%s”: tag, code, document, section, reviewer, coverage, together, place"),
            args->value[BY]);
    if (cli_look(args, args->value[FORCE] != NULL, &a.store, &e))
        return cli_fail(&e);
    enum cli_status status = show(args, figure, &a);
    clear(&a);
    return status;
}

const struct cli_command cli_stats = {
    .name = "stats",
    .arguments = "FILE.db",
    .summary = N_("Count annotations by tag, code, document, section, reviewer and place."),
    .details = N_("Without --by all in short. A code counts what stands below it, too; a row without a name is\n"
                  "of what has no code, or begins in no section. Coverage is how many characters of each\n"
                  "document are tagged by anybody; together are pairs of codes (or of tags, where there is no\n"
                  "code) whose passages overlap; places are tenths of the documents, in which passages begin.\n"
                  "On a terminal a table with bars, in which M, C and R are manifestations, causes and\n"
                  "remedies; elsewhere tab-separated values under a header row."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
