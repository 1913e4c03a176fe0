/* The problem ledger for other programs and for people: CSV, Markdown, or one web page that opens anywhere.
 *
 * What is written comes row by row, and one document is held at a time, whatever the size of the file; nothing of the
 * database stays open between rows. */
#ifndef ZHUPI_EXCHANGE_EXPORT_LEDGER_H
#define ZHUPI_EXCHANGE_EXPORT_LEDGER_H

#include "analysis/ledger.h"
#include "base/err.h"
#include "db/store.h"

#include <stdbool.h>
#include <stdio.h>

enum export_format { EXPORT_CSV, EXPORT_MARKDOWN, EXPORT_HTML };

/* "csv", "markdown" (or "md"), "html": as options spell it. */
bool export_format_parse(const char *s, enum export_format *out);

struct export_ledger_opts {
    enum export_format format;
    enum ledger_view view;
    int64_t document;           /* as of a survey; 0: all */
    const struct filter *where; /* as of a survey; NULL: all */
    const char *filter;         /* WHERE as it was typed, for people; NULL: none */
    bool bom, raw;              /* of CSV, as export_csv */
    size_t *rows;               /* how many rows there were; may be NULL */
};

/* Write the ledger of S to OUT, by document and place.
 *
 * CSV of LEDGER_PROBLEMS has a row a problem: problem (uuid), document, section, start, end, code, quote, causes,
 * cause_quotes, cause_uuids, remedies, remedy_quotes, remedy_uuids, documents, reviewer, reviewers, questions, note,
 * status. Numbers are those of struct ledger_row, several quotes stand in lines (a last line says how many are left out
 * of an endless chain), uuids with a blank between, and status is "closed", "no cause" or "no remedy" (of one of its
 * causes).
 *
 * Of LEDGER_UNANSWERED, with a DOCUMENT only what stands in it: annotation (uuid), document, section, start, end, code,
 * quote, kind (the tag), missing ("cause", "remedy" or "problem"), reviewer, questions, note.
 *
 * ERR_IO where OUT cannot be written, or as the store says. */
enum err_code export_ledger(struct store *s, const struct export_ledger_opts *opts, FILE *out, struct err *e);

#endif
