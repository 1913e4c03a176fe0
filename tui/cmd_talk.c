/* What people say about annotations: questions, comments, answers; what a lead decides; and going there. The same
 * handlers serve the document, the thread view and the agenda: app_subject says what they are about. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/agenda.h"
#include "tui/team.h"
#include "tui/thread.h"

#include <string.h>

/* ---- words ---- */

static enum err_code need_annotation(const struct app *app, struct subject *out, struct err *e)
{
    *out = app_subject(app);
    if (!out->annotation)
        return err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
    return ERR_OK;
}

static enum err_code need_thread(const struct app *app, struct subject *out, struct err *e)
{
    enum err_code rc = need_annotation(app, out, e);
    if (!rc && !out->thread && app_top(app, &thread_ops))
        return err_set(e, ERR_NOT_FOUND, _("there is no comment under the cursor"));
    if (!rc && !out->thread)
        return err_set(e, ERR_NOT_FOUND, _("nobody has said anything about this annotation yet"));
    return rc;
}

/* Say WORDS about ID: an annotation, or with REPLY the thread that is answered. */
static enum err_code say(struct app *app, enum command_id command, int64_t id, const char *words, struct err *e)
{
    struct comment first = {0}, made = {0};
    bool reply = command == CMD_REPLY;
    enum err_code rc = reply ? store_comment_get(app->store, id, &first, e) : ERR_OK;
    if (!rc)
        rc = store_comment(app->store, reply ? first.annotation : id, reply ? first.thread : 0, command == CMD_ASK,
                           words, &made, e);
    if (!rc && app_top(app, &thread_ops))
        thread_choose(app_view(app), made.id);
    comment_clear(&first);
    comment_clear(&made);
    return rc ? app_keep_typed(app, PROMPT_COMMENT, words, rc, e) : ERR_OK;
}

/* Without words it asks for them, and what it is about is fixed then. */
enum err_code cmd_talk(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s = {0};
    enum command_id command = inv->command->id;
    int64_t id = inv->argc > 0 && app->prompt.command == command ? app->prompt.subject : 0;
    enum err_code rc = ERR_OK;
    if (!id)
        rc = command == CMD_REPLY ? need_thread(app, &s, e) : need_annotation(app, &s, e);
    if (rc)
        return rc;
    if (!id)
        id = command == CMD_REPLY ? s.thread : s.annotation;
    if (inv->argc > 0)
        return say(app, command, id, inv->argv[0], e);
    prompt_ask(&app->prompt, PROMPT_COMMENT, command, id, "");
    return ERR_OK;
}

/* In the agenda the row is gone, and the same key would resolve the next question. */
static void say_resolved(struct app *app, bool resolve)
{
    struct str undo = {0};
    team_add_key(app, CMD_UNDO, &undo);
    if (!resolve)
        app_say(app, "%s", _("open again"));
    else if (app_top(app, &agenda_ops))
        app_say(app, _("resolved; undo (%s) opens it again"), str_z(&undo));
    else
        app_say(app, "%s", _("resolved; the same key opens it again"));
    str_clear(&undo);
}

enum err_code cmd_resolve(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s;
    struct comment first;
    (void)inv;
    enum err_code rc = need_thread(app, &s, e);
    if (!rc)
        rc = store_comment_get(app->store, s.thread, &first, e);
    if (rc)
        return rc;
    bool resolve = first.resolved == 0;
    comment_clear(&first);
    rc = store_comment_resolve(app->store, s.thread, resolve, e);
    if (!rc)
        say_resolved(app, resolve);
    return rc;
}

enum err_code cmd_comment_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    int64_t id, revision;
    (void)inv;
    enum err_code rc = thread_revision(app_view(app), &id, &revision, e);
    if (!rc)
        rc = store_comment_delete(app->store, id, revision, e);
    if (!rc)
        app_say(app, "%s", _("deleted; undo brings it back"));
    return rc;
}

/* ---- verdicts ---- */

static enum err_code parse_verdict(const char *word, enum settled *out, struct err *e)
{
    static const char *const letters[] = {"o", "a", "r"};
    for (int i = SETTLED_NONE; i <= SETTLED_REJECTED; i++)
        if (strcmp(word, letters[i]) == 0) {
            *out = (enum settled)i;
            return ERR_OK;
        }
    if (settled_parse(word, out))
        return ERR_OK;
    return err_set(e, ERR_INPUT, _("“%s” is no verdict: a accept, r reject, o leave open"), word);
}

/* While the ends of an annotation move it is not settled: that would make them stale. */
static enum err_code need_fixed_ends(const struct app *app, struct err *e)
{
    const struct reader *r = reader_of(app);
    if (r && r->selection.editing)
        return err_set(e, ERR_INPUT, _("the ends of an annotation are being moved: keep them or leave first"));
    return ERR_OK;
}

enum err_code cmd_settle(struct app *app, const struct invocation *inv, struct err *e)
{
    static const char *const said[] = {N_("left open"), N_("accepted"), N_("rejected")};
    struct subject s;
    enum settled verdict = SETTLED_NONE;
    enum err_code rc = need_annotation(app, &s, e);
    if (!rc)
        rc = need_fixed_ends(app, e);
    if (rc || inv->argc == 0)
        return rc;
    rc = parse_verdict(inv->argv[0], &verdict, e);
    if (!rc)
        rc = store_settle(app->store, s.annotation, s.revision, verdict, e);
    if (!rc)
        app_say(app, "%s", _(said[verdict]));
    return rc;
}

/* ---- views ---- */

enum err_code cmd_thread(struct app *app, const struct invocation *inv, struct err *e)
{
    struct subject s;
    struct view *v;
    (void)inv;
    enum err_code rc = need_annotation(app, &s, e);
    if (!rc)
        rc = thread_open(app, s.annotation, s.comment, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}

/* The panel's threads that are resolved, whole or folded. */
enum err_code cmd_fold(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    struct subject s;
    (void)inv;
    enum err_code rc = need_thread(app, &s, e);
    if (!rc)
        r->unfolded = r->unfolded == s.annotation ? 0 : s.annotation;
    return rc;
}

/* Where it is open already, what lies above it is closed. */
enum err_code cmd_agenda(struct app *app, const struct invocation *inv, struct err *e)
{
    struct view *v;
    (void)inv;
    if (app_back_to(app, &agenda_ops))
        return ERR_OK;
    enum err_code rc = agenda_open(app, &v, e);
    if (!rc)
        app_push(app, v);
    return rc;
}
