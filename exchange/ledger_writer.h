/* What a format of the ledger is: functions that write the parts of it, in this order: begin; for each document begin,
 * its rows, end; end. Write errors stay in the stream. */
#ifndef ZHUPI_EXCHANGE_LEDGER_WRITER_H
#define ZHUPI_EXCHANGE_LEDGER_WRITER_H

#include "exchange/csv.h"
#include "exchange/ledger_entry.h"

/* A document that has rows. */
struct ledger_part {
    int64_t document;
    const char *name;
    size_t rows, open; /* of them; those whose chain has an open end (enum entry_status) */
};

struct ledger_summary {
    const char *file;   /* name of the database, without its folder */
    const char *filter; /* as it was typed; NULL: none */
    int64_t time;
    enum ledger_view view;
    size_t rows, open;
    size_t counts[4];          /* different annotations of each tag in the rows */
    size_t reviewers;          /* different ones of them */
    size_t questions;          /* open ones */
    struct ledger_part *parts; /* in the order in which they come */
    size_t part_count;
};

struct ledger_out {
    FILE *out;
    const struct ledger_summary *summary;
    struct csv csv;
};

struct ledger_writer {
    bool talk; /* comments are written */
    void (*begin)(struct ledger_out *o);
    void (*part_begin)(struct ledger_out *o, const struct ledger_part *part); /* these two NULL: nothing */
    void (*part_end)(struct ledger_out *o, const struct ledger_part *part);
    void (*entry)(struct ledger_out *o, const struct entry *entry);
    void (*end)(struct ledger_out *o); /* NULL: nothing */
};

extern const struct ledger_writer ledger_csv, ledger_markdown, ledger_html;

/* The lines of the page's style sheet; NULL ends them. */
extern const char *const ledger_style[];

#endif
