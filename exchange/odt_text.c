#include "exchange/odt_story.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static bool start_body(struct odt *o, const struct xml_element *el)
{
    (void)el;
    odt_styles_sort(&o->styles);
    o->body = true;
    return true;
}

static bool skip(struct odt *o, const struct xml_element *el)
{
    (void)o, (void)el;
    return false;
}

/* ---- paragraphs ---- */

/* The number of an item, once, at its first paragraph; of a heading outside of lists, that of the outline. */
static void add_number(struct odt *o, const struct odt_style *style, int level, const struct xml_element *el)
{
    struct odt_story *s = o->story;
    struct str label = {0};
    if (s->list_count > 0) {
        struct odt_nest *nest = &s->lists[s->list_count - 1];
        struct odt_list *list = odt_list_find(&o->styles, nest->style);
        int at = s->list_count > ODT_LEVELS ? ODT_LEVELS - 1 : s->list_count - 1;
        if (nest->item && list)
            odt_list_next(list, at, nest->start, &label);
        nest->item = false;
    } else if (level > 0 && !style->no_list) {
        char header[8];
        long start = xml_number(el, "text:start-value", -1);
        if (!xml_attribute(el, "text:is-list-header", header, sizeof header) || strcmp(header, "true") != 0)
            odt_list_next(&o->styles.outline, level > ODT_LEVELS ? ODT_LEVELS - 1 : level - 1, start, &label);
    }
    odt_words(o, str_z(&label), label.len);
    str_clear(&label);
}

static void begin_paragraph(struct odt *o, const struct xml_element *el, int level)
{
    struct odt_story *s = o->story;
    char name[ODT_NAME];
    xml_attribute(el, "text:style-name", name, sizeof name);
    struct odt_style style = odt_style_find(&o->styles, name);
    s->paragraphs++;
    o->hidden[o->depth] = o->hidden[o->depth] || style.hidden > 0;
    bool says = level == 0 && style.level > 0 && s->list_count == 0;
    int given = says ? style.level : level == 0 && style.title ? 1 : level;
    if (given > 0 && s->tables.joining == 0 && !s->line && !o->hidden[o->depth])
        extract_heading(s->out, given);
    add_number(o, &style, level, el);
}

static bool start_p(struct odt *o, const struct xml_element *el)
{
    begin_paragraph(o, el, 0);
    return true;
}

static bool start_h(struct odt *o, const struct xml_element *el)
{
    long level = xml_number(el, "text:outline-level", 1);
    begin_paragraph(o, el, level < 1 ? 1 : level > 10 ? 10 : (int)level);
    return true;
}

static void end_p(struct odt *o, const struct xml_element *el)
{
    (void)el;
    struct odt_story *s = o->story;
    if (s->paragraphs > 0)
        s->paragraphs--;
    if (s->tables.joining > 0)
        extract_words(s->out, " ", 1);
    else
        odt_end_line(o);
}

static bool start_span(struct odt *o, const struct xml_element *el)
{
    char style[ODT_NAME];
    xml_attribute(el, "text:style-name", style, sizeof style);
    o->hidden[o->depth] = o->hidden[o->depth] || odt_style_find(&o->styles, style).hidden > 0;
    return true;
}

static bool start_blank(struct odt *o, const struct xml_element *el)
{
    (void)el;
    odt_words(o, " ", 1);
    return true;
}

/* A line that ends inside a paragraph ends it for the reader, but not a heading, and not in a table. */
static bool start_break(struct odt *o, const struct xml_element *el)
{
    (void)el;
    struct odt_story *s = o->story;
    if (o->hidden[o->depth])
        return true;
    if (s->tables.joining > 0 || s->line || s->out->heading_level > 0 || o->in_reading)
        odt_words(o, " ", 1);
    else
        extract_paragraph(s->out);
    return true;
}

static bool start_reading(struct odt *o, const struct xml_element *el)
{
    (void)el;
    o->in_reading = true;
    return true;
}

static void end_reading(struct odt *o, const struct xml_element *el)
{
    (void)el;
    o->in_reading = false;
    if (o->reading.len == 0)
        return;
    extract_noise_begin(o->story->out, NOISE_READING);
    odt_words(o, "(", 1);
    odt_words(o, o->reading.p, o->reading.len);
    odt_words(o, ")", 1);
    extract_noise_end(o->story->out);
    str_truncate(&o->reading, 0);
}

/* A section that is not shown. */
static bool start_section(struct odt *o, const struct xml_element *el)
{
    (void)o;
    char display[8];
    return !xml_attribute(el, "text:display", display, sizeof display) || strcmp(display, "none") != 0;
}

/* ---- lists ---- */

static bool start_list(struct odt *o, const struct xml_element *el)
{
    struct odt_story *s = o->story;
    if (s->list_count == ODT_LISTS_DEEP_MAX)
        return false;
    struct odt_nest *nest = &s->lists[s->list_count++];
    char other[4];
    *nest = (struct odt_nest){.start = -1};
    if (!xml_attribute(el, "text:style-name", nest->style, sizeof nest->style) && s->list_count > 1)
        memcpy(nest->style, nest[-1].style, sizeof nest->style);
    bool goes_on = (xml_attribute(el, "text:continue-numbering", other, sizeof other) && other[0] == 't') ||
                   xml_attribute(el, "text:continue-list", other, sizeof other);
    struct odt_list *list = s->list_count == 1 && !goes_on ? odt_list_find(&o->styles, nest->style) : NULL;
    if (list)
        odt_list_restart(list);
    return true;
}

static void end_list(struct odt *o, const struct xml_element *el)
{
    (void)el;
    if (o->story->list_count > 0)
        o->story->list_count--;
}

static bool start_item(struct odt *o, const struct xml_element *el)
{
    struct odt_story *s = o->story;
    if (s->list_count > 0) {
        s->lists[s->list_count - 1].item = true;
        s->lists[s->list_count - 1].start = xml_number(el, "text:start-value", -1);
    }
    return true;
}

static bool start_list_header(struct odt *o, const struct xml_element *el)
{
    (void)el;
    if (o->story->list_count > 0)
        o->story->lists[o->story->list_count - 1].item = false;
    return true;
}

/* ---- tables ---- */

static bool start_table(struct odt *o, const struct xml_element *el)
{
    (void)el;
    return tables_begin(&o->story->tables);
}

static void end_table(struct odt *o, const struct xml_element *el)
{
    (void)el;
    tables_end(&o->story->tables);
}

static bool start_column(struct odt *o, const struct xml_element *el)
{
    tables_columns(&o->story->tables, xml_number(el, "table:number-columns-repeated", 1));
    return true;
}

static bool start_row(struct odt *o, const struct xml_element *el)
{
    (void)el;
    tables_row(&o->story->tables);
    return true;
}

static void end_row(struct odt *o, const struct xml_element *el)
{
    (void)el;
    if (tables_row_end(&o->story->tables, o->story->out))
        odt_end_line(o);
}

static bool start_cell(struct odt *o, const struct xml_element *el)
{
    (void)el;
    tables_cell(&o->story->tables, o->story->out, o->story->line);
    return true;
}

/* ---- notes, boxes, tables of contents ---- */

static void add_aside(struct odt *o, bool note)
{
    struct extract words;
    odt_pop(o, &words);
    struct odt_story *s = o->story;
    if (words.text.len == 0 || o->hidden[o->depth]) {
        extract_clear(&words);
        return;
    }
    s->asides = mem_grow(s->asides, &s->aside_cap, s->aside_count + 1, sizeof *s->asides);
    s->asides[s->aside_count++] = (struct odt_aside){note ? ++o->notes : 0, words};
    if (!note)
        return;
    struct str mark = {0};
    str_addf(&mark, "[%zu]", o->notes);
    extract_noise_begin(s->out, NOISE_REFERENCE);
    odt_words(o, mark.p, mark.len);
    extract_noise_end(s->out);
    str_clear(&mark);
}

static bool start_note(struct odt *o, const struct xml_element *el)
{
    (void)el;
    odt_push(o, true);
    return true;
}

static void end_note(struct odt *o, const struct xml_element *el)
{
    (void)el;
    add_aside(o, true);
}

static bool start_box(struct odt *o, const struct xml_element *el)
{
    (void)el;
    odt_push(o, false);
    return true;
}

/* One that stands between paragraphs and not in one is no part of any. */
static void end_box(struct odt *o, const struct xml_element *el)
{
    (void)el;
    add_aside(o, false);
    if (o->story->paragraphs == 0 && o->story->tables.joining == 0)
        odt_end_line(o);
}

static bool start_contents(struct odt *o, const struct xml_element *el)
{
    (void)el;
    extract_noise_begin(o->story->out, NOISE_RUNNING);
    return true;
}

static void end_contents(struct odt *o, const struct xml_element *el)
{
    (void)el;
    extract_noise_end(o->story->out);
}

const struct odt_event odt_events[] = {
    {"draw:caption", start_box, end_box},
    {"draw:circle", start_box, end_box},
    {"draw:connector", start_box, end_box},
    {"draw:custom-shape", start_box, end_box},
    {"draw:ellipse", start_box, end_box},
    {"draw:line", start_box, end_box},
    {"draw:path", start_box, end_box},
    {"draw:polygon", start_box, end_box},
    {"draw:polyline", start_box, end_box},
    {"draw:rect", start_box, end_box},
    {"draw:text-box", start_box, end_box},
    {"office:text", start_body, NULL},
    {"table:covered-table-cell", start_cell, NULL},
    {"table:table", start_table, end_table},
    {"table:table-cell", start_cell, NULL},
    {"table:table-column", start_column, NULL},
    {"table:table-row", start_row, end_row},
    {"text:a", start_span, NULL},
    {"text:h", start_h, end_p},
    {"text:line-break", start_break, NULL},
    {"text:list", start_list, end_list},
    {"text:list-header", start_list_header, NULL},
    {"text:list-item", start_item, NULL},
    {"text:note-body", start_note, end_note},
    {"text:p", start_p, end_p},
    {"text:ruby-text", start_reading, end_reading},
    {"text:s", start_blank, NULL},
    {"text:section", start_section, NULL},
    {"text:span", start_span, NULL},
    {"text:tab", start_blank, NULL},
    {"text:table-of-content", start_contents, end_contents},
    /* What was deleted, what was said of the text, and what is none. */
    {"draw:object", skip, NULL},
    {"draw:object-ole", skip, NULL},
    {"office:annotation", skip, NULL},
    {"office:event-listeners", skip, NULL},
    {"office:forms", skip, NULL},
    {"office:scripts", skip, NULL},
    {"svg:desc", skip, NULL},
    {"svg:title", skip, NULL},
    {"text:alphabetical-index-source", skip, NULL},
    {"text:bibliography-source", skip, NULL},
    {"text:hidden-text", skip, NULL},
    {"text:illustration-index-source", skip, NULL},
    {"text:note-citation", skip, NULL},
    {"text:number", skip, NULL},
    {"text:object-index-source", skip, NULL},
    {"text:script", skip, NULL},
    {"text:table-index-source", skip, NULL},
    {"text:table-of-content-source", skip, NULL},
    {"text:tracked-changes", skip, NULL},
    {"text:user-index-source", skip, NULL},
    {NULL, NULL, NULL},
};
