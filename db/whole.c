/* Whether the database, its -wal and its -shm are still those that this session opened. SQLite does not ask: it writes
 * on into files that nobody else will ever find, and acknowledges.
 *
 * Everything is asked of the paths, because closing a descriptor of such a file drops the locks of this process on it.
 *
 * What is lost nevertheless: what only a removed -wal held when every session that has it open is killed before one
 * looks (they do four times a second, before and within each write, and when they close), or when a foreign program
 * opened the file first, so that the old -wal may no longer be brought back over what that one wrote. A file that is
 * written over in place is noticed by its size and its first 100 bytes only. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESCUE_WAIT_MS 50 /* for readers */
#define OPEN_WAIT_MS 2000 /* for the sessions that have a file open whose -wal or -shm was removed */
#define LOOK_MS 20

static const char *const endings[WHOLE_FILES] = {"-wal", "-shm"};

enum state { SAME, MISSING, OTHER };

static char *path_of(const struct store *s, int i)
{
    struct str path = {0};
    str_addf(&path, "%s%s", s->real, endings[i]);
    return str_take(&path);
}

void whole_remember(struct store *s)
{
    struct stat st = {0};
    if (!s->lock_path)
        return;
    for (int i = 0; i < WHOLE_FILES; i++) {
        struct whole_file *f = &s->whole.files[i];
        f->path = path_of(s, i);
        f->known = lstat(f->path, &st) == 0;
        f->dev = st.st_dev;
        f->ino = st.st_ino;
    }
    s->whole.size = stat(s->real, &st) == 0 ? st.st_size : 0;
}

void whole_clear(struct store *s)
{
    for (int i = 0; i < WHOLE_FILES; i++)
        free(s->whole.files[i].path);
}

static enum state state_of(const struct whole_file *f)
{
    struct stat st;
    if (!f->known)
        return SAME;
    if (lstat(f->path, &st) != 0)
        return errno == ENOENT ? MISSING : SAME; /* who may not look any more is told that */
    return st.st_dev == f->dev && st.st_ino == f->ino ? SAME : OTHER;
}

static enum state look(const struct store *s, const char **which)
{
    enum state worst = SAME;
    for (int i = 0; i < WHOLE_FILES; i++) {
        enum state now = state_of(&s->whole.files[i]);
        if (now > worst) {
            worst = now;
            *which = s->whole.files[i].path;
        }
    }
    return worst;
}

bool whole_has_moved(struct store *s)
{
    int moved = 0;
    return sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || moved;
}

/* Nothing of ours makes the file shorter, and its first bytes stay. Once seen this remains so: a checkpoint of another
 * session could make it long again, with holes. */
static bool is_cut(struct store *s)
{
    struct stat st;
    struct whole *w = &s->whole;
    if (w->cut || !s->whole.files[0].path || whole_has_moved(s) || stat(s->real, &st) != 0)
        return w->cut;
    w->cut = st.st_size < w->size || open_check_header(s, NULL) == ERR_CORRUPT;
    if (st.st_size > w->size)
        w->size = st.st_size;
    return w->cut;
}

/* ---- bringing back what a removed -wal held ---- */

/* Give those who open the file from now on a new -wal and -shm: what still is under the old names is the half of what
 * the old sessions share. Both are empty, which is how SQLite makes them. */
static void make_anew(struct store *s)
{
    for (int i = 0; i < WHOLE_FILES; i++) {
        int fd;
        const char *path = s->whole.files[i].path;
        if (state_of(&s->whole.files[i]) == SAME)
            unlink(path);
        if (side_open(s, path, &fd, NULL) == ERR_OK)
            close(fd);
    }
}

/* Under the lock, which a session that opens takes as well before it makes a -wal: while none is there, nobody writes
 * another one. TRUNCATE waits until nobody reads from the old one, and leaves nothing in it that could come back. Where
 * it does not come about, the next look tries again, and whoever opens the file waits. */
static void rescue(struct store *s)
{
    const char *which;
    if (s->listing > 0 || !sqlite3_get_autocommit(s->db) || whole_has_moved(s) || look(s, &which) != MISSING)
        return;
    sqlite3_busy_timeout(s->db, RESCUE_WAIT_MS);
    int rc = sqlite3_wal_checkpoint_v2(s->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
    if (rc != SQLITE_OK)
        return;
    s->whole.rescued = true;
    s->frames = 0;
    make_anew(s);
}

/* ---- the question ---- */

static enum err_code gone(struct store *s, const char *which, enum state now, struct err *e)
{
    if (s->whole.rescued)
        return err_set(e, ERR_MOVED,
                       _("%s: a file beside it was removed while it was open. What was done has been brought back into "
                         "it, and this session writes nothing any more. Quit, and open the file again"),
                       s->path);
    if (now == MISSING)
        return err_set(e, ERR_MOVED,
                       _("%s was removed while the file was open: this session writes nothing any more. Quit, so that "
                         "what was done is brought back into %s, and open it again"),
                       which, s->path);
    return err_set(e, ERR_MOVED,
                   _("%s was removed or replaced while the file was open: this session writes nothing any more. Quit, "
                     "open %s again, and look whether what you did last is there"),
                   which, s->path);
}

enum err_code whole_check(struct store *s, struct err *e)
{
    const char *which = NULL;
    if (is_cut(s))
        return err_set(e, ERR_MOVED,
                       _("%s was cut short or written over by another program: this session writes nothing any more. "
                         "Quit, keep %s-wal where it is there, and go on from a backup"),
                       s->path, s->path);
    enum state now = look(s, &which);
    if (now == SAME)
        return ERR_OK;
    if (now == MISSING && s->locked) {
        rescue(s);
    } else if (now == MISSING && !s->writing && lock_try(s)) {
        rescue(s);
        lock_drop(s);
    }
    return gone(s, which, now, e);
}

/* Before the connection is closed. As the last one it would bring its -wal back over what others wrote since, and
 * remove theirs by name; where it is the only one that still holds a removed one, all waits for it. */
bool whole_leave(struct store *s)
{
    const char *which;
    enum state now = s->db ? look(s, &which) : SAME;
    bool cut = s->db && is_cut(s);
    if (now == SAME && !cut)
        return true;
    if (now == MISSING && !s->locked)
        lock_take(s, NULL);
    if (s->locked && !cut)
        rescue(s);
    if (now == MISSING && s->locked && !s->whole.rescued && !cut)
        return true;
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return false;
}

/* ---- before the file is opened ---- */

static bool is_missing(const struct store *s)
{
    bool missing = false;
    for (int i = 0; i < WHOLE_FILES; i++) {
        char *path = path_of(s, i);
        struct stat st;
        missing = missing || lstat(path, &st) != 0;
        free(path);
    }
    return missing;
}

/* Whether anybody else has the file open: everybody who does holds a shared lock on it, as long as it is open. */
static bool is_open_elsewhere(struct store *s)
{
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file);
    if (rc != SQLITE_OK || !file || !file->pMethods || file->pMethods->xLock(file, SQLITE_LOCK_SHARED) != SQLITE_OK)
        return false;
    rc = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
    file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
    return (rc & 0xff) == SQLITE_BUSY;
}

/* SQLite would wait for a FIFO's other end, and write to whatever a second name belongs to. */
static enum err_code check_kind(const struct store *s, struct err *e)
{
    enum err_code code = ERR_OK;
    for (int i = 0; i < WHOLE_FILES && !code; i++) {
        char *path = path_of(s, i);
        struct stat st;
        bool there = lstat(path, &st) == 0;
        if (there && !S_ISREG(st.st_mode))
            code =
                err_set(e, ERR_DENIED, _("%s: %s beside it is no regular file of its own: remove it"), s->path, path);
        else if (there && st.st_nlink != 1)
            code = err_set(e, ERR_DENIED,
                           _("%s has a second name (a hard link), under which another would write past us: remove one"),
                           path);
        free(path);
    }
    return code;
}

/* Between the tries the lock is free for those who have something to bring back, and who closes just now is through. */
enum err_code whole_before_open(struct store *s, struct err *e)
{
    int64_t end = clock_monotonic_ms() + OPEN_WAIT_MS;
    while (s->lock_path && is_missing(s) && is_open_elsewhere(s)) {
        if (clock_monotonic_ms() > end)
            return err_set(e, ERR_BUSY,
                           _("%s is open in a session whose %s-wal or -shm was removed, and holds work that is nowhere "
                             "else: have all sessions quit, then open it again"),
                           s->path, s->path);
        lock_drop(s);
        usleep(LOOK_MS * 1000);
        enum err_code code = lock_take(s, e);
        if (code)
            return code;
    }
    return s->lock_path ? check_kind(s, e) : ERR_OK;
}
