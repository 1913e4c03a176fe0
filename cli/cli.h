/* What every subcommand shares: its entry in the table, its parsed arguments, and how it speaks.
 *
 * Data goes to standard output and is made safe when that is a terminal; everything said to a person goes to standard
 * error and is always made safe. A subcommand never ends the process: it returns a status, and main.c alone knows exit
 * codes. */
#ifndef ZHUPI_CLI_CLI_H
#define ZHUPI_CLI_CLI_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct filter;
struct store;
struct str;

enum cli_status {
    CLI_OK,
    CLI_FAILED,    /* said why already */
    CLI_USAGE,     /* the arguments make no sense; said so already */
    CLI_UNWRITTEN, /* standard output failed; said so already, unless its reader went away */
    /* Stopped in good order by SIGINT, SIGTERM or SIGHUP. */
    CLI_INTERRUPTED,
    CLI_TERMINATED,
    CLI_HUNG_UP,
};

/* One option. --help is printed from these entries and getopt_long is fed from them, so the two cannot disagree. */
struct cli_option {
    const char *name;  /* without the dashes; NULL ends a table */
    char letter;       /* 0: no short form */
    const char *value; /* what it takes, as help spells it; NULL: a switch */
    const char *help;  /* marked for translation */
};

#define CLI_MAX_OPTIONS 16

struct cli_args;
typedef enum cli_status cli_run(const struct cli_args *a);

struct cli_command {
    const char *name;                 /* "" for the program without a subcommand */
    const char *arguments;            /* "FILE.db PATH..." */
    const char *summary;              /* one line, marked for translation */
    const char *details;              /* more lines for --help, marked for translation; NULL: none */
    void (*more_help)(void);          /* prints what else --help says; NULL: nothing */
    int min_arguments, max_arguments; /* max -1: any number */
    const struct cli_option *options; /* without --help, which all have */
    cli_run *run;
};

struct cli_args {
    const struct cli_command *command;
    int argc;
    char **argv;                        /* the arguments that are no options */
    const char *as_name;                /* whom cli_open and cli_look log in; NULL: the account (store_opts) */
    const char *value[CLI_MAX_OPTIONS]; /* by the option's index in its table: its value, "" for a switch that is
                                           set, NULL where it was not given */
};

/* The --force of every subcommand that opens a database, as the entry of an option table. */
#define CLI_FORCE_OPTION                                                                                               \
    {                                                                                                                  \
        "force", 0, NULL, N_("use the file on a network file system all the same")                                     \
    }

/* For the help of what reads it. */
#define CLI_USER_KEYMAP N_("Your own keys are read from $XDG_CONFIG_HOME/zhupi/keymap or ~/.config/zhupi/keymap.")

/* ---- options.c ---- */

/* Parse ARGV[0..ARGC) (without the subcommand's name) into *OUT. False after a usage error, which was said, and after
 * --help, which was printed; *STATUS is what to return then. OUT->argv points into ARGV, which is permuted. */
bool cli_parse(const struct cli_command *c, int argc, char **argv, struct cli_args *out, enum cli_status *status);

/* Complain that WORD is an argument too much for C; returns CLI_USAGE. */
enum cli_status cli_no_place(const struct cli_command *c, const char *word);

/* Print the help of C to standard output. */
void cli_help(const struct cli_command *c);

/* ---- say.c ---- */

/* A line to standard error: as it is, or after "zhupi: ". */
void cli_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cli_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Complain with the message of E; returns CLI_FAILED. */
enum cli_status cli_fail(const struct err *e);

/* Complain and point to --help of C; returns CLI_USAGE. */
enum cli_status cli_usage(const struct cli_command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Open the database named by the first argument; FORCE says whether --force was given. */
enum err_code cli_open(const struct cli_args *a, bool force, struct store **out, struct err *e);

/* The same for a subcommand that only looks: it leaves no trace in the file. */
enum err_code cli_look(const struct cli_args *a, bool force, struct store **out, struct err *e);

struct cli_documents {
    int64_t *id; /* the caller frees */
    size_t count, cap;
};

/* The documents that are named behind the database, or all where none is, added to OUT. */
enum err_code cli_find_documents(struct store *s, const struct cli_args *a, struct cli_documents *out, struct err *e);

/* Print to standard output: as it is, or made safe when that is a terminal. */
void cli_put(const char *p, size_t n);

/* The same for lines, each by itself; CRLF becomes LF. For a terminal. */
void cli_put_lines(const char *p, size_t n);

/* Whether nobody reads standard output any more, as behind “| head”: no failure that a person has to hear of. */
bool cli_reader_gone(void);

/* Add N bytes at P to OUT as a field of tab-separated values: \t, \n, \r and \\ are spelled. */
void cli_add_field(struct str *out, const char *p, size_t n);

/* ---- filter_option.c ---- */

/* The --filter of every subcommand that has one, as the entry of an option table. */
#define CLI_FILTER_OPTION                                                                                              \
    {                                                                                                                  \
        "filter", 0, "EXPR", N_("only what passes this filter; “zhupi help filter” says how they are written")         \
    }

/* Parse EXPRESSION (NULL: *OUT is NULL, everything passes) for use in S. Where it is wrong (ERR_INPUT) it is shown
 * with a mark below the place; why is left in E, for cli_fail_filter. Free with filter_free. */
enum err_code cli_filter(struct store *s, const char *expression, struct filter **out, struct err *e);

/* Complain with the message of E; returns CLI_USAGE where CODE, which came of cli_filter, says that the expression is
 * wrong, else CLI_FAILED. */
enum cli_status cli_fail_filter(enum err_code code, const struct err *e);

/* ---- write.c ---- */

typedef enum err_code cli_write_fn(struct store *s, void *ctx, FILE *out, struct err *e);

/* Let FN write to the file PATH, which is replaced whole or not at all, or with NULL or "-" to standard output, where a
 * terminal gets it line by line, made safe. What failed was said. */
enum cli_status cli_write(struct store *s, const char *path, cli_write_fn *fn, void *ctx);

/* ---- suggest.c ---- */

/* The name that is nearest to WORD among COMMANDS (NULL behind the last), or NULL where none is near: WORD is its
 * start, two letters changed places, or one of four and five letters is wrong, or two of more. */
const char *cli_suggest(const char *word, const struct cli_command *const *commands);

/* ---- walk.c ---- */

struct cli_paths {
    char **path;
    size_t count, cap;
};

typedef void cli_refused_fn(void *ctx, const struct err *e);

/* Add the files that PATH stands for: itself, or, for a folder, its files in the order of their names, folders within
 * included. Hidden entries are skipped, as are the files of the database S itself. What cannot be read goes to FN, and
 * so does a symbolic link inside a folder; PATH itself may be one. Devices, pipes and sockets are added, and left for
 * file_read() to refuse. */
void cli_walk(const struct store *s, const char *path, struct cli_paths *out, cli_refused_fn *fn, void *ctx);
void cli_paths_clear(struct cli_paths *p);

/* ---- the subcommands, one file each ---- */

enum { CLI_REVIEW_KEYMAP }; /* the index of --keymap among the options of review */

extern const struct cli_command cli_assign, cli_backup, cli_batch, cli_carry, cli_check, cli_codebook, cli_done,
    cli_export, cli_extract, cli_filters, cli_import, cli_init, cli_ledger, cli_list, cli_log, cli_noise, cli_outline,
    cli_review, cli_role, cli_stats;

#endif
