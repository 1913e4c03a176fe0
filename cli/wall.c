/* The walls of the restricted mode that the kernel keeps. */
#include "cli/restricted.h"

#include "base/i18n.h"
#include "base/landlock.h"
#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <libgen.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

/* ---- seccomp ---- */

/* What starts a program or a process, reaches another one, makes a connection, becomes somebody else, or opens a part
 * of the kernel that has nothing to do with reading a document. Everything else stays allowed, because what the C
 * library calls for the same function changes from version to version. */
static const int denied[] = {
    /* programs and processes */
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone), SCMP_SYS(clone3),
    SCMP_SYS(uselib), SCMP_SYS(personality),
    /* other processes */
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kcmp), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_send_signal), SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo), SCMP_SYS(shmget),
    SCMP_SYS(shmat), SCMP_SYS(msgget), SCMP_SYS(semget), SCMP_SYS(mq_open),
    /* connections */
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
    SCMP_SYS(accept4), SCMP_SYS(socketcall),
    /* somebody else, somewhere else */
    SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid), SCMP_SYS(setresuid),
    SCMP_SYS(setresgid), SCMP_SYS(setfsuid), SCMP_SYS(setfsgid), SCMP_SYS(setgroups), SCMP_SYS(capset),
    SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(chroot), SCMP_SYS(pivot_root), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mknod), SCMP_SYS(mknodat),
    /* the kernel */
    SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(reboot),
    SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(syslog), SCMP_SYS(acct), SCMP_SYS(quotactl)};

/* Requests that type into a terminal, which others may read (ioctl_tty(2)). */
static const unsigned long denied_requests[] = {TIOCSTI, TIOCLINUX};

static int add_rules(scmp_filter_ctx filter)
{
    int rc = 0;
    for (size_t i = 0; i < sizeof denied / sizeof *denied && rc == 0; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), denied[i], 0);
    if (rc == 0) /* a session that was stopped while others wait for it is sent on (db/lock.c) */
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(kill), 1, SCMP_A1_64(SCMP_CMP_NE, SIGCONT));
    for (size_t i = 0; i < sizeof denied_requests / sizeof *denied_requests && rc == 0; i++)
        rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                              SCMP_A1_64(SCMP_CMP_MASKED_EQ, 0xFFFFFFFFU, denied_requests[i]));
    return rc;
}

/* Calls of another architecture of the same machine, which have other numbers, end the process: libseccomp's default.
 */
static int filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (!filter)
        return -ENOMEM;
    int rc = add_rules(filter);
    if (rc == 0)
        rc = seccomp_load(filter);
    seccomp_release(filter);
    return rc;
}

/* ---- Landlock ---- */

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WORK                                                                                                           \
    (READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |             \
     LANDLOCK_TRUNCATE)
#define FIRST_VERSION ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1) /* every right of the first version, and execution */

/* A program that was not installed has its messages beside it (base/i18n.c). */
static void allow_messages(int rules)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof "/locale");
    if (n <= 0)
        return;
    path[n] = '\0';
    struct str locale = {0};
    str_addf(&locale, "%s/locale", dirname(path));
    landlock_allow(rules, str_z(&locale), READ);
    str_clear(&locale);
    landlock_allow(rules, LOCALEDIR, READ);
}

/* What the program and its libraries read: terminals, messages, time zones, modules. The streams are open already. */
static void limit_files(const char *file)
{
    static const char *const system[] = {"/usr", "/lib", "/lib64", "/etc", "/proc", "/dev"};
    int rules = landlock_begin(FIRST_VERSION | LANDLOCK_TRUNCATE);
    if (rules < 0)
        return; /* a kernel without it: the other walls stand */
    char *copy = mem_dup(file);
    for (size_t i = 0; i < sizeof system / sizeof *system; i++)
        landlock_allow(rules, system[i], READ);
    allow_messages(rules);
    landlock_allow(rules, dirname(copy), WORK);
    landlock_enforce(rules);
    free(copy);
}

enum err_code restricted_wall(const char *file, struct err *e)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return err_set(e, ERR_IO, _("the restricted mode is not possible here: %s"), strerror(errno));
    limit_files(file);
    int rc = filter_calls();
    if (rc != 0)
        return err_set(e, ERR_IO, _("the restricted mode is not possible here: %s"), strerror(-rc));
    return ERR_OK;
}

#ifdef __SANITIZE_ADDRESS__
/* The leak checker of a test build starts a process that traces this one: it asks here first (lsan_interface.h). */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}
#endif
