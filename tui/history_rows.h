/* A stretch of the feed in memory, newest first: what the history view shows and some before and behind it, however
 * long the feed is. */
#ifndef ZHUPI_TUI_HISTORY_ROWS_H
#define ZHUPI_TUI_HISTORY_ROWS_H

#include "db/store.h"

#define HISTORY_STEP 200 /* changes that are read at once */
#define HISTORY_MAX 2000 /* that are kept */

/* A copy of a change, and what is read about it when it is shown. */
struct history_row {
    struct change change; /* its strings belong to the row */
    bool known;
    int64_t annotation; /* that it is about, or 0 */
    int64_t start, end; /* of the passage then; 0, 0: none */
    char *words;        /* what was done, in words; NULL before it is known */
    char *was, *is;     /* both sides in full, "" where there was nothing; NULL before they are known */
};

struct history_rows {
    struct history_row *items;
    size_t count, capacity;
    struct change_filter filter; /* its seqs and order are not used */
    bool newest, oldest;         /* nothing lies before the first row, behind the last one */
};

/* Begin anew with the newest changes of FILTER, or the oldest. */
enum err_code history_rows_load(struct history_rows *h, struct store *s, const struct change_filter *filter,
                                bool oldest, struct err *e);
void history_rows_clear(struct history_rows *h);

/* Read on: older changes behind the last row, or newer ones before the first. How many came is in *ADDED, and in
 * *DROPPED how many left at the other end. */
enum err_code history_rows_more(struct history_rows *h, struct store *s, bool older, size_t *added, size_t *dropped,
                                struct err *e);

#endif
