#include "tui/talk.h"

#include "base/i18n.h"
#include "text/glyph.h"
#include "tui/when.h"

#include <stdio.h>
#include <string.h>

#define INDENT 3 /* cells before the words of a comment */
#define REPLY 2  /* and as many more before an answer */

/* ---- signs ---- */

const char *talk_sign_resolved(bool wide)
{
    return wide ? "v" : "✓";
}

const char *talk_sign_settled(enum settled settled, bool wide)
{
    if (settled == SETTLED_ACCEPTED)
        return wide ? "v" : "✓";
    if (settled == SETTLED_REJECTED)
        return wide ? "x" : "✗";
    return "";
}

void talk_marks(const struct annotation *a, const struct thread_counts *counts, const char *lead, bool wide,
                struct str *out)
{
    if (counts->questions)
        str_addf(out, "?%zu", counts->questions);
    else if (counts->comments)
        str_addf(out, "(%zu)", counts->comments);
    if (a->settled != SETTLED_NONE)
        str_addf(out, "%s%s%s", out->len ? " " : "", talk_sign_settled(a->settled, wide), lead);
}

/* ---- a line for each comment ---- */

size_t talk_lines(const struct threads *t, int64_t annotation, bool unfolded, struct talk_line *out, size_t max)
{
    size_t n = 0, over = 0;
    struct thread_span all = threads_of(t, annotation), one;
    for (size_t at = all.from; at < all.to; at = one.to) {
        one = threads_next(t, all, at);
        const struct comment *first = t->items[at];
        size_t comments = threads_comments(t, one);
        bool folded = first->resolved && !unfolded;
        for (size_t i = one.from; comments > 0 && i < (folded ? one.from + 1 : one.to); i++) {
            if (n < max)
                out[n++] = (struct talk_line){t->items[i], i == one.from, folded, folded ? comments : 0};
            else
                over++;
        }
    }
    if (over && n > 1) /* the last line says how many are left out, itself among them */
        out[n - 1] = (struct talk_line){.count = over + 1};
    return n;
}

static const char *sign_of(const struct comment *c, bool wide)
{
    if (c->resolved)
        return talk_sign_resolved(wide);
    return c->question ? "?" : "-";
}

static style sign_style(const struct comment *c)
{
    return c->question && !c->resolved ? (style)(INK_KEY | STYLE_BOLD) : INK_DIM;
}

static void add_words(const struct comment *c, struct str *out)
{
    str_addf(out, "%s: ", c->reviewer_name);
    if (c->deleted)
        str_add(out, _("(deleted)"));
    else
        sheet_one_line(out, c->body, strlen(c->body));
}

void talk_draw_line(const struct talk_line *line, struct grid *g, int row, int col, int cells)
{
    struct str words = {0};
    const struct comment *c = line->comment;
    if (!c) {
        str_addf(&words, i18n_plural("%zu more", "%zu more", (unsigned long)line->count), line->count);
        grid_label(g, row, col + 2, cells - 2, str_z(&words), INK_DIM);
        str_clear(&words);
        return;
    }
    if (line->first)
        grid_label(g, row, col, 1, sign_of(c, g->wide), sign_style(c));
    if (line->folded)
        str_addf(&words, "%zu  ", line->count);
    add_words(c, &words);
    bool waits = line->first && c->question && !c->resolved;
    grid_label(g, row, col + 2, cells - 2, str_z(&words), waits ? INK_TEXT : INK_DIM);
    str_clear(&words);
}

/* ---- all of it ---- */

static void write_comment(struct sheet *s, const struct comment *c, bool first)
{
    struct str when = {0};
    struct sheet_line head = {.indent = first ? INDENT : INDENT + REPLY, .style = INK_TITLE, .id = c->id};
    struct sheet_line body = {.indent = head.indent, .id = c->id, .style = c->deleted ? INK_DIM : INK_TEXT};
    snprintf(head.mark, sizeof head.mark, "%s", first ? sign_of(c, s->wide) : "");
    head.mark_style = sign_style(c);
    when_phrase(&when, c->created);
    sheet_add_cut(s, &head, c->reviewer_name, str_z(&when));
    sheet_add(s, &body, c->deleted ? _("(deleted)") : c->body, NULL);
    str_clear(&when);
}

static void write_folded(struct sheet *s, const struct comment *first, size_t comments)
{
    struct str words = {0}, right = {0};
    struct sheet_line l = {.indent = INDENT, .style = INK_DIM, .id = first->id, .mark_style = INK_DIM};
    snprintf(l.mark, sizeof l.mark, "%s", talk_sign_resolved(s->wide));
    str_addf(&words, "%zu  ", comments);
    add_words(first, &words);
    str_addf(&right, _("resolved by %s"), first->resolved_by);
    sheet_add_cut(s, &l, str_z(&words), str_z(&right));
    str_clear(&words);
    str_clear(&right);
}

static void write_resolved(struct sheet *s, const struct comment *first)
{
    struct str words = {0}, when = {0};
    struct sheet_line l = {.indent = INDENT + REPLY, .style = INK_DIM, .id = first->id};
    when_phrase(&when, first->resolved);
    str_addf(&words, _("resolved by %s"), first->resolved_by);
    sheet_add_cut(s, &l, str_z(&words), str_z(&when));
    str_clear(&words);
    str_clear(&when);
}

void talk_write(struct sheet *s, const struct threads *t, int64_t annotation, talk_unfolded_fn *unfolded, void *ctx)
{
    struct thread_span all = threads_of(t, annotation), one;
    for (size_t at = all.from; at < all.to; at = one.to) {
        one = threads_next(t, all, at);
        const struct comment *first = t->items[at];
        size_t comments = threads_comments(t, one);
        if (comments == 0)
            continue;
        if (first->resolved && !unfolded(ctx, first->thread)) {
            write_folded(s, first, comments);
            continue;
        }
        for (size_t i = one.from; i < one.to; i++)
            write_comment(s, t->items[i], i == one.from);
        if (first->resolved)
            write_resolved(s, first);
    }
}
