#include "exchange/script_own.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/tag.h"
#include "text/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct script *script_new(struct store *s)
{
    struct script *sc = MEM_NEW(struct script);
    sc->store = s;
    return sc;
}

void script_free(struct script **sc)
{
    if (*sc)
        text_free((*sc)->text);
    free(*sc);
    *sc = NULL;
}

/* ---- arguments ---- */

static enum err_code parse_position(const char *word, int64_t *out, struct err *e)
{
    char *end;
    errno = 0;
    long long value = strtoll(word, &end, 10);
    if (word[0] < '0' || word[0] > '9' || *end || errno)
        return err_set(e, ERR_INPUT, _("“%s” is no position: count code points from 0"), word);
    *out = value;
    return ERR_OK;
}

static enum err_code parse_tag_word(const char *word, enum tag *out, struct err *e)
{
    if (!tag_parse(word, out))
        return err_set(e, ERR_INPUT, _("“%s” is no tag: write manifestation, cause or remedy"), word);
    return ERR_OK;
}

enum err_code script_annotation(struct script *sc, const char *uuid, struct annotation *out, struct err *e)
{
    enum err_code rc = store_annotation_find(sc->store, uuid, out, e);
    if (!rc && out->deleted) {
        annotation_clear(out);
        rc = err_set(e, ERR_NOT_FOUND, _("the annotation %s is deleted"), uuid);
    }
    return rc;
}

/* ---- ranges ---- */

static enum err_code load_text(struct script *sc, int64_t document, struct err *e)
{
    if (sc->document == document)
        return ERR_OK;
    char *utf8;
    size_t n;
    enum err_code rc = store_document_text(sc->store, document, &utf8, &n, e);
    if (rc)
        return rc;
    text_free(sc->text);
    sc->text = text_new(utf8, n);
    sc->document = document;
    return ERR_OK;
}

static enum err_code check_boundary(const struct text *t, int64_t cp, struct err *e)
{
    size_t floor = text_grapheme_floor(t, (size_t)cp);
    if (floor == (size_t)cp)
        return ERR_OK;
    return err_set(e, ERR_INPUT, _("%lld is inside a character that reaches from %zu up to %zu"), (long long)cp, floor,
                   text_grapheme_next(t, floor));
}

static enum err_code parse_range(struct script *sc, int64_t document, char **words, int64_t range[2], struct err *e)
{
    enum err_code rc = parse_position(words[0], &range[0], e);
    if (!rc)
        rc = parse_position(words[1], &range[1], e);
    if (!rc)
        rc = load_text(sc, document, e);
    if (rc)
        return rc;
    if (range[0] >= range[1])
        return err_set(e, ERR_INPUT, _("the start %lld is not before the end %lld"), (long long)range[0],
                       (long long)range[1]);
    if ((uint64_t)range[1] > text_length(sc->text))
        return err_set(e, ERR_INPUT, _("the end %lld is behind the document, which has %zu code points"),
                       (long long)range[1], text_length(sc->text));
    rc = check_boundary(sc->text, range[0], e);
    return rc ? rc : check_boundary(sc->text, range[1], e);
}

/* ---- commands ---- */

static enum err_code annotate(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    struct document document;
    enum tag tag;
    enum err_code rc = parse_tag_word(argv[3], &tag, e);
    if (!rc)
        rc = store_document_find(sc->store, argv[0], &document, e);
    if (rc)
        return rc;
    int64_t range[2];
    rc = parse_range(sc, document.id, argv + 1, range, e);
    struct annotation made;
    if (!rc)
        rc = store_annotate(sc->store, document.id, range[0], range[1], tag, argc > 4 ? argv[4] : NULL, &made, e);
    document_clear(&document);
    if (rc)
        return rc;
    memcpy(uuid, made.uuid, UUID_SIZE);
    annotation_clear(&made);
    return ERR_OK;
}

static enum err_code annotation_delete(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct annotation a;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    memcpy(uuid, a.uuid, UUID_SIZE);
    rc = store_delete(sc->store, a.id, a.revision, e);
    annotation_clear(&a);
    return rc;
}

static enum err_code annotation_move(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct annotation a;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    memcpy(uuid, a.uuid, UUID_SIZE);
    int64_t range[2];
    rc = parse_range(sc, a.document, argv + 1, range, e);
    if (!rc)
        rc = store_move(sc->store, a.id, a.revision, range[0], range[1], e);
    annotation_clear(&a);
    return rc;
}

static enum err_code annotation_note(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    struct annotation a;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    memcpy(uuid, a.uuid, UUID_SIZE);
    rc = store_note(sc->store, a.id, a.revision, argc > 1 ? argv[1] : "", e);
    annotation_clear(&a);
    return rc;
}

static enum err_code annotation_retag(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct annotation a;
    enum tag tag;
    enum err_code rc = parse_tag_word(argv[1], &tag, e);
    if (!rc)
        rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    memcpy(uuid, a.uuid, UUID_SIZE);
    rc = store_retag(sc->store, a.id, a.revision, tag, e);
    annotation_clear(&a);
    return rc;
}

static enum err_code annotation_settle(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct annotation a;
    enum settled settled;
    if (!settled_parse(argv[1], &settled))
        return err_set(e, ERR_INPUT, _("“%s” is no verdict: write accepted, rejected or open"), argv[1]);
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    memcpy(uuid, a.uuid, UUID_SIZE);
    rc = store_settle(sc->store, a.id, a.revision, settled, e);
    annotation_clear(&a);
    return rc;
}

/* ---- comments ---- */

/* Say BODY; the uuid of the new comment. */
static enum err_code say(struct script *sc, int64_t annotation, int64_t thread, bool question, const char *body,
                         char uuid[UUID_SIZE], struct err *e)
{
    struct comment made;
    enum err_code rc = store_comment(sc->store, annotation, thread, question, body, &made, e);
    if (rc)
        return rc;
    memcpy(uuid, made.uuid, UUID_SIZE);
    comment_clear(&made);
    return ERR_OK;
}

static enum err_code begin_thread(struct script *sc, char **argv, bool question, char uuid[UUID_SIZE], struct err *e)
{
    struct annotation a;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    rc = say(sc, a.id, 0, question, argv[1], uuid, e);
    annotation_clear(&a);
    return rc;
}

static enum err_code annotation_comment(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return begin_thread(sc, argv, false, uuid, e);
}

static enum err_code annotation_question(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return begin_thread(sc, argv, true, uuid, e);
}

static enum err_code comment_reply(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct comment c;
    enum err_code rc = store_comment_find(sc->store, argv[0], &c, e);
    if (rc)
        return rc;
    rc = say(sc, c.annotation, c.thread, false, argv[1], uuid, e);
    comment_clear(&c);
    return rc;
}

/* The uuid of the comment that began the thread. */
static enum err_code resolve(struct script *sc, const char *word, bool resolved, char uuid[UUID_SIZE], struct err *e)
{
    struct comment c, first;
    enum err_code rc = store_comment_find(sc->store, word, &c, e);
    if (rc)
        return rc;
    rc = store_comment_get(sc->store, c.thread, &first, e);
    comment_clear(&c);
    if (rc)
        return rc;
    memcpy(uuid, first.uuid, UUID_SIZE);
    rc = store_comment_resolve(sc->store, first.id, resolved, e);
    comment_clear(&first);
    return rc;
}

static enum err_code comment_resolve(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return resolve(sc, argv[0], true, uuid, e);
}

static enum err_code comment_reopen(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return resolve(sc, argv[0], false, uuid, e);
}

/* ---- noise ---- */

/* The document and the range that the arguments name. The caller clears the document, but not after an error. */
static enum err_code find_range(struct script *sc, char **argv, struct document *document, int64_t range[2],
                                struct err *e)
{
    enum err_code rc = store_document_find(sc->store, argv[0], document, e);
    if (rc)
        return rc;
    rc = parse_range(sc, document->id, argv + 1, range, e);
    if (rc)
        document_clear(document);
    return rc;
}

/* The uuid of the document: noise has none. */
static enum err_code noise_mark(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct document d;
    int64_t range[2];
    enum err_code rc = find_range(sc, argv, &d, range, e);
    if (rc)
        return rc;
    memcpy(uuid, d.uuid, UUID_SIZE);
    rc = store_noise_mark(sc->store, d.id, range[0], range[1], NOISE_HAND, NULL, e);
    document_clear(&d);
    return rc;
}

struct inside {
    int64_t range[2];
    int64_t *ids;
    size_t count, cap;
};

static bool find_inside(void *ctx, const struct noise_mark *m)
{
    struct inside *in = ctx;
    if ((int64_t)m->noise.span.start >= in->range[0] && (int64_t)m->noise.span.end <= in->range[1]) {
        in->ids = mem_grow(in->ids, &in->cap, in->count + 1, sizeof *in->ids);
        in->ids[in->count++] = m->id;
    }
    return (int64_t)m->noise.span.start < in->range[1];
}

static enum err_code lift_inside(struct script *sc, const struct document *d, struct inside *in, struct err *e)
{
    enum err_code rc = store_noise(sc->store, d->id, find_inside, in, e);
    if (!rc && in->count == 0)
        return err_set(e, ERR_NOT_FOUND, _("%s: there is no noise from %lld up to %lld"), d->name,
                       (long long)in->range[0], (long long)in->range[1]);
    for (size_t i = 0; i < in->count && !rc; i++)
        rc = store_noise_lift(sc->store, in->ids[i], e);
    return rc;
}

static enum err_code noise_lift(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct document d;
    struct inside in = {0};
    enum err_code rc = find_range(sc, argv, &d, in.range, e);
    if (rc)
        return rc;
    memcpy(uuid, d.uuid, UUID_SIZE);
    rc = lift_inside(sc, &d, &in, e);
    free(in.ids);
    document_clear(&d);
    return rc;
}

/* ---- documents, for leads ---- */

static enum err_code assign_document(struct script *sc, char **argv, bool on, char uuid[UUID_SIZE], struct err *e)
{
    struct document d;
    int64_t reviewer;
    enum err_code rc = store_document_find(sc->store, argv[0], &d, e);
    if (rc)
        return rc;
    memcpy(uuid, d.uuid, UUID_SIZE);
    rc = store_reviewer_find(sc->store, argv[1], &reviewer, e);
    if (!rc)
        rc = store_assign(sc->store, d.id, reviewer, on, e);
    document_clear(&d);
    return rc;
}

static enum err_code document_assign(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return assign_document(sc, argv, true, uuid, e);
}

static enum err_code document_unassign(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return assign_document(sc, argv, false, uuid, e);
}

static enum err_code close_document(struct script *sc, char **argv, bool done, char uuid[UUID_SIZE], struct err *e)
{
    struct document d;
    enum err_code rc = store_document_find(sc->store, argv[0], &d, e);
    if (rc)
        return rc;
    memcpy(uuid, d.uuid, UUID_SIZE);
    rc = store_document_done(sc->store, d.id, done, e);
    document_clear(&d);
    return rc;
}

static enum err_code document_done(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return close_document(sc, argv, true, uuid, e);
}

static enum err_code document_reopen(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    return close_document(sc, argv, false, uuid, e);
}

/* ---- undo ---- */

/* The change is committed by the time we ask for the uuid, so a failure to read it is no failure of the command. */
static void uuid_of(struct script *sc, int64_t id, char uuid[UUID_SIZE])
{
    struct annotation a;
    uuid[0] = '\0';
    if (store_annotation_get(sc->store, id, &a, NULL) == ERR_OK) {
        memcpy(uuid, a.uuid, UUID_SIZE);
        annotation_clear(&a);
    }
}

typedef enum err_code undo_fn(struct store *s, struct undone *out, struct err *e);

/* What is blocked is gone past where the argument says so, and else it is said how. */
static enum err_code undo_with(struct script *sc, int argc, char **argv, undo_fn *plain, undo_fn *past,
                               char uuid[UUID_SIZE], struct err *e)
{
    struct undone undone = {0};
    if (argc > 0 && strcmp(argv[0], "past") != 0)
        return err_set(e, ERR_INPUT, _("“%s” makes no sense here: past, or nothing"), argv[0]);
    enum err_code rc = (argc > 0 ? past : plain)(sc->store, &undone, e);
    if (!rc)
        uuid_of(sc, undone.annotation, uuid);
    if (!undone.blocked)
        return rc;
    char reason[sizeof e->msg];
    memcpy(reason, e->msg, sizeof reason);
    return err_set(e, rc, plain == store_undo ? _("%s; “undo past” goes past it") : _("%s; “redo past” goes past it"),
                   reason);
}

static enum err_code undo(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    return undo_with(sc, argc, argv, store_undo, store_undo_past, uuid, e);
}

static enum err_code redo(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    return undo_with(sc, argc, argv, store_redo, store_redo_past, uuid, e);
}

script_fn *script_find(const char *name)
{
    static const struct {
        const char *name;
        script_fn *fn;
    } table[] = {
        {"annotate", annotate},
        {"annotation-code", script_annotation_code},
        {"annotation-comment", annotation_comment},
        {"annotation-delete", annotation_delete},
        {"annotation-move", annotation_move},
        {"annotation-note", annotation_note},
        {"annotation-question", annotation_question},
        {"annotation-retag", annotation_retag},
        {"annotation-settle", annotation_settle},
        {"code-add", script_code_add},
        {"comment-reopen", comment_reopen},
        {"comment-reply", comment_reply},
        {"comment-resolve", comment_resolve},
        {"document-assign", document_assign},
        {"document-done", document_done},
        {"document-reopen", document_reopen},
        {"document-unassign", document_unassign},
        {"link-add", script_link_add},
        {"link-note", script_link_note},
        {"link-remove", script_link_remove},
        {"noise-lift", noise_lift},
        {"noise-mark", noise_mark},
        {"redo", redo},
        {"undo", undo},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i].fn;
    return NULL;
}
