#include "exchange/odt.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAIN_MAX 32 /* styles that come from one another */

/* style:num-format (19.500). Behind "1", "a", "A", "i", "I" come the systems that LibreOffice names by their beginning:
 * "一, 二, 三, ...". */
static enum ordinal ordinal_of(const char *format)
{
    static const struct {
        const char *begins;
        enum ordinal how;
    } known[] = {{"1", ORDINAL_DECIMAL},        {"a", ORDINAL_LOWER_LETTER}, {"A", ORDINAL_UPPER_LETTER},
                 {"i", ORDINAL_LOWER_ROMAN},    {"I", ORDINAL_UPPER_ROMAN},  {"一", ORDINAL_CHINESE},
                 {"壹", ORDINAL_CHINESE_LEGAL}, {"甲", ORDINAL_STEM},        {"子", ORDINAL_BRANCH},
                 {"①", ORDINAL_CIRCLE},         {"１", ORDINAL_FULL}};
    for (size_t i = 0; format[0] && i < sizeof known / sizeof *known; i++)
        if (strncmp(format, known[i].begins, strlen(known[i].begins)) == 0)
            return known[i].how;
    return format[0] ? ORDINAL_DECIMAL : ORDINAL_NONE;
}

static void open_style(struct odt_styles *s, const struct xml_element *el)
{
    char family[16];
    s->open = NULL;
    xml_attribute(el, "style:family", family, sizeof family);
    if (s->count >= ODT_STYLES_MAX || (strcmp(family, "paragraph") != 0 && strcmp(family, "text") != 0))
        return;
    s->all = mem_grow(s->all, &s->cap, s->count + 1, sizeof *s->all);
    s->open = &s->all[s->count++];
    char list[4], level[4];
    *s->open = (struct odt_style){.hidden = -1, .level = -1};
    if (xml_attribute(el, "style:default-outline-level", level, sizeof level)) {
        long at = xml_number(el, "style:default-outline-level", 0);
        s->open->level = at < 0 ? 0 : at > ODT_LEVELS ? ODT_LEVELS : (int)at;
    }
    xml_attribute(el, "style:name", s->open->name, sizeof s->open->name);
    xml_attribute(el, "style:parent-style-name", s->open->parent, sizeof s->open->parent);
    s->open->no_list = xml_attribute(el, "style:list-style-name", list, sizeof list) && !list[0];
}

static void open_list(struct odt_styles *s, const struct xml_element *el)
{
    s->open_list = NULL;
    s->open_level = NULL; /* in a list that may move now */
    if (s->list_count >= ODT_LISTS_MAX)
        return;
    s->lists = mem_grow(s->lists, &s->list_cap, s->list_count + 1, sizeof *s->lists);
    s->open_list = &s->lists[s->list_count++];
    *s->open_list = (struct odt_list){0};
    xml_attribute(el, "style:name", s->open_list->name, sizeof s->open_list->name);
    for (int i = 0; i < ODT_LEVELS; i++)
        s->open_list->levels[i].how = ORDINAL_NONE;
}

static void open_level(struct odt_styles *s, const struct xml_element *el, bool bullet)
{
    long at = xml_number(el, "text:level", 0);
    s->open_level = NULL;
    if (!s->open_list || at < 1 || at > ODT_LEVELS)
        return;
    char format[32];
    struct odt_level *level = s->open_level = &s->open_list->levels[at - 1];
    *level = (struct odt_level){.how = ORDINAL_BULLET, .shown = 1, .start = 1};
    if (bullet)
        return;
    xml_attribute(el, "style:num-format", format, sizeof format);
    xml_attribute(el, "style:num-prefix", level->prefix, sizeof level->prefix);
    xml_attribute(el, "style:num-suffix", level->suffix, sizeof level->suffix);
    long start = xml_number(el, "text:start-value", 1), shown = xml_number(el, "text:display-levels", 1);
    level->how = ordinal_of(format);
    level->start = start < 0 ? 0 : (unsigned)start;
    level->shown = shown < 1 ? 1 : shown > at ? (int)at : (int)shown;
}

static void read_hidden(struct odt_styles *s, const struct xml_element *el)
{
    char display[8];
    if (s->open && xml_attribute(el, "text:display", display, sizeof display))
        s->open->hidden = strcmp(display, "none") == 0;
}

static void read_label(struct odt_styles *s, const struct xml_element *el)
{
    char follows[12];
    if (s->open_level && xml_attribute(el, "text:label-followed-by", follows, sizeof follows))
        s->open_level->tight = strcmp(follows, "nothing") == 0;
}

bool odt_style_start(struct odt_styles *s, const struct xml_element *el)
{
    const char *name = el->name;
    if (strcmp(name, "style:style") == 0)
        open_style(s, el);
    else if (strcmp(name, "style:text-properties") == 0)
        read_hidden(s, el);
    else if (strcmp(name, "text:list-style") == 0)
        open_list(s, el);
    else if (strcmp(name, "text:outline-style") == 0)
        s->open_list = &s->outline;
    else if (strcmp(name, "text:list-level-style-number") == 0 || strcmp(name, "text:outline-level-style") == 0)
        open_level(s, el, false);
    else if (strcmp(name, "text:list-level-style-bullet") == 0 || strcmp(name, "text:list-level-style-image") == 0)
        open_level(s, el, true);
    else if (strcmp(name, "style:list-level-label-alignment") == 0)
        read_label(s, el);
    else
        return strcmp(name, "style:list-level-properties") == 0;
    return true;
}

void odt_style_end(struct odt_styles *s, const struct xml_element *el)
{
    if (strcmp(el->name, "style:style") == 0)
        s->open = NULL;
    else if (strcmp(el->name, "text:list-style") == 0 || strcmp(el->name, "text:outline-style") == 0)
        s->open_list = NULL, s->open_level = NULL;
}

static int by_style(const void *a, const void *b)
{
    return strcmp(((const struct odt_style *)a)->name, ((const struct odt_style *)b)->name);
}

static int by_list(const void *a, const void *b)
{
    return strcmp(((const struct odt_list *)a)->name, ((const struct odt_list *)b)->name);
}

static const struct odt_style *look_up(const struct odt_styles *s, const char *name)
{
    struct odt_style key = {0};
    snprintf(key.name, sizeof key.name, "%s", name);
    return s->count > 0 && name[0] ? bsearch(&key, s->all, s->count, sizeof *s->all, by_style) : NULL;
}

/* The level of the built-in style of headings that is called NAME (19.498: a blank is written _20_), or -1. */
static int level_of_name(const char *name)
{
    static const char heading[] = "Heading_20_";
    const char *digits = name + sizeof heading - 1;
    if (strncmp(name, heading, sizeof heading - 1) != 0)
        return -1;
    if (digits[0] >= '1' && digits[0] <= '9' && !digits[1])
        return digits[0] - '0';
    return strcmp(digits, "10") == 0 ? 10 : -1;
}

struct odt_style odt_style_find(const struct odt_styles *s, const char *name)
{
    const struct odt_style *style = look_up(s, name);
    return style ? *style
                 : (struct odt_style){.hidden = -1, .title = strcmp(name, "Title") == 0, .level = level_of_name(name)};
}

/* With what it takes from those that it comes from. */
static struct odt_style resolve(const struct odt_styles *s, const struct odt_style *style)
{
    struct odt_style found = *style;
    for (int i = 0; style && i < CHAIN_MAX; i++, style = look_up(s, style->parent)) {
        found.hidden = found.hidden < 0 ? style->hidden : found.hidden;
        if (found.level < 0)
            found.level = style->level >= 0 ? style->level : level_of_name(style->name);
        if (found.level < 0)
            found.level = level_of_name(style->parent);
        found.title = found.title || strcmp(style->name, "Title") == 0 || strcmp(style->parent, "Title") == 0;
    }
    return found;
}

void odt_styles_sort(struct odt_styles *s)
{
    s->open = NULL;
    s->open_list = NULL;
    s->open_level = NULL;
    if (s->count > 0) {
        qsort(s->all, s->count, sizeof *s->all, by_style);
        struct odt_style *resolved = mem_alloc(s->count, sizeof *resolved);
        for (size_t i = 0; i < s->count; i++)
            resolved[i] = resolve(s, &s->all[i]);
        free(s->all);
        s->all = resolved;
        s->cap = s->count;
    }
    if (s->list_count > 0)
        qsort(s->lists, s->list_count, sizeof *s->lists, by_list);
}

void odt_styles_clear(struct odt_styles *s)
{
    free(s->all);
    free(s->lists);
    *s = (struct odt_styles){0};
}

static bool common_start(void *ctx, const struct xml_element *el)
{
    /* The automatic styles of this part are those of headers and footers, under names that the text uses, too. */
    if (strcmp(el->name, "office:automatic-styles") == 0 || strcmp(el->name, "office:master-styles") == 0)
        return false;
    odt_style_start(ctx, el);
    return true;
}

static void common_end(void *ctx, const struct xml_element *el)
{
    odt_style_end(ctx, el);
}

enum err_code odt_styles_read(struct odt_styles *s, struct zip *z, struct err *e)
{
    static const struct xml_handler handler = {.start = common_start, .end = common_end};
    for (int i = 0; i < ODT_LEVELS; i++)
        s->outline.levels[i].how = ORDINAL_NONE;
    enum err_code code = xml_read(z, "styles.xml", &handler, s, e);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

struct odt_list *odt_list_find(struct odt_styles *s, const char *name)
{
    struct odt_list key = {0};
    snprintf(key.name, sizeof key.name, "%s", name);
    return s->list_count > 0 && name[0] ? bsearch(&key, s->lists, s->list_count, sizeof *s->lists, by_list) : NULL;
}

void odt_list_restart(struct odt_list *l)
{
    memset(l->begun, 0, sizeof l->begun);
}

static void count_on(struct odt_list *l, int at, long start)
{
    for (int i = 0; i <= at; i++) {
        if (i == at && start >= 0)
            l->counts[i] = (unsigned)start;
        else if (!l->begun[i])
            l->counts[i] = l->levels[i].start;
        else if (i == at && l->counts[i] < 1000000000)
            l->counts[i]++;
        l->begun[i] = true;
    }
    for (int i = at + 1; i < ODT_LEVELS; i++)
        l->begun[i] = false;
}

void odt_list_next(struct odt_list *l, int at, long start, struct str *out)
{
    const struct odt_level *level = &l->levels[at];
    count_on(l, at, start);
    str_add(out, level->prefix);
    for (int i = at + 1 - level->shown; level->how != ORDINAL_NONE && i <= at; i++) {
        size_t before = out->len;
        enum ordinal how = i < at && l->levels[i].how == ORDINAL_BULLET ? ORDINAL_NONE : l->levels[i].how;
        ordinal_add(out, how, l->counts[i]);
        if (i < at && out->len > before)
            str_addc(out, '.');
    }
    str_add(out, level->suffix);
    if (!level->tight)
        ordinal_end_label(out);
}
