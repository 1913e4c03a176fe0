#include "tests/bench/import.h"

#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "text/decode.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILES 1000
#define FILE_BYTES 14000
#define GROUP 50
#define LARGE 10000000

struct spent {
    double seconds, cpu; /* s */
    long memory;         /* KiB at its most */
};

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void file_path(const struct fixture *f, int number, char path[400])
{
    snprintf(path, 400, "%s/in/%04d.txt", f->dir, number);
}

/* Files that begin with their number, as no two may be the same. */
static bool write_file(const char *path, int number, size_t bytes)
{
    FILE *out = fopen(path, "we");
    char *text = sample_text(bytes, false);
    bool ok = out && fprintf(out, "第%d份\n%s", number, text) > 0;
    free(text);
    return out && fclose(out) == 0 && ok;
}

static bool write_files(const struct fixture *f)
{
    char path[400];
    snprintf(path, sizeof path, "%s/in", f->dir);
    bool ok = mkdir(path, 0700) == 0;
    for (int i = 0; i < FILES && ok; i++) {
        file_path(f, i, path);
        ok = write_file(path, i, FILE_BYTES);
    }
    return ok;
}

static void remove_files(const struct fixture *f)
{
    char path[400];
    for (int i = 0; i < FILES; i++) {
        file_path(f, i, path);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/in", f->dir);
    rmdir(path);
}

/* ---- what has to be done in any case: read, decode, store ---- */

static bool store_plainly(const struct fixture *f, struct store *s, int first)
{
    struct document_new documents[GROUP] = {0};
    struct document_added added[GROUP];
    struct decoded decoded[GROUP];
    char names[GROUP][16], *bytes[GROUP], path[400];
    for (int i = 0; i < GROUP; i++) {
        size_t n;
        file_path(f, first + i, path);
        bytes[i] = fixture_bytes(path, &n);
        snprintf(names[i], sizeof names[i], "%04d.txt", first + i);
        if (decode(bytes[i], n, &(struct decode_opts){0}, &decoded[i], NULL))
            return false;
        documents[i] = (struct document_new){.name = names[i],
                                             .encoding = decoded[i].encoding,
                                             .source = bytes[i],
                                             .source_bytes = n,
                                             .text = decoded[i].utf8,
                                             .text_bytes = decoded[i].bytes};
    }
    bool ok = store_documents_add(s, documents, GROUP, added, NULL) == ERR_OK;
    for (int i = 0; i < GROUP; i++) {
        ok = ok && added[i].code == ERR_OK;
        decoded_clear(&decoded[i]);
        free(bytes[i]);
    }
    return ok;
}

static bool measure_floor(const struct fixture *f, struct spent *out)
{
    double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    struct store *s = fixture_open(f, NULL);
    bool ok = true;
    for (int i = 0; i < FILES && ok; i += GROUP)
        ok = store_plainly(f, s, i);
    store_close(&s);
    *out = (struct spent){now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - cpu, 0};
    return ok;
}

/* ---- the program ---- */

static bool measure(const char *program, const struct fixture *f, const char *what, struct spent *out)
{
    double wall = now(CLOCK_MONOTONIC);
    int status = 0;
    struct rusage use;
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (null >= 0)
            dup2(null, STDERR_FILENO);
        execl(program, "zhupi", "import", "--force", f->path, what, (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &use) != pid)
        return false;
    double cpu = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                 (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
    *out = (struct spent){now(CLOCK_MONOTONIC) - wall, cpu, use.ru_maxrss};
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool measure_large(const char *program, struct spent *out)
{
    void *state;
    char path[400];
    if (fixture_setup_db(&state) != 0)
        return false;
    const struct fixture *f = state;
    snprintf(path, sizeof path, "%s/large.txt", f->dir);
    bool ok = write_file(path, 0, LARGE) && measure(program, f, path, out);
    unlink(path);
    fixture_teardown(&state);
    return ok;
}

static void print_row(const char *name, const struct spent *s, const struct spent *base)
{
    printf("%-34s %10.2f %10.0f %10ld\n", name, s->cpu / base->cpu, FILES / s->seconds, s->memory);
}

bool import_print(const char *program)
{
    void *plain, *state;
    struct spent least, first, again, large;
    char in[400];
    if (fixture_setup_db(&state) != 0 || fixture_setup_db(&plain) != 0)
        return false;
    const struct fixture *f = state;
    snprintf(in, sizeof in, "%s/in", f->dir);
    bool ok = write_files(f) && measure(program, f, in, &first) && measure(program, f, in, &again);
    struct fixture floor = *f;
    snprintf(floor.path, sizeof floor.path, "%s", ((struct fixture *)plain)->path);
    ok = ok && measure_floor(&floor, &least) && measure_large(program, &large);
    if (ok) {
        printf("\n%-34s %10s %10s %10s\n", "import of 1,000 files of 14 KB", "cpu ratio", "files/s", "KiB");
        print_row("only read, decoded and stored", &least, &least);
        print_row("imported", &first, &least);
        print_row("imported again", &again, &least);
        printf("%-34s %10.2f %10s %10ld\n", "one file of 10 MB, by the megabyte",
               large.cpu / (LARGE / 1e6) / (least.cpu / (FILES * FILE_BYTES / 1e6)), "", large.memory);
    }
    remove_files(f);
    fixture_teardown(&state);
    fixture_teardown(&plain);
    return ok;
}
