/* The files that a path stands for. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/cli.h"
#include "exchange/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WALK_DEPTH 64 /* folders within folders; a deeper tree is no collection of documents */

struct walk {
    const struct store *store;
    struct cli_paths *out;
    cli_refused_fn *refused;
    void *ctx;
};

static void refuse(struct walk *w, const char *path, const char *reason)
{
    struct err e;
    err_set(&e, ERR_INPUT, "%s: %s", path, reason);
    w->refused(w->ctx, &e);
}

static void add(struct cli_paths *out, const char *path)
{
    out->path = mem_grow(out->path, &out->cap, out->count + 1, sizeof *out->path);
    out->path[out->count++] = mem_dup(path);
}

static int visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk_folder(struct walk *w, const char *folder, int depth);

static void walk_entry(struct walk *w, const char *path, int depth)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        refuse(w, path, strerror(errno));
    else if (S_ISLNK(st.st_mode))
        /* It may lead to what nobody meant to share. */
        refuse(w, path, _("is a symbolic link, which is not followed inside a folder: name it on the command line"));
    else if (S_ISDIR(st.st_mode))
        walk_folder(w, path, depth + 1);
    else if (!file_is_store(w->store, path))
        add(w->out, path);
}

static void walk_folder(struct walk *w, const char *folder, int depth)
{
    if (depth > WALK_DEPTH) {
        refuse(w, folder, _("lies too deep in folders"));
        return;
    }
    struct dirent **entries;
    int n = scandir(folder, &entries, visible, by_name);
    if (n < 0) {
        refuse(w, folder, strerror(errno));
        return;
    }
    size_t len = strlen(folder);
    const char *slash = len > 0 && folder[len - 1] == '/' ? "" : "/";
    for (int i = 0; i < n; i++) {
        struct str path = {0};
        str_addf(&path, "%s%s%s", folder, slash, entries[i]->d_name);
        walk_entry(w, str_z(&path), depth);
        str_clear(&path);
        free(entries[i]);
    }
    free(entries);
}

void cli_walk(const struct store *s, const char *path, struct cli_paths *out, cli_refused_fn *fn, void *ctx)
{
    struct walk w = {s, out, fn, ctx};
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        walk_folder(&w, path, 0);
    else
        add(out, path);
}

void cli_paths_clear(struct cli_paths *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->path[i]);
    free(p->path);
    *p = (struct cli_paths){0};
}
