/* The bytes that a document was imported from: compressed (RFC 1950), or not there a second time where the text is
 * the same. */
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <sha256.h>
#include <string.h>
#include <zlib.h>

#define LEVEL 4        /* about twice as quick as zlib's own choice, and no tenth larger */
#define RATIO_MAX 1032 /* no deflate stream unpacks to more ("zlib Technical Details", Maximum Compression Factor) */

void packed_clear(struct packed *p)
{
    free(p->bytes);
    *p = (struct packed){0};
}

static enum err_code too_big(const struct document_new *d, struct err *e)
{
    return err_set(e, ERR_INPUT, _("%s: the file is longer than %d MB: cut it into parts"), d->name,
                   STORE_SOURCE_MAX / (1024 * 1024));
}

enum err_code source_pack(const struct document_new *d, struct packed *out, struct err *e)
{
    *out = (struct packed){0};
    if (d->source_bytes == d->text_bytes && (!d->text_bytes || memcmp(d->source, d->text, d->text_bytes) == 0))
        return ERR_OK;
    if (d->source_bytes > STORE_SOURCE_MAX)
        return too_big(d, e);
    uLongf n = compressBound((uLong)d->source_bytes);
    out->bytes = mem_alloc(n, 1);
    int rc = compress2(out->bytes, &n, d->source_bytes ? d->source : "", (uLong)d->source_bytes, LEVEL);
    out->n = n;
    if (rc == Z_OK && out->n <= STORE_ROW_MAX)
        return ERR_OK;
    packed_clear(out);
    return too_big(d, e); /* it does not get smaller, or zlib had no memory */
}

static enum err_code damaged(const struct store *s, int64_t id, struct err *e)
{
    return err_set(e, ERR_CORRUPT, _("%s: the imported bytes of document %lld are damaged: go on from a backup"),
                   s->path, (long long)id);
}

/* Exactly WANT bytes, which the file claims; the caller frees, NULL where they are others. */
static char *unpack(const void *packed, size_t n, int64_t want)
{
    if (want < 0 || want > STORE_SOURCE_MAX || (uint64_t)want > (uint64_t)n * RATIO_MAX)
        return NULL;
    char *bytes = mem_alloc((size_t)want + 1, 1);
    uLongf got = (uLongf)want;
    uLong used = (uLong)n;
    if (uncompress2((Bytef *)bytes, &got, packed, &used) == Z_OK && got == (uLongf)want && used == n) {
        bytes[want] = '\0';
        return bytes;
    }
    free(bytes);
    return NULL;
}

bool source_read(sqlite3_stmt *st, char **bytes, size_t *n)
{
    char sha256[STORE_SHA256_SIZE];
    int64_t want = sqlite3_column_int64(st, 0);
    *bytes = NULL;
    *n = 0;
    if (sqlite3_column_type(st, 2) != SQLITE_NULL) {
        const void *packed = sqlite3_column_blob(st, 2);
        *bytes = packed ? unpack(packed, (size_t)sqlite3_column_bytes(st, 2), want) : NULL;
    } else {
        const void *text = sqlite3_column_text(st, 3);
        if (sqlite3_column_bytes(st, 3) == want)
            *bytes = mem_ndup(text ? text : "", (size_t)want);
    }
    if (!*bytes)
        return false;
    SHA256Data((const uint8_t *)*bytes, (size_t)want, sha256);
    if (strcmp(sha256, stmt_text(st, 1)) == 0) {
        *n = (size_t)want;
        return true;
    }
    free(*bytes);
    *bytes = NULL;
    return false;
}

enum err_code store_document_source(struct store *s, int64_t id, char **bytes, size_t *n, struct err *e)
{
    sqlite3_stmt *st;
    int64_t length;
    bool row = false;
    *bytes = NULL;
    *n = 0;
    enum err_code code = document_length(s, id, &length, e); /* that it is there */
    if (code)
        return code;
    code = stmt_open(s, &st, e, SELECT_SOURCE "WHERE d.id = ?1", "i", id);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code && !row)
        code = err_set(e, ERR_NOT_FOUND,
                       _("document %lld was imported by an older zhupi, which did not keep the file: only its text is "
                         "there"),
                       (long long)id);
    if (!code && !source_read(st, bytes, n))
        code = damaged(s, id, e);
    stmt_close(s, st);
    return code;
}
