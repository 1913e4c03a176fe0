/* What becomes of a typed line, and how a command is completed. */
#include "tui/filters.h"
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/codebook.h"
#include "tui/list.h"
#include "tui/reviewers.h"

#include <string.h>

#define MAX_WORDS 1024

static void run_with_text(struct app *app, enum command_id id, const char *text)
{
    struct command_line line = {.command = command_get(id), .argc = 1};
    line.argv[0] = mem_dup(text);
    app_run(app, &line, 0, (struct key){.code = KEYSYM_NONE});
    command_line_clear(&line);
}

void app_prompt_accept(struct app *app)
{
    struct prompt *p = &app->prompt;
    enum prompt_kind kind = p->kind;
    char *line = mem_dup(str_z(&p->line));
    struct reader *r = reader_of(app);
    prompt_close(p, true);
    if (kind == PROMPT_SEARCH && r)
        reader_go(r, r->search_origin); /* the search itself goes to the match, and remembers the jump */
    if (kind == PROMPT_COMMAND)
        app_run_line(app, line);
    else if (kind == PROMPT_SEARCH)
        run_with_text(app, CMD_SEARCH, line);
    else if (kind == PROMPT_FILTER)
        run_with_text(app, CMD_FILTER, line);
    else if (kind == PROMPT_NOTE)
        run_with_text(app, CMD_NOTE, line);
    else
        run_with_text(app, p->command, line);
    if (!p->active) /* it may ask once more */
        p->subject = 0;
    free(line);
}

void app_prompt_cancel(struct app *app)
{
    struct reader *r = reader_of(app);
    bool searching = app->prompt.kind == PROMPT_SEARCH;
    if (app->prompt.kind == PROMPT_FILTER)
        list_filter_abandon(app);
    prompt_close(&app->prompt, false);
    app->prompt.subject = 0;
    if (r)
        r->note_of = 0;
    if (r && searching)
        reader_search_abandon(r);
    if (r)
        r->view.ops->settle(&r->view, app);
}

void app_prompt_changed(struct app *app)
{
    struct view *v = app_view(app);
    struct reader *r = reader_of(app);
    if (app->prompt.kind == PROMPT_FILTER)
        list_filter_preview(app, str_z(&app->prompt.line));
    if (app->prompt.kind != PROMPT_SEARCH || !r)
        return;
    reader_search_preview(r, str_z(&app->prompt.line));
    v->ops->settle(v, app);
}

enum err_code app_keep_typed(struct app *app, enum prompt_kind kind, const char *line, enum err_code rc, struct err *e)
{
    char reason[sizeof e->msg];
    struct str key = {0};
    memcpy(reason, e->msg, sizeof reason);
    prompt_remember(&app->prompt, kind, line);
    if (keymap_keys_of(app->keymap, CONTEXT_PROMPT, CMD_PROMPT_PREVIOUS, NULL, &key))
        err_set(e, rc, _("%s; what you typed is kept: press %s in the prompt to have it back"), reason, str_z(&key));
    else
        err_set(e, rc, _("%s; what you typed is kept in the history of the prompt"), reason);
    str_clear(&key);
    return rc;
}

/* ---- completion ---- */

struct words {
    char *word[MAX_WORDS];
    size_t n;
    const char *prefix;
    size_t prefix_bytes;
};

static void add_word(struct words *w, const char *word)
{
    if (w->n < MAX_WORDS && strncmp(word, w->prefix, w->prefix_bytes) == 0)
        w->word[w->n++] = mem_dup(word);
}

/* As the rest of the line it may stand without quotes, where those would not be read as such. */
static bool stands_alone(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && *name != '"' && *name != ' ' && name[n - 1] != ' ' && !strpbrk(name, "\t\n\v\f\r");
}

static bool add_document(void *ctx, const struct document *d)
{
    struct words *w = ctx;
    struct str word = {0};
    if (stands_alone(d->name))
        str_add(&word, d->name);
    else
        command_quote(&word, d->name);
    add_word(w, str_z(&word));
    str_clear(&word);
    return w->n < MAX_WORDS;
}

static bool add_reviewer(void *ctx, const struct reviewer *r)
{
    struct words *w = ctx;
    add_word(w, r->name);
    return w->n < MAX_WORDS;
}

/* By the name that files spell, and in the reader's language. */
static void add_roles(struct words *w)
{
    for (enum role role = ROLE_LEAD; role <= ROLE_READER; role++) {
        add_word(w, role_label(role));
        if (strcmp(role_label(role), role_name(role)) != 0)
            add_word(w, role_name(role));
    }
}

static void add_commands(struct app *app, struct words *w)
{
    const struct command *found[MAX_WORDS];
    size_t n = command_complete(w->prefix, w->prefix_bytes, app_contexts(app), found, MAX_WORDS);
    for (size_t i = 0; i < n && i < MAX_WORDS; i++)
        add_word(w, found[i]->name);
}

/* The word of C's ARGUMENTS in place NUMBER (from 0), without a bracket before it; "" behind the last. */
static const char *argument_name(const struct command *c, int number)
{
    const char *p = c->arguments;
    for (; number > 0 && *p; number--) {
        p += strcspn(p, " ");
        p += strspn(p, " ");
    }
    return *p == '[' ? p + 1 : p;
}

static bool argument_is(const struct command *c, int number, const char *name)
{
    return strncmp(argument_name(c, number), name, strlen(name)) == 0;
}

static bool names_people(const struct command *c, int number)
{
    return argument_is(c, number, "NAME") || argument_is(c, number, "WHO");
}

static bool takes_rest(const struct command *c, int number)
{
    const char *name = argument_name(c, number), *mark = strstr(name, "…");
    return mark && mark < name + strcspn(name, " ");
}

/* Where the argument that holds byte CURSOR of LINE starts; which one it is in *NUMBER. */
static size_t argument_start(const struct command *c, const char *line, size_t cursor, int *number)
{
    size_t at = strcspn(line, " ");
    for (*number = 0;; ++*number) {
        at += strspn(line + at, " ");
        size_t end = at + strcspn(line + at, " ");
        if (end >= cursor || takes_rest(c, *number))
            return at < cursor ? at : cursor;
        at = end;
    }
}

/* The paths of the codes for what is under the cursor. */
static void add_codes(struct app *app, struct words *w)
{
    const struct reader *r = reader_of(app);
    const struct annotation *a = r ? reader_current(r) : NULL;
    enum tag tag = a ? a->tag : app_top(app, &codebook_ops) ? codebook_row(codebook_of(app))->tag : TAG_NONE;
    struct str path = {0};
    for (size_t i = 0; i < app->codes.count; i++) {
        const struct code *code = &app->codes.items[i];
        if (!codes_stands(code) || (tag != TAG_NONE && code->tag != tag))
            continue;
        str_truncate(&path, 0);
        codes_path(&app->codes, code, &path);
        add_word(w, str_z(&path));
    }
    str_clear(&path);
}

static void add_arguments(struct app *app, const struct command *c, int number, struct words *w)
{
    struct err e;
    if (argument_is(c, number, "TAG"))
        for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++)
            add_word(w, tag_name(t));
    if (argument_is(c, number, "CODE"))
        add_codes(app, w);
    if (argument_is(c, number, "UNIT"))
        for (enum unit u = UNIT_GRAPHEME; u <= UNIT_PARAGRAPH; u++)
            add_word(w, reader_unit_name(u));
    if (argument_is(c, number, "ROLE"))
        add_roles(w);
    if (argument_is(c, number, "WHO")) {
        add_word(w, "all");
        add_word(w, "mine");
    }
    if (names_people(c, number) && store_reviewers(app->store, add_reviewer, w, &e))
        app_fail(app, &e);
    if (argument_is(c, number, "DOCUMENT") && store_documents(app->store, add_document, w, &e))
        app_fail(app, &e);
}

/* Behind the whole names that the argument at byte START of LINE begins with: where the one that is typed starts. */
static size_t skip_names(struct app *app, const char *line, size_t start, size_t cursor)
{
    struct reviewers all = {0};
    struct err e;
    size_t bytes;
    char *typed = mem_ndup(line, cursor);
    if (reviewers_load(&all, app->store, &e))
        app_fail(app, &e);
    while (typed[start] && reviewers_at(&all, typed + start, &bytes) &&
           start + bytes < cursor + (typed[cursor - 1] == ' '))
        start += bytes;
    reviewers_clear(&all);
    free(typed);
    return start;
}

/* The argument that starts at byte START; where that is a list of names, its last one. */
static void complete_argument(struct app *app, const struct command *c, int number, size_t start)
{
    struct prompt *p = &app->prompt;
    const char *line = str_z(&p->line);
    if (names_people(c, number))
        start = skip_names(app, line, start, p->cursor);
    struct words w = {.prefix = line + start, .prefix_bytes = p->cursor - start};
    add_arguments(app, c, number, &w);
    prompt_complete(p, start, w.word, w.n);
}

void app_prompt_complete(struct app *app)
{
    struct prompt *p = &app->prompt;
    const char *line = str_z(&p->line);
    size_t name_bytes = strcspn(line, " ");
    if (p->kind == PROMPT_FILTER) {
        filters_complete(app);
    } else if (p->kind == PROMPT_NAME) {
        complete_argument(app, command_get(p->command), 0, 0);
    } else if (p->kind == PROMPT_COMMAND && p->cursor <= name_bytes) {
        struct words w = {.prefix = line, .prefix_bytes = p->cursor};
        add_commands(app, &w);
        prompt_complete(p, 0, w.word, w.n);
    } else if (p->kind == PROMPT_COMMAND && command_find(line, name_bytes)) {
        const struct command *c = command_find(line, name_bytes);
        int number;
        size_t start = argument_start(c, line, p->cursor, &number);
        complete_argument(app, c, number, start);
    }
}
