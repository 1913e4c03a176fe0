/* zhupi log: the feed of changes. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/cli.h"
#include "db/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { JSON, SINCE, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
    {"since", 's', "SEQ", N_("only the changes behind number SEQ")},
    CLI_FORCE_OPTION,
    {0},
};

/* Changes are read in batches of this size and printed between them, so that whoever reads the log in a pager keeps no
 * statement open, which would keep the database's side file growing. */
#define LOG_BATCH 500

struct batch {
    struct str text;
    bool json;
    int64_t last; /* seq */
    size_t count;
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

static void add_text(struct str *out, const struct change *c)
{
    char time[CLOCK_TEXT_SIZE];
    str_addf(out, "%lld  %s  %s  %s %s %lld", (long long)c->seq, clock_format(c->time, time), c->reviewer_name,
             c->action, c->entity, (long long)c->entity_id);
    if (c->document && strcmp(c->entity, "document") != 0)
        str_addf(out, " (document %lld)", (long long)c->document);
    if (c->before)
        str_addf(out, "  - %s", c->before);
    if (c->after)
        str_addf(out, "  + %s", c->after);
}

static bool collect(void *ctx, const struct change *c)
{
    struct batch *b = ctx;
    if (b->json)
        add_json(&b->text, c);
    else
        add_text(&b->text, c);
    str_addc(&b->text, '\n');
    b->last = c->seq;
    return ++b->count < LOG_BATCH;
}

/* The lines of a batch, each made safe by itself. */
static void print_batch(const struct batch *b)
{
    const char *p = str_z(&b->text);
    for (const char *lf; (lf = strchr(p, '\n')); p = lf + 1) {
        cli_put(p, (size_t)(lf - p));
        putchar('\n');
    }
}

static enum err_code print_since(struct store *s, int64_t since, bool json, struct err *e)
{
    struct batch b = {.json = json, .last = since};
    enum err_code rc = ERR_OK;
    do {
        b.count = 0;
        str_truncate(&b.text, 0);
        rc = store_feed_since(s, b.last, collect, &b, e);
        if (!rc)
            print_batch(&b);
    } while (!rc && b.count == LOG_BATCH && !ferror(stdout));
    str_clear(&b.text);
    return rc;
}

static bool parse_seq(const char *word, int64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoll(word, &end, 10);
    return *word >= '0' && *word <= '9' && *end == '\0' && errno == 0;
}

static enum cli_status run(const struct cli_args *a)
{
    int64_t since = 0;
    if (a->value[SINCE] && !parse_seq(a->value[SINCE], &since))
        return cli_usage(a->command, _("“%s” is no number of a change"), a->value[SINCE]);
    struct err e;
    struct store *s;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = print_since(s, since, a->value[JSON] != NULL, &e);
    store_close(&s);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_log = {
    .name = "log",
    .arguments = "FILE.db",
    .summary = N_("Print every change that was made: who, when, what."),
    .min_arguments = 1,
    .max_arguments = 1,
    .options = options,
    .run = run,
};
