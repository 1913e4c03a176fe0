#include "exchange/zip.h"

#include "base/i18n.h"
#include "exchange/libarchive.h"

#include <stdlib.h>
#include <string.h>

#define MB ((size_t)1 << 20)
/* XML of a document shrinks to a tenth or a twentieth, a long table of equal rows to a hundredth. */
#define RATIO_MAX 200
#define RATIO_FROM (16 * MB)
#define SKIPPED_MAX (16 * MB) /* bytes that are unpacked for the names of an archive that is cut short */

void zip_begin(struct zip *z, const void *p, size_t n, const struct limits *limits)
{
    *z = (struct zip){.p = p, .n = n, .limit = limits->text};
}

static enum err_code broken(struct err *e)
{
    return err_set(e, ERR_INPUT,
                   _("it is broken or cut short (a damaged ZIP archive); fetch it again, or open it in "
                     "the program that made it and save it anew"));
}

static enum err_code too_many(struct err *e)
{
    return err_set(e, ERR_INPUT, _("it is an archive of more than %d parts, which no document has; it was not read"),
                   ZIP_ENTRIES_MAX);
}

/* libarchive reads all of the directory at once, so it is measured before: each of its records begins so. */
static bool has_many_entries(const struct zip *z)
{
    const char *p = z->p, *end = p + z->n;
    for (int i = 0; i <= ZIP_ENTRIES_MAX; i++) {
        p = memmem(p, (size_t)(end - p), "PK\1\2", 4);
        if (!p)
            return false;
        p += 4;
    }
    return true;
}

enum err_code zip_readable(struct err *e)
{
    struct libarchive lib;
    return libarchive_load(&lib, e);
}

struct opened {
    struct libarchive lib;
    struct archive *a;
};

/* WHOLE: only with its directory, which stands at its end; else what can be read of it. */
static enum err_code open_zip(const struct zip *z, bool whole, struct opened *out, struct err *e)
{
    enum err_code code = libarchive_load(&out->lib, e);
    if (code)
        return code;
    out->a = out->lib.archive_read_new();
    if (!out->a)
        abort(); /* no memory */
    if (whole)
        out->lib.archive_read_support_format_zip_seekable(out->a);
    else
        out->lib.archive_read_support_format_zip_streamable(out->a);
    if (out->lib.archive_read_open_memory(out->a, z->p, z->n) == ARCHIVE_OK)
        return ERR_OK;
    out->lib.archive_read_free(out->a);
    return broken(e);
}

/* The next entry with a name; NULL at the end, where *RC says why. */
static struct archive_entry *next(const struct opened *o, const char **name, int *rc)
{
    struct archive_entry *entry;
    while ((*rc = o->lib.archive_read_next_header(o->a, &entry)) == ARCHIVE_OK || *rc == ARCHIVE_WARN) {
        *name = o->lib.archive_entry_pathname(entry);
        if (*name)
            return entry;
    }
    return NULL;
}

/* Go to the end of the entry, and count in *SKIPPED what had to be unpacked for that; false where it is too much. */
static bool skip_entry(const struct opened *o, size_t *skipped)
{
    const void *block;
    size_t n;
    la_int64_t at;
    while (*skipped < SKIPPED_MAX && o->lib.archive_read_data_block(o->a, &block, &n, &at) == ARCHIVE_OK)
        *skipped += n;
    return *skipped < SKIPPED_MAX;
}

/* ERR_INPUT where no name was found. */
static enum err_code list(const struct zip *z, bool whole, bool (*each)(void *ctx, const char *name), void *ctx,
                          struct err *e)
{
    struct opened o;
    enum err_code code = open_zip(z, whole, &o, e);
    if (code)
        return code;
    const char *name;
    int rc, found = 0;
    size_t skipped = 0;
    while (found < ZIP_ENTRIES_MAX && next(&o, &name, &rc)) {
        found++;
        if (!each(ctx, name) || (!whole && !skip_entry(&o, &skipped)))
            break;
    }
    o.lib.archive_read_free(o.a);
    return found > 0 ? ERR_OK : broken(e);
}

enum err_code zip_names(const struct zip *z, bool (*each)(void *ctx, const char *name), void *ctx, struct err *e)
{
    if (has_many_entries(z))
        return too_many(e);
    return list(z, true, each, ctx, e) ? list(z, false, each, ctx, e) : ERR_OK;
}

static enum err_code count(struct zip *z, size_t n, struct err *e)
{
    z->unpacked += n;
    if (z->unpacked > z->limit)
        return err_set(e, ERR_INPUT, _("it unpacks to more than %zu MB: %s"), (z->limit + MB - 1) / MB,
                       limits_text_advice(z->limit));
    if (z->unpacked > RATIO_FROM && z->unpacked / RATIO_MAX > z->n)
        return err_set(e, ERR_INPUT,
                       _("it unpacks to more than %d times its size, as no document does (a "
                         "decompression bomb); it was not read"),
                       RATIO_MAX);
    return ERR_OK;
}

static enum err_code unpack(struct zip *z, const struct opened *o, struct archive_entry *entry,
                            enum err_code (*each)(void *ctx, const char *s, size_t n, struct err *e), void *ctx,
                            struct err *e)
{
    if (o->lib.archive_entry_is_encrypted(entry))
        return err_set(e, ERR_INPUT, _("it is locked with a password; save it without one and import that"));
    const void *block;
    size_t n;
    la_int64_t at, expected = 0;
    for (int rc; (rc = o->lib.archive_read_data_block(o->a, &block, &n, &at)) != ARCHIVE_EOF;) {
        if (rc != ARCHIVE_OK || at != expected)
            return broken(e);
        expected += (la_int64_t)n;
        enum err_code code = count(z, n, e);
        if (code == ERR_OK)
            code = each(ctx, block, n, e);
        if (code != ERR_OK)
            return code;
    }
    return ERR_OK;
}

enum err_code zip_part(struct zip *z, const char *name,
                       enum err_code (*each)(void *ctx, const char *s, size_t n, struct err *e), void *ctx,
                       struct err *e)
{
    if (has_many_entries(z))
        return too_many(e);
    struct opened o;
    enum err_code code = open_zip(z, true, &o, e);
    if (code)
        return code;
    const char *found;
    int rc = ARCHIVE_OK;
    struct archive_entry *entry;
    while ((entry = next(&o, &found, &rc)) && strcmp(found, name) != 0)
        ;
    if (entry)
        code = unpack(z, &o, entry, each, ctx, e);
    else if (rc == ARCHIVE_EOF)
        code = err_set(e, ERR_NOT_FOUND, _("its part %s is missing"), name);
    else
        code = broken(e);
    o.lib.archive_read_free(o.a);
    return code;
}

struct head {
    struct str *out;
    size_t limit;
};

static enum err_code add_head(void *ctx, const char *s, size_t n, struct err *e)
{
    struct head *head = ctx;
    size_t room = head->limit - head->out->len;
    str_addn(head->out, s, n < room ? n : room);
    return n < room ? ERR_OK : err_set(e, ERR_STALE, "enough");
}

enum err_code zip_head(struct zip *z, const char *name, size_t limit, struct str *out, struct err *e)
{
    struct head head = {out, out->len + limit};
    enum err_code code = zip_part(z, name, add_head, &head, e);
    return code == ERR_STALE ? ERR_OK : code;
}
