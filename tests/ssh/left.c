/* What is left of sessions that have ended: processes, the lock, presence. */
#include "tests/unit.h"

#include "tests/ssh/sshd.h"

#include "db/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DEADLINE_MS 60000

size_t sshd_programs(const struct sshd *d, pid_t *pids, size_t max)
{
    size_t n = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *e; proc && (e = readdir(proc));) {
        char path[300], exe[2 * SSHD_PATH];
        long pid = strtol(e->d_name, NULL, 10);
        snprintf(path, sizeof path, "/proc/%s/exe", e->d_name);
        ssize_t length = pid > 0 ? readlink(path, exe, sizeof exe - 1) : -1;
        if (length < 0)
            continue;
        exe[length] = '\0';
        if (strcmp(exe, d->program) != 0)
            continue;
        if (n < max)
            pids[n] = (pid_t)pid;
        n++;
    }
    if (proc)
        closedir(proc);
    return n;
}

bool sshd_wait_programs(const struct sshd *d, size_t count)
{
    for (double end = sshd_now_ms() + DEADLINE_MS; sshd_now_ms() < end; usleep(2000))
        if (sshd_programs(d, NULL, 0) == count)
            return true;
    return false;
}

static bool lock_is_free(const struct sshd *d)
{
    char path[SSHD_PATH + 16];
    snprintf(path, sizeof path, "%s-lock", d->file);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool is_free = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (fd >= 0)
        close(fd);
    return is_free;
}

static bool count_one(void *ctx, const struct presence *p)
{
    (void)p;
    ++*(size_t *)ctx;
    return true;
}

size_t sshd_present(const struct sshd *d)
{
    struct store *s;
    struct err e;
    size_t n = 0;
    const struct store_opts look = {.look = true};
    if (store_open(d->file, &look, &s, &e) || store_present(s, count_one, &n, &e))
        fail_msg("%s", e.msg);
    store_close(&s);
    return n;
}

double sshd_wait_nothing_left(const struct sshd *d)
{
    double start = sshd_now_ms();
    if (!sshd_wait_programs(d, 0))
        fail_msg("%zu programs run on", sshd_programs(d, NULL, 0));
    double took = sshd_now_ms() - start;
    assert_true(lock_is_free(d));
    assert_int_equal(sshd_present(d), 0);
    return took;
}
