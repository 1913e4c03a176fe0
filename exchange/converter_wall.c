/* The walls around a converter that the kernel keeps. */
#include "exchange/converter_child.h"

#include "base/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/landlock.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Calls of newer kernels, of one number on all machines, that the headers of libseccomp 2.5 may lack. */
enum { FCHMODAT2 = 452, SETXATTRAT = 463, REMOVEXATTRAT = 466, FILE_SETATTR = 469 };

/* What reaches the network, another process or a terminal, leaves the group that is killed in the end, changes what
 * Landlock leaves to be changed of a file, or opens a part of the kernel that has nothing to do with reading one. */
static const int denied[] = {
    /* the network */
    SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
    SCMP_SYS(socketcall), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
    /* other processes */
    SCMP_SYS(setsid), SCMP_SYS(setpgid), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(kcmp), SCMP_SYS(migrate_pages), SCMP_SYS(move_pages), SCMP_SYS(shmget),
    SCMP_SYS(shmat), SCMP_SYS(shmctl), SCMP_SYS(semget), SCMP_SYS(semctl), SCMP_SYS(semop), SCMP_SYS(semtimedop),
    SCMP_SYS(msgget), SCMP_SYS(msgsnd), SCMP_SYS(msgrcv), SCMP_SYS(msgctl), SCMP_SYS(ipc), SCMP_SYS(mq_open),
    SCMP_SYS(mq_unlink),
    /* files: who may use them, since when they are what they are, and locks that would keep the others waiting */
    SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat), FCHMODAT2, SCMP_SYS(chown), SCMP_SYS(fchown),
    SCMP_SYS(lchown), SCMP_SYS(fchownat), SCMP_SYS(setxattr), SCMP_SYS(lsetxattr), SCMP_SYS(fsetxattr), SETXATTRAT,
    SCMP_SYS(removexattr), SCMP_SYS(lremovexattr), SCMP_SYS(fremovexattr), REMOVEXATTRAT, FILE_SETATTR, SCMP_SYS(utime),
    SCMP_SYS(utimes), SCMP_SYS(futimesat), SCMP_SYS(utimensat), SCMP_SYS(truncate), SCMP_SYS(flock),
    /* somewhere else */
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(open_by_handle_at),
    /* the kernel */
    SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(add_key), SCMP_SYS(request_key),
    SCMP_SYS(keyctl), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(kexec_load), SCMP_SYS(personality)};

/* What a process may do to itself only, which its number is 0 for. */
static const int denied_on_others[] = {SCMP_SYS(prlimit64), SCMP_SYS(sched_setaffinity), SCMP_SYS(sched_setscheduler),
                                       SCMP_SYS(sched_setparam), SCMP_SYS(sched_setattr)};

/* Requests that type into the terminal of whoever imports (ioctl_tty(2)), send signals (as fcntl's F_SETOWN), or change
 * a file's attributes though it was opened for reading. */
static const unsigned denied_requests[] = {TIOCSTI,   TIOCLINUX,       FIOSETOWN,
                                           SIOCSPGRP, FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR};

/* A file that is ready sends a signal, any, to any process; a lock for reading keeps those who write out. */
static const unsigned denied_controls[] = {F_SETOWN, F_SETOWN_EX, F_SETSIG,    F_SETLK,
                                           F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW};

/* The kernel looks at 32 bits of these. */
static int deny_words(scmp_filter_ctx converter, int call, const unsigned *words, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        rc = seccomp_rule_add(converter, SCMP_ACT_ERRNO(EPERM), call, 1,
                              SCMP_A1_64(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFU, words[i]));
    return rc;
}

/* A program may end itself with a signal; that it keeps its number makes it the only one who may. The limits of others,
 * their priorities, what they get to know of the end of their parent, and name spaces of its own are not its business.
 * A name space can also be asked for with clone3, which hides it from here: the C library does without that call. */
static int deny_with_arguments(scmp_filter_ctx converter)
{
    const uint32_t no = SCMP_ACT_ERRNO(EPERM);
    const struct scmp_arg_cmp other = SCMP_A0_64(SCMP_CMP_NE, (scmp_datum_t)getpid());
    const struct {
        uint32_t action;
        int call;
        struct scmp_arg_cmp when;
    } rules[] = {
        {no, SCMP_SYS(kill), other},
        {no, SCMP_SYS(tgkill), other},
        {no, SCMP_SYS(setpriority), SCMP_A0_64(SCMP_CMP_NE, 0)}, /* PRIO_PROCESS */
        {no, SCMP_SYS(setpriority), SCMP_A1_64(SCMP_CMP_NE, 0)},
        {no, SCMP_SYS(ioprio_set), SCMP_A0_64(SCMP_CMP_NE, 1)}, /* IOPRIO_WHO_PROCESS (ioprio_set(2)) */
        {no, SCMP_SYS(ioprio_set), SCMP_A1_64(SCMP_CMP_NE, 0)},
        {no, SCMP_SYS(prctl), SCMP_A0_64(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFU, PR_SET_PDEATHSIG)},
        {no, SCMP_SYS(clone), SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_NEWUSER, CLONE_NEWUSER)},
    };
    int rc = seccomp_rule_add(converter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; i < sizeof rules / sizeof *rules && rc == 0; i++)
        rc = seccomp_rule_add_array(converter, rules[i].action, rules[i].call, 1, &rules[i].when);
    for (size_t i = 0; i < sizeof denied_on_others / sizeof *denied_on_others && rc == 0; i++)
        rc = seccomp_rule_add(converter, no, denied_on_others[i], 1, SCMP_A0_64(SCMP_CMP_NE, 0));
    return rc;
}

/* 0, or a negative errno. */
static int converter_calls(void)
{
    scmp_filter_ctx converter = seccomp_init(SCMP_ACT_ALLOW);
    if (!converter)
        return -ENOMEM;
    int rc = 0;
    for (size_t i = 0; i < sizeof denied / sizeof *denied && rc == 0; i++)
        rc = seccomp_rule_add(converter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
    if (rc == 0)
        rc = deny_words(converter, SCMP_SYS(ioctl), denied_requests, sizeof denied_requests / sizeof *denied_requests);
    if (rc == 0)
        rc = deny_words(converter, SCMP_SYS(fcntl), denied_controls, sizeof denied_controls / sizeof *denied_controls);
    if (rc == 0)
        rc = deny_with_arguments(converter);
    if (rc == 0)
        rc = seccomp_load(converter);
    seccomp_release(converter);
    return rc;
}

#define FILE_RIGHTS (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_TRUNCATE | LANDLOCK_IOCTL_DEV)
#define FOLDER_RIGHTS                                                                                                  \
    (LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |                   \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                        \
     LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_REFER)

/* Reading and running stay: nobody can know what a program is made of. 0, or a negative errno. */
static int stop_writing(void)
{
    int rules = landlock_begin(FILE_RIGHTS | FOLDER_RIGHTS);
    if (rules < 0)
        return 0; /* a kernel without it: the other walls stand */
    landlock_allow(rules, "/dev/null", FILE_RIGHTS);
    return landlock_enforce(rules) ? 0 : -errno;
}

int converter_wall(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -errno;
    int rc = stop_writing();
    return rc ? rc : converter_calls();
}
