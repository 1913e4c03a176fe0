/* Assigning, marking as done, giving roles, going on to the next document. */
#include "tui/team.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/reader.h"
#include "tui/reviewers.h"

#include <string.h>

static enum err_code need_document(const struct app *app, int64_t *id, struct err *e)
{
    *id = app->prompt.subject ? app->prompt.subject : app_document(app);
    return *id ? ERR_OK : err_set(e, ERR_INPUT, _("choose a document first"));
}

static bool take_one(void *ctx, const struct progress *p)
{
    *(struct progress *)ctx = *p;
    return false;
}

/* Whether document ID is this reviewer's, and whether they are done with it. */
static enum err_code read_mine(struct app *app, int64_t id, struct progress *out, struct err *e)
{
    *out = (struct progress){0};
    return store_progress(app->store, id, store_reviewer(app->store), take_one, out, e);
}

/* ---- done ---- */

static enum err_code close_document(struct app *app, const struct document *d, struct err *e)
{
    enum err_code rc = store_document_done(app->store, d->id, !d->done, e);
    if (!rc)
        app_say(app,
                d->done ? _("“%s” is open again")
                        : _("“%s” is closed: nothing in it is tagged or changed until a lead opens it again"),
                d->name);
    return rc;
}

/* What to go on with stands behind what was done. */
static void say_done(struct app *app, const struct document *d)
{
    struct team_todo todo;
    struct str key = {0};
    struct err e;
    team_add_key(app, CMD_TODO_NEXT, &key);
    if (team_todo(app, d->id, false, &todo, &e))
        app_fail(app, &e);
    else if (todo.left == 0)
        app_say(app, _("“%s” is done, and with it everything that is yours"), d->name);
    else
        app_say(app,
                i18n_plural("“%s” is done; %s opens the next, %zu is left",
                            "“%s” is done; %s opens the next, %zu are left", (unsigned long)todo.left),
                d->name, str_z(&key), todo.left);
    str_clear(&key);
}

static enum err_code finish(struct app *app, const struct document *d, bool was_done, struct err *e)
{
    enum err_code rc = store_assignment_done(app->store, d->id, !was_done, e);
    if (!rc && was_done)
        app_say(app, _("“%s” is yours to do again"), d->name);
    else if (!rc)
        say_done(app, d);
    return rc;
}

static enum err_code do_done(struct app *app, const struct invocation *inv, const struct document *d, struct err *e)
{
    struct progress mine;
    bool whole = inv->argc > 0 && strcmp(inv->argv[0], "document") == 0;
    if (inv->argc > 0 && !whole)
        return err_set(e, ERR_INPUT, _("“%s” is nothing that can be done: done, or done document"), inv->argv[0]);
    enum err_code rc = read_mine(app, d->id, &mine, e);
    if (rc)
        return rc;
    if (whole || (!mine.assigned && store_role(app->store) == ROLE_LEAD))
        return close_document(app, d, e);
    if (!mine.assigned)
        return err_set(e, ERR_INPUT, _("“%s” is not assigned to you, so there is nothing to mark as done"), d->name);
    return finish(app, d, mine.done != 0, e);
}

enum err_code cmd_done(struct app *app, const struct invocation *inv, struct err *e)
{
    int64_t id;
    struct document d;
    enum err_code rc = need_document(app, &id, e);
    if (!rc)
        rc = store_document_get(app->store, id, &d, e);
    if (rc)
        return rc;
    rc = do_done(app, inv, &d, e);
    document_clear(&d);
    return rc;
}

/* ---- the next ---- */

enum err_code cmd_todo_next(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct team_todo todo;
    const struct reader *r = reader_of(app);
    int64_t here = app_document(app);
    enum err_code rc = team_todo(app, here, !r, &todo, e);
    if (rc)
        return rc;
    if (todo.assigned == 0)
        return err_set(e, ERR_NOT_FOUND, _("nothing is assigned to you"));
    if (todo.left == 0)
        return err_set(e, ERR_NOT_FOUND, _("nothing is left to do: everything that is yours is done"));
    if (r && todo.next == here)
        return err_set(e, ERR_NOT_FOUND, _("this is the only document that is left to do"));
    return app_open(app, todo.next, e);
}

/* ---- assigning ---- */

#define MAX_NAMES 64
#define MAX_WORDS 6 /* of one name */
#define MAX_NEAR 5  /* names that are offered in place of a wrong one */

struct chosen {
    int64_t id;
    char *name;
    bool has; /* it is assigned to them already */
};

struct names {
    struct chosen who[MAX_NAMES];
    size_t count;
    struct reviewers all; /* everybody there is */
    int64_t *have;        /* who has it */
    size_t have_count, have_capacity;
};

static void clear_names(struct names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->who[i].name);
    reviewers_clear(&n->all);
    free(n->have);
}

static bool add_owner(void *ctx, const struct progress *p)
{
    struct names *n = ctx;
    if (!p->assigned)
        return true;
    n->have = mem_grow(n->have, &n->have_capacity, n->have_count + 1, sizeof *n->have);
    n->have[n->have_count++] = p->reviewer;
    return true;
}

static bool has(const struct names *n, int64_t reviewer)
{
    for (size_t i = 0; i < n->have_count; i++)
        if (n->have[i] == reviewer)
            return true;
    return false;
}

/* Who there is, and who of them has DOCUMENT. */
static enum err_code read_names(struct app *app, int64_t document, struct names *n, struct err *e)
{
    enum err_code rc = store_progress(app->store, document, 0, add_owner, n, e);
    return rc ? rc : reviewers_load(&n->all, app->store, e);
}

static enum err_code unknown(const struct names *n, const char *name, struct err *e)
{
    const struct reviewer *near[MAX_NEAR];
    struct str words = {0};
    size_t found = reviewers_near(&n->all, name, near, MAX_NEAR);
    for (size_t i = 0; i < found; i++)
        str_addf(&words, "%s%s", i ? ", " : "", near[i]->name);
    err_set(e, ERR_NOT_FOUND,
            i18n_plural("there is no reviewer “%s”; of %zu the nearest: %s",
                        "there is no reviewer “%s”; of %zu the nearest: %s", (unsigned long)n->all.count),
            name, n->all.count, str_z(&words));
    str_clear(&words);
    return ERR_NOT_FOUND;
}

static enum err_code add_name(struct app *app, struct names *n, const char *name, struct err *e)
{
    int64_t id;
    if (n->count == MAX_NAMES)
        return err_set(e, ERR_INPUT, _("more than %d names at once are too many"), MAX_NAMES);
    enum err_code rc = store_reviewer_find(app->store, name, &id, e);
    if (rc == ERR_NOT_FOUND)
        return unknown(n, name, e);
    if (rc)
        return rc;
    for (size_t i = 0; i < n->count; i++)
        if (n->who[i].id == id)
            return ERR_OK;
    n->who[n->count++] = (struct chosen){.id = id, .name = mem_dup(name), .has = has(n, id)};
    return ERR_OK;
}

/* The bytes of the longest name that the words at S begin with; where none is known, the first word's. */
static size_t name_bytes(struct app *app, const char *s)
{
    size_t first = strcspn(s, " "), best = first, end = first;
    struct err none;
    int64_t id;
    for (int words = 0; words < MAX_WORDS; words++) {
        char *name = mem_ndup(s, end);
        if (store_reviewer_find(app->store, name, &id, &none) == ERR_OK)
            best = end;
        free(name);
        if (!s[end])
            break;
        end += strspn(s + end, " ");
        end += strcspn(s + end, " ");
    }
    return best;
}

/* LINE is names with blanks between them, and a name may hold some itself. */
static enum err_code split_names(struct app *app, struct names *n, const char *line, struct err *e)
{
    enum err_code rc = ERR_OK;
    for (line += strspn(line, " "); !rc && *line; line += strspn(line, " ")) {
        size_t bytes = name_bytes(app, line);
        char *name = mem_ndup(line, bytes);
        rc = add_name(app, n, name, e);
        free(name);
        line += bytes;
    }
    return rc;
}

static void add_listed(struct str *out, const char *name)
{
    str_addf(out, "%s%s", out->len ? ", " : "", name);
}

static void say_assigned(struct app *app, const struct names *n)
{
    struct str to = {0}, from = {0};
    for (size_t i = 0; i < n->count; i++)
        add_listed(n->who[i].has ? &from : &to, n->who[i].name);
    if (to.len && from.len)
        app_say(app, _("assigned to %s; taken back from %s"), str_z(&to), str_z(&from));
    else if (to.len)
        app_say(app, _("assigned to %s"), str_z(&to));
    else if (from.len)
        app_say(app, _("taken back from %s"), str_z(&from));
    str_clear(&to);
    str_clear(&from);
}

/* All names are known before the first is assigned. */
static enum err_code assign(struct app *app, int64_t document, struct names *n, const char *line, struct err *e)
{
    enum err_code rc = split_names(app, n, line, e);
    for (size_t i = 0; !rc && i < n->count; i++)
        rc = store_assign(app->store, document, n->who[i].id, !n->who[i].has, e);
    if (!rc)
        say_assigned(app, n);
    return rc;
}

static void ask_names(struct app *app, int64_t document, const struct names *n)
{
    struct prompt *p = &app->prompt;
    prompt_ask(p, PROMPT_NAME, CMD_ASSIGN, document, "");
    for (size_t i = 0; i < n->all.count; i++) {
        const struct reviewer *r = &n->all.items[i];
        struct str choice = {0};
        str_addf(&choice, "%s%s", r->name, has(n, r->id) ? "*" : "");
        prompt_offer(p, str_z(&choice));
        str_clear(&choice);
    }
    str_add(&p->advice, n->have_count ? _("* has it: typed again, it is taken back") : "");
}

enum err_code cmd_assign(struct app *app, const struct invocation *inv, struct err *e)
{
    int64_t document;
    struct names n = {0};
    enum err_code rc = need_document(app, &document, e);
    if (!rc)
        rc = read_names(app, document, &n, e);
    if (!rc && inv->argc > 0) {
        bool asked = app->prompt.subject != 0;
        rc = assign(app, document, &n, inv->argv[0], e);
        if (rc == ERR_NOT_FOUND && asked) { /* once more, with what was typed */
            prompt_ask(&app->prompt, PROMPT_NAME, CMD_ASSIGN, document, inv->argv[0]);
            prompt_offer(&app->prompt, e->msg);
        }
    } else if (!rc) {
        ask_names(app, document, &n);
    }
    clear_names(&n);
    return rc;
}

/* ---- roles ---- */

struct named {
    int64_t id;
    char *name;
};

static bool find_named(void *ctx, const struct reviewer *r)
{
    struct named *n = ctx;
    if (r->id != n->id)
        return true;
    n->name = mem_dup(r->name);
    return false;
}

static void offer_roles(struct prompt *p)
{
    for (enum role role = ROLE_LEAD; role <= ROLE_READER; role++)
        prompt_offer(p, role_label(role));
}

static enum err_code set_role(struct app *app, int64_t reviewer, const char *word, struct err *e)
{
    enum role role;
    size_t n = strcspn(word, " "); /* a completed word has a blank behind it */
    char *first = mem_ndup(word, n);
    bool known = role_parse(first, &role);
    free(first);
    if (!known)
        return err_set(e, ERR_INPUT, _("“%s” is no role: lead, reviewer or reader"), word);
    struct named who = {.id = reviewer};
    enum err_code rc = store_reviewers(app->store, find_named, &who, e);
    if (!rc)
        rc = store_role_set(app->store, reviewer, role, e);
    if (!rc)
        app_say(app, _("%s is a %s now"), who.name ? who.name : "?", role_label(role));
    free(who.name);
    return rc;
}

enum err_code cmd_role(struct app *app, const struct invocation *inv, struct err *e)
{
    int64_t reviewer = app->prompt.subject ? app->prompt.subject : app_reviewer(app);
    if (!reviewer)
        return err_set(e, ERR_INPUT, _("choose a person first"));
    if (inv->argc > 0)
        return set_role(app, reviewer, inv->argv[0], e);
    prompt_ask(&app->prompt, PROMPT_NAME, CMD_ROLE, reviewer, "");
    offer_roles(&app->prompt);
    return ERR_OK;
}
