#include "exchange/docx_story.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

void story_push(struct body *b, bool line)
{
    struct story *s = MEM_NEW(struct story);
    s->around = b->story;
    extract_begin(&s->own, b->docx->limit);
    s->out = &s->own;
    s->line = line;
    s->p = (struct paragraph){.number = -1, .at = -1, .level = -1};
    s->run_hidden = s->toc_field = s->toc_box = -1;
    b->story = s;
}

/* The end of a line of the document: of a paragraph, or of a row. */
static void end_line(struct body *b)
{
    if (b->story->line)
        extract_words(b->story->out, " ", 1);
    else
        extract_paragraph(b->story->out);
}

/* What stands beside the paragraph that has ended. */
static void add_beside(struct body *b)
{
    struct story *s = b->story;
    for (size_t i = 0; i < s->box_count; i++) {
        extract_add(s->out, &s->boxes[i]);
        extract_clear(&s->boxes[i]);
        end_line(b);
    }
    for (size_t i = 0; i < s->note_count; i++) {
        struct docx_note *note = &b->docx->notes[s->notes[i]];
        struct str mark = {0};
        str_addf(&mark, "[%zu] ", note->number);
        extract_words(s->out, mark.p, mark.len);
        extract_add(s->out, &note->words);
        end_line(b);
        str_clear(&mark);
    }
    s->box_count = s->note_count = 0;
}

void story_end_line(struct body *b)
{
    end_line(b);
    add_beside(b);
}

void story_close(struct body *b)
{
    story_end_line(b);
    while (b->story->out->noise_depth > 0) /* a table of contents without an end hides nothing */
        extract_noise_forget(b->story->out);
}

void story_pop(struct body *b, struct extract *out)
{
    struct story *s = b->story;
    struct err none;
    story_close(b);
    extract_finish(&s->own, "", &none);
    if (out)
        *out = s->own;
    else
        extract_clear(&s->own);
    for (size_t i = 0; i < s->box_count; i++)
        extract_clear(&s->boxes[i]);
    free(s->boxes);
    free(s->notes);
    b->story = s->around;
    free(s);
}

bool story_is_shown(const struct body *b)
{
    const struct story *s = b->story;
    return s->codes == 0 && (s->run_hidden < 0 ? !s->p.hidden : !s->run_hidden);
}

void story_begin_paragraph(struct body *b, bool shown)
{
    struct story *s = b->story;
    struct paragraph *p = &s->p;
    if (p->begun)
        return;
    p->begun = true;
    struct docx_style style = docx_style_find(&b->docx->styles, p->style[0] ? p->style : b->docx->styles.standard);
    int level = p->level >= 0 ? p->level : style.level;
    long number = p->number >= 0 ? p->number : style.number;
    int at = p->at >= 0 ? p->at : p->number >= 0 ? -1 : style.at;
    struct str label = {0};
    if (number > 0)
        docx_number_next(&b->docx->numbers, &b->docx->styles, number, at, p->number >= 0 ? p->style : style.numbered,
                         &label);
    if (shown && level > 0 && s->tables.joining == 0 && !s->line)
        extract_heading(s->out, level);
    if (shown)
        extract_words(s->out, str_z(&label), label.len);
    str_clear(&label);
}

void story_words(struct body *b, const char *s, size_t n)
{
    if (!story_is_shown(b))
        return;
    if (b->in_reading) {
        str_addn(&b->reading, s, n);
        return;
    }
    story_begin_paragraph(b, true);
    extract_words(b->story->out, s, n);
}

void story_words_z(struct body *b, const char *z)
{
    story_words(b, z, strlen(z));
}
