/* zhupi outline: the sections of a document, with the tags in each. */
#include "base/i18n.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "exchange/reading.h"

enum { JSON, FORCE };

static const struct cli_option options[] = {
    {"json", 0, NULL, N_("one JSON object a line")},
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"level", N_("LEVEL"), LISTING_NUMBER},   {"kind", NULL, LISTING_WORD},
    {"heading", N_("HEADING"), LISTING_TEXT}, {"start", N_("START"), LISTING_NUMBER},
    {"end", N_("END"), LISTING_NUMBER},       {"manifestation", "M", LISTING_NUMBER},
    {"cause", "C", LISTING_NUMBER},           {"remedy", "R", LISTING_NUMBER},
};

struct tags {
    size_t of[TAG_REMEDY + 1];
};

struct counter {
    const struct outline *outline;
    struct tags *tags; /* one for each heading */
};

/* An annotation belongs to the section that it begins in, and to all around that. */
static bool count(void *ctx, const struct annotation *a)
{
    struct counter *c = ctx;
    for (long i = outline_at(c->outline, (size_t)a->start); i >= 0; i = c->outline->headings[i].parent)
        c->tags[i].of[a->tag]++;
    return true;
}

static void add_row(struct listing *t, const struct reading *r, const struct heading *h, const struct tags *tags)
{
    struct str *cell = listing_add(t);
    size_t n, end = h->end < text_length(r->text) ? h->end : text_length(r->text);
    const char *words = flow_quote(r->flow, h->span, &n);
    str_addf(&cell[0], "%d", h->level);
    str_add(&cell[1], h->item ? N_("item") : N_("heading"));
    str_addn(&cell[2], words, n);
    str_addf(&cell[3], "%zu", h->span.start);
    str_addf(&cell[4], "%zu", end);
    for (enum tag tag = TAG_MANIFESTATION; tag <= TAG_REMEDY; tag++)
        str_addf(&cell[4 + (int)tag], "%zu", tags->of[tag]);
}

static enum err_code list_sections(struct store *s, int64_t document, struct listing *t, struct err *e)
{
    struct reading r;
    enum err_code rc = reading_load(s, document, &r, e);
    if (rc)
        return rc;
    struct counter c = {&r.outline, mem_zero(r.outline.count + 1, sizeof *c.tags)};
    rc = store_annotations(s, &(struct store_filter){.document = document}, count, &c, e);
    for (size_t i = 0; !rc && i < r.outline.count; i++)
        add_row(t, &r, &r.outline.headings[i], &c.tags[i]);
    free(c.tags);
    reading_clear(&r);
    return rc;
}

static enum cli_status run(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    struct document d;
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    struct listing t = {.columns = columns, .n_columns = sizeof columns / sizeof *columns};
    enum err_code rc = store_document_find(s, a->argv[1], &d, &e);
    if (!rc) {
        rc = list_sections(s, d.id, &t, &e);
        document_clear(&d);
    }
    store_close(&s);
    if (!rc && a->value[JSON])
        listing_print_json(&t);
    else if (!rc)
        listing_print(&t);
    listing_clear(&t);
    return rc ? cli_fail(&e) : CLI_OK;
}

const struct cli_command cli_outline = {
    .name = "outline",
    .arguments = "FILE.db DOCUMENT",
    .summary = N_("List the headings and items of a document, and the tags in each section."),
    .details = N_("DOCUMENT is a name or an id. Positions are code points. A section's tags are those\n"
                  "that begin in it, with the sections below it."),
    .min_arguments = 2,
    .max_arguments = 2,
    .options = options,
    .run = run,
};
