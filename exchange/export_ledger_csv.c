/* The ledger as CSV: a row for each problem, or for each annotation that has no answer. */
#include "base/str.h"
#include "exchange/ledger_writer.h"

#include <string.h>

static void begin(struct ledger_out *o)
{
    static const char *const of_problems[] = {"problem",      "document",    "section",  "start",
                                              "end",          "code",        "quote",    "causes",
                                              "cause_quotes", "cause_uuids", "remedies", "remedy_quotes",
                                              "remedy_uuids", "documents",   "reviewer", "reviewers",
                                              "questions",    "note",        "status",   NULL};
    static const char *const of_unanswered[] = {"annotation", "document", "section", "start",   "end",
                                                "code",       "quote",    "kind",    "missing", "reviewer",
                                                "questions",  "note",     NULL};
    for (const char *const *name = o->summary->view == LEDGER_PROBLEMS ? of_problems : of_unanswered; *name; name++)
        csv_cell_z(&o->csv, *name);
    csv_end_row(&o->csv);
}

/* The quotes of TAG, one a line each: lines within one are joined by blanks. ALL: how many there are. */
static void quotes_cell(struct csv *c, const struct entry *entry, enum tag tag, uint32_t all)
{
    struct str lines = {0};
    uint32_t written = 0;
    for (uint32_t i = 1; i < entry->count; i++) {
        const struct entry_item *item = &entry->items[i];
        if (item->tag != tag || item->same != i)
            continue;
        if (lines.len > 0)
            str_addc(&lines, '\n');
        for (const char *z = item->passage.quote; *z; z++)
            str_addc(&lines, *z == '\n' ? ' ' : *z);
        written++;
    }
    if (entry->left_out && all > written)
        str_addf(&lines, "\n… and %u more", all - written);
    csv_cell(c, str_z(&lines), lines.len);
    str_clear(&lines);
}

/* Their uuids, with a blank between. */
static void uuids_cell(struct csv *c, const struct entry *entry, enum tag tag)
{
    struct str uuids = {0};
    for (uint32_t i = 1; i < entry->count; i++) {
        const struct entry_item *item = &entry->items[i];
        if (item->tag == tag && item->same == i)
            str_addf(&uuids, "%s%s", uuids.len > 0 ? " " : "", item->annotation.uuid);
    }
    csv_cell(c, str_z(&uuids), uuids.len);
    str_clear(&uuids);
}

/* What both kinds of rows begin with. */
static void first_cells(struct csv *c, const struct entry_item *item)
{
    csv_cell_z(c, item->annotation.uuid);
    csv_cell_z(c, item->document_name);
    csv_cell_z(c, item->section);
    csv_cell_number(c, item->annotation.start);
    csv_cell_number(c, item->annotation.end);
    csv_cell_z(c, item->code);
    csv_cell_z(c, item->passage.quote);
}

static void problem_row(struct csv *c, const struct entry *entry)
{
    const struct annotation *problem = &entry->items[0].annotation;
    first_cells(c, entry->items);
    csv_cell_number(c, entry->row.causes);
    quotes_cell(c, entry, TAG_CAUSE, entry->row.causes);
    uuids_cell(c, entry, TAG_CAUSE);
    csv_cell_number(c, entry->row.remedies);
    quotes_cell(c, entry, TAG_REMEDY, entry->row.remedies);
    uuids_cell(c, entry, TAG_REMEDY);
    csv_cell_number(c, entry->row.documents);
    csv_cell_z(c, problem->reviewer_name);
    csv_cell_number(c, entry->row.reviewers);
    csv_cell_number(c, entry->row.questions);
    csv_cell_z(c, problem->note);
    csv_cell_z(c, entry_status_name(entry->status));
    csv_end_row(c);
}

static void unanswered_row(struct csv *c, const struct entry *entry)
{
    static const char *const missing[] = {"", "cause", "remedy", "problem"};
    const struct entry_item *item = entry->items;
    first_cells(c, item);
    csv_cell_z(c, tag_name(item->tag));
    csv_cell_z(c, missing[item->tag <= TAG_REMEDY ? item->tag : TAG_NONE]);
    csv_cell_z(c, item->annotation.reviewer_name);
    csv_cell_number(c, entry->row.questions);
    csv_cell_z(c, item->annotation.note);
    csv_end_row(c);
}

static void entry_row(struct ledger_out *o, const struct entry *entry)
{
    if (o->summary->view == LEDGER_PROBLEMS)
        problem_row(&o->csv, entry);
    else
        unanswered_row(&o->csv, entry);
}

const struct ledger_writer ledger_csv = {.begin = begin, .entry = entry_row};
