#include "tui/prompt.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_MAX 200
#define LINE_MAX_BYTES 16384
#define GAP 2 /* cells between two choices */

static void free_history(struct prompt_history *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->lines[i]);
    free(h->lines);
    *h = (struct prompt_history){0};
}

void prompt_clear(struct prompt *p)
{
    str_clear(&p->line);
    str_clear(&p->before);
    str_clear(&p->choices);
    str_clear(&p->advice);
    for (int i = 0; i < PROMPT_KINDS; i++)
        free_history(&p->history[i]);
}

static void offer_nothing(struct prompt *p)
{
    str_truncate(&p->choices, 0);
    str_truncate(&p->advice, 0);
}

void prompt_offer(struct prompt *p, const char *choice)
{
    str_addf(&p->choices, "%s%s", p->choices.len ? "\n" : "", choice);
}

void prompt_open(struct prompt *p, enum prompt_kind kind, const char *initial)
{
    p->active = true;
    p->kind = kind;
    str_truncate(&p->line, 0);
    str_add(&p->line, initial);
    p->cursor = p->line.len;
    p->browsing = p->history[kind].count;
    offer_nothing(p);
}

void prompt_ask(struct prompt *p, enum prompt_kind kind, enum command_id command, int64_t subject, const char *initial)
{
    prompt_open(p, kind, initial);
    p->command = command;
    p->subject = subject;
}

void prompt_remember(struct prompt *p, enum prompt_kind kind, const char *line)
{
    struct prompt_history *h = &p->history[kind];
    if (!*line || (h->count && strcmp(h->lines[h->count - 1], line) == 0))
        return;
    if (h->count == HISTORY_MAX) {
        free(h->lines[0]);
        memmove(h->lines, h->lines + 1, --h->count * sizeof *h->lines);
    }
    h->lines = mem_grow(h->lines, &h->capacity, h->count + 1, sizeof *h->lines);
    h->lines[h->count++] = mem_dup(line);
}

void prompt_close(struct prompt *p, bool keep)
{
    p->active = false;
    offer_nothing(p);
    if (keep && p->kind != PROMPT_NOTE && p->kind != PROMPT_COMMENT)
        prompt_remember(p, p->kind, str_z(&p->line));
}

void prompt_type(struct prompt *p, uint32_t c)
{
    struct str one = {0};
    str_add_utf8(&one, c);
    if (p->line.len + one.len <= LINE_MAX_BYTES) {
        str_insert(&p->line, p->cursor, one.p, one.len);
        p->cursor += one.len;
    }
    str_clear(&one);
    offer_nothing(p);
}

/* The grapheme boundary before or behind the cursor, in bytes. */
static size_t neighbour(const struct prompt *p, bool back)
{
    struct text *t = text_new(mem_ndup(str_z(&p->line), p->line.len), p->line.len);
    size_t cp = text_cp_at(t, p->cursor);
    cp = back ? text_grapheme_prev(t, cp) : text_grapheme_next(t, cp);
    size_t byte = text_byte_at(t, cp);
    text_free(t);
    return byte;
}

static void delete_between(struct prompt *p, size_t from, size_t to)
{
    str_remove(&p->line, from, to - from);
    p->cursor = from;
}

static size_t word_start(const struct prompt *p)
{
    size_t at = p->cursor;
    while (at > 0 && p->line.p[at - 1] == ' ')
        at--;
    while (at > 0 && p->line.p[at - 1] != ' ')
        at--;
    return at;
}

static void show_line(struct prompt *p, const char *line)
{
    str_truncate(&p->line, 0);
    str_add(&p->line, line);
    p->cursor = p->line.len;
}

static void browse(struct prompt *p, bool back)
{
    const struct prompt_history *h = &p->history[p->kind];
    if (back ? p->browsing == 0 : p->browsing == h->count)
        return;
    if (p->browsing == h->count) {
        str_truncate(&p->before, 0);
        str_add(&p->before, str_z(&p->line));
    }
    p->browsing += back ? (size_t)-1 : 1;
    show_line(p, p->browsing == h->count ? str_z(&p->before) : h->lines[p->browsing]);
}

bool prompt_edit(struct prompt *p, enum command_id id)
{
    offer_nothing(p);
    switch (id) {
    case CMD_PROMPT_LEFT:
        p->cursor = neighbour(p, true);
        return true;
    case CMD_PROMPT_RIGHT:
        p->cursor = neighbour(p, false);
        return true;
    case CMD_PROMPT_START:
        p->cursor = 0;
        return true;
    case CMD_PROMPT_END:
        p->cursor = p->line.len;
        return true;
    case CMD_PROMPT_DELETE:
        delete_between(p, p->cursor, neighbour(p, false));
        return true;
    case CMD_PROMPT_DELETE_BACK:
        delete_between(p, neighbour(p, true), p->cursor);
        return true;
    case CMD_PROMPT_DELETE_LINE:
        delete_between(p, 0, p->cursor);
        return true;
    case CMD_PROMPT_DELETE_WORD:
        delete_between(p, word_start(p), p->cursor);
        return true;
    case CMD_PROMPT_PREVIOUS:
        browse(p, true);
        return true;
    case CMD_PROMPT_NEXT:
        browse(p, false);
        return true;
    default:
        return false;
    }
}

static size_t common_prefix(char *const *words, size_t n)
{
    size_t len = strlen(words[0]);
    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        while (k < len && words[i][k] == words[0][k])
            k++;
        len = k;
    }
    while (len > 0 && ((unsigned char)words[0][len] & 0xC0) == 0x80)
        len--;
    return len;
}

void prompt_complete(struct prompt *p, size_t start, char **candidates, size_t n)
{
    offer_nothing(p);
    if (n > 0) {
        size_t len = common_prefix(candidates, n);
        str_remove(&p->line, start, p->cursor - start);
        str_insert(&p->line, start, candidates[0], len);
        p->cursor = start + len;
        if (n == 1) {
            str_insert(&p->line, p->cursor, " ", 1);
            p->cursor++;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (n > 1)
            prompt_offer(p, candidates[i]);
        free(candidates[i]);
    }
}

/* What is being typed, before the line; the words are those of the command that the line goes to. */
static void add_label(const struct prompt *p, struct str *out)
{
    if (p->kind == PROMPT_COMMAND)
        str_add(out, ":");
    else if (p->kind == PROMPT_SEARCH)
        str_add(out, "/");
    else if (p->kind == PROMPT_FILTER)
        str_addf(out, _("%s: "), _(command_get(CMD_FILTER)->label));
    else if (p->kind == PROMPT_NOTE)
        str_add(out, _("note: "));
    else
        str_addf(out, _("%s: "), _(command_get(p->command)->label));
}

static size_t choices_from(const char *z)
{
    size_t n = *z != '\0';
    while ((z = strchr(z, '\n')))
        n++, z++;
    return n;
}

static void draw_choices(const struct prompt *p, struct grid *g, int row)
{
    int room = g->cols, at = 0;
    grid_fill(g, row, 0, g->cols, INK_STATUS);
    if (p->advice.len) {
        int cells = (int)glyph_cells(p->advice.p, p->advice.len, g->wide);
        room -= cells + GAP;
        grid_label(g, row, g->cols - cells, cells, p->advice.p, INK_STATUS);
    }
    for (const char *z = p->choices.p; *z; at += GAP) {
        size_t bytes = strcspn(z, "\n"), left = choices_from(z);
        char more[24];
        snprintf(more, sizeof more, "+%zu", left);
        int cells = (int)glyph_cells(z, bytes, g->wide), behind = left > 1 ? GAP + (int)strlen(more) : 0;
        if (at > 0 && at + cells + behind > room) {
            grid_label(g, row, at, room - at, more, INK_STATUS);
            break;
        }
        char *choice = mem_ndup(z, bytes);
        at += grid_label(g, row, at, room - at - behind, choice, INK_STATUS);
        free(choice);
        z += bytes + (z[bytes] == '\n');
    }
}

void prompt_draw_line(const struct prompt *p, struct grid *g, int row, int col)
{
    grid_fill(g, row, col, g->cols - col, INK_TEXT);
    struct str label = {0};
    add_label(p, &label);
    int at = col + grid_label(g, row, col, g->cols - col, str_z(&label), INK_KEY);
    str_clear(&label);
    int room = g->cols - at - 1;
    const char *line = str_z(&p->line);
    size_t from = 0;
    struct glyph gl;
    int cells = (int)glyph_cells(line, p->cursor, g->wide); /* from FROM to the cursor */
    while (from < p->cursor && cells > (room > 0 ? room : 0)) {
        glyph_first(line + from, p->cursor - from, g->wide, &gl);
        from += gl.bytes;
        cells -= gl.cells;
    }
    grid_text(g, row, at, room, line + from, p->line.len - from, INK_TEXT);
    g->cursor_row = row;
    g->cursor_col = at + cells;
}

void prompt_draw(const struct prompt *p, struct grid *g, int row)
{
    prompt_draw_line(p, g, row, 0);
    if (p->choices.len)
        draw_choices(p, g, row - 1);
}
