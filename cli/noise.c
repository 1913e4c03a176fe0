/* zhupi noise: what in the documents is not the document; looking for it later, and lifting it. */
#include "text/noise.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "db/store.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIND, LIFT, CSV, FORCE };

static const struct cli_option options[] = {
    {"find", 0, NULL, N_("look for noise in the documents that never had any, and mark it")},
    {"lift", 0, "KIND", N_("make all noise of this kind text again, in the documents that are named")},
    {"csv", 0, NULL, N_("print the rows as CSV")},
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"document", N_("DOCUMENT"), LISTING_TEXT}, {"start", N_("START"), LISTING_NUMBER},
    {"end", N_("END"), LISTING_NUMBER},         {"kind", N_("KIND"), LISTING_TEXT},
    {"reviewer", N_("REVIEWER"), LISTING_TEXT}, {"words", N_("WORDS"), LISTING_PASSAGE},
};
#define N_COLUMNS (sizeof columns / sizeof *columns)

#define WORDS 240 /* code points that a terminal is given, which cuts them to its width */

struct ids {
    int64_t *id;
    size_t count, cap;
};

struct job {
    struct store *store;
    struct listing rows;
    bool terminal;           /* for people */
    const struct text *text; /* of the document that is listed */
    const char *name;
    enum noise_kind kind;    /* to be lifted */
    struct ids marks;        /* of that kind */
    size_t found, lifted, n; /* n: of documents */
    size_t covers, stay;     /* spans not marked: they cover an annotation; they were lifted before */
};

typedef enum err_code job_fn(struct job *j, const struct document *d, struct err *e);

static enum err_code load_text(struct job *j, const struct document *d, struct text **out, struct err *e)
{
    char *utf8;
    size_t n;
    *out = NULL;
    enum err_code rc = store_document_text(j->store, d->id, &utf8, &n, e);
    if (!rc)
        *out = text_new(utf8, n);
    return rc;
}

/* ---- listing ---- */

static bool add_row(void *ctx, const struct noise_mark *m)
{
    struct job *j = ctx;
    struct str *cell = listing_add(&j->rows);
    struct span s = m->noise.span;
    size_t n;
    size_t end = j->terminal && s.end - s.start > WORDS ? s.start + WORDS : s.end;
    const char *words = text_slice(j->text, s.start, end, &n);
    str_add(&cell[0], j->name);
    str_addf(&cell[1], "%zu", s.start);
    str_addf(&cell[2], "%zu", s.end);
    str_add(&cell[3], j->terminal ? noise_kind_label(m->noise.kind, 1) : noise_kind_name(m->noise.kind));
    str_add(&cell[4], m->reviewer_name);
    str_addn(&cell[5], words, n);
    if (end < s.end)
        str_add(&cell[5], "…");
    return true;
}

static enum err_code list_document(struct job *j, const struct document *d, struct err *e)
{
    struct text *text;
    enum err_code rc = load_text(j, d, &text, e);
    j->text = text;
    j->name = d->name;
    if (!rc)
        rc = store_noise(j->store, d->id, add_row, j, e);
    text_free(text);
    return rc;
}

/* ---- looking for it ---- */

static enum err_code mark_all(struct job *j, const struct document *d, const struct noise_list *noise, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < noise->count && !rc; i++) {
        const struct noise *n = &noise->all[i];
        rc = store_noise_mark(j->store, d->id, (int64_t)n->span.start, (int64_t)n->span.end, n->kind, NULL, e);
        j->found += rc == ERR_OK;
        bool covers = rc == ERR_DENIED && store_role(j->store) != ROLE_READER;
        j->covers += covers;
        rc = rc == ERR_EXISTS || covers ? ERR_OK : rc;
    }
    return rc;
}

static enum err_code find_document(struct job *j, const struct document *d, struct err *e)
{
    int64_t standing, lifted;
    size_t before = j->found;
    struct text *text = NULL;
    enum err_code rc = store_noise_count(j->store, d->id, &standing, &lifted, e);
    if (!rc && !d->done)
        j->stay += (size_t)lifted; /* whoever lifted it would not like to see it again */
    if (rc || standing || lifted || d->done)
        return rc;
    rc = load_text(j, d, &text, e);
    struct noise_list noise = {0};
    if (!rc) {
        noise_find(text, &noise);
        rc = mark_all(j, d, &noise, e);
        j->n += j->found > before;
    }
    noise_list_clear(&noise);
    text_free(text);
    return rc;
}

/* ---- lifting it ---- */

static bool collect_mark(void *ctx, const struct noise_mark *m)
{
    struct job *j = ctx;
    if (m->noise.kind != j->kind)
        return true;
    j->marks.id = mem_grow(j->marks.id, &j->marks.cap, j->marks.count + 1, sizeof *j->marks.id);
    j->marks.id[j->marks.count++] = m->id;
    return true;
}

static enum err_code lift_document(struct job *j, const struct document *d, struct err *e)
{
    j->marks.count = 0;
    enum err_code rc = store_noise(j->store, d->id, collect_mark, j, e);
    for (size_t i = 0; i < j->marks.count && !rc; i++) {
        rc = store_noise_lift(j->store, j->marks.id[i], e);
        j->lifted += rc == ERR_OK;
        rc = rc == ERR_NOT_FOUND ? ERR_OK : rc; /* somebody else was faster */
    }
    return rc;
}

static enum err_code for_each(struct job *j, const struct cli_args *a, job_fn *fn, struct err *e)
{
    struct cli_documents documents = {0};
    enum err_code rc = cli_find_documents(j->store, a, &documents, e);
    for (size_t i = 0; i < documents.count && !rc; i++) {
        struct document d;
        rc = store_document_get(j->store, documents.id[i], &d, e);
        if (!rc) {
            rc = fn(j, &d, e);
            document_clear(&d);
        }
    }
    free(documents.id);
    return rc;
}

/* ---- running ---- */

/* What was not marked, and why. */
static void say_left(const struct job *j)
{
    if (j->covers)
        cli_say(i18n_plural("%zu span was left as it is: it covers all words of an annotation",
                            "%zu spans were left as they are: they cover all words of an annotation", j->covers),
                j->covers);
    if (j->stay)
        cli_say(i18n_plural("%zu span was lifted before and stays lifted",
                            "%zu spans were lifted before and stay lifted", j->stay),
                j->stay);
}

static void say_sums(const struct job *j, const struct cli_args *a)
{
    if (a->value[FIND]) {
        cli_say(i18n_plural("%zu marked as noise in %zu document; “zhupi noise %s” lists them",
                            "%zu marked as noise in %zu documents; “zhupi noise %s” lists them", j->n),
                j->found, j->n, a->argv[0]);
        say_left(j);
    } else if (a->value[LIFT]) {
        cli_say(_("%zu %s: text again; undo in the program brings them back one by one"), j->lifted,
                noise_kind_label(j->kind, j->lifted));
    } else if (j->terminal) {
        cli_say(i18n_plural("%zu piece of noise", "%zu pieces of noise", j->rows.rows), j->rows.rows);
    }
}

static enum cli_status check(const struct cli_args *a, enum noise_kind *kind)
{
    const char *word = a->value[LIFT];
    if ((a->value[FIND] != NULL) + (word != NULL) + (a->value[CSV] != NULL) > 1)
        return cli_usage(a->command, "%s", _("--find, --lift and --csv do not go together"));
    if (word && !noise_kind_parse(word, kind))
        return cli_usage(a->command, _("“%s” is no kind of noise; “zhupi help noise” names them"), word);
    if (word && a->argc == 1)
        return cli_usage(a->command, "%s", _("say in which documents the noise is to be lifted"));
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    struct job j = {.rows = {.columns = columns, .n_columns = N_COLUMNS}};
    j.terminal = !a->value[CSV] && isatty(STDOUT_FILENO);
    enum cli_status status = check(a, &j.kind);
    if (status)
        return status;
    struct err e;
    bool force = a->value[FORCE] != NULL, writes = a->value[FIND] || a->value[LIFT];
    if (writes ? cli_open(a, force, &j.store, &e) : cli_look(a, force, &j.store, &e))
        return cli_fail(&e);
    enum err_code rc = for_each(&j, a,
                                a->value[FIND]   ? find_document
                                : a->value[LIFT] ? lift_document
                                                 : list_document,
                                &e);
    store_close(&j.store);
    free(j.marks.id);
    if (!rc && a->value[CSV])
        listing_print_csv(&j.rows);
    else if (!rc && !writes)
        listing_print(&j.rows);
    if (!rc || j.found || j.lifted)
        say_sums(&j, a);
    listing_clear(&j.rows);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_noise = {
    .name = "noise",
    .arguments = "FILE.db [DOCUMENT...]",
    .summary = N_("List what in the documents is not text, look for it, or lift it."),
    .details = N_("On a terminal a table; elsewhere tab-separated values under a header row: document,\n"
                  "start, end, kind, reviewer (empty where the import found it), words. Kinds: page,\n"
                  "number, running (headers and footers), site, paywall, reading, reference, hand."),
    .min_arguments = 1,
    .max_arguments = -1,
    .options = options,
    .run = run,
};
