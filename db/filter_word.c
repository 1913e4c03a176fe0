/* The words of the filter language. They are the same in every locale: what one reviewer saved another one reads. */
#include "base/mem.h"
#include "db/filter_tree.h"
#include "text/find.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_LETTERS 4  /* shorter words are one slip away from too many others */
#define TAG_ALSO "标注" /* "tag" in filters that were saved so: understood, never offered */

struct name {
    const char *english, *chinese;
};

static const struct name words[FILTER_WORDS] = {
    [WORD_MANIFESTATION] = {"manifestation", "表现"},
    [WORD_CAUSE] = {"cause", "原因"},
    [WORD_REMEDY] = {"remedy", "对策"},
    [WORD_LINKED] = {"linked", "已关联"},
    [WORD_UNANSWERED] = {"unanswered", "未回应"},
    [WORD_EXPLAINS] = {"explains", "说明了"},
    [WORD_ADDRESSES] = {"addresses", "针对了"},
    [WORD_EXPLAINED] = {"explained", "被说明"},
    [WORD_ADDRESSED] = {"addressed", "被针对"},
    [WORD_CODED] = {"coded", "已编码"},
    [WORD_NOTED] = {"noted", "有批注"},
    [WORD_MINE] = {"mine", "我的"},
    [WORD_QUESTION] = {"question", "有疑问"},
    [WORD_ACCEPTED] = {"accepted", "已采纳"},
    [WORD_REJECTED] = {"rejected", "已否决"},
    [WORD_SETTLED] = {"settled", "已裁定"},
};

static const struct name fields[FILTER_FIELDS] = {
    [FIELD_BY] = {"by", "审阅人"},   [FIELD_IN] = {"in", "文档"},     [FIELD_TAG] = {"tag", "标签"},
    [FIELD_CODE] = {"code", "编码"}, [FIELD_TEXT] = {"text", "文字"}, [FIELD_QUOTE] = {"quote", "引文"},
    [FIELD_NOTE] = {"note", "批注"}, [FIELD_DATE] = {"date", "日期"},
};

static const struct {
    struct name name;
    enum token_kind kind;
} operators[] = {
    {{"and", "且"}, TOKEN_AND},
    {{"or", "或"}, TOKEN_OR},
    {{"not", "非"}, TOKEN_NOT},
};

/* What field and word completion offers: they are static, because they are handed out. */
static const char *const completions[] = {
    "manifestation", "cause",  "remedy", "linked", "unanswered", "explains", "addresses", "explained",
    "addressed",     "coded",  "noted",  "mine",   "question",   "accepted", "rejected",  "settled",
    "by:",           "in:",    "tag:",   "code:",  "text:",      "quote:",   "note:",     "date:",
    "表现",          "原因",   "对策",   "已关联", "未回应",     "说明了",   "针对了",    "被说明",
    "被针对",        "已编码", "有批注", "我的",   "有疑问",     "已采纳",   "已否决",    "已裁定",
    "审阅人：",      "文档：", "标签：", "编码：", "文字：",     "引文：",   "批注：",    "日期：",
};

const char *filter_word_name(enum filter_word word)
{
    return words[word].english;
}

const char *filter_field_name(enum filter_field field)
{
    return fields[field].english;
}

static char *folded(const char *s)
{
    struct str out = {0};
    find_fold_words(s, strlen(s), &out);
    return str_take(&out);
}

static bool is_name(const struct name *n, const char *word)
{
    return strcmp(n->english, word) == 0 || strcmp(n->chinese, word) == 0;
}

bool filter_word_parse(const char *s, enum filter_word *out)
{
    enum tag tag;
    char *word = folded(s);
    bool found = tag_parse(word, &tag);
    if (found)
        *out = WORD_MANIFESTATION + (tag - TAG_MANIFESTATION);
    for (enum filter_word i = 0; i < FILTER_WORDS && !found; i++) {
        found = is_name(&words[i], word);
        if (found)
            *out = i;
    }
    free(word);
    return found;
}

bool filter_field_parse(const char *s, enum filter_field *out)
{
    char *word = folded(s);
    bool found = false;
    for (enum filter_field i = 0; i < FILTER_FIELDS && !found; i++) {
        found = is_name(&fields[i], word) || (i == FIELD_TAG && strcmp(word, TAG_ALSO) == 0);
        if (found)
            *out = i;
    }
    free(word);
    return found;
}

enum token_kind filter_operator(const char *s)
{
    enum token_kind kind = TOKEN_WORD;
    char *word = folded(s);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (is_name(&operators[i].name, word))
            kind = operators[i].kind;
    free(word);
    return kind;
}

/* ---- slips ---- */

struct letters {
    uint32_t *c;
    size_t n;
};

static struct letters letters_of(const char *s)
{
    struct letters l = {mem_alloc(strlen(s) + 1, sizeof *l.c), 0};
    for (size_t bytes; (bytes = points_next(s, &l.c[l.n])) > 0; s += bytes, l.n++)
        l.c[l.n] = find_fold(l.c[l.n]);
    return l;
}

static bool same_from(const struct letters *a, size_t i, const struct letters *b, size_t j)
{
    return a->n - i == b->n - j && memcmp(a->c + i, b->c + j, (a->n - i) * sizeof *a->c) == 0;
}

/* A is not longer than B. */
static bool one_apart(const struct letters *a, const struct letters *b)
{
    size_t i = 0;
    while (i < a->n && a->c[i] == b->c[i])
        i++;
    if (b->n > a->n)
        return b->n == a->n + 1 && same_from(a, i, b, i + 1);
    if (i == a->n)
        return false;
    bool swapped = i + 1 < a->n && a->c[i] == b->c[i + 1] && a->c[i + 1] == b->c[i];
    return same_from(a, i + 1, b, i + 1) || (swapped && same_from(a, i + 2, b, i + 2));
}

bool filter_is_near(const char *a, const char *b)
{
    struct letters one = letters_of(a), other = letters_of(b);
    bool near = one.n <= other.n ? one_apart(&one, &other) : one_apart(&other, &one);
    free(one.c);
    free(other.c);
    return near;
}

static const char *nearest(const struct name *names, size_t n, const char *s)
{
    for (size_t i = 0; i < n; i++)
        if (filter_is_near(names[i].english, s))
            return names[i].english;
    return NULL;
}

const char *filter_near_word(const char *s)
{
    return strlen(s) >= NEAR_LETTERS ? nearest(words, FILTER_WORDS, s) : NULL;
}

const char *filter_near_field(const char *s)
{
    return nearest(fields, FILTER_FIELDS, s);
}

size_t filter_complete(const char *prefix, size_t n, const char **out, size_t max)
{
    size_t count = 0;
    char *z = mem_ndup(prefix, n), *begin = folded(z);
    for (size_t i = 0; i < sizeof completions / sizeof *completions && count < max; i++)
        if (n > 0 ? strncmp(completions[i], begin, strlen(begin)) == 0 : (completions[i][0] & 0x80) == 0)
            out[count++] = completions[i];
    free(z);
    free(begin);
    return count;
}
