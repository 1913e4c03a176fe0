#include "cli/ledger_file.h"

#include "base/i18n.h"

#include <string.h>

#define PAGE_ROWS_MAX 5000 /* a browser opens a page of so many without a wait */

bool ledger_file_format(const struct cli_command *c, const char *name, const char *path, bool *wanted,
                        enum export_format *out)
{
    const char *dot = path ? strrchr(path, '.') : NULL;
    *wanted = name || path;
    if (name && !export_format_parse(name, out))
        cli_usage(c, _("there is no format “%s”: csv, markdown, html"), name);
    else if (*wanted && !name && !(dot && export_format_parse(dot + 1, out)))
        cli_usage(c, _("say with --format what to write: csv, markdown or html"));
    else
        return true;
    return false;
}

static enum err_code write_ledger(struct store *s, void *ctx, FILE *out, struct err *e)
{
    return export_ledger(s, ctx, out, e);
}

enum cli_status ledger_file_write(struct store *s, const struct export_ledger_opts *opts, const char *path)
{
    size_t rows = 0;
    struct export_ledger_opts counted = *opts;
    counted.rows = &rows;
    enum cli_status status = cli_write(s, path, write_ledger, &counted);
    if (status == CLI_OK && opts->format == EXPORT_HTML && rows > PAGE_ROWS_MAX)
        cli_say(_("The page has %zu rows, which a browser opens slowly: --document or --filter write fewer."), rows);
    return status;
}
