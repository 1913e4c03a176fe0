#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/text_laws.h"
#include "text/text.h"
#include "text/unit.h"

#include <string.h>

static struct text *make(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

static struct text *take(struct str *s)
{
    size_t bytes = s->len;
    return text_new(str_take(s), bytes);
}

/* All units of S joined by "|". */
static char *cut(enum unit unit, const char *s)
{
    struct text *t = make(s);
    struct str out = {0};
    struct span u = unit_at(t, unit, 0);
    do {
        size_t n;
        const char *p = text_slice(t, u.start, u.end, &n);
        if (out.len)
            str_addc(&out, '|');
        str_addn(&out, p, n);
    } while (unit_next(t, unit, u.start, &u));
    text_free(t);
    return str_take(&out);
}

/* WANT, with "|" between the units, is how the text without them is cut. */
static bool check(enum unit unit, const char *want)
{
    char *plain = mem_dup(want);
    char *to = plain;
    for (const char *p = want; *p; p++)
        if (*p != '|')
            *to++ = *p;
    *to = '\0';
    char *got = cut(unit, plain);
    struct str tight = {0}; /* the white space between units is in no unit */
    for (const char *p = want; *p; p++)
        if (*p != ' ' || (p[1] && p[1] != '|' && p > want && p[-1] != '|'))
            str_addc(&tight, *p);
    bool same = strcmp(got, str_z(&tight)) == 0;
    if (!same)
        print_error("want %s\ngot  %s\n", str_z(&tight), got);
    str_clear(&tight);
    free(got);
    free(plain);
    return same;
}

static void chinese_sentences(void **state)
{
    (void)state;
    static const char *const want[] = {
        "水泵停了。|值班员没有发现！|为什么？|报警器坏了；|备件没有到。",
        "他说：“先停机。”|大家照办。",
        "他问：“能不能先停机？”，没有人回答。|后来停了。",
        "“怎么什么都坏了？”的抱怨很多。|要改。",
        "（详见附件。）|下一步是检修。",
        "真的吗？！|真的。",
        "他等了很久……|没有人来。",
        "电工、焊工……等工种都缺人。|要招。",
        "阀门（？）是谁关的，没有记录。|要查。",
        "版本是「1.2」，不是1.3。|升级没有做完。",
        "流量是3.5吨,比去年少.|下面说原因.|先说人.",
        "见图1.2和图1.3。|完。",
        "一、先说成绩。|二、再说问题。",
        "第一,检查不细;|第二,记录不全;|第三,培训不够。",
        "他写道\"先停机。\"|然后走了。|\"为什么？\"|没有人问。",
        "没有句号的一段话",
        "『停！』|他喊。",
        "开！！！|关。",
        "上午停机。 |下午开机。",
        "检查完了。|第2页共14页|继续。",
    };
    bool same = true;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        same = check(UNIT_SENTENCE, want[i]) && same;
    assert_true(same);
}

static void latin_sentences(void **state)
{
    (void)state;
    static const char *const want[] = {
        "The queue grew. |Nobody looked. |Why? |The alert was off!",
        "It ran version 1.2 on host a.example.net for 3.5 hours. |Then it stopped.",
        "Some jobs, e.g. exports, failed. |Others, i.e. imports, did not.",
        "See No. 5 and Fig. 3 on p. 12. |No. |It was fine.",
        "Dr. Li and Mr. J. Smith restarted it at 5 p.m. |Nobody noticed.",
        "Edit config.yaml and README.md first. |Then restart.",
        "1. Restart the server. |2. Check the logs.",
        "It took 5. |Then 6 more.",
        "\"What happened?\" he asked. |\"It broke.\" |They left.",
        "Wait... what? |Yes.",
        "We waited… |Nothing came.",
        "Done (see above.) |Next came the database.",
        "Run a!=b or x?y:z in the shell. |Stop.",
        "The U.S. region was slow; the others were not.",
        "Yahoo! |Then I. |Then the rest.",
        "日志在app.log里。|Then 重启。",
        "升级到 v2.0. |然后重启.",
        "Use &nbsp;or &#160; in HTML. |End.",
        "On Jan. 5 it failed. |On Feb. 6 as well, etc. |It was fixed.",
        "2.1. Impact on users was small. |None complained.",
    };
    bool same = true;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        same = check(UNIT_SENTENCE, want[i]) && same;
    assert_true(same);
}

static void chinese_clauses(void **state)
{
    (void)state;
    static const char *const want[] = {
        "泵停了，|阀没关，|水漫了。|谁的责任？",
        "原因有三：|一是检查不细，|二是记录不全，|三是培训不够。",
        "要做到：|一要快，|二要准。",
        "第一，检查不细，|记录不全。|第二、培训不够。",
        "首先，停机；|其次，检修；|最后，复查。",
        "包括|（一）检查不细|（二）记录不全|（三）培训不够",
        "依照第五条（三）项办理，|不得拖延。",
        "（一）加强检查，|补齐记录。",
        "一、加强检查，|补齐记录。",
        "1.加强检查,|补齐记录.|2.加强培训,|补齐人手.",
        "可能是千分之一、|万分之一、|百万分之一。",
        "不能私利第一、|公利第二。",
        "他强调:|“先停机,|再检查。”|大家照办。",
        "“停机”、|“检修”、|“复查”三步。",
        "比例是1：2，|不是1:3，|时间是12:30,|共1,000人。",
        "停了三、|四天。",
        "检查完了。|第7页共14页|七是培训不够。",
        "一是快第2页共14页|二是准",
        "##begin##|第二种是不会做，|没有学过。",
        "统一是必要的，|唯一要求是快。",
        "①检查；|②培训；|③复查。",
        "“第一种形态”很常见，|（一是快）。",
    };
    bool same = true;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        same = check(UNIT_CLAUSE, want[i]) && same;
    assert_true(same);
}

static void latin_clauses(void **state)
{
    (void)state;
    static const char *const want[] = {
        "The queue grew, |so jobs waited; |nobody looked.",
        "Cause: |the pool held 1,000 sockets at 12:30, |see http://a.example/x:y,z for more.",
        "\"Stop,\" |she said, |\"and wait.\"",
    };
    bool same = true;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        same = check(UNIT_CLAUSE, want[i]) && same;
    assert_true(same);
}

static void paragraphs_and_graphemes(void **state)
{
    (void)state;
    char *got = cut(UNIT_PARAGRAPH, "\n  一段。还是。 \n\n　二段\n \n");
    assert_string_equal(got, "一段。还是。|二段");
    free(got);
    got = cut(UNIT_GRAPHEME, "a b\ne\u0301🇨🇳");
    assert_string_equal(got, "a| |b|e\u0301|🇨🇳");
    free(got);
}

static void white_space_belongs_to_the_next_unit(void **state)
{
    (void)state;
    struct text *t = make("  One.  Two. \n\nThree. \n ");
    static const size_t want[] = {2, 2, 2, 2, 2, 2, 8, 8, 8, 8, 8, 8, 15, 15, 15, 15, 15, 15};
    for (size_t cp = 0; cp < sizeof want / sizeof *want; cp++)
        assert_int_equal(unit_at(t, UNIT_SENTENCE, cp).start, want[cp]);
    assert_int_equal(unit_at(t, UNIT_SENTENCE, 22).start, 15);
    assert_int_equal(unit_at(t, UNIT_SENTENCE, 900).start, 15);
    struct span s = {7, 7};
    assert_false(unit_next(t, UNIT_SENTENCE, 15, &s));
    assert_false(unit_prev(t, UNIT_SENTENCE, 2, &s));
    assert_true(unit_next(t, UNIT_SENTENCE, 0, &s));
    assert_int_equal(s.start, 2);
    assert_true(unit_prev(t, UNIT_SENTENCE, 3, &s));
    assert_int_equal(s.start, 2);
    assert_true(unit_prev(t, UNIT_SENTENCE, 99, &s));
    assert_int_equal(s.start, 15);
    text_free(t);
}

static void a_document_without_words_has_no_units(void **state)
{
    (void)state;
    static const char *const blank[] = {"", " ", "\n\n", " \n\u3000\n"};
    for (size_t i = 0; i < 4; i++)
        for (int u = UNIT_CLAUSE; u <= UNIT_PARAGRAPH; u++) {
            struct text *t = make(blank[i]);
            struct span s = unit_at(t, (enum unit)u, 1);
            assert_int_equal(s.start, s.end);
            assert_false(unit_next(t, (enum unit)u, 0, &s));
            assert_false(unit_prev(t, (enum unit)u, 9, &s));
            text_free(t);
        }
}

static const char *const pieces[] = {"泵",  "停了", "。",  "，",          "、",     "“",  "”",       "\"",     "'",
                                     "（",  "）",   ".",   ". ",          "!",      "? ", "；",      ";",      ":",
                                     " ",   "  ",   "\n",  "\u3000",      "一",     "十", "是",      "要",     "第",
                                     "1",   "2.1",  "(3)", "首先，",      "……",     "…",  "e.g.",    "No.",    " Then",
                                     " it", "的",   "页",  "第2页共14页", "\u0301", "🇨",  "👨\u200D", "\u200D", "\u0600",
                                     "#",   "%",    "章",  "&",           "A",      "z",  "（一）",  "①"};

static void random_texts_are_covered_once(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 60; round++) {
        struct str s = {0};
        for (int i = 0; i < 300; i++) {
            seed = seed * 1664525 + 1013904223;
            str_add(&s, pieces[(seed >> 8) % (sizeof pieces / sizeof *pieces)]);
        }
        struct text *t = take(&s);
        for (int u = UNIT_CLAUSE; u <= UNIT_PARAGRAPH; u++)
            text_laws_units(t, (enum unit)u, 1);
        text_free(t);
    }
}

/* Lines without any end of a sentence, in which the rules never cut: alone, in long clusters, behind a short start, and
 * with a sentence end now and then at lengths around the limit. */
static void endless_lines_are_cut_the_same_from_all_sides(void **state)
{
    (void)state;
    static const char *const endless[] = {"字", "ab ", " ", "e\u0301", "\u0301", "🇨", "”", "\"", "一", "…", "“", "第1"};
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        struct str s = {0};
        str_add(&s, "开始。x");
        for (int k = 0; k < 30000; k++) {
            str_add(&s, endless[i]);
            if (k == 9000 || k == 13096 || k == 17191 || k == 25000)
                str_add(&s, "完。好\n");
        }
        struct text *t = take(&s);
        text_laws_units(t, UNIT_SENTENCE, 997);
        text_laws_units(t, UNIT_CLAUSE, 1511);
        text_free(t);
    }
}

static void a_unit_stays_short_in_an_endless_line(void **state)
{
    (void)state;
    struct str s = {0};
    for (int k = 0; k < 100000; k++)
        str_add(&s, "字");
    struct text *t = take(&s);
    struct span u = unit_at(t, UNIT_SENTENCE, 50000);
    assert_true(u.end - u.start <= 8192);
    text_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_sentences),
        cmocka_unit_test(latin_sentences),
        cmocka_unit_test(chinese_clauses),
        cmocka_unit_test(latin_clauses),
        cmocka_unit_test(paragraphs_and_graphemes),
        cmocka_unit_test(white_space_belongs_to_the_next_unit),
        cmocka_unit_test(a_document_without_words_has_no_units),
        cmocka_unit_test(random_texts_are_covered_once),
        cmocka_unit_test(endless_lines_are_cut_the_same_from_all_sides),
        cmocka_unit_test(a_unit_stays_short_in_an_endless_line),
    };
    return cmocka_run_group_tests_name("unit", tests, NULL, NULL);
}
