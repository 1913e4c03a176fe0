#include "exchange/filter_child.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What reaches the network, another process or a terminal, leaves the group that is killed in the end, or opens a part
 * of the kernel that has nothing to do with reading a document. */
static const int denied[] = {
    /* the network */
    SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
    SCMP_SYS(socketcall), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
    /* other processes */
    SCMP_SYS(setsid), SCMP_SYS(setpgid), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal),
    /* somewhere else */
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root), SCMP_SYS(mount), SCMP_SYS(umount2),
    /* the kernel */
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(add_key), SCMP_SYS(request_key),
    SCMP_SYS(keyctl), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(kexec_load), SCMP_SYS(personality)};

/* 0, or a negative errno. It has no new privileges afterwards: libseccomp's default. */
static int filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return -ENOMEM;
    int rc = 0;
    for (size_t i = 0; i < sizeof denied / sizeof *denied && rc == 0; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
    if (rc == 0) /* it types into the terminal of whoever imports (ioctl_tty(2)) */
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                              SCMP_A1_64(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFU, TIOCSTI));
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc;
}

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
static bool place_descriptors(const struct filter_child *c)
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
static void close_rest(void)
{
    if (syscall(SYS_close_range, FILTER_FILE_FD + 1, ~0U, 0) == 0)
        return;
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = FILTER_FILE_FD + 1; fd < (most > 0 && most < 65536 ? most : 65536); fd++)
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

_Noreturn void filter_child(const struct filter_child *c)
{
    /* Ends with the import, however that ends. */
    if (setsid() < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != c->parent)
        _exit(127);
    if (!place_descriptors(c))
        _exit(127);
    close_rest();
    int rc = chdir("/") == 0 ? filter_calls() : -errno;
    if (rc != 0)
        fail(-rc);
    reset_signals(&c->mask);
    if (!set_limits(c->limits))
        fail(errno);
    execve(c->program, c->argv, c->envp);
    fail(errno);
}
