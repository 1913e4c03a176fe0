#include "tests/unit.h"

#include "tests/ssh/sshd.h"

#include <arpa/inet.h>
#include <grp.h>
#include <pty.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SERVER "/usr/sbin/sshd" /* it starts itself anew, and wants to know where it is */
#define START_MS 30000
#define COMMAND (8 * SSHD_PATH)

double sshd_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* An sshd that is not root's cannot give a terminal to the group that it wants it to have; mostly it has it already. */
static bool terminals_are_ours(void)
{
    int master, slave;
    struct stat st = {0};
    struct group group, *tty = NULL;
    char buf[16384];
    if (geteuid() == 0 || getgrnam_r("tty", &group, buf, sizeof buf, &tty) != 0 || !tty)
        return true;
    if (openpty(&master, &slave, NULL, NULL, NULL) != 0)
        return false;
    bool ok = fstat(slave, &st) == 0 && st.st_gid == tty->gr_gid;
    close(master);
    close(slave);
    return ok;
}

const char *sshd_reason_to_skip(void)
{
    if (access(SERVER, X_OK) != 0)
        return SERVER " is not installed";
    if (system("command -v ssh ssh-keygen >/dev/null") != 0)
        return "ssh is not installed";
    struct stat st;
    if (geteuid() == 0 && mkdir("/run/sshd", 0755) != 0 && (stat("/run/sshd", &st) != 0 || !S_ISDIR(st.st_mode)))
        return "/run/sshd cannot be made";
    if (!terminals_are_ours())
        return "only root's sshd can hand out terminals here";
    return getpwuid(geteuid()) ? NULL : "the account has no name";
}

bool sshd_skip(const char *reason)
{
    if (reason)
        printf("1..0 # SKIP %s\n", reason);
    return reason != NULL;
}

static void shell(const char *command)
{
    int status = system(command);
    if (status != 0)
        fail_msg("status %d: %s", status, command);
}

static FILE *create(const struct sshd *d, const char *name)
{
    char path[2 * SSHD_PATH];
    snprintf(path, sizeof path, "%s/%s", d->dir, name);
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    return f;
}

void sshd_allow(const struct sshd *d, const char *account, const char *name, const char *options)
{
    char command[COMMAND], path[2 * SSHD_PATH], key[1024] = "";
    snprintf(command, sizeof command, "ssh-keygen -q -t ed25519 -N '' -C %s -f '%s/%s' </dev/null", name, d->dir, name);
    shell(command);
    snprintf(path, sizeof path, "%s/%s.pub", d->dir, name);
    FILE *f = fopen(path, "re");
    assert_non_null(f);
    assert_non_null(fgets(key, sizeof key, f));
    fclose(f);
    snprintf(path, sizeof path, "%s/keys/%s", d->dir, account);
    f = fopen(path, "ae");
    assert_non_null(f);
    fprintf(f, "%s%s%s", options, *options ? " " : "", key);
    assert_int_equal(fclose(f), 0);
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && !strpbrk(value, " \t\"") ? value : "";
}

static void write_server_configuration(const struct sshd *d, const char *lines)
{
    FILE *f = create(d, "sshd_config");
    fprintf(f,
            "%s"
            "ListenAddress 127.0.0.1\nPort %d\nHostKey %s/host\nPidFile none\n"
            "UsePAM no\nStrictModes no\nUseDNS no\nAuthorizedKeysFile %s/keys/%%u\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
            "PermitUserRC no\nPrintMotd no\nPrintLastLog no\nSubsystem sftp internal-sftp\n"
            "MaxStartups 100:30:200\nClientAliveInterval 15\nClientAliveCountMax 3\nAcceptEnv LANG LANGUAGE LC_*\n"
            "SetEnv XDG_CONFIG_HOME=%s/config ASAN_OPTIONS=%s UBSAN_OPTIONS=%s\n",
            lines, d->port, d->dir, d->dir, d->dir, variable("ASAN_OPTIONS"), variable("UBSAN_OPTIONS"));
    assert_int_equal(fclose(f), 0);
}

static void write_client_configuration(const struct sshd *d)
{
    FILE *f = create(d, "ssh_config");
    fprintf(f,
            "IgnoreUnknown ObscureKeystrokeTiming\n" /* it sends packets that nobody asked for, which are counted */
            "ObscureKeystrokeTiming no\nHostName 127.0.0.1\nHostKeyAlias zhupi\nStrictHostKeyChecking yes\n"
            "UserKnownHostsFile %s/known_hosts\nGlobalKnownHostsFile none\nUpdateHostKeys no\n"
            "IdentitiesOnly yes\nIdentityAgent none\nBatchMode yes\nSendEnv LANG LANGUAGE LC_*\nLogLevel ERROR\n"
            "EscapeChar none\nConnectTimeout 60\nControlMaster no\n",
            d->dir);
    assert_int_equal(fclose(f), 0);
}

/* A port that is free now. Somebody else may take it before sshd does, so more than one is tried. */
static int free_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0 && bind(fd, (struct sockaddr *)&a, n) == 0 && getsockname(fd, (struct sockaddr *)&a, &n) == 0);
    close(fd);
    return ntohs(a.sin_port);
}

static bool answers(int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool launch(struct sshd *d, const char *lines)
{
    char config[2 * SSHD_PATH], log[2 * SSHD_PATH];
    d->port = free_port();
    write_server_configuration(d, lines);
    snprintf(config, sizeof config, "%s/sshd_config", d->dir);
    snprintf(log, sizeof log, "%s/sshd.log", d->dir);
    d->pid = fork();
    assert_true(d->pid >= 0);
    if (d->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl(SERVER, SERVER, "-D", "-f", config, "-E", log, (char *)NULL);
        _exit(127);
    }
    for (double end = sshd_now_ms() + START_MS; sshd_now_ms() < end; usleep(5000)) {
        if (answers(d->port))
            return waitpid(d->pid, NULL, WNOHANG) == 0;
        if (waitpid(d->pid, NULL, WNOHANG) == d->pid)
            return false;
    }
    kill(d->pid, SIGKILL);
    waitpid(d->pid, NULL, 0);
    return false;
}

static void print_log(const struct sshd *d)
{
    char path[2 * SSHD_PATH], line[1024];
    snprintf(path, sizeof path, "%s/sshd.log", d->dir);
    FILE *f = fopen(path, "re");
    while (f && fgets(line, sizeof line, f))
        fprintf(stderr, "# sshd: %s", line);
    if (f)
        fclose(f);
}

struct sshd *sshd_start(const char *dir, const char *lines)
{
    struct sshd *d = calloc(1, sizeof *d);
    char command[COMMAND];
    assert_non_null(d);
    snprintf(d->dir, sizeof d->dir, "%.200s", dir);
    snprintf(d->program, sizeof d->program, "%.200s/bin/zhupi", dir);
    snprintf(d->file, sizeof d->file, "%.200s/team.db", dir);
    snprintf(d->account, sizeof d->account, "%s", getpwuid(geteuid())->pw_name);
    snprintf(command, sizeof command,
             "cd '%s' && mkdir bin keys config && ssh-keygen -q -t ed25519 -N '' -C host -f host </dev/null && "
             "sed 's/^/zhupi /' host.pub >known_hosts",
             dir);
    shell(command);
    snprintf(command, sizeof command, "cp ./zhupi '%s'", d->program); /* make check runs in the build directory */
    shell(command);
    sshd_allow(d, d->account, "id", "");
    write_client_configuration(d);
    for (int tries = 0; tries < 5; tries++)
        if (launch(d, lines))
            return d;
    print_log(d);
    fail_msg("%s does not start", SERVER);
    return NULL;
}

void sshd_stop(struct sshd *d)
{
    pid_t left[256];
    if (!d)
        return;
    kill(d->pid, SIGTERM);
    waitpid(d->pid, NULL, 0);
    for (size_t n = sshd_programs(d, left, 256); n > 0; n--)
        kill(left[n - 1], SIGKILL);
    free(d);
}

/* ---- clients ---- */

struct pty *sshd_login(const struct sshd *d, const struct login *l)
{
    char config[2 * SSHD_PATH], key[2 * SSHD_PATH], port[16], review[2 * SSHD_PATH + 32];
    snprintf(config, sizeof config, "%s/ssh_config", d->dir);
    snprintf(key, sizeof key, "%s/%s", d->dir, l->key ? l->key : "id");
    snprintf(port, sizeof port, "%d", l->port ? l->port : d->port);
    snprintf(review, sizeof review, "exec %s review %s report", d->program, d->file);
    const char *command = !l->command ? review : *l->command ? l->command : NULL;
    const char *const argv[] = {"ssh",  "-F",    config, "-tt", "-i",
                                key,    "-p",    port,   "-l",  l->account ? l->account : d->account,
                                "here", command, NULL};
    static const char *const plain[] = {"LC_ALL=C.UTF-8", "LANGUAGE", NULL};
    struct pty *p = pty_start(argv, l->env ? l->env : plain, l->rows ? l->rows : 24, l->columns ? l->columns : 80);
    assert_non_null(p);
    return p;
}

struct pty *sshd_review(const struct sshd *d, const struct login *l)
{
    struct pty *p = sshd_login(d, l);
    if (!pty_wait(p, "M0 C") && !pty_wait(p, "M1 C")) {
        print_log(d);
        fail_msg("no review over ssh");
    }
    return p;
}

int sshd_run(const struct sshd *d, const char *program, const char *key, const char *arguments, char *out, size_t size)
{
    char command[COMMAND];
    const char *port = strcmp(program, "ssh") == 0 ? "-p" : "-P";
    snprintf(command, sizeof command, "%s -F '%s/ssh_config' -i '%s/%s' %s %d -o User=%s %s 2>&1 </dev/null", program,
             d->dir, d->dir, key, port, d->port, d->account, arguments);
    FILE *f = popen(command, "re");
    assert_non_null(f);
    size_t n = fread(out, 1, size - 1, f);
    out[n] = '\0';
    int status = pclose(f);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

void sshd_quit(struct pty *p)
{
    int status = -1;
    pty_type(p, "Q");
    assert_true(pty_wait_exit(p, &status));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    pty_free(p);
}
