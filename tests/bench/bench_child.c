#include "tests/bench/bench_child.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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

bool bench_child_run(const char *const argv[], struct bench_child *out)
{
    double began = now();
    int status = 0;
    struct rusage use;
    pid_t pid = fork();
    if (pid == 0)
        run(argv);
    if (pid < 0 || wait4(pid, &status, 0, &use) != pid)
        return false;
    out->seconds = now() - began;
    out->cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
               (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    out->kib = (double)use.ru_maxrss;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    fprintf(stderr, "bench: %s %s failed\n", argv[0], argv[1]);
    return false;
}
