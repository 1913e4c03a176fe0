#include "base/i18n.h"
#include "db/internal.h"

#include <string.h>

/* The row that says how far one has read. */
#define FURTHEST "furthest"

static enum err_code set(struct store *s, int64_t document, const char *name, int64_t position, struct err *e)
{
    int64_t length;
    enum err_code code = document_length(s, document, &length, e);
    if (code)
        return code;
    if (position < 0 || position > length)
        return err_set(e, ERR_INPUT, _("position %lld is not inside the document, which has %lld characters"),
                       (long long)position, (long long)length);
    return stmt_run(s, e,
                    "INSERT INTO place (reviewer_id, document_id, name, position) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT DO UPDATE SET position = excluded.position",
                    "iiti", s->reviewer, document, name, position);
}

enum err_code store_place_set(struct store *s, int64_t document, const char *name, int64_t position, struct err *e)
{
    size_t n = strlen(name);
    if (n > STORE_PLACE_MAX || !points_count(name, n, NULL))
        return err_set(e, ERR_INPUT, _("the name of a mark is longer than %d bytes or not UTF-8"), STORE_PLACE_MAX);
    if (strcmp(name, FURTHEST) == 0)
        return err_set(e, ERR_INPUT, _("“%s” is no name for a mark: it is kept for how far you have read"), name);
    enum err_code code = write_begin(s, e);
    return code ? code : write_end(s, set(s, document, name, position, e), e);
}

enum err_code store_place_get(struct store *s, int64_t document, const char *name, int64_t *position, struct err *e)
{
    bool found;
    *position = 0;
    enum err_code code = stmt_int(
        s, position, &found, e,
        "SELECT p.position FROM place p JOIN document d ON d.id = p.document_id "
        "WHERE p.reviewer_id = ?1 AND p.document_id = ?2 AND p.name = ?3 AND p.position BETWEEN 0 AND d.length",
        "iit", s->reviewer, document, name);
    if (!code && !found)
        return err_set(e, ERR_NOT_FOUND, _("there is no mark “%s” in this document"), name);
    return code;
}

static enum err_code furthest(struct store *s, int64_t document, int64_t *position, struct err *e)
{
    *position = 0;
    return stmt_int(s, position, NULL, e,
                    "SELECT position FROM place WHERE reviewer_id = ?1 AND document_id = ?2 AND name = '" FURTHEST "'",
                    "ii", s->reviewer, document);
}

static enum err_code read_to(struct store *s, int64_t document, int64_t position, struct err *e)
{
    int64_t now;
    enum err_code code = furthest(s, document, &now, e); /* another session of theirs may have been further */
    return code || position <= now ? code : set(s, document, FURTHEST, position, e);
}

/* Asked before anything is written, because it is asked for every screen that is read. */
enum err_code store_read_to(struct store *s, int64_t document, int64_t position, struct err *e)
{
    int64_t now;
    enum err_code code = furthest(s, document, &now, e);
    if (code || position <= now)
        return code;
    code = write_begin(s, e);
    return code ? code : write_end(s, read_to(s, document, position, e), e);
}
