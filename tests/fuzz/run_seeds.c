/* main() for a fuzz target without libFuzzer: runs it once over the files named, or over tests/fuzz/seeds/NAME/ for
 * the program fuzz_NAME, and prints TAP. */
#include "base/mem.h"
#include "base/str.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>

static bool read_file(const char *path, struct str *out)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return false;
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        str_addn(out, chunk, n);
    bool read = !ferror(f);
    fclose(f);
    return read;
}

/* A copy of exactly its size, so that ASan sees a read behind it. */
static bool run(const char *path)
{
    struct str bytes = {0};
    bool read = read_file(path, &bytes);
    if (read) {
        uint8_t *data = mem_alloc(bytes.len ? bytes.len : 1, 1);
        memcpy(data, str_z(&bytes), bytes.len);
        LLVMFuzzerTestOneInput(data, bytes.len);
        free(data);
    }
    str_clear(&bytes);
    return read;
}

static void report(int number, const char *path)
{
    printf("# %s\n", path);
    fflush(stdout); /* a finding ends the program */
    printf("%s %d - %s\n", run(path) ? "ok" : "not ok", number, path);
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int run_folder(const char *folder)
{
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, is_seed, alphasort);
    printf("1..%d\n", n > 0 ? n : 1);
    if (n <= 0)
        printf("not ok 1 - no seeds in %s\n", folder);
    for (int i = 0; i < n; i++) {
        struct str path = {0};
        str_addf(&path, "%s/%s", folder, entries[i]->d_name);
        report(i + 1, str_z(&path));
        str_clear(&path);
        free(entries[i]);
    }
    free(entries);
    return n > 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("1..%d\n", argc - 1);
        for (int i = 1; i < argc; i++)
            report(i, argv[i]);
        return 0;
    }
    static const char prefix[] = "fuzz_";
    const char *srcdir = getenv("srcdir"), *name = strrchr(argv[0], '/');
    name = name ? name + 1 : argv[0];
    if (strncmp(name, prefix, sizeof prefix - 1) == 0)
        name += sizeof prefix - 1;
    struct str folder = {0};
    str_addf(&folder, "%s/tests/fuzz/seeds/%s", srcdir && *srcdir ? srcdir : ".", name);
    int status = run_folder(str_z(&folder));
    str_clear(&folder);
    return status;
}
