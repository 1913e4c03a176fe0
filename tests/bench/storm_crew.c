/* The processes of a storm and the memory that they share. */
#include "tests/bench/storm.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LENGTH 400 /* of the document, code points */

_Noreturn void storm_give_up(const char *what, const char *why)
{
    fprintf(stderr, "storm: %s: %s\n", what, why);
    exit(1);
}

int64_t storm_now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct storm *storm_new(const char *path)
{
    int flags = MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE;
    struct storm *st = mmap(NULL, sizeof *st, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (st == MAP_FAILED)
        storm_give_up("memory", strerror(ENOMEM));
    snprintf(st->path, sizeof st->path, "%s", path);
    char text[LENGTH + 1];
    memset(text, 'x', LENGTH);
    text[LENGTH] = '\0';
    struct store *s = storm_open(st, NULL);
    struct err e;
    struct document_new d = {
        .name = "d", .encoding = "UTF-8", .source = text, .source_bytes = LENGTH, .text = text, .text_bytes = LENGTH};
    if (store_document_add(s, &d, &st->document, &e) != ERR_OK && e.code != ERR_EXISTS)
        storm_give_up("document", e.msg);
    store_close(&s);
    return st;
}

void storm_free(struct storm *st)
{
    munmap(st, sizeof *st);
}

void storm_start(struct storm *st, int i, storm_fn *fn)
{
    struct storm_member *m = &st->member[i];
    m->ready = false;
    pid_t pid = fork();
    if (pid < 0)
        storm_give_up("fork", strerror(errno));
    if (pid == 0) {
        fn(st, m);
        _exit(0);
    }
    m->pid = pid; /* here only: both share the memory */
    while (!m->ready && waitpid(m->pid, NULL, WNOHANG) == 0)
        usleep(200);
    if (!m->ready)
        storm_give_up("a session did not start", m->message);
}

void storm_await(struct storm_member *m)
{
    int status;
    if (waitpid(m->pid, &status, 0) == m->pid && status != 0 && !(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL))
        m->refused++;
}

void storm_end(struct storm *st, int from, int to)
{
    st->stop = true;
    for (int i = from; i < to; i++)
        storm_await(&st->member[i]);
    st->stop = false;
}

struct store *storm_open(struct storm *st, struct storm_member *m)
{
    char name[40];
    struct store *s;
    struct err e;
    snprintf(name, sizeof name, "reviewer %d", m ? (int)(m - st->member) : -1);
    if (store_open(st->path, &(struct store_opts){.as_name = name, .checkpoint_frames = st->frames}, &s, &e) == ERR_OK)
        return s;
    if (!m)
        storm_give_up("open", e.msg);
    snprintf(m->message, sizeof m->message, "open: %.290s", e.msg);
    _exit(3);
}

bool storm_tag(struct storm *st, struct storm_member *m, struct store *s)
{
    struct err e;
    struct annotation a;
    int64_t from = storm_now_us(), start = m->acked % (LENGTH - 1);
    if (store_annotate(s, st->document, start, start + 1, TAG_CAUSE, "", &a, &e) != ERR_OK) {
        snprintf(m->message, sizeof m->message, "%.299s", e.msg);
        m->refused++;
        return false;
    }
    int64_t took = storm_now_us() - from;
    if (took > m->longest_us)
        m->longest_us = took;
    m->ids[m->acked] = a.id;
    m->acked++;
    annotation_clear(&a);
    return m->acked < STORM_TAGS;
}

/* ---- what came of it ---- */

static bool print_finding(void *ctx, const char *line)
{
    (void)ctx;
    fprintf(stderr, "storm: %s\n", line);
    return true;
}

void storm_sum(const struct storm *st, int from, int to, struct storm_writes *out)
{
    double sum = 0, squares = 0, least = 1e18;
    for (int i = from; i < to; i++) {
        const struct storm_member *m = &st->member[i];
        double n = (double)m->acked, ms = (double)m->longest_us / 1000;
        sum += n;
        squares += n * n;
        least = n < least ? n : least;
        out->acked += m->acked;
        out->refused += m->refused;
        out->longest_ms = ms > out->longest_ms ? ms : out->longest_ms;
        if (m->message[0])
            memcpy(out->message, m->message, sizeof out->message);
    }
    out->sessions = to - from;
    out->fairness = squares > 0 ? sum * sum / (out->sessions * squares) : 0;
    out->least = sum > 0 ? least / (sum / out->sessions) : 0;
}

int64_t storm_lost(struct storm *st, int from, int to)
{
    int64_t lost = 0;
    struct store *s = storm_open(st, NULL);
    for (int i = from; i < to; i++) {
        struct storm_member *m = &st->member[i];
        for (; m->looked < m->acked; m->looked++) {
            struct err e;
            struct annotation a = {0};
            lost += store_annotation_get(s, m->ids[m->looked], &a, &e) != ERR_OK;
            annotation_clear(&a);
        }
    }
    store_close(&s);
    return lost;
}

int64_t storm_findings(struct storm *st)
{
    struct err e;
    size_t findings = 0;
    struct store *s = storm_open(st, NULL);
    if (store_check(s, print_finding, NULL, &findings, &e) != ERR_OK)
        storm_give_up("check", e.msg);
    store_close(&s);
    return (int64_t)findings;
}

void storm_look_at_wal(const struct storm *st, int64_t *most)
{
    char path[500];
    struct stat s;
    snprintf(path, sizeof path, "%s-wal", st->path);
    if (stat(path, &s) == 0 && s.st_size > *most)
        *most = s.st_size;
}
