/* One transaction that writes, and the checkpoints. */
#include "base/i18n.h"
#include "db/internal.h"

#define CHECKPOINT_FRAMES 1000
#define CHECKPOINT_WAIT_MS 50 /* for readers; a long one (a backup) must not slow every writer down */

static int on_commit(void *ctx, sqlite3 *db, const char *name, int frames)
{
    (void)db;
    (void)name;
    struct store *s = ctx;
    if (frames < s->frames) /* the -wal began anew */
        s->checkpoint_next = s->checkpoint_frames;
    s->frames = frames;
    return SQLITE_OK;
}

void write_init(struct store *s, int checkpoint_frames)
{
    s->checkpoint_frames = s->checkpoint_next = checkpoint_frames > 0 ? checkpoint_frames : CHECKPOINT_FRAMES;
    sqlite3_wal_hook(s->db, on_commit, s);
}

/* Bring the -wal back into the file, and have it begin anew. Only here, under the writers' lock, and never PASSIVE:
 * checkpoints that run beside one another damage the file (the WAL-reset bug, SQLite 3.7.0 to 3.51.2). RESTART waits
 * until nobody reads from the -wal any more; after a FULL one the next writer would find many sessions reading what it
 * has just woken them for, and write on at the end. What was committed is safe whether or not this succeeds, so its
 * failure is nobody's error; the next try waits until the -wal has grown by another quarter. */
static void checkpoint(struct store *s)
{
    if (s->frames < s->checkpoint_next)
        return;
    sqlite3_busy_timeout(s->db, CHECKPOINT_WAIT_MS);
    sqlite3_wal_checkpoint_v2(s->db, "main", SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
    s->checkpoint_next = s->frames + s->checkpoint_frames / 4;
}

/* In WAL mode SQLite writes on into a file that was replaced or unlinked without a word. */
static enum err_code check_moved(struct store *s, struct err *e)
{
    return whole_has_moved(s) ? stmt_error(s, SQLITE_READONLY_DBMOVED, e) : ERR_OK;
}

/* What takes changes back is compiled before they are made: when they fail for want of memory there is none for that
 * either. */
static const char take_all_back[] = "ROLLBACK", take_part_back[] = "ROLLBACK TO part", keep_part[] = "RELEASE part";

static void roll_back(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db)) /* a full disk has rolled back by itself */
        stmt_run(s, NULL, take_all_back, "");
    s->writing = s->begun = false;
    code_map_forget(s);
    lock_drop(s);
}

enum err_code write_check_not_lost(struct store *s, struct err *e)
{
    if (!s->begun || !sqlite3_get_autocommit(s->db))
        return ERR_OK;
    return s->starved ? stmt_error(s, SQLITE_NOMEM, e)
                      : err_set(e, ERR_IO, _("%s: the change was broken off: nothing was changed"), s->path);
}

/* What became of the change, which must not be kept where a part of what it was made from could not be read. */
static enum err_code read_all(struct store *s, enum err_code code, struct err *e)
{
    return s->starved ? stmt_error(s, SQLITE_NOMEM, e) : code;
}

static enum err_code part_begin(struct store *s, struct err *e)
{
    enum err_code code = write_check_not_lost(s, e);
    if (!code)
        code = stmt_compile(s, take_part_back, e);
    if (!code)
        code = stmt_compile(s, keep_part, e);
    if (!code)
        code = stmt_run(s, e, "SAVEPOINT part", "");
    s->group.part = !code;
    s->group.rows = sqlite3_total_changes64(s->db);
    return code;
}

static enum err_code part_end(struct store *s, enum err_code code, struct err *e)
{
    bool wrote = sqlite3_total_changes64(s->db) != s->group.rows;
    s->group.part = false;
    code = read_all(s, code, e);
    if (!code)
        code = write_check_not_lost(s, e);
    if (!code)
        code = stmt_run(s, e, keep_part, "");
    if (code && wrote)
        code_map_forget(s);
    if (code && !sqlite3_get_autocommit(s->db) &&
        (stmt_run(s, NULL, take_part_back, "") || stmt_run(s, NULL, keep_part, "")))
        stmt_run(s, NULL, take_all_back, ""); /* else a half of it would be kept with the rest of the group */
    if (code && wrote)
        code_map_forget(s);
    return code;
}

enum err_code write_begin(struct store *s, struct err *e)
{
    if (s->listing > 0 || (s->writing && (!s->group.depth || s->group.part)))
        return err_set(e, ERR_INPUT, _("%s: no change can be made from inside a listing"), s->path);
    if (s->group.depth)
        return part_begin(s, e);
    if (s->look)
        return err_set(e, ERR_DENIED, _("%s is open to be looked at only"), s->path);
    enum err_code code = lock_take(s, e);
    if (code)
        return code;
    s->writing = true;
    s->news = s->starved = false;
    code = check_moved(s, e);
    if (!code)
        code = whole_check(s, e);
    if (!code)
        code = stmt_compile(s, take_all_back, e);
    if (!code)
        code = stmt_run(s, e, "BEGIN IMMEDIATE", "");
    s->begun = !code;
    if (code)
        roll_back(s);
    return code;
}

enum err_code write_begin_as(struct store *s, enum role least, struct err *e)
{
    enum err_code code = write_begin(s, e);
    if (code)
        return code;
    code = reviewer_read_role(s, e);
    if (!code && s->role > least)
        code =
            err_set(e, ERR_DENIED,
                    least == ROLE_LEAD ? _("%s: only a lead may do this, and you are a %s")
                                       : _("%s: you are a %s here, who changes nothing: ask a lead for another role"),
                    s->path, role_label(s->role));
    return code ? write_end(s, code, e) : ERR_OK;
}

enum err_code write_end(struct store *s, enum err_code code, struct err *e)
{
    if (s->group.depth)
        return part_end(s, code, e);
    code = read_all(s, code, e);
    if (!code)
        code = write_check_not_lost(s, e);
    if (!code)
        code = check_moved(s, e);
    if (!code)
        code = whole_check(s, e);
    if (!code)
        code = stmt_run(s, e, "COMMIT", "");
    if (code) {
        roll_back(s);
        return code;
    }
    s->writing = s->begun = false;
    if (s->news)
        wake_others(s);
    checkpoint(s);
    lock_drop(s);
    return ERR_OK;
}
