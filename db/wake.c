/* What tells a session that another one committed: a byte written to FILE-lock after each COMMIT, which inotify reports
 * at once, and PRAGMA data_version behind it, which decides. (Watching the -wal itself fires before the commit can be
 * read.) The lock file is the one that is written to because every writer has it open anyway. */
#include "base/i18n.h"
#include "db/internal.h"

#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

/* The name of the lock file may be taken away (IN_ATTRIB: the number of its links) or given to another. */
#define GONE (IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)

/* Watch what bears the name now. The old watch goes: what it would tell is about a file that nobody writes to. */
static void watch(struct store *s)
{
    struct wake *w = &s->wake;
    if (s->locked ||
        lock_open(s, NULL) != ERR_OK) /* under the lock its descriptor has to stay: the next look will do */
        return;
    int wd = inotify_add_watch(w->fd, s->lock_path, IN_MODIFY | IN_DONT_FOLLOW | (GONE & ~IN_IGNORED));
    if (wd < 0)
        return;
    if (w->wd != wd && w->wd > 0)
        inotify_rm_watch(w->fd, w->wd);
    w->wd = wd;
    w->lost = !side_still_there(s->lock_fd, s->lock_path);
}

/* Read the descriptor empty. What is left of an old watch is told by its other number. */
static void drain(struct wake *w)
{
    union {
        struct inotify_event event;
        char bytes[4096];
    } buffer;
    ssize_t n;
    while ((n = read(w->fd, &buffer, sizeof buffer)) > 0) {
        for (const char *p = buffer.bytes; p < buffer.bytes + n;) {
            const struct inotify_event *event = (const void *)p;
            if (event->wd == w->wd && (event->mask & GONE))
                w->lost = true;
            p += sizeof *event + event->len;
        }
    }
}

int store_wake_fd(struct store *s)
{
    struct wake *w = &s->wake;
    if (!w->open && s->lock_path) {
        *w = (struct wake){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .lost = true};
        w->open = w->fd >= 0;
    }
    if (w->open && w->lost)
        watch(s);
    return w->open ? w->fd : -1;
}

void store_wake_clear(struct store *s)
{
    if (!s->wake.open)
        return;
    drain(&s->wake);
    if (s->wake.lost)
        watch(s);
}

/* Under the write lock nobody else writes the byte, so what comes between the look and the reading is our own. */
void wake_others(struct store *s)
{
    struct wake *w = &s->wake;
    if (s->lock_fd < 0)
        return;
    bool alone = w->open && poll(&(struct pollfd){.fd = w->fd, .events = POLLIN}, 1, 0) == 0;
    if (pwrite(s->lock_fd, "\n", 1, 0) == 1 && alone)
        drain(w);
}

void wake_close(struct store *s)
{
    if (s->wake.open)
        close(s->wake.fd);
    s->wake = (struct wake){0};
}

/* In WAL mode SQLite reads and writes on in a file that was replaced or removed, or that it may not open any more,
 * without a word. */
static enum err_code check_file(struct store *s, struct err *e)
{
    if (!s->real)
        return ERR_OK;
    if (access(s->real, R_OK | W_OK) != 0 && errno != ENOENT && errno != ENOTDIR)
        return err_set(e, ERR_DENIED,
                       _("%s: you may no longer read and write it: this session shows what it read before and writes "
                         "nothing any more. Quit, and open it again when you may"),
                       s->path);
    if (whole_has_moved(s))
        return err_set(e, ERR_MOVED,
                       _("%s was replaced or removed: this session shows what it read before and writes nothing any "
                         "more. Quit, and open the file again"),
                       s->path);
    return ERR_OK;
}

enum err_code store_feed_moved(struct store *s, bool *moved, struct err *e)
{
    int64_t now = s->data_version;
    *moved = false;
    if (s->wake.open && s->wake.lost)
        watch(s);
    enum err_code code = check_file(s, e);
    if (!code)
        code = whole_check(s, e);
    if (!code)
        code = stmt_int(s, &now, NULL, e, "PRAGMA data_version", "");
    *moved = now != s->data_version;
    s->data_version = now;
    return code;
}
