#include "tests/ssh/relay.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_PIPES 16 /* two for each connection */
#define CHUNK 16384
#define MAX_CHUNKS 256

/* Shared between the test and the relay's process. */
struct shared {
    atomic_int delay_ms;
    atomic_bool frozen;
    atomic_ulong bytes[2]; /* from the client, from the server */
};

struct relay {
    struct shared *shared;
    int port;
    pid_t pid;
};

struct chunk {
    long long due; /* nanoseconds */
    size_t n;
    char bytes[CHUNK];
};

/* One direction of a connection: what was read and is not due yet. */
struct pipe {
    int from, to;
    int side; /* 0: from the client */
    struct chunk *first[MAX_CHUNKS];
    size_t count;
};

static long long now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int listen_anywhere(int *port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, n) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&a, &n) != 0)
        return -1;
    *port = ntohs(a.sin_port);
    return fd;
}

static int connect_to(int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static size_t add_connection(int listener, int port, struct pipe *pipes, size_t count)
{
    int one = 1, client = accept(listener, NULL, NULL), server = connect_to(port);
    if (client < 0 || server < 0 || count + 2 > MAX_PIPES)
        _exit(1);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    pipes[count] = (struct pipe){.from = client, .to = server, .side = 0};
    pipes[count + 1] = (struct pipe){.from = server, .to = client, .side = 1};
    return count + 2;
}

/* False at the end of what comes. */
static bool take_in(struct pipe *p, struct shared *shared)
{
    struct chunk *c = malloc(sizeof *c);
    if (!c)
        _exit(1);
    ssize_t n = recv(p->from, c->bytes, sizeof c->bytes, MSG_DONTWAIT);
    if (n <= 0) {
        free(c);
        return n < 0;
    }
    c->n = (size_t)n;
    c->due = now_ns() + shared->delay_ms * 1000000LL;
    shared->bytes[p->side] += (unsigned long)n;
    p->first[p->count++] = c;
    return true;
}

static void hand_on(struct pipe *p)
{
    while (p->count > 0 && p->first[0]->due <= now_ns()) {
        struct chunk *c = p->first[0];
        for (size_t done = 0; done < c->n;) {
            ssize_t n = send(p->to, c->bytes + done, c->n - done, MSG_NOSIGNAL);
            if (n <= 0)
                break; /* the reader went away; the other direction will tell */
            done += (size_t)n;
        }
        free(c);
        memmove(p->first, p->first + 1, --p->count * sizeof(struct chunk *));
    }
}

/* Both directions of the connection of pipe I, which has ended; what was under way is not delivered. */
static size_t drop_connection(struct pipe *pipes, size_t count, size_t i)
{
    i &= ~(size_t)1;
    for (size_t k = i; k < i + 2; k++)
        while (pipes[k].count > 0)
            free(pipes[k].first[--pipes[k].count]);
    close(pipes[i].from);
    close(pipes[i].to);
    memmove(pipes + i, pipes + i + 2, (count - i - 2) * sizeof *pipes);
    return count - 2;
}

/* Until something comes, or is due. */
static void wait_for_work(struct pollfd *fds, int listener, const struct pipe *pipes, size_t count,
                          const struct shared *shared)
{
    long long due = 0;
    fds[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (size_t i = 0; i < count; i++) {
        bool takes = pipes[i].count < MAX_CHUNKS && !(shared->frozen && pipes[i].side == 1);
        fds[i + 1] = (struct pollfd){.fd = takes ? pipes[i].from : -1, .events = POLLIN};
        if (pipes[i].count > 0 && (due == 0 || pipes[i].first[0]->due < due))
            due = pipes[i].first[0]->due;
    }
    long long left = due ? due - now_ns() : 0;
    left = left > 0 ? left : 0;
    struct timespec t = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    if (ppoll(fds, count + 1, due ? &t : NULL, NULL) < 0)
        _exit(1);
}

static _Noreturn void serve(int listener, int port, struct shared *shared)
{
    static struct pipe pipes[MAX_PIPES];
    struct pollfd fds[MAX_PIPES + 1];
    size_t count = 0;
    for (;;) {
        wait_for_work(fds, listener, pipes, count, shared);
        for (size_t i = 0; i < count; i++)
            hand_on(&pipes[i]);
        size_t ended = count;
        for (size_t i = 0; i < count; i++)
            if (fds[i + 1].revents && !take_in(&pipes[i], shared))
                ended = i;
        if (ended < count)
            count = drop_connection(pipes, count, ended);
        if (fds[0].revents)
            count = add_connection(listener, port, pipes, count);
    }
}

struct relay *relay_start(int port)
{
    struct relay *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->shared = mmap(NULL, sizeof *r->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int listener = listen_anywhere(&r->port);
    r->pid = r->shared != MAP_FAILED && listener >= 0 ? fork() : -1;
    if (r->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(listener, port, r->shared);
    }
    close(listener);
    if (r->pid > 0)
        return r;
    free(r);
    return NULL;
}

void relay_stop(struct relay *r)
{
    if (!r)
        return;
    kill(r->pid, SIGKILL);
    waitpid(r->pid, NULL, 0);
    munmap(r->shared, sizeof *r->shared);
    free(r);
}

int relay_port(const struct relay *r)
{
    return r->port;
}

void relay_delay(struct relay *r, int milliseconds)
{
    r->shared->delay_ms = milliseconds;
}

void relay_freeze(struct relay *r)
{
    r->shared->frozen = true;
}

unsigned long relay_from_server(const struct relay *r)
{
    return r->shared->bytes[1];
}

unsigned long relay_from_client(const struct relay *r)
{
    return r->shared->bytes[0];
}
