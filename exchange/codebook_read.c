#include "exchange/codebook_read.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/code.h"
#include "exchange/csv_read.h"

#include <stdlib.h>
#include <string.h>

static const char *const column_names[CODEBOOK_COLUMNS] = {"uuid",       "tag",     "path",       "key",
                                                           "definition", "example", "merged_into"};

static const size_t no_column = SIZE_MAX;

enum err_code codebook_file_error(const struct codebook_file *f, const struct codebook_entry *entry,
                                  enum codebook_column column, struct err *e, const char *why)
{
    size_t at = f->column[column] == no_column ? 0 : f->column[column];
    return csv_error(f->name, entry->line, at, e, "%s", why);
}

void codebook_file_clear(struct codebook_file *f)
{
    for (size_t i = 0; i < f->count; i++)
        for (size_t j = 0; j < CODEBOOK_COLUMNS; j++)
            free(f->entries[i].cell[j]);
    free(f->entries);
    *f = (struct codebook_file){0};
}

bool codebook_next_name(const char **at, struct str *out)
{
    str_truncate(out, 0);
    if (!*at)
        return false;
    const char *p = *at;
    for (; *p && *p != '/'; p++) {
        if (*p == '\\' && (p[1] == '/' || p[1] == '\\'))
            p++;
        str_addc(out, *p);
    }
    *at = *p ? p + 1 : NULL;
    return true;
}

/* ---- what a row by itself must be ---- */

static enum err_code check_path(const struct codebook_file *f, struct codebook_entry *entry, struct err *e)
{
    const char *at = entry->cell[COLUMN_PATH];
    struct str name = {0};
    enum err_code rc = ERR_OK;
    for (entry->depth = 0; !rc && codebook_next_name(&at, &name); entry->depth++) {
        if (name.len == 0)
            rc = codebook_file_error(f, entry, COLUMN_PATH, e, _("a name in the path is empty"));
        else if (entry->depth == STORE_CODE_DEPTH_MAX)
            rc = codebook_file_error(f, entry, COLUMN_PATH, e, _("the path is too deep"));
    }
    str_clear(&name);
    return rc;
}

/* Lower case, as we write them. */
static bool mend_uuid(char *uuid)
{
    size_t n = strlen(uuid);
    for (size_t i = 0; i < n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (uuid[i] >= 'A' && uuid[i] <= 'F')
            uuid[i] = (char)(uuid[i] - 'A' + 'a');
        if (dash ? uuid[i] != '-' : !strchr("0123456789abcdef", uuid[i]))
            return false;
    }
    return n == 0 || n == UUID_SIZE - 1;
}

static size_t count_points(const char *utf8)
{
    size_t n = 0;
    for (; *utf8; utf8++)
        n += ((unsigned char)*utf8 & 0xC0) != 0x80;
    return n;
}

static enum err_code check_entry(const struct codebook_file *f, struct codebook_entry *entry, struct err *e)
{
    const char *key = entry->cell[COLUMN_KEY];
    if (!tag_parse(entry->cell[COLUMN_TAG], &entry->tag))
        return codebook_file_error(f, entry, COLUMN_TAG, e, _("this is no tag: write manifestation, cause or remedy"));
    if (entry->cell[COLUMN_UUID] && !mend_uuid(entry->cell[COLUMN_UUID]))
        return codebook_file_error(f, entry, COLUMN_UUID, e, _("this is no uuid"));
    if (entry->cell[COLUMN_MERGED] && !mend_uuid(entry->cell[COLUMN_MERGED]))
        return codebook_file_error(f, entry, COLUMN_MERGED, e, _("this is no uuid"));
    if (key && *key && count_points(key) != 1)
        return codebook_file_error(f, entry, COLUMN_KEY, e, _("the key of a code is one character that can be seen"));
    return check_path(f, entry, e);
}

/* ---- the rows ---- */

static enum err_code read_header(struct codebook_file *f, const struct csv_reader *r, struct err *e)
{
    for (size_t j = 0; j < CODEBOOK_COLUMNS; j++) {
        f->column[j] = no_column;
        for (size_t i = 0; i < r->count; i++) {
            if (strcmp(str_z(&r->cells[i]), column_names[j]) != 0)
                continue;
            if (f->column[j] != no_column)
                return csv_error(f->name, r->row_line, i, e, _("a second column “%s”"), column_names[j]);
            f->column[j] = i;
        }
    }
    if (f->column[COLUMN_TAG] == no_column || f->column[COLUMN_PATH] == no_column)
        return csv_error(f->name, r->row_line, 0, e, _("the header row has no column “%s”"),
                         f->column[COLUMN_TAG] == no_column ? "tag" : "path");
    return ERR_OK;
}

static enum err_code take_row(struct codebook_file *f, const struct csv_reader *r, size_t columns, bool raw,
                              struct err *e)
{
    if (r->count != columns)
        return csv_error(f->name, r->row_line, r->count - 1, e, _("%zu cells, and the header row has %zu"), r->count,
                         columns);
    if (f->count == STORE_CODES_MAX)
        return csv_error(f->name, r->row_line, 0, e, _("more than %d codes"), STORE_CODES_MAX);
    f->entries = mem_grow(f->entries, &f->cap, f->count + 1, sizeof *f->entries);
    struct codebook_entry *entry = &f->entries[f->count++];
    *entry = (struct codebook_entry){.line = r->row_line};
    for (size_t j = 0; j < CODEBOOK_COLUMNS; j++) {
        if (f->column[j] == no_column)
            continue;
        const struct str *cell = &r->cells[f->column[j]];
        size_t guard = raw ? 0 : csv_guard(str_z(cell), cell->len);
        entry->cell[j] = mem_ndup(str_z(cell) + guard, cell->len - guard);
    }
    return check_entry(f, entry, e);
}

static bool was_merged(const struct codebook_entry *entry)
{
    return entry->cell[COLUMN_MERGED] && *entry->cell[COLUMN_MERGED];
}

static int by_turn(const void *a, const void *b)
{
    const struct codebook_entry *x = a, *y = b;
    if (was_merged(x) != was_merged(y))
        return was_merged(x) ? 1 : -1;
    if (x->depth != y->depth)
        return x->depth < y->depth ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static int by_uuid(const void *a, const void *b)
{
    const struct codebook_entry *x = *(const struct codebook_entry *const *)a,
                                *y = *(const struct codebook_entry *const *)b;
    int order = strcmp(x->cell[COLUMN_UUID], y->cell[COLUMN_UUID]);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

/* One code is not two rows. */
static enum err_code check_uuids(const struct codebook_file *f, struct err *e)
{
    const struct codebook_entry **sorted = mem_alloc(f->count + 1, sizeof(struct codebook_entry *));
    enum err_code rc = ERR_OK;
    size_t n = 0;
    for (size_t i = 0; i < f->count; i++)
        if (f->entries[i].cell[COLUMN_UUID] && *f->entries[i].cell[COLUMN_UUID])
            sorted[n++] = &f->entries[i];
    if (n > 1)
        qsort(sorted, n, sizeof(struct codebook_entry *), by_uuid);
    for (size_t i = 1; !rc && i < n; i++)
        if (strcmp(sorted[i - 1]->cell[COLUMN_UUID], sorted[i]->cell[COLUMN_UUID]) == 0)
            rc = codebook_file_error(f, sorted[i], COLUMN_UUID, e, _("another row has this uuid already"));
    free(sorted);
    return rc;
}

enum err_code codebook_file_read(struct codebook_file *f, const char *name, const char *p, size_t n, bool raw,
                                 struct err *e)
{
    struct csv_reader r;
    bool more = false;
    *f = (struct codebook_file){.name = name};
    enum err_code rc = csv_reader_begin(&r, name, p, n, e);
    if (!rc)
        rc = csv_reader_next(&r, &more, e);
    if (!rc && !more)
        rc = csv_error(name, 1, 0, e, _("the header row is missing"));
    if (!rc)
        rc = read_header(f, &r, e);
    size_t columns = r.count;
    while (!rc && more) {
        rc = csv_reader_next(&r, &more, e);
        if (!rc && more)
            rc = take_row(f, &r, columns, raw, e);
    }
    csv_reader_clear(&r);
    if (!rc)
        rc = check_uuids(f, e);
    if (!rc && f->count > 1)
        qsort(f->entries, f->count, sizeof *f->entries, by_turn);
    return rc;
}
