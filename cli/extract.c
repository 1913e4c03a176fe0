/* zhupi extract: the files that documents were imported from, bit for bit. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"
#include "exchange/file.h"
#include "exchange/kind.h"
#include "text/glyph.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUTPUT, DIRECTORY, FORCE };

static const struct cli_option options[] = {
    {"output", 'o', "FILE", N_("write to FILE, which is replaced whole or not at all")},
    {"directory", 'd', "DIR", N_("write into this folder under the names of the files; nothing is replaced")},
    CLI_FORCE_OPTION,
    {0},
};

struct source {
    struct document document;
    char *bytes;
    size_t n;
};

static void source_clear(struct source *f)
{
    document_clear(&f->document);
    free(f->bytes);
}

static enum err_code load_bytes(struct store *s, struct source *f, struct err *e)
{
    enum err_code rc = store_document_source(s, f->document.id, &f->bytes, &f->n, e);
    if (rc)
        source_clear(f);
    return rc;
}

/* ---- one ---- */

static enum err_code to_terminal(const struct source *f, struct err *e)
{
    if (strcmp(f->document.type, KIND_TEXT) != 0 || strcmp(f->document.encoding, "UTF-8") != 0)
        return err_set(e, ERR_INPUT, _("“%s” is no text for a terminal: name a file with -o"), f->document.file);
    cli_put_lines(f->bytes, f->n);
    return ERR_OK;
}

/* FRESH: nothing may be there yet. */
static enum err_code to_file(struct store *s, const struct source *f, const char *path, bool fresh, struct err *e)
{
    struct file_out out;
    if (file_is_store(s, path)) /* or a journal, which SQLite would play back into it */
        return err_set(e, ERR_INPUT,
                       _("%s: is the database or would be taken for a part of it; name another file or folder"), path);
    enum err_code rc = fresh ? file_out_open_new(&out, path, e) : file_out_open(&out, path, e);
    if (rc)
        return rc;
    fwrite(f->bytes, 1, f->n, out.stream);
    return file_out_commit(&out, e);
}

static enum err_code extract_one(struct store *s, const char *word, const char *path, struct err *e)
{
    struct source f = {0};
    enum err_code rc = store_document_find(s, word, &f.document, e);
    if (!rc)
        rc = load_bytes(s, &f, e);
    if (rc)
        return rc;
    if (path && strcmp(path, "-") != 0)
        rc = to_file(s, &f, path, false, e);
    else if (isatty(STDOUT_FILENO))
        rc = to_terminal(&f, e);
    else
        fwrite(f.bytes, 1, f.n, stdout);
    source_clear(&f);
    return rc;
}

/* ---- into a folder ---- */

#define NAME_BYTES 240 /* a file system takes 255, and a number may follow */

/* The name of a file that somebody else chose, as one that cannot lead out of a folder, hide or look like an option.
 * The caller frees. */
static char *safe_name(const char *name)
{
    struct str out = {0};
    for (size_t n = strlen(name); n > 0;) {
        struct glyph g;
        glyph_first(name, n, false, &g);
        if (out.len + g.bytes > NAME_BYTES)
            break;
        if (g.mark || memchr(name, '/', g.bytes) || (out.len == 0 && (*name == '.' || *name == '-')))
            str_addc(&out, '_');
        else
            str_addn(&out, name, g.bytes);
        name += g.bytes;
        n -= g.bytes;
    }
    if (out.len == 0)
        str_addc(&out, '_');
    return str_take(&out);
}

/* A name that this run wrote, to be told from those that were there before. */
struct written {
    char *name;
    int next; /* the number of the next one */
};

struct folder {
    struct store *store;
    const char *path;
    void *names; /* tree of struct written */
    size_t n;
    enum cli_status status;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct written *)a)->name, ((const struct written *)b)->name);
}

static void written_free(void *node)
{
    free(((struct written *)node)->name);
    free(node);
}

static struct written *find_written(const struct folder *f, const char *name)
{
    struct written key = {.name = (char *)name}, *const *found = tfind(&key, &f->names, by_name);
    return found ? *found : NULL;
}

static void add_written(struct folder *f, const char *name)
{
    struct written *w = MEM_NEW(struct written);
    *w = (struct written){.name = mem_dup(name), .next = 2};
    if (!tsearch(w, &f->names, by_name))
        abort(); /* no memory */
    f->n++;
}

/* "report (2).txt" where this run wrote a report.txt. The caller frees. */
static char *free_name(const struct folder *f, const char *file)
{
    char *safe = safe_name(file), *name = mem_dup(safe);
    const char *dot = strrchr(safe, '.');
    size_t stem = dot && dot > safe ? (size_t)(dot - safe) : strlen(safe);
    struct written *same = find_written(f, safe);
    while (same && find_written(f, name)) {
        struct str next = {0};
        str_addf(&next, "%.*s (%d)%s", (int)stem, safe, same->next++, safe + stem);
        free(name);
        name = str_take(&next);
    }
    free(safe);
    return name;
}

static enum err_code write_new(const struct folder *f, const char *name, const struct source *source, struct err *e)
{
    struct str path = {0};
    str_addf(&path, "%s/%s", f->path, name);
    enum err_code rc = to_file(f->store, source, str_z(&path), true, e);
    str_clear(&path);
    return rc;
}

/* What fails for one of several does not keep the others. */
static void extract_into(struct folder *f, int64_t id)
{
    struct err e;
    struct source source = {0};
    enum err_code rc = store_document_get(f->store, id, &source.document, &e);
    if (!rc)
        rc = load_bytes(f->store, &source, &e);
    if (rc) {
        f->status = cli_fail(&e);
        return;
    }
    char *name = free_name(f, source.document.file);
    rc = write_new(f, name, &source, &e);
    source_clear(&source);
    if (rc) {
        f->status = cli_fail(&e);
        free(name);
        return;
    }
    add_written(f, name);
    free(name);
}

static enum cli_status extract_folder(struct store *s, const struct cli_args *a)
{
    struct folder f = {.store = s, .path = a->value[DIRECTORY]};
    struct cli_documents documents = {0};
    struct err e;
    if (mkdir(f.path, 0777) != 0 && errno != EEXIST)
        return cli_fail((err_set(&e, ERR_IO, "%s: %s", f.path, strerror(errno)), &e));
    if (cli_find_documents(s, a, &documents, &e))
        f.status = cli_fail(&e);
    else
        for (size_t i = 0; i < documents.count; i++)
            extract_into(&f, documents.id[i]);
    cli_say(i18n_plural("%zu file written to %s", "%zu files written to %s", f.n), f.n, f.path);
    tdestroy(f.names, written_free);
    free(documents.id);
    return f.status;
}

/* ---- running ---- */

static enum cli_status run(const struct cli_args *a)
{
    if (a->value[OUTPUT] && a->value[DIRECTORY])
        return cli_usage(a->command, "%s", _("-o names one file, -d a folder: say one of them"));
    if (!a->value[DIRECTORY] && a->argc != 2)
        return cli_usage(a->command, "%s",
                         _("say which document, or with -d DIR into which folder several of them go"));
    struct err e;
    struct store *s;
    enum cli_status status = CLI_OK;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    if (a->value[DIRECTORY])
        status = extract_folder(s, a);
    else if (extract_one(s, a->argv[1], a->value[OUTPUT], &e))
        status = cli_fail(&e);
    store_close(&s);
    return status;
}

const struct cli_command cli_extract = {
    .name = "extract",
    .arguments = "FILE.db [DOCUMENT...]",
    .summary = N_("Give back the files that were imported, bit for bit."),
    .details = N_("One document goes to standard output or with -o to a file; with -d, the documents\n"
                  "that are named, or all, go into a folder."),
    .min_arguments = 1,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
