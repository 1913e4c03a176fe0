/* From keys to commands: sequences, counts, keys that are arguments; contexts and flags are obeyed here and nowhere
 * else. */
#include "tui/app.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "tui/note_edit.h"
#include "tui/reader.h"
#include "tui/team.h"

#include <string.h>

#define MAX_COUNT 9999999

handler_fn *app_handler(const struct view *v, enum command_id id)
{
    handler_fn *h = v->ops->handlers[id];
    return h ? h : app_handlers[id];
}

static void clear_pending(struct pending *p)
{
    command_line_clear(&p->asking);
    *p = (struct pending){0};
}

unsigned app_contexts(const struct app *app)
{
    enum context context = app_view(app)->ops->context(app_view(app));
    return context == CONTEXT_SELECT ? CONTEXT_SELECT | CONTEXT_TEXT : keymap_context_reach(context);
}

void app_remember(struct app *app, const struct command_line *line)
{
    if (line == &app->repeat)
        return;
    struct command_line copy = {.command = line->command, .argc = line->argc};
    for (int i = 0; i < line->argc; i++)
        copy.argv[i] = mem_dup(line->argv[i]);
    command_line_clear(&app->repeat);
    app->repeat = copy;
}

static void settle(struct app *app)
{
    if (app->view_count) {
        struct view *v = app_view(app);
        v->ops->settle(v, app);
    }
}

/* Carry out what is allowed; then bring in what it changed, whatever came of it: a failure may mean that somebody
 * else was faster. */
static void carry_out(struct app *app, handler_fn *handler, const struct invocation *inv,
                      const struct command_line *line)
{
    struct err e = {0}, again = {0};
    struct reader *r = reader_of(app);
    size_t from = r ? r->cursor : 0;
    int64_t document, position;
    app_place(app, &document, &position);
    enum err_code rc = handler(app, inv, &e);
    if ((inv->command->flags & FLAG_JUMP) && r && r->cursor != from)
        reader_remember_jump(r, from); /* such a command closes no view, so R is still there */
    if (rc)
        app_fail(app, &e);
    else if ((inv->command->flags & FLAG_REPEAT) && r) /* what is done in another view is not done again in the text */
        app_remember(app, line);
    if ((inv->command->flags & FLAG_MUTATES) && app_sync(app, &again))
        app_fail(app, &again);
    settle(app);
    follow_check(app, inv->command, document, position);
}

/* Without its argument a handler says whether it would do something at all; if so, the next key is the argument. */
static void ask(struct app *app, handler_fn *handler, const struct invocation *inv)
{
    struct err e = {0};
    clear_pending(&app->pending);
    if (handler(app, inv, &e))
        app_fail(app, &e);
    else
        app->pending.asking.command = inv->command;
}

/* The words of a note or comment that cannot be stored: they can be had back from the history. */
static void keep_typed(struct app *app, const struct command_line *line, struct key key)
{
    enum prompt_kind kind = app->prompt.kind;
    if (line->argc > 0 && key.code == KEYSYM_NONE && (kind == PROMPT_NOTE || kind == PROMPT_COMMENT))
        prompt_remember(&app->prompt, kind, line->argv[line->argc - 1]);
}

void app_run(struct app *app, const struct command_line *line, int count, struct key key)
{
    const struct command *c = line->command;
    if (!reader_ready_for(app, c->id))
        return;
    struct view *v = app_view(app);
    if (app->blocked != c)
        app->blocked = NULL;
    if (follow_ends(app, c) || linking_ends(app, c))
        return;
    handler_fn *handler = app_handler(v, c->id);
    struct err e;
    if (!handler || !command_works(c, app_contexts(app))) {
        err_set(&e, ERR_INPUT, _("“%s” does nothing here"), c->name);
        app_fail(app, &e);
        return;
    }
    if (*app->gone && (c->flags & FLAG_MUTATES)) {
        err_set(&e, ERR_MOVED, "%s", app->gone);
        app_fail(app, &e);
        keep_typed(app, line, key);
        return;
    }
    bool typed = line->argc > 0 && key.code == KEYSYM_NONE; /* the store refuses it, and its handler keeps the words */
    if (!typed && app_refuses(app, c, &e)) {
        app_fail(app, &e);
        return;
    }
    struct invocation inv = {.command = c, .count = count, .argc = line->argc, .argv = line->argv, .key = key};
    if (line->argc == 0 && (c->flags & FLAG_KEYARG))
        ask(app, handler, &inv);
    else
        carry_out(app, handler, &inv, line);
}

/* What others did under the cursor since the last command counts for this one. */
static void meet(struct app *app)
{
    struct reader *r = reader_of(app);
    if (r)
        reader_meet(r);
}

/* A number alone goes to that paragraph. */
static bool run_number(struct app *app, const char *line)
{
    const struct command_line start = {.command = command_get(CMD_DOCUMENT_START)};
    size_t n = strspn(line, "0123456789");
    if (n == 0 || line[n] || n > 7)
        return false;
    app_run(app, &start, (int)strtol(line, NULL, 10), (struct key){.code = KEYSYM_NONE});
    return true;
}

/* LINE with its first word completed, where only one command begins with it; added to OUT. */
static void spell_out(const struct app *app, const char *line, struct str *out)
{
    size_t n = strcspn(line, " ");
    const struct command *only;
    if (!command_find(line, n) && command_complete(line, n, app_contexts(app), &only, 1) == 1)
        str_addf(out, "%s%s", only->name, line + n);
    else
        str_add(out, line);
}

void app_run_line(struct app *app, const char *line)
{
    struct command_line parsed;
    struct str whole = {0};
    struct err e;
    meet(app);
    line += strspn(line, " ");
    if (!*line || run_number(app, line))
        return;
    spell_out(app, line, &whole);
    if (command_parse(whole.p, whole.len, &parsed, &e)) {
        app_fail(app, &e);
    } else {
        app_run(app, &parsed, 0, (struct key){.code = KEYSYM_NONE});
        command_line_clear(&parsed);
    }
    str_clear(&whole);
}

/* ---- keys ---- */

static bool printing(struct key k)
{
    return k.code < KEYSYM_NONE && k.code >= ' ' && k.code != 0x7F && !(k.mods & ~KEYMOD_SHIFT);
}

static void prompt_command(struct app *app, enum command_id id)
{
    if (id == CMD_PROMPT_ACCEPT)
        app_prompt_accept(app);
    else if (id == CMD_PROMPT_CANCEL)
        app_prompt_cancel(app);
    else if (id == CMD_PROMPT_COMPLETE)
        app_prompt_complete(app);
    else if (prompt_edit(&app->prompt, id))
        app_prompt_changed(app);
}

/* A slow line brings Esc and the next key together, which looks like Alt: they are two keys where Alt means nothing. */
static void take_apart(struct app *app, struct key k)
{
    app_key(app, (struct key){.code = KEYSYM_ESC});
    k.mods &= (uint8_t)~KEYMOD_ALT;
    if (!app->quit)
        app_key(app, k);
}

static void prompt_key(struct app *app, struct key k)
{
    const struct command_line *line;
    if (keymap_find(app->keymap, CONTEXT_PROMPT, &k, 1, &line) == KEYMAP_FOUND) {
        prompt_command(app, line->command->id);
    } else if (printing(k)) {
        prompt_type(&app->prompt, k.code);
        app_prompt_changed(app);
    } else if (k.mods & KEYMOD_ALT) {
        take_apart(app, k);
    }
}

/* A key where several lines are typed: a command by its sequence, else the character. */
static void writing_key(struct app *app, struct key k)
{
    struct pending *p = &app->pending;
    struct view *v = app_view(app);
    const struct command_line *line;
    if (p->n == APP_MAX_KEYS)
        clear_pending(p);
    p->keys[p->n++] = k;
    enum keymap_match found = keymap_find(app->keymap, v->ops->context(v), p->keys, p->n, &line);
    bool alone = p->n == 1;
    if (found == KEYMAP_PREFIX)
        return;
    clear_pending(p);
    if (found == KEYMAP_FOUND) {
        app_run(app, line, 0, k);
    } else if (alone && printing(k)) {
        v->ops->type(v, app, k.code);
        settle(app);
    } else if (alone && (k.mods & KEYMOD_ALT)) {
        take_apart(app, k);
    }
}

/* What K says as an argument: its character; or what its own command is given (the tag of a key that tags). NULL:
 * nothing. The caller frees. */
static char *named_by(const struct app *app, struct key k)
{
    const struct command_line *bound;
    struct str name = {0};
    if (printing(k))
        str_add_utf8(&name, k.code);
    else if (keymap_find(app->keymap, CONTEXT_TEXT, &k, 1, &bound) == KEYMAP_FOUND && bound->argc > 0)
        str_add(&name, bound->argv[0]);
    return name.len ? str_take(&name) : NULL;
}

/* The key that a command waited for. */
static void answer(struct app *app, struct key k)
{
    struct command_line line = {.command = app->pending.asking.command, .argc = 1};
    clear_pending(&app->pending);
    if (k.mods & KEYMOD_ALT) { /* the Esc in it has left the question */
        k.mods &= (uint8_t)~KEYMOD_ALT;
        app_key(app, k);
        return;
    }
    line.argv[0] = named_by(app, k);
    if (line.argv[0])
        app_run(app, &line, 0, k);
    else if (k.code != KEYSYM_ESC)
        app_say(app, _("that was no answer: %s"), _(line.command->help));
    command_line_clear(&line);
}

/* Where a digit is the key of a command it is no count. */
static bool count_digit(struct app *app, struct key k)
{
    struct pending *p = &app->pending;
    const struct view *v = app_view(app);
    const struct command_line *line;
    if (k.mods || p->n || k.code < '0' || k.code > '9' || (k.code == '0' && p->count == 0))
        return false;
    if (p->count == 0 && keymap_find(app->keymap, v->ops->context(v), &k, 1, &line) == KEYMAP_FOUND)
        return false;
    if (p->count <= MAX_COUNT / 10)
        p->count = p->count * 10 + (int)(k.code - '0');
    return true;
}

/* Whether it is the panel alone that keeps the keys of P from what they do in the text. */
static bool is_bound_in_text(const struct app *app, const struct pending *p)
{
    const struct view *v = app_view(app);
    const struct command_line *line;
    return v->ops->context(v) == CONTEXT_PANEL &&
           keymap_find(app->keymap, CONTEXT_TAGGED, p->keys, p->n, &line) == KEYMAP_FOUND;
}

static void say_unbound(struct app *app, const char *keys, bool in_text)
{
    struct str key = {0};
    team_add_key(app, in_text ? CMD_FOCUS : CMD_HELP, &key);
    app_say(app, in_text ? _("%s is for the text; %s goes back there") : _("%s is not bound here; %s shows all keys"),
            keys, str_z(&key));
    str_clear(&key);
}

static void unbound(struct app *app)
{
    struct pending *p = &app->pending;
    struct key last = p->keys[p->n - 1];
    bool alt = p->n == 1 && (last.mods & KEYMOD_ALT);
    bool mouse = last.code >= KEYSYM_CLICK && last.code <= KEYSYM_WHEELDOWN;
    bool in_text = is_bound_in_text(app, p);
    struct str name = {0};
    for (size_t i = 0; i < p->n; i++) {
        str_add(&name, i ? " " : "");
        key_add_name(p->keys[i], &name);
    }
    clear_pending(p);
    if (alt) {
        take_apart(app, last);
    } else if (!mouse && last.code != KEYSYM_ESC) {
        say_unbound(app, str_z(&name), in_text);
    }
    str_clear(&name);
}

static void command_key(struct app *app, struct key k)
{
    struct pending *p = &app->pending;
    if (p->asking.command) {
        answer(app, k);
        return;
    }
    meet(app);
    if (count_digit(app, k))
        return;
    if (k.code == KEYSYM_ESC && p->count && !p->n) {
        clear_pending(p); /* Esc leaves one thing at a time, the latest first */
        return;
    }
    if (p->n == APP_MAX_KEYS)
        clear_pending(p);
    p->keys[p->n++] = k;
    const struct command_line *line;
    struct view *v = app_view(app);
    int count = p->count;
    switch (keymap_find(app->keymap, v->ops->context(v), p->keys, p->n, &line)) {
    case KEYMAP_PREFIX:
        return;
    case KEYMAP_FOUND:
        clear_pending(p);
        app_run(app, line, count, k);
        return;
    case KEYMAP_NONE:
        unbound(app);
        return;
    }
}

static void new_size(struct app *app)
{
    int cols, rows;
    app->frontend->ops->size(app->frontend, &cols, &rows);
    grid_resize(app->grid, cols, rows);
    for (size_t i = 0; i < app->view_count; i++)
        app->views[i]->ops->resize(app->views[i], app);
    settle(app);
}

/* Pasted text is typed into the line that is open, its line ends as blanks, or into the lines. Elsewhere it is text,
 * and no commands. A terminal pastes CR for a line end, or LF (C-j), or both. */
static void pasted_key(struct app *app, struct key k)
{
    struct view *v = app_view(app);
    bool line_end = k.code == KEYSYM_ENTER || (k.code == 'j' && k.mods == KEYMOD_CONTROL);
    bool interrupted = k.code == 'c' && k.mods == KEYMOD_CONTROL;
    if (k.code == KEYSYM_PASTE_END || interrupted) {
        app->pasting = false;
        if (app->prompt.active)
            app_prompt_changed(app);
        else if (v->ops->type)
            settle(app);
        else
            app_say(app, "%s", _("what is pasted here is not taken as keys; paste into a line that you type"));
    } else if (app->prompt.active) {
        if (k.code == KEYSYM_ENTER || k.code == KEYSYM_TAB)
            k.code = ' ';
        if (printing(k))
            prompt_type(&app->prompt, k.code);
    } else if (v->ops->type) {
        if (line_end || printing(k) || k.code == KEYSYM_TAB)
            v->ops->type(v, app, line_end ? '\n' : k.code == KEYSYM_TAB ? ' ' : k.code);
    }
}

void app_key(struct app *app, struct key k)
{
    if (k.code == KEYSYM_NONE || k.code == KEYSYM_RELEASE)
        return;
    if (k.code == KEYSYM_HANGUP) {
        if (!app->quit)
            note_edit_hang_up(app);
        app->quit = true;
        return;
    }
    if (k.code == KEYSYM_RESIZE) {
        new_size(app);
        return;
    }
    app->crew.active = clock_now_ms();
    *app->message = '\0';
    if (!reader_ready_for_key(app))
        return;
    if (k.code == KEYSYM_PASTE_BEGIN) {
        clear_pending(&app->pending);
        app->pasting = true;
    } else if (app->pasting)
        pasted_key(app, k);
    else if (app->prompt.active)
        prompt_key(app, k);
    else if (app_view(app)->ops->type)
        writing_key(app, k);
    else
        command_key(app, k);
    if (!app->quit)
        app_say_kept(app);
}
