/* Many who write at full speed. */
#include "tests/bench/storm.h"

#include "base/mem.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- zhupi batch ---- */

#define LINES 200000 /* more than any gets done */

/* One zhupi batch: what it has answered. */
struct batch {
    pid_t pid;
    int fd;
    char rest[256]; /* the beginning of a line */
    size_t n_rest;
    int64_t last_us; /* of its last answer */
    char (*uuids)[UUID_SIZE];
    size_t n_uuids, cap_uuids;
};

static void write_lines(const char *path)
{
    FILE *f = fopen(path, "we");
    for (int i = 0; f && i < LINES; i++)
        fprintf(f, "annotate d %d %d cause \"note %d\"\n", i % 300, i % 300 + 1, i);
    if (!f || fclose(f) != 0)
        exit(1);
}

static void start_batch(const struct storm *st, const char *program, const char *lines, struct batch *b)
{
    int out[2];
    if (pipe2(out, O_CLOEXEC) != 0 || (b->pid = fork()) < 0)
        exit(1);
    if (b->pid == 0) {
        int in = open(lines, O_RDONLY | O_CLOEXEC);
        dup2(in, STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        execl(program, "zhupi", "batch", "--force", st->path, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    b->fd = out[0];
}

static void take_line(struct batch *b, struct storm_member *m, char *line)
{
    char uuid[UUID_SIZE];
    if (sscanf(line, "ok %36[0-9a-f-]", uuid) == 1) {
        b->uuids = mem_grow(b->uuids, &b->cap_uuids, b->n_uuids + 1, sizeof *b->uuids);
        memcpy(b->uuids[b->n_uuids++], uuid, UUID_SIZE);
        m->acked++;
    } else {
        snprintf(m->message, sizeof m->message, "%.299s", line);
        m->refused++;
    }
}

/* Read what a batch has answered; the wait is the longest time between two answers. */
static bool read_answers(struct batch *b, struct storm_member *m)
{
    char *line = b->rest, *end;
    ssize_t n = read(b->fd, b->rest + b->n_rest, sizeof b->rest - 1 - b->n_rest);
    if (n <= 0)
        return false;
    b->rest[b->n_rest + (size_t)n] = '\0';
    int64_t now = storm_now_us();
    if (b->last_us > 0 && now - b->last_us > m->longest_us)
        m->longest_us = now - b->last_us;
    b->last_us = now;
    for (; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        take_line(b, m, line);
    }
    b->n_rest = strlen(line);
    memmove(b->rest, line, b->n_rest + 1);
    if (b->n_rest == sizeof b->rest - 1) /* no answer of ours is so long */
        b->n_rest = 0;
    return true;
}

static void listen_to(struct storm *st, struct batch *all, int n, double seconds, int64_t *most_wal)
{
    struct pollfd fds[STORM_SESSIONS];
    int64_t end = storm_now_us() + (int64_t)(seconds * 1e6);
    for (int i = 0; i < n; i++)
        fds[i] = (struct pollfd){.fd = all[i].fd, .events = POLLIN};
    while (storm_now_us() < end) {
        if (poll(fds, (nfds_t)n, 100) <= 0)
            continue;
        for (int i = 0; i < n; i++) {
            if (fds[i].revents && !read_answers(&all[i], &st->member[i]))
                fds[i].fd = -1;
        }
        storm_look_at_wal(st, most_wal);
    }
}

static int64_t count_lost(struct storm *st, struct batch *all, int n)
{
    int64_t lost = 0;
    struct store *s = storm_open(st, NULL);
    for (int i = 0; i < n; i++) {
        for (size_t k = 0; k < all[i].n_uuids; k++) {
            struct err e;
            struct annotation a = {0};
            lost += store_annotation_find(s, all[i].uuids[k], &a, &e) != ERR_OK;
            annotation_clear(&a);
        }
        free(all[i].uuids);
    }
    store_close(&s);
    return lost;
}

void storm_batch(struct storm *st, const char *program, int processes, double seconds, struct storm_writes *out)
{
    struct batch all[STORM_SESSIONS] = {0};
    char lines[500];
    snprintf(lines, sizeof lines, "%s.lines", st->path);
    write_lines(lines);
    *out = (struct storm_writes){0};
    for (int i = 0; i < processes; i++)
        start_batch(st, program, lines, &all[i]);
    listen_to(st, all, processes, seconds, &out->most_wal);
    for (int i = 0; i < processes; i++)
        kill(all[i].pid, SIGKILL);
    for (int i = 0; i < processes; i++) {
        while (read_answers(&all[i], &st->member[i]))
            continue;
        waitpid(all[i].pid, NULL, 0);
        close(all[i].fd);
    }
    unlink(lines);
    storm_sum(st, 0, processes, out);
    out->lost = count_lost(st, all, processes);
    out->findings = storm_findings(st);
}

/* ---- sessions ---- */

void storm_write_on(struct storm *st, struct storm_member *m)
{
    struct store *s = storm_open(st, m);
    m->ready = true;
    while (!st->go)
        usleep(1000);
    while (!st->stop && storm_tag(st, m, s))
        continue;
    store_close(&s);
}

void storm_writers(struct storm *st, int sessions, int frames, double seconds, struct storm_writes *out)
{
    *out = (struct storm_writes){0};
    st->frames = frames;
    for (int i = 0; i < sessions; i++)
        storm_start(st, i, storm_write_on);
    st->go = true;
    for (int64_t end = storm_now_us() + (int64_t)(seconds * 1e6); storm_now_us() < end; usleep(2000))
        storm_look_at_wal(st, &out->most_wal);
    storm_end(st, 0, sessions);
    storm_sum(st, 0, sessions, out);
    out->lost = storm_lost(st, 0, sessions);
    out->findings = storm_findings(st);
}
