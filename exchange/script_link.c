/* The commands that name links. */
#include "exchange/script_own.h"

#include "base/i18n.h"
#include "db/link.h"

#include <string.h>

/* The link that is there already is told as well, so that a script that is run again goes on. */
enum err_code script_link_add(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    struct annotation a, b;
    struct link made;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    rc = script_annotation(sc, argv[1], &b, e);
    if (!rc) {
        rc = store_link(sc->store, a.id, b.id, argc > 2 ? argv[2] : NULL, &made, e);
        annotation_clear(&b);
        if (rc == ERR_EXISTS)
            err_set(e, rc, _("the two are linked already: %s"), made.uuid);
        memcpy(uuid, made.uuid, UUID_SIZE);
        link_clear(&made);
    }
    annotation_clear(&a);
    return rc;
}

static enum err_code find_link(struct script *sc, const char *word, struct link *out, struct err *e)
{
    enum err_code rc = store_link_find(sc->store, word, out, e);
    if (!rc && out->deleted) {
        link_clear(out);
        rc = err_set(e, ERR_NOT_FOUND, _("the link %s was taken away"), word);
    }
    return rc;
}

enum err_code script_link_note(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    struct link l;
    enum err_code rc = find_link(sc, argv[0], &l, e);
    if (rc)
        return rc;
    memcpy(uuid, l.uuid, UUID_SIZE);
    rc = store_link_note(sc->store, l.id, l.revision, argc > 1 ? argv[1] : "", e);
    link_clear(&l);
    return rc;
}

enum err_code script_link_remove(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    (void)argc;
    struct link l;
    enum err_code rc = find_link(sc, argv[0], &l, e);
    if (rc)
        return rc;
    memcpy(uuid, l.uuid, UUID_SIZE);
    rc = store_unlink(sc->store, l.id, l.revision, e);
    link_clear(&l);
    return rc;
}
