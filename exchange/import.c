#include "exchange/import.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/file.h"
#include "exchange/kind.h"
#include "text/anchor.h"
#include "text/decode.h"
#include "text/flow.h"

#include <stdlib.h>
#include <string.h>

/* A group is stored as soon as one of these is reached. */
#define GROUP_DOCUMENTS 64
#define GROUP_BYTES ((size_t)8 << 20)
#define GROUP_MS 100

#define LIKE_ENOUGH 35 /* percent, for a newer version */

/* A file that waits for its group. */
struct prepared {
    size_t index; /* among the paths */
    char *name;
    char *bytes; /* NULL: they are those of the text */
    size_t n_bytes;
    char sha256[STORE_SHA256_SIZE]; /* of the bytes */
    struct converted c;
    struct imported result;
};

struct batch {
    struct store *store;
    const struct import_opts *opts;
    const struct import_watch *watch;
    char *const *paths;
    const char **names; /* last components, sorted; NULL: no versions are looked for */
    size_t n_paths;
    struct prepared group[GROUP_DOCUMENTS];
    size_t n;
    size_t bytes;    /* in the group */
    int64_t started; /* the group's first file */
};

static void prepared_clear(struct prepared *p)
{
    free(p->name);
    free(p->bytes);
    converted_clear(&p->c);
    *p = (struct prepared){0};
}

static const char *last_component(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* As UTF-8; the caller frees. */
static enum err_code document_name(const char *path, char **name, struct err *e)
{
    const char *last = last_component(path);
    struct decoded d;
    enum err_code rc = decode(last, strlen(last), &(struct decode_opts){.encoding = "UTF-8", .lossy = true}, &d, e);
    *name = rc ? NULL : d.utf8;
    return rc;
}

static void tell_phase(const struct batch *b, const struct prepared *p, enum import_phase phase)
{
    if (b->watch->at)
        b->watch->at(b->watch->ctx, p->index, phase, p->n_bytes);
}

/* ---- names ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void collect_names(struct batch *b)
{
    b->names = mem_alloc(b->n_paths + 1, sizeof *b->names);
    for (size_t i = 0; i < b->n_paths; i++)
        b->names[i] = last_component(b->paths[i]);
    qsort(b->names, b->n_paths, sizeof *b->names, by_name);
}

/* Where several files that are there now have a name, none of them is a newer version of another. */
static bool is_only_one(const struct batch *b, const char *path)
{
    const char *last = last_component(path);
    const char **found = bsearch(&last, b->names, b->n_paths, sizeof *b->names, by_name);
    const char **end = b->names + b->n_paths;
    bool before = found > b->names && strcmp(found[-1], last) == 0;
    bool behind = found + 1 < end && strcmp(found[1], last) == 0;
    return !before && !behind;
}

/* ---- an older version ---- */

static bool collect_noise(void *ctx, const struct noise_mark *m)
{
    noise_list_add(ctx, m->noise.span, m->noise.kind);
    return true;
}

/* What surrounds the texts of one web site is alike in all of them, so only what is no noise counts. */
static enum err_code likeness(struct batch *b, int64_t older, const struct converted *c, int *percent, struct err *e)
{
    struct noise_list noise = {0};
    char *utf8 = NULL;
    size_t n = 0;
    enum err_code rc = store_document_text(b->store, older, &utf8, &n, e);
    if (!rc)
        rc = store_noise(b->store, older, collect_noise, &noise, e);
    if (!rc) {
        struct text *text = text_new(utf8, n);
        struct flow *old = flow_new(text, noise.all, noise.count),
                    *new = flow_new(c->text, c->noise.all, c->noise.count);
        *percent = anchor_likeness(flow_text(old), flow_text(new));
        flow_free(old);
        flow_free(new);
        text_free(text);
    } else {
        free(utf8);
    }
    noise_list_clear(&noise);
    return rc;
}

static enum err_code find_previous(struct batch *b, struct prepared *p, struct err *e)
{
    struct document d;
    int percent = 0;
    enum err_code rc;
    if (b->opts->previous)
        rc = store_document_get(b->store, b->opts->previous, &d, e);
    else if (b->names && is_only_one(b, b->paths[p->index]))
        rc = store_document_latest(b->store, p->name, &d, e);
    else
        return ERR_OK;
    if (rc)
        return rc == ERR_NOT_FOUND && !b->opts->previous ? ERR_OK : rc;
    if (!b->opts->previous && strcmp(d.sha256, p->sha256) != 0)
        rc = likeness(b, d.id, &p->c, &percent, e);
    if (!rc && (b->opts->previous || percent >= LIKE_ENOUGH)) {
        p->result.previous = d.id;
        p->result.annotations = d.annotations;
    } else if (!rc && strcmp(d.sha256, p->sha256) != 0) {
        p->result.namesake = d.id;
        p->result.likeness = percent;
    }
    document_clear(&d);
    return rc;
}

/* ---- storing ---- */

static void tell_done(struct batch *b, const struct prepared *p, const struct err *e)
{
    b->watch->done(b->watch->ctx, p->index, &p->result, e);
}

static void count_noise(struct prepared *p)
{
    for (size_t i = 0; i < p->c.noise.count; i++)
        p->result.noise[p->c.noise.all[i].kind]++;
}

static struct document_new as_new(const struct prepared *p)
{
    struct document_new d = {
        .name = p->name,
        .encoding = p->c.encoding,
        .source = p->bytes,
        .source_bytes = p->n_bytes,
        .sha256 = p->sha256,
        .type = p->result.type,
        .file = p->name,
        .previous = p->result.previous,
        .noise = p->c.noise.all,
        .noise_count = p->c.noise.count,
        .headings = p->c.headings,
        .heading_count = p->c.heading_count,
    };
    d.text = text_slice(p->c.text, 0, text_length(p->c.text), &d.text_bytes);
    if (!d.source)
        d.source = d.text;
    return d;
}

/* Tell of file P, which came out of its transaction as CODE with E. */
static void settle(struct batch *b, struct prepared *p, enum err_code code, int64_t id, struct err *e)
{
    p->result.document = id;
    p->result.kind = code == ERR_OK ? IMPORT_ADDED : code == ERR_EXISTS ? IMPORT_THERE : IMPORT_REFUSED;
    if (p->result.kind == IMPORT_REFUSED)
        err_prefix(e, "%s", b->paths[p->index]);
    if (p->result.kind == IMPORT_ADDED)
        count_noise(p);
    tell_done(b, p, p->result.kind == IMPORT_REFUSED ? e : &(struct err){0});
}

/* N of the group from FIRST on, in one transaction. */
static enum err_code store_some(struct batch *b, size_t first, size_t n, struct err *e)
{
    struct document_new documents[GROUP_DOCUMENTS];
    struct document_added *added = mem_zero(n, sizeof *added);
    for (size_t i = 0; i < n; i++)
        documents[i] = as_new(&b->group[first + i]);
    enum err_code rc = store_documents_add(b->store, documents, n, added, e);
    for (size_t i = 0; !rc && i < n; i++)
        settle(b, &b->group[first + i], added[i].code, added[i].id, &added[i].e);
    free(added);
    return rc;
}

/* There was no room for the whole group: a smaller file may find some. */
static enum err_code store_one_by_one(struct batch *b, struct err *e)
{
    for (size_t i = 0; i < b->n; i++) {
        enum err_code rc = store_some(b, i, 1, e);
        if (rc == ERR_FULL)
            settle(b, &b->group[i], rc, 0, e);
        else if (rc)
            return rc;
    }
    return ERR_OK;
}

static enum err_code store_group(struct batch *b, struct err *e)
{
    if (b->n == 0)
        return ERR_OK;
    tell_phase(b, &b->group[b->n - 1], IMPORT_STORING);
    enum err_code rc = store_some(b, 0, b->n, e);
    if (rc == ERR_FULL)
        rc = store_one_by_one(b, e);
    for (size_t i = 0; i < b->n; i++)
        prepared_clear(&b->group[i]);
    b->n = b->bytes = 0;
    return rc;
}

/* ---- preparing ---- */

/* Whether the bytes of P are a document in its encoding; and else in which other one. */
static enum err_code find_known(struct batch *b, struct prepared *p, const char *encoding, bool *known, struct err *e)
{
    int64_t same;
    enum err_code rc = store_document_known(b->store, p->sha256, encoding, &same, &p->result.twin, e);
    *known = same != 0;
    if (same) {
        p->result.kind = IMPORT_THERE;
        p->result.document = same;
    }
    return rc;
}

/* A text that is stored byte for byte needs not be held twice. */
static void drop_equal_bytes(struct prepared *p)
{
    size_t n;
    const char *text = text_slice(p->c.text, 0, text_length(p->c.text), &n);
    if (n != p->n_bytes || memcmp(text, p->bytes, n) != 0)
        return;
    free(p->bytes);
    p->bytes = NULL;
}

/* What the store says about P, or an error of the store; *KNOWN: there is nothing to add. */
static enum err_code compare(struct batch *b, struct prepared *p, bool *known, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (!convert_encoding(p->result.type, &b->opts->convert))
        rc = find_known(b, p, p->c.encoding, known, e);
    if (rc || *known)
        return rc;
    tell_phase(b, p, IMPORT_SEARCHING);
    convert_noise(&p->c, &b->opts->convert);
    return find_previous(b, p, e);
}

static enum err_code read_file(const struct batch *b, struct prepared *p, struct err *e)
{
    const char *path = b->paths[p->index];
    size_t given = b->opts->convert.limits.file, limit = given ? given : limits_default().file;
    if (file_is_store(b->store, path))
        return err_set(e, ERR_INPUT, _("%s: belongs to the database that is imported into"), path);
    tell_phase(b, p, IMPORT_READING);
    enum err_code rc = file_read(path, limit, &p->bytes, &p->n_bytes, e);
    if (rc == ERR_FULL)
        return err_set(e, ERR_INPUT, _("%s: is larger than %zu MB: %s"), path, limit >> 20, limits_file_advice(limit));
    if (!rc)
        p->result.type = kind_of(p->bytes, p->n_bytes);
    return rc;
}

static enum err_code convert(const struct batch *b, struct prepared *p, struct err *e)
{
    const char *path = b->paths[p->index];
    tell_phase(b, p, IMPORT_CONVERTING);
    enum err_code rc = document_name(path, &p->name, e);
    if (!rc)
        rc = convert_text(p->result.type, p->bytes, p->n_bytes, &b->opts->convert, &p->c, e);
    if (rc) {
        err_prefix(e, "%s", path);
        return rc;
    }
    p->result.encoding = p->c.encoding;
    p->result.replaced = p->c.replaced;
    drop_equal_bytes(p);
    return ERR_OK;
}

static bool is_stopped(const struct batch *b)
{
    return b->watch->stop && b->watch->stop(b->watch->ctx);
}

/* A program that was ended together with this one has not failed. */
static enum err_code refuse(struct batch *b, struct prepared *p, const struct err *e)
{
    if (e->code != ERR_IO || !is_stopped(b))
        tell_done(b, p, e);
    return ERR_OK;
}

/* Read file P to be stored; *READY is false where that is not to be, which was told then. The result is an error of the
 * store. */
static enum err_code prepare(struct batch *b, struct prepared *p, bool *ready, struct err *e)
{
    bool known = false;
    *ready = false;
    p->result.kind = IMPORT_REFUSED;
    if (read_file(b, p, e))
        return refuse(b, p, e);
    store_sha256(p->bytes, p->n_bytes, p->sha256);
    const char *encoding = convert_encoding(p->result.type, &b->opts->convert);
    enum err_code rc = encoding ? find_known(b, p, encoding, &known, e) : ERR_OK;
    if (!rc && !known) {
        if (convert(b, p, e))
            return refuse(b, p, e);
        rc = compare(b, p, &known, e);
    }
    if (!rc && known)
        tell_done(b, p, &(struct err){0});
    *ready = !rc && !known;
    return rc;
}

static enum err_code import_one(struct batch *b, size_t index, struct err *e)
{
    struct prepared p = {.index = index};
    bool ready;
    enum err_code rc = prepare(b, &p, &ready, e);
    if (!ready) {
        prepared_clear(&p);
        return rc;
    }
    if (b->n == 0)
        b->started = clock_monotonic_ms();
    b->bytes += p.n_bytes + text_bytes(p.c.text);
    b->group[b->n++] = p;
    bool full = b->n == GROUP_DOCUMENTS || b->bytes >= GROUP_BYTES || clock_monotonic_ms() - b->started >= GROUP_MS;
    return full ? store_group(b, e) : ERR_OK;
}

enum err_code import_files(struct store *s, char *const *paths, size_t n, const struct import_opts *opts,
                           const struct import_watch *watch, struct err *e)
{
    struct batch *b = MEM_NEW(struct batch);
    b->store = s;
    b->opts = opts;
    b->watch = watch;
    b->paths = paths;
    b->n_paths = n;
    if (!opts->no_versions)
        collect_names(b);
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < n && !rc && !is_stopped(b); i++)
        rc = import_one(b, i, e);
    if (!rc)
        rc = store_group(b, e);
    for (size_t i = 0; i < b->n; i++)
        prepared_clear(&b->group[i]);
    free(b->names);
    free(b);
    return rc;
}
