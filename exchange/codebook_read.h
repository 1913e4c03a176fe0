/* A codebook's CSV as rows that make sense by themselves, before anything is done with them. */
#ifndef ZHUPI_EXCHANGE_CODEBOOK_READ_H
#define ZHUPI_EXCHANGE_CODEBOOK_READ_H

#include "base/err.h"
#include "base/str.h"
#include "base/tag.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum codebook_column {
    COLUMN_UUID,
    COLUMN_TAG,
    COLUMN_PATH,
    COLUMN_KEY,
    COLUMN_DEFINITION,
    COLUMN_EXAMPLE,
    COLUMN_MERGED,
    CODEBOOK_COLUMNS
};

struct codebook_entry {
    size_t line;
    enum tag tag;
    char *cell[CODEBOOK_COLUMNS]; /* NULL: the file has no such column */
    size_t depth;                 /* names in the path */
};

struct codebook_file {
    const char *name;                /* borrowed */
    size_t column[CODEBOOK_COLUMNS]; /* where each is in the file */
    struct codebook_entry *entries;  /* those that stand by depth, then those that were merged; each as in the file */
    size_t count, cap;
};

/* Read the N bytes at P. ERR_INPUT with file, line and column. Free with codebook_file_clear in either case. */
enum err_code codebook_file_read(struct codebook_file *f, const char *name, const char *p, size_t n, bool raw,
                                 struct err *e);
void codebook_file_clear(struct codebook_file *f);

/* ERR_INPUT with a message about a cell of ENTRY. */
enum err_code codebook_file_error(const struct codebook_file *f, const struct codebook_entry *entry,
                                  enum codebook_column column, struct err *e, const char *why);

/* The name that begins at *AT of a path, unescaped, into OUT; *AT goes behind it and its slash. False at the end. */
bool codebook_next_name(const char **at, struct str *out);

#endif
