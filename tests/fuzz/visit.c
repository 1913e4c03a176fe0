#include "tests/fuzz/visit.h"

#include "analysis/figures.h"
#include "analysis/ledger.h"
#include "db/link.h"
#include "exchange/export_csv.h"
#include "exchange/survey.h"
#include "tests/exchange_csv_read.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/team_file.h"

#define DOCUMENTS_MAX 50
#define COLUMNS 21
#define COMMENT_COLUMNS 11

/* What a session sees of the file. */
struct visit {
    struct store *s;
    bool sound; /* the check found nothing, so everything has to work */
    int64_t document, length;
    int64_t taggable; /* a document of at least two code points, or 0 */
    int count;
};

static void may_fail(const struct visit *v, enum err_code code, const struct err *e)
{
    if (code) {
        fuzz_law_error(code, e);
        if (v->sound)
            fprintf(stderr, "the check found nothing, but: %s\n", e->msg);
        LAW(!v->sound);
    }
}

static bool is_text(const char *s)
{
    return fuzz_is_utf8(s, strlen(s));
}

static bool see_annotation(void *ctx, const struct annotation *a)
{
    const struct visit *v = ctx;
    LAW(a->document == v->document);
    LAW(a->start >= 0 && a->start < a->end && a->end <= v->length);
    LAW(a->tag >= TAG_MANIFESTATION && a->tag <= TAG_REMEDY);
    LAW(is_text(a->note) && is_text(a->reviewer_name) && is_text(a->uuid) && !a->deleted);
    return true;
}

static bool see_noise(void *ctx, const struct noise_mark *m)
{
    const struct visit *v = ctx;
    LAW(m->noise.span.start < m->noise.span.end && (int64_t)m->noise.span.end <= v->length);
    LAW(m->noise.kind < NOISE_KINDS && is_text(m->reviewer_name));
    return true;
}

/* What a document holds besides its text. */
static void see_rest(const struct visit *v, const struct document *d)
{
    struct err e;
    struct outline_given *headings;
    char *bytes;
    size_t n;
    LAW(is_text(d->type) && is_text(d->file));
    may_fail(v, store_noise(v->s, d->id, see_noise, (void *)v, &e), &e);
    enum err_code code = store_headings(v->s, d->id, &headings, &n, &e);
    may_fail(v, code, &e);
    for (size_t i = 0; !code && i < n; i++) {
        LAW(headings[i].span.start < headings[i].span.end && (int64_t)headings[i].span.end <= d->length);
        LAW(headings[i].level >= 1 && headings[i].level <= 9);
    }
    free(headings);
    code = store_document_source(v->s, d->id, &bytes, &n, &e);
    may_fail(v, code, &e);
    LAW(!code == (bytes != NULL) && (code || bytes[n] == '\0'));
    free(bytes);
}

static bool see_document(void *ctx, const struct document *d)
{
    struct visit *v = ctx;
    struct err e;
    char *text = NULL;
    size_t n = 0;
    LAW(is_text(d->name) && is_text(d->encoding) && is_text(d->uuid) && is_text(d->sha256));
    v->document = d->id;
    v->length = d->length;
    may_fail(v, store_annotations(v->s, &(struct store_filter){.document = d->id}, see_annotation, v, &e), &e);
    enum err_code code = store_document_text(v->s, d->id, &text, &n, &e);
    may_fail(v, code, &e);
    if (!code) {
        int64_t points = 0;
        for (size_t i = 0; i < n; i++)
            points += (text[i] & 0xC0) != 0x80;
        LAW(text[n] == '\0' && fuzz_is_utf8(text, n) && points == d->length);
        free(text);
        if (points > 1)
            v->taggable = d->id;
    }
    see_rest(v, d);
    return ++v->count < DOCUMENTS_MAX;
}

static bool see_comment(void *ctx, const struct comment *c)
{
    LAW(is_text(c->body) && is_text(c->reviewer_name) && is_text(c->resolved_by) && is_text(c->uuid));
    LAW(!c->resolved || c->thread == c->id);
    return ++*(int *)ctx < 1000;
}

static bool see_link(void *ctx, const struct link *l)
{
    LAW(is_text(l->note) && is_text(l->reviewer_name) && is_text(l->uuid) && !l->deleted);
    LAW(relation_of(l->from_tag, l->to_tag) != RELATION_NONE && l->from != l->to);
    return ++*(int *)ctx < 1000;
}

static bool see_change(void *ctx, const struct change *c)
{
    LAW(is_text(c->reviewer_name) && is_text(c->session) && is_text(c->entity) && is_text(c->action));
    LAW((!c->before || is_text(c->before)) && (!c->after || is_text(c->after)));
    return ++*(int *)ctx < 1000;
}

static bool see_finding(void *ctx, const char *line)
{
    LAW(*line && fuzz_is_line(line));
    ++*(size_t *)ctx;
    return true;
}

static bool check(const struct visit *v)
{
    struct err e;
    size_t findings = 0, lines = 0;
    enum err_code code = store_check(v->s, see_finding, &lines, &findings, &e);
    may_fail(v, code, &e);
    LAW(code || findings == lines);
    return !code && findings == 0;
}

static void export(const struct visit *v, bool comments)
{
    struct export_csv_opts all = {.raw = true, .comments = comments};
    struct err e;
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    LAW(out != NULL);
    enum err_code code = export_csv(v->s, &all, out, &e);
    LAW(fclose(out) == 0);
    may_fail(v, code, &e);
    if (!code) {
        struct csv_table t;
        LAW(csv_read(text, n, &t) && t.columns == (comments ? COMMENT_COLUMNS : COLUMNS));
        csv_table_clear(&t);
    }
    free(text);
}

/* One tag, seen, taken back and set again. */
static void tag(const struct visit *v)
{
    struct err e;
    struct annotation made, seen;
    struct undone undone;
    enum err_code code = store_annotate(v->s, v->taggable, 0, 2, TAG_CAUSE, "x", &made, &e);
    may_fail(v, code, &e);
    if (code)
        return;
    LAW(is_text(made.uuid) && is_text(made.note) && is_text(made.reviewer_name));
    if (v->sound) {
        LAW(made.document == v->taggable && made.start == 0 && made.end == 2 && made.tag == TAG_CAUSE);
        LAW(strcmp(made.note, "x") == 0);
    }
    code = store_annotation_find(v->s, made.uuid, &seen, &e);
    may_fail(v, code, &e);
    if (!code) {
        LAW(!v->sound || (seen.id == made.id && seen.end == 2 && seen.revision == made.revision));
        annotation_clear(&seen);
    }
    code = store_undo(v->s, &undone, &e);
    may_fail(v, code, &e);
    LAW(code || !v->sound || undone.annotation == made.id);
    may_fail(v, store_redo(v->s, &undone, &e), &e);
    annotation_clear(&made);
}

/* Annotation A with another tag: refused where a link is in the way, and taken back where none was. */
static void retag(const struct visit *v, const struct annotation *a)
{
    struct err e;
    struct undone undone;
    enum err_code code =
        store_retag(v->s, a->id, a->revision, a->tag == TAG_REMEDY ? TAG_MANIFESTATION : TAG_REMEDY, &e);
    LAW(!code || *e.msg);
    if (code != ERR_DENIED)
        may_fail(v, code, &e);
    if (!code)
        may_fail(v, store_undo(v->s, &undone, &e), &e);
}

/* A group of two links of what was just tagged, taken back and done again; what is in their way; and back. */
static void link_in_group(const struct visit *v)
{
    struct err e;
    struct annotation a = {0};
    struct undone undone;
    struct link l = {0};
    enum err_code code = store_group_begin(v->s, "split", &e);
    may_fail(v, code, &e);
    if (code)
        return;
    code = store_annotate(v->s, v->taggable, 0, 2, TAG_CAUSE, "y", &a, &e);
    if (!code)
        code = store_link(v->s, 1, a.id, "x", &l, &e);
    if (!code)
        code = store_link_note(v->s, l.id, l.revision, "z", &e);
    code = store_group_end(v->s, code, &e);
    may_fail(v, code, &e);
    if (!code)
        retag(v, &a);
    if (!code)
        may_fail(v, store_undo(v->s, &undone, &e), &e);
    if (!code)
        may_fail(v, store_redo(v->s, &undone, &e), &e);
    link_clear(&l);
    annotation_clear(&a);
}

/* All that is there is taken back, as far as nothing stands in the way, and done again. */
static void walk_back(const struct visit *v)
{
    struct err e;
    struct undone undone;
    enum err_code code = ERR_OK;
    int steps = 0;
    for (; !code && steps < 60; steps++)
        code = store_undo_past(v->s, &undone, &e);
    if (code != ERR_NOT_FOUND)
        may_fail(v, code, &e);
    for (code = ERR_OK; !code && steps > 0; steps--)
        code = store_redo_past(v->s, &undone, &e);
    if (code != ERR_NOT_FOUND)
        may_fail(v, code, &e);
}

/* Whatever the file holds, what refers to something in a graph refers to something that is there. */
static void survey(const struct visit *v, int64_t document)
{
    struct err e;
    struct survey sv;
    struct ledger ledger = {0};
    struct figures figures = {0};
    enum err_code code = survey_begin(v->s, NULL, document, &sv, &e);
    if (!code)
        code = survey_run(v->s, &sv, &e);
    may_fail(v, code, &e);
    const struct graph *g = &sv.graph;
    for (size_t i = 0; !code && i < g->node_count; i++)
        LAW(g->nodes[i].document < g->document_count && g->nodes[i].reviewer < g->reviewer_count &&
            (g->nodes[i].code == GRAPH_NONE || g->nodes[i].code < g->code_count));
    for (int i = 0; !code && i < FIGURES; i++)
        figures_count(g, (enum figure)i, NULL, 0, &figures);
    for (int i = LEDGER_PROBLEMS; !code && i <= LEDGER_UNANSWERED; i++)
        ledger_build(g, (enum ledger_view)i, LEDGER_BY_CODE, &ledger);
    for (size_t i = 0; i < ledger.count; i++)
        LAW(ledger_is_unanswered(g, ledger.rows[i].node));
    figures_clear(&figures);
    ledger_clear(&ledger);
    survey_clear(&sv);
}

static void see_links(const struct visit *v)
{
    struct err e;
    struct link l;
    int n = 0;
    may_fail(v, store_links(v->s, NULL, see_link, &n, &e), &e);
    may_fail(v, store_links(v->s, &(struct link_filter){.annotation = 2}, see_link, &n, &e), &e);
    may_fail(v, store_links(v->s, &(struct link_filter){.document = 1}, see_link, &n, &e), &e);
    enum err_code code = store_link_get(v->s, 2, &l, &e);
    may_fail(v, code, &e);
    if (code)
        return;
    code = store_link_note(v->s, l.id, l.revision, "other", &e);
    may_fail(v, code, &e);
    if (!code)
        may_fail(v, store_unlink(v->s, l.id, l.revision + 1, &e), &e);
    link_clear(&l);
}

/* Noise that is marked and taken back, and one annotation for the newer version. */
static void carry(const struct visit *v)
{
    struct err e;
    struct undone undone;
    enum err_code code = store_noise_mark(v->s, v->taggable, 0, 1, NOISE_HAND, NULL, &e);
    may_fail(v, code, &e);
    if (!code)
        may_fail(v, store_undo(v->s, &undone, &e), &e);
    struct annotation a = {0};
    code = store_annotation_get(v->s, 2, &a, &e);
    may_fail(v, code, &e);
    if (!code)
        code = store_carry(v->s, a.id, a.revision, 3, 0, 3, true, NULL, &e);
    annotation_clear(&a);
    may_fail(v, code, &e);
    if (!code)
        may_fail(v, store_undo(v->s, &undone, &e), &e);
}

/* Everything that a session does. */
void visit_file(const char *path, const struct str *before)
{
    struct err e;
    struct visit v = {0};
    int changes = 0, comments = 0;
    int64_t position;
    enum err_code code = store_open(path, &team_file_opts, &v.s, &e);
    if (code) {
        fuzz_law_error(code, &e);
        struct str after = {0};
        team_file_read(path, &after);
        LAW(code != ERR_NEWER || (after.len == before->len && memcmp(str_z(&after), str_z(before), after.len) == 0));
        str_clear(&after);
        return;
    }
    v.sound = check(&v);
    may_fail(&v, store_documents(v.s, see_document, &v, &e), &e);
    may_fail(&v, store_feed_since(v.s, 0, see_change, &changes, &e), &e);
    may_fail(&v, store_changes(v.s, &(struct change_filter){.annotation = 1}, see_change, &changes, &e), &e);
    may_fail(&v, store_comments(v.s, NULL, see_comment, &comments, &e), &e);
    export(&v, false);
    export(&v, true);
    survey(&v, 0);
    if (store_place_get(v.s, 1, "", &position, &e) == ERR_OK)
        LAW(position >= 0);
    if (v.taggable) {
        tag(&v);
        carry(&v);
        link_in_group(&v);
        see_links(&v);
        walk_back(&v);
        survey(&v, v.taggable);
    }
    LAW(check(&v) || !v.sound);
    store_close(&v.s);
}
