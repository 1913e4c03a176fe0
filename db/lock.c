/* The write queue: flock on FILE-lock. SQLite's own waiting starves (one of 50 writers got 1 commit in while another
 * made 7,390); the kernel's queue on a flock is fair, and lets nobody see SQLITE_BUSY. */
#include "base/clock.h"
#include "base/i18n.h"
#include "db/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 250    /* how often a session that waits looks at whom it waits for */
#define GIVE_UP_MS 450 /* and how long that one may be seen stopped: with the first look less than a second */

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

static enum err_code refused(struct store *s, struct err *e)
{
    return err_set(e, ERR_IO, _("%s: cannot take the lock beside it: %s"), s->path, strerror(errno));
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

/* ---- waiting ---- */

static void on_tick(int sig)
{
    (void)sig; /* it has interrupted the wait, which is all */
}

/* What interrupts a wait now and then, and the things to put back. */
struct ticks {
    timer_t timer;
    struct sigaction action;
    sigset_t mask;
};

static bool start_ticks(struct ticks *t)
{
    struct sigaction action = {.sa_handler = on_tick}; /* without SA_RESTART */
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    struct timespec every = {.tv_nsec = LOOK_MS * 1000000L};
    sigset_t alarm;
    if (timer_create(CLOCK_MONOTONIC, &event, &t->timer) != 0)
        return false;
    sigaction(SIGALRM, &action, &t->action);
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarm, &t->mask);
    timer_settime(t->timer, 0, &(struct itimerspec){.it_interval = every, .it_value = every}, NULL);
    return true;
}

static void stop_ticks(struct ticks *t)
{
    timer_delete(t->timer);
    sigprocmask(SIG_SETMASK, &t->mask, NULL);
    sigaction(SIGALRM, &t->action, NULL);
}

static enum err_code stopped(struct store *s, long pid, struct err *e)
{
    char *who = reviewer_account(holder_account(pid));
    err_set(e, ERR_BUSY,
            _("%s: the session of %s (process %ld) was stopped while it wrote, and everybody waits for it: nothing was "
              "changed. Ask %s for “kill -CONT %ld”, then do it again"),
            s->path, who, pid, who, pid);
    free(who);
    return ERR_BUSY;
}

/* Wait without a limit for whoever is at work. One that was stopped in its write (kill -STOP, a debugger) is sent on,
 * because everybody waits for it; where that is not allowed or does not help, this write is given up. */
static enum err_code wait_long(struct store *s, struct err *e)
{
    struct ticks ticks;
    long holder = 0;
    int64_t since = 0;
    enum err_code code = ERR_OK;
    bool ticking = start_ticks(&ticks);
    int rc = flock(s->lock_fd, LOCK_EX);
    while (rc != 0 && errno == EINTR && !code) {
        long pid = ticking ? holder_stopped(s->lock_fd) : 0;
        int64_t now = clock_monotonic_ms();
        if (pid != holder)
            since = now;
        holder = pid;
        if (pid > 0)
            kill((pid_t)pid, SIGCONT);
        if (pid > 0 && now - since >= GIVE_UP_MS)
            code = stopped(s, pid, e);
        else
            rc = flock(s->lock_fd, LOCK_EX);
    }
    int why = errno;
    if (ticking)
        stop_ticks(&ticks);
    errno = why;
    return code || rc == 0 ? code : refused(s, e);
}

static enum err_code wait_for(struct store *s, int how, struct err *e)
{
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    return errno == EWOULDBLOCK && !(how & LOCK_NB) ? wait_long(s, e) : refused(s, e);
}

/* ---- the lock ---- */

static enum err_code take(struct store *s, int how, struct err *e)
{
    for (int tries = 0; tries < 100; tries++) {
        enum err_code code = lock_open(s, e);
        if (code)
            return code;
        code = wait_for(s, how, e);
        if (code)
            return code;
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
