#include "tests/unit.h"

#include "tests/bench/live.h"

#include "tests/bench/gauge.h"
#include "tests/bench/sample.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define READERS 10
#define CHANGES 200
#define PAUSE_MS 40 /* between two changes, at least: people are no faster */
#define IDLERS 50
#define IDLE_SECONDS 10
#define DOCUMENT_BYTES 30000

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *what, int64_t us[CHANGES])
{
    qsort(us, CHANGES, sizeof *us, by_size);
    const int64_t half = us[CHANGES / 2], most = us[CHANGES * 99 / 100], longest = us[CHANGES - 1];
    printf("%-34s %10.2f %10.2f %10.2f\n", what, (double)half / 1000, (double)most / 1000, (double)longest / 1000);
}

/* ---- nothing but the wake-up: a process that writes the time of each into a pipe ---- */

struct watcher {
    pid_t pid;
    int times;
};

static void watch(const struct fixture *f, int out)
{
    struct store *s = fixture_open(f, "watcher");
    struct err e;
    bool moved;
    int64_t at = 0;
    struct pollfd p = {.fd = store_wake_fd(s), .events = POLLIN};
    store_feed_moved(s, &moved, &e);
    while (write(out, &at, sizeof at) == (ssize_t)sizeof at && poll(&p, 1, -1) == 1) {
        at = now_us();
        store_wake_clear(s);
        store_feed_moved(s, &moved, &e);
    }
    _exit(0);
}

static bool next_time(const struct watcher *w, int64_t *at)
{
    return read(w->times, at, sizeof *at) == (ssize_t)sizeof *at;
}

/* What woke it before: places that sessions saved, and whatever else is not measured. */
static void forget_times(const struct watcher *w)
{
    int64_t at;
    while (poll(&(struct pollfd){.fd = w->times, .events = POLLIN}, 1, 0) == 1)
        if (!next_time(w, &at))
            return;
}

/* Forked before this process opens the file. */
static bool watch_start(const struct fixture *f, struct watcher *w)
{
    int ends[2];
    int64_t ready;
    if (pipe(ends) != 0)
        return false;
    w->pid = fork();
    if (w->pid == 0)
        watch(f, ends[1]);
    close(ends[1]);
    w->times = ends[0];
    return w->pid > 0 && next_time(w, &ready);
}

static void watch_end(const struct watcher *w)
{
    kill(w->pid, SIGKILL);
    waitpid(w->pid, NULL, 0);
    close(w->times);
}

/* ---- sessions ---- */

static void end_all(struct pty *p[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        pty_free(p[i]);
}

static bool start_all(const struct fixture *f, const char *program, struct pty *p[], size_t n)
{
    const char *const argv[] = {program, "review", f->path, "live", NULL};
    const char *const env[] = {"LC_ALL=C.UTF-8", "XDG_CONFIG_HOME=/nonexistent", NULL};
    for (size_t i = 0; i < n; i++) {
        p[i] = pty_start(argv, env, 24, 80);
        if (!p[i] || !pty_wait(p[i], " help")) {
            end_all(p, i + 1);
            return false;
        }
    }
    return true;
}

/* ---- how long a change takes ---- */

/* One change, with its number in a note; each time another session is the first that is looked at. */
static bool change(struct store *s, int64_t annotation, int number, struct pty *p[READERS], int64_t *shown,
                   int64_t *made)
{
    char note[32];
    struct annotation a;
    struct err e;
    snprintf(note, sizeof note, "note %d.", number);
    if (store_annotation_get(s, annotation, &a, &e) || store_note(s, annotation, a.revision, note, &e)) {
        fprintf(stderr, "bench: %s\n", e.msg);
        return false;
    }
    annotation_clear(&a);
    *made = now_us();
    for (int i = 0; i < READERS; i++) {
        if (!pty_wait(p[(number + i) % READERS], note))
            return false;
        if (i == 0)
            *shown = now_us() - *made;
    }
    return true;
}

static bool measure_changes(struct store *s, int64_t annotation, const struct watcher *w, struct pty *p[READERS])
{
    int64_t shown[CHANGES], woken[CHANGES], made, at;
    for (int i = 0; i < CHANGES; i++) {
        poll(NULL, 0, PAUSE_MS + i % PAUSE_MS);
        forget_times(w);
        if (!change(s, annotation, i, p, &shown[i], &made) || !next_time(w, &at))
            return false;
        woken[i] = at > made ? at - made : 0;
    }
    printf("\n%-34s %10s %10s %10s\n", "ms behind a commit, 10 sessions", "p50", "p99", "longest");
    print_times("on another's screen", shown);
    print_times("the wake-up alone", woken);
    return true;
}

/* ---- what it costs to wait ---- */

/* N sessions that nobody types in, while somebody tags in another document. */
static bool measure_idle(struct store *s, int64_t other, struct pty *p[IDLERS])
{
    int64_t cpu = 0, from;
    size_t bytes = 0;
    struct err e;
    poll(NULL, 0, 3000); /* until everybody has seen the last who came */
    for (int i = 0; i < IDLERS; i++) {
        pty_drain(p[i]);
        cpu -= gauge_cpu(p[i]);
        bytes -= pty_bytes(p[i]);
    }
    from = now_us();
    for (int i = 0; i < IDLE_SECONDS; i++) {
        if (store_annotate(s, other, i, i + 5, TAG_CAUSE, NULL, NULL, &e))
            return false;
        poll(NULL, 0, 1000);
    }
    int64_t took = now_us() - from;
    for (int i = 0; i < IDLERS; i++)
        cpu += gauge_cpu(p[i]);
    for (int i = 0; i < IDLERS; i++) {
        pty_drain(p[i]);
        bytes += pty_bytes(p[i]);
    }
    printf("\n%-34s %9.2f%% %10zu\n", "50 idle sessions: of a core, bytes", (double)cpu / 10 / (double)took, bytes);
    return true;
}

bool live_print(const struct fixture *f, const char *program)
{
    struct watcher w;
    struct pty *p[IDLERS];
    struct annotation made;
    struct err e;
    if (!watch_start(f, &w))
        return false;
    struct store *s = fixture_open(f, "writer");
    int64_t document = sample_document(s, "live", DOCUMENT_BYTES, false);
    int64_t other = sample_document(s, "elsewhere", DOCUMENT_BYTES / 3, false);
    bool ok = store_annotate(s, document, 0, 5, TAG_CAUSE, "", &made, &e) == ERR_OK;
    fprintf(stderr, "bench: %d sessions\n", READERS);
    if (ok && (ok = start_all(f, program, p, READERS))) {
        ok = measure_changes(s, made.id, &w, p);
        end_all(p, READERS);
    }
    fprintf(stderr, "bench: %d idle sessions\n", IDLERS);
    if (ok && (ok = start_all(f, program, p, IDLERS))) {
        ok = measure_idle(s, other, p);
        end_all(p, IDLERS);
    }
    watch_end(&w);
    store_close(&s);
    return ok;
}
