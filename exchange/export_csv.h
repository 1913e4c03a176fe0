/* The annotations of a shared file, the comments on them or the links between them, as CSV, one row each under a header
 * row.
 *
 * One document is held at a time, and nothing of the database stays open while rows are written: whoever pipes the
 * export into a pager holds nobody up. */
#ifndef ZHUPI_EXCHANGE_EXPORT_CSV_H
#define ZHUPI_EXCHANGE_EXPORT_CSV_H

#include "base/err.h"
#include "db/store.h"

#include <stdbool.h>
#include <stdio.h>

/* Code points of the text on each side of the quote; fewer rather than half a cluster. */
#define EXPORT_CSV_CONTEXT 10

struct export_csv_opts {
    bool bom;                   /* begin with a byte order mark */
    bool raw;                   /* leave cells alone that a spreadsheet takes for formulas */
    bool comments;              /* not the annotations, but the comments on them */
    bool links;                 /* nor those, but the links of which one end at least passes the filter */
    struct store_filter filter; /* which annotations */
};

/* Write the rows to OUT: uuid, document, sha256, tag, quote, before, after, start, end, section, reviewer, note,
 * created, updated, settled ("accepted", "rejected" or ""), open_questions (their number), code (its path below the
 * tag), explains, addresses, explained_by, addressed_by (uuids with a blank between). Of comments: annotation
 * (uuid), document, quote, thread (uuid of the comment that began it), comment (uuid), question (1 or 0), reviewer,
 * created, body, resolved (when the thread was, or ""), resolved_by (who did), by thread and time. Of
 * links, by document and place of the end that they come from, then in the order in which they were made: link (uuid),
 * relation, from (uuid), from_document, from_tag, from_quote, to, to_document, to_tag, to_quote, note, reviewer,
 * created. Start and end are code points, times RFC 3339 in UTC, the section is the path of headings. The documents
 * come by name, the annotations of each by start. ERR_IO where OUT cannot be written, or as the store says. */
enum err_code export_csv(struct store *s, const struct export_csv_opts *opts, FILE *out, struct err *e);

#endif
