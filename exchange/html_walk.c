#include "exchange/html_walk.h"

#include "base/mem.h"
#include "exchange/ordinal.h"
#include "text/cut.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REFERENCE_LONGEST 8 /* code points: [12], ①, 注3 */

void html_walk_begin(struct html_walk *w, struct extract *out)
{
    *w = (struct html_walk){.out = out};
}

static struct html_open *top(struct html_walk *w)
{
    return w->depth > 0 ? &w->open[w->depth - 1] : NULL;
}

/* ---- paragraphs and rows ---- */

/* The paragraph ends before the next words. The only paragraph of a cell stays in its row. */
static void break_paragraph(struct html_walk *w)
{
    if (!w->row.cell || w->row.text)
        w->paragraph_due = true;
}

/* What is due before words. */
static void catch_up(struct html_walk *w)
{
    if (w->paragraph_due || w->row.tabs > 0)
        w->space = HTML_NO_SPACE;
    if (w->paragraph_due) {
        extract_paragraph(w->out);
        w->row.broken = w->row.broken || w->row.text;
    }
    for (; w->row.tabs > 0; w->row.tabs--)
        extract_cell(w->out);
    if (w->heading > 0)
        extract_heading(w->out, w->heading);
    if (w->item[0]) {
        extract_words(w->out, w->item, strlen(w->item));
        w->item[0] = '\0';
    }
    w->paragraph_due = false;
    w->row.text = w->row.any = true;
}

static void begin_row(struct html_walk *w)
{
    w->paragraph_due = true;
    w->row = (struct html_row){0};
}

static void begin_cell(struct html_walk *w)
{
    if (w->row.cells > 0 && w->row.broken)
        w->paragraph_due = true;
    else if (w->row.cells > 0) {
        w->paragraph_due = w->paragraph_due && !w->row.any;
        w->row.tabs++;
    }
    w->row.cells++;
    w->row.cell = true;
    w->row.text = false;
}

/* ---- lists ---- */

/* The number of an item as its list counts (HTML Standard, "ordinal value" and "type"). Letters end with the alphabet:
 * word processors go on with AA BB, pages with AA AB. */
static void number_item(struct html_walk *w, int number, char numbering)
{
    bool letter = numbering == 'a' || numbering == 'A';
    enum ordinal how = numbering == 'a'   ? ORDINAL_LOWER_LETTER
                       : numbering == 'A' ? ORDINAL_UPPER_LETTER
                       : numbering == 'i' ? ORDINAL_LOWER_ROMAN
                       : numbering == 'I' ? ORDINAL_UPPER_ROMAN
                                          : ORDINAL_DECIMAL;
    struct str label = {0};
    if (number < 1 || (letter && number > 26))
        str_addf(&label, "%d", number);
    else
        ordinal_add(&label, how, (unsigned)number);
    snprintf(w->item, sizeof w->item, "%s. ", str_z(&label));
    str_clear(&label);
}

static int number_of(const char *value, int standard)
{
    if (!value)
        return standard;
    char *end;
    long number = strtol(value, &end, 10);
    return end > value && number > -1000000000 && number < 1000000000 ? (int)number : standard;
}

static void begin_list(struct html_open *o, const unsigned char **attributes)
{
    const char *type = html_attribute(attributes, "type");
    o->number = number_of(html_attribute(attributes, "start"), 1);
    o->numbering = type && *type && strchr("aAiI", *type) ? *type : '1';
}

static void begin_item(struct html_walk *w, const unsigned char **attributes)
{
    struct html_open *list = NULL;
    for (size_t i = w->depth - 1; i > 0 && !list && w->depth - i < 64; i--)
        if (w->open[i - 1].element->role == HTML_LIST || w->open[i - 1].element->role == HTML_COUNTED)
            list = &w->open[i - 1];
    break_paragraph(w);
    if (!list || list->element->role == HTML_LIST) {
        snprintf(w->item, sizeof w->item, "• ");
        return;
    }
    list->number = number_of(html_attribute(attributes, "value"), list->number);
    number_item(w, list->number, list->numbering);
    list->number++;
}

/* ---- noise ---- */

static void begin_site(struct html_walk *w, bool sure)
{
    if (w->site > 0 || w->in_document > 0)
        return;
    w->site = w->depth;
    w->site_is_sure = sure;
    top(w)->noise = true;
    extract_noise_begin(w->out, NOISE_SITE);
}

/* The document itself begins in what looked like the site around it. */
static void lift_site(struct html_walk *w)
{
    if (w->site == 0)
        return;
    w->open[w->site - 1].noise = false;
    w->site = 0;
    extract_noise_end(w->out);
}

/* A link into the page that is raised, however the two lie in each other: <sup><a href="#fn1">[1]</a></sup>. */
static void begin_reference(struct html_walk *w)
{
    top(w)->noise = top(w)->reference = true;
    extract_noise_begin(w->out, NOISE_REFERENCE);
}

static void end_noise(struct html_walk *w, const struct html_open *o)
{
    size_t before = w->out->noise.count;
    extract_noise_end(w->out);
    if (w->site == w->depth)
        w->site = 0;
    if (!o->reference || w->out->noise.count == before)
        return;
    struct span s = w->out->noise.all[before].span;
    if (s.end - s.start > REFERENCE_LONGEST)
        w->out->noise.count = before;
}

static void begin_document(struct html_walk *w)
{
    top(w)->document = true;
    w->in_document++;
}

static void look_for_noise(struct html_walk *w, const unsigned char **attributes)
{
    struct html_open *o = top(w);
    switch (o->element->role) {
    case HTML_SITE:
    case HTML_HEADER:
        begin_site(w, o->element->role == HTML_SITE);
        break;
    case HTML_MAIN:
        lift_site(w);
        begin_document(w);
        break;
    case HTML_ARTICLE:
        if (!w->site_is_sure)
            lift_site(w);
        if (w->site == 0)
            begin_document(w);
        break;
    case HTML_HEADING:
        if (o->element->level == 1 && !w->site_is_sure)
            lift_site(w);
        break;
    case HTML_INLINE:
    case HTML_LINK:
    case HTML_RAISED:
    case HTML_READING:
        break;
    default: /* not html or body */
        if (w->depth > 2 && html_is_site(attributes))
            begin_site(w, false);
    }
}

/* ---- elements ---- */

static void start_shown(struct html_walk *w, const unsigned char **attributes)
{
    struct html_open *o = top(w);
    switch (o->element->role) {
    case HTML_INLINE:
    case HTML_DROPPED:
        break;
    case HTML_LINK: {
        const char *href = html_attribute(attributes, "href");
        o->fragment = o->fragment || (href && href[0] == '#' && href[1]);
        break;
    }
    case HTML_RAISED:
        o->raised = true;
        break;
    case HTML_READING:
        catch_up(w);
        o->noise = true;
        extract_noise_begin(w->out, NOISE_READING);
        extract_words(w->out, "(", 1);
        break;
    case HTML_HEADING:
        w->paragraph_due = true;
        w->heading = o->element->level;
        break;
    case HTML_PRE:
        break_paragraph(w);
        o->preserved = w->fresh_pre = true;
        break;
    case HTML_COUNTED:
        begin_list(o, attributes);
        break_paragraph(w);
        break;
    case HTML_ITEM:
        begin_item(w, attributes);
        break;
    case HTML_TABLE:
        break_paragraph(w);
        o->row = w->row;
        begin_row(w);
        break;
    case HTML_ROW:
        begin_row(w);
        break;
    case HTML_CELL:
        begin_cell(w);
        break;
    default:
        break_paragraph(w);
    }
}

void html_walk_start(struct html_walk *w, const char *name, const unsigned char **attributes)
{
    if (w->depth >= HTML_DEPTH) {
        w->too_deep = true;
        return;
    }
    struct html_open o = {0};
    if (w->depth > 0)
        o = (struct html_open){.dropped = top(w)->dropped,
                               .preserved = top(w)->preserved,
                               .fragment = top(w)->fragment,
                               .raised = top(w)->raised};
    bool marked = o.fragment && o.raised;
    o.element = html_element(name);
    o.dropped = o.dropped || o.element->role == HTML_DROPPED || html_is_hidden(attributes);
    w->open = mem_grow(w->open, &w->cap, w->depth + 1, sizeof o);
    w->open[w->depth++] = o;
    if (o.dropped)
        return;
    look_for_noise(w, attributes);
    start_shown(w, attributes);
    if (!marked && top(w)->fragment && top(w)->raised)
        begin_reference(w);
}

static void end_shown(struct html_walk *w, const struct html_open *o)
{
    switch (o->element->role) {
    case HTML_INLINE:
    case HTML_LINK:
    case HTML_RAISED:
    case HTML_DROPPED:
        break;
    case HTML_READING:
        extract_words(w->out, ")", 1);
        break;
    case HTML_HEADING:
        w->heading = 0;
        w->paragraph_due = true;
        break;
    case HTML_ITEM:
        w->item[0] = '\0';
        break_paragraph(w);
        break;
    case HTML_CELL:
        w->row.cell = w->row.text = false;
        break;
    case HTML_ROW:
        begin_row(w);
        break;
    case HTML_TABLE:
        w->row = o->row;
        w->row.broken = w->row.text = true;
        w->paragraph_due = true;
        break;
    default:
        break_paragraph(w);
    }
}

void html_walk_end(struct html_walk *w)
{
    if (w->depth == 0)
        return;
    const struct html_open *o = top(w);
    if (!o->dropped) {
        end_shown(w, o);
        if (o->noise)
            end_noise(w, o);
        w->in_document -= o->document;
    }
    w->depth--;
}

/* ---- words ---- */

/* Numeric references to the characters that Windows has where Unicode has controls mean the former (HTML Standard,
 * "numeric character reference end state"); a no-break space is a blank here. */
static const char *replacement(const unsigned char *s)
{
    static const char *const windows[32] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                            "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                            "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    if (s[0] != 0xC2)
        return NULL;
    return s[1] == 0xA0 ? " " : s[1] >= 0x80 && s[1] < 0xA0 ? windows[s[1] - 0x80] : NULL;
}

/* How many bytes of white space the N > 0 bytes at S begin with, one character. The no-break and the ideographic blank,
 * which stand for an empty line or an indent, count only where ALL is asked for. */
static size_t white(const char *s, size_t n, bool all)
{
    if (s[0] == ' ' || s[0] == '\t' || s[0] == '\r' || s[0] == '\n' || s[0] == '\f')
        return 1;
    if (all && n >= 3 && memcmp(s, "\xE3\x80\x80", 3) == 0)
        return 3;
    return all && n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static bool is_white(const char *s, size_t n)
{
    size_t size = 1;
    for (size_t i = 0; i < n && size > 0; i += size)
        size = white(s + i, n - i, true);
    return size > 0;
}

static uint32_t first_char(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    if (n >= 4 && u[0] >= 0xF0)
        return (u[0] & 7U) << 18 | (u[1] & 63U) << 12 | (u[2] & 63U) << 6 | (u[3] & 63U);
    if (n >= 3 && u[0] >= 0xE0)
        return (u[0] & 15U) << 12 | (u[1] & 63U) << 6 | (u[2] & 63U);
    return n > 0 && u[0] < 0x80 ? u[0] : 0;
}

static bool is_behind_cjk(const struct str *text)
{
    size_t at = text->len;
    while (at > 0 && ((unsigned char)text->p[--at] & 0xC0) == 0x80)
        continue;
    return text->len > 0 && cut_is_cjk(first_char(text->p + at, text->len - at));
}

/* Words without white space. The end of a line of the source is a blank, but not between two characters of a script
 * without blanks (CSS Text 3, "Segment Break Transformation Rules"). */
static void write_solid(struct html_walk *w, const char *s, size_t n)
{
    if (n == 0)
        return;
    if (w->space == HTML_SPACE ||
        (w->space == HTML_LINE_END && !(is_behind_cjk(&w->out->text) && cut_is_cjk(first_char(s, n)))))
        extract_words(w->out, " ", 1);
    w->space = HTML_NO_SPACE;
    extract_words(w->out, s, n);
}

static void write_running(struct html_walk *w, const char *s, size_t n)
{
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        if (!white(s + i, n - i, false))
            continue;
        write_solid(w, s + start, i - start);
        if (s[i] == '\n')
            w->space = HTML_LINE_END; /* whatever blanks are beside it */
        else if (w->space == HTML_NO_SPACE)
            w->space = HTML_SPACE;
        start = i + 1;
    }
    write_solid(w, s + start, n - start);
}

static void write_words(struct html_walk *w, const char *s, size_t n, bool preserved)
{
    if (preserved)
        extract_lines(w->out, s, n);
    else
        write_running(w, s, n);
}

/* The words of an element, with what is due before them, and characters replaced. */
static void write_text(struct html_walk *w, const char *s, size_t n, bool preserved)
{
    catch_up(w);
    size_t start = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        const char *other = replacement((const unsigned char *)s + i);
        if (!other)
            continue;
        write_words(w, s + start, i - start, preserved);
        write_words(w, other, strlen(other), preserved);
        start = i + 2;
        i++;
    }
    write_words(w, s + start, n - start, preserved);
}

void html_walk_text(struct html_walk *w, const char *s, size_t n)
{
    const struct html_open *o = top(w);
    if (n == 0 || (o && o->dropped))
        return;
    bool preserved = o && o->preserved;
    if (preserved && w->fresh_pre && s[0] == '\n')
        s++, n--;
    w->fresh_pre = false;
    if (preserved || !is_white(s, n))
        write_text(w, s, n, preserved);
    else if (memchr(s, '\n', n))
        w->space = HTML_LINE_END;
    else if (w->space == HTML_NO_SPACE)
        w->space = HTML_SPACE;
}

void html_walk_finish(struct html_walk *w)
{
    while (w->depth > 0)
        html_walk_end(w);
    free(w->open);
    w->open = NULL;
    w->cap = 0;
}
