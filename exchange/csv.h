/* Rows of comma-separated values after RFC 4180, made harmless for spreadsheets.
 *
 * Cells are quoted where §2.6 asks for it (comma, quote, CR, LF), where white space stands at an end, which tolerant
 * readers would trim, and where they begin with U+FEFF, which at the start of a file is none of the text; lines end
 * with CRLF (§2.1). A cell that a spreadsheet would take for a formula gets an apostrophe in front unless RAW. Write
 * errors stay in the stream: the caller looks at ferror(). */
#ifndef ZHUPI_EXCHANGE_CSV_H
#define ZHUPI_EXCHANGE_CSV_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct csv {
    FILE *out;        /* borrowed; NULL: */
    struct str *rows; /* they are added to this, borrowed */
    bool raw;         /* no apostrophe before formulas */
    bool open;        /* a row has begun */
    bool blank;       /* it holds one empty cell so far, which is quoted: a line with nothing in it would be no row */
};

/* Begin to write to OUT, with a UTF-8 byte order mark when BOM (spreadsheets on Windows want one). */
void csv_begin(struct csv *c, FILE *out, bool bom, bool raw);

/* Begin to add to ROWS, where many rows are written at once. */
void csv_begin_in(struct csv *c, struct str *rows, bool raw);

/* One more cell of the row: N bytes of UTF-8 at P, a NUL-terminated string, a number. */
void csv_cell(struct csv *c, const char *p, size_t n);
void csv_cell_z(struct csv *c, const char *z);
void csv_cell_number(struct csv *c, int64_t number);

/* The same for what is read back one day: what would be taken for a guarded cell by itself ('=) gets one apostrophe
 * more, so that taking one away gives what was there. */
void csv_cell_guarded(struct csv *c, const char *z);

void csv_end_row(struct csv *c);

/* Whether a spreadsheet would run the cell: it begins with = + - @, tab, CR or the full-width ＝ ＋ － ＠. */
bool csv_is_formula(const char *p, size_t n);

#endif
