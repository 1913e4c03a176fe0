/* Sessions that do what an open reviewer does while nobody types: wait, read what came, say that they are here. */
#include "tests/bench/storm.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define TICK_MS 250
#define BEAT_US 2500000
#define PEOPLE_US 1000000

struct listener {
    struct storm *st;
    struct storm_member *m;
    struct store *store;
    int64_t seq, beat_us, people_us;
};

static bool take_in(void *ctx, const struct change *c)
{
    struct listener *l = ctx;
    int64_t i = c->seq - l->st->first;
    l->seq = c->seq;
    if (l->m->ready && i >= 0 && i < STORM_TAGS && l->m->latencies < STORM_TAGS)
        l->m->latency_us[l->m->latencies++] = (int32_t)(storm_now_us() - l->st->sent_us[i]);
    return true;
}

static bool count(void *ctx, const struct presence *p)
{
    ++*(int *)ctx;
    return p->reviewer > 0;
}

static void must(struct listener *l, enum err_code code, const struct err *e)
{
    if (!code)
        return;
    snprintf(l->m->message, sizeof l->m->message, "%.299s", e->msg);
    _exit(3);
}

static bool is_told(struct listener *l, int ms)
{
    return poll(&(struct pollfd){.fd = store_wake_fd(l->store), .events = POLLIN}, 1, ms) > 0;
}

static void read_feed(struct listener *l, bool woken)
{
    struct err e;
    bool moved;
    must(l, store_feed_moved(l->store, &moved, &e), &e);
    if (moved) {
        int64_t before = l->seq;
        must(l, store_feed_since(l->store, l->seq, take_in, l, &e), &e);
        if (!woken && !is_told(l, 1000)) /* the timer may have run out just before the wake-up came */
            l->m->by_timer += l->seq - before;
        l->m->seen = l->seq;
    } else {
        l->m->early += woken;
    }
}

static void tell_and_ask(struct listener *l)
{
    struct err e;
    int n = 0;
    int64_t now = storm_now_us();
    if (now - l->beat_us >= BEAT_US) {
        must(l, store_here(l->store, l->st->document, l->seq % 100, now / 1000, &e), &e);
        l->beat_us = now;
    }
    if (now - l->people_us >= PEOPLE_US) {
        must(l, store_present(l->store, count, &n, &e), &e);
        l->people_us = now;
    }
}

static int64_t cpu_us(void)
{
    struct rusage r;
    getrusage(RUSAGE_SELF, &r);
    return (int64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000 + r.ru_utime.tv_usec + r.ru_stime.tv_usec;
}

static void listen_on(struct storm *st, struct storm_member *m)
{
    struct err e;
    struct listener l = {.st = st, .m = m, .store = storm_open(st, m)};
    store_wake_fd(l.store); /* begins to watch */
    must(&l, store_feed_since(l.store, 0, take_in, &l, &e), &e);
    read_feed(&l, true);
    m->seen = l.seq;
    tell_and_ask(&l);
    m->ready = true;
    while (!st->go) { /* while the others come, each writes a row for its reviewer */
        if (is_told(&l, 10))
            store_wake_clear(l.store);
        read_feed(&l, true);
    }
    m->by_timer = m->early = m->latencies = 0;
    int64_t spent = cpu_us();
    while (!st->stop) {
        bool woken = is_told(&l, TICK_MS);
        if (woken)
            store_wake_clear(l.store);
        read_feed(&l, woken);
        tell_and_ask(&l);
        m->cpu_us = cpu_us() - spent;
    }
    store_close(&l.store);
}

/* ---- the one who writes ---- */

static void write_with_pauses(struct storm *st, struct storm_member *m)
{
    struct err e;
    unsigned seed = 1;
    struct store *s = storm_open(st, m);
    int64_t head;
    if (store_feed_head(s, &head, &e) != ERR_OK)
        _exit(3);
    m->seen = head;
    st->first = head + 1;
    m->ready = true;
    while (!st->go)
        usleep(1000);
    for (int64_t i = 0; i < st->round; i++) {
        if (st->pause_us > 0)
            usleep((useconds_t)(rand_r(&seed) % st->pause_us));
        st->sent_us[i] = storm_now_us();
        if (!storm_tag(st, m, s))
            break;
        m->seen++;
    }
    store_close(&s);
}

/* Until all that listen have read the last change, or ten seconds long. */
static int64_t wait_for_all(const struct storm *st, int sessions)
{
    int64_t end = storm_now_us() + 10000000, behind = 1, last = st->member[sessions].seen;
    while (behind > 0 && storm_now_us() < end) {
        behind = 0;
        for (int i = 0; i < sessions; i++)
            behind += st->member[i].seen < last;
        usleep(1000);
    }
    return behind;
}

static int by_size(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void sum_latencies(struct storm *st, int sessions, struct storm_idle *out)
{
    size_t n = 0;
    for (int i = 0; i < sessions; i++)
        n += (size_t)st->member[i].latencies;
    int32_t *all = calloc(n + 1, sizeof *all);
    n = 0;
    for (int i = 0; all && i < sessions; i++)
        for (int64_t k = 0; k < st->member[i].latencies; k++)
            all[n++] = st->member[i].latency_us[k];
    if (all && n > 0) {
        qsort(all, n, sizeof *all, by_size);
        size_t p50 = n / 2, p99 = n * 99 / 100;
        out->p50_ms = all[p50] / 1000.0;
        out->p99_ms = all[p99] / 1000.0;
        out->most_ms = all[n - 1] / 1000.0;
    }
    free(all);
}

static void sum_listeners(struct storm *st, int sessions, struct storm_idle *out)
{
    for (int i = 0; i <= sessions; i++) {
        const struct storm_member *m = &st->member[i];
        out->refused += m->refused;
        out->by_timer += m->by_timer;
        out->early += m->early;
        out->cpu += (double)m->cpu_us / 1e6 / out->seconds;
        if (m->message[0])
            memcpy(out->message, m->message, sizeof out->message);
    }
    sum_latencies(st, sessions, out);
}

void storm_listen(struct storm *st, int sessions, int commits, int pause_us, double seconds, struct storm_idle *out)
{
    *out = (struct storm_idle){.sessions = sessions};
    st->round = commits;
    st->pause_us = pause_us;
    for (int i = 0; i < sessions; i++)
        storm_start(st, i, listen_on);
    if (commits > 0)
        storm_start(st, sessions, write_with_pauses);
    usleep(20000); /* so that all have read what those who came last wrote, or it counts as a change that came late */
    st->go = true;
    int64_t from = storm_now_us(), end = from + (int64_t)(seconds * 1e6);
    while (commits > 0 ? st->member[sessions].acked < commits && !st->member[sessions].refused : storm_now_us() < end) {
        storm_look_at_wal(st, &out->most_wal);
        usleep(commits > 0 ? 1000 : 20000);
    }
    out->missed = commits > 0 ? wait_for_all(st, sessions) : 0;
    out->seconds = (double)(storm_now_us() - from) / 1e6;
    out->commits = st->member[sessions].acked;
    storm_end(st, 0, commits > 0 ? sessions + 1 : sessions);
    sum_listeners(st, sessions, out);
}
