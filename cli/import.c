/* zhupi import: text files and folders of them into the shared file. */
#include "exchange/import.h"

#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "text/decode.h"
#include "text/glyph.h"

#include <string.h>
#include <unistd.h>

enum { ENCODING, LOSSY, FORCE };

static const struct cli_option options[] = {
    {"encoding", 'e', "NAME", N_("the files' encoding; without it, it is detected")},
    {"lossy", 0, NULL, N_("put U+FFFD for bytes that cannot be decoded")},
    CLI_FORCE_OPTION,
    {0},
};

#define PROGRESS_NAME 60 /* bytes: the counter stays on one row */

struct tally {
    struct store *store;
    size_t added, there, refused;
    bool progress; /* a counter is redrawn on standard error */
};

/* The counter, over the one before it. */
static void draw_progress(const struct tally *t, size_t number, size_t total, const char *path)
{
    if (!t->progress)
        return;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t n = strlen(name);
    if (n > PROGRESS_NAME) /* whole characters of it */
        for (n = PROGRESS_NAME; n > 0 && ((unsigned char)name[n] & 0xC0) == 0x80;)
            n--;
    struct str line = {0};
    str_addf(&line, "\r\033[K%zu/%zu ", number, total);
    glyph_add_safe(&line, name, n);
    fwrite(line.p, 1, line.len, stderr);
    str_clear(&line);
}

static void wipe_progress(const struct tally *t)
{
    if (t->progress)
        fputs("\r\033[K", stderr);
}

static void on_refused(void *ctx, const struct err *e)
{
    struct tally *t = ctx;
    t->refused++;
    wipe_progress(t);
    cli_fail(e);
}

/* The same bytes are a document in another encoding too. */
static void say_twin(const struct tally *t, const char *path, const struct imported *done)
{
    struct document twin;
    if (store_document_get(t->store, done->twin, &twin, NULL))
        return;
    wipe_progress(t);
    cli_say(_("%s: added as document %lld in %s; the same bytes are there as document %lld in %s"), path,
            (long long)done->document, done->encoding, (long long)twin.id, twin.encoding);
    document_clear(&twin);
}

/* Say what there is to say about one file. False where there is no use in going on. */
static bool report(struct tally *t, const char *path, const struct imported *done, const struct err *e)
{
    switch (done->kind) {
    case IMPORT_ADDED:
        t->added++;
        if (done->twin)
            say_twin(t, path, done);
        if (done->replaced > 0) {
            wipe_progress(t);
            cli_say(i18n_plural("%s: %zu byte could not be decoded and became U+FFFD",
                                "%s: %zu bytes could not be decoded and became U+FFFD", done->replaced),
                    path, done->replaced);
        }
        return true;
    case IMPORT_THERE:
        t->there++;
        wipe_progress(t);
        cli_say(_("%s: is there already as document %lld, nothing was added"), path, (long long)done->document);
        return true;
    case IMPORT_REFUSED:
        on_refused(t, e);
        return true;
    case IMPORT_FAILED:
        break;
    }
    wipe_progress(t);
    cli_fail(e);
    return false;
}

static bool import_all(const struct cli_paths *files, const struct import_opts *opts, struct tally *t)
{
    bool go_on = true;
    for (size_t i = 0; i < files->count && go_on; i++) {
        draw_progress(t, i + 1, files->count, files->path[i]);
        struct imported done;
        struct err e;
        import_file(t->store, files->path[i], opts, &done, &e);
        go_on = report(t, files->path[i], &done, &e);
    }
    wipe_progress(t);
    return go_on;
}

/* Said once, and not of every file. */
static enum cli_status check_encoding(const struct cli_args *a)
{
    const struct decode_opts opts = {.encoding = a->value[ENCODING]};
    struct decoded nothing = {0};
    struct err e;
    enum err_code rc = opts.encoding ? decode("", 0, &opts, &nothing, &e) : ERR_OK;
    decoded_clear(&nothing);
    return rc ? cli_usage(a->command, "%s", e.msg) : CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    enum cli_status status = check_encoding(a);
    if (status)
        return status;
    struct err e;
    struct store *s;
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    struct tally t = {.store = s, .progress = isatty(STDERR_FILENO)};
    struct cli_paths files = {0};
    for (int i = 1; i < a->argc; i++)
        cli_walk(s, a->argv[i], &files, on_refused, &t);
    bool complete = import_all(&files, &(struct import_opts){a->value[ENCODING], a->value[LOSSY] != NULL, 0}, &t);
    cli_paths_clear(&files);
    store_close(&s);
    cli_say(_("%zu added, %zu already there, %zu refused"), t.added, t.there, t.refused);
    return complete && t.refused == 0 ? CLI_OK : CLI_FAILED;
}

const struct cli_command cli_import = {
    .name = "import",
    .arguments = "FILE.db PATH...",
    .summary = N_("Add text files, and the text files in folders, as documents."),
    .details = N_("The encoding (UTF-8, UTF-16, GB18030, Big5) is detected. A file that cannot be\n"
                  "decoded is refused with the reason, the others are imported, and the exit\n"
                  "status is 1. The same bytes in the same encoding are never added twice; in another\n"
                  "one, named with --encoding, they become a document of their own."),
    .min_arguments = 2,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
