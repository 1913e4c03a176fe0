/* How subcommands speak: messages to standard error, safe text to standard output. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"
#include "text/glyph.h"

#include <poll.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* A line to standard error in one write, so that those of several programs do not mix. Safe also where that is no
 * terminal: a log is read on one, sooner or later. */
static void put_message(const char *prefix, const char *message)
{
    struct str line = {0};
    str_add(&line, prefix);
    glyph_add_safe(&line, message, strlen(message));
    str_addc(&line, '\n');
    fwrite(line.p, 1, line.len, stderr);
    str_clear(&line);
}

static void say(const char *prefix, const char *fmt, va_list ap)
{
    struct err e;
    err_vset(&e, ERR_OK, fmt, ap);
    put_message(prefix, e.msg);
}

void cli_say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say("", fmt, ap);
    va_end(ap);
}

void cli_complain(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say("zhupi: ", fmt, ap);
    va_end(ap);
}

enum cli_status cli_fail(const struct err *e)
{
    put_message("zhupi: ", e->msg);
    return CLI_FAILED;
}

enum cli_status cli_usage(const struct cli_command *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say("zhupi: ", fmt, ap);
    va_end(ap);
    cli_say(_("Try “zhupi %s%s--help”."), c->name, *c->name ? " " : "");
    return CLI_USAGE;
}

enum err_code cli_open(const struct cli_args *a, bool force, struct store **out, struct err *e)
{
    return store_open(a->argv[0], &(struct store_opts){.force = force, .as_name = a->as_name}, out, e);
}

static bool collect(void *ctx, const struct document *d)
{
    struct cli_documents *out = ctx;
    out->id = mem_grow(out->id, &out->cap, out->count + 1, sizeof *out->id);
    out->id[out->count++] = d->id;
    return true;
}

enum err_code cli_find_documents(struct store *s, const struct cli_args *a, struct cli_documents *out, struct err *e)
{
    if (a->argc == 1)
        return store_documents(s, collect, out, e);
    enum err_code rc = ERR_OK;
    for (int i = 1; i < a->argc && !rc; i++) {
        struct document d;
        rc = store_document_find(s, a->argv[i], &d, e);
        if (!rc) {
            collect(out, &d);
            document_clear(&d);
        }
    }
    return rc;
}

void cli_put(const char *p, size_t n)
{
    if (!isatty(STDOUT_FILENO)) {
        fwrite(p, 1, n, stdout);
        return;
    }
    struct str safe = {0};
    glyph_add_safe(&safe, p, n);
    fwrite(str_z(&safe), 1, safe.len, stdout);
    str_clear(&safe);
}

void cli_put_lines(const char *p, size_t n)
{
    const char *end = p + n;
    for (const char *lf; p < end; p = lf + 1) {
        lf = memchr(p, '\n', (size_t)(end - p));
        lf = lf ? lf : end;
        cli_put(p, (size_t)(lf - p) - (lf > p && lf[-1] == '\r'));
        putchar('\n');
    }
}

/* errno would say it as well, but a stream forgets it. */
bool cli_reader_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLHUP));
}

void cli_add_field(struct str *out, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *spelled = p[i] == '\t'   ? "\\t"
                              : p[i] == '\n' ? "\\n"
                              : p[i] == '\r' ? "\\r"
                              : p[i] == '\\' ? "\\\\"
                                             : NULL;
        if (spelled)
            str_add(out, spelled);
        else
            str_addc(out, p[i]);
    }
}

enum err_code cli_look(const struct cli_args *a, bool force, struct store **out, struct err *e)
{
    return store_open(a->argv[0], &(struct store_opts){.force = force, .look = true, .as_name = a->as_name}, out, e);
}
