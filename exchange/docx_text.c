#include "exchange/docx_story.h"

#include <stdlib.h>
#include <string.h>

/* ---- paragraphs and runs ---- */

static bool start_p(struct body *b, const struct xml_element *el)
{
    (void)el;
    bool goes_on = b->story->p.joined && b->story->p.begun;
    b->story->p = (struct paragraph){.number = -1, .at = -1, .level = -1, .begun = goes_on};
    b->story->run_hidden = -1;
    return true;
}

static void end_p(struct body *b, const struct xml_element *el)
{
    (void)el;
    struct story *s = b->story;
    if (!s->p.begun && !s->p.joined)
        story_begin_paragraph(b, false); /* an empty one counts in its list */
    if (s->tables.joining > 0)
        extract_words(s->out, " ", 1);
    else if (!s->p.joined)
        story_end_line(b);
}

static bool start_properties(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->properties++;
    return true;
}

static void end_properties(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->properties--;
}

static bool start_p_style(struct body *b, const struct xml_element *el)
{
    struct paragraph *p = &b->story->p;
    xml_attribute(el, "w:val", p->style, sizeof p->style);
    p->hidden = docx_style_find(&b->docx->styles, p->style).hidden;
    return true;
}

static bool start_number(struct body *b, const struct xml_element *el)
{
    b->story->p.number = xml_number(el, "w:val", 0);
    return true;
}

static bool start_number_level(struct body *b, const struct xml_element *el)
{
    b->story->p.at = (int)xml_number(el, "w:val", 0);
    return true;
}

static bool start_outline(struct body *b, const struct xml_element *el)
{
    b->story->p.level = docx_outline_level(el);
    return true;
}

static void end_run(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->story->run_hidden = -1;
}

/* In the properties of a paragraph those of its mark are said, too, which are none of its words'. */
static bool start_vanish(struct body *b, const struct xml_element *el)
{
    if (b->properties == 1)
        b->story->run_hidden = docx_is_on(el);
    return true;
}

static bool start_r_style(struct body *b, const struct xml_element *el)
{
    char id[DOCX_ID];
    xml_attribute(el, "w:val", id, sizeof id);
    if (b->properties == 1 && b->story->run_hidden < 0 && docx_style_find(&b->docx->styles, id).hidden)
        b->story->run_hidden = 1;
    return true;
}

/* What was deleted is out; a deleted mark joins its paragraph to the next one. */
static bool start_deleted(struct body *b, const struct xml_element *el)
{
    (void)el;
    if (b->properties >= 2)
        b->story->p.joined = true;
    return false;
}

/* ---- text ---- */

static bool start_text(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->words++;
    return true;
}

static void end_text(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->words--;
}

static bool start_tab(struct body *b, const struct xml_element *el)
{
    (void)el;
    story_words_z(b, "\t");
    return true;
}

/* A line that ends inside a paragraph ends it for the reader, but not a heading, and not in a table. */
static bool start_break(struct body *b, const struct xml_element *el)
{
    (void)el;
    struct story *s = b->story;
    if (!story_is_shown(b))
        return true;
    if (s->tables.joining > 0 || s->line || s->out->heading_level > 0 || b->in_reading)
        story_words_z(b, " ");
    else
        extract_paragraph(s->out);
    return true;
}

static bool start_hyphen(struct body *b, const struct xml_element *el)
{
    story_words_z(b, strcmp(el->name, "w:softHyphen") == 0 ? "\xC2\xAD" : "\xE2\x80\x91"); /* U+00AD, U+2011 */
    return true;
}

static bool start_symbol(struct body *b, const struct xml_element *el)
{
    char font[32], code[8];
    struct str character = {0};
    xml_attribute(el, "w:font", font, sizeof font);
    xml_attribute(el, "w:char", code, sizeof code);
    uint32_t c = docx_symbol(font, strtoul(code, NULL, 16));
    if (c)
        str_add_utf8(&character, c);
    story_words_z(b, str_z(&character));
    str_clear(&character);
    return true;
}

static bool start_reading(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->in_reading = true;
    return true;
}

static void end_reading(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->in_reading = false;
}

/* The reading stands before its base in the file and behind it in the text. One inside a reading is part of it. */
static void end_ruby(struct body *b, const struct xml_element *el)
{
    (void)el;
    if (b->in_reading)
        return;
    if (b->reading.len > 0) {
        extract_noise_begin(b->story->out, NOISE_READING);
        story_words_z(b, "(");
        story_words(b, b->reading.p, b->reading.len);
        story_words_z(b, ")");
        extract_noise_end(b->story->out);
    }
    str_truncate(&b->reading, 0);
}

/* ---- tables ---- */

static bool start_table(struct body *b, const struct xml_element *el)
{
    (void)el;
    return tables_begin(&b->story->tables);
}

static void end_table(struct body *b, const struct xml_element *el)
{
    (void)el;
    tables_end(&b->story->tables);
}

static bool start_column(struct body *b, const struct xml_element *el)
{
    (void)el;
    tables_columns(&b->story->tables, 1);
    return true;
}

static bool start_row(struct body *b, const struct xml_element *el)
{
    (void)el;
    tables_row(&b->story->tables);
    return true;
}

static void end_row(struct body *b, const struct xml_element *el)
{
    (void)el;
    if (tables_row_end(&b->story->tables, b->story->out))
        story_end_line(b);
}

static bool start_cell(struct body *b, const struct xml_element *el)
{
    (void)el;
    tables_cell(&b->story->tables, b->story->out, b->story->line);
    return true;
}

const struct event docx_text_events[] = {
    {"m:t", start_text, end_text},
    {"w:br", start_break, NULL},
    {"w:cr", start_break, NULL},
    {"w:del", start_deleted, NULL},
    {"w:gridCol", start_column, NULL},
    {"w:ilvl", start_number_level, NULL},
    {"w:moveFrom", start_deleted, NULL},
    {"w:noBreakHyphen", start_hyphen, NULL},
    {"w:numId", start_number, NULL},
    {"w:outlineLvl", start_outline, NULL},
    {"w:p", start_p, end_p},
    {"w:pPr", start_properties, end_properties},
    {"w:pStyle", start_p_style, NULL},
    {"w:ptab", start_tab, NULL},
    {"w:r", NULL, end_run},
    {"w:rPr", start_properties, end_properties},
    {"w:rStyle", start_r_style, NULL},
    {"w:rt", start_reading, end_reading},
    {"w:ruby", NULL, end_ruby},
    {"w:softHyphen", start_hyphen, NULL},
    {"w:sym", start_symbol, NULL},
    {"w:t", start_text, end_text},
    {"w:tab", start_tab, NULL},
    {"w:tbl", start_table, end_table},
    {"w:tc", start_cell, NULL},
    {"w:tr", start_row, end_row},
    {"w:trPr", start_properties, end_properties},
    {"w:vanish", start_vanish, NULL},
    {NULL, NULL, NULL},
};
