#include "exchange/export_row.h"

#include "base/clock.h"
#include "db/code.h"
#include "db/link.h"
#include "exchange/export_csv.h"

#include <string.h>

void export_page_clear(struct export_page *p)
{
    str_clear(&p->section);
    reading_clear(&p->reading);
    document_clear(&p->document);
}

enum err_code export_page_load(struct store *s, int64_t id, struct export_page *out, struct err *e)
{
    *out = (struct export_page){.heading = -1};
    enum err_code rc = store_document_get(s, id, &out->document, e);
    if (!rc)
        rc = reading_load(s, id, &out->reading, e);
    if (rc)
        export_page_clear(out);
    return rc;
}

void export_codes_clear(struct export_codes *c)
{
    for (size_t i = 0; i < EXPORT_CODES; i++)
        str_clear(&c->of[i].path);
    *c = (struct export_codes){0};
}

/* A position from the file, which may be damaged, as one inside the text. */
static size_t inside(const struct text *t, int64_t cp)
{
    if (cp < 0)
        return 0;
    return (uint64_t)cp < text_length(t) ? (size_t)cp : text_length(t);
}

const char *export_quote(const struct export_page *p, const struct annotation *a, size_t *n)
{
    struct span s = {inside(p->reading.text, a->start), inside(p->reading.text, a->end)};
    return flow_quote(p->reading.flow, s, n);
}

/* ---- the quote and what stands around it ---- */

/* The byte behind the character at P. */
static const char *past(const char *p)
{
    unsigned char c = (unsigned char)*p;
    return p + (c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
}

static const char *past_all(const char *p, size_t n)
{
    while (n-- > 0)
        p = past(p);
    return p;
}

/* Is the character at P one of those between two of which a grapheme cluster always ends: ASCII without controls but
 * LF, U+3000 to U+3029, U+4000 to U+9FFF, U+FF00 to U+FF3F? In Chinese text there is hardly another. */
static bool is_plain(const char *p)
{
    unsigned char c = (unsigned char)p[0];
    if (c < 0x80)
        return (c >= 0x20 && c < 0x7F) || c == '\n';
    if (c == 0xE3)
        return (unsigned char)p[1] == 0x80 && (unsigned char)p[2] < 0xAA;
    return (c >= 0xE4 && c <= 0xE9) || (c == 0xEF && (unsigned char)p[1] == 0xBC);
}

/* Is there a boundary of clusters between the character at P and the one behind it, without looking any further? */
static bool parts(const char *p)
{
    return is_plain(p) && is_plain(past(p));
}

/* The words of [START, END), in order and inside T, or QUOTE where they are none; and the context on both sides, which
 * begins and ends between clusters. The text is searched for START only once; all else is walked to. */
static void passage_cells(struct csv *c, const struct text *t, size_t start, size_t end, const char *quote,
                          size_t bytes)
{
    size_t n, length = text_length(t);
    size_t from = start > EXPORT_CSV_CONTEXT ? start - EXPORT_CSV_CONTEXT : 0, before = from > 0;
    size_t to = length - end > EXPORT_CSV_CONTEXT ? end + EXPORT_CSV_CONTEXT : length;
    const char *all = text_slice(t, from - before, SIZE_MAX, &n);
    const char *left = before ? past(all) : all;
    const char *words = past_all(left, start - from), *behind = past_all(words, end - start);
    const char *last = to > end ? past_all(behind, to - end - 1) : behind, *right = to > end ? past(last) : behind;
    if (before && !parts(all) && text_grapheme_floor(t, from) != from) {
        size_t next = text_grapheme_next(t, from);
        left = past_all(left, (next < start ? next : start) - from);
    }
    if (to > end && to < length && !parts(last)) {
        size_t floor = text_grapheme_floor(t, to);
        right = past_all(behind, floor > end ? floor - end : 0);
    }
    csv_cell(c, start < end ? words : quote, start < end ? (size_t)(behind - words) : bytes);
    csv_cell(c, left, (size_t)(words - left));
    csv_cell(c, behind, (size_t)(right - behind));
}

static void quote_cells(struct csv *c, const struct export_page *p, const struct annotation *a)
{
    size_t n = 0;
    const struct flow *flow = p->reading.flow;
    size_t start = flow_in(flow, inside(p->reading.text, a->start));
    size_t end = flow_in(flow, inside(p->reading.text, a->end));
    const char *quote = start < end ? NULL : export_quote(p, a, &n); /* all of it is noise */
    passage_cells(c, flow_text(flow), start, end > start ? end : start, quote, n);
}

/* ---- the other cells ---- */

/* Annotations come by place, so that many in a row are below the same heading. */
static void section_cell(struct csv *c, struct export_page *p, const struct annotation *a)
{
    size_t at = inside(p->reading.text, a->start);
    long heading = outline_at(&p->reading.outline, at);
    if (heading != p->heading) {
        str_truncate(&p->section, 0);
        outline_path(p->reading.flow, &p->reading.outline, at, &p->section);
        p->heading = heading;
    }
    csv_cell(c, str_z(&p->section), p->section.len);
}

static enum err_code code_cell(struct store *s, struct csv *c, struct export_codes *codes, int64_t code, struct err *e)
{
    enum err_code rc = ERR_OK;
    if (!code) {
        csv_cell(c, "", 0);
        return ERR_OK;
    }
    size_t i = (size_t)((uint64_t)code % EXPORT_CODES);
    struct str *path = &codes->of[i].path;
    if (codes->of[i].code != code) {
        str_truncate(path, 0);
        rc = store_code_path(s, code, path, e);
        codes->of[i].code = rc ? 0 : code;
    }
    csv_cell(c, str_z(path), path->len);
    return rc;
}

enum { EXPLAINS, ADDRESSES, EXPLAINED_BY, ADDRESSED_BY, ENDS };

struct ends {
    struct str uuids[ENDS];
};

static bool add_end(void *ctx, enum relation relation, bool out, const char *uuid)
{
    struct ends *ends = ctx;
    struct str *to = &ends->uuids[(relation == RELATION_ADDRESSES) + (out ? 0 : EXPLAINED_BY)];
    if (to->len > 0)
        str_addc(to, ' ');
    str_add(to, uuid);
    return true;
}

static enum err_code link_cells(struct store *s, struct csv *c, const struct annotation_row *row, struct err *e)
{
    struct ends ends = {0};
    enum err_code rc = row->linked ? store_link_ends(s, &row->annotation, add_end, &ends, e) : ERR_OK;
    for (size_t i = 0; i < ENDS; i++) {
        csv_cell(c, str_z(&ends.uuids[i]), ends.uuids[i].len);
        str_clear(&ends.uuids[i]);
    }
    return rc;
}

enum err_code export_row(struct store *s, struct csv *c, struct export_page *p, struct export_codes *codes,
                         const struct annotation_row *row, struct err *e)
{
    const struct annotation *a = &row->annotation;
    char time[CLOCK_TEXT_SIZE];
    csv_cell_z(c, a->uuid);
    csv_cell_z(c, p->document.name);
    csv_cell_z(c, p->document.sha256);
    csv_cell_z(c, tag_name(a->tag));
    quote_cells(c, p, a);
    csv_cell_number(c, a->start);
    csv_cell_number(c, a->end);
    section_cell(c, p, a);
    csv_cell_z(c, a->reviewer_name);
    csv_cell_z(c, a->note);
    csv_cell_z(c, clock_format(a->created, time));
    csv_cell_z(c, clock_format(a->updated, time));
    csv_cell_z(c, settled_name(a->settled));
    csv_cell_number(c, row->questions);
    enum err_code rc = code_cell(s, c, codes, a->code, e);
    if (!rc)
        rc = link_cells(s, c, row, e);
    csv_end_row(c);
    return rc;
}
