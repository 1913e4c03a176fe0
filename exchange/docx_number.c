#include "exchange/docx.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct reading_numbers {
    struct docx_numbers *numbers;
    struct docx_list *list; /* that is open, or */
    struct docx_num *num;   /* that is open */
    int at;                 /* the level that is open, or -1 */
    struct docx_level *level;
};

static enum ordinal ordinal_of(const char *format)
{
    static const struct {
        const char *name;
        enum ordinal how;
    } known[] = {
        {"bullet", ORDINAL_BULLET},
        {"none", ORDINAL_NONE},
        {"decimalZero", ORDINAL_ZERO},
        {"decimalFullWidth", ORDINAL_FULL},
        {"decimalFullWidth2", ORDINAL_FULL},
        {"chineseCounting", ORDINAL_CHINESE},
        {"chineseCountingThousand", ORDINAL_CHINESE},
        {"taiwaneseCounting", ORDINAL_CHINESE},
        {"taiwaneseCountingThousand", ORDINAL_CHINESE},
        {"japaneseCounting", ORDINAL_CHINESE},
        {"koreanDigital2", ORDINAL_CHINESE_DIGIT},
        {"ideographDigital", ORDINAL_CHINESE_DIGIT},
        {"japaneseDigitalTenThousand", ORDINAL_CHINESE_DIGIT},
        {"taiwaneseDigital", ORDINAL_CHINESE_DIGIT},
        {"chineseLegalSimplified", ORDINAL_CHINESE_LEGAL},
        {"ideographLegalTraditional", ORDINAL_CHINESE_LEGAL},
        {"ideographTraditional", ORDINAL_STEM},
        {"ideographZodiac", ORDINAL_BRANCH},
        {"decimalEnclosedCircle", ORDINAL_CIRCLE},
        {"decimalEnclosedCircleChinese", ORDINAL_CIRCLE},
        {"decimalEnclosedParen", ORDINAL_PAREN},
        {"decimalEnclosedFullstop", ORDINAL_STOP},
        {"upperRoman", ORDINAL_UPPER_ROMAN},
        {"lowerRoman", ORDINAL_LOWER_ROMAN},
        {"upperLetter", ORDINAL_UPPER_LETTER},
        {"lowerLetter", ORDINAL_LOWER_LETTER},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, format) == 0)
            return known[i].how;
    return ORDINAL_DECIMAL;
}

static int level_index(const struct xml_element *el)
{
    long at = xml_number(el, "w:ilvl", -1);
    return at >= 0 && at < DOCX_LEVELS ? (int)at : -1;
}

static unsigned counter(const struct xml_element *el, long fallback)
{
    long n = xml_number(el, "w:val", fallback);
    return n < 0 ? 0 : (unsigned)n;
}

static void open_list(struct reading_numbers *r, const struct xml_element *el)
{
    struct docx_numbers *n = r->numbers;
    r->list = NULL;
    r->level = NULL; /* in a list that may move now */
    if (n->list_count >= DOCX_LISTS_MAX)
        return;
    n->lists = mem_grow(n->lists, &n->list_cap, n->list_count + 1, sizeof *n->lists);
    r->list = &n->lists[n->list_count++];
    *r->list = (struct docx_list){.id = xml_number(el, "w:abstractNumId", -1)};
    for (int i = 0; i < DOCX_LEVELS; i++) /* 17.9.25: without w:start it begins with 0 */
        r->list->levels[i] = (struct docx_level){.restart = -1};
}

static void open_num(struct reading_numbers *r, const struct xml_element *el)
{
    struct docx_numbers *n = r->numbers;
    r->num = NULL;
    if (n->num_count >= DOCX_NUMS_MAX)
        return;
    n->nums = mem_grow(n->nums, &n->num_cap, n->num_count + 1, sizeof *n->nums);
    r->num = &n->nums[n->num_count++];
    *r->num = (struct docx_num){.id = xml_number(el, "w:numId", -1), .list = -1};
}

static void open_level(struct reading_numbers *r, const struct xml_element *el)
{
    int at = level_index(el);
    r->level = NULL;
    if (at >= 0 && r->list) {
        r->level = &r->list->levels[at];
    } else if (at >= 0 && r->num) {
        if (!r->num->levels)
            r->num->levels = mem_zero(DOCX_LEVELS, sizeof *r->num->levels);
        r->num->own[at] = true;
        r->level = &r->num->levels[at];
    }
    if (r->level)
        *r->level = (struct docx_level){.restart = -1};
}

static void read_level(struct docx_level *level, const struct xml_element *el)
{
    char value[DOCX_ID];
    const char *name = el->name;
    xml_attribute(el, "w:val", value, sizeof value);
    if (strcmp(name, "w:start") == 0)
        level->start = counter(el, 0);
    else if (strcmp(name, "w:numFmt") == 0)
        level->how = ordinal_of(value);
    else if (strcmp(name, "w:lvlText") == 0)
        memcpy(level->text, value, sizeof level->text);
    else if (strcmp(name, "w:isLgl") == 0)
        level->legal = docx_is_on(el);
    else if (strcmp(name, "w:suff") == 0)
        level->tight = strcmp(value, "nothing") == 0;
    else if (strcmp(name, "w:lvlRestart") == 0)
        level->restart = (int)xml_number(el, "w:val", -1);
    else if (strcmp(name, "w:pStyle") == 0)
        memcpy(level->style, value, sizeof level->style);
}

static bool number_start(void *ctx, const struct xml_element *el)
{
    struct reading_numbers *r = ctx;
    const char *name = el->name;
    if (strcmp(name, "w:abstractNum") == 0)
        open_list(r, el);
    else if (strcmp(name, "w:num") == 0)
        open_num(r, el);
    else if (strcmp(name, "w:lvl") == 0)
        open_level(r, el);
    else if (strcmp(name, "w:lvlOverride") == 0)
        r->at = level_index(el);
    else if (r->level)
        read_level(r->level, el);
    else if (r->list && strcmp(name, "w:numStyleLink") == 0)
        xml_attribute(el, "w:val", r->list->style_link, sizeof r->list->style_link);
    else if (r->num && strcmp(name, "w:abstractNumId") == 0)
        r->num->list = xml_number(el, "w:val", -1);
    else if (r->num && r->at >= 0 && strcmp(name, "w:startOverride") == 0) {
        r->num->starts[r->at] = counter(el, 0);
        r->num->restarts[r->at] = true;
    }
    return true;
}

static void number_end(void *ctx, const struct xml_element *el)
{
    struct reading_numbers *r = ctx;
    if (strcmp(el->name, "w:abstractNum") == 0)
        r->list = NULL;
    else if (strcmp(el->name, "w:num") == 0)
        r->num = NULL;
    else if (strcmp(el->name, "w:lvl") == 0)
        r->level = NULL;
    else if (strcmp(el->name, "w:lvlOverride") == 0)
        r->at = -1;
}

static int by_list(const void *a, const void *b)
{
    long x = ((const struct docx_list *)a)->id, y = ((const struct docx_list *)b)->id;
    return (x > y) - (x < y);
}

static int by_num(const void *a, const void *b)
{
    long x = ((const struct docx_num *)a)->id, y = ((const struct docx_num *)b)->id;
    return (x > y) - (x < y);
}

enum err_code docx_numbers_read(struct docx_numbers *n, struct zip *z, const char *part, struct err *e)
{
    static const struct xml_handler handler = {.start = number_start, .end = number_end};
    struct reading_numbers r = {.numbers = n, .at = -1};
    enum err_code code = xml_read(z, part, &handler, &r, e);
    if (n->list_count > 0)
        qsort(n->lists, n->list_count, sizeof *n->lists, by_list);
    if (n->num_count > 0)
        qsort(n->nums, n->num_count, sizeof *n->nums, by_num);
    return code;
}

void docx_numbers_clear(struct docx_numbers *n)
{
    for (size_t i = 0; i < n->num_count; i++)
        free(n->nums[i].levels);
    free(n->nums);
    free(n->lists);
    *n = (struct docx_numbers){0};
}

static struct docx_num *find_num(const struct docx_numbers *n, long id)
{
    struct docx_num key = {.id = id};
    return n->num_count > 0 ? bsearch(&key, n->nums, n->num_count, sizeof *n->nums, by_num) : NULL;
}

/* The list of NUM, or the one that a numbering style stands for (17.9.21). */
static struct docx_list *find_list(const struct docx_numbers *n, const struct docx_styles *styles,
                                   const struct docx_num *num)
{
    struct docx_list key = {.id = num->list};
    for (int step = 0; step < 2; step++) {
        struct docx_list *list =
            n->list_count > 0 ? bsearch(&key, n->lists, n->list_count, sizeof *n->lists, by_list) : NULL;
        if (!list || !list->style_link[0])
            return list;
        struct docx_num *linked = find_num(n, docx_style_find(styles, list->style_link).number);
        key.id = linked ? linked->list : -1;
    }
    return NULL;
}

static const struct docx_level *level_of(const struct docx_num *num, const struct docx_list *list, int at)
{
    return num->levels && num->own[at] ? &num->levels[at] : &list->levels[at];
}

/* 17.9.11: a level begins anew when one before it goes on, unless it says otherwise. */
static void count_on(struct docx_num *num, struct docx_list *list, int at)
{
    if (!num->used)
        for (int i = 0; i < DOCX_LEVELS; i++)
            list->begun[i] = list->begun[i] && !num->restarts[i];
    num->used = true;
    for (int i = 0; i <= at; i++) {
        if (i == at && list->begun[i] && list->counts[i] < 1000000000)
            list->counts[i]++;
        else if (!list->begun[i])
            list->counts[i] = num->restarts[i] ? num->starts[i] : level_of(num, list, i)->start;
        list->begun[i] = true;
    }
    for (int i = at + 1; i < DOCX_LEVELS; i++) {
        int restart = level_of(num, list, i)->restart;
        if (restart < 0 || at < restart)
            list->begun[i] = false;
    }
}

static void write_label(const struct docx_num *num, const struct docx_list *list, int at, struct str *out)
{
    const struct docx_level *level = level_of(num, list, at);
    if (level->how == ORDINAL_BULLET && level->text[0]) {
        ordinal_add(out, ORDINAL_BULLET, 0);
        ordinal_end_label(out);
        return;
    }
    for (const char *s = level->text; *s; s++) {
        int of = s[0] == '%' && s[1] >= '1' && s[1] <= '9' ? s[1] - '1' : -1;
        if (of < 0) {
            str_addc(out, *s);
            continue;
        }
        enum ordinal how = level_of(num, list, of)->how;
        ordinal_add(out, level->legal && how != ORDINAL_NONE ? ORDINAL_DECIMAL : how, list->counts[of]);
        s++;
    }
    if (!level->tight)
        ordinal_end_label(out);
}

void docx_number_next(struct docx_numbers *n, const struct docx_styles *styles, long id, int at, const char *style,
                      struct str *out)
{
    struct docx_num *num = id > 0 ? find_num(n, id) : NULL;
    struct docx_list *list = num ? find_list(n, styles, num) : NULL;
    if (!list)
        return;
    for (int i = 0; at < 0 && style[0] && i < DOCX_LEVELS; i++)
        if (strcmp(level_of(num, list, i)->style, style) == 0)
            at = i;
    at = at < 0 ? 0 : at >= DOCX_LEVELS ? DOCX_LEVELS - 1 : at;
    count_on(num, list, at);
    write_label(num, list, at, out);
}
