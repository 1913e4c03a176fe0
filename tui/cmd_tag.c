/* Tagging, and what is done to an annotation afterwards. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "tui/editor.h"
#include "tui/layers.h"
#include "tui/note_edit.h"
#include "tui/team.h"

#include <string.h>

enum err_code reader_need_fixed_ends(const struct reader *r, struct err *e)
{
    if (r->selection.editing)
        return err_set(e, ERR_INPUT, _("the ends of an annotation are being moved: keep them or leave first"));
    return ERR_OK;
}

static enum err_code need_current(const struct reader *r, const struct annotation **out, struct err *e)
{
    enum err_code rc = reader_need_fixed_ends(r, e);
    if (rc)
        return rc;
    *out = reader_current(r);
    return *out ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("there is no annotation under the cursor"));
}

/* What one may do instead is said with its keys. */
static enum err_code not_own(const struct app *app, const struct annotation *a, struct err *e)
{
    struct str ask = {0}, comment = {0};
    team_add_key(app, CMD_ASK, &ask);
    team_add_key(app, CMD_COMMENT, &comment);
    enum err_code rc = err_set(e, ERR_DENIED, _("this is %s's: ask about it (%s) or comment on it (%s)"),
                               a->reviewer_name, str_z(&ask), str_z(&comment));
    str_clear(&ask);
    str_clear(&comment);
    return rc;
}

enum err_code reader_need_own(const struct app *app, const struct annotation **out, struct err *e)
{
    const struct reader *r = reader_of(app);
    enum err_code rc = need_current(r, out, e);
    if (rc)
        return rc;
    const struct annotation *a = *out;
    if (a->reviewer != store_reviewer(app->store))
        return not_own(app, a, e);
    if (a->settled != SETTLED_NONE)
        return err_set(e, ERR_DENIED,
                       a->settled == SETTLED_ACCEPTED
                           ? _("%s accepted this annotation: ask a lead to open it again, or comment on it")
                           : _("%s rejected this annotation: ask a lead to open it again, or comment on it"),
                       reviewers_name(&r->names, a->settled_by));
    return ERR_OK;
}

static enum err_code parse_tag(const char *word, enum tag *out, struct err *e)
{
    if (tag_parse(word, out))
        return ERR_OK;
    return err_set(e, ERR_INPUT, _("“%s” is no tag: m manifestation, c cause, r remedy"), word);
}

/* The same reviewer's annotation with the same tag on just the same passage, or NULL: one more would say nothing. */
static const struct annotation *same_tag(const struct app *app, const struct reader *r, struct span s, enum tag tag)
{
    for (size_t i = annset_from(&r->notes, (int64_t)s.start); i < r->notes.count; i++) {
        const struct annotation *a = r->notes.items[i];
        if (a->start != (int64_t)s.start)
            break;
        if (a->end == (int64_t)s.end && a->tag == tag && a->reviewer == store_reviewer(app->store))
            return a;
    }
    return NULL;
}

/* A tag is put on words of the document. */
static enum err_code not_text(const struct app *app, struct err *e)
{
    struct str keys = {0};
    team_add_key(app, CMD_NOISE, &keys);
    enum err_code rc = err_set(
        e, ERR_INPUT, _("this is noise and no text to tag; where that is wrong, %s on it makes it text"), str_z(&keys));
    str_clear(&keys);
    return rc;
}

enum err_code cmd_tag(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    enum tag tag;
    enum err_code rc = parse_tag(inv->argv[0], &tag, e);
    if (rc)
        return rc;
    rc = reader_need_fixed_ends(r, e);
    if (!rc)
        rc = layers_show_own(app, e);
    if (rc)
        return rc;
    struct span target = reader_target(r), s = flow_trim(r->reading.flow, target);
    if (s.end <= s.start && (target.start < target.end || reader_on_noise(r, NULL)))
        return not_text(app, e);
    if (s.end <= s.start)
        return err_set(e, ERR_INPUT, _("there is nothing to tag here"));
    if (same_tag(app, r, s, tag))
        return err_set(e, ERR_EXISTS, _("you tagged this passage as %s already"), tag_label(tag));
    struct annotation made;
    rc = store_annotate(app->store, r->document.id, (int64_t)s.start, (int64_t)s.end, tag,
                        inv->argc > 1 ? inv->argv[1] : NULL, &made, e);
    if (rc)
        return rc;
    r->current = made.id;
    r->selection = (struct selection){0};
    if (r->cursor < s.start || r->cursor >= s.end)
        reader_go(r, s.start);
    annotation_clear(&made);
    return ERR_OK;
}

/* Links keep a tag as it is: where they are listed stands behind the reason. */
static enum err_code point_to_links(const struct app *app, int64_t annotation, enum err_code rc, struct err *e)
{
    const struct reader *r = reader_of(app);
    struct linkset_span span = linkset_of(&r->links, annotation);
    struct str key = {0};
    char reason[sizeof e->msg];
    if (span.from == span.to)
        return rc;
    memcpy(reason, e->msg, sizeof reason);
    team_add_key(app, CMD_LINKS, &key);
    err_set(e, rc, _("%s; %s lists them"), reason, str_z(&key));
    str_clear(&key);
    return rc;
}

enum err_code cmd_retag(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct annotation *a;
    enum tag tag;
    enum err_code rc = reader_need_own(app, &a, e);
    if (rc || inv->argc == 0)
        return rc;
    rc = parse_tag(inv->argv[0], &tag, e);
    if (!rc)
        rc = store_retag(app->store, a->id, a->revision, tag, e);
    return rc == ERR_DENIED ? point_to_links(app, a->id, rc, e) : rc;
}

enum err_code cmd_delete(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct annotation *a;
    enum err_code rc = reader_need_own(app, &a, e);
    if (!rc)
        rc = store_delete(app->store, a->id, a->revision, e);
    if (!rc)
        app_say(app, "%s", _("deleted; undo brings it back"));
    return rc;
}

/* The note that was typed for the prompt's annotation. What cannot be stored can be had back. */
static enum err_code store_typed(struct app *app, struct reader *r, const char *note, struct err *e)
{
    int64_t id = r->note_of;
    r->note_of = 0;
    enum err_code rc = store_note(app->store, id, r->note_revision, note, e);
    return rc ? app_keep_typed(app, PROMPT_NOTE, note, rc, e) : ERR_OK;
}

enum err_code cmd_note(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    const struct annotation *a;
    if (inv->argc > 0 && r->note_of) /* the prompt that was opened below comes back */
        return store_typed(app, r, inv->argv[0], e);
    enum err_code rc = reader_need_own(app, &a, e);
    if (rc)
        return rc;
    if (inv->argc > 0)
        return store_note(app->store, a->id, a->revision, inv->argv[0], e);
    if (strchr(a->note, '\n'))
        return cmd_note_editor(app, inv, e);
    r->note_of = a->id;
    r->note_revision = a->revision;
    prompt_open(&app->prompt, PROMPT_NOTE, a->note);
    return ERR_OK;
}

/* The note that was written in the built-in editor. Where it was changed from elsewhere meanwhile, that is shown, and
 * saving once more is meant. */
static enum err_code store_written(struct app *app, struct note_edit_ids *ids, const char *text, struct err *e)
{
    struct annotation now;
    struct err again;
    enum err_code rc = store_note(app->store, ids->subject, ids->revision, text, e);
    if (rc != ERR_STALE || store_annotation_get(app->store, ids->subject, &now, &again))
        return rc;
    ids->revision = now.revision;
    err_set(e, rc,
            _("this note was changed meanwhile, to “%s”; yours is still here: save again to put it in place of that"),
            now.note);
    annotation_clear(&now);
    return rc;
}

static enum err_code write_here(struct app *app, const struct annotation *a, struct err *e)
{
    struct str quote = {0}, title = {0};
    struct note_edit_ids ids = {.subject = a->id, .revision = a->revision, .keep = true};
    panel_quote(reader_of(app), a, app->grid->cols, &quote);
    str_addf(&title, _("%s, note of %s: %s"), tag_label(a->tag), a->reviewer_name, str_z(&quote));
    enum err_code rc = note_edit_open(app, str_z(&title), a->note, store_written, &ids, e);
    str_clear(&quote);
    str_clear(&title);
    return rc;
}

enum err_code cmd_note_editor(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    const struct annotation *a;
    enum err_code rc = reader_need_own(app, &a, e);
    if (rc)
        return rc;
    if (app->restricted || !editor_is_set())
        return write_here(app, a, e);
    struct edited note;
    int64_t id = a->id, revision = a->revision;
    rc = editor_run(app->frontend, a->note, &note, e);
    if (rc)
        return rc;
    rc = note.changed ? store_note(app->store, id, revision, note.text, e) : ERR_OK;
    editor_finish(&note, rc, e);
    return rc;
}

enum err_code cmd_repeat(struct app *app, const struct invocation *inv, struct err *e)
{
    if (!app->repeat.command)
        return err_set(e, ERR_NOT_FOUND, _("nothing was tagged, changed or deleted yet"));
    app_run(app, &app->repeat, 0, inv->key);
    return ERR_OK;
}
