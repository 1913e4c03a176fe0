/* The rows of the problem ledger on standard output: a table, tab-separated values or JSON. */
#ifndef ZHUPI_CLI_LEDGER_ROWS_H
#define ZHUPI_CLI_LEDGER_ROWS_H

#include "analysis/ledger.h"
#include "base/err.h"

struct store;

struct ledger_rows_opts {
    enum ledger_view view; /* of the ledger */
    int64_t document;      /* of what is unanswered only what stands in it; 0: all */
    bool json;
};

/* Print the rows of LEDGER, built of G, which was read from S. Only a table is held before it is printed: values and
 * JSON come row by row, and end where nobody reads them any more. */
enum err_code ledger_rows_print(struct store *s, const struct graph *g, const struct ledger *ledger,
                                const struct ledger_rows_opts *opts, struct err *e);

#endif
