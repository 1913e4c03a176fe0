#include "cli/import_report.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/cli.h"
#include "exchange/kind.h"

#include <stdlib.h>
#include <string.h>

#define FEW 20
#define LARGE ((size_t)8 << 20) /* bytes of a file of which each step is shown */

void import_report_begin(struct import_report *r, char *const *paths, size_t n, bool verbose)
{
    r->paths = paths;
    r->n_paths = n;
    r->each = verbose || n <= FEW;
    meter_begin(&r->meter, n);
}

void import_report_refused(struct import_report *r, const struct err *e)
{
    r->refused++;
    meter_wipe(&r->meter);
    cli_fail(e);
}

void import_report_at(void *ctx, size_t i, enum import_phase phase, size_t bytes)
{
    static const char *const phases[] = {
        [IMPORT_READING] = N_("reading"),
        [IMPORT_CONVERTING] = N_("converting"),
        [IMPORT_SEARCHING] = N_("looking for noise"),
        [IMPORT_STORING] = N_("storing"),
    };
    struct import_report *r = ctx;
    const char *slash = strrchr(r->paths[i], '/');
    bool large = bytes >= LARGE;
    meter_draw(&r->meter, r->done, large ? _(phases[phase]) : "", slash ? slash + 1 : r->paths[i], large);
}

/* "10 page marks, 341 readings in brackets"; how many pieces that are. */
static size_t add_noise(struct str *out, const size_t noise[NOISE_KINDS])
{
    size_t all = 0;
    for (int i = 0; i < NOISE_KINDS; i++) {
        if (noise[i] == 0)
            continue;
        if (all > 0)
            /* TRANSLATORS: between the things of a list */
            str_add(out, _(", "));
        /* TRANSLATORS: a number and what is counted: "10 page marks" */
        str_addf(out, _("%zu %s"), noise[i], noise_kind_label((enum noise_kind)i, noise[i]));
        all += noise[i];
    }
    return all;
}

static void say_noise(const char *path, const struct imported *done)
{
    struct str kinds = {0};
    size_t n = add_noise(&kinds, done->noise);
    if (n > 0)
        cli_say(i18n_plural("%s: %s is marked as noise", "%s: %s are marked as noise", n), path, str_z(&kinds));
    str_clear(&kinds);
}

/* The same bytes are a document in another encoding too. */
static void say_twin(const struct import_report *r, const char *path, const struct imported *done)
{
    struct document twin;
    if (store_document_get(r->store, done->twin, &twin, NULL))
        return;
    cli_say(_("%s: added as document %lld in %s; the same bytes are there as document %lld in %s"), path,
            (long long)done->document, done->encoding, (long long)twin.id, twin.encoding);
    document_clear(&twin);
}

static void say_version(const struct import_report *r, const char *path, const struct imported *done)
{
    struct str database = {0};
    str_add_shell(&database, r->database);
    if (done->annotations == 0)
        cli_say(_("%s: a newer version of document %lld"), path, (long long)done->previous);
    else
        cli_say(i18n_plural("%s: a newer version of document %lld; %lld annotation waits to be carried over: zhupi "
                            "carry %s %lld",
                            "%s: a newer version of document %lld; %lld annotations wait to be carried over: zhupi "
                            "carry %s %lld",
                            (unsigned long)done->annotations),
                path, (long long)done->previous, (long long)done->annotations, str_z(&database),
                (long long)done->document);
    str_clear(&database);
}

/* What the person has to know of one file among many, too. */
static void say_replaced(struct import_report *r, const char *path, const struct imported *done)
{
    if (done->replaced == 0)
        return;
    meter_wipe(&r->meter);
    cli_say(i18n_plural("%s: %zu byte could not be decoded and became U+FFFD",
                        "%s: %zu bytes could not be decoded and became U+FFFD", done->replaced),
            path, done->replaced);
}

static void say_added(struct import_report *r, const char *path, const struct imported *done)
{
    meter_wipe(&r->meter);
    if (done->twin)
        say_twin(r, path, done);
    if (done->previous)
        say_version(r, path, done);
    if (done->namesake)
        cli_say(
            _("%s: added as document %lld, and not as a newer version of document %lld, which has the same name: %d "
              "percent of the words are alike"),
            path, (long long)done->document, (long long)done->namesake, done->likeness);
    say_noise(path, done);
}

static void count_added(struct import_report *r, const struct imported *done)
{
    size_t i = 0;
    while (i < r->n_types && strcmp(r->types[i].type, done->type) != 0)
        i++;
    if (i == r->n_types) {
        r->types = mem_grow(r->types, &r->cap_types, r->n_types + 1, sizeof *r->types);
        r->types[r->n_types++] = (struct import_sum){done->type, 0};
    }
    r->types[i].n++;
    r->added++;
    r->versions += done->previous != 0;
    r->annotations += done->annotations;
    for (int kind = 0; kind < NOISE_KINDS; kind++)
        r->noise[kind] += done->noise[kind];
}

void import_report_done(void *ctx, size_t i, const struct imported *result, const struct err *e)
{
    struct import_report *r = ctx;
    const char *path = r->paths[i];
    r->done++;
    switch (result->kind) {
    case IMPORT_ADDED:
        count_added(r, result);
        say_replaced(r, path, result);
        if (r->each)
            say_added(r, path, result);
        break;
    case IMPORT_THERE:
        r->there++;
        if (r->each) {
            meter_wipe(&r->meter);
            cli_say(_("%s: is there already as document %lld, nothing was added"), path, (long long)result->document);
        }
        break;
    case IMPORT_REFUSED:
        import_report_refused(r, e);
    }
}

/* Only where it says more than the number of added ones does. */
static void sum_types(const struct import_report *r)
{
    if (r->n_types == 0 || (r->n_types == 1 && strcmp(r->types[0].type, KIND_TEXT) == 0))
        return;
    struct str line = {0};
    for (size_t i = 0; i < r->n_types; i++)
        str_addf(&line, "%s%s %zu", i ? _(", ") : "", kind_label(r->types[i].type), r->types[i].n);
    cli_say(_("added by type: %s"), str_z(&line));
    str_clear(&line);
}

static void sum_noise(const struct import_report *r)
{
    struct str kinds = {0};
    if (add_noise(&kinds, r->noise) > 0)
        cli_say(_("marked as noise: %s"), str_z(&kinds));
    str_clear(&kinds);
}

static void sum_versions(const struct import_report *r)
{
    struct str database = {0};
    str_add_shell(&database, r->database);
    if (r->versions > 0)
        cli_say(_("newer versions of documents: %zu; annotations that wait to be carried over: %lld (zhupi carry %s "
                  "DOCUMENT)"),
                r->versions, (long long)r->annotations, str_z(&database));
    str_clear(&database);
}

void import_report_end(struct import_report *r, bool stopped)
{
    meter_wipe(&r->meter);
    if (!r->each) {
        sum_noise(r);
        sum_versions(r);
    }
    sum_types(r);
    if (stopped)
        cli_say(_("stopped after %zu of %zu files; the same command goes on from there"), r->done, r->n_paths);
    cli_say(_("%zu added, %zu already there, %zu refused"), r->added, r->there, r->refused);
    free(r->types);
}
