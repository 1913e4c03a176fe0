/* The commands that name codes. */
#include "exchange/script_own.h"

#include "base/i18n.h"
#include "base/str.h"
#include "db/code.h"
#include "exchange/codebook_read.h"

#include <string.h>

/* Without a code it has none any more. */
enum err_code script_annotation_code(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    struct annotation a;
    int64_t code = 0;
    enum err_code rc = script_annotation(sc, argv[0], &a, e);
    if (rc)
        return rc;
    if (argc > 1)
        rc = store_code_at(sc->store, a.tag, argv[1], &code, e);
    if (!rc)
        rc = store_recode(sc->store, a.id, a.revision, code, e);
    memcpy(uuid, a.uuid, UUID_SIZE);
    annotation_clear(&a);
    return rc;
}

/* What is there already is fine on the way, but not at the end. */
static enum err_code add_all(struct script *sc, enum tag tag, const char *path, char uuid[UUID_SIZE], struct err *e)
{
    struct str name = {0};
    int64_t parent = 0;
    enum err_code rc = ERR_OK;
    while (!rc && codebook_next_name(&path, &name)) {
        struct code made;
        struct code_new new = {.tag = tag, .parent = parent, .name = str_z(&name)};
        rc = store_code_add(sc->store, &new, &made, e);
        if (rc == ERR_EXISTS && path && made.id)
            rc = ERR_OK;
        parent = made.id;
        memcpy(uuid, made.uuid, UUID_SIZE);
        code_clear(&made);
    }
    str_clear(&name);
    return rc;
}

enum err_code script_code_add(struct script *sc, int argc, char **argv, char uuid[UUID_SIZE], struct err *e)
{
    enum tag tag;
    if (!tag_parse(argv[0], &tag))
        return err_set(e, ERR_INPUT, _("“%s” is no tag: write manifestation, cause or remedy"), argv[0]);
    struct str path = {0};
    for (int i = 1; i < argc; i++) {
        str_add(&path, i > 1 ? " " : "");
        str_add(&path, argv[i]);
    }
    enum err_code rc = store_group_begin(sc->store, "code-add", e);
    if (!rc)
        rc = store_group_end(sc->store, add_all(sc, tag, str_z(&path), uuid, e), e);
    str_clear(&path);
    return rc;
}
