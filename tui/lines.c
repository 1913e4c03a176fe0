#include "tui/lines.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app.h"

#include <string.h>

static void move_by(struct lines *l, long by)
{
    long to = (long)l->at + by, last = l->count ? (long)l->count - 1 : 0;
    l->at = (size_t)(to < 0 ? 0 : to > last ? last : to);
}

static void scroll_by(struct lines *l, long by)
{
    long to = (long)l->top + by, last = (long)l->count - l->rows;
    if (to > last)
        to = last;
    l->top = (size_t)(to < 0 ? 0 : to);
    if (l->at < l->top)
        l->at = l->top;
    if (l->at >= l->top + (size_t)l->rows)
        l->at = l->top + (size_t)l->rows - 1;
}

/* The screen and the chosen line move together. */
static void page_by(struct lines *l, long by)
{
    size_t top = l->top, from_top = l->at - top;
    scroll_by(l, by);
    if (l->top == top)
        move_by(l, by); /* there is no further page: to the edge */
    else
        l->at = l->top + from_top;
}

void lines_move(struct lines *l, const struct invocation *inv, int first_row)
{
    long n = invocation_times(inv), page = l->rows > 2 ? l->rows - 1 : 1;
    bool wheel = inv->key.code == KEYSYM_WHEELUP || inv->key.code == KEYSYM_WHEELDOWN;
    switch (inv->command->id) {
    case CMD_ROW_DOWN:
        move_by(l, n);
        break;
    case CMD_ROW_UP:
        move_by(l, -n);
        break;
    case CMD_PAGE_DOWN:
        page_by(l, n * page);
        break;
    case CMD_PAGE_UP:
        page_by(l, -n * page);
        break;
    case CMD_HALF_PAGE_DOWN:
        page_by(l, n * ((page + 1) / 2));
        break;
    case CMD_HALF_PAGE_UP:
        page_by(l, -n * ((page + 1) / 2));
        break;
    case CMD_SCROLL_DOWN:
        scroll_by(l, wheel ? 3 : n);
        break;
    case CMD_SCROLL_UP:
        scroll_by(l, wheel ? -3 : -n);
        break;
    case CMD_DOCUMENT_START:
        l->at = inv->count > 0 ? (size_t)inv->count - 1 : 0;
        break;
    case CMD_DOCUMENT_END:
        l->at = inv->count > 0 ? (size_t)inv->count - 1 : l->count;
        break;
    case CMD_MOUSE_CURSOR:
        if (inv->key.y >= first_row && inv->key.y < first_row + l->rows)
            l->at = l->top + (size_t)(inv->key.y - first_row);
        break;
    default:
        break;
    }
    lines_settle(l);
}

void lines_settle(struct lines *l)
{
    size_t rows = l->rows > 0 ? (size_t)l->rows : 1;
    if (l->at >= l->count)
        l->at = l->count ? l->count - 1 : 0;
    if (l->top + rows > l->count)
        l->top = l->count > rows ? l->count - rows : 0;
    if (l->at < l->top)
        l->top = l->at;
    if (l->at >= l->top + rows)
        l->top = l->at - rows + 1;
}

static bool matches(const struct find *f, const char *line)
{
    struct text *t = text_new(mem_dup(line), strlen(line));
    struct span s;
    bool found = find_next(f, t, 0, text_length(t), &s);
    text_free(t);
    return found;
}

enum err_code lines_search(struct lines *l, struct app *app, const struct invocation *inv, lines_text_fn *text,
                           void *ctx, struct err *e)
{
    const char *pattern = inv->argc ? inv->argv[0] : NULL;
    bool back = inv->command->id == CMD_SEARCH_PREVIOUS;
    if (inv->command->id == CMD_SEARCH && !pattern) {
        prompt_open(&app->prompt, PROMPT_SEARCH, "");
        return ERR_OK;
    }
    if (pattern) {
        find_free(l->find);
        l->find = find_new(pattern, strlen(pattern));
    }
    if (!l->find)
        return pattern ? ERR_OK : err_set(e, ERR_NOT_FOUND, _("nothing was searched yet"));
    for (size_t step = 1; step <= l->count; step++) {
        size_t i = (back ? l->at + l->count - step : l->at + step) % l->count;
        if (matches(l->find, text(ctx, i))) {
            l->at = i;
            lines_settle(l);
            return ERR_OK;
        }
    }
    return err_set(e, ERR_NOT_FOUND, _("there is no line with these words"));
}
