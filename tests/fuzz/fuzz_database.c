/* A shared file of which any bytes were changed is refused or gives data that keeps the promises of store.h; and a file
 * that store_check finds sound works.
 * Input: changes of a small good file: an offset (3 bytes), flags and length (1 byte), new bytes. */
#include "analysis/figures.h"
#include "analysis/ledger.h"
#include "base/str.h"
#include "db/link.h"
#include "exchange/export_csv.h"
#include "exchange/survey.h"
#include "tests/exchange_csv_read.h"
#include "tests/fuzz/fuzz.h"

#include <unistd.h>

#define DOCUMENTS_MAX 50
#define COLUMNS 21
#define COMMENT_COLUMNS 11

/* A folder of its own, and the good file. It lives as long as the process. */
struct bench {
    char dir[256], path[300];
    struct str good;
};

static const struct store_opts opts = {.force = true, .as_name = "r1"};

static void read_file(const char *path, struct str *out)
{
    FILE *f = fopen(path, "rbe");
    LAW(f != NULL);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;)
        str_addn(out, chunk, n);
    fclose(f);
}

static void write_file(const char *path, const struct str *bytes)
{
    FILE *f = fopen(path, "wbe");
    LAW(f != NULL && fwrite(str_z(bytes), 1, bytes->len, f) == bytes->len);
    LAW(fclose(f) == 0);
}

static void remove_file(const char *path, const char *end)
{
    struct str name = {0};
    str_addf(&name, "%s%s", path, end);
    unlink(name.p);
    str_clear(&name);
}

static void remove_files(const char *path)
{
    remove_file(path, "");
    remove_file(path, "-wal");
    remove_file(path, "-shm");
}

/* A newer version of document D with noise and a heading, made of other bytes, and an annotation in it. */
static void fill_newer(struct store *s, int64_t d)
{
    static const char text[] = "一、情况\n泵停了第2页。原因是没有人看。";
    const struct noise noise[] = {{{8, 11}, NOISE_PAGE}, {{0, 2}, NOISE_NUMBER}};
    const struct outline_given heading = {{0, 4}, 1};
    struct document_new n = {.name = "a.txt", .encoding = "UTF-8", .source = "<p>other bytes</p>", .source_bytes = 18};
    struct err e;
    int64_t id;
    n.text = text, n.text_bytes = sizeof text - 1;
    n.type = "text/html", n.previous = d;
    n.noise = noise, n.noise_count = 2;
    n.headings = &heading, n.heading_count = 1;
    LAW(store_document_add(s, &n, &id, &e) == ERR_OK);
    LAW(store_noise_mark(s, id, 12, 14, NOISE_HAND, NULL, &e) == ERR_OK && store_noise_lift(s, 1, &e) == ERR_OK);
    LAW(store_carry(s, 1, 1, id, 5, 8, true, NULL, &e) == ERR_OK);
}

/* Links of every kind, of which one was taken away, and a group that was taken back and done again. */
static void fill_links(struct store *s)
{
    struct err e;
    LAW(store_link(s, 1, 2, "because", NULL, &e) == ERR_OK && store_link(s, 2, 3, NULL, NULL, &e) == ERR_OK);
    LAW(store_group_begin(s, "split", &e) == ERR_OK && store_link(s, 4, 6, "", NULL, &e) == ERR_OK);
    LAW(store_link(s, 5, 4, "", NULL, &e) == ERR_OK && store_group_end(s, ERR_OK, &e) == ERR_OK);
    LAW(store_undo(s, NULL, &e) == ERR_OK && store_redo(s, NULL, &e) == ERR_OK);
    LAW(store_link(s, 1, 3, "", NULL, &e) == ERR_OK && store_unlink(s, 5, 1, &e) == ERR_OK);
}

/* A document with annotations of every kind, and a second one without any. */
static void fill(const char *path)
{
    static const char *const texts[] = {"一、情况\n泵停了。原因是没有人看。\n二、对策\n要检查。", "Nobody looked."};
    struct store *s;
    struct err e;
    int64_t id[2];
    LAW(store_create(path, &opts, &e) == ERR_OK && store_open(path, &opts, &s, &e) == ERR_OK);
    for (size_t i = 0; i < 2; i++) {
        struct document_new d = {.name = i ? "b.txt" : "a.txt",
                                 .encoding = "UTF-8",
                                 .source = texts[i],
                                 .source_bytes = strlen(texts[i]),
                                 .text = texts[i],
                                 .text_bytes = strlen(texts[i])};
        LAW(store_document_add(s, &d, &id[i], &e) == ERR_OK);
    }
    for (int i = 0; i < 9; i++)
        LAW(store_annotate(s, id[0], i, i + 5, (enum tag)(1 + i % 3), i % 2 ? "note" : NULL, NULL, &e) == ERR_OK);
    LAW(store_undo(s, NULL, &e) == ERR_OK && store_undo(s, NULL, &e) == ERR_OK && store_redo(s, NULL, &e) == ERR_OK);
    LAW(store_place_set(s, id[0], "", 7, &e) == ERR_OK);
    LAW(store_comment(s, 1, 0, true, "why?", NULL, &e) == ERR_OK);
    LAW(store_comment(s, 1, 1, false, "so", NULL, &e) == ERR_OK);
    LAW(store_comment(s, 2, 0, false, "fine", NULL, &e) == ERR_OK);
    LAW(store_comment_resolve(s, 1, true, &e) == ERR_OK);
    fill_links(s);
    fill_newer(s, id[0]);
    store_close(&s);
}

static void clean_up(int status, void *arg)
{
    (void)status;
    struct bench *b = arg;
    remove_files(b->path);
    remove_file(b->path, "-lock");
    remove_file(b->path, "-wake");
    rmdir(b->dir);
    str_clear(&b->good);
}

static struct bench *bench(void)
{
    static struct bench b;
    if (b.good.len > 0)
        return &b;
    const char *tmp = getenv("TMPDIR");
    snprintf(b.dir, sizeof b.dir, "%s/zhupi-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    LAW(mkdtemp(b.dir) != NULL);
    snprintf(b.path, sizeof b.path, "%s/team.db", b.dir);
    fill(b.path);
    read_file(b.path, &b.good);
    LAW(on_exit(clean_up, &b) == 0);
    return &b;
}

static void change(struct str *file, const uint8_t *data, size_t size)
{
    while (size > 4) {
        size_t at = (data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % file->len;
        size_t n = 1 + (data[3] & 0x1F);
        bool cut = data[3] & 0x80, flip = data[3] & 0x40;
        data += 4, size -= 4;
        if (cut && at > 0)
            str_truncate(file, at);
        for (; n > 0 && size > 0 && at < file->len; n--, data++, size--, at++)
            file->p[at] = (char)(flip ? file->p[at] ^ *data : *data);
    }
}

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
static void use(const char *path, const struct str *before)
{
    struct err e;
    struct visit v = {0};
    int changes = 0, comments = 0;
    int64_t position;
    enum err_code code = store_open(path, &opts, &v.s, &e);
    if (code) {
        fuzz_law_error(code, &e);
        struct str after = {0};
        read_file(path, &after);
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bench *b = bench();
    struct str file = {0};
    str_addn(&file, b->good.p, b->good.len);
    change(&file, data, size);
    remove_files(b->path);
    write_file(b->path, &file);
    use(b->path, &file);
    str_clear(&file);
    return 0;
}
