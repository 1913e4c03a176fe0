/* zhupi: from the arguments to a subcommand, and from its status to an exit code.
 *
 * Exit codes: 0 all went well, 1 something failed (said on standard error), 2 the arguments make no sense, 128 and the
 * number of the signal that stopped a long piece of work. */
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "cli/fault.h"
#include "cli/print.h"
#include "cli/restricted.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct cli_command *const commands[] = {
    &cli_assign, &cli_backup,  &cli_batch,   &cli_carry,  &cli_check, &cli_codebook, &cli_done,
    &cli_export, &cli_extract, &cli_filters, &cli_import, &cli_init,  &cli_ledger,   &cli_list,
    &cli_log,    &cli_noise,   &cli_outline, &cli_review, &cli_role,  &cli_stats,    NULL,
};

enum { KEYMAP, LIST_COMMANDS, PRINT_KEYMAP, VERSION };

static const struct cli_option options[] = {
    {"keymap", 'k', "NAME", N_("the keymap to review with or to print: vi (the default), emacs or plain")},
    {"list-commands", 0, NULL, N_("print the commands of the reviewer, for keymaps and “:”")},
    {"print-keymap", 0, NULL, N_("print the keys in force in the form of a keymap file")},
    {"version", 'V', NULL, N_("print the version")},
    {0},
};

static void print_subcommands(void)
{
    printf("\n%s\n", _("Subcommands:"));
    for (const struct cli_command *const *c = commands; *c; c++)
        printf("  %-8s  %s\n", (*c)->name, _((*c)->summary));
    printf("\n%s\n", _("“zhupi help SUBCOMMAND” says more about each."));
    printf("%s\n", _(CLI_USER_KEYMAP));
}

static cli_run run_program;

static const struct cli_command program = {
    .name = "",
    .arguments = "FILE.db [DOCUMENT] | zhupi SUBCOMMAND [ARGUMENT]...",
    .summary = N_("Review documents together: tag manifestations, causes and remedies in one shared file."),
    .more_help = print_subcommands,
    .max_arguments = 2,
    .options = options,
    .run = run_program,
};

static const struct cli_command *find_command(const char *name)
{
    for (const struct cli_command *const *c = commands; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

static enum cli_status unknown(const char *word)
{
    const char *near = cli_suggest(word, commands);
    if (near)
        return cli_usage(&program, _("there is no subcommand “%s”. Did you mean “%s”?"), word, near);
    return cli_usage(&program, _("there is no subcommand “%s”"), word);
}

static enum cli_status run_command(const struct cli_command *c, int argc, char **argv)
{
    struct cli_args args;
    enum cli_status status;
    return cli_parse(c, argc, argv, &args, &status) ? c->run(&args) : status;
}

/* "help", "help SUBCOMMAND". */
static enum cli_status help(int argc, char **argv)
{
    const struct cli_command *c = argc > 0 ? find_command(argv[0]) : &program;
    if (!c)
        return unknown(argv[0]);
    cli_help(c);
    return CLI_OK;
}

/* "zhupi FILE.db" alone reviews: the name of a file, or a word with a dot or a slash, is no subcommand, unless there is
 * no such file and it looks like a slip of the fingers. */
static enum cli_status check_file(const char *word)
{
    if (access(word, F_OK) == 0)
        return CLI_OK;
    if (find_command(word)) /* behind options */
        return cli_no_place(&program, word);
    if (!strpbrk(word, "./"))
        return unknown(word);
    const char *near = cli_suggest(word + (strncmp(word, "./", 2) == 0 ? 2 : 0), commands);
    return near ? cli_usage(&program, _("there is no file %s. Did you mean “%s”?"), word, near) : CLI_OK;
}

static enum cli_status file_alone(int argc, char **argv)
{
    enum cli_status status = check_file(argv[0]);
    return status ? status : run_command(&cli_review, argc, argv);
}

/* "zhupi -k KEYMAP FILE.db [DOCUMENT]". */
static enum cli_status file_behind_options(const struct cli_args *a)
{
    enum cli_status status = check_file(a->argv[0]);
    struct cli_args args = {.command = &cli_review, .argc = a->argc, .argv = a->argv};
    args.value[CLI_REVIEW_KEYMAP] = a->value[KEYMAP];
    return status ? status : cli_review.run(&args);
}

static enum cli_status run_program(const struct cli_args *a)
{
    bool prints = a->value[VERSION] || a->value[LIST_COMMANDS] || a->value[PRINT_KEYMAP];
    if (prints && a->argc > 0)
        return cli_no_place(a->command, a->argv[0]);
    if (a->value[VERSION])
        print_version();
    else if (a->value[LIST_COMMANDS])
        print_commands();
    else if (a->value[PRINT_KEYMAP])
        return print_keymap(a->value[KEYMAP]);
    else if (a->argc > 0)
        return file_behind_options(a);
    else
        return cli_usage(a->command, _("nothing to do"));
    return CLI_OK;
}

static enum cli_status dispatch(int argc, char **argv)
{
    if (argc < 2)
        return cli_usage(&program, _("say what to do"));
    if (argv[1][0] == '-')
        return run_command(&program, argc - 1, argv + 1);
    if (strcmp(argv[1], "help") == 0)
        return help(argc - 2, argv + 2);
    const struct cli_command *c = find_command(argv[1]);
    if (c)
        return run_command(c, argc - 2, argv + 2);
    return file_alone(argc - 1, argv + 1);
}

/* A standard stream that was closed by the caller must not become the number of the next file that is opened, as text
 * would be written into it then. Opened the wrong way round, using the stream fails as it should. */
static void reserve_standard_streams(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
            continue;
        int opened = open("/dev/null", flags[fd]);
        if (opened != fd && opened >= 0)
            close(opened);
    }
}

/* Whatever was printed has to have arrived. */
static enum cli_status close_output(enum cli_status status)
{
    if (status == CLI_UNWRITTEN)
        return status;
    errno = 0;
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed)
        return status;
    if (cli_reader_gone())
        return status == CLI_OK ? CLI_UNWRITTEN : status;
    if (errno)
        cli_complain(_("standard output: %s"), strerror(errno));
    else
        cli_complain("%s", _("standard output could not be written"));
    return status == CLI_OK ? CLI_UNWRITTEN : status;
}

int main(int argc, char **argv)
{
    /* 128 and the number of the signal, as a shell has it. */
    static const int codes[] = {
        [CLI_OK] = 0,
        [CLI_FAILED] = 1,
        [CLI_USAGE] = 2,
        [CLI_UNWRITTEN] = 1,
        [CLI_INTERRUPTED] = 128 + SIGINT,
        [CLI_TERMINATED] = 128 + SIGTERM,
        [CLI_HUNG_UP] = 128 + SIGHUP,
    };
    reserve_standard_streams();
    /* A reader that went away and a file that may not grow are errors of a write. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    struct err e;
    enum err_code shut = restricted_asked(argc, argv) ? restricted_begin(&e) : ERR_OK; /* before anything is read */
    i18n_init("zhupi", LOCALEDIR);
    fault_tell();
    if (shut)
        return codes[cli_fail(&e)];
    return codes[close_output(dispatch(argc, argv))];
}
