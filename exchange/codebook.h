/* The codebook of a shared file as CSV, one code a row under a header row, out and in again.
 *
 * Columns: uuid, tag, path ("unwilling/afraid"; a slash in a name is spelled \/, a backslash \\), key, definition,
 * example, annotations (how many count as the code), merged_into (the uuid of the code that it counts as, or ""),
 * position (its place among those of the same parent, from 1). A code comes behind the one that it stands below, those
 * that were merged come last. */
#ifndef ZHUPI_EXCHANGE_CODEBOOK_H
#define ZHUPI_EXCHANGE_CODEBOOK_H

#include "base/err.h"
#include "db/code.h"

#include <stdbool.h>
#include <stdio.h>

struct codebook_opts {
    bool bom; /* begin with a byte order mark */
    bool raw; /* leave cells alone that a spreadsheet takes for formulas; of a file that is read: take them as they are
               */
};

/* A row of the codebook, its strings borrowed. */
struct codebook_row {
    const struct code *code;
    const char *path;
    int64_t annotations;
    const char *merged_into; /* uuid, or "" */
    int64_t position;        /* 0: it was merged */
};

typedef bool codebook_row_fn(void *ctx, const struct codebook_row *r);

/* Each row, in the order of the file. */
enum err_code codebook_rows(struct store *s, codebook_row_fn *fn, void *ctx, struct err *e);

/* Write the rows to OUT. ERR_IO where OUT cannot be written, or as the store says. */
enum err_code codebook_export(struct store *s, const struct codebook_opts *opts, FILE *out, struct err *e);

/* What became of a row that is taken in. */
enum codebook_fate {
    CODEBOOK_SAME,
    CODEBOOK_NEW,
    CODEBOOK_CHANGED,
    CODEBOOK_MERGED,
    CODEBOOK_LEFT, /* it is another's: only they or a lead may change it */
    CODEBOOK_FATES
};

typedef bool codebook_fate_fn(void *ctx, enum codebook_fate fate, enum tag tag, const char *path);

#define CODEBOOK_BYTES_MAX (16 * 1024 * 1024)

/* Take in the codebook in the N bytes at P, which come from the file NAME and are not trusted, as one change, and tell
 * FN (may be NULL) what becomes of each row. A row is the code with its uuid, or else the one at its tag and path, and
 * changes its name, place, key, definition and example; columns that the file does not have stay as they are. What is
 * not there is added, with the uuid of the file, and so is what is missing above it. Codes that the file does not name
 * stay. Tag and path are needed; columns of other names are gone past. With DRY nothing is kept. ERR_INPUT, with file,
 * line and column in front, for a row that cannot be: nothing was changed then. */
enum err_code codebook_import(struct store *s, const char *name, const char *p, size_t n,
                              const struct codebook_opts *opts, bool dry, codebook_fate_fn *fn, void *ctx,
                              struct err *e);

#endif
