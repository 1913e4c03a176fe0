#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/anchor_edit.h"
#include "text/anchor.h"

#include <stdio.h>
#include <string.h>

/* Two versions of a document. */
struct versions {
    struct text *text[2];
    struct flow *flow[2];
    struct anchors *anchors;
};

static void open_with(struct versions *v, const char *old, const char *new, const struct noise *noise, size_t n)
{
    v->text[0] = text_new(mem_dup(old), strlen(old));
    v->text[1] = text_new(mem_dup(new), strlen(new));
    v->flow[0] = flow_new(v->text[0], noise, n);
    v->flow[1] = flow_new(v->text[1], NULL, 0);
    v->anchors = anchors_new(v->flow[0], v->flow[1]);
}

static void open_versions(struct versions *v, const char *old, const char *new)
{
    open_with(v, old, new, NULL, 0);
}

static void close_versions(struct versions *v)
{
    anchors_free(v->anchors);
    for (int i = 0; i < 2; i++) {
        flow_free(v->flow[i]);
        text_free(v->text[i]);
    }
}

/* Where occurrence N (from 0) of WORDS is. */
static struct span span_of(const struct text *t, const char *words, size_t n)
{
    struct find *f = find_new(words, strlen(words));
    struct span s = {0, 0};
    for (size_t from = 0, i = 0; i <= n; i++, from = s.start + 1)
        assert_true(find_next(f, t, from, SIZE_MAX, &s));
    find_free(f);
    return s;
}

static const char *const kinds[] = {"same", "moved", "changed", "lost"};

/* Occurrence N of WORDS of the old version is found as KIND and reads NEW in the new one. */
static void expect_nth(struct versions *v, const char *words, size_t n, enum anchor_kind kind, const char *new)
{
    struct anchored a = anchor_find(v->anchors, span_of(v->text[0], words, n));
    size_t bytes;
    const char *s = text_slice(v->text[1], a.span.start, a.span.end, &bytes);
    char *got = mem_ndup(s, bytes);
    assert_string_equal(got, new);
    assert_string_equal(kinds[a.kind], kinds[kind]);
    free(got);
}

static void expect(struct versions *v, const char *words, enum anchor_kind kind, const char *new)
{
    expect_nth(v, words, 0, kind, new);
}

#define BEFORE "会议首先听取了供水处关于夜间停水情况的说明，随后各车间作了补充。"
#define BEHIND "最后大家商定下个月十五日以前交出书面材料，由信息科汇总后报送机关。"

static void the_same_words_in_the_same_place(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换。" BEHIND, BEFORE "水泵的轴承已经两年没有更换。" BEHIND);
    expect(&v, "水泵的轴承已经两年没有更换。", ANCHOR_SAME, "水泵的轴承已经两年没有更换。");
    expect(&v, "轴承", ANCHOR_SAME, "轴承");
    expect(&v, BEFORE, ANCHOR_SAME, BEFORE);
    close_versions(&v);
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换。" BEHIND,
                  "新的开头一句。" BEFORE "水泵的軸承已經兩年沒有更換。" BEHIND);
    expect(&v, "水泵的轴承已经两年没有更换。", ANCHOR_SAME, "水泵的軸承已經兩年沒有更換。");
    close_versions(&v);
}

static void the_same_words_elsewhere_have_moved(void **state)
{
    (void)state;
    struct versions v;
    const char *words = "水泵的轴承已经两年没有更换，值班的人没有一个提起过。";
    struct str old = {0}, new = {0};
    str_addf(&old, "%s\n%s\n%s\n", words, BEFORE, BEHIND);
    str_addf(&new, "%s\n%s\n%s\n", BEFORE, BEHIND, words);
    open_versions(&v, str_z(&old), str_z(&new));
    expect(&v, words, ANCHOR_MOVED, words);
    close_versions(&v);
    str_clear(&old);
    str_clear(&new);
}

static void changed_words_keep_their_ends(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换，也没有人登记。" BEHIND,
                  BEFORE "三号水泵的轴承已经四年没有换过，也没有人记录。" BEHIND);
    expect(&v, "水泵的轴承已经两年没有更换，也没有人登记。", ANCHOR_CHANGED,
           "三号水泵的轴承已经四年没有换过，也没有人记录。");
    expect(&v, "也没有人登记", ANCHOR_CHANGED, "也没有人记录");
    close_versions(&v);
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换，也没有人登记。" BEHIND,
                  BEFORE "水泵的轴承已经两年没有更换。也没有人登记过。" BEHIND);
    expect(&v, "水泵的轴承已经两年没有更换，也没有人登记。", ANCHOR_CHANGED,
           "水泵的轴承已经两年没有更换。也没有人登记过。");
    close_versions(&v);
}

static void what_was_left_out_is_lost(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换。" BEHIND, BEFORE BEHIND);
    expect(&v, "水泵的轴承已经两年没有更换。", ANCHOR_LOST, "");
    expect(&v, "没有更换", ANCHOR_LOST, "");
    close_versions(&v);
    open_versions(&v, BEFORE "水泵的轴承已经两年没有更换。" BEHIND, "");
    expect(&v, "水泵的轴承", ANCHOR_LOST, "");
    close_versions(&v);
}

/* A sentence that was left out is not found at the one like it that was there before. */
static void a_likeness_of_anothers_is_not_taken(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v, "一是供水处没有落实巡检制度。" BEFORE "二是设备科没有落实巡检制度。" BEHIND,
                  BEFORE "二是设备科没有落实巡检制度。" BEHIND);
    expect(&v, "一是供水处没有落实巡检制度。", ANCHOR_LOST, "");
    expect(&v, "二是设备科没有落实巡检制度。", ANCHOR_SAME, "二是设备科没有落实巡检制度。");
    close_versions(&v);
}

static void words_that_return_keep_their_order(void **state)
{
    (void)state;
    struct versions v;
    const char *line = "整改措施：加强学习，落实责任。\n";
    struct str old = {0}, new = {0};
    for (int i = 0; i < 40; i++) {
        str_addf(&old, "第%d项：%s%s", i + 1, i % 2 ? "台账不全。" : "现场没有标牌。", line);
        str_addf(&new, "第%d项：%s%s", i + 1, i % 2 ? "台账不齐全。" : "现场没有标牌。", line);
        if (i == 7)
            str_addf(&new, "补充：%s", line);
    }
    open_versions(&v, str_z(&old), str_z(&new));
    for (size_t i = 0; i < 40; i++) {
        struct anchored a = anchor_find(v.anchors, span_of(v.text[0], "加强学习，落实责任。", i));
        struct span want = span_of(v.text[1], "加强学习，落实责任。", i + (i > 7));
        assert_int_equal(a.span.start, want.start);
        assert_int_equal(a.span.end, want.end);
    }
    close_versions(&v);
    str_clear(&old);
    str_clear(&new);
}

static void noise_is_no_part_of_the_words(void **state)
{
    (void)state;
    struct versions v;
    const char *old = BEFORE "水泵的轴承已经第2页共9页两年没有更换。" BEHIND;
    struct text *t = text_new(mem_dup(old), strlen(old));
    struct noise noise = {span_of(t, "第2页共9页", 0), NOISE_PAGE};
    open_with(&v, old, BEFORE "水泵的轴承已经两年没有更换。" BEHIND, &noise, 1);
    expect(&v, "水泵的轴承已经第2页共9页两年没有更换。", ANCHOR_SAME, "水泵的轴承已经两年没有更换。");
    expect(&v, "第2页共9页", ANCHOR_LOST, "");
    close_versions(&v);
    text_free(t);
}

static void long_passages_are_found_by_their_ends(void **state)
{
    (void)state;
    struct edit_text first, second;
    struct str old = {0}, new = {0};
    size_t a[200], b[200];
    struct versions v;
    edit_write(&first, 7, 100);
    second = edit_made(&first, EDIT_TYPOS);
    edit_join(&first, &old, a, 100);
    edit_join(&second, &new, b, 100);
    open_versions(&v, str_z(&old), str_z(&new));
    struct anchored f = anchor_find(v.anchors, (struct span){a[2 * 10], a[2 * 80 + 1]});
    assert_int_equal(f.kind, ANCHOR_CHANGED);
    assert_int_equal(f.span.start, b[2 * 10]);
    assert_int_equal(f.span.end, b[2 * 80 + 1]);
    close_versions(&v);
    edit_clear(&first);
    edit_clear(&second);
    str_clear(&old);
    str_clear(&new);
}

/* Words that stand once in each version are found, however small they are and whatever is around them. */
static void words_that_stand_once_are_found(void **state)
{
    (void)state;
    struct versions v;
    open_versions(
        &v, BEFORE "第二种是不敢干事。" BEHIND,
        BEFORE "这一点必须引起各车间的高度重视，不能等。第二种是不敢干事。会后要结合实际抓好落实，逐条回头看。" BEHIND);
    expect(&v, "第二种是不敢干事。", ANCHOR_MOVED, "第二种是不敢干事。");
    close_versions(&v);
}

#define ASKED(question, answer) "问：" question "？\n答：" answer "。\n"

/* An answer that is given again and again belongs to its question, and to no other one. */
static void an_answer_goes_with_its_question(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v,
                  ASKED("泵房的钥匙由谁保管", "值班员") ASKED("去年是否检修过水泵", "没有") ASKED("备件够不够", "没有")
                      ASKED("是否有人向您反映过停水", "没有") ASKED("台账在哪里", "信息科"),
                  ASKED("是否有人向您反映过停水", "没有") ASKED("泵房的钥匙由谁保管", "值班员")
                      ASKED("备件够不够", "没有") ASKED("台账在哪里", "信息科"));
    expect_nth(&v, "答：没有。", 0, ANCHOR_LOST, "");
    struct anchored a = anchor_find(v.anchors, span_of(v.text[0], "答：没有。", 1));
    assert_int_equal(a.span.start, span_of(v.text[1], "答：没有。", 1).start);
    a = anchor_find(v.anchors, span_of(v.text[0], "没有。", 2));
    assert_int_equal(a.span.start, span_of(v.text[1], "没有。", 0).start);
    close_versions(&v);
}

/* Readings in brackets that are known as noise in none, or in one only, change the words but hide nothing. */
static void readings_of_one_version_are_no_loss(void **state)
{
    (void)state;
    struct versions v;
    open_versions(&v, BEFORE "這個項(xiàng)目拖(tuō)了很久(jiǔ)。" BEHIND, BEFORE "這個項目拖了很久。" BEHIND);
    expect(&v, "這個項(xiàng)目拖(tuō)了很久(jiǔ)。", ANCHOR_CHANGED, "這個項目拖了很久。");
    assert_true(anchor_find(v.anchors, span_of(v.text[0], "很久(jiǔ)。", 0)).likeness > 90);
    expect(&v, BEHIND, ANCHOR_SAME, BEHIND);
    close_versions(&v);
}

/* ---- whole documents ---- */

struct sum {
    size_t right, exact, listed, wrong, all;
    size_t gone, gone_found; /* passages that are in the new one no more */
};

static size_t shared(struct span a, size_t start, size_t end)
{
    size_t from = a.start > start ? a.start : start, to = a.end < end ? a.end : end;
    return from < to ? to - from : 0;
}

/* Right is: most of what was found is what the passage became, and half of the passage was found. */
static void judge(struct sum *sum, const struct anchored *f, const size_t *old, const size_t *new)
{
    size_t both = shared(f->span, new[0], new[1]), n = f->span.end - f->span.start;
    if (new[0] == new[1]) {
        sum->gone++;
        sum->gone_found += f->kind != ANCHOR_LOST;
        return;
    }
    sum->all++;
    if (f->kind == ANCHOR_LOST)
        sum->listed++;
    else if (10 * both >= 7 * n && 2 * both >= old[1] - old[0])
        sum->right++;
    else
        sum->wrong++;
    sum->exact += f->span.start == new[0] && f->span.end == new[1];
}

#define SENTENCES 400

static void carry(struct sum *sum, uint64_t seed, enum edit what)
{
    struct edit_text first, second;
    struct str old = {0}, new = {0};
    size_t *a = mem_alloc(4 * SENTENCES, sizeof *a), *b = a + 2 * SENTENCES;
    struct versions v;
    edit_write(&first, seed, SENTENCES);
    second = edit_made(&first, what);
    edit_join(&first, &old, a, SENTENCES);
    edit_join(&second, &new, b, SENTENCES);
    open_versions(&v, str_z(&old), str_z(&new));
    for (size_t i = 0; i < SENTENCES; i++) {
        struct anchored f = anchor_find(v.anchors, (struct span){a[2 * i], a[2 * i + 1]});
        judge(sum, &f, a + 2 * i, b + 2 * i);
    }
    close_versions(&v);
    edit_clear(&first);
    edit_clear(&second);
    str_clear(&old);
    str_clear(&new);
    free(a);
}

/* 95 of 100 are found, and of what is said to be found next to nothing is wrong. */
static void edited_documents_keep_their_passages(void **state)
{
    static const char *const names[] = {"nothing", "insert", "delete",      "reorder", "typos",
                                        "words",   "join",   "punctuation", "all"};
    (void)state;
    for (enum edit what = EDIT_NONE; what < EDITS; what++) {
        struct sum s = {0};
        for (uint64_t seed = 1; seed <= 5; seed++)
            carry(&s, seed, what);
        printf("# %-12s %4zu of %4zu right (%zu to the character), %zu lost, %zu wrong; %zu of %zu gone were found\n",
               names[what], s.right, s.all, s.exact, s.listed, s.wrong, s.gone_found, s.gone);
        assert_true(100 * s.right >= 95 * s.all);
        assert_true(500 * s.wrong <= s.all);
        assert_true(100 * s.gone_found <= 2 * s.gone);
    }
}

static struct text *text_of(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

/* A comma, another script or a word in each sentence leave no sentence as it was, and make no other document. */
static void small_changes_everywhere_are_a_version(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "甲泵站的值班员夜里没有巡查。乙泵站的阀门三年没有检修。丙泵站的台账和现场对不上。各站的负责人都说不清楚。",
        "甲泵站的值班员夜里没有巡查,乙泵站的阀门三年没有检修,丙泵站的台账和现场对不上,各站的负责人都说不清楚.",
        "甲泵站的值班員夜裡沒有巡查。乙泵站的閥門三年沒有檢修。丙泵站的台賬和現場對不上。各站的負責人都說不清楚。",
        "甲泵站的两名值班员夜里没有巡查。乙泵站的阀门已经三年没有检修。丙泵站的台账和现场完全对不上。各站说不清。",
        "会议于三月五日召开。出席的有县长和各局局长。会议听取了关于春耕的汇报。县长作了总结讲话。",
    };
    struct text *first = text_of(texts[0]);
    for (size_t i = 1; i < 5; i++) {
        struct text *t = text_of(texts[i]);
        assert_int_equal(anchor_likeness(first, t) >= 35, i < 4);
        text_free(t);
    }
    text_free(first);
}

static void likeness_tells_a_version_from_another_document(void **state)
{
    (void)state;
    struct edit_text first, second, other;
    struct str texts[3] = {{0}, {0}, {0}};
    size_t spans[2];
    edit_write(&first, 3, 200);
    edit_write(&other, 4, 200);
    second = edit_made(&first, EDIT_ALL);
    edit_join(&first, &texts[0], spans, 1);
    edit_join(&second, &texts[1], spans, 1);
    edit_join(&other, &texts[2], spans, 1);
    struct text *t[3];
    for (int i = 0; i < 3; i++) {
        size_t n = texts[i].len;
        t[i] = text_new(str_take(&texts[i]), n);
    }
    assert_int_equal(anchor_likeness(t[0], t[0]), 100);
    assert_true(anchor_likeness(t[0], t[1]) > 40);
    assert_true(anchor_likeness(t[1], t[0]) == anchor_likeness(t[0], t[1]));
    assert_true(anchor_likeness(t[0], t[2]) < 35); /* it is made of the same phrases */
    for (int i = 0; i < 3; i++)
        text_free(t[i]);
    edit_clear(&first);
    edit_clear(&second);
    edit_clear(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_in_the_same_place),
        cmocka_unit_test(the_same_words_elsewhere_have_moved),
        cmocka_unit_test(changed_words_keep_their_ends),
        cmocka_unit_test(what_was_left_out_is_lost),
        cmocka_unit_test(a_likeness_of_anothers_is_not_taken),
        cmocka_unit_test(words_that_return_keep_their_order),
        cmocka_unit_test(noise_is_no_part_of_the_words),
        cmocka_unit_test(long_passages_are_found_by_their_ends),
        cmocka_unit_test(words_that_stand_once_are_found),
        cmocka_unit_test(an_answer_goes_with_its_question),
        cmocka_unit_test(readings_of_one_version_are_no_loss),
        cmocka_unit_test(edited_documents_keep_their_passages),
        cmocka_unit_test(likeness_tells_a_version_from_another_document),
        cmocka_unit_test(small_changes_everywhere_are_a_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
