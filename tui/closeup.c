#include "tui/closeup.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/link.h"
#include "tui/passage.h"
#include "tui/talk.h"

#include <stdlib.h>
#include <string.h>

#define BEFORE 40      /* code points that are shown before the words, */
#define WORDS_MAX 2000 /* of them, */
#define BEHIND 200     /* and behind them */
#define LINKS_MAX 20
#define OUTLINE_MAX 1000000 /* code points of a document whose headings are looked for */

void closeup_init(struct closeup *c, struct glances *glances)
{
    *c = (struct closeup){.store = glances->store, .glances = glances};
}

static void forget_text(struct closeup *c)
{
    reading_clear(&c->reading);
    c->text_of = 0;
}

static void forget(struct closeup *c)
{
    c->annotation = 0;
    free(c->words);
    c->words = NULL;
    threads_clear(&c->threads);
    for (size_t i = 0; i < c->link_count; i++)
        free(c->links[i].note);
    c->link_count = 0;
    c->awaited = false;
}

void closeup_clear(struct closeup *c)
{
    forget(c);
    forget_text(c);
    free(c->links);
    sheet_clear(&c->sheet);
    *c = (struct closeup){0};
}

/* ---- reading ---- */

/* Add the words of [START, END) of its document; returns their code points. */
static size_t add_words(struct closeup *c, int64_t document, int64_t start, int64_t end, int64_t max, struct str *out)
{
    char *words;
    struct err e;
    size_t n = 0;
    if (start >= end || store_quote(c->store, document, start, end, max, &words, &e))
        return 0;
    sheet_one_line(out, words, strlen(words));
    for (const char *p = words; *p; p++)
        n += ((unsigned char)*p & 0xC0) != 0x80;
    free(words);
    return n;
}

static void know_words(struct closeup *c, const struct glance *g)
{
    const struct annotation *a = &g->annotation;
    struct str words = {0};
    int64_t before = a->start > BEFORE ? a->start - BEFORE : 0;
    int64_t behind = g->length - a->end > BEHIND ? a->end + BEHIND : g->length;
    c->from = add_words(c, a->document, before, a->start, BEFORE, &words);
    c->to = c->from + add_words(c, a->document, a->start, a->end, WORDS_MAX, &words);
    if (a->end - a->start <= WORDS_MAX)
        add_words(c, a->document, a->end, behind, BEHIND, &words);
    c->words = str_take(&words);
}

/* As many as there is ever room for. */
static bool add_link(void *ctx, const struct link *l)
{
    struct closeup *c = ctx;
    bool from = l->from == c->annotation;
    enum relation relation = relation_of(l->from_tag, l->to_tag);
    c->links = mem_grow(c->links, &c->link_capacity, c->link_count + 1, sizeof *c->links);
    c->links[c->link_count++] = (struct closeup_link){
        from ? l->to : l->from, from ? relation_label(relation) : relation_label_back(relation), mem_dup(l->note)};
    return c->link_count < LINKS_MAX;
}

void closeup_of(struct closeup *c, int64_t id)
{
    struct err e;
    if (c->annotation == id)
        return;
    forget(c);
    c->annotation = id;
    know_words(c, glance_of(c->glances, id));
    if (threads_refresh_annotation(&c->threads, c->store, id, &e))
        threads_clear(&c->threads);
    struct link_filter f = {.annotation = id};
    (void)store_links(c->store, &f, add_link, c, &e);
}

/* The first call for a document comes before what is known without its text was drawn. */
bool closeup_work(struct closeup *c)
{
    struct err e;
    const struct glance *g = c->annotation ? glance_of(c->glances, c->annotation) : NULL;
    if (!g || c->text_of == g->annotation.document || g->length > OUTLINE_MAX)
        return false;
    if (!c->awaited) {
        c->awaited = true;
        return true;
    }
    forget_text(c);
    c->text_of = g->annotation.document;
    (void)reading_load(c->store, c->text_of, &c->reading, &e);
    return false;
}

const struct comment *closeup_thread(const struct closeup *c)
{
    return c->annotation ? threads_pick(&c->threads, c->annotation) : NULL;
}

void closeup_changed(struct closeup *c, const struct change *change)
{
    bool noise = strcmp(change->entity, "noise") == 0; /* is left out of quotes and headings */
    if (noise && change->document == c->text_of)
        forget_text(c);
    forget(c);
}

/* ---- drawing ---- */

static void write_title(struct closeup *c, const struct glance *g)
{
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE};
    struct str title = {0}, path = {0};
    if (c->text_of == g->annotation.document && c->reading.text)
        outline_path(c->reading.flow, &c->reading.outline, (size_t)g->annotation.start, &path);
    str_addf(&title, " %s%s%s ", g->document, path.len ? "  " : "", str_z(&path));
    sheet_add_cut(&c->sheet, &rule, str_z(&title), NULL);
    str_clear(&title);
    str_clear(&path);
}

static bool folded(void *ctx, int64_t thread)
{
    (void)ctx, (void)thread;
    return false;
}

static void write_link(struct closeup *c, const struct closeup_link *l)
{
    const struct glance *g = glance_of(c->glances, l->other);
    struct sheet_line line = {.indent = 3,
                              .mark = {tag_letter(g->annotation.tag)},
                              .mark_style = (style)(style_of_tag(g->annotation.tag) | STYLE_BOLD),
                              .style = INK_DIM};
    struct str words = {0};
    str_addf(&words, "%s: ", l->label);
    sheet_one_line(&words, g->quote, strlen(g->quote));
    if (*l->note)
        str_addf(&words, "  (%s)", l->note);
    sheet_add_cut(&c->sheet, &line, str_z(&words), g->document);
    str_clear(&words);
}

/* What stands below the words; G is gone behind it. */
static void write_rest(struct closeup *c, const struct glance *g)
{
    struct sheet_line line = {.indent = 3};
    if (*g->annotation.note)
        sheet_add(&c->sheet, &line, g->annotation.note, NULL);
    for (size_t i = 0; i < c->link_count; i++)
        write_link(c, &c->links[i]);
    talk_write(&c->sheet, &c->threads, c->annotation, folded, NULL);
}

void closeup_draw(struct closeup *c, struct grid *g, int row, int rows)
{
    const struct glance *one = glance_of(c->glances, c->annotation);
    enum tag tag = one->annotation.tag;
    char mark[2] = {tag_letter(tag), '\0'};
    if (!c->words || rows < 2)
        return;
    sheet_begin(&c->sheet, g->cols - 2, g->wide);
    write_title(c, one);
    sheet_draw(&c->sheet, 0, g, row, 1, 1);
    sheet_begin(&c->sheet, g->cols - 2, g->wide);
    write_rest(c, one);
    int below = (int)c->sheet.count, most = rows - 1 - below;
    if (most < rows / 2)
        most = rows / 2;
    grid_label(g, row + 1, 2, 2, mark, (style)(style_of_tag(tag) | STYLE_BOLD));
    int taken = passage_draw_words(c->words, (struct span){c->from, c->to}, g, row + 1, 4, g->cols - 5, most);
    sheet_cut(&c->sheet, (size_t)(rows - 1 - taken));
    sheet_draw(&c->sheet, 0, g, row + 1 + taken, 1, rows - 1 - taken);
}
