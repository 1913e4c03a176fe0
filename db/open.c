/* Opening with distrust: the file may be anybody's ("Defense Against The Dark Arts", sqlite.org/security.html). */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <string.h>
#include <unistd.h>

/* Numbers of SQLite that no statement of ours comes near. */
static const int limits[][2] = {
    {SQLITE_LIMIT_LENGTH, 2 * STORE_TEXT_MAX},
    {SQLITE_LIMIT_SQL_LENGTH, 400000},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 600},
    {SQLITE_LIMIT_COMPOUND_SELECT, 10},
    {SQLITE_LIMIT_VDBE_OP, 50000},
    {SQLITE_LIMIT_FUNCTION_ARG, 20},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 600},
    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

/* Each is set and then read back: a library built without one must not go unnoticed. */
static const int configs[][2] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
    /* until the file is known to be ours: a file that is refused must not even get its -wal brought back */
    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
};

static enum err_code configure(struct store *s, struct err *e)
{
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        int now = -1;
        int rc = sqlite3_db_config(s->db, configs[i][0], configs[i][1], &now);
        if (rc != SQLITE_OK || now != configs[i][1])
            return err_set(e, ERR_IO, _("this SQLite (%s) lacks a safeguard (%d) that zhupi needs"),
                           sqlite3_libversion(), configs[i][0]);
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(s->db, limits[i][0], limits[i][1]);
    sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
    return stmt_script(s,
                       "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                       "PRAGMA synchronous = FULL;",
                       e);
}

static enum err_code not_ours(const struct store *s, struct err *e)
{
    return err_set(e, ERR_CORRUPT, _("%s is not a zhupi file"), s->path);
}

static enum err_code check_version(const struct store *s, int64_t version, struct err *e)
{
    if (version > MIGRATE_NEWEST)
        return err_set(e, ERR_NEWER,
                       _("%s was made by a newer zhupi (its version is %lld, this program knows %d): use that one"),
                       s->path, (long long)version, MIGRATE_NEWEST);
    return version < 1 ? not_ours(s, e) : ERR_OK;
}

static uint32_t big_endian(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Look at the header ("Database File Format" §1.3) through SQLite's own open file, below its pages and locks, so that a
 * file which is not ours gets no -wal beside it. */
enum err_code open_check_header(struct store *s, struct err *e)
{
    unsigned char h[100];
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file);
    if (rc != SQLITE_OK || !file || !file->pMethods)
        return stmt_error(s, SQLITE_IOERR, e);
    rc = file->pMethods->xRead(file, h, sizeof h, 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return stmt_error(s, rc, e);
    if (rc == SQLITE_IOERR_SHORT_READ || memcmp(h, "SQLite format 3", 16) != 0 ||
        big_endian(h + 68) != STORE_APPLICATION_ID)
        return not_ours(s, e);
    return check_version(s, big_endian(h + 60), e);
}

/* The same again in the ordinary way, for what is still in the -wal. */
static enum err_code check_identity(struct store *s, struct err *e)
{
    int64_t id = 0, version = 0;
    enum err_code code = stmt_int(s, &id, NULL, e, "PRAGMA application_id", "");
    if (!code)
        code = stmt_int(s, &version, NULL, e, "PRAGMA user_version", "");
    if (!code)
        code = id == STORE_APPLICATION_ID ? check_version(s, version, e) : not_ours(s, e);
    return code;
}

static enum err_code set_wal(struct store *s, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false, wal = false;
    enum err_code code = stmt_open(s, &st, e, "PRAGMA journal_mode = WAL", "");
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row)
        wal = strcmp(stmt_text(st, 0), "wal") == 0;
    stmt_close(s, st);
    if (!code && !wal)
        return err_set(e, ERR_IO, _("%s: write-ahead logging does not work on this file system"), s->path);
    return code;
}

/* The first look through SQLite makes the -wal and -shm, for a moment with the mode that our umask leaves, which would
 * lock out somebody else who opens just then: so only one at a time. */
static enum err_code first_look(struct store *s, bool fresh, struct err *e)
{
    enum err_code code = lock_take(s, e);
    if (code)
        return code;
    code = fresh ? ERR_OK : permission_check_side(s->real, e);
    if (!code)
        code = whole_before_open(s, e);
    if (!code)
        code = configure(s, e);
    if (!code && !fresh)
        code = check_identity(s, e);
    if (!code) {
        sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
        code = set_wal(s, e);
    }
    if (!code)
        whole_remember(s);
    lock_drop(s);
    return code;
}

enum err_code open_connect(struct store *s, bool fresh, struct err *e)
{
    /* There is one thread: a mutex around every column that is read is a tenth of what reading costs. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(s->real, &s->db, flags, NULL);
    if (rc != SQLITE_OK)
        return stmt_error(s, rc, e);
    if (sqlite3_db_readonly(s->db, "main") != 0)
        return stmt_error(s, SQLITE_READONLY, e);
    enum err_code code = fresh ? ERR_OK : open_check_header(s, e);
    return code ? code : first_look(s, fresh, e);
}

static enum err_code open_all(struct store *s, const struct store_opts *opts, struct err *e)
{
    enum err_code code = open_connect(s, false, e);
    if (code)
        return code;
    write_init(s, opts->checkpoint_frames);
    code = filter_functions(s, e);
    if (!code)
        code = migrate(s, e);
    if (!code)
        code = reviewer_login(s, opts->as_name, opts->look, e);
    s->look = opts->look;
    bool moved;
    return code ? code : store_feed_moved(s, &moved, e);
}

enum err_code store_open(const char *path, const struct store_opts *opts, struct store **out, struct err *e)
{
    static const struct store_opts none = {0};
    struct path p;
    *out = NULL;
    opts = opts ? opts : &none;
    enum err_code code = path_resolve(path, &p, e);
    if (!code)
        code = path_check_file(path, &p, e);
    if (!code)
        code = path_check_dir(path, &p, opts->force, e);
    if (!code && opts->as_name)
        code = permission_check_owner(path, &p, e);
    if (code) {
        path_clear(&p);
        return code;
    }
    struct store *s = MEM_NEW(struct store);
    struct str lock = {0};
    str_addf(&lock, "%s-lock", p.full);
    s->lock_path = str_take(&lock);
    s->lock_fd = -1;
    s->path = mem_dup(path);
    s->real = mem_dup(p.full);
    uuid_new(s->session);
    path_clear(&p);
    code = open_all(s, opts, e);
    if (code)
        store_close(&s);
    *out = s;
    return code;
}

/* Under the lock where nobody writes: the last one to leave brings the -wal back, and one that wrote and leaves others
 * behind empties it if they are quiet. One that only read takes the lock as well: as the last one it locks the file for
 * a moment, and whoever opens it just then has to wait in the queue, where he is not refused. */
void store_close(struct store **s)
{
    struct store *c = *s;
    *s = NULL;
    if (!c)
        return;
    if (c->group.depth > 0) { /* whoever began it has left it */
        c->group.depth = 1;
        store_group_end(c, ERR_INPUT, NULL);
    }
    store_leave(c);
    wake_close(c);
    for (size_t i = 0; i < c->n_slots; i++)
        sqlite3_finalize(c->slots[i].st);
    if (c->lock_fd >= 0)
        lock_try(c);
    if (whole_leave(c) && c->locked && c->frames > 0) {
        sqlite3_busy_timeout(c->db, 0);
        sqlite3_wal_checkpoint_v2(c->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    }
    sqlite3_close(c->db);
    lock_drop(c);
    lock_close(c);
    whole_clear(c);
    free(c->slots);
    free(c->codes.all);
    lookup_clear(&c->codes.names);
    free(c->path);
    free(c->real);
    free(c->lock_path);
    free(c->reviewer_name);
    free(c);
}

/* Bring the whole -wal back into the file, which is about to lose it with its name. Closing would do the same, and call
 * it a success where it fails. */
static enum err_code bring_back(struct store *s, struct err *e)
{
    int rc = sqlite3_wal_checkpoint_v2(s->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK ? ERR_OK : stmt_error(s, rc, e);
}

/* Everything happens in a file of another name, which gets its own when it is whole. */
static enum err_code create_in(const char *path, const struct path *p, const char *tmp, struct err *e)
{
    struct store s = {.path = mem_dup(path), .real = mem_dup(tmp), .lock_fd = -1};
    enum err_code code = open_connect(&s, true, e);
    if (!code)
        code = migrate(&s, e);
    for (size_t i = 0; i < s.n_slots; i++)
        sqlite3_finalize(s.slots[i].st);
    if (!code)
        code = bring_back(&s, e);
    int rc = sqlite3_close(s.db);
    if (!code && rc != SQLITE_OK)
        code = stmt_error(&s, rc, e);
    free(s.slots);
    free(s.path);
    free(s.real);
    return code ? code : path_publish(path, p, tmp, e);
}

/* SQLite keeps -wal and -shm when it could not close in peace (a full disk). */
static void remove_with_side_files(const char *tmp)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct str path = {0};
        str_addf(&path, "%s%s", tmp, endings[i]);
        unlink(path.p);
        str_clear(&path);
    }
}

enum err_code store_create(const char *path, const struct store_opts *opts, struct err *e)
{
    struct path p;
    char *tmp = NULL;
    enum err_code code = path_resolve(path, &p, e);
    if (!code)
        code = path_check_dir(path, &p, opts && opts->force, e);
    if (!code && access(p.full, F_OK) == 0)
        code = err_set(e, ERR_EXISTS, _("%s is there already: nothing was changed"), path);
    if (!code)
        code = path_make_tmp(path, &p, &tmp, e);
    if (!code)
        code = create_in(path, &p, tmp, e);
    if (code && tmp)
        remove_with_side_files(tmp);
    free(tmp);
    path_clear(&p);
    return code;
}

const char *store_session(const struct store *s)
{
    return s->session;
}

const char *store_path(const struct store *s)
{
    return s->path;
}

int64_t store_reviewer(const struct store *s)
{
    return s->reviewer;
}

const char *store_reviewer_name(const struct store *s)
{
    return s->reviewer_name;
}
