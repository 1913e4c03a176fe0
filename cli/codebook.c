/* zhupi codebook: the codes below the tags, out as CSV and in again. */
#include "exchange/codebook.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "exchange/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT, IMPORT, DRY_RUN, BOM, RAW, FORCE };

static const struct cli_option options[] = {
    {"output", 'o', "FILE", N_("write to FILE, which is replaced whole or not at all")},
    {"import", 'i', "FILE", N_("take in the codes of FILE instead, as one change")},
    {"dry-run", 'n', NULL, N_("only say what --import would do")},
    {"bom", 0, NULL, N_("begin with a byte order mark, for spreadsheets")},
    {"raw", 0, NULL, N_("leave cells alone that a spreadsheet takes for formulas")},
    CLI_FORCE_OPTION,
    {0},
};

/* ---- out ---- */

static enum err_code write_codes(struct store *s, void *ctx, FILE *out, struct err *e)
{
    return codebook_export(s, ctx, out, e);
}

static const struct listing_column columns[] = {
    {"tag", N_("TAG"), LISTING_TEXT},
    {"code", N_("CODE"), LISTING_TEXT},
    {"key", N_("KEY"), LISTING_TEXT},
    {"annotations", N_("ANNOTATIONS"), LISTING_NUMBER},
    {"definition", N_("DEFINITION"), LISTING_PASSAGE},
};

struct table {
    struct listing listing;
    enum tag tag; /* of the row before */
};

static size_t count_slashes(const char *path)
{
    size_t n = 0;
    for (; *path; path++) {
        if (*path == '\\' && path[1])
            path++;
        else
            n += *path == '/';
    }
    return n;
}

/* A tree; what was merged is not in it any more. */
static bool add_row(void *ctx, const struct codebook_row *r)
{
    struct table *t = ctx;
    if (!r->position)
        return true;
    struct str *cell = listing_add(&t->listing);
    if (r->code->tag != t->tag)
        str_add(&cell[0], tag_label(r->code->tag));
    t->tag = r->code->tag;
    for (size_t n = count_slashes(r->path); n > 0; n--)
        str_add(&cell[1], "  ");
    str_add(&cell[1], r->code->name);
    str_add(&cell[2], r->code->key);
    str_addf(&cell[3], "%lld", (long long)r->annotations);
    str_add(&cell[4], r->code->definition);
    return true;
}

static enum err_code show(struct store *s, struct err *e)
{
    struct table t = {.listing = {.columns = columns, .n_columns = sizeof columns / sizeof *columns}};
    enum err_code rc = codebook_rows(s, add_row, &t, e);
    if (!rc && t.listing.rows == 0)
        cli_say("%s", _("the codebook is empty"));
    else if (!rc)
        listing_print(&t.listing);
    listing_clear(&t.listing);
    return rc;
}

static enum cli_status run_export(const struct cli_args *a, struct codebook_opts *opts)
{
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum cli_status status;
    if (!a->value[OUTPUT] && isatty(STDOUT_FILENO))
        status = show(s, &e) ? cli_fail(&e) : CLI_OK;
    else
        status = cli_write(s, a->value[OUTPUT], write_codes, opts);
    store_close(&s);
    return status;
}

/* ---- in ---- */

static const struct listing_column fate_columns[] = {
    {"what", N_("WHAT"), LISTING_WORD},
    {"tag", N_("TAG"), LISTING_TEXT},
    {"code", N_("CODE"), LISTING_TEXT},
};

struct outcome {
    struct listing listing;
    size_t count[CODEBOOK_FATES];
};

static bool note(void *ctx, enum codebook_fate fate, enum tag tag, const char *path)
{
    static const char *const words[CODEBOOK_FATES] = {[CODEBOOK_NEW] = N_("new code"),
                                                      [CODEBOOK_CHANGED] = N_("changed code"),
                                                      [CODEBOOK_MERGED] = N_("merged code"),
                                                      [CODEBOOK_LEFT] = N_("left, because it is another's")};
    struct outcome *o = ctx;
    o->count[fate]++;
    if (fate == CODEBOOK_SAME)
        return true;
    struct str *cell = listing_add(&o->listing);
    str_add(&cell[0], words[fate]);
    str_add(&cell[1], isatty(STDOUT_FILENO) ? tag_label(tag) : tag_name(tag));
    str_add(&cell[2], path);
    return true;
}

static enum err_code import_bytes(struct store *s, const struct cli_args *a, const struct codebook_opts *opts,
                                  struct outcome *o, struct err *e)
{
    char *bytes = NULL;
    size_t n = 0;
    const char *path = a->value[IMPORT];
    if (file_is_store(s, path))
        return err_set(e, ERR_INPUT, _("%s: is the database itself; name another file"), path);
    enum err_code rc = file_read(path, CODEBOOK_BYTES_MAX, &bytes, &n, e);
    if (!rc)
        rc = codebook_import(s, path, bytes, n, opts, a->value[DRY_RUN] != NULL, note, o, e);
    free(bytes);
    return rc;
}

static enum cli_status run_import(const struct cli_args *a, const struct codebook_opts *opts)
{
    struct err e;
    struct store *s;
    struct outcome o = {.listing = {.columns = fate_columns, .n_columns = sizeof fate_columns / sizeof *fate_columns}};
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = import_bytes(s, a, opts, &o, &e);
    store_close(&s);
    if (!rc && o.listing.rows > 0)
        listing_print(&o.listing);
    if (!rc)
        cli_say(_("codes: %zu new, %zu changed, %zu merged, %zu as they were, %zu left to those who made them"),
                o.count[CODEBOOK_NEW], o.count[CODEBOOK_CHANGED], o.count[CODEBOOK_MERGED], o.count[CODEBOOK_SAME],
                o.count[CODEBOOK_LEFT]);
    if (!rc && a->value[DRY_RUN])
        cli_say("%s", _("nothing was changed: this was a dry run"));
    listing_clear(&o.listing);
    return rc ? cli_fail(&e) : CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct codebook_opts opts = {.bom = a->value[BOM] != NULL, .raw = a->value[RAW] != NULL};
    if (a->value[IMPORT] && (a->value[OUTPUT] || a->value[BOM]))
        return cli_usage(a->command, _("either --import or --output: a codebook goes in or out"));
    if (a->value[DRY_RUN] && !a->value[IMPORT])
        return cli_usage(a->command, _("--dry-run goes with --import"));
    return a->value[IMPORT] ? run_import(a, &opts) : run_export(a, &opts);
}

const struct cli_command cli_codebook = {
    .name = "codebook",
    .arguments = "FILE.db",
    .summary = N_("Show the codebook, write it as CSV, or take one in."),
    .details = N_("On a terminal a tree; elsewhere CSV with the columns uuid, tag, path, key,\n"
                  "definition, example, annotations, merged_into, position. A slash in a name is\n"
                  "spelled \\/ in the path. --import finds codes by uuid, else by tag and path, adds\n"
                  "what is new and changes what is yours, as lead everything; it needs the columns\n"
                  "tag and path only. A bad line changes nothing at all, and undo takes all back."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
