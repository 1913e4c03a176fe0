#include "exchange/docx_story.h"

#include <stdlib.h>
#include <string.h>

struct reading_body {
    struct body body;
    struct xml_names events;
};

static void learn(struct reading_body *r, const struct event *events)
{
    for (; events->name; events++)
        xml_names_add(&r->events, events->name, events);
}

static bool body_start(void *ctx, const struct xml_element *el)
{
    struct reading_body *r = ctx;
    const struct event *event = xml_names_find(&r->events, el->name);
    return !event || !event->start || event->start(&r->body, el);
}

static void body_end(void *ctx, const struct xml_element *el)
{
    struct reading_body *r = ctx;
    const struct event *event = xml_names_find(&r->events, el->name);
    if (event && event->end)
        event->end(&r->body, el);
}

static void add_instruction(struct body *b, const char *s, size_t n)
{
    size_t have = strlen(b->said);
    for (size_t i = 0; i < n && have < sizeof b->said - 1; i++)
        if (have > 0 || s[i] != ' ')
            b->said[have++] = s[i];
    b->said[have] = 0;
}

static void body_text(void *ctx, const char *s, size_t n)
{
    struct body *b = &((struct reading_body *)ctx)->body;
    if (b->instruction)
        add_instruction(b, s, n);
    else if (b->words > 0)
        story_words(b, s, n);
}

static enum err_code read_part(struct reading_body *r, const char *part, struct err *e)
{
    static const struct xml_handler handler = {body_start, body_end, body_text};
    learn(r, docx_text_events);
    learn(r, docx_aside_events);
    enum err_code code = xml_read(&r->body.docx->zip, part, &handler, r, e);
    while (r->body.story->around) /* after an error */
        story_pop(&r->body, NULL);
    story_close(&r->body);
    story_pop(&r->body, NULL);
    str_clear(&r->body.reading);
    return code;
}

enum err_code docx_notes_read(struct docx *d, const char *part, bool end, struct err *e)
{
    struct reading_body r = {.body = {.docx = d, .collecting = true, .end_notes = end}};
    story_push(&r.body, true);
    enum err_code code = read_part(&r, part, e);
    if (d->note_count > 0)
        qsort(d->notes, d->note_count, sizeof *d->notes, docx_note_compare);
    return code;
}

enum err_code docx_body_read(struct docx *d, const char *part, struct extract *out, struct err *e)
{
    struct reading_body r = {.body = {.docx = d}};
    story_push(&r.body, false);
    r.body.story->out = out;
    return read_part(&r, part, e);
}
