#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"

#include <errno.h>
#include <string.h>

/* Why the system refused a write: the log remembers, when SQLite has forgotten (sqlite3_system_errno is 0 then). */
static int why_write_failed(struct store *s)
{
    sqlite3_file *file = NULL;
    int why = 0;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&file);
    if (rc == SQLITE_OK && file && file->pMethods)
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &why);
    return why;
}

static int why_refused(struct store *s, int rc)
{
    int why = s->db ? sqlite3_system_errno(s->db) : 0;
    return why == 0 && s->db && rc == SQLITE_IOERR_WRITE ? why_write_failed(s) : why;
}

/* SQLite tells a full disk from other failed writes, but not a quota or a limit on the size of a file. */
static bool is_full(struct store *s, int rc)
{
    int why = (rc & 0xff) == SQLITE_IOERR ? why_refused(s, rc) : 0;
    return (rc & 0xff) == SQLITE_FULL || why == ENOSPC || why == EFBIG || why == EDQUOT;
}

static enum err_code system_error(struct store *s, int rc, struct err *e)
{
    int why = why_refused(s, rc);
    if (why == EACCES || why == EPERM || why == EROFS)
        return err_set(e, ERR_DENIED, _("%s: you may not write to the file or its directory"), s->path);
    return err_set(e, ERR_IO, _("%s: cannot read or write the file: %s; nothing was changed"), s->path,
                   why ? strerror(why) : sqlite3_errstr(rc));
}

/* SQLite's own words, unless a damaged schema put its bytes into them. */
static const char *why_damaged(struct store *s, int rc)
{
    const char *why = s->db ? sqlite3_errmsg(s->db) : NULL;
    return why && points_count(why, strlen(why), NULL) ? why : sqlite3_errstr(rc);
}

enum err_code stmt_error(struct store *s, int rc, struct err *e)
{
    if (is_full(s, rc))
        return err_set(e, ERR_FULL, _("the disk is full: nothing was changed. Make room where %s is, then do it again"),
                       s->path);
    switch (rc == SQLITE_IOERR_NOMEM ? SQLITE_NOMEM : rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(e, ERR_BUSY, _("%s: another program holds the file: nothing was changed. Try again"), s->path);
    case SQLITE_READONLY:
        if (rc == SQLITE_READONLY_DBMOVED)
            return err_set(e, ERR_MOVED, _("%s was replaced or removed: nothing was changed. Open it again"), s->path);
        return err_set(e, ERR_DENIED, _("%s: you may not write to the file or its directory"), s->path);
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return err_set(e, ERR_DENIED, _("%s: you may not write to the file or its directory"), s->path);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_ERROR: /* our SQL does not fit the tables: somebody changed them */
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return err_set(e, ERR_CORRUPT,
                       _("%s is damaged (%s): nothing was changed. Run “zhupi check”, then go on from a backup"),
                       s->path, why_damaged(s, rc));
    case SQLITE_NOMEM:
        return err_set(e, ERR_IO,
                       _("%s: there is not enough memory: nothing was changed. End other programs, then do it again"),
                       s->path);
    case SQLITE_TOOBIG:
        return err_set(e, ERR_INPUT, _("%s: too big to be stored"), s->path);
    default:
        return system_error(s, rc, e);
    }
}

/* The one place where SQL becomes a statement. */
static enum err_code prepare(struct store *s, const char *sql, unsigned flags, sqlite3_stmt **out, const char **tail,
                             struct err *e)
{
    enum err_code code = write_check_not_lost(s, e);
    if (code)
        return code;
    int rc = sqlite3_prepare_v3(s->db, sql, -1, flags, out, tail);
    return rc == SQLITE_OK ? ERR_OK : stmt_error(s, rc, e);
}

/* A free statement for SQL: from the cache, or new. One that is in use (a callback asks the same again) is doubled. */
static enum err_code cached(struct store *s, const char *sql, sqlite3_stmt **out, struct err *e)
{
    enum err_code code = write_check_not_lost(s, e);
    for (size_t i = 0; i < s->n_slots && !code; i++) {
        if (s->slots[i].sql == sql && !s->slots[i].used) {
            s->slots[i].used = true;
            *out = s->slots[i].st;
            return ERR_OK;
        }
    }
    if (!code)
        code = prepare(s, sql, SQLITE_PREPARE_PERSISTENT, out, NULL, e);
    if (code)
        return code;
    s->slots = mem_grow(s->slots, &s->cap_slots, s->n_slots + 1, sizeof *s->slots);
    s->slots[s->n_slots++] = (struct stmt_slot){.sql = sql, .st = *out, .used = true};
    return ERR_OK;
}

static int bind(sqlite3_stmt *st, const char *types, va_list ap)
{
    int rc = SQLITE_OK;
    for (int i = 1; *types && rc == SQLITE_OK; types++, i++) {
        if (*types == 'i') {
            rc = sqlite3_bind_int64(st, i, va_arg(ap, int64_t));
        } else if (*types == 'B') {
            const void *p = va_arg(ap, const void *);
            rc = sqlite3_bind_blob64(st, i, p, va_arg(ap, size_t), SQLITE_STATIC);
        } else {
            const char *z = va_arg(ap, const char *);
            size_t n = *types == 'T' ? va_arg(ap, size_t) : z ? strlen(z) : 0;
            rc = sqlite3_bind_text64(st, i, z, n, SQLITE_STATIC, SQLITE_UTF8);
        }
    }
    return rc;
}

static enum err_code open_va(struct store *s, sqlite3_stmt **out, struct err *e, const char *sql, const char *types,
                             va_list ap)
{
    *out = NULL;
    enum err_code code = cached(s, sql, out, e);
    if (code)
        return code;
    int rc = bind(*out, types, ap);
    if (rc != SQLITE_OK) {
        code = stmt_error(s, rc, e);
        stmt_close(s, *out);
        *out = NULL;
    }
    return code;
}

enum err_code stmt_open(struct store *s, sqlite3_stmt **out, struct err *e, const char *sql, const char *types, ...)
{
    va_list ap;
    va_start(ap, types);
    enum err_code code = open_va(s, out, e, sql, types, ap);
    va_end(ap);
    return code;
}

enum err_code stmt_open_once(struct store *s, sqlite3_stmt **out, struct err *e, const char *sql)
{
    *out = NULL;
    return prepare(s, sql, 0, out, NULL, e);
}

enum err_code stmt_step(struct store *s, sqlite3_stmt *st, bool *row, struct err *e)
{
    int rc = sqlite3_step(st);
    *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : stmt_error(s, rc, e);
}

void stmt_close(struct store *s, sqlite3_stmt *st)
{
    size_t i = 0;
    while (i < s->n_slots && s->slots[i].st != st)
        i++;
    bool once = !st || i == s->n_slots;
    if ((once ? sqlite3_finalize(st) : sqlite3_reset(st)) == SQLITE_NOMEM) /* also for what stmt_text was to return */
        s->starved = true;
    if (once)
        return;
    sqlite3_clear_bindings(st);
    s->slots[i].used = false;
}

enum err_code stmt_compile(struct store *s, const char *sql, struct err *e)
{
    sqlite3_stmt *st;
    enum err_code code = stmt_open(s, &st, e, sql, "");
    stmt_close(s, st);
    return code;
}

static enum err_code run_out(struct store *s, sqlite3_stmt *st, struct err *e)
{
    enum err_code code;
    bool row;
    do {
        code = stmt_step(s, st, &row, e);
    } while (!code && row);
    stmt_close(s, st);
    return code;
}

enum err_code stmt_run(struct store *s, struct err *e, const char *sql, const char *types, ...)
{
    va_list ap;
    sqlite3_stmt *st;
    va_start(ap, types);
    enum err_code code = open_va(s, &st, e, sql, types, ap);
    va_end(ap);
    return code ? code : run_out(s, st, e);
}

enum err_code stmt_int(struct store *s, int64_t *out, bool *found, struct err *e, const char *sql, const char *types,
                       ...)
{
    va_list ap;
    sqlite3_stmt *st;
    va_start(ap, types);
    enum err_code code = open_va(s, &st, e, sql, types, ap);
    va_end(ap);
    bool row = false;
    if (!code)
        code = stmt_step(s, st, &row, e);
    bool some = row && sqlite3_column_type(st, 0) != SQLITE_NULL;
    if (some)
        *out = sqlite3_column_int64(st, 0);
    if (found)
        *found = some;
    stmt_close(s, st);
    return code;
}

enum err_code stmt_script(struct store *s, const char *sql, struct err *e)
{
    while (*sql) {
        sqlite3_stmt *st = NULL;
        const char *tail = sql;
        enum err_code code = prepare(s, sql, 0, &st, &tail, e);
        int rc = SQLITE_DONE;
        while (!code && st && (rc = sqlite3_step(st)) == SQLITE_ROW)
            ;
        if (!code && rc != SQLITE_DONE)
            code = stmt_error(s, rc, e);
        sqlite3_finalize(st);
        if (code)
            return code;
        sql = tail;
    }
    return ERR_OK;
}

/* As names, ids and most short texts are, eight bytes at a time. */
static bool is_ascii(const char *z, size_t n)
{
    uint64_t all = 0, eight;
    for (; n >= sizeof eight; z += sizeof eight, n -= sizeof eight) {
        memcpy(&eight, z, sizeof eight);
        all |= eight;
    }
    while (n-- > 0)
        all |= (unsigned char)*z++;
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

const char *stmt_text(sqlite3_stmt *st, int i)
{
    const char *z = (const char *)sqlite3_column_text(st, i);
    if (!z)
        return "";
    size_t n = strlen(z);
    return is_ascii(z, n) || points_count(z, n, NULL) ? z : "\xEF\xBF\xBD";
}

void stmt_short(sqlite3_stmt *st, int i, char *out, size_t size)
{
    const char *z = stmt_text(st, i);
    size_t n = strnlen(z, size - 1);
    memcpy(out, z, n);
    out[n] = '\0';
}
