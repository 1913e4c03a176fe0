/* What a subcommand writes for other programs: to a file that is there whole or not at all, or to standard output. */
#include "base/i18n.h"
#include "cli/cli.h"
#include "exchange/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum err_code write_file(struct store *s, const char *path, cli_write_fn *fn, void *ctx, struct err *e)
{
    if (file_is_store(s, path))
        return err_set(e, ERR_INPUT, _("%s: is the database itself; name another file"), path);
    struct file_out out;
    enum err_code rc = file_out_open(&out, path, e);
    if (rc)
        return rc;
    rc = fn(s, ctx, out.stream, e);
    if (!rc)
        return file_out_commit(&out, e);
    file_out_abandon(&out);
    err_prefix(e, "%s", path);
    return rc;
}

/* On a terminal, what others wrote is made safe line by line. */
static enum err_code write_terminal(struct store *s, cli_write_fn *fn, void *ctx, struct err *e)
{
    char *text = NULL;
    size_t n = 0;
    FILE *lines = open_memstream(&text, &n);
    if (!lines)
        return err_set(e, ERR_IO, _("the export cannot be shown: %s"), strerror(errno));
    enum err_code rc = fn(s, ctx, lines, e);
    if (fclose(lines) && !rc)
        rc = err_set(e, ERR_IO, _("the export cannot be shown: %s"), strerror(errno));
    if (!rc)
        cli_put_lines(text, n);
    free(text);
    return rc;
}

enum cli_status cli_write(struct store *s, const char *path, cli_write_fn *fn, void *ctx)
{
    struct err e;
    enum err_code rc;
    if (path && strcmp(path, "-") != 0)
        rc = write_file(s, path, fn, ctx, &e);
    else
        rc = isatty(STDOUT_FILENO) ? write_terminal(s, fn, ctx, &e) : fn(s, ctx, stdout, &e);
    if (!rc)
        return CLI_OK;
    bool unwritten = ferror(stdout) != 0;
    if (!unwritten || !cli_reader_gone())
        cli_fail(&e);
    return unwritten ? CLI_UNWRITTEN : CLI_FAILED;
}
