#include "tests/bench/bench_peer.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#define DEADLINE_MS 120000.0
#define LOOK_MS 1      /* between two looks whether it waits */
#define QUIET_LOOKS 3  /* as many must find it asleep with no processor time used in between */
#define SILENT_MS 30.0 /* where a key shows nothing, nothing came for so long */
#define QUERY_BYTES 16 /* the longest question that is looked for, and a bit more */

struct bench_peer {
    int master, slave; /* the slave stays open here, so that what is unread can be asked for */
    int schedstat, stat, syscall;
    pid_t pid;
    bool ended;
    char *name;
    double bytes, heard; /* received so far; when the last of them came */
    char tail[QUERY_BYTES];
    size_t tail_bytes;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- what the kernel tells ---- */

static int open_proc(pid_t pid, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static const char *read_proc(int fd, char buf[256])
{
    ssize_t n = pread(fd, buf, 255, 0);
    buf[n > 0 ? n : 0] = '\0';
    return buf;
}

static double cpu_ms(const struct bench_peer *p)
{
    char buf[256];
    return (double)strtoll(read_proc(p->schedstat, buf), NULL, 10) / 1e6;
}

/* The system calls in which a program waits for a key. */
static bool is_wait(long call)
{
    static const long waits[] = {SYS_read, SYS_ppoll,  SYS_pselect6,  SYS_epoll_pwait,
#ifdef SYS_poll
                                 SYS_poll, SYS_select, SYS_epoll_wait
#endif
    };
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
        if (waits[i] == call)
            return true;
    return false;
}

static bool waits_for_keys(const struct bench_peer *p)
{
    char buf[256], *end;
    int unread = 0;
    if (ioctl(p->slave, FIONREAD, &unread) != 0 || unread != 0)
        return false;
    const char *state = strrchr(read_proc(p->stat, buf), ')'); /* behind the name, which may hold anything */
    if (!state || strncmp(state, ") S", 3) != 0)
        return false;
    long call = strtol(read_proc(p->syscall, buf), &end, 10);
    return end == buf || is_wait(call); /* a kernel that does not tell which: asleep is all there is to know */
}

/* ---- the terminal ---- */

static void send_bytes(const struct bench_peer *p, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(p->master, bytes, n);
        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        } else if (errno == EAGAIN) {
            poll(&(struct pollfd){.fd = p->master, .events = POLLOUT}, 1, LOOK_MS);
        } else if (errno != EINTR) {
            return;
        }
    }
}

/* Where the cursor is, behind one character of one cell at the start of the screen; and what the terminal is: a VT220.
 * A question that stands over two reads is found in the tail of the first. */
static void answer(struct bench_peer *p, const char *bytes, size_t n)
{
    static const struct {
        const char *question, *answer;
    } known[] = {{"\033[6n", "\033[1;2R"}, {"\033[c", "\033[?62;1c"}, {"\033[>c", "\033[>1;10;0c"}};
    char *all = mem_alloc(p->tail_bytes + n, 1);
    memcpy(all, p->tail, p->tail_bytes);
    memcpy(all + p->tail_bytes, bytes, n);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t length = strlen(known[i].question), before = p->tail_bytes;
        for (size_t at = before >= length ? before - length + 1 : 0; at + length <= before + n; at++)
            if (memcmp(all + at, known[i].question, length) == 0)
                send_bytes(p, known[i].answer, strlen(known[i].answer));
    }
    size_t keep = p->tail_bytes + n < sizeof p->tail ? p->tail_bytes + n : sizeof p->tail;
    memcpy(p->tail, all + p->tail_bytes + n - keep, keep);
    p->tail_bytes = keep;
    free(all);
}

/* False where nothing came within MILLISECONDS, or the program is gone. */
static bool take(struct bench_peer *p, int milliseconds)
{
    char buf[65536];
    if (poll(&(struct pollfd){.fd = p->master, .events = POLLIN}, 1, milliseconds) <= 0)
        return false;
    ssize_t n = read(p->master, buf, sizeof buf);
    if (n <= 0)
        return false;
    p->heard = now_ms();
    p->bytes += (double)n;
    answer(p, buf, (size_t)n);
    return true;
}

static bool has_ended(struct bench_peer *p)
{
    if (!p->ended && waitpid(p->pid, NULL, WNOHANG) == p->pid)
        p->ended = true;
    return p->ended;
}

/* Until the answer is complete to what was written at FROM, when BYTES had come and CPU was used. */
static bool wait_for_answer(struct bench_peer *p, double from, double bytes, double cpu)
{
    double last = -1;
    for (int quiet = 0; quiet < QUIET_LOOKS;) {
        double used = take(p, LOOK_MS) || !waits_for_keys(p) ? -1 : cpu_ms(p);
        bool answered = p->bytes > bytes || (used > cpu && now_ms() - from > SILENT_MS);
        quiet = used >= 0 && used == last && answered ? quiet + 1 : 0;
        last = used;
        if (quiet == 0 && (has_ended(p) || now_ms() - from > DEADLINE_MS)) {
            fprintf(stderr, "bench: %s %s\n", p->name, p->ended ? "ended" : "does not answer");
            return false;
        }
    }
    return true;
}

static void tell(const struct bench_peer *p, double from, double bytes, double cpu, struct bench_cost *out)
{
    if (!out)
        return;
    double heard = p->bytes > bytes ? p->heard : now_ms();
    *out = (struct bench_cost){.ms = heard - from, .cpu_ms = cpu_ms(p) - cpu, .bytes = p->bytes - bytes};
}

bool bench_peer_press(struct bench_peer *p, const char *keys, struct bench_cost *cost)
{
    double cpu = cpu_ms(p), bytes = p->bytes, from = now_ms();
    send_bytes(p, keys, strlen(keys));
    if (!wait_for_answer(p, from, bytes, cpu))
        return false;
    tell(p, from, bytes, cpu, cost);
    return true;
}

bool bench_peer_type(struct bench_peer *p, const char *line)
{
    char key[64];
    for (const char *at = line; at && *at;) {
        size_t n = strcspn(at, " ");
        snprintf(key, sizeof key, "%.*s", (int)n, at);
        if (!bench_peer_press(p, key, NULL))
            return false;
        at += n + strspn(at + n, " ");
    }
    return true;
}

bool bench_peer_resize(struct bench_peer *p, int rows, int columns, struct bench_cost *cost)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    double cpu = cpu_ms(p), bytes = p->bytes, from = now_ms();
    if (ioctl(p->slave, TIOCSWINSZ, &size) != 0 || !wait_for_answer(p, from, bytes, cpu))
        return false;
    tell(p, from, bytes, cpu, cost);
    return true;
}

/* ---- its life ---- */

static void set_environment(void)
{
    static const char *const unset[] = {"LESS", "LESSOPEN", "LESSCLOSE", "LINES", "COLUMNS", "NO_COLOR", "LANGUAGE"};
    for (size_t i = 0; i < sizeof unset / sizeof *unset; i++)
        unsetenv(unset[i]);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("LESSCHARSET", "utf-8", 1);
    setenv("LESSHISTFILE", "-", 1);
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
}

/* In the child, which waits at GO until the clock runs. */
static void run(const struct bench_peer *p, const char *const argv[], int go)
{
    char c;
    if (login_tty(p->slave) != 0 || read(go, &c, 1) != 1)
        _exit(126);
    union {
        const char *const *in;
        char *const *out; /* execvp does not write through it */
    } args = {.in = argv};
    execvp(argv[0], args.out);
    _exit(127);
}

static bool start(struct bench_peer *p, const char *const argv[], int *go)
{
    struct winsize size = {.ws_row = BENCH_ROWS, .ws_col = BENCH_COLUMNS};
    int ends[2];
    if (openpty(&p->master, &p->slave, NULL, NULL, &size) != 0 || pipe2(ends, O_CLOEXEC) != 0)
        return false;
    fcntl(p->master, F_SETFD, FD_CLOEXEC);
    fcntl(p->master, F_SETFL, O_NONBLOCK);
    p->pid = fork();
    if (p->pid == 0) {
        set_environment();
        run(p, argv, ends[0]);
    }
    fcntl(p->slave, F_SETFD, FD_CLOEXEC);
    close(ends[0]);
    *go = ends[1];
    if (p->pid < 0)
        return false;
    p->schedstat = open_proc(p->pid, "schedstat");
    p->stat = open_proc(p->pid, "stat");
    p->syscall = open_proc(p->pid, "syscall");
    return p->schedstat >= 0 && p->stat >= 0;
}

/* Asleep at the pipe, so that its processor time before the exec is known. */
static bool wait_for_child(struct bench_peer *p)
{
    double until = now_ms() + DEADLINE_MS;
    double last = -1;
    for (int quiet = 0; quiet < QUIET_LOOKS; poll(NULL, 0, LOOK_MS)) {
        double used = waits_for_keys(p) ? cpu_ms(p) : -1;
        quiet = used > 0 && used == last ? quiet + 1 : 0;
        last = used;
        if (has_ended(p) || now_ms() > until)
            return false;
    }
    return true;
}

struct bench_peer *bench_peer_start(const char *const argv[], struct bench_cost *cost)
{
    struct bench_peer *p = MEM_NEW(struct bench_peer);
    *p = (struct bench_peer){.master = -1, .slave = -1, .schedstat = -1, .stat = -1, .syscall = -1};
    p->name = mem_dup(argv[0]);
    int go = -1;
    if (!start(p, argv, &go) || !wait_for_child(p)) {
        fprintf(stderr, "bench: %s cannot be started\n", argv[0]);
    } else {
        double cpu = cpu_ms(p), from = now_ms();
        bool ok = write(go, "", 1) == 1 && wait_for_answer(p, from, 0, cpu);
        close(go);
        if (ok) {
            tell(p, from, 0, cpu, cost);
            return p;
        }
    }
    bench_peer_end(p, "");
    return NULL;
}

void bench_peer_end(struct bench_peer *p, const char *keys)
{
    if (!p)
        return;
    double until = now_ms() + 10000;
    if (p->pid > 0 && !has_ended(p))
        send_bytes(p, keys, strlen(keys));
    while (p->pid > 0 && *keys && !has_ended(p) && now_ms() < until)
        take(p, LOOK_MS);
    if (p->pid > 0 && !has_ended(p)) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
    }
    const int fds[] = {p->master, p->slave, p->schedstat, p->stat, p->syscall};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    free(p->name);
    free(p);
}

/* 1 where LINE begins with WORD. */
static int number_behind(const char *word, const char *line, double *out)
{
    size_t n = strlen(word);
    if (strncmp(line, word, n) != 0)
        return 0;
    *out = strtod(line + n, NULL);
    return 1;
}

bool bench_peer_memory(const struct bench_peer *p, double *resident, double *anonymous)
{
    char path[64], line[256];
    int found = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)p->pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f)) {
        found += number_behind("Rss:", line, resident) + number_behind("Anonymous:", line, anonymous);
    }
    if (f)
        fclose(f);
    return found == 2;
}

bool bench_peer_installed(const char *name)
{
    char command[256];
    snprintf(command, sizeof command, "command -v '%s' >/dev/null 2>&1", name);
    return system(command) == 0;
}
