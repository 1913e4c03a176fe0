#include "tests/bench/bench_child.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 5

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(const char *const argv[])
{
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
        _exit(126);
    setenv("LC_ALL", "C.UTF-8", 1);
    union {
        const char *const *in;
        char *const *out; /* execvp does not write through it */
    } args = {.in = argv};
    execvp(argv[0], args.out);
    _exit(127);
}

/* KiB of the program at its most so far; 0 while it is not yet the program, or no longer. What the parent held when it
 * forked would stand in ru_maxrss. */
static double most_kib(pid_t pid)
{
    char path[64], line[256];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtod(line + 6, NULL);
    if (f)
        fclose(f);
    return kib;
}

/* Look at it until it ends. */
static bool wait_for_end(pid_t pid, double *kib, int *status, struct rusage *use)
{
    pid_t ended;
    *kib = 0;
    while ((ended = wait4(pid, status, WNOHANG, use)) == 0) {
        double most = most_kib(pid);
        *kib = most > 0 ? most : *kib; /* it only grows, but for the exec */
        poll(NULL, 0, LOOK_MS);
    }
    return ended == pid;
}

bool bench_child_run(const char *const argv[], struct bench_child *out)
{
    double began = now();
    int status = 0;
    struct rusage use;
    pid_t pid = fork();
    if (pid == 0)
        run(argv);
    if (pid < 0 || !wait_for_end(pid, &out->kib, &status, &use))
        return false;
    out->seconds = now() - began;
    out->cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
               (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    fprintf(stderr, "bench: %s %s failed\n", argv[0], argv[1]);
    return false;
}
