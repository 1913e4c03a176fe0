/* Giving codes to annotations. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/code_pick.h"
#include "tui/codebook.h"

#include <string.h>

/* "repeat" gives the code again, by its number: it may have another name by then. */
static void remember(struct app *app, int64_t id)
{
    struct command_line line = {.command = command_get(CMD_CODE), .argc = 1};
    const struct code *code = id ? codes_get(&app->codes, id) : NULL;
    line.argv[0] = mem_dup(code ? code->uuid : "");
    app_remember(app, &line);
    command_line_clear(&line);
}

enum err_code code_give(struct app *app, int64_t id, int64_t revision, int64_t code, struct err *e)
{
    enum err_code rc = store_recode(app->store, id, revision, code, e);
    if (!rc)
        rc = app_sync(app, e);
    if (!rc)
        remember(app, code);
    return rc;
}

/* Make what of PATH is not there; the code at its end in *OUT. */
static enum err_code make(struct app *app, enum tag tag, const char *path, int64_t *out, struct err *e)
{
    enum err_code rc = ERR_OK;
    struct str name = {0};
    *out = 0;
    while (!rc && codes_next_name(&path, &name)) {
        struct code_new new = {.tag = tag, .parent = *out, .name = str_z(&name)};
        struct code made = {0};
        rc = store_code_add(app->store, &new, &made, e);
        if (rc == ERR_EXISTS && made.id)
            rc = ERR_OK;
        *out = made.id;
        code_clear(&made);
        str_truncate(&name, 0);
    }
    str_clear(&name);
    if (!rc && !*out)
        return err_set(e, ERR_INPUT, _("a code needs a name"));
    return rc;
}

enum err_code code_give_new(struct app *app, int64_t id, int64_t revision, enum tag tag, const char *path,
                            struct err *e)
{
    int64_t code = 0;
    enum err_code rc = store_group_begin(app->store, "code", e);
    if (rc)
        return rc;
    rc = make(app, tag, path, &code, e);
    if (!rc)
        rc = store_recode(app->store, id, revision, code, e);
    rc = store_group_end(app->store, rc, e);
    if (!rc)
        rc = app_sync(app, e);
    if (!rc)
        remember(app, code);
    return rc;
}

/* What WORDS name: a code of TAG by its path, its name or its number; 0 where they are empty. */
static enum err_code find(struct app *app, enum tag tag, const char *words, int64_t *out, struct err *e)
{
    struct code code;
    *out = 0;
    if (!*words)
        return ERR_OK;
    if (strlen(words) == UUID_SIZE - 1 && store_code_find(app->store, words, &code, e) == ERR_OK) {
        *out = code.id;
        code_clear(&code);
        return ERR_OK;
    }
    return store_code_at(app->store, tag, words, out, e);
}

enum err_code cmd_code(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct annotation *a;
    int64_t code;
    enum err_code rc = reader_need_own(app, &a, e);
    if (rc)
        return rc;
    if (inv->argc == 0)
        return code_pick_open(app, a, e);
    rc = find(app, a->tag, inv->argv[0], &code, e);
    return rc ? rc : code_give(app, a->id, a->revision, code, e);
}

/* Where it is open already, what lies above it is closed. */
enum err_code cmd_codebook(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct view *v;
    if (app_back_to(app, &codebook_ops))
        return ERR_OK;
    enum err_code rc = codebook_open(app, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}
