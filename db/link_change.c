/* Links as they are made and changed. (Reading them is in link.c.) */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "db/internal.h"
#include "db/link.h"

#include <string.h>

static enum err_code check_note(const char *note, struct err *e)
{
    size_t n = strlen(note);
    if (n > STORE_NOTE_MAX)
        return err_set(e, ERR_INPUT, _("the note is longer than %d KB"), STORE_NOTE_MAX / 1024);
    if (!points_count(note, n, NULL))
        return err_set(e, ERR_INPUT, _("the note is not UTF-8"));
    return ERR_OK;
}

/* The link that stands between the two, 0 for none. */
static enum err_code between(struct store *s, int64_t from, int64_t to, int64_t *id, struct err *e)
{
    *id = 0;
    return stmt_int(s, id, NULL, e,
                    "SELECT id FROM link WHERE from_id = ?1 AND to_id = ?2 AND deleted_at IS NULL LIMIT 1", "ii", from,
                    to);
}

static enum err_code check_both_open(struct store *s, int64_t from_document, int64_t to_document, struct err *e)
{
    enum err_code code = document_check_open(s, from_document, e);
    return code || from_document == to_document ? code : document_check_open(s, to_document, e);
}

/* ---- a new one ---- */

static enum err_code insert(struct store *s, const struct annotation *from, const struct annotation *to,
                            const char *note, int64_t *id, struct err *e)
{
    char uuid[UUID_SIZE];
    enum err_code code = between(s, from->id, to->id, id, e);
    if (!code && *id)
        return err_set(e, ERR_EXISTS, _("these two are linked already"));
    if (!code)
        code = check_both_open(s, from->document, to->document, e);
    if (!code)
        code = stmt_run(s, e,
                        "INSERT INTO link (uuid, from_id, to_id, note, reviewer_id, revision, created, updated) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?6)",
                        "tiitii", uuid_new(uuid), from->id, to->id, note, s->reviewer, clock_now_ms());
    if (code)
        return code;
    *id = sqlite3_last_insert_rowid(s->db);
    return entity_log(s, "link", *id, "create", NULL, e);
}

static enum err_code link_two(struct store *s, const struct annotation *a, const struct annotation *b, const char *note,
                              int64_t *id, struct err *e)
{
    if (a->deleted || b->deleted)
        return err_set(e, ERR_NOT_FOUND, _("one of the two annotations was deleted: nothing was changed"));
    if (a->id == b->id)
        return err_set(e, ERR_INPUT, _("an annotation is not linked with itself"));
    if (relation_of(a->tag, b->tag) != RELATION_NONE)
        return insert(s, a, b, note, id, e);
    if (relation_of(b->tag, a->tag) != RELATION_NONE)
        return insert(s, b, a, note, id, e);
    return err_set(e, ERR_INPUT,
                   _("both are tagged %s: a cause explains a manifestation, a remedy addresses a cause or a "
                     "manifestation"),
                   tag_label(a->tag));
}

enum err_code store_link(struct store *s, int64_t a, int64_t b, const char *note, struct link *out, struct err *e)
{
    int64_t id = 0;
    struct annotation one = {0}, other = {0};
    struct link made = {0};
    note = note ? note : "";
    if (out)
        *out = made;
    enum err_code code = check_note(note, e);
    if (!code)
        code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_annotation_get(s, a, &one, e);
    if (!code)
        code = store_annotation_get(s, b, &other, e);
    if (!code)
        code = link_two(s, &one, &other, note, &id, e);
    annotation_clear(&one);
    annotation_clear(&other);
    enum err_code read = out && (!code || code == ERR_EXISTS) ? store_link_get(s, id, &made, e) : ERR_OK;
    code = write_end(s, code ? code : read, e);
    if (code && code != ERR_EXISTS)
        link_clear(&made);
    if (out)
        *out = made;
    return code;
}

/* ---- changes ---- */

/* NULL for NOTE: take it away. */
static enum err_code change_found(struct store *s, const struct link *now, int64_t revision, const char *note,
                                  struct err *e)
{
    char *before = NULL;
    if (now->deleted)
        return err_set(e, ERR_NOT_FOUND, _("this link was taken away: nothing was changed"));
    if (now->reviewer != s->reviewer && s->role != ROLE_LEAD)
        return err_set(e, ERR_DENIED, _("this link is %s's: they or a lead can change it"), now->reviewer_name);
    enum err_code code = check_both_open(s, now->from_document, now->to_document, e);
    if (code)
        return code;
    if (now->revision != revision)
        return entity_stale(s, "link", now->id, e);
    if (note && strcmp(note, now->note) == 0)
        return ERR_OK;
    code = entity_image(s, "link", now->id, &before, e);
    if (!code)
        code = stmt_run(s, e,
                        "UPDATE link SET note = coalesce(?2, note), deleted_at = iif(?2 IS NULL, ?3, NULL), "
                        "updated = ?3, revision = revision + 1 WHERE id = ?1",
                        "iti", now->id, note, clock_now_ms());
    if (!code)
        code = entity_log(s, "link", now->id, note ? "note" : "delete", before, e);
    free(before);
    return code;
}

static enum err_code change(struct store *s, int64_t id, int64_t revision, const char *note, struct err *e)
{
    struct link now = {0};
    enum err_code code = write_begin_as(s, ROLE_REVIEWER, e);
    if (code)
        return code;
    code = store_link_get(s, id, &now, e);
    if (!code)
        code = change_found(s, &now, revision, note, e);
    link_clear(&now);
    return write_end(s, code, e);
}

enum err_code store_link_note(struct store *s, int64_t id, int64_t revision, const char *note, struct err *e)
{
    note = note ? note : "";
    enum err_code code = check_note(note, e);
    return code ? code : change(s, id, revision, note, e);
}

enum err_code store_unlink(struct store *s, int64_t id, int64_t revision, struct err *e)
{
    return change(s, id, revision, NULL, e);
}

/* ---- what stands in the way of others ---- */

/* Whether the link, which is to stand again, is right as things are now. REMOVED: because it was taken away, which may
 * have happened while an end was gone. */
static enum err_code check_stands(struct store *s, const struct link *l, bool removed, struct err *e)
{
    struct annotation from = {0}, to = {0};
    int64_t other = 0;
    enum err_code code = store_annotation_get(s, l->from, &from, e);
    if (!code)
        code = store_annotation_get(s, l->to, &to, e);
    bool rests = from.deleted || to.deleted; /* then it holds again once both stand, where the tags make a pair */
    if (!code && rests && !removed)
        code = err_set(e, ERR_STALE, _("one of the two annotations was deleted: nothing was changed"));
    if (!code && !rests && relation_of(from.tag, to.tag) == RELATION_NONE)
        code = err_set(e, ERR_STALE, _("the two annotations have other tags by now: nothing was changed"));
    annotation_clear(&from);
    annotation_clear(&to);
    if (!code)
        code = between(s, l->from, l->to, &other, e);
    if (!code && other && other != l->id)
        code = err_set(e, ERR_STALE, _("the two were linked again meanwhile: nothing was changed"));
    return code;
}

enum err_code link_check_take_back(struct store *s, int64_t id, bool stands, bool removed, struct err *e)
{
    struct link now;
    enum err_code code = store_link_get(s, id, &now, e);
    if (code)
        return code;
    if (now.reviewer != s->reviewer && s->role != ROLE_LEAD)
        code = err_set(e, ERR_DENIED, _("this link is %s's: they or a lead can change it"), now.reviewer_name);
    if (!code)
        code = check_both_open(s, now.from_document, now.to_document, e);
    if (!code && stands && now.deleted)
        code = check_stands(s, &now, removed, e);
    link_clear(&now);
    return code;
}

struct in_the_way {
    int64_t annotation, count;
    enum tag tag; /* that it is to have */
};

static bool count_in_the_way(void *ctx, const struct link *l)
{
    struct in_the_way *w = ctx;
    enum tag from = l->from == w->annotation ? w->tag : l->from_tag;
    enum tag to = l->to == w->annotation ? w->tag : l->to_tag;
    w->count += relation_of(from, to) == RELATION_NONE;
    return true;
}

enum err_code link_check_retag(struct store *s, int64_t annotation, enum tag tag, struct err *e)
{
    struct in_the_way w = {.annotation = annotation, .tag = tag};
    enum err_code code = store_links(s, &(struct link_filter){.annotation = annotation}, count_in_the_way, &w, e);
    if (!code && w.count)
        return err_set(e, ERR_DENIED,
                       i18n_plural("%lld link of this annotation does not go with the tag %s: take the link away first",
                                   "%lld links of this annotation do not go with the tag %s: take the links away first",
                                   (unsigned long)w.count),
                       (long long)w.count, tag_label(tag));
    return code;
}
