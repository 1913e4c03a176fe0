#include "exchange/export_ledger.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/ledger_writer.h"
#include "exchange/survey.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* An export under way. */
struct job {
    struct store *store;
    const struct graph *graph;
    const struct ledger_writer *writer;
    struct ledger_out out;
    struct ledger_summary summary;
    uint32_t *shown;        /* by node: number of the row that showed it first; 0: none did yet */
    uint32_t *part_of;      /* by document of the graph: its part, or GRAPH_NONE */
    struct reading reading; /* of document READ, GRAPH_NONE: of none */
    uint32_t read;
};

bool export_format_parse(const char *s, enum export_format *out)
{
    static const struct {
        const char *name;
        enum export_format format;
    } names[] = {{"csv", EXPORT_CSV}, {"markdown", EXPORT_MARKDOWN}, {"md", EXPORT_MARKDOWN}, {"html", EXPORT_HTML}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(s, names[i].name) == 0) {
            *out = names[i].format;
            return true;
        }
    }
    return false;
}

static const struct ledger_writer *writer_of(enum export_format format)
{
    static const struct ledger_writer *const writers[] = {&ledger_csv, &ledger_markdown, &ledger_html};
    return writers[format];
}

static uint32_t home_of(const struct job *j, const struct ledger_row *row)
{
    return j->graph->nodes[row->node].document;
}

/* ---- the summary ---- */

static void count_part(struct job *j, const struct ledger_row *row, bool open, size_t *cap)
{
    struct ledger_summary *m = &j->summary;
    uint32_t home = home_of(j, row);
    if (j->part_of[home] == GRAPH_NONE) {
        m->parts = mem_grow(m->parts, cap, m->part_count + 1, sizeof *m->parts);
        j->part_of[home] = (uint32_t)m->part_count;
        m->parts[m->part_count++] =
            (struct ledger_part){.document = j->graph->documents[home].id, .name = j->graph->documents[home].name};
    }
    struct ledger_part *part = &m->parts[j->part_of[home]];
    part->rows++;
    part->open += open;
}

/* Count what is in CHAIN and was in none before. SHOWN is used for it and emptied again by the caller. */
static void count_chain(struct job *j, const struct chain *chain, bool *reviewers)
{
    for (size_t i = 0; i < chain->count; i++) {
        uint32_t node = chain->items[i].node;
        const struct graph_node *n = &j->graph->nodes[node];
        if (j->shown[node]++ > 0)
            continue;
        j->summary.counts[n->tag <= TAG_REMEDY ? n->tag : TAG_NONE]++;
        j->summary.questions += n->questions;
        if (n->reviewer < j->graph->reviewer_count && !reviewers[n->reviewer]) {
            reviewers[n->reviewer] = true;
            j->summary.reviewers++;
        }
    }
}

static void summarize(struct job *j, const struct ledger *ledger)
{
    size_t cap = 0;
    struct chain chain = {0};
    bool *reviewers = mem_zero(j->graph->reviewer_count + 1, sizeof *reviewers);
    for (size_t i = 0; i < ledger->count; i++) {
        chain_of(j->graph, ledger->rows[i].node, &chain);
        bool open = entry_status_of(j->graph, &chain) != ENTRY_CLOSED;
        j->summary.rows++;
        j->summary.open += open;
        count_part(j, &ledger->rows[i], open, &cap);
        count_chain(j, &chain, reviewers);
    }
    memset(j->shown, 0, (j->graph->node_count + 1) * sizeof *j->shown);
    free(reviewers);
    chain_clear(&chain);
}

/* ---- rows ---- */

/* Asked after every row, while errno still says why. */
static enum err_code check_written(FILE *out, struct err *e)
{
    return ferror(out) ? err_set(e, ERR_IO, _("the ledger cannot be written: %s"), strerror(errno)) : ERR_OK;
}

static enum err_code turn_to(struct job *j, uint32_t document, struct err *e)
{
    if (document == j->read)
        return ERR_OK;
    reading_clear(&j->reading);
    j->read = GRAPH_NONE;
    enum err_code rc = reading_load(j->store, j->graph->documents[document].id, &j->reading, e);
    if (!rc)
        j->read = document;
    return rc;
}

/* Say of each item where in the output it and its document are. */
static void tell_places(struct job *j, struct entry *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        struct entry_item *item = &entry->items[i];
        uint32_t *shown = &j->shown[item->node];
        item->listed = j->part_of[j->graph->nodes[item->node].document] != GRAPH_NONE;
        if (*shown == 0)
            *shown = (uint32_t)entry->number;
        else if (*shown != entry->number)
            item->shown = *shown;
    }
}

static enum err_code write_row(struct job *j, const struct ledger_row *row, size_t number, struct err *e)
{
    struct entry entry;
    enum err_code rc = turn_to(j, home_of(j, row), e);
    if (!rc)
        rc = entry_load(j->store, j->graph, row, &j->reading, j->writer->talk, &entry, e);
    if (rc)
        return rc;
    entry.number = number;
    tell_places(j, &entry);
    j->writer->entry(&j->out, &entry);
    entry_clear(&entry);
    return check_written(j->out.out, e);
}

static void turn_part(struct job *j, uint32_t from, uint32_t to)
{
    const struct ledger_writer *w = j->writer;
    if (from == to)
        return;
    if (from != GRAPH_NONE && w->part_end)
        w->part_end(&j->out, &j->summary.parts[from]);
    if (to != GRAPH_NONE && w->part_begin)
        w->part_begin(&j->out, &j->summary.parts[to]);
}

static enum err_code write_rows(struct job *j, const struct ledger *ledger, struct err *e)
{
    uint32_t part = GRAPH_NONE;
    j->writer->begin(&j->out);
    enum err_code rc = check_written(j->out.out, e);
    for (size_t i = 0; i < ledger->count && !rc; i++) {
        uint32_t own = j->part_of[home_of(j, &ledger->rows[i])];
        turn_part(j, part, own);
        part = own;
        rc = write_row(j, &ledger->rows[i], i + 1, e);
    }
    if (rc)
        return rc;
    turn_part(j, part, GRAPH_NONE);
    if (j->writer->end)
        j->writer->end(&j->out);
    return check_written(j->out.out, e);
}

/* What is only linked with the document has its answer elsewhere. */
static void keep_document(const struct graph *g, int64_t document, struct ledger *ledger)
{
    size_t kept = 0;
    for (size_t i = 0; i < ledger->count; i++)
        if (g->documents[g->nodes[ledger->rows[i].node].document].id == document)
            ledger->rows[kept++] = ledger->rows[i];
    ledger->count = kept;
}

static enum err_code write_ledger(struct store *s, const struct graph *g, const struct export_ledger_opts *opts,
                                  FILE *out, struct err *e)
{
    const char *slash = strrchr(store_path(s), '/');
    struct job j = {.store = s,
                    .graph = g,
                    .writer = writer_of(opts->format),
                    .summary = {.file = slash ? slash + 1 : store_path(s),
                                .filter = opts->filter,
                                .time = clock_now_ms(),
                                .view = opts->view},
                    .shown = mem_zero(g->node_count + 1, sizeof *j.shown),
                    .part_of = mem_alloc(g->document_count + 1, sizeof *j.part_of),
                    .read = GRAPH_NONE};
    memset(j.part_of, 0xFF, (g->document_count + 1) * sizeof *j.part_of); /* GRAPH_NONE */
    j.out = (struct ledger_out){.out = out, .summary = &j.summary};
    struct ledger ledger = {0};
    ledger_build(g, opts->view, LEDGER_BY_PLACE, &ledger);
    if (opts->document && opts->view == LEDGER_UNANSWERED)
        keep_document(g, opts->document, &ledger);
    if (opts->rows)
        *opts->rows = ledger.count;
    summarize(&j, &ledger);
    if (opts->format == EXPORT_CSV)
        csv_begin(&j.out.csv, out, opts->bom, opts->raw);
    enum err_code rc = write_rows(&j, &ledger, e);
    ledger_clear(&ledger);
    reading_clear(&j.reading);
    free(j.summary.parts);
    free(j.shown);
    free(j.part_of);
    return rc;
}

enum err_code export_ledger(struct store *s, const struct export_ledger_opts *opts, FILE *out, struct err *e)
{
    struct survey survey;
    enum err_code rc = survey_begin(s, opts->where, opts->document, &survey, e);
    if (rc)
        return rc;
    rc = survey_run(s, &survey, e);
    if (!rc)
        rc = write_ledger(s, &survey.graph, opts, out, e);
    survey_clear(&survey);
    return rc;
}
