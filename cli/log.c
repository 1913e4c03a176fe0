/* zhupi log: the feed of changes. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"
#include "exchange/tell.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { JSON, SINCE, ANNOTATION, DOCUMENT, REVIEWER, FOLLOW, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
    {"since", 's', "SEQ", N_("only the changes behind number SEQ")},
    {"annotation", 'a', "UUID", N_("only those of this annotation and of the comments under it")},
    {"document", 'd', "NAME", N_("only those in the document with this name or id")},
    {"reviewer", 'r', "NAME", N_("only those that this reviewer made")},
    {"follow", 'f', NULL, N_("go on printing as changes come, until Ctrl-C")},
    CLI_FORCE_OPTION,
    {0},
};

/* Changes are read in batches of this size and printed between them, so that whoever reads the log in a pager keeps no
 * statement open, which would keep the database's side file growing. */
#define LOG_BATCH 500

#define LOG_LOOK_MS 250 /* how often a following log looks by itself, should no wake-up come */

struct log {
    struct store *store;
    struct change_filter filter; /* after: what was printed last */
    bool json;
    struct tell *tell;
    struct str text; /* a batch of lines */
    size_t count;
    int ends;   /* a signalfd: what ends a log that follows; -1: it does not */
    bool ended; /* by such a signal, or because nobody reads it any more */
};

static void add_value(struct str *out, const char *name, const char *value)
{
    str_addf(out, ",\"%s\":", name);
    if (value)
        str_add_json(out, value, strlen(value));
    else
        str_add(out, "null");
}

/* A value that the file says to be JSON; what cannot be an object on one line is shown as the string it is. */
static void add_object(struct str *out, const char *name, const char *value)
{
    bool object = value && value[0] == '{' && value[strlen(value) - 1] == '}';
    for (const char *p = value; object && *p; p++)
        object = (unsigned char)*p >= 0x20;
    if (!object) {
        add_value(out, name, value);
        return;
    }
    str_addf(out, ",\"%s\":%s", name, value);
}

static void add_json(struct str *out, const struct change *c)
{
    char time[CLOCK_TEXT_SIZE];
    str_addf(out, "{\"seq\":%lld,\"time\":\"%s\"", (long long)c->seq, clock_format(c->time, time));
    add_value(out, "reviewer", c->reviewer_name);
    add_value(out, "session", c->session);
    add_value(out, "entity", c->entity);
    str_addf(out, ",\"id\":%lld,\"document\":%lld", (long long)c->entity_id, (long long)c->document);
    add_value(out, "action", c->action);
    add_object(out, "before", c->before);
    add_object(out, "after", c->after);
    str_addc(out, '}');
}

/* Who did what where. */
static void add_text(struct str *out, struct tell *tell, const struct change *c)
{
    char time[CLOCK_TEXT_SIZE];
    str_addf(out, "%lld  %s  %s  ", (long long)c->seq, clock_format(c->time, time), c->reviewer_name);
    tell_change(tell, c, out);
    if (c->document && !tell_names_document(c))
        str_addf(out, "  (%s)", tell_document(tell, c->document));
}

static bool collect(void *ctx, const struct change *c)
{
    struct log *l = ctx;
    if (l->json)
        add_json(&l->text, c);
    else
        add_text(&l->text, l->tell, c);
    str_addc(&l->text, '\n');
    l->filter.after = c->seq;
    return ++l->count < LOG_BATCH;
}

/* ---- printing ---- */

/* Whether the next line can be written. A log that follows can be ended also while its reader is slow. */
static bool may_write(struct log *l)
{
    struct pollfd fds[] = {{.fd = l->ends, .events = POLLIN}, {.fd = STDOUT_FILENO, .events = POLLOUT}};
    if (l->ends >= 0 && poll(fds, 2, -1) > 0 && fds[0].revents)
        l->ended = true;
    return !l->ended && !ferror(stdout);
}

/* The lines of a batch, each made safe by itself. One that is followed is there at once and whole. */
static void print_batch(struct log *l)
{
    const char *p = str_z(&l->text);
    for (const char *lf; (lf = strchr(p, '\n')) && may_write(l); p = lf + 1) {
        cli_put(p, (size_t)(lf - p));
        putchar('\n');
        if (l->ends >= 0)
            fflush(stdout);
    }
}

/* All that came since. No statement is open while it is printed. */
static enum err_code print_new(struct log *l, struct err *e)
{
    enum err_code rc = ERR_OK;
    do {
        l->count = 0;
        str_truncate(&l->text, 0);
        rc = store_changes(l->store, &l->filter, collect, l, e);
        if (!rc)
            print_batch(l);
    } while (!rc && l->count == LOG_BATCH && !l->ended && !ferror(stdout));
    return rc;
}

/* ---- following ---- */

/* Until another session committed, a signal ends the log, its reader goes away or it is time to look. */
static void wait_for_news(struct log *l)
{
    struct pollfd fds[] = {{.fd = l->ends, .events = POLLIN},
                           {.fd = STDOUT_FILENO, .events = 0},
                           {.fd = store_wake_fd(l->store), .events = POLLIN}};
    if (poll(fds, 3, LOG_LOOK_MS) > 0 && (fds[0].revents || fds[1].revents))
        l->ended = true;
    store_wake_clear(l->store);
}

/* The signals are blocked, and read from a descriptor where the log waits. */
static bool follow_begin(struct log *l, struct err *e)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    l->ends = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (l->ends < 0 || sigprocmask(SIG_BLOCK, &set, NULL) != 0) {
        err_set(e, ERR_IO, _("the log cannot be followed: %s"), strerror(errno));
        return false;
    }
    return true;
}

static enum err_code follow(struct log *l, struct err *e)
{
    bool moved;
    store_wake_fd(l->store); /* begins to watch */
    enum err_code rc = store_feed_moved(l->store, &moved, e);
    if (!rc)
        rc = print_new(l, e);
    while (!rc && !l->ended && !ferror(stdout)) {
        wait_for_news(l);
        rc = store_feed_moved(l->store, &moved, e);
        if (!rc && moved && !l->ended)
            rc = print_new(l, e);
    }
    return rc;
}

/* ---- the command ---- */

static bool parse_seq(const char *word, int64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoll(word, &end, 10);
    return *word >= '0' && *word <= '9' && *end == '\0' && errno == 0;
}

/* From words to ids. */
static enum err_code find_filter(struct log *l, const struct cli_args *a, struct err *e)
{
    struct annotation annotation;
    struct document document;
    enum err_code rc = ERR_OK;
    if (a->value[ANNOTATION]) {
        rc = store_annotation_find(l->store, a->value[ANNOTATION], &annotation, e);
        if (rc)
            return rc;
        l->filter.annotation = annotation.id;
        annotation_clear(&annotation);
    }
    if (a->value[DOCUMENT]) {
        rc = store_document_find(l->store, a->value[DOCUMENT], &document, e);
        if (rc)
            return rc;
        l->filter.document = document.id;
        document_clear(&document);
    }
    return a->value[REVIEWER] ? store_reviewer_find(l->store, a->value[REVIEWER], &l->filter.reviewer, e) : ERR_OK;
}

static enum err_code print_log(struct log *l, const struct cli_args *a, struct err *e)
{
    enum err_code rc = find_filter(l, a, e);
    if (rc || !a->value[FOLLOW])
        return rc ? rc : print_new(l, e);
    if (!follow_begin(l, e))
        return ERR_IO;
    rc = follow(l, e);
    close(l->ends);
    return rc;
}

static enum cli_status run(const struct cli_args *a)
{
    struct log l = {.json = a->value[JSON] != NULL, .ends = -1};
    if (a->value[SINCE] && !parse_seq(a->value[SINCE], &l.filter.after))
        return cli_usage(a->command, _("“%s” is no number of a change"), a->value[SINCE]);
    struct err e;
    if (cli_look(a, a->value[FORCE] != NULL, &l.store, &e))
        return cli_fail(&e);
    l.tell = tell_new(l.store);
    enum err_code rc = print_log(&l, a, &e);
    tell_free(&l.tell);
    str_clear(&l.text);
    store_close(&l.store);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_log = {
    .name = "log",
    .arguments = "FILE.db",
    .summary = N_("Print every change that was made: who, when, what."),
    .details = N_("The conditions can be combined. --json prints what was before and after in full,\n"
                  "the lines for people the beginning of each passage, note and comment."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
