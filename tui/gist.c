#include "tui/gist.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"

#include <string.h>

#define MESSAGE_CELLS 28 /* of a passage, in a message */
#define WHOLE_WORDS 2000 /* code points of a passage that is shown whole */
#define PLACES 512       /* each is for the annotations whose ids fall on it, and holds one of them */

struct gists {
    struct store *store;
    struct gist places[PLACES];
};

static void clear(struct gist *g)
{
    free(g->reviewer_name);
    free(g->document_name);
    free(g->words);
    *g = (struct gist){0};
}

struct gists *gists_new(struct store *store)
{
    struct gists *g = MEM_NEW(struct gists);
    g->store = store;
    return g;
}

static void forget_all(struct gists *g)
{
    for (size_t i = 0; i < PLACES; i++)
        clear(&g->places[i]);
}

void gists_free(struct gists *g)
{
    if (!g)
        return;
    forget_all(g);
    free(g);
}

static struct gist *place_of(struct gists *g, int64_t annotation)
{
    return &g->places[(size_t)((uint64_t)annotation % PLACES)];
}

static char *one_line(char *take_words)
{
    struct str line = {0};
    sheet_one_line(&line, take_words, strlen(take_words));
    free(take_words);
    return str_take(&line);
}

/* Whatever cannot be read is shown as nothing: the next change of it reads it again. */
static void read_in(struct gists *g, int64_t annotation, struct gist *out)
{
    struct annotation a;
    struct err e;
    int64_t length;
    char *words = NULL;
    out->annotation = annotation;
    if (!store_annotation_get(g->store, annotation, &a, &e)) {
        out->document = a.document;
        out->start = a.start;
        out->end = a.end;
        out->tag = a.tag;
        out->reviewer = a.reviewer;
        out->reviewer_name = mem_dup(a.reviewer_name);
        out->deleted = a.deleted;
        if (store_quote(g->store, a.document, a.start, a.end, GIST_WORDS, &words, &e))
            words = NULL;
        if (store_document_title(g->store, a.document, &out->document_name, &length, &e))
            out->document_name = NULL;
        annotation_clear(&a);
    }
    out->words = words ? one_line(words) : mem_dup("");
    out->reviewer_name = out->reviewer_name ? out->reviewer_name : mem_dup("");
    out->document_name = out->document_name ? out->document_name : mem_dup("");
}

const struct gist *gists_get(struct gists *g, int64_t annotation)
{
    struct gist *at = place_of(g, annotation);
    if (at->annotation == annotation && at->words)
        return at;
    clear(at);
    read_in(g, annotation, at);
    return at;
}

/* Noise is left out of quotes. */
void gists_changed(struct gists *g, const struct change *c)
{
    if (strcmp(c->entity, "reviewer") == 0) {
        forget_all(g);
    } else if (strcmp(c->entity, "annotation") == 0) {
        struct gist *at = place_of(g, c->entity_id);
        if (at->annotation == c->entity_id)
            clear(at);
    } else if (strcmp(c->entity, "noise") == 0) {
        for (size_t i = 0; i < PLACES; i++)
            if (g->places[i].document == c->document)
                clear(&g->places[i]);
    }
}

void gist_cut(const char *words, bool wide, struct str *out)
{
    size_t n = strlen(words);
    int cells = 0;
    for (struct glyph gl; n > 0; n -= gl.bytes, words += gl.bytes) {
        glyph_first(words, n, wide, &gl);
        cells += gl.cells;
        if (cells > MESSAGE_CELLS)
            break;
        str_addn(out, words, gl.bytes);
    }
    if (n > 0)
        str_add(out, "…");
}

/* ---- the whole of it ---- */

static void write_annotation(struct sheet *s, const struct annotation *a, const char *document, const char *words)
{
    struct str title = {0};
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE}, note = {.indent = 3, .style = INK_DIM};
    struct sheet_line quote = {.indent = 3, .mark_style = (style)(style_of_tag(a->tag) | STYLE_BOLD)};
    quote.mark[0] = tag_letter(a->tag);
    str_addf(&title, _(" %s, by %s "), tag_label(a->tag), a->reviewer_name);
    str_addf(&title, "%s ", document);
    sheet_add_cut(s, &rule, str_z(&title), NULL);
    sheet_add(s, &quote, words, NULL);
    if (*a->note)
        sheet_add(s, &note, a->note, NULL);
    str_clear(&title);
}

void gist_write(struct store *store, int64_t annotation, struct sheet *s)
{
    struct annotation a;
    struct err e;
    char *words = NULL, *document = NULL;
    int64_t length;
    if (store_annotation_get(store, annotation, &a, &e))
        return;
    if (store_quote(store, a.document, a.start, a.end, WHOLE_WORDS, &words, &e))
        words = NULL;
    if (store_document_title(store, a.document, &document, &length, &e))
        document = NULL;
    write_annotation(s, &a, document ? document : "", words ? words : "");
    annotation_clear(&a);
    free(words);
    free(document);
}
