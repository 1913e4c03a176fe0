/* Storms: many processes that write into one shared file, die in it, stop in it and listen to it. ./dev storm runs them
 * in full size and prints the figures, tests/store_storm_test.c runs them small.
 *
 * What a process did is counted in memory that all share, so that it outlives a kill -9: a tag is acknowledged once its
 * id stands there. No store is open in the process that forks (SQLite's locks do not survive it). What cannot be set up
 * ends the program with a message. */
#ifndef ZHUPI_TESTS_BENCH_STORM_H
#define ZHUPI_TESTS_BENCH_STORM_H

#include "db/store.h"

#include <stdatomic.h>
#include <sys/types.h>

#define STORM_SESSIONS 64 /* at most */
#define STORM_TAGS 500000 /* by one session, at most */

/* One process of a storm. */
struct storm_member {
    pid_t pid;
    _Atomic bool ready;
    _Atomic int64_t longest_us; /* call that writes */
    _Atomic int64_t refused;    /* calls that failed; why in MESSAGE */
    char message[300];
    _Atomic int64_t acked;
    int64_t ids[STORM_TAGS]; /* of the tags that were acknowledged */
    int64_t looked;          /* so many of them storm_lost has looked for */
    /* of one that listens */
    _Atomic int64_t seen;      /* the last seq of the feed */
    _Atomic int64_t cpu_us;    /* spent since it was ready */
    _Atomic int64_t by_timer;  /* changes that no wake-up told of */
    _Atomic int64_t early;     /* wake-ups that came before anything could be read */
    _Atomic int64_t latencies; /* how many of these there are */
    int32_t latency_us[STORM_TAGS];
};

struct storm {
    char path[400];
    int64_t document;
    int frames;                          /* for the checkpoints of all; 0: as usual */
    bool inside;                         /* storm_stop: the member stops itself */
    _Atomic bool go, stop;               /* all shall begin, and end */
    _Atomic int64_t round;               /* of storm_stop; of storm_listen how many commits */
    int pause_us;                        /* before each of them */
    _Atomic int64_t first;               /* seq of the feed that SENT begins with */
    _Atomic int64_t sent_us[STORM_TAGS]; /* when the change of that seq was begun */
    struct storm_member member[STORM_SESSIONS];
};

/* Shared memory for a storm over PATH, which gets a document. Freed with storm_free. */
struct storm *storm_new(const char *path);
void storm_free(struct storm *st);

typedef void storm_fn(struct storm *st, struct storm_member *m);

/* Run FN in a process of its own as member I, until it is ready. */
void storm_start(struct storm *st, int i, storm_fn *fn);
void storm_await(struct storm_member *m);           /* its end; counts as refused where it failed */
void storm_end(struct storm *st, int from, int to); /* tell all, and await members [from, to) */

/* Open as a reviewer of its own; NULL for the one who starts the storm. */
struct store *storm_open(struct storm *st, struct storm_member *m);
_Noreturn void storm_give_up(const char *what, const char *why);

int64_t storm_now_us(void);

/* One tag by S: acknowledged in M, or counted as refused (false). */
bool storm_tag(struct storm *st, struct storm_member *m, struct store *s);

/* What many writers came to. */
struct storm_writes {
    int sessions;
    int64_t acked, lost, refused, findings;
    double fairness; /* Jain's index of how many each got in: 1 is the same for all, 1 / sessions one for all */
    double least;    /* what the one with the least got, as a share of the mean */
    double longest_ms;
    int64_t most_wal; /* bytes */
    char message[300];
};

/* PROGRAM batch in so many processes, killed after SECONDS. */
void storm_batch(struct storm *st, const char *program, int processes, double seconds, struct storm_writes *out);

/* Sessions that bring the -wal back after so many frames. */
void storm_writers(struct storm *st, int sessions, int frames, double seconds, struct storm_writes *out);

/* What members [from, to) wrote, without what was lost and found; how many of their tags are lost; what store_check
 * finds (with SQLite's own integrity_check). */
void storm_sum(const struct storm *st, int from, int to, struct storm_writes *out);
int64_t storm_lost(struct storm *st, int from, int to);
int64_t storm_findings(struct storm *st);
void storm_look_at_wal(const struct storm *st, int64_t *most);

/* One that writes tags from "go" until "stop". */
void storm_write_on(struct storm *st, struct storm_member *m);

struct storm_kills {
    int rounds;
    int64_t acked, lost, refused, findings;
    double longest_ms; /* of the session that goes on beside them */
    char message[300];
};

/* kill -9 of a session that writes, at moments that chance chose by SEED, while another writes on. */
void storm_kill(struct storm *st, int rounds, unsigned seed, struct storm_kills *out);

struct storm_stops {
    int rounds, inside;     /* times that the session was stopped in its write */
    int64_t refused, stuck; /* rounds after which another did not get in within ten seconds */
    double longest_ms;
    char message[300];
};

/* kill -STOP of one session while others write: at random moments, or (INSIDE) each time in its write. */
void storm_stop(struct storm *st, int others, int rounds, bool inside, unsigned seed, struct storm_stops *out);

struct storm_idle {
    int sessions;
    int64_t commits, most_wal, by_timer, early, missed, refused;
    double p50_ms, p99_ms, most_ms; /* from the call that tags to the other session that has read the change */
    double cpu;                     /* of all that listen, as a share of one core */
    double seconds;
    char message[300];
};

/* Sessions that only listen while one makes COMMITS, with a pause of up to PAUSE_US before each; or for SECONDS with
 * none. */
void storm_listen(struct storm *st, int sessions, int commits, int pause_us, double seconds, struct storm_idle *out);

#endif
