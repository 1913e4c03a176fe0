/* Many files and one large one, imported, beside what has to be done with them in any case. */
#include "tests/unit.h"

#include "tests/bench/bench_child.h"
#include "tests/bench/bench_run.h"
#include "tests/bench/sample.h"
#include "text/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILES 10000
#define FILE_BYTES 14000
#define GROUP 50
#define LARGE 10000000 /* bytes */

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void file_path(const struct fixture *f, int number, char path[400])
{
    snprintf(path, 400, "%s/in/%05d.txt", f->dir, number);
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
        snprintf(names[i], sizeof names[i], "%05d.txt", first + i);
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

static bool measure_floor(const struct fixture *f, struct bench_child *out)
{
    double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    struct store *s = fixture_open(f, NULL);
    bool ok = true;
    for (int i = 0; i < FILES && ok; i += GROUP)
        ok = store_plainly(f, s, i);
    store_close(&s);
    *out = (struct bench_child){now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - cpu, 0};
    return ok;
}

/* ---- the program ---- */

static bool import(const struct bench *b, const struct fixture *f, const char *what, struct bench_child *out)
{
    const char *const argv[] = {b->program, "import", "--force", f->path, what, NULL};
    return bench_child_run(argv, out);
}

static bool import_large(const struct bench *b, struct bench_child *out)
{
    void *state;
    char path[400];
    if (fixture_setup_db(&state) != 0)
        return false;
    const struct fixture *f = state;
    snprintf(path, sizeof path, "%s/large.txt", f->dir);
    bool ok = write_file(path, 0, LARGE) && import(b, f, path, out);
    unlink(path);
    fixture_teardown(&state);
    return ok;
}

/* As much of the floor as BYTES are of all. */
static void add_row(struct bench *b, const char *id, const char *what, double bound, double ours, double floor,
                    double bytes)
{
    struct bench_row row = {.id = id,
                            .what = what,
                            .unit = "s cpu",
                            .ours = bench_stat_one(ours),
                            .peer = "floor",
                            .theirs = bench_stat_one(floor * bytes / ((double)FILES * FILE_BYTES)),
                            .bound = bound,
                            .note = "1 run; the floor: read, decoded and inserted"};
    bench_table_add(&b->table, &row);
}

static bool measure(struct bench *b, const struct fixture *f, const struct fixture *plain)
{
    const double all = (double)FILES * FILE_BYTES;
    struct bench_child least, first, again, large;
    struct fixture floor = *f;
    char in[400];
    snprintf(in, sizeof in, "%s/in", f->dir);
    snprintf(floor.path, sizeof floor.path, "%s", plain->path);
    bool ok = write_files(f) && measure_floor(&floor, &least) && import(b, f, in, &first) && import(b, f, in, &again) &&
              import_large(b, &large);
    if (ok) {
        add_row(b, "import/cpu", "import of 10,000 documents of 14 KB", 3.0, first.cpu, least.cpu, all);
        add_row(b, "import/again", "import of the same again", 0, again.cpu, least.cpu, all);
        add_row(b, "import/large", "import of one file of 10 MB", 0, large.cpu, least.cpu, LARGE);
    }
    remove_files(f);
    return ok;
}

bool bench_import(struct bench *b)
{
    void *plain, *state;
    if (fixture_setup_db(&state) != 0 || fixture_setup_db(&plain) != 0)
        return false;
    bool ok = measure(b, state, plain);
    fixture_teardown(&state);
    fixture_teardown(&plain);
    return ok;
}
