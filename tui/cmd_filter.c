/* The filter of what is listed: typed, completed, saved. */
#include "tui/filters.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/code.h"
#include "db/filter.h"
#include "text/glyph.h"
#include "tui/list.h"
#include "tui/reviewers.h"

#include <stdlib.h>
#include <string.h>

#define MAX_WORDS 1024
#define SIGN_CELLS 24 /* of a filter in the status line */

static enum err_code nothing_to_filter(struct err *e)
{
    return err_set(e, ERR_INPUT, _("there is nothing to filter here: open the list, a document or the ledger"));
}

/* The byte of code point CP in Z. */
static size_t byte_of(const char *z, size_t cp)
{
    size_t at = 0;
    for (; cp > 0 && z[at]; cp--)
        for (at++; ((unsigned char)z[at] & 0xC0) == 0x80;)
            at++;
    return at;
}

/* Have the line that was not understood back, with the cursor at the fault and the reason above it. */
static void ask_again(struct app *app, const char *expression, size_t at, const struct err *e)
{
    struct prompt *p = &app->prompt;
    list_filter_begin(app);
    prompt_open(p, PROMPT_FILTER, expression);
    p->cursor = byte_of(expression, at);
    prompt_offer(p, e->msg);
}

enum err_code filters_apply(struct app *app, const char *expression, struct err *e)
{
    struct view *v = app_view(app);
    struct filter *where;
    size_t at = 0;
    if (!v->ops->set_filter)
        return nothing_to_filter(e);
    enum err_code rc = store_filter_parse(app->store, expression, &where, &at, e);
    if (rc == ERR_INPUT) {
        ask_again(app, expression, at, e);
        return ERR_OK;
    }
    return rc ? rc : v->ops->set_filter(v, app, where ? expression : "", where, e);
}

enum err_code cmd_filter(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct view *v = app_view(app);
    if (inv->argc > 0)
        return filters_apply(app, inv->argv[0], e);
    if (!v->ops->filter)
        return nothing_to_filter(e);
    list_filter_begin(app);
    prompt_open(&app->prompt, PROMPT_FILTER, v->ops->filter(v, app));
    return ERR_OK;
}

enum err_code cmd_filter_save(struct app *app, const struct invocation *inv, struct err *e)
{
    const struct view *v = app_view(app);
    const char *expression = v->ops->filter ? v->ops->filter(v, app) : "";
    if (!*expression)
        return err_set(e, ERR_INPUT, _("there is no filter to save: type one first"));
    if (inv->argc == 0) {
        prompt_ask(&app->prompt, PROMPT_NAME, CMD_FILTER_SAVE, 0, "");
        return ERR_OK;
    }
    enum err_code rc = store_filter_save(app->store, inv->argv[0], expression, NULL, e);
    if (!rc)
        app_say(app, _("saved as @%s, for everybody: %s"), inv->argv[0], expression);
    return rc;
}

enum err_code cmd_filters(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    if (!app_view(app)->ops->set_filter)
        return nothing_to_filter(e);
    return app_show(app, &filters_ops, filters_open, e);
}

void filters_add_sign(const char *expression, bool wide, struct str *out)
{
    int cells = 0;
    struct glyph gl;
    str_add(out, "[");
    for (const char *p = expression; *p; p += gl.bytes) {
        glyph_first(p, strlen(p), wide, &gl);
        if ((cells += gl.cells) > SIGN_CELLS) {
            str_add(out, wide ? "~" : "…");
            break;
        }
        str_addn(out, p, gl.bytes);
    }
    str_add(out, "] ");
}

void filters_follow(struct app *app, const char *expression, struct filter **where, const struct change *c)
{
    static const char *const named[] = {"code", "document", "filter", "group", "reviewer"};
    struct filter *now;
    struct err e;
    size_t at, i = 0;
    while (i < sizeof named / sizeof *named && strcmp(c->entity, named[i]) != 0)
        i++;
    if (!*where || i == sizeof named / sizeof *named)
        return;
    if (store_filter_parse(app->store, expression, &now, &at, &e)) {
        if (strcmp(c->session, store_session(app->store)) != 0)
            app_notice(app, _("the filter stays as it was: %s"), e.msg);
        return;
    }
    filter_free(where);
    *where = now;
}

/* ---- completion ---- */

struct words {
    char *word[MAX_WORDS];
    size_t n;
    const char *prefix;
    size_t prefix_bytes;
};

static bool add_word(struct words *w, const char *word)
{
    if (w->n < MAX_WORDS && strncmp(word, w->prefix, w->prefix_bytes) == 0)
        w->word[w->n++] = mem_dup(word);
    return w->n < MAX_WORDS;
}

static bool add_value(struct words *w, const char *value)
{
    struct str quoted = {0};
    filter_quote(&quoted, value);
    bool more = add_word(w, str_z(&quoted));
    str_clear(&quoted);
    return more;
}

static bool add_reviewer(void *ctx, const struct reviewer *r)
{
    return add_value(ctx, r->name);
}

static bool add_document(void *ctx, const struct document *d)
{
    return add_value(ctx, d->name);
}

static bool add_code(void *ctx, const struct code *c)
{
    return add_value(ctx, c->name);
}

static bool add_saved(void *ctx, const struct saved_filter *f)
{
    return add_word(ctx, f->name);
}

/* Where the value that holds byte CURSOR of LINE begins, and the field it is of; the cursor's word, and "", where it is
 * none's. */
static size_t value_start(const char *line, size_t cursor, char field[16])
{
    size_t word = cursor, colon;
    *field = '\0';
    while (word > 0 && !strchr(" &|!()", line[word - 1]))
        word--;
    if (line[word] == '@') {
        memcpy(field, "@", 2);
        return word + 1;
    }
    colon = word + strcspn(line + word, ":");
    if (colon >= cursor || colon - word >= 16)
        return word;
    memcpy(field, line + word, colon - word);
    field[colon - word] = '\0';
    size_t start = colon + 1;
    for (size_t i = start; i < cursor; i++)
        if (line[i] == ',')
            start = i + 1;
    return start;
}

static enum err_code add_values(struct app *app, const char *field, struct words *w, struct err *e)
{
    if (strcmp(field, "by") == 0)
        return store_reviewers(app->store, add_reviewer, w, e);
    if (strcmp(field, "in") == 0)
        return store_documents(app->store, add_document, w, e);
    if (strcmp(field, "code") == 0)
        return store_codes(app->store, TAG_NONE, false, add_code, w, e);
    if (strcmp(field, "@") == 0)
        return store_filters(app->store, add_saved, w, e);
    for (enum tag t = TAG_MANIFESTATION; strcmp(field, "tag") == 0 && t <= TAG_REMEDY; t++)
        add_word(w, tag_name(t));
    return ERR_OK;
}

void filters_complete(struct app *app)
{
    struct prompt *p = &app->prompt;
    const char *line = str_z(&p->line);
    char field[16];
    size_t start = value_start(line, p->cursor, field);
    struct words w = {.prefix = line + start, .prefix_bytes = p->cursor - start};
    struct err e;
    if (*field && add_values(app, field, &w, &e))
        app_fail(app, &e);
    if (!*field) {
        const char *found[MAX_WORDS];
        size_t n = filter_complete(w.prefix, w.prefix_bytes, found, MAX_WORDS);
        for (size_t i = 0; i < n && i < MAX_WORDS; i++)
            add_word(&w, found[i]);
    }
    prompt_complete(p, start, w.word, w.n);
}
