/* New documents. What takes time, decoding aside, is done before anybody has to wait for the write lock: the SHA-256,
 * the compression and the checks. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <stdio.h>
#include <string.h>

#define WORD_MAX 256 /* bytes of a type and of an encoding */

/* One of them, ready to be written. */
struct ready {
    const struct document_new *d;
    struct document_added *out;
    const char *encoding;
    char sha256[STORE_SHA256_SIZE];
    int64_t points;
    struct packed packed;
    struct noise_list noise;
};

static bool is_name(const char *s, size_t max)
{
    size_t n = strlen(s);
    return n > 0 && n <= max && points_count(s, n, NULL);
}

static enum err_code check_new(const struct document_new *d, int64_t *points, struct err *e)
{
    if (!is_name(d->name, STORE_NAME_MAX))
        return err_set(e, ERR_INPUT, _("the document's name is empty, longer than %d bytes or not UTF-8"),
                       STORE_NAME_MAX);
    if (d->file && !is_name(d->file, STORE_NAME_MAX))
        return err_set(e, ERR_INPUT, _("%s: the name of the file is empty, longer than %d bytes or not UTF-8"), d->name,
                       STORE_NAME_MAX);
    if ((d->type && !is_name(d->type, WORD_MAX)) || (d->encoding && *d->encoding && !is_name(d->encoding, WORD_MAX)))
        return err_set(e, ERR_INPUT, _("%s: the type or the encoding is no word that can be stored"), d->name);
    if (d->text_bytes > STORE_TEXT_MAX)
        return err_set(e, ERR_INPUT, _("%s: the text is longer than %d MB: cut it into parts"), d->name,
                       STORE_TEXT_MAX / (1024 * 1024));
    if (!points_count(d->text, d->text_bytes, points))
        return err_set(e, ERR_INPUT, _("%s: the text is not UTF-8 without NUL"), d->name);
    return ERR_OK;
}

/* ERR_EXISTS, with the id of the document that was made of the same bytes. */
static enum err_code check_bytes(struct store *s, const struct ready *r, int64_t *id, struct err *e)
{
    bool found;
    enum err_code code = stmt_int(s, id, &found, e, "SELECT id FROM document WHERE sha256 = ?1 AND encoding = ?2", "tt",
                                  r->sha256, r->encoding);
    if (!code && found)
        return err_set(e, ERR_EXISTS, _("%s: the same bytes are in %s already, as document %lld"), r->d->name, s->path,
                       (long long)*id);
    return code;
}

/* What importers say is noise, settled; kinds that are none are dropped. */
static void settle(const struct document_new *d, struct noise_list *out)
{
    if (d->noise_count == 0)
        return;
    for (size_t i = 0; i < d->noise_count; i++)
        if (d->noise[i].kind < NOISE_KINDS)
            noise_list_add(out, d->noise[i].span, d->noise[i].kind);
    struct text *t = text_new(mem_ndup(d->text_bytes ? d->text : "", d->text_bytes), d->text_bytes);
    noise_list_settle(out, t);
    text_free(t);
}

/* Documents are never removed, so what is there already need not be asked again under the lock. */
static enum err_code make_ready(struct store *s, const struct document_new *d, struct ready *r, struct err *e)
{
    enum err_code code = check_new(d, &r->points, e);
    if (code)
        return code;
    if (d->sha256)
        snprintf(r->sha256, sizeof r->sha256, "%s", d->sha256);
    else
        store_sha256(d->source, d->source_bytes, r->sha256);
    code = check_bytes(s, r, &r->out->id, e);
    if (!code)
        code = source_pack(d, &r->packed, e);
    if (!code)
        settle(d, &r->noise);
    return code;
}

static void ready_clear(struct ready *r)
{
    packed_clear(&r->packed);
    noise_list_clear(&r->noise);
}

/* ---- in the transaction ---- */

static enum err_code check_previous(struct store *s, const struct document_new *d, struct err *e)
{
    int64_t one;
    bool found = true;
    enum err_code code = ERR_OK;
    if (d->previous)
        code = stmt_int(s, &one, &found, e, "SELECT 1 FROM document WHERE id = ?1", "i", d->previous);
    if (!code && !found)
        return err_set(e, ERR_INPUT, _("%s: there is no document with the number %lld that it could be a version of"),
                       d->name, (long long)d->previous);
    return code;
}

static enum err_code insert_row(struct store *s, const struct ready *r, const char *name, int64_t *id, struct err *e)
{
    char uuid[UUID_SIZE];
    const struct document_new *d = r->d;
    enum err_code code = stmt_run(
        s, e,
        "INSERT INTO document (uuid, name, sha256, encoding, source_bytes, length, reviewer_id, "
        "created, type, file, previous_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, 0))",
        "ttttiiiitti", uuid_new(uuid), name, r->sha256, r->encoding, (int64_t)d->source_bytes, r->points, s->reviewer,
        clock_now_ms(), d->type ? d->type : "text/plain", d->file ? d->file : d->name, d->previous);
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    code = stmt_run(s, e, "INSERT INTO document_text (document_id, text) VALUES (?1, ?2)", "iT", *id,
                    d->text_bytes ? d->text : "", d->text_bytes);
    if (!code)
        code = stmt_run(s, e, "INSERT INTO document_source (document_id, bytes) VALUES (?1, ?2)", "iB", *id,
                        r->packed.bytes, r->packed.n);
    return code;
}

static enum err_code insert_noise(struct store *s, int64_t id, const struct noise_list *l, struct err *e)
{
    enum err_code code = ERR_OK;
    int64_t now = clock_now_ms();
    for (size_t i = 0; !code && i < l->count; i++)
        code = stmt_run(s, e,
                        "INSERT INTO noise (document_id, start, end, kind, created, updated) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                        "iiiti", id, (int64_t)l->all[i].span.start, (int64_t)l->all[i].span.end,
                        noise_kind_name(l->all[i].kind), now);
    return code;
}

/* Clamped to the text; of two at one place the first one holds. */
static enum err_code insert_headings(struct store *s, int64_t id, const struct ready *r, struct err *e)
{
    enum err_code code = ERR_OK;
    for (size_t i = 0; !code && i < r->d->heading_count; i++) {
        struct outline_given h = r->d->headings[i];
        size_t length = (size_t)r->points;
        h.span.end = h.span.end > length ? length : h.span.end;
        h.level = h.level < 1 ? 1 : h.level > 9 ? 9 : h.level;
        if (h.span.start < h.span.end)
            code = stmt_run(s, e,
                            "INSERT INTO heading (document_id, start, end, level) VALUES (?1, ?2, ?3, ?4) "
                            "ON CONFLICT (document_id, start) DO NOTHING",
                            "iiii", id, (int64_t)h.span.start, (int64_t)h.span.end, (int64_t)h.level);
    }
    return code;
}

static enum err_code log_import(struct store *s, int64_t id, size_t noise, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    char *after = NULL;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT json_object('name', name, 'sha256', sha256, 'encoding', encoding, "
                                   "'source_bytes', source_bytes, 'length', length, 'type', type, 'file', file, "
                                   "'previous', previous_id, 'noise', ?2) FROM document WHERE id = ?1",
                                   "ii", id, (int64_t)noise);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (!code)
        after = mem_dup(stmt_text(st, 0));
    stmt_close(s, st);
    struct feed_row imported = {
        .entity = "document", .action = "import", .entity_id = id, .document = id, .after = after};
    if (!code)
        code = feed_add(s, &imported, NULL, e);
    free(after);
    return code;
}

static enum err_code add_one(struct store *s, const struct ready *r, int64_t *id, struct err *e)
{
    char *name = NULL;
    enum err_code code = check_bytes(s, r, id, e);
    if (!code)
        code = check_previous(s, r->d, e);
    if (!code)
        code = reviewer_free_name(s, "SELECT id FROM document WHERE name = ?1", r->d->name, &name, e);
    if (!code)
        code = insert_row(s, r, name, id, e);
    if (!code)
        code = insert_noise(s, *id, &r->noise, e);
    if (!code)
        code = insert_headings(s, *id, r, e);
    if (!code)
        code = log_import(s, *id, r->noise.count, e);
    free(name);
    return code;
}

/* Whether an error is one of this document alone. Those are found before anything of it is written. */
static bool is_own(enum err_code code)
{
    return code == ERR_EXISTS || code == ERR_INPUT;
}

static enum err_code add_all(struct store *s, struct ready *all, size_t n, struct err *e)
{
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    for (size_t i = 0; !code && i < n; i++) {
        struct document_added *out = all[i].out;
        if (out->code)
            continue;
        out->code = add_one(s, &all[i], &out->id, &out->e);
        if (out->code && !is_own(out->code)) {
            code = out->code;
            if (e)
                *e = out->e;
        }
    }
    return write_end(s, code, e);
}

enum err_code store_documents_add(struct store *s, const struct document_new *d, size_t n, struct document_added *out,
                                  struct err *e)
{
    struct ready *all = mem_zero(n + 1, sizeof *all);
    enum err_code code = ERR_OK;
    size_t ready = 0;
    for (size_t i = 0; !code && i < n; i++) {
        out[i] = (struct document_added){0};
        all[i] = (struct ready){.d = &d[i], .out = &out[i], .encoding = d[i].encoding ? d[i].encoding : ""};
        out[i].code = make_ready(s, &d[i], &all[i], &out[i].e);
        ready += out[i].code == ERR_OK;
        if (out[i].code && !is_own(out[i].code)) {
            code = out[i].code;
            if (e)
                *e = out[i].e;
        }
    }
    if (!code && ready)
        code = add_all(s, all, n, e);
    for (size_t i = 0; i < n; i++) {
        ready_clear(&all[i]);
        if (code)
            out[i] = (struct document_added){.code = code};
    }
    free(all);
    return code;
}

enum err_code store_document_add(struct store *s, const struct document_new *d, int64_t *id, struct err *e)
{
    struct document_added out = {0};
    enum err_code code = store_documents_add(s, d, 1, &out, e);
    *id = out.id;
    if (!code && out.code && e)
        *e = out.e;
    return code ? code : out.code;
}
