/* zhupi batch: commands from standard input, one a line, each answered after its commit. */
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"
#include "exchange/script.h"
#include "keymaps/command.h"
#include "keymaps/words.h"
#include "text/glyph.h"

#include <errno.h>
#include <string.h>

#define BATCH_LINE ((size_t)1 << 20) /* bytes */

enum { FORCE };

static const struct cli_option options[] = {CLI_FORCE_OPTION, {0}};

enum line { LINE_READ, LINE_TOO_LONG, LINE_END };

/* The next line of standard input without its end. Of one that is too long the rest is skipped; what a failed read left
 * of one is not a command. */
static enum line read_line(struct str *line)
{
    str_truncate(line, 0);
    bool too_long = false;
    int c;
    while ((c = getc_unlocked(stdin)) != EOF && c != '\n') {
        if (line->len < BATCH_LINE)
            str_addc(line, (char)c);
        else
            too_long = true;
    }
    if (c == EOF && (line->len == 0 || ferror(stdin)))
        return LINE_END;
    if (line->len > 0 && line->p[line->len - 1] == '\r')
        str_truncate(line, line->len - 1);
    return too_long ? LINE_TOO_LONG : LINE_READ;
}

static bool is_nothing(const struct str *line)
{
    const char *p = str_z(line);
    size_t blank = strspn(p, " \t");
    return blank == line->len || p[blank] == '#';
}

/* Some programs put a byte order mark before what they save as UTF-8. */
static void drop_byte_order_mark(struct str *line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (strncmp(str_z(line), mark, sizeof mark - 1) == 0)
        str_remove(line, 0, sizeof mark - 1);
}

static enum err_code run_line(struct script *sc, const struct str *line, char uuid[UUID_SIZE], struct err *e)
{
    enum err_code rc = words_check(line->p, line->len, e);
    if (rc)
        err_prefix(e, "%s", _("every line has to be UTF-8 text"));
    struct command_line command;
    if (!rc)
        rc = command_parse(line->p, line->len, &command, e);
    if (rc)
        return rc;
    script_fn *fn = script_find(command.command->name);
    if (!(command.command->contexts & CONTEXT_BATCH) || !fn)
        rc = err_set(e, ERR_INPUT, _("“%s” needs a screen and does not work here"), command.command->name);
    else
        rc = fn(sc, command.argc, command.argv, uuid, e);
    command_line_clear(&command);
    return rc;
}

/* One line, whatever the message holds: it may quote what was sent to us. */
static void answer_error(const char *message)
{
    struct str line = {0};
    str_add(&line, "error ");
    glyph_add_safe(&line, message, strlen(message));
    printf("%s\n", str_z(&line));
    str_clear(&line);
}

/* Answer every line; the number of those that failed. Ends early when nobody can read the answers. */
static size_t answer_all(struct script *sc)
{
    struct str line = {0};
    size_t errors = 0;
    bool first = true;
    for (enum line got; (got = read_line(&line)) != LINE_END; first = false) {
        char uuid[UUID_SIZE] = "";
        struct err e;
        if (first)
            drop_byte_order_mark(&line);
        if (got == LINE_READ && is_nothing(&line))
            continue;
        if (got == LINE_TOO_LONG) {
            err_set(&e, ERR_INPUT, _("the line is longer than %zu bytes"), BATCH_LINE);
            errors++;
            answer_error(e.msg);
        } else if (run_line(sc, &line, uuid, &e)) {
            errors++;
            answer_error(e.msg);
        } else {
            printf("ok %s\n", uuid);
        }
        if (fflush(stdout) != 0)
            break;
    }
    str_clear(&line);
    return errors;
}

/* The commands that work here, for --help. */
static void print_batch_commands(void)
{
    size_t n;
    const struct command *table = command_table(&n);
    printf("\n%s\n", _("Commands:"));
    for (size_t i = 0; i < n; i++)
        if (table[i].contexts & CONTEXT_BATCH)
            printf("  %s%s%s\n      %s\n", table[i].name, *table[i].arguments ? " " : "", table[i].arguments,
                   _(table[i].help));
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    struct script *sc = script_new(s);
    size_t errors = answer_all(sc);
    bool cut_off = ferror(stdin) != 0;
    if (cut_off)
        cli_complain(_("standard input: %s"), strerror(errno));
    script_free(&sc);
    store_close(&s);
    return errors == 0 && !cut_off ? CLI_OK : CLI_FAILED;
}

const struct cli_command cli_batch = {
    .name = "batch",
    .arguments = "FILE.db",
    .summary = N_("Do the commands that standard input holds, one a line."),
    .details = N_("Each line is answered by “ok UUID” once it is on the disk, or by “error” and the\n"
                  "reason. Empty lines and lines that begin with # are skipped. DOCUMENT is an id or\n"
                  "a name; a name with spaces stands in double quotes."),
    .more_help = print_batch_commands,
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
