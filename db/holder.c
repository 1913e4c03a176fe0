/* Who holds the lock of the write queue: the kernel tells it in /proc/locks, and how that process is in /proc/PID/stat
 * (proc(5)). Where a process is in another pid namespace, or hidden from us, nothing can be told. */
#include "db/internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LINE 512 /* lines of these files are much shorter */

/* Split LINE at white space into at most N words; how many there are. */
static size_t split(char *line, const char *words[], size_t n)
{
    size_t used = 0;
    char *rest;
    for (char *w = strtok_r(line, " \t\n", &rest); w && used < n; w = strtok_r(NULL, " \t\n", &rest))
        words[used++] = w;
    return used;
}

/* How the kernel names the file behind FD in its lists of locks ("fe:00:1234"); on some file systems the device is
 * another than stat tells. So a lock is taken that is in nobody's way (an open file's own, for reading, beyond what
 * anybody locks) and found again among those of this descriptor. */
static bool name_of(int fd, char out[LINE])
{
    char path[64], line[LINE];
    const char *words[8];
    bool found = false;
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};
    if (fcntl(fd, F_OFD_SETLK, &lock) != 0)
        return false;
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
    FILE *f = fopen(path, "re");
    while (f && !found && fgets(line, sizeof line, f)) {
        found = split(line, words, 8) == 8 && strcmp(words[0], "lock:") == 0;
        if (found)
            snprintf(out, LINE, "%s", words[6]);
    }
    if (f)
        fclose(f);
    lock.l_type = F_UNLCK;
    fcntl(fd, F_OFD_SETLK, &lock);
    return found;
}

/* The process that holds the lock with the name, not those that wait for it ("->" in the second word). */
static long who_holds(const char *name)
{
    char line[LINE];
    const char *words[6];
    long pid = 0;
    FILE *f = fopen("/proc/locks", "re");
    while (f && pid <= 0 && fgets(line, sizeof line, f)) {
        if (split(line, words, 6) == 6 && strcmp(words[1], "FLOCK") == 0 && strcmp(words[3], "WRITE") == 0 &&
            strcmp(words[5], name) == 0)
            pid = strtol(words[4], NULL, 10);
    }
    if (f)
        fclose(f);
    return pid;
}

/* The letter of the process's state: what follows its name, which stands in parentheses and may hold any. */
static char state_of(long pid)
{
    char path[64], line[LINE];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *f = fopen(path, "re");
    const char *end = f && fgets(line, sizeof line, f) ? strrchr(line, ')') : NULL;
    if (f)
        fclose(f);
    return end && end[1] == ' ' ? end[2] : '\0';
}

long holder_stopped(int fd)
{
    char name[LINE];
    long pid = name_of(fd, name) ? who_holds(name) : 0;
    char state = pid > 0 ? state_of(pid) : '\0';
    return state == 'T' || state == 't' ? pid : 0;
}

int64_t holder_account(long pid)
{
    char path[64];
    struct stat st;
    snprintf(path, sizeof path, "/proc/%ld", pid);
    return stat(path, &st) == 0 ? (int64_t)st.st_uid : -1;
}
