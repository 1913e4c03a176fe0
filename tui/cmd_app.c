/* The commands that work in every view. */
#include "tui/filters.h"
#include "tui/reader.h"

#include "base/i18n.h"
#include "db/link.h"
#include "exchange/script.h"
#include "tui/carry.h"
#include "tui/figures.h"
#include "tui/found.h"
#include "tui/help.h"
#include "tui/history.h"
#include "tui/ledger.h"
#include "tui/list.h"
#include "tui/progress.h"
#include "tui/team.h"

#include <stdlib.h>
#include <string.h>

static enum err_code cmd_cancel(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)app, (void)inv, (void)e; /* the message is gone with the key already */
    return ERR_OK;
}

static enum err_code cmd_close(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app_pop(app);
    return ERR_OK;
}

static enum err_code cmd_command(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    prompt_open(&app->prompt, PROMPT_COMMAND, "");
    return ERR_OK;
}

/* The list is always the lowest view. */
static enum err_code cmd_documents(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    while (app->view_count > 1)
        app_pop(app);
    return ERR_OK;
}

static enum err_code cmd_help(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    if (!app_top(app, &help_ops))
        app_push(app, help_open(app));
    return ERR_OK;
}

static enum err_code cmd_ledger(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return app_back_to(app, &ledger_ops) ? ERR_OK : app_show(app, &ledger_ops, ledger_open, e);
}

static enum err_code cmd_open(struct app *app, const struct invocation *inv, struct err *e)
{
    struct document d;
    int64_t id = 0;
    if (inv->argc > 0) {
        enum err_code rc = store_document_find(app->store, inv->argv[0], &d, e);
        if (rc)
            return rc;
        id = d.id;
        document_clear(&d);
    } else {
        id = app_document(app);
    }
    if (id == 0)
        return err_set(e, ERR_INPUT, _("say which document: open DOCUMENT"));
    return app_open(app, id, e);
}

static enum err_code cmd_progress(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    return app_show(app, &progress_ops, progress_open, e);
}

static enum err_code cmd_quit(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app->quit = true;
    return ERR_OK;
}

static enum err_code cmd_redraw(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    app->frontend->ops->redraw(app->frontend);
    return ERR_OK;
}

static enum err_code cmd_suspend(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    if (app->restricted)
        return err_set(e, ERR_DENIED, "%s", _("there is no shell behind this session: q leaves it"));
    app->frontend->ops->suspend(app->frontend);
    app_key(app, (struct key){.code = KEYSYM_RESIZE});
    return ERR_OK;
}

/* ---- undo ---- */

static const char *said_action(const char *entity, const char *action)
{
    static const struct {
        const char *entity, *action, *said;
    } words[] = {{"annotation", "create", N_("tag")},
                 {"annotation", "retag", N_("change of tag")},
                 {"annotation", "move", N_("move of ends")},
                 {"annotation", "note", N_("note")},
                 {"annotation", "code", N_("code")},
                 {"annotation", "delete", N_("deletion")},
                 {"annotation", "settle", N_("verdict")},
                 {"annotation", "carry", N_("carrying over")},
                 {"code", "create", N_("new code")},
                 {"code", "edit", N_("change of a code")},
                 {"code", "move", N_("move of a code")},
                 {"code", "merge", N_("merging of codes")},
                 {"code", "delete", N_("deletion of a code")},
                 {"comment", "create", N_("comment")},
                 {"comment", "edit", N_("change of a comment")},
                 {"comment", "delete", N_("deletion of a comment")},
                 {"comment", "resolve", N_("resolving of a thread")},
                 {"comment", "reopen", N_("reopening of a thread")},
                 {"link", "create", N_("link")},
                 {"link", "note", N_("note of a link")},
                 {"link", "delete", N_("deletion of a link")},
                 {"assignment", "assign", N_("assignment")},
                 {"assignment", "unassign", N_("end of an assignment")},
                 {"assignment", "done", N_("“done”")},
                 {"assignment", "reopen", N_("“not done”")},
                 {"document", "done", N_("closing of the document")},
                 {"document", "reopen", N_("reopening of the document")},
                 {"filter", "save", N_("saving of a filter")},
                 {"filter", "delete", N_("taking away of a filter")},
                 {"group", "code", N_("new code")},
                 {"group", "code-add", N_("new code")},
                 {"group", "import", N_("import")},
                 {"group", "merge", N_("merging of codes")},
                 {"group", "move", N_("move of a code")},
                 {"group", "split", N_("splitting of a code")},
                 {"noise", "mark", N_("mark as noise")},
                 {"noise", "lift", N_("lifting of noise")},
                 {"reviewer", "role", N_("role")}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].entity, entity) == 0 && strcmp(words[i].action, action) == 0)
            return _(words[i].said);
    return action;
}

struct start {
    struct store *store;
    int64_t cp;
};

static bool read_start(void *ctx, const struct change *c)
{
    struct start *start = ctx;
    start->cp = store_json_int(start->store, c->after, "start");
    return true;
}

/* Where the noise is that was marked or lifted again; the screen knows of it before it goes there. */
static bool go_to_noise(struct app *app, struct reader *r, const struct undone *u)
{
    struct start start = {.store = app->store};
    struct change_filter f = {.after = u->seq - 1, .before = u->seq + 1};
    struct err e;
    if (strcmp(u->entity, "noise") != 0 || store_changes(app->store, &f, read_start, &start, &e) || app_sync(app, &e))
        return false;
    reader_go(r, (size_t)start.cp);
    return true;
}

static bool go_to_annotation(struct app *app, struct reader *r, const struct undone *u)
{
    struct annotation a;
    struct err e;
    if (!u->annotation || store_annotation_get(app->store, u->annotation, &a, &e))
        return false;
    reader_go(r, (size_t)a.start);
    r->current = a.deleted ? 0 : a.id;
    annotation_clear(&a);
    return true;
}

struct ends {
    struct store *store;
    int64_t document, annotation; /* the end in that document, or 0 */
};

static bool read_ends(void *ctx, const struct change *c)
{
    struct ends *ends = ctx;
    struct link l;
    struct err e;
    if (store_link_get(ends->store, c->entity_id, &l, &e))
        return false;
    ends->annotation = l.from_document == ends->document ? l.from : l.to_document == ends->document ? l.to : 0;
    link_clear(&l);
    return false;
}

/* The end of the link in the open document; the one that leads away where both are there. */
static bool go_to_link(struct app *app, struct reader *r, const struct undone *u)
{
    struct ends ends = {.store = app->store, .document = r->document.id};
    struct change_filter f = {.after = u->seq - 1, .before = u->seq + 1};
    struct undone end = *u;
    struct err e;
    if (strcmp(u->entity, "link") != 0 || store_changes(app->store, &f, read_ends, &ends, &e))
        return false;
    end.annotation = ends.annotation;
    return go_to_annotation(app, r, &end);
}

/* Say what was undone; go there where it is in the open document. */
static void show_undone(struct app *app, const struct undone *u, bool undo)
{
    struct reader *r = reader_of(app);
    struct err e;
    char *name = NULL;
    int64_t length;
    const char *said = said_action(u->entity, u->action);
    bool here = r && r->document.id == u->document && (go_to_annotation(app, r, u) || go_to_noise(app, r, u));
    if (here || (r && go_to_link(app, r, u))) {
        r->selection = (struct selection){0}; /* it was made for another place */
        app_say(app, undo ? _("undone: %s") : _("done again: %s"), said);
    } else if (!store_document_title(app->store, u->document, &name, &length, &e)) {
        app_say(app, undo ? _("undone in “%s”: %s") : _("done again in “%s”: %s"), name, said);
        free(name);
    } else {
        app_say(app, undo ? _("undone: %s") : _("done again: %s"), said);
    }
}

/* What undo went past stands before what is said already. */
static void say_left_out(struct app *app, const struct undone *u)
{
    char done[sizeof app->message];
    memcpy(done, app->message, sizeof done);
    if (u->left_out == 1)
        app_say(app, _("left out: %s; %s"), said_action(u->left_entity, u->left_action), done);
    else if (u->left_out > 1)
        app_say(app, _("left out: %lld changes; %s"), (long long)u->left_out, done);
}

/* What stands in the way is said, and that the same command right behind this one goes past it. */
static enum err_code say_blocked(struct app *app, const struct invocation *inv, enum err_code rc, struct err *e)
{
    struct str key = {0};
    char reason[sizeof e->msg];
    memcpy(reason, e->msg, sizeof reason);
    app->blocked = inv->command;
    team_add_key(app, inv->command->id, &key);
    err_set(e, rc, _("%s; %s again goes past it"), reason, str_z(&key));
    str_clear(&key);
    return rc;
}

typedef enum err_code undo_fn(struct store *s, struct undone *out, struct err *e);

/* With a count as many as there are; a count of them is said then, because each may be somewhere else. */
static enum err_code undo_or_redo(struct app *app, const struct invocation *inv, undo_fn *plain, undo_fn *past,
                                  struct err *e)
{
    bool undo = plain == store_undo, goes_past = inv->argc > 0 || app->blocked == inv->command;
    struct undone u = {0}, first = {0};
    enum err_code rc = ERR_OK;
    int done = 0;
    app->blocked = NULL;
    if (inv->argc > 0 && strcmp(inv->argv[0], "past") != 0)
        return err_set(e, ERR_INPUT, _("“%s” makes no sense here: past, or nothing"), inv->argv[0]);
    for (; done < invocation_times(inv); done++) {
        rc = (goes_past && done == 0 ? past : plain)(app->store, &u, e);
        if (rc)
            break;
        first = done == 0 ? u : first;
        show_undone(app, &u, undo);
    }
    if (rc == ERR_NOT_FOUND && done == 0 && !goes_past)
        return err_set(e, rc, "%s", undo ? _("there is nothing left to undo") : _("there is nothing to do again"));
    if (done > 1)
        app_say(app,
                undo ? i18n_plural("%d change undone", "%d changes undone", (unsigned long)done)
                     : i18n_plural("%d change done again", "%d changes done again", (unsigned long)done),
                done);
    say_left_out(app, &first);
    if (u.blocked)
        return say_blocked(app, inv, rc, e);
    return rc == ERR_NOT_FOUND && done > 0 ? ERR_OK : rc;
}

static enum err_code cmd_undo(struct app *app, const struct invocation *inv, struct err *e)
{
    return undo_or_redo(app, inv, store_undo, store_undo_past, e);
}

static enum err_code cmd_redo(struct app *app, const struct invocation *inv, struct err *e)
{
    return undo_or_redo(app, inv, store_redo, store_redo_past, e);
}

/* ---- the words of scripts ---- */

static enum err_code cmd_script(struct app *app, const struct invocation *inv, struct err *e)
{
    struct script *s = script_new(app->store);
    char uuid[UUID_SIZE] = "";
    enum err_code rc = script_find(inv->command->name)(s, inv->argc, (char **)inv->argv, uuid, e);
    if (!rc)
        app_say(app, "ok %s", uuid);
    script_free(&s);
    return rc;
}

handler_fn *const app_handlers[CMD_COUNT] = {
    [CMD_AGENDA] = cmd_agenda,
    [CMD_ANNOTATE] = cmd_script,
    [CMD_ANNOTATION_COMMENT] = cmd_script,
    [CMD_ANNOTATION_DELETE] = cmd_script,
    [CMD_ANNOTATION_MOVE] = cmd_script,
    [CMD_ANNOTATION_NOTE] = cmd_script,
    [CMD_ANNOTATION_QUESTION] = cmd_script,
    [CMD_ANNOTATION_CODE] = cmd_script,
    [CMD_ANNOTATION_RETAG] = cmd_script,
    [CMD_CODE_ADD] = cmd_script,
    [CMD_ANNOTATION_SETTLE] = cmd_script,
    [CMD_ANNOTATIONS] = cmd_annotations,
    [CMD_ASSIGN] = cmd_assign,
    [CMD_CARRY] = cmd_carry,
    [CMD_COMMENT_REOPEN] = cmd_script,
    [CMD_COMMENT_REPLY] = cmd_script,
    [CMD_COMMENT_RESOLVE] = cmd_script,
    [CMD_CANCEL] = cmd_cancel,
    [CMD_CLOSE] = cmd_close,
    [CMD_CODEBOOK] = cmd_codebook,
    [CMD_COMMAND] = cmd_command,
    [CMD_DOCUMENT_ASSIGN] = cmd_script,
    [CMD_DOCUMENT_DONE] = cmd_script,
    [CMD_DOCUMENT_REOPEN] = cmd_script,
    [CMD_DOCUMENT_UNASSIGN] = cmd_script,
    [CMD_DOCUMENTS] = cmd_documents,
    [CMD_DONE] = cmd_done,
    [CMD_FIGURES] = cmd_figures,
    [CMD_FILTER] = cmd_filter,
    [CMD_FILTER_SAVE] = cmd_filter_save,
    [CMD_FILTERS] = cmd_filters,
    [CMD_FOLLOW] = cmd_follow,
    [CMD_HELP] = cmd_help,
    [CMD_HISTORY] = cmd_history,
    [CMD_LAYER] = cmd_layer,
    [CMD_LAYERS] = cmd_layers,
    [CMD_LEDGER] = cmd_ledger,
    [CMD_LINK_ADD] = cmd_script,
    [CMD_LINK_NOTE] = cmd_script,
    [CMD_LINK_REMOVE] = cmd_script,
    [CMD_NOISE_LIFT] = cmd_script,
    [CMD_NOISE_MARK] = cmd_script,
    [CMD_OPEN] = cmd_open,
    [CMD_PEOPLE] = cmd_people,
    [CMD_PROGRESS] = cmd_progress,
    [CMD_QUIT] = cmd_quit,
    [CMD_REDO] = cmd_redo,
    [CMD_REDRAW] = cmd_redraw,
    [CMD_ROLE] = cmd_role,
    [CMD_SUSPEND] = cmd_suspend,
    [CMD_TODO_NEXT] = cmd_todo_next,
    [CMD_UNDO] = cmd_undo,
};
