#include "exchange/docx_story.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* ---- fields and tables of contents ---- */

static bool says_toc(const char *instruction)
{
    while (*instruction == ' ')
        instruction++;
    return strncmp(instruction, "TOC", 3) == 0 && (instruction[3] == ' ' || !instruction[3]);
}

static void begin_field(struct body *b)
{
    struct story *s = b->story;
    if (s->field_count == FIELDS_MAX) {
        s->field_more++;
        return;
    }
    s->fields[s->field_count++] = (struct field){.code = true};
    s->codes++;
    b->said[0] = 0;
}

static void separate_field(struct body *b)
{
    struct story *s = b->story;
    struct field *f = s->field_count > 0 ? &s->fields[s->field_count - 1] : NULL;
    if (!f || !f->code || s->field_more > 0)
        return;
    f->code = false;
    s->codes--;
    f->toc = says_toc(b->said);
    if (f->toc)
        extract_noise_begin(s->out, NOISE_RUNNING);
    s->toc_seen = s->toc_seen || f->toc;
}

static void end_field(struct body *b)
{
    struct story *s = b->story;
    if (s->field_more > 0) {
        s->field_more--;
    } else if (s->field_count > 0) {
        struct field *f = &s->fields[--s->field_count];
        s->codes -= f->code;
        if (f->toc)
            extract_noise_end(s->out);
    }
}

static bool start_field_char(struct body *b, const struct xml_element *el)
{
    char type[16];
    xml_attribute(el, "w:fldCharType", type, sizeof type);
    if (strcmp(type, "begin") == 0)
        begin_field(b);
    else if (strcmp(type, "separate") == 0)
        separate_field(b);
    else if (strcmp(type, "end") == 0)
        end_field(b);
    return true;
}

static bool start_instruction(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->instruction = true;
    return true;
}

static void end_instruction(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->instruction = false;
}

static bool start_simple_field(struct body *b, const struct xml_element *el)
{
    char instruction[16];
    xml_attribute(el, "w:instr", instruction, sizeof instruction);
    if (b->story->toc_field < 0 && says_toc(instruction)) {
        b->story->toc_field = el->depth;
        b->story->toc_seen = true;
        extract_noise_begin(b->story->out, NOISE_RUNNING);
    }
    return true;
}

static void end_simple_field(struct body *b, const struct xml_element *el)
{
    if (b->story->toc_field != el->depth)
        return;
    b->story->toc_field = -1;
    extract_noise_end(b->story->out);
}

static bool start_gallery(struct body *b, const struct xml_element *el)
{
    char gallery[32];
    xml_attribute(el, "w:val", gallery, sizeof gallery);
    b->story->gallery = strcmp(gallery, "Table of Contents") == 0;
    return true;
}

static bool start_sdt(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->properties++;
    b->story->gallery = false;
    return true;
}

static void end_sdt(struct body *b, const struct xml_element *el)
{
    (void)el;
    b->properties--;
}

/* A box from the gallery of tables of contents is noise with its title, where it holds one. */
static bool start_content(struct body *b, const struct xml_element *el)
{
    struct story *s = b->story;
    if (s->gallery && s->toc_box < 0) {
        s->toc_box = el->depth;
        s->toc_seen = false;
        extract_noise_begin(s->out, NOISE_RUNNING);
    }
    s->gallery = false;
    return true;
}

static void end_content(struct body *b, const struct xml_element *el)
{
    struct story *s = b->story;
    if (s->toc_box != el->depth)
        return;
    s->toc_box = -1;
    if (s->toc_seen)
        extract_noise_end(s->out);
    else
        extract_noise_forget(s->out);
}

/* ---- notes, boxes, alternatives ---- */

int docx_note_compare(const void *a, const void *b)
{
    const struct docx_note *x = a, *y = b;
    return x->end != y->end ? x->end - y->end : (x->id > y->id) - (x->id < y->id);
}

static bool start_reference(struct body *b, const struct xml_element *el)
{
    struct docx *d = b->docx;
    struct docx_note key = {.id = xml_number(el, "w:id", -1), .end = strcmp(el->name, "w:endnoteReference") == 0};
    struct docx_note *note = b->collecting || !story_is_shown(b) || d->note_count == 0
                                 ? NULL
                                 : bsearch(&key, d->notes, d->note_count, sizeof *d->notes, docx_note_compare);
    if (!note || note->words.text.len == 0)
        return true;
    struct story *s = b->story;
    if (note->number == 0) {
        note->number = ++d->referred;
        s->notes = mem_grow(s->notes, &s->note_cap, s->note_count + 1, sizeof *s->notes);
        s->notes[s->note_count++] = (size_t)(note - d->notes);
    }
    struct str mark = {0};
    str_addf(&mark, "[%zu]", note->number);
    story_begin_paragraph(b, true);
    extract_noise_begin(s->out, NOISE_REFERENCE);
    story_words(b, mark.p, mark.len);
    extract_noise_end(s->out);
    str_clear(&mark);
    return true;
}

/* 17.11.10: separators are notes of a type of their own. */
static bool start_note(struct body *b, const struct xml_element *el)
{
    char type[16];
    xml_attribute(el, "w:type", type, sizeof type);
    if (!b->collecting || b->story->around || (type[0] && strcmp(type, "normal") != 0))
        return false;
    struct docx *d = b->docx;
    d->notes = mem_grow(d->notes, &d->note_cap, d->note_count + 1, sizeof *d->notes);
    d->notes[d->note_count++] = (struct docx_note){.id = xml_number(el, "w:id", -1), .end = b->end_notes};
    story_push(b, true);
    return true;
}

static void end_note(struct body *b, const struct xml_element *el)
{
    (void)el;
    if (b->story->around)
        story_pop(b, &b->docx->notes[b->docx->note_count - 1].words);
}

static bool start_box(struct body *b, const struct xml_element *el)
{
    (void)el;
    story_push(b, false);
    return true;
}

static void end_box(struct body *b, const struct xml_element *el)
{
    (void)el;
    struct extract box;
    story_pop(b, &box);
    struct story *s = b->story;
    if (!story_is_shown(b)) {
        extract_clear(&box);
        return;
    }
    s->boxes = mem_grow(s->boxes, &s->box_cap, s->box_count + 1, sizeof *s->boxes);
    s->boxes[s->box_count++] = box;
}

static bool start_alternatives(struct body *b, const struct xml_element *el)
{
    b->chosen[el->depth] = false;
    return true;
}

static bool start_alternative(struct body *b, const struct xml_element *el)
{
    bool *chosen = &b->chosen[el->depth > 0 ? el->depth - 1 : 0];
    bool skip = *chosen;
    *chosen = true;
    return !skip;
}

static bool skip(struct body *b, const struct xml_element *el)
{
    (void)b, (void)el;
    return false;
}

const struct event docx_aside_events[] = {
    {"mc:AlternateContent", start_alternatives, NULL},
    {"mc:Choice", start_alternative, NULL},
    {"mc:Fallback", start_alternative, NULL},
    {"w:docPartGallery", start_gallery, NULL},
    {"w:endnote", start_note, end_note},
    {"w:endnoteReference", start_reference, NULL},
    {"w:fldChar", start_field_char, NULL},
    {"w:fldSimple", start_simple_field, end_simple_field},
    {"w:footnote", start_note, end_note},
    {"w:footnoteReference", start_reference, NULL},
    {"w:instrText", start_instruction, end_instruction},
    /* How it was before a change, what was said of pieces of it, and what is no text. */
    {"w:customXmlPr", skip, NULL},
    {"w:numberingChange", skip, NULL},
    {"w:pPrChange", skip, NULL},
    {"w:rPrChange", skip, NULL},
    {"w:sdtEndPr", skip, NULL},
    {"w:sectPr", skip, NULL},
    {"w:smartTagPr", skip, NULL},
    {"w:tabs", skip, NULL},
    {"w:tblGridChange", skip, NULL},
    {"w:tblPr", skip, NULL},
    {"w:tcPr", skip, NULL},
    {"w:sdtContent", start_content, end_content},
    {"w:sdtPr", start_sdt, end_sdt},
    {"w:txbxContent", start_box, end_box},
    {NULL, NULL, NULL},
};
