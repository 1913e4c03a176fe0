/* Where codes stand in the tree: moved, merged, one before the other. */
#include "tui/code_choice.h"
#include "tui/code_pick.h"
#include "tui/codebook.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter.h"

#include <string.h>

/* ---- below another one, or as another one ---- */

static enum err_code move_below(struct app *app, int64_t id, int64_t revision, enum tag tag, int64_t parent,
                                struct err *e)
{
    enum err_code rc = store_code_move(app->store, id, revision, parent, 0, e);
    rc = codebook_changed(app, rc, NULL, e);
    if (!rc)
        codebook_choose(codebook_of(app), tag, id);
    return rc;
}

static enum err_code merge_into(struct app *app, int64_t id, int64_t revision, enum tag tag, int64_t into,
                                struct err *e)
{
    const struct code *from = codes_get(&app->codes, id), *to = codes_get(&app->codes, into);
    struct str words = {0};
    if (!to)
        return err_set(e, ERR_INPUT, _("a code is merged into a code: choose one"));
    str_addf(&words, _("“%s” counts as “%s” from now on; undo takes that back"), from ? from->name : "?", to->name);
    enum err_code rc = store_code_merge(app->store, id, revision, into, e);
    rc = codebook_changed(app, rc, str_z(&words), e);
    if (!rc)
        codebook_choose(codebook_of(app), tag, into);
    str_clear(&words);
    return rc;
}

/* What was chosen for the held code: the choice is left, for the codebook below it. */
enum err_code code_choice_place(struct app *app, struct code_choice *p, const struct code_row *row, struct err *e)
{
    struct code_choice was = *p;
    int64_t to = row->code;
    app_pop(app);
    if (!codebook_of(app))
        return ERR_OK;
    return was.merges ? merge_into(app, was.held, was.revision, was.tag, to, e)
                      : move_below(app, was.held, was.revision, was.tag, to, e);
}

/* Words name the other code; without, it is chosen. */
enum err_code codebook_move(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct code *code;
    int64_t parent = 0;
    enum err_code rc = codebook_need_own(app, &code, e);
    if (rc)
        return rc;
    if (inv->argc == 0) {
        code_pick_open_place(app, code, false);
        return ERR_OK;
    }
    if (*inv->argv[0])
        rc = store_code_at(app->store, code->tag, inv->argv[0], &parent, e);
    return rc ? rc : move_below(app, code->id, code->revision, code->tag, parent, e);
}

enum err_code codebook_merge(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct code *code;
    int64_t into;
    enum err_code rc = codebook_need_own(app, &code, e);
    if (rc)
        return rc;
    if (inv->argc == 0) {
        code_pick_open_place(app, code, true);
        return ERR_OK;
    }
    rc = store_code_at(app->store, code->tag, inv->argv[0], &into, e);
    return rc ? rc : merge_into(app, code->id, code->revision, code->tag, into, e);
}

/* List what has the tag of the row, or its code or one below it. */
static void list_annotations(struct app *app, const struct codebook *b, const struct command *command)
{
    const struct codebook_row *row = codebook_row(b);
    struct command_line line = {.command = command, .argc = 1};
    struct str filter = {0}, path = {0};
    str_add(&filter, tag_name(row->tag));
    codes_path(&app->codes, codebook_code(b), &path);
    if (path.len) {
        str_add(&filter, " & code:");
        filter_quote(&filter, path.p);
    }
    str_clear(&path);
    line.argv[0] = str_take(&filter);
    app_run(app, &line, 0, (struct key){.code = KEYSYM_NONE});
    command_line_clear(&line);
}

enum err_code codebook_go(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    static const char list[] = "annotations";
    struct codebook *b = codebook_of(app);
    const struct command *command = command_find(list, strlen(list));
    if (!command)
        return codebook_define(app, inv, e);
    list_annotations(app, b, command);
    return ERR_OK;
}

/* ---- among those beside it ---- */

/* The codes that stand below PARENT of TAG, in *OUT (the caller frees); how many. */
static size_t siblings(const struct codes *c, enum tag tag, int64_t parent, int64_t **out)
{
    size_t n = 0;
    *out = mem_alloc(c->count + 1, sizeof **out);
    for (size_t i = 0; i < c->count; i++) {
        const struct code *code = &c->items[i];
        if (codes_stands(code) && code->tag == tag && code->parent == parent)
            (*out)[n++] = code->id;
    }
    return n;
}

/* The one before which ID is to stand that goes BY places down (negative: up); 0: last. */
static int64_t new_next(const int64_t *ids, size_t n, int64_t id, long by)
{
    long at = 0;
    while ((size_t)at < n && ids[at] != id)
        at++;
    long to = at + by < 0 ? 0 : at + by;
    if (by > 0) /* it leaves its own place before it */
        to++;
    return (size_t)to < n ? ids[to] : 0;
}

enum err_code codebook_shift(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct code *code;
    int64_t *ids;
    long by = inv->command->id == CMD_CODE_UP ? -(long)invocation_times(inv) : invocation_times(inv);
    enum err_code rc = codebook_need_own(app, &code, e);
    if (rc)
        return rc;
    size_t n = siblings(&app->codes, code->tag, code->parent, &ids);
    int64_t id = code->id, first = ids[0], last = n > 0 ? ids[n - 1] : 0;
    int64_t before = new_next(ids, n, id, by);
    free(ids);
    if (id == (by < 0 ? first : last))
        return err_set(e, ERR_NOT_FOUND, by < 0 ? _("it is the first one here") : _("it is the last one here"));
    rc = store_code_move(app->store, id, code->revision, code->parent, before, e);
    return codebook_changed(app, rc, NULL, e);
}
