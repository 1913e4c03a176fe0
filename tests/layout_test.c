/* Layout: every character in one row, no row too wide, Chinese rules at both ends, and the same rows whatever way they
 * are reached. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/text_laws.h"
#include "text/layout.h"
#include "text/text.h"

#include <string.h>

static const char *const samples[] = {
    "值班记录写得很清楚：当天夜里，机房停电，备用电源只撑了四分钟。“为什么没有人收到短信？”主任问道；大家说，“通知”“确"
    "认”"
    "“升级”三个环节都断了。报告（第二稿）把原因归为两类：《制度》没有落实；设备、线路、人员准备不足……以后怎么办？"
    "——先补课，再演练！",
    "「事情的經過」是這樣的：星期三下午，小王（新同事）把『測試』環境的設定檔，複製到正式環境；結果，訂單、發票、庫存"
    "三個系統同時停擺。他說：「我以為那是備份。」大家都笑了……但問題並不好笑。【教訓】權限要分開！",
    "升级 PostgreSQL 15.3 时，使用了“pg_upgrade”工具（见 "
    "https://docs.example.com/upgrade/very/long/path?with=query&and=more），"
    "耗时 3.5 小时，CPU 占用 95%，损失约 ￥1,200,000 元。The on-call engineer said, “we didn’t see the alert” (again).",
    "　　第一，增强责任意识。\n　　第二，\n\n    四个空格开头的段落，和\t制表\t符。\n\n",
    "家人👨\u200D👩\u200D👧\u200D👦和旗子🇨🇳🇭🇰🇲🇴、"
    "手势👍🏽、键帽1\uFE0F\u20E3，e\u0301a\u0302\u0303\u0304\u0305\u0306\u0307o，각 한글 각각。",
    "隐藏的\u202E字符\u200B和\x07响铃\x1b[31m、\uFEFF标记\u2028行分隔\u00AD软连字符。",
    "averyveryveryveryveryveryveryverylongwordwithoutanyspaceatallthatdoesnotfitintoarowofthescreen。然后",
    "甲      乙          丙                                                  丁 。 戊 ，己 ！”“ 庚",
    "",
    "\n",
    "。，、；：！？”’）】》」』……“‘（【《「『",
};

static struct text *new_text(const char *s, size_t n)
{
    return text_new(mem_ndup(s, n), n);
}

static void samples_keep_the_laws_at_every_width(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct text *t = new_text(samples[i], strlen(samples[i]));
        for (int wide = 0; wide < 2; wide++)
            for (int width = 2; width <= 300; width++)
                text_laws_layout(t, width, wide, width >= 20 && i + 1 < sizeof samples / sizeof *samples);
        text_free(t);
    }
}

/* The rows of S at WIDTH, joined by "|". */
static char *rows_of(const char *s, int width, bool wide)
{
    struct text *t = new_text(s, strlen(s));
    struct layout *l = layout_new(t, width, wide);
    struct str out = {0};
    struct row r = layout_row_at(l, 0);
    size_t n;
    do {
        const char *p = text_slice(t, r.start, r.end, &n);
        str_addf(&out, "%s%.*s", out.len ? "|" : "", (int)n, p);
    } while (layout_next(l, &r));
    layout_free(l);
    text_free(t);
    return str_take(&out);
}

static void assert_rows(const char *s, int width, const char *expected)
{
    char *got = rows_of(s, width, false);
    assert_string_equal(got, expected);
    free(got);
}

static void rows_follow_chinese_rules(void **state)
{
    (void)state;
    assert_rows("一二三四五六", 5, "一二|三四|五六"); /* no double-width cell is cut */
    assert_rows("一二三。四五", 6, "一二|三。四|五"); /* 。 takes 三 along */
    assert_rows("一二（三四）", 6, "一二|（三|四）"); /* （ goes with 三 */
    assert_rows("一二“三四”五", 5, "一二|“三|四”五"); /* LB19a */
    assert_rows("一“二”“三”", 6, "一“二”|“三”");      /* between quotes */
    assert_rows("使用“ab”工具", 7, "使用|“ab”工|具"); /* also around Latin */
    assert_rows("一二 ：三", 6, "一|二 ：|三");       /* not behind a space, either */
    assert_rows("他说“ 一二", 6, "他说|“ 一二");      /* nor before one */
    assert_rows("见a.example.com处", 14, "见|a.example.com|处");
    assert_rows("。。。。。", 4, "。。|。。|。"); /* nothing else is possible */
}

static void spaces_stay_behind_their_word(void **state)
{
    (void)state;
    assert_rows("one two three", 7, "one |two |three");
    assert_rows("one two three", 8, "one two |three");
    assert_rows("abcdefgh ij", 8, "abcdefg|h ij");
    assert_rows("a      b", 4, "a   |   b");
}

static void long_words_and_clusters_are_cut_last(void **state)
{
    (void)state;
    assert_rows("abcdefghij", 4, "abcd|efgh|ij");
    assert_rows("abcd。", 4, "abc|d。");
    assert_rows("ab👩\u200D🚀cd", 6, "ab👩\u200D🚀|cd");
    assert_rows("ab👩\u200D🚀cd", 5, "ab|👩\u200D🚀|cd");
    assert_rows("👩\u200D🚀", 2, "👩\u200D|🚀");
    assert_rows("e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301");
    assert_rows("a\u202E"
                "b",
                4, "a|\u202E|b"); /* a mark of eight cells, alone */
}

static void ambiguous_width_moves_breaks(void **state)
{
    (void)state;
    char *narrow = rows_of("“一二”三", 6, false), *wide = rows_of("“一二”三", 6, true);
    assert_string_equal(narrow, "“一二”|三");
    assert_string_equal(wide, "“一|二”三");
    free(narrow);
    free(wide);
}

static void edges_answer(void **state)
{
    (void)state;
    struct text *t = new_text("一\n\n二", strlen("一\n\n二"));
    struct layout *l = layout_new(t, 0, false);
    assert_int_equal(layout_width(l), 2);
    struct row r = layout_row_at(l, 1); /* the LF */
    assert_true(r.start == 0 && r.end == 1 && r.last);
    assert_false(layout_prev(l, &r));
    assert_int_equal(r.end, 1);
    r = layout_row_at(l, 1000);
    assert_true(r.start == 3 && r.paragraph == 2);
    assert_false(layout_next(l, &r));
    assert_int_equal(layout_cell_of(l, &r, 4), 2);
    assert_int_equal(layout_cell_of(l, &r, 0), 0);
    assert_int_equal(layout_cp_at(l, &r, -5), 3);
    r = layout_row(l, 99, 99);
    assert_int_equal(r.start, 3);
    layout_free(l);
    text_free(t);
    layout_free(NULL);
}

/* A paragraph of many pieces: jumping into it gives the rows of walking through it. */
static void very_long_paragraphs_agree_with_themselves(void **state)
{
    (void)state;
    struct str s = {0};
    for (int i = 0; s.len < 150000; i++)
        str_addf(&s, "%s第%d次：%s", samples[0], i, samples[4]);
    struct text *t = new_text(s.p, s.len);
    text_laws_layout(t, 37, false, true);
    text_laws_layout(t, 80, true, true);
    struct layout *through = layout_new(t, 37, false), *jump = layout_new(t, 37, false);
    struct row r = layout_row_at(through, 0);
    size_t rows = 0;
    do {
        if (++rows % 61 == 0)
            text_laws_same_row(layout_row_at(jump, text_length(t) - 1 - r.start),
                               layout_row_at(through, text_length(t) - 1 - r.start));
    } while (layout_next(through, &r));
    assert_true(rows > 2000);
    layout_free(through);
    layout_free(jump);
    text_free(t);
    str_clear(&s);
}

static void no_break_runs_are_cut_somewhere(void **state)
{
    (void)state;
    static const char *const atoms[] = {"a", "\u0301", "🇨", "👩\u200D", "（", "\u00A0", "\u202E", "각"};
    for (size_t i = 0; i < sizeof atoms / sizeof *atoms; i++) {
        struct str s = {0};
        for (int n = 0; n < (i < 2 ? 40000 : 3000); n++)
            str_add(&s, atoms[i]);
        struct text *t = new_text(s.p, s.len);
        text_laws_layout(t, 20, false, false);
        text_free(t);
        str_clear(&s);
    }
}

static uint32_t random_point(unsigned *seed)
{
    static const uint32_t often[] = {'a',     ' ',     '\n',   '\t',   0x4E00, 0x4E8C, 0x301,  0x200D, 0xFE0F, 0x1F468,
                                     0x1F3FD, 0x1F1E8, 0x201C, 0x201D, 0x3002, 0xFF08, 0xFF09, 0x2026, 0x1100, 0x1161,
                                     0x202E,  0xE0067, 0x2028, 0x85,   '.',    '(',    ')',    '-',    0xFF0C, 0x3000};
    *seed = *seed * 1103515245u + 12345u;
    unsigned r = *seed >> 8;
    if (r % 8)
        return often[r / 8 % (sizeof often / sizeof *often)];
    uint32_t c = r / 8 % 0x110000;
    return c == 0 || (c >= 0xD800 && c < 0xE000) ? 0xFFFD : c;
}

static void random_texts_keep_the_laws(void **state)
{
    (void)state;
    unsigned seed = 5;
    for (int round = 0; round < 1500; round++) {
        struct str s = {0};
        for (int i = 0; i < 120; i++)
            str_add_utf8(&s, random_point(&seed));
        struct text *t = new_text(s.p, s.len);
        text_laws_layout(t, 2 + round % 60, round % 2, false);
        text_free(t);
        str_clear(&s);
    }
}

/* While a text grows, every row is the one of a layout that begins now, also in what was laid out before. */
static void rows_follow_a_text_that_grows(void **state)
{
    (void)state;
    unsigned seed = 9;
    struct str s = {0};
    for (int i = 0; s.len < 240000; i++) {
        str_addf(&s, "%s第%d次：%s", samples[0], i, samples[4]);
        if (i % 90 == 3) /* behind a long paragraph short ones, and again */
            str_addf(&s, "\n%s\n%d\n\n", samples[2], i);
    }
    char *room = mem_alloc(s.len + 1, 1);
    struct text *t = text_begin(room);
    struct layout *l = layout_new(t, 37, false);
    for (size_t at = 0, end; at < s.len; at = end) {
        seed = seed * 1103515245u + 12345u;
        end = at + 1 + (seed >> 8) % 30000 < s.len ? at + 1 + (seed >> 8) % 30000 : s.len;
        memcpy(room + at, s.p + at, end - at);
        text_grow(t, end);
        layout_grow(l);
        struct layout *fresh = layout_new(t, 37, false);
        struct row want = layout_row_at(fresh, 0), got = layout_row_at(l, 0);
        do
            text_laws_same_row(got, want);
        while (layout_next(fresh, &want) & layout_next(l, &got));
        assert_int_equal(got.end, text_length(t));
        layout_free(fresh);
    }
    layout_free(l);
    text_free(t);
    str_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_keep_the_laws_at_every_width),
        cmocka_unit_test(rows_follow_chinese_rules),
        cmocka_unit_test(spaces_stay_behind_their_word),
        cmocka_unit_test(long_words_and_clusters_are_cut_last),
        cmocka_unit_test(ambiguous_width_moves_breaks),
        cmocka_unit_test(edges_answer),
        cmocka_unit_test(very_long_paragraphs_agree_with_themselves),
        cmocka_unit_test(no_break_runs_are_cut_somewhere),
        cmocka_unit_test(random_texts_keep_the_laws),
        cmocka_unit_test(rows_follow_a_text_that_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
