#include "exchange/odt_story.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/kind.h"

#include <stdlib.h>
#include <string.h>

void odt_push(struct odt *o, bool line)
{
    struct odt_story *s = MEM_NEW(struct odt_story);
    s->around = o->story;
    extract_begin(&s->own, o->limit);
    s->out = &s->own;
    s->line = line;
    o->story = s;
}

static void end_line(struct odt_story *s)
{
    if (s->line)
        extract_words(s->out, " ", 1);
    else
        extract_paragraph(s->out);
}

void odt_end_line(struct odt *o)
{
    struct odt_story *s = o->story;
    end_line(s);
    for (size_t i = 0; i < s->aside_count; i++) {
        struct odt_aside *aside = &s->asides[i];
        struct str mark = {0};
        if (aside->number > 0)
            str_addf(&mark, "[%zu] ", aside->number);
        extract_words(s->out, str_z(&mark), mark.len);
        extract_add(s->out, &aside->words);
        extract_clear(&aside->words);
        str_clear(&mark);
        end_line(s);
    }
    s->aside_count = 0;
}

void odt_pop(struct odt *o, struct extract *out)
{
    struct odt_story *s = o->story;
    struct err none;
    odt_end_line(o);
    extract_finish(&s->own, "", &none);
    if (out)
        *out = s->own;
    else
        extract_clear(&s->own);
    free(s->asides);
    o->story = s->around;
    free(s);
}

void odt_words(struct odt *o, const char *s, size_t n)
{
    if (o->hidden[o->depth])
        return;
    if (o->in_reading)
        str_addn(&o->reading, s, n);
    else
        extract_words(o->story->out, s, n);
}

static bool text_start(void *ctx, const struct xml_element *el)
{
    struct odt *o = ctx;
    o->depth = el->depth;
    o->hidden[el->depth] = el->depth > 0 && o->hidden[el->depth - 1];
    if (!o->body && odt_style_start(&o->styles, el))
        return true;
    const struct odt_event *event = xml_names_find(&o->events, el->name);
    bool goes_in = !event || !event->start || event->start(o, el);
    if (!goes_in)
        o->depth = el->depth - 1;
    return goes_in;
}

static void text_end(void *ctx, const struct xml_element *el)
{
    struct odt *o = ctx;
    if (!o->body)
        odt_style_end(&o->styles, el);
    const struct odt_event *event = xml_names_find(&o->events, el->name);
    if (event && event->end)
        event->end(o, el);
    o->depth = el->depth - 1;
}

/* Words stand in paragraphs; white space between those is the file's. */
static void text_text(void *ctx, const char *s, size_t n)
{
    struct odt *o = ctx;
    if (o->body && o->story->paragraphs > 0)
        odt_words(o, s, n);
}

static enum err_code read_text(struct odt *o, struct extract *out, struct err *e)
{
    static const struct xml_handler handler = {text_start, text_end, text_text};
    for (const struct odt_event *event = odt_events; event->name; event++)
        xml_names_add(&o->events, event->name, event);
    odt_push(o, false);
    o->story->out = out;
    enum err_code code = xml_read(&o->zip, "content.xml", &handler, o, e);
    while (o->story)
        odt_pop(o, NULL);
    if (code == ERR_NOT_FOUND)
        code = err_set(e, ERR_INPUT, _("it is no whole OpenDocument text: its main part %s is missing"), "content.xml");
    return code;
}

/* ODF 1.2 part 3, 3.4.1: the manifest says of each part how it is encrypted. */
static enum err_code check_password(struct zip *z, struct err *e)
{
    struct str manifest = {0};
    enum err_code code = zip_head(z, "META-INF/manifest.xml", (size_t)1 << 20, &manifest, e);
    if (code == ERR_NOT_FOUND)
        code = ERR_OK;
    else if (code == ERR_OK && strstr(str_z(&manifest), "encryption-data"))
        code = err_set(e, ERR_INPUT, _("it is locked with a password; save it without one and import that"));
    str_clear(&manifest);
    return code;
}

enum err_code odt_read(const void *p, size_t n, const struct limits *limits, struct extract *out, struct err *e)
{
    struct odt *o = MEM_NEW(struct odt);
    o->limit = limits->text;
    zip_begin(&o->zip, p, n, limits);
    enum err_code code = check_password(&o->zip, e);
    if (code == ERR_OK)
        code = odt_styles_read(&o->styles, &o->zip, e);
    if (code == ERR_OK)
        code = read_text(o, out, e);
    odt_styles_clear(&o->styles);
    str_clear(&o->reading);
    free(o);
    return code;
}
