/* What becomes of a typed line, and how a command is completed. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/list.h"

#include <string.h>

#define MAX_WORDS 64

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
    else
        run_with_text(app, CMD_NOTE, line);
    free(line);
}

void app_prompt_cancel(struct app *app)
{
    struct reader *r = reader_of(app);
    bool searching = app->prompt.kind == PROMPT_SEARCH;
    prompt_close(&app->prompt, false);
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
    if (app->prompt.kind != PROMPT_SEARCH || !r)
        return;
    reader_search_preview(r, str_z(&app->prompt.line));
    v->ops->settle(v, app);
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

static bool add_document(void *ctx, const struct document *d)
{
    struct words *w = ctx;
    struct str quoted = {0};
    command_quote(&quoted, d->name);
    add_word(w, str_z(&quoted));
    str_clear(&quoted);
    return w->n < MAX_WORDS;
}

static void add_commands(struct app *app, struct words *w)
{
    const struct command *found[MAX_WORDS];
    size_t n = command_complete(w->prefix, w->prefix_bytes, app_contexts(app), found, MAX_WORDS);
    for (size_t i = 0; i < n && i < MAX_WORDS; i++)
        add_word(w, found[i]->name);
}

/* The word of C's ARGUMENTS in place NUMBER (from 0), without brackets and dots. */
static bool argument_is(const struct command *c, int number, const char *name)
{
    const char *p = c->arguments;
    for (; number > 0 && p; number--)
        p = strchr(p, ' ') ? strchr(p, ' ') + 1 : NULL;
    if (p && *p == '[')
        p++;
    return p && strncmp(p, name, strlen(name)) == 0;
}

static void add_arguments(struct app *app, const char *line, size_t name_bytes, int number, struct words *w)
{
    struct err e;
    const struct command *c = command_find(line, name_bytes);
    if (!c)
        return;
    if (argument_is(c, number, "TAG"))
        for (enum tag t = TAG_MANIFESTATION; t <= TAG_REMEDY; t++)
            add_word(w, tag_name(t));
    if (argument_is(c, number, "UNIT"))
        for (const char *const *u = (const char *const[]){"clause", "grapheme", "paragraph", "sentence", NULL}; *u; u++)
            add_word(w, *u);
    if (argument_is(c, number, "DOCUMENT") && store_documents(app->store, add_document, w, &e))
        app_fail(app, &e);
}

void app_prompt_complete(struct app *app)
{
    struct prompt *p = &app->prompt;
    if (p->kind != PROMPT_COMMAND)
        return;
    const char *line = str_z(&p->line);
    size_t start = p->cursor, name_bytes = strcspn(line, " ");
    while (start > 0 && line[start - 1] != ' ')
        start--;
    struct words w = {.prefix = line + start, .prefix_bytes = p->cursor - start};
    int number = -1;
    for (size_t i = 0; i < start; i++)
        number += line[i] == ' ';
    if (start == 0)
        add_commands(app, &w);
    else
        add_arguments(app, line, name_bytes, number, &w);
    prompt_complete(p, start, w.word, w.n);
}
