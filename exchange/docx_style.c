#include "exchange/docx.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CHAIN_MAX 32 /* styles that are based on one another */

bool docx_is_on(const struct xml_element *el)
{
    char value[8];
    if (!xml_attribute(el, "w:val", value, sizeof value))
        return true;
    return strcmp(value, "0") != 0 && strcmp(value, "false") != 0 && strcmp(value, "off") != 0;
}

int docx_outline_level(const struct xml_element *el)
{
    long value = xml_number(el, "w:val", 9);
    return value >= 0 && value < 9 ? (int)value + 1 : 0;
}

/* The number behind PREFIX and blanks, where nothing follows it; 0 for others. */
static int number_behind(const char *name, const char *prefix)
{
    size_t n = strlen(prefix);
    if (strncasecmp(name, prefix, n) != 0)
        return 0;
    for (name += n; *name == ' '; name++)
        ;
    return name[0] >= '1' && name[0] <= '9' && !name[1] ? name[0] - '0' : 0;
}

/* The level of a heading by the name of its style. Word writes the built-in ones in English whatever its language;
 * other programs write what they show. */
static int level_of_name(const char *name)
{
    static const char *const prefixes[] = {"heading", "标题", "標題"};
    if (strcasecmp(name, "Title") == 0 || strcmp(name, "标题") == 0)
        return 1;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        int level = number_behind(name, prefixes[i]);
        if (level > 0)
            return level;
    }
    return -1;
}

struct reading_styles {
    struct docx_styles *styles;
    struct docx_style *open;
    int name_level;
};

static void open_style(struct reading_styles *r, const struct xml_element *el)
{
    struct docx_styles *s = r->styles;
    r->name_level = -1;
    if (s->count >= DOCX_STYLES_MAX)
        return;
    char type[16];
    s->all = mem_grow(s->all, &s->cap, s->count + 1, sizeof *s->all);
    r->open = &s->all[s->count++];
    *r->open = (struct docx_style){.level = -1, .number = -1, .at = -1, .hidden = -1};
    xml_attribute(el, "w:styleId", r->open->id, sizeof r->open->id);
    xml_attribute(el, "w:type", type, sizeof type);
    if (strcmp(type, "paragraph") == 0 && xml_attribute(el, "w:default", type, sizeof type) && type[0] != '0' &&
        type[0] != 'f')
        memcpy(s->standard, r->open->id, sizeof s->standard);
}

static bool style_start(void *ctx, const struct xml_element *el)
{
    struct reading_styles *r = ctx;
    const char *name = el->name;
    char value[DOCX_ID];
    if (strcmp(name, "w:tblStylePr") == 0 || strcmp(name, "w:latentStyles") == 0)
        return false;
    if (strcmp(name, "w:style") == 0)
        open_style(r, el);
    else if (!r->open)
        return true;
    else if (strcmp(name, "w:basedOn") == 0)
        xml_attribute(el, "w:val", r->open->based_on, sizeof r->open->based_on);
    else if (strcmp(name, "w:name") == 0 && xml_attribute(el, "w:val", value, sizeof value))
        r->name_level = level_of_name(value);
    else if (strcmp(name, "w:outlineLvl") == 0)
        r->open->level = docx_outline_level(el);
    else if (strcmp(name, "w:numId") == 0)
        r->open->number = xml_number(el, "w:val", 0);
    else if (strcmp(name, "w:ilvl") == 0)
        r->open->at = (int)xml_number(el, "w:val", 0);
    else if (strcmp(name, "w:vanish") == 0)
        r->open->hidden = docx_is_on(el);
    return true;
}

static void style_end(void *ctx, const struct xml_element *el)
{
    struct reading_styles *r = ctx;
    if (strcmp(el->name, "w:style") != 0 || !r->open)
        return;
    if (r->open->level < 0)
        r->open->level = r->name_level;
    r->open = NULL;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct docx_style *)a)->id, ((const struct docx_style *)b)->id);
}

static const struct docx_style *look_up(const struct docx_styles *s, const char *id)
{
    struct docx_style key = {0};
    snprintf(key.id, sizeof key.id, "%s", id);
    return s->count > 0 && id[0] ? bsearch(&key, s->all, s->count, sizeof *s->all, by_id) : NULL;
}

/* What STYLE says, or else those that it is based on. */
static struct docx_style resolve(const struct docx_styles *s, const struct docx_style *style)
{
    struct docx_style found = *style;
    memcpy(found.numbered, style->id, sizeof found.numbered);
    for (int i = 0; style && i < CHAIN_MAX; i++, style = look_up(s, style->based_on)) {
        found.level = found.level < 0 ? style->level : found.level;
        found.at = found.at < 0 ? style->at : found.at;
        found.hidden = found.hidden < 0 ? style->hidden : found.hidden;
        if (found.number < 0 && style->number >= 0) {
            found.number = style->number;
            memcpy(found.numbered, style->id, sizeof found.numbered);
        }
    }
    found.level = found.level < 0 ? 0 : found.level;
    found.number = found.number < 0 ? 0 : found.number;
    found.hidden = found.hidden > 0;
    return found;
}

enum err_code docx_styles_read(struct docx_styles *s, struct zip *z, const char *part, struct err *e)
{
    static const struct xml_handler handler = {.start = style_start, .end = style_end};
    struct reading_styles r = {.styles = s};
    enum err_code code = xml_read(z, part, &handler, &r, e);
    if (s->count == 0)
        return code;
    qsort(s->all, s->count, sizeof *s->all, by_id);
    struct docx_style *resolved = mem_alloc(s->count, sizeof *resolved);
    for (size_t i = 0; i < s->count; i++)
        resolved[i] = resolve(s, &s->all[i]);
    free(s->all);
    s->all = resolved;
    s->cap = s->count;
    return code;
}

void docx_styles_clear(struct docx_styles *s)
{
    free(s->all);
    *s = (struct docx_styles){0};
}

struct docx_style docx_style_find(const struct docx_styles *s, const char *id)
{
    const struct docx_style *style = look_up(s, id);
    if (style)
        return *style;
    int level = !id[0] ? 0 : id[1] ? level_of_name(id) : number_behind(id, "");
    return (struct docx_style){.level = level < 0 ? 0 : level, .at = -1};
}
