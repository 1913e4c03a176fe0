/* What a person does: keys, a restart, an import. */
#include "tests/unit.h"

#include "tests/model_world.h"

#include "base/mem.h"
#include "exchange/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys ---- */

void hand_type(struct world *w, int who, const char *format, ...)
{
    struct tui *t = w->seat[who];
    struct frontend *typed;
    struct err e;
    char keys[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(keys, sizeof keys, format, args);
    va_end(args);
    str_addf(&w->trail, "  %s: %s\n", w->model.name[who], keys);
    if (n < 0 || (size_t)n >= sizeof keys || headless_open(keys, (size_t)n, t->cols, t->rows, false, &typed, &e))
        world_fail(w, "these keys cannot be typed: %s", keys);
    for (struct key k; (k = typed->ops->read(typed, 0)).code != KEYSYM_HANGUP;) {
        app_key(&t->app, k);
        app_work(&t->app, true);
    }
    typed->ops->close(typed);
    app_draw(&t->app);
    t->app.dirty = false;
}

void hand_go(struct world *w, int who, const struct thing *annotation)
{
    struct err e;
    if (reader_switch(&w->seat[who]->app, annotation->document, annotation->id, &e))
        world_fail(w, "annotation %lld is not there to go to: %s", (long long)annotation->id, e.msg);
    str_addf(&w->trail, "  %s goes to annotation %lld\n", w->model.name[who], (long long)annotation->id);
}

int64_t hand_document(struct world *w, int who)
{
    return live_reader(w->seat[who])->document.id;
}

void hand_open(struct world *w, int who, int64_t document)
{
    hand_type(w, who, ": \"open %lld\" Enter", (long long)document);
    if (hand_document(w, who) != document)
        world_fail(w, "document %lld was not opened", (long long)document);
}

void hand_restart(struct world *w, int who)
{
    int64_t document = hand_document(w, who);
    int cols = w->seat[who]->cols, rows = w->seat[who]->rows;
    tui_part(w->seat[who]);
    w->seat[who] = tui_join(w->seat[0], w->model.name[who]);
    tui_resize(w->seat[who], cols, rows);
    str_addf(&w->trail, "  %s starts again\n", w->model.name[who]);
    hand_open(w, who, document);
}

/* ---- documents ---- */

static void add_han(struct world *w, struct str *s, int n)
{
    static const char han[] = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳";
    while (n-- > 0)
        str_addn(s, han + 3 * (size_t)world_draw(w, sizeof han / 3), 3);
}

/* Each row of the screen begins with the number of its paragraph, so that the test can tell which one it is. */
static char *new_text(struct world *w, const char *old)
{
    struct str s = {0};
    for (int i = 0; i < MODEL_PARAGRAPHS; i++) {
        const char *line = old;
        old = old ? strchr(old, '\n') + 1 : NULL;
        if (line && world_draw(w, 4)) { /* as it was */
            str_addn(&s, line, (size_t)(old - line));
            continue;
        }
        str_addf(&s, "%04d", i);
        add_han(w, &s, 5);
        str_add(&s, "。");
        add_han(w, &s, 6);
        str_add(&s, "。\n");
    }
    return str_take(&s);
}

struct result {
    struct imported imported;
    bool done;
};

static void keep(void *ctx, size_t i, const struct imported *result, const struct err *e)
{
    struct result *r = ctx;
    (void)i, (void)e;
    r->imported = *result;
    r->done = true;
}

static struct imported import(struct world *w, int who, const char *file, const char *text)
{
    char path[160], *paths[] = {path};
    struct result r = {0};
    struct import_watch watch = {.done = keep, .ctx = &r};
    struct import_opts opts = {0};
    struct err e;
    snprintf(path, sizeof path, "%s/%s", w->seat[0]->folder, file);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    if (import_files(w->seat[who]->app.store, paths, 1, &opts, &watch, &e) || !r.done)
        world_fail(w, "%s was not imported", file);
    for (int i = 0; i < NOISE_KINDS; i++)
        assert_int_equal(r.imported.noise[i], 0);
    tui_sync(w->seat[who]);
    return r.imported;
}

/* The row of the feed is one that cannot be undone: it stands on no stack. */
static void note_import(struct world *w, int who, const struct document_of_model *d)
{
    struct thing t = {.kind = ANNOTATION, .document = d->id, .id = d->id};
    model_row(&w->model, who, &t, NULL, &(struct state){.tag = 1}, "import", 0);
    struct row_of_feed *r = &w->model.rows[w->model.row_count - 1];
    snprintf(r->entity, sizeof r->entity, "document");
    free(r->after);
    r->after = NULL; /* what it notes is compared with the document */
}

static void add_document(struct world *w, int who, struct document_of_model d, const struct imported *i)
{
    struct model *m = &w->model;
    d.id = (int64_t)m->document_count + 1;
    if (i->kind != IMPORT_ADDED || i->document != d.id || i->previous != d.previous)
        world_fail(w, "%s became document %lld behind %lld, not %lld behind %lld", d.file, (long long)i->document,
                   (long long)i->previous, (long long)d.id, (long long)d.previous);
    m->documents = mem_grow(m->documents, &m->document_cap, m->document_count + 1, sizeof *m->documents);
    m->documents[m->document_count++] = d;
    note_import(w, who, &d);
}

void hand_import_first(struct world *w, int number)
{
    struct document_of_model d = {.text = new_text(w, NULL)};
    snprintf(d.file, sizeof d.file, "file%d.txt", number);
    struct imported i = import(w, 0, d.file, d.text);
    add_document(w, 0, d, &i);
}

/* The newest document that was made of the same file. */
static const struct document_of_model *newest(const struct model *m, size_t index)
{
    const struct document_of_model *d = &m->documents[index];
    for (size_t i = 0; i < m->document_count; i++)
        if (strcmp(m->documents[i].file, d->file) == 0 && m->documents[i].version > d->version)
            d = &m->documents[i];
    return d;
}

void hand_import(struct world *w, int who, size_t index, bool changed)
{
    struct document_of_model old = *newest(&w->model, index);
    str_addf(&w->trail, "  %s imports %s again%s\n", w->model.name[who], old.file, changed ? ", changed" : "");
    if (!changed) {
        struct imported i = import(w, who, old.file, old.text);
        if (i.kind != IMPORT_THERE || i.document != old.id)
            world_fail(w, "%s was imported a second time", old.file);
        return;
    }
    struct document_of_model new = {.previous = old.id, .version = old.version + 1, .text = new_text(w, old.text)};
    memcpy(new.file, old.file, sizeof new.file);
    struct imported i = import(w, who, new.file, new.text);
    add_document(w, who, new, &i);
}
