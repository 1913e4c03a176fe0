/* What is typed about codes: a new one, its name, what it means. */
#include "tui/codebook.h"

#include "base/i18n.h"
#include "tui/note_edit.h"
#include "tui/reader.h"

#include <string.h>

enum err_code codebook_changed(struct app *app, enum err_code rc, const char *words, struct err *e)
{
    if (!rc)
        rc = app_sync(app, e);
    if (!rc && words)
        app_say(app, "%s", words);
    return rc;
}

static bool is_own(const struct app *app, const struct code *code)
{
    return code->reviewer == store_reviewer(app->store) || store_role(app->store) == ROLE_LEAD;
}

bool codebook_may_change(const struct app *app)
{
    const struct code *code = codebook_code(codebook_of(app));
    return code && is_own(app, code);
}

static enum err_code need_own(const struct app *app, const struct code *code, struct err *e)
{
    if (!code || !codes_stands(code))
        return err_set(e, ERR_NOT_FOUND, _("this code is not there any more"));
    if (!is_own(app, code))
        return err_set(e, ERR_DENIED, _("“%s” is %s's code: they may change it, or a lead"), code->name,
                       code->reviewer_name);
    return ERR_OK;
}

enum err_code codebook_need_own(const struct app *app, const struct code **out, struct err *e)
{
    *out = codebook_code(codebook_of(app));
    if (!*out)
        return err_set(e, ERR_NOT_FOUND, _("this is a tag and no code: choose a row below it"));
    return need_own(app, *out, e);
}

/* The code that INV is about: of the row, or what its words were asked for. */
static enum err_code need_subject(const struct app *app, const struct invocation *inv, const struct code **out,
                                  struct err *e)
{
    if (inv->argc == 0 || !app->prompt.subject)
        return codebook_need_own(app, out, e);
    *out = codes_get(&app->codes, app->prompt.subject);
    return need_own(app, *out, e);
}

/* ---- a new one ---- */

static enum err_code add(struct app *app, struct codebook *b, enum tag tag, int64_t parent, const char *name,
                         struct err *e)
{
    struct code_new new = {.tag = tag, .parent = parent, .name = name};
    struct code made = {0};
    int64_t id = 0;
    enum err_code rc = store_code_add(app->store, &new, &made, e);
    id = made.id;
    code_clear(&made);
    if (rc)
        return app_keep_typed(app, PROMPT_CODE, name, rc, e);
    rc = app_sync(app, e);
    if (!rc)
        codebook_choose(b, tag, id);
    return rc;
}

/* The row it was asked for may be another one by the time that the name is there: a tag is -tag. */
enum err_code codebook_new(struct app *app, const struct invocation *inv, struct err *e)
{
    struct codebook *b = codebook_of(app);
    const struct codebook_row *row = codebook_row(b);
    int64_t below = row->code ? row->code : -(int64_t)row->tag;
    if (inv->argc == 0) {
        prompt_ask(&app->prompt, PROMPT_CODE, CMD_CODE_NEW, below, "");
        return ERR_OK;
    }
    below = app->prompt.subject ? app->prompt.subject : below;
    if (below < 0)
        return add(app, b, (enum tag) - below, 0, inv->argv[0], e);
    const struct code *parent = codes_get(&app->codes, below);
    if (!parent || !codes_stands(parent))
        return err_set(e, ERR_NOT_FOUND, _("this code is not there any more"));
    return add(app, b, parent->tag, parent->id, inv->argv[0], e);
}

/* ---- changing one ---- */

/* Which of the words of a code a command is about. */
static const char *words_of(const struct code *code, enum command_id id)
{
    return id == CMD_CODE_RENAME    ? code->name
           : id == CMD_CODE_DEFINE  ? code->definition
           : id == CMD_CODE_EXAMPLE ? code->example
                                    : code->key;
}

static struct code_edit edit_of(enum command_id id, const char *words)
{
    struct code_edit edit = {0};
    if (id == CMD_CODE_RENAME)
        edit.name = words;
    else if (id == CMD_CODE_DEFINE)
        edit.definition = words;
    else if (id == CMD_CODE_EXAMPLE)
        edit.example = words;
    else
        edit.key = words;
    return edit;
}

/* Several lines that were written in the built-in editor; ids->other is the command. */
static enum err_code store_written(struct app *app, struct note_edit_ids *ids, const char *text, struct err *e)
{
    struct code_edit edit = edit_of((enum command_id)ids->other, text);
    struct code now;
    struct err again;
    enum err_code rc = store_code_edit(app->store, ids->subject, ids->revision, &edit, e);
    if (rc == ERR_STALE && !store_code_get(app->store, ids->subject, &now, &again)) {
        ids->revision = now.revision; /* saving once more is meant */
        code_clear(&now);
    }
    return rc;
}

/* Have the words of CODE typed that ID is about: in a line, or where they are several, in the editor. */
static enum err_code ask(struct app *app, const struct code *code, enum command_id id, struct err *e)
{
    struct codebook *b = codebook_of(app);
    const char *words = words_of(code, id);
    b->revision = code->revision;
    if (!strchr(words, '\n')) {
        prompt_ask(&app->prompt, PROMPT_CODE, id, code->id, words);
        return ERR_OK;
    }
    struct note_edit_ids ids = {.subject = code->id, .revision = code->revision, .other = id, .keep = true};
    struct str title = {0};
    str_addf(&title, "%s: ", _(command_get(id)->label));
    codes_path(&app->codes, code, &title);
    enum err_code rc = note_edit_open(app, str_z(&title), words, store_written, &ids, e);
    str_clear(&title);
    return rc;
}

/* Set the words that INV brings, or have them typed. NEXT is what is asked for behind them, CMD_NONE: nothing. */
static enum err_code set(struct app *app, const struct invocation *inv, enum command_id next, struct err *e)
{
    const struct code *code;
    enum command_id id = inv->command->id;
    int64_t asked = inv->argc > 0 ? app->prompt.subject : 0;
    enum err_code rc = need_subject(app, inv, &code, e);
    if (rc)
        return rc;
    if (inv->argc == 0)
        return ask(app, code, id, e);
    struct code_edit edit = edit_of(id, inv->argv[0]);
    rc = store_code_edit(app->store, code->id, asked ? codebook_of(app)->revision : code->revision, &edit, e);
    if (rc)
        return app_keep_typed(app, PROMPT_CODE, inv->argv[0], rc, e);
    rc = app_sync(app, e);
    code = codes_get(&app->codes, asked);
    return !rc && code && next != CMD_NONE ? ask(app, code, next, e) : rc;
}

enum err_code codebook_rename(struct app *app, const struct invocation *inv, struct err *e)
{
    return set(app, inv, CMD_NONE, e);
}

enum err_code codebook_define(struct app *app, const struct invocation *inv, struct err *e)
{
    return set(app, inv, CMD_CODE_EXAMPLE, e);
}

enum err_code codebook_example(struct app *app, const struct invocation *inv, struct err *e)
{
    return set(app, inv, CMD_CODE_KEY, e);
}

enum err_code codebook_key(struct app *app, const struct invocation *inv, struct err *e)
{
    return set(app, inv, CMD_NONE, e);
}

enum err_code codebook_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct code *code;
    enum err_code rc = codebook_need_own(app, &code, e);
    if (rc)
        return rc;
    rc = store_code_delete(app->store, code->id, code->revision, e);
    return codebook_changed(app, rc, _("deleted; undo brings it back"), e);
}
