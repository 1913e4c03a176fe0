/* Noise by hand: mark and lift it, fold it away, go to it. */
#include "tui/reader.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/cut.h"
#include "tui/team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- marking ---- */

/* Whether a sentence that comes to C at the end of its line goes on in another one. */
static bool goes_on(uint32_t c)
{
    static const uint32_t ends[] = {0x3002, 0xFF01, 0xFF1F, 0xFF1B, 0xFF1A, 0x2026, 0x201D, 0x2019,
                                    0xFF09, 0x300B, 0x300D, 0x300F, 0x3011, '.',    '!',    '?',
                                    ';',    ':',    ')',    ']',    '"',    '\''};
    if (c <= ' ' || c == 0x3000)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (c == ends[i])
            return false;
    return true;
}

/* Whether a line end is all that parts two words: those of Chinese stand without anything between them. */
static bool parts_words(uint32_t before, uint32_t behind)
{
    return !cut_is_cjk(before) && !cut_is_cjk(behind);
}

/* Whether the line that ends at END reads on at START without its line end: nothing ends there, and neither is a
 * heading or an item. */
static bool reads_on(const struct reader *r, size_t end, size_t start)
{
    const struct text *t = r->reading.text;
    const struct outline *o = &r->reading.outline;
    if (end == 0 || !goes_on(text_char(t, end - 1)) || text_char(t, start) <= ' ' ||
        parts_words(text_char(t, end - 1), text_char(t, start)))
        return false;
    long before = outline_at(o, end - 1), behind = outline_at(o, start);
    bool is_heading = before >= 0 && o->headings[before].span.end >= end;
    return !is_heading && (behind < 0 || o->headings[behind].span.start != start);
}

static bool is_blank(const struct reader *r, size_t start, size_t end)
{
    for (size_t cp = start; cp < end; cp++) {
        uint32_t c = text_char(r->reading.text, cp);
        if (c != ' ' && c != '\t' && c != 0x3000 && !flow_is_noise(r->reading.flow, cp))
            return false;
    }
    return true;
}

/* Noise that begins a line takes the line end before it along where the sentence goes on behind it; and what is all of
 * a line goes with its line end. */
static struct span with_line_ends(const struct reader *r, struct span s)
{
    const struct text *t = r->reading.text;
    size_t first = text_paragraph(t, text_paragraph_at(t, s.start)).start;
    size_t last = text_paragraph(t, text_paragraph_at(t, s.end - 1)).end;
    if (s.end > last || !is_blank(r, first, s.start))
        return s;
    bool whole = is_blank(r, s.end, last);
    size_t next = whole ? last + 1 : s.end;
    if (first > 0 && next < text_length(t) && reads_on(r, first - 1, next))
        return (struct span){first - 1, next};
    if (!whole)
        return s;
    if (last < text_length(t))
        return (struct span){first, last + 1};
    return (struct span){first > 0 ? first - 1 : 0, last};
}

/* That the quotes of annotations over S are without it now; false where there are none. */
static bool say_left_out(struct app *app, const struct reader *r, struct span s, const char *undo)
{
    const struct annset *notes = &r->notes;
    size_t first = annset_over(notes, 0, (int64_t)s.start, (int64_t)s.end), n = 0;
    if (first == notes->count)
        return false;
    for (size_t i = first; i < notes->count; i = annset_over(notes, i + 1, (int64_t)s.start, (int64_t)s.end))
        n++;
    const struct annotation *a = notes->items[first];
    if (n > 1)
        app_say(app,
                i18n_plural("it is noise now; the quote of %zu annotation leaves it out; %s takes it back",
                            "it is noise now; the quotes of %zu annotations leave it out; %s takes it back", n),
                n, undo);
    else if (a->reviewer == store_reviewer(app->store))
        app_say(app, _("it is noise now; the quote of your annotation leaves it out; %s takes it back"), undo);
    else
        app_say(app, _("it is noise now; the quote of %s's annotation leaves it out; %s takes it back"),
                a->reviewer_name, undo);
    return true;
}

static void say_marked(struct app *app, const struct reader *r, struct span s)
{
    struct str undo = {0}, show = {0};
    team_add_key(app, CMD_UNDO, &undo);
    team_add_key(app, CMD_NOISE_FOLD, &show);
    if (say_left_out(app, r, s, str_z(&undo)))
        ;
    else if (app->noise_folded)
        app_say(app, _("marked as noise and folded away; %s shows noise, %s takes it back"), str_z(&show),
                str_z(&undo));
    else
        app_say(app, _("marked as noise, so it is in no quote; %s takes it back"), str_z(&undo));
    str_clear(&undo);
    str_clear(&show);
}

static enum err_code mark(struct app *app, struct reader *r, struct err *e)
{
    struct span s = reader_target(r);
    if (s.start == s.end)
        return err_set(e, ERR_INPUT, _("there is nothing to mark here"));
    if (!r->selection.active || r->selection.unit != UNIT_GRAPHEME)
        s = flow_trim(r->reading.flow, s);
    if (s.start == s.end)
        return err_set(e, ERR_EXISTS, _("this is noise already"));
    s = with_line_ends(r, s);
    enum err_code rc =
        store_noise_mark(app->store, r->document.id, (int64_t)s.start, (int64_t)s.end, NOISE_HAND, NULL, e);
    if (rc == ERR_EXISTS)
        return err_set(e, rc, _("this is noise already"));
    if (rc)
        return rc;
    r->selection = (struct selection){0};
    say_marked(app, r, s);
    return ERR_OK;
}

/* ---- lifting ---- */

/* The noise of a document that reaches over some of [start, end). */
struct found {
    size_t start, end;
    int64_t *ids;
    size_t count, cap;
};

static bool find(void *ctx, const struct noise_mark *m)
{
    struct found *f = ctx;
    if (m->noise.span.start < f->end && m->noise.span.end > f->start) {
        f->ids = mem_grow(f->ids, &f->cap, f->count + 1, sizeof *f->ids);
        f->ids[f->count++] = m->id;
    }
    return m->noise.span.start < f->end;
}

/* Spans may overlap: all that make noise of this character. */
static enum err_code lift(struct app *app, struct reader *r, const struct noise *noise, struct err *e)
{
    struct found f = {.start = r->cursor, .end = text_grapheme_next(r->reading.text, r->cursor)};
    enum err_code rc = store_noise(app->store, r->document.id, find, &f, e);
    for (size_t i = 0; i < f.count && !rc; i++)
        rc = store_noise_lift(app->store, f.ids[i], e);
    free(f.ids);
    if (rc)
        return rc;
    struct str undo = {0};
    team_add_key(app, CMD_UNDO, &undo);
    app_say(app, _("this is text now, and was noise: %s; %s takes it back"), noise_kind_label(noise->kind, 1),
            str_z(&undo));
    str_clear(&undo);
    return ERR_OK;
}

enum err_code cmd_noise(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv;
    struct reader *r = reader_of(app);
    struct noise noise;
    enum err_code rc = reader_need_fixed_ends(r, e);
    if (rc)
        return rc;
    return !r->selection.active && reader_on_noise(r, &noise) ? lift(app, r, &noise, e) : mark(app, r, e);
}

/* ---- folding, going there ---- */

enum err_code cmd_noise_fold(struct app *app, const struct invocation *inv, struct err *e)
{
    (void)inv, (void)e;
    struct reader *r = reader_of(app);
    struct str key = {0};
    size_t n = flow_noise_count(r->reading.flow);
    app->noise_folded = !app->noise_folded;
    reader_follow_noise(r, app);
    team_add_key(app, CMD_NOISE_FOLD, &key);
    if (!app->noise_folded)
        app_say(app, "%s", _("noise is shown, and dim"));
    else if (n > 0 && !rows_hide(r->rows))
        app_say(app, "%s", _("noise is folded away, but here there is nothing else"));
    else if (n > 0)
        app_say(app,
                i18n_plural("%zu piece of noise is folded away; %s shows it",
                            "%zu pieces of noise are folded away; %s shows them", (unsigned long)n),
                n, str_z(&key));
    else
        app_say(app, "%s", _("noise is folded away; in this document there is none"));
    str_clear(&key);
    return ERR_OK;
}

/* Noise may begin with a line end, where nobody stands. */
static size_t place_in(const struct reader *r, const struct noise *n)
{
    size_t at = reader_stand(r, n->span.start);
    return at < n->span.start && n->span.start + 1 < n->span.end ? reader_stand(r, n->span.start + 1) : at;
}

enum err_code cmd_noise_next(struct app *app, const struct invocation *inv, struct err *e)
{
    struct reader *r = reader_of(app);
    bool folded = app->noise_folded;
    app->noise_folded = false;
    reader_follow_noise(r, app);
    const struct flow *f = r->reading.flow; /* another one, where the noise is by now */
    size_t n = flow_noise_count(f), i = flow_noise_from(f, r->cursor), last = n;
    for (int left = invocation_times(inv); i < n && left > 0; i++)
        if (flow_noise(f, i)->span.start > r->cursor && place_in(r, flow_noise(f, i)) > r->cursor) {
            last = i;
            left--;
        }
    if (last < n) {
        reader_go(r, place_in(r, flow_noise(f, last)));
        return ERR_OK;
    }
    app->noise_folded = folded;
    return err_set(e, ERR_NOT_FOUND, "%s", n ? _("this is the last noise") : _("there is no noise in this document"));
}
