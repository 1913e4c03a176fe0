/* zhupi import: files and folders of them into the shared file. */
#include "exchange/import.h"

#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/import_report.h"
#include "exchange/converter.h"
#include "text/decode.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    ENCODING,
    LOSSY,
    KEEP_NOISE,
    AS_VERSION_OF,
    NO_VERSIONS,
    MAX_SIZE,
    MAX_TEXT,
    MAX_MEMORY,
    MAX_TIME,
    VERBOSE,
    FORCE
};

static const struct cli_option options[] = {
    {"encoding", 'e', "NAME", N_("the files' encoding; without it, it is detected")},
    {"lossy", 0, NULL, N_("put U+FFFD for bytes that cannot be decoded")},
    {"keep-noise", 0, NULL, N_("mark no page marks, web site pieces, readings … as noise")},
    {"as-version-of", 0, "DOCUMENT", N_("store the file as the newer version of this document")},
    {"no-versions", 0, NULL, N_("store a changed file as a document of its own")},
    {"max-size", 0, "MB", N_("refuse a larger file (256)")},
    {"max-text", 0, "MB", N_("refuse a file that unpacks to more (128)")},
    {"max-memory", 0, "MB", N_("let a converter use no more (1024)")},
    {"max-time", 0, "SECONDS", N_("end a converter after this time (60)")},
    {"verbose", 'v', NULL, N_("a line for each file, also where there are many")},
    CLI_FORCE_OPTION,
    {0},
};

/* ---- options ---- */

static bool parse_number(const char *word, size_t most, size_t *out)
{
    char *end;
    size_t digits = strspn(word, "0123456789");
    unsigned long long value = strtoull(word, &end, 10);
    *out = (size_t)value;
    return digits > 0 && digits < 10 && !*end && value > 0 && value <= most;
}

/* The limits that are said into *L. */
static enum cli_status parse_limits(const struct cli_args *a, struct limits *l)
{
    *l = limits_default();
    size_t seconds = (size_t)l->seconds;
    const struct {
        int option;
        size_t unit, most;
        size_t *value;
    } wanted[] = {
        {MAX_SIZE, 1 << 20, STORE_SOURCE_MAX >> 20, &l->file},
        {MAX_TEXT, 1 << 20, STORE_TEXT_MAX >> 20, &l->text},
        {MAX_MEMORY, 1 << 20, 1 << 20, &l->memory},
        {MAX_TIME, 1, 24 * 60 * 60, &seconds},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const char *word = a->value[wanted[i].option];
        size_t number;
        if (!word)
            continue;
        if (!parse_number(word, wanted[i].most, &number))
            return cli_usage(a->command, _("--%s wants a number from 1 to %zu, and not “%s”"),
                             options[wanted[i].option].name, wanted[i].most, word);
        *wanted[i].value = number * wanted[i].unit;
    }
    l->seconds = (int)seconds;
    return CLI_OK;
}

/* Said once, and not of every file. */
static enum cli_status check_encoding(const struct cli_args *a)
{
    const struct decode_opts opts = {.encoding = a->value[ENCODING]};
    struct decoded nothing = {0};
    struct err e;
    enum err_code rc = opts.encoding ? decode("", 0, &opts, &nothing, &e) : ERR_OK;
    decoded_clear(&nothing);
    return rc ? cli_usage(a->command, "%s", e.msg) : CLI_OK;
}

/* The one document of which the one file is a newer version. */
static enum err_code find_previous(struct store *s, const struct cli_args *a, size_t n_files, int64_t *id,
                                   struct err *e)
{
    struct document d;
    if (!a->value[AS_VERSION_OF])
        return ERR_OK;
    if (n_files != 1)
        return err_set(e, ERR_INPUT, _("--as-version-of wants one file, and not %zu"), n_files);
    enum err_code rc = store_document_find(s, a->value[AS_VERSION_OF], &d, e);
    if (rc)
        return rc;
    *id = d.id;
    if (d.next)
        rc = err_set(e, ERR_INPUT, _("“%s” has a newer version already, document %lld: name that one"), d.name,
                     (long long)d.next);
    document_clear(&d);
    return rc;
}

/* ---- being stopped ---- */

/* The signals that end an import; they are kept back and asked for between two files, so that what was done is stored.
 * What the caller had ignored (nohup) stays so. */
static void keep_back(sigset_t *set)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
    sigemptyset(set);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct sigaction now;
        if (sigaction(ends[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(set, ends[i]);
    }
    sigprocmask(SIG_BLOCK, set, NULL);
}

struct job {
    struct import_report report;
    sigset_t ends;
    int ended; /* the signal that came, or 0 */
};

static bool is_stopped(void *ctx)
{
    struct job *j = ctx;
    if (!j->ended) {
        int signal = sigtimedwait(&j->ends, NULL, &(struct timespec){0});
        j->ended = signal > 0 ? signal : 0;
    }
    return j->ended != 0;
}

static enum cli_status ended_by(int signal)
{
    return signal == SIGINT ? CLI_INTERRUPTED : signal == SIGTERM ? CLI_TERMINATED : CLI_HUNG_UP;
}

/* ---- running ---- */

static void on_refused(void *ctx, const struct err *e)
{
    import_report_refused(&((struct job *)ctx)->report, e);
}

static void on_phase(void *ctx, size_t i, enum import_phase phase, size_t bytes)
{
    import_report_at(&((struct job *)ctx)->report, i, phase, bytes);
}

static void on_done(void *ctx, size_t i, const struct imported *result, const struct err *e)
{
    import_report_done(&((struct job *)ctx)->report, i, result, e);
}

static void on_bad_converter(void *ctx, const char *line)
{
    (void)ctx;
    cli_complain("%s", line);
}

static enum cli_status import_paths(struct job *j, const struct cli_paths *files, struct import_opts *opts,
                                    const struct cli_args *a)
{
    const struct import_watch watch = {.at = on_phase, .done = on_done, .stop = is_stopped, .ctx = j};
    struct err e;
    enum err_code rc = find_previous(j->report.store, a, files->count, &opts->previous, &e);
    if (rc)
        return cli_fail(&e);
    import_report_begin(&j->report, files->path, files->count, a->value[VERBOSE] != NULL);
    rc = import_files(j->report.store, files->path, files->count, opts, &watch, &e);
    import_report_end(&j->report, j->ended != 0);
    if (rc)
        return cli_fail(&e);
    if (j->ended)
        return ended_by(j->ended);
    return j->report.refused ? CLI_FAILED : CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct import_opts opts = {
        .convert = {.encoding = a->value[ENCODING],
                    .lossy = a->value[LOSSY] != NULL,
                    .keep_noise = a->value[KEEP_NOISE] != NULL},
        .no_versions = a->value[NO_VERSIONS] != NULL,
    };
    enum cli_status status = check_encoding(a);
    if (!status)
        status = parse_limits(a, &opts.convert.limits);
    if (status)
        return status;
    struct err e;
    struct job job = {.report = {.database = a->argv[0]}};
    if (cli_open(a, a->value[FORCE] != NULL, &job.report.store, &e))
        return cli_fail(&e);
    keep_back(&job.ends);
    struct converters *converters = converters_load(on_bad_converter, NULL);
    opts.convert.converters = converters;
    struct cli_paths files = {0};
    for (int i = 1; i < a->argc; i++)
        cli_walk(job.report.store, a->argv[i], &files, on_refused, &job);
    status = import_paths(&job, &files, &opts, a);
    cli_paths_clear(&files);
    converters_free(converters);
    store_close(&job.report.store);
    return status;
}

const struct cli_command cli_import = {
    .name = "import",
    .arguments = "FILE.db PATH...",
    .summary = N_("Add text, web, office and PDF files, and those in folders, as documents."),
    .details = N_("What a file is, is told by its content: text (also Markdown) in UTF-8, UTF-16,\n"
                  "GB18030 or Big5, web pages, .docx, .odt, PDF, and what the table of converters\n"
                  "names a program for. Page marks, pieces of a web site and the like are marked as noise,\n"
                  "and nothing is cut. A file that cannot be read is refused with the reason, the\n"
                  "others are imported, and the exit status is 1. The same bytes in the same\n"
                  "encoding are never added twice, so that an import that was stopped goes on when\n"
                  "it is run again. A changed file of the same name becomes a newer version."),
    .min_arguments = 2,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
