/* zhupi export: the annotations for other programs. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "db/filter.h"
#include "exchange/export_csv.h"

#include <string.h>

enum { FORMAT, OUTPUT, DOCUMENT, TAG, REVIEWER, COMMENTS, LINKS, BOM, RAW, FILTER, FORCE };

static const struct cli_option options[] = {
    {"format", 'f', "FORMAT", N_("the format: csv (the default)")},
    {"output", 'o', "FILE", N_("write to FILE, which is replaced whole or not at all")},
    {"document", 'd', "NAME", N_("only the document with this name or id")},
    {"tag", 't', "TAG", N_("only this tag: manifestation, cause or remedy")},
    {"reviewer", 'r', "NAME", N_("only the annotations of this reviewer")},
    {"comments", 'c', NULL, N_("not the annotations, but the comments on them")},
    {"links", 'l', NULL, N_("not the annotations, but the links between them")},
    {"bom", 0, NULL, N_("begin with a byte order mark, for spreadsheets")},
    {"raw", 0, NULL, N_("leave cells alone that a spreadsheet takes for formulas")},
    CLI_FILTER_OPTION,
    CLI_FORCE_OPTION,
    {0},
};

/* From words to ids. */
static enum err_code find_filter(struct store *s, const struct cli_args *a, struct store_filter *f, struct err *e)
{
    if (a->value[DOCUMENT]) {
        struct document d;
        enum err_code rc = store_document_find(s, a->value[DOCUMENT], &d, e);
        if (rc)
            return rc;
        f->document = d.id;
        document_clear(&d);
    }
    return a->value[REVIEWER] ? store_reviewer_find(s, a->value[REVIEWER], &f->reviewer, e) : ERR_OK;
}

static enum err_code write_rows(struct store *s, void *ctx, FILE *out, struct err *e)
{
    return export_csv(s, ctx, out, e);
}

static enum cli_status export_store(struct store *s, const struct cli_args *a, struct export_csv_opts *opts)
{
    struct err e;
    if (find_filter(s, a, &opts->filter, &e))
        return cli_fail(&e);
    return cli_write(s, a->value[OUTPUT], write_rows, opts);
}

static enum cli_status run(const struct cli_args *a)
{
    struct export_csv_opts opts = {.bom = a->value[BOM] != NULL,
                                   .raw = a->value[RAW] != NULL,
                                   .comments = a->value[COMMENTS] != NULL,
                                   .links = a->value[LINKS] != NULL};
    if (opts.comments && opts.links)
        return cli_usage(a->command, _("either --comments or --links: they are two tables"));
    if (a->value[FORMAT] && strcmp(a->value[FORMAT], "csv") != 0)
        return cli_usage(a->command, _("there is no format “%s”, only csv"), a->value[FORMAT]);
    if (a->value[TAG] && !tag_parse(a->value[TAG], &opts.filter.tag))
        return cli_usage(a->command, _("“%s” is no tag: write manifestation, cause or remedy"), a->value[TAG]);
    struct err e;
    struct store *s;
    struct filter *f;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = cli_filter(s, a->value[FILTER], &f, &e);
    opts.filter.where = f;
    enum cli_status status = rc ? cli_fail_filter(rc, &e) : export_store(s, a, &opts);
    store_close(&s);
    filter_free(&f);
    return status;
}

const struct cli_command cli_export = {
    .name = "export",
    .arguments = "FILE.db",
    .summary = N_("Write the annotations as CSV to standard output or a file."),
    .details = N_("Columns: uuid, document, sha256, tag, quote, before, after, start, end, section,\n"
                  "reviewer, note, created, updated, settled, open_questions, code, explains,\n"
                  "addresses, explained_by, addressed_by. Of comments: annotation, document, quote,\n"
                  "thread, comment, question, reviewer, created, body, resolved, resolved_by. Of links:\n"
                  "link, relation, from, from_document, from_tag, from_quote, to, to_document, to_tag,\n"
                  "to_quote, note, reviewer, created. Start and end count code points from 0, the end is\n"
                  "not included. A cell that a spreadsheet would take for a formula gets an apostrophe in\n"
                  "front; --raw leaves it out."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
