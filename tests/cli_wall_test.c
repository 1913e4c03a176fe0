/* The kernel's walls around the restricted mode, tried from the inside. */
#include "tests/unit.h"

#include "cli/restricted.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[64], file[80], other[80];

static int setup(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/zhupi-wall-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(file, sizeof file, "%s/in/team.db", dir);
    snprintf(other, sizeof other, "%s/other", dir);
    char in[80];
    snprintf(in, sizeof in, "%s/in", dir);
    return mkdir(in, 0700) == 0 && close(open(other, O_WRONLY | O_CREAT, 0600)) == 0 ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    char in[80];
    snprintf(in, sizeof in, "%s/in", dir);
    unlink(file);
    unlink(other);
    return rmdir(in) == 0 && rmdir(dir) == 0 ? 0 : -1;
}

/* What TRY answers behind the walls: 0, or the errno of what was refused. */
static int behind_the_walls(int (*try)(void))
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct err e;
        if (restricted_wall(file, &e))
            _exit(99);
        errno = 0;
        _exit(try() == 0 ? 0 : errno);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* The answer of what gives a descriptor. */
static int tried(int fd)
{
    return fd < 0 ? -1 : close(fd);
}

static int start_a_program(void)
{
    char name[] = "true";
    char *const argv[] = {name, NULL}, *const env[] = {NULL};
    return execve("/bin/true", argv, env);
}

static int start_a_program_by_descriptor(void)
{
    char name[] = "true";
    char *const argv[] = {name, NULL}, *const env[] = {NULL};
    int fd = open("/bin/true", O_RDONLY | O_CLOEXEC);
    return (int)syscall(SYS_execveat, fd, "", argv, env, AT_EMPTY_PATH);
}

static int make_a_process(void)
{
    long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(0);
    return pid < 0 ? -1 : 0;
}

static int make_a_process_newly(void)
{
    char nothing[64] = {0};
    return (int)syscall(SYS_clone3, nothing, sizeof nothing);
}

static int trace_a_process(void)
{
    return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int call_the_network(void)
{
    return tried(socket(AF_INET, SOCK_STREAM, 0));
}

static int call_a_service(void)
{
    return tried(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int use_the_ring(void)
{
    char parameters[256] = {0};
    return (int)syscall(SYS_io_uring_setup, 4, parameters);
}

static int become_somebody(void)
{
    return setuid(getuid());
}

static int type_for_others(void)
{
    return ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static int type_for_others_in_disguise(void)
{
    return (int)syscall(SYS_ioctl, STDIN_FILENO, TIOCSTI | 0x100000000UL, "x");
}

static int end_a_process(void)
{
    return kill(getppid(), 0);
}

static int send_a_process_on(void)
{
    return kill(getppid(), SIGCONT);
}

static void what_leads_out_is_refused(void **state)
{
    (void)state;
    int (*const ways[])(void) = {start_a_program,
                                 start_a_program_by_descriptor,
                                 make_a_process,
                                 make_a_process_newly,
                                 trace_a_process,
                                 call_the_network,
                                 call_a_service,
                                 use_the_ring,
                                 become_somebody,
                                 type_for_others,
                                 type_for_others_in_disguise,
                                 end_a_process};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (behind_the_walls(ways[i]) != EPERM)
            fail_msg("way %zu answers %d", i, behind_the_walls(ways[i]));
    assert_int_equal(behind_the_walls(send_a_process_on), 0); /* a writer that was stopped */
}

static int use_the_file(void)
{
    int fd = open(file, O_RDWR | O_CREAT, 0600);
    return fd >= 0 && write(fd, "x", 1) == 1 && ftruncate(fd, 0) == 0 && fchmod(fd, 0600) == 0 && close(fd) == 0 &&
                   unlink(file) == 0
               ? 0
               : -1;
}

static int read_another_file(void)
{
    return tried(open(other, O_RDONLY));
}

static int write_another_file(void)
{
    return tried(open(other, O_WRONLY | O_TRUNC));
}

static int make_another_file(void)
{
    return tried(open("/tmp/zhupi-wall-escaped", O_WRONLY | O_CREAT | O_EXCL, 0600));
}

static int read_the_system(void)
{
    return tried(open("/etc/passwd", O_RDONLY));
}

static void only_the_folder_of_the_file_is_open(void **state)
{
    (void)state;
    assert_int_equal(behind_the_walls(use_the_file), 0);
    assert_int_equal(behind_the_walls(read_the_system), 0); /* libraries read there */
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
        print_message("# this kernel has no Landlock: other files are kept shut by the program alone\n");
        skip();
    }
    assert_int_equal(behind_the_walls(read_another_file), EACCES);
    assert_int_equal(behind_the_walls(write_another_file), EACCES);
    assert_int_equal(behind_the_walls(make_another_file), EACCES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_leads_out_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(only_the_folder_of_the_file_is_open, setup, teardown),
    };
    return cmocka_run_group_tests_name("cli_wall", tests, NULL, NULL);
}
