/* The write queue: flock on FILE-lock. SQLite's own waiting starves (one of 50 writers got 1 commit in while another
 * made 7,390); the kernel's queue on a flock is fair, and lets nobody see SQLITE_BUSY. */
#include "base/i18n.h"
#include "db/internal.h"

#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum err_code lock_open(struct store *s, struct err *e)
{
    if (s->lock_fd >= 0 && !s->locked && !side_still_there(s->lock_fd, s->lock_path))
        lock_close(s);
    return s->lock_fd >= 0 ? ERR_OK : side_open(s, s->lock_path, &s->lock_fd, e);
}

void lock_close(struct store *s)
{
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    s->lock_fd = -1;
}

/* Job control must not stop a session while everybody waits for it. */
static void hold_off_stops(struct store *s)
{
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTSTP);
    sigaddset(&stops, SIGTTIN);
    sigaddset(&stops, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stops, &s->signals);
}

static int wait_for(struct store *s, int how)
{
    int rc;
    do {
        rc = flock(s->lock_fd, how);
    } while (rc != 0 && errno == EINTR && !(how & LOCK_NB));
    return rc;
}

static enum err_code take(struct store *s, int how, struct err *e)
{
    for (int tries = 0; tries < 100; tries++) {
        enum err_code code = lock_open(s, e);
        if (code)
            return code;
        if (wait_for(s, how) != 0)
            return err_set(e, ERR_IO, _("%s: cannot take the lock beside it: %s"), s->path, strerror(errno));
        if (side_still_there(s->lock_fd, s->lock_path))
            return ERR_OK;
        lock_close(s);
    }
    return err_set(e, ERR_BUSY, _("%s: somebody keeps removing the lock file beside it"), s->path);
}

static enum err_code take_held_off(struct store *s, int how, struct err *e)
{
    if (!s->lock_path)
        return ERR_OK;
    hold_off_stops(s);
    enum err_code code = take(s, how, e);
    s->locked = !code;
    if (code)
        sigprocmask(SIG_SETMASK, &s->signals, NULL);
    return code;
}

enum err_code lock_take(struct store *s, struct err *e)
{
    return take_held_off(s, LOCK_EX, e);
}

bool lock_try(struct store *s)
{
    return take_held_off(s, LOCK_EX | LOCK_NB, NULL) == ERR_OK;
}

void lock_drop(struct store *s)
{
    if (!s->locked)
        return;
    flock(s->lock_fd, LOCK_UN);
    s->locked = false;
    sigprocmask(SIG_SETMASK, &s->signals, NULL);
}
