#include "tests/anchor_edit.h"

#include "base/mem.h"

#include <string.h>
#include <unistr.h>

static const char *const who[] = {"各分公司", "市供水处", "机关各支部", "设备科",   "第三车间", "督查组",
                                  "街道办",   "村级班子", "质检中心",   "值班人员", "采购小组", "信息科"};
static const char *const how[] = {"没有认真", "长期", "在检查中才",   "按照要求", "始终",       "很少主动",
                                  "连续三年", "层层", "往往只在会上", "结合实际", "不折不扣地", "临时"};
static const char *const verb[] = {"落实", "研究", "推动", "汇报", "检修", "核对",
                                   "登记", "传达", "整改", "完善", "公开", "抽查"};
static const char *const which[] = {"水泵房的巡检制度", "年度工作要点",   "上级文件精神",   "群众反映的突出问题",
                                    "招标材料和合同",   "台账与现场情况", "安全生产责任",   "干部作风建设的要求",
                                    "仓库的备件清单",   "夜间停水的预案", "专项资金的去向", "培训计划和考核办法"};
static const char *const then[] = {"以致同样的问题反复出现", "群众对此意见很大",     "取得了比较明显的成效",
                                   "责任没有落到具体的人",   "基层的负担反而重了",   "有关数据前后对不上",
                                   "下一步要建立长效机制",   "根子在思想认识不到位", "为全年目标打下了基础",
                                   "这种情况必须尽快扭转"};
static const char *const set[] = {
    "坚持问题导向，", "要进一步提高认识，", "从检查的情况看，", "与此同时，", "一是", "二是", "三是", "", "", "", ""};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static size_t pick(struct edit_text *t, size_t n)
{
    t->seed = t->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(t->seed >> 33) % n;
}

static char *sentence(struct edit_text *t)
{
    struct str s = {0};
    str_add(&s, set[pick(t, COUNT(set))]);
    str_add(&s, who[pick(t, COUNT(who))]);
    str_add(&s, how[pick(t, COUNT(how))]);
    str_add(&s, verb[pick(t, COUNT(verb))]);
    str_add(&s, which[pick(t, COUNT(which))]);
    if (pick(t, 3) == 0)
        str_addf(&s, "和%s", which[pick(t, COUNT(which))]);
    if (pick(t, 4)) {
        str_add(&s, "，");
        str_add(&s, then[pick(t, COUNT(then))]);
    }
    str_add(&s, pick(t, 12) ? "。" : "；");
    return str_take(&s);
}

static struct edit_sentence *put(struct edit_text *t, char *take_words, int id, bool last)
{
    t->all = mem_grow(t->all, &t->cap, t->count + 1, sizeof *t->all);
    struct edit_sentence *s = &t->all[t->count++];
    s->words = take_words;
    s->id = id;
    s->more = -1;
    s->last = last;
    return s;
}

void edit_write(struct edit_text *t, uint64_t seed, size_t sentences)
{
    *t = (struct edit_text){.seed = seed};
    for (size_t i = 0; i < sentences; i++)
        put(t, sentence(t), (int)i, pick(t, 4) == 0 || i + 1 == sentences);
}

void edit_clear(struct edit_text *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->all[i].words);
    free(t->all);
    *t = (struct edit_text){0};
}

/* The byte of character N of S. */
static size_t byte_of(const char *s, size_t n)
{
    size_t at = 0;
    while (n-- && s[at])
        at += (size_t)u8_mblen((const uint8_t *)s + at, 4);
    return at;
}

static size_t characters(const char *s)
{
    return u8_mbsnlen((const uint8_t *)s, strlen(s));
}

/* Replace N characters of S from AT on. */
static void replace(struct edit_sentence *s, size_t at, size_t n, const char *with)
{
    struct str out = {0};
    size_t from = byte_of(s->words, at), to = byte_of(s->words, at + n);
    str_addn(&out, s->words, from);
    str_add(&out, with);
    str_add(&out, s->words + to);
    free(s->words);
    s->words = str_take(&out);
}

/* A mark by one of as many bytes. */
static void overwrite(char *at, const char *mark)
{
    while (*mark)
        *at++ = *mark++;
}

static void typo(struct edit_text *t, struct edit_sentence *s)
{
    static const char *const wrong[] = {"的", "", "己", "做", "象", "，", "那些"};
    for (size_t n = 1 + pick(t, 2); n; n--)
        replace(s, pick(t, characters(s->words) - 1), 1, wrong[pick(t, COUNT(wrong))]);
}

static void words(struct edit_text *t, struct edit_sentence *s)
{
    size_t n = characters(s->words), at = pick(t, n - 1);
    replace(s, at, at + 3 < n ? pick(t, 3) : 0, pick(t, 2) ? who[pick(t, COUNT(who))] : verb[pick(t, COUNT(verb))]);
}

static void punctuation(struct edit_sentence *s)
{
    char *comma = strstr(s->words, "，");
    if (comma)
        overwrite(comma, "；");
    replace(s, characters(s->words) - 1, 1, "！");
}

/* The first one to two, or S and the one behind it to one. */
static void join(struct edit_text *t, struct edit_text *out, const struct edit_sentence *next)
{
    struct edit_sentence *s = &out->all[out->count - 1];
    char *comma = strstr(s->words, "，");
    if (comma && (s->last || !next || pick(t, 2))) {
        overwrite(comma, "。");
    } else if (next && !s->last) {
        replace(s, characters(s->words) - 1, 1, "，并且");
        s->more = next->id;
        struct str both = {0};
        str_addf(&both, "%s%s", s->words, next->words);
        free(s->words);
        s->words = str_take(&both);
        s->last = next->last;
    }
}

static void change(struct edit_text *t, struct edit_text *out, enum edit kind, const struct edit_sentence *next)
{
    struct edit_sentence *s = &out->all[out->count - 1];
    if (kind == EDIT_TYPOS && pick(t, 3) == 0)
        typo(t, s);
    if (kind == EDIT_WORDS && pick(t, 3) == 0)
        words(t, s);
    if (kind == EDIT_PUNCTUATION && pick(t, 3) == 0)
        punctuation(s);
    if (kind == EDIT_JOIN && pick(t, 3) == 0)
        join(t, out, next);
}

static size_t paragraph_end(const struct edit_text *t, size_t i)
{
    while (i < t->count && !t->all[i].last)
        i++;
    return i < t->count ? i + 1 : i;
}

static void new_paragraph(struct edit_text *t, struct edit_text *out)
{
    for (size_t n = 1 + pick(t, 4); n; n--)
        put(out, sentence(t), -1, n == 1);
}

/* The sentences [I, END) of FROM, changed or not, at the end of OUT. */
static void copy(struct edit_text *t, const struct edit_text *from, size_t i, size_t end, enum edit kind,
                 struct edit_text *out)
{
    for (; i < end; i++) {
        const struct edit_sentence *s = &from->all[i], *next = i + 1 < end ? s + 1 : NULL;
        put(out, mem_dup(s->words), s->id, s->last)->more = s->more;
        enum edit one = kind == EDIT_ALL ? (enum edit)(EDIT_TYPOS + pick(t, 4)) : kind;
        change(t, out, one, next);
        i += next && out->all[out->count - 1].more == next->id && s->more != next->id;
    }
}

struct edit_text edit_made(const struct edit_text *from, enum edit kind)
{
    struct edit_text out = {0}, dice = {.seed = from->seed + (uint64_t)kind};
    struct edit_text *t = &dice;
    size_t held[2] = {0, 0}; /* a paragraph that comes later */
    for (size_t i = 0; i < from->count;) {
        size_t end = paragraph_end(from, i), luck = pick(t, 12);
        bool any = kind == EDIT_ALL;
        if ((any || kind == EDIT_INSERT) && luck == 0)
            new_paragraph(t, &out);
        if ((any || kind == EDIT_REORDER) && luck == 1 && held[0] == held[1]) {
            held[0] = i;
            held[1] = end;
        } else if (!((any || kind == EDIT_DELETE) && luck == 2)) {
            copy(t, from, i, end, any && luck < 6 ? EDIT_NONE : kind, &out);
        }
        if (held[0] < held[1] && held[0] != i && (luck == 3 || end == from->count)) {
            copy(t, from, held[0], held[1], kind, &out);
            held[0] = held[1];
        }
        i = end;
    }
    return out;
}

void edit_join(const struct edit_text *t, struct str *out, size_t *spans, size_t ids)
{
    size_t at = 0;
    memset(spans, 0, 2 * ids * sizeof *spans);
    for (size_t i = 0; i < t->count; i++) {
        const struct edit_sentence *s = &t->all[i];
        size_t n = characters(s->words);
        int both[] = {s->id, s->more};
        for (size_t k = 0; k < 2; k++)
            if (both[k] >= 0 && (size_t)both[k] < ids) {
                spans[2 * both[k]] = at;
                spans[2 * both[k] + 1] = at + n;
            }
        str_addf(out, "%s%s", s->words, s->last ? "\n" : "");
        at += n + s->last;
    }
}
