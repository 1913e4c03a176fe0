/* One who dies or stops beside others who write. */
#include "tests/bench/storm.h"

#include "db/internal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK_EVERY 20 /* rounds */
#define STUCK_US 10000000

/* A pause that differs each time; the moment counts, and not its length. */
static void some_moment(unsigned *seed, int most_us)
{
    usleep((useconds_t)(rand_r(seed) % most_us));
}

static void copy_message(const struct storm *st, int from, int to, char out[300])
{
    for (int i = from; i < to; i++)
        if (st->member[i].message[0])
            memcpy(out, st->member[i].message, 300);
}

void storm_kill(struct storm *st, int rounds, unsigned seed, struct storm_kills *out)
{
    *out = (struct storm_kills){.rounds = rounds};
    st->go = true;
    storm_start(st, 1, storm_write_on);
    for (int i = 0; i < rounds; i++) {
        storm_start(st, 0, storm_write_on);
        some_moment(&seed, 15000);
        kill(st->member[0].pid, SIGKILL);
        storm_await(&st->member[0]);
        out->lost += storm_lost(st, 0, 1);
        if ((i + 1) % CHECK_EVERY == 0)
            out->findings += storm_findings(st);
    }
    storm_end(st, 1, 2);
    out->lost += storm_lost(st, 1, 2);
    out->findings += storm_findings(st);
    out->acked = st->member[0].acked;
    out->refused = st->member[0].refused + st->member[1].refused;
    out->longest_ms = (double)st->member[1].longest_us / 1000;
    copy_message(st, 0, 2, out->message);
}

/* ---- kill -STOP ---- */

/* Member 0 where it is to be stopped in its write: it stops itself there, once a round. */
static void stop_inside(struct storm *st, struct storm_member *m)
{
    struct err e;
    int64_t done = 0;
    struct store *s = storm_open(st, m);
    m->ready = true;
    while (!st->stop) {
        if (st->round == done) {
            usleep(500);
            continue;
        }
        done = st->round;
        if (write_begin(s, &e) != ERR_OK)
            _exit(3);
        raise(SIGSTOP);
        if (write_end(s, ERR_OK, &e) != ERR_OK)
            _exit(4);
    }
    store_close(&s);
}

/* Whether each of the others gets in once more. */
static bool others_go_on(struct storm *st, int others)
{
    int64_t before[STORM_SESSIONS], end = storm_now_us() + STUCK_US;
    for (int i = 1; i <= others; i++)
        before[i] = st->member[i].acked;
    for (int i = 1; i <= others; i++) {
        while (st->member[i].acked == before[i]) {
            if (storm_now_us() > end)
                return false;
            usleep(500);
        }
    }
    return true;
}

/* Stop member 0; whether that was in its write. */
static bool stop(struct storm *st, int lock, unsigned *seed)
{
    int status;
    struct storm_member *m = &st->member[0];
    if (st->inside) {
        st->round++;
    } else {
        some_moment(seed, 5000);
        kill(m->pid, SIGSTOP);
    }
    if (waitpid(m->pid, &status, WUNTRACED) != m->pid || !WIFSTOPPED(status))
        storm_give_up("a session that was to be stopped ended", m->message);
    return holder_stopped(lock) == m->pid;
}

void storm_stop(struct storm *st, int others, int rounds, bool inside, unsigned seed, struct storm_stops *out)
{
    *out = (struct storm_stops){.rounds = rounds};
    st->inside = inside;
    st->go = true;
    char path[500];
    snprintf(path, sizeof path, "%s-lock", st->path);
    for (int i = 0; i <= others; i++)
        storm_start(st, i, i == 0 && inside ? stop_inside : storm_write_on);
    int lock = open(path, O_RDWR | O_CLOEXEC);
    for (int i = 0; i < rounds; i++) {
        out->inside += stop(st, lock, &seed);
        out->stuck += !others_go_on(st, others);
        kill(st->member[0].pid, SIGCONT);
    }
    close(lock);
    storm_end(st, 0, others + 1);
    for (int i = 1; i <= others; i++) {
        double ms = (double)st->member[i].longest_us / 1000;
        out->longest_ms = ms > out->longest_ms ? ms : out->longest_ms;
        out->refused += st->member[i].refused;
    }
    out->refused += st->member[0].refused;
    copy_message(st, 0, others + 1, out->message);
}
