#include "exchange/converter_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* To SOFT, which the program may raise to HARD; never above what holds for us. */
static bool limit_to(int what, size_t soft, size_t hard)
{
    struct rlimit now, r = {.rlim_cur = soft, .rlim_max = hard};
    if (getrlimit(what, &now) == 0 && now.rlim_max != RLIM_INFINITY && now.rlim_max < hard)
        r.rlim_max = now.rlim_max;
    if (r.rlim_cur > r.rlim_max)
        r.rlim_cur = r.rlim_max;
    return setrlimit(what, &r) == 0;
}

static bool limit(int what, size_t most)
{
    return limit_to(what, most, most);
}

/* At the hard limit of processor time it is killed and nobody says why, at the soft one SIGXCPU does (setrlimit(2)).
 * Memory last: this process itself may be larger already, and can get no more then. */
static bool set_limits(const struct limits *l)
{
    return limit(RLIMIT_CORE, 0) && limit_to(RLIMIT_CPU, (size_t)l->seconds, (size_t)l->seconds + 1) &&
           limit(RLIMIT_FSIZE, l->text) && limit(RLIMIT_NOFILE, 256) && limit(RLIMIT_AS, l->memory);
}

/* Put the descriptors where the program looks for them. First out of each other's way. */
static bool place_descriptors(const struct converter_child *c)
{
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int from[] = {null, c->out, c->err, c->file};
    for (int i = 0; i < 4; i++)
        if ((from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, 10)) < 0)
            return false;
    for (int i = 0; i < 4; i++)
        if (dup2(from[i], i) != i)
            return false;
    return true;
}

/* The shared file among them: a program that reads a hostile document has no business there. */
static void close_from(int first)
{
    if (syscall(SYS_close_range, first, ~0U, 0) == 0)
        return;
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = first; fd < (most > 0 && most < 65536 ? most : 65536); fd++)
        close(fd);
}

static void reset_signals(const sigset_t *mask)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int s = 1; s < NSIG; s++)
        sigaction(s, &standard, NULL); /* fails for those that cannot be changed */
    sigprocmask(SIG_SETMASK, mask, NULL);
}

static _Noreturn void fail(int number)
{
    dprintf(STDERR_FILENO, "%s\n", strerror(number));
    _exit(127);
}

_Noreturn void converter_child(const struct converter_child *c)
{
    /* Ends with the import, however that ends. */
    if (setsid() < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != c->parent)
        _exit(127);
    if (!place_descriptors(c))
        _exit(127);
    close_from(CONVERTER_FILE_FD + 1);
    int rc = chdir("/") == 0 ? converter_wall() : -errno;
    if (rc != 0)
        fail(-rc);
    reset_signals(&c->mask);
    if (!set_limits(c->limits))
        fail(errno);
    execve(c->program, c->argv, c->envp);
    fail(errno);
}

_Noreturn void converter_watcher(pid_t parent, pid_t group)
{
    sigset_t all, end;
    sigfillset(&all);
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_SETMASK, &all, NULL);
    setsid(); /* out of the group that an impatient user kills whole */
    close_from(0);
    if (prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) == 0 && getppid() == parent)
        while (sigwaitinfo(&end, NULL) < 0 && errno == EINTR)
            ;
    if (getppid() != parent)
        kill(-group, SIGKILL);
    _exit(0);
}
