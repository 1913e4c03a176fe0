/* Pages as a program printed them, and the paragraphs that they were. */
#include "exchange/kind.h"
#include "tests/unit.h"

#include "base/mem.h"
#include "text/flow.h"

#include <stdlib.h>
#include <string.h>

/* The paragraphs of PAGES; *NOISE becomes what is noise of KIND in them, each behind a "|". The caller frees both. */
static char *read_pages(const char *pages, enum noise_kind kind, char **noise)
{
    struct extract x;
    struct err e = {0};
    extract_begin(&x, 1 << 20);
    assert_int_equal(pages_read(pages, strlen(pages), &x, &e), ERR_OK);
    assert_int_equal(extract_finish(&x, "PDF", &e), ERR_OK);
    struct text *t = text_new(mem_dup(str_z(&x.text)), x.text.len);
    struct flow *f = flow_new(t, x.noise.all, x.noise.count);
    struct str found = {0};
    for (size_t i = 0; i < x.noise.count; i++) {
        size_t n;
        const char *p = text_slice(t, x.noise.all[i].span.start, x.noise.all[i].span.end, &n);
        if (x.noise.all[i].kind == kind) {
            str_addc(&found, '|');
            str_addn(&found, p, n);
        }
    }
    size_t n;
    const char *p = text_slice(flow_text(f), 0, text_length(flow_text(f)), &n);
    char *read = mem_ndup(p, n);
    *noise = str_take(&found);
    flow_free(f);
    text_free(t);
    extract_clear(&x);
    return read;
}

static void assert_reads(const char *pages, const char *expected)
{
    char *noise, *read = read_pages(pages, NOISE_HAND, &noise);
    assert_string_equal(read, expected);
    free(read);
    free(noise);
}

static void assert_noise(const char *pages, enum noise_kind kind, const char *expected_noise, const char *expected)
{
    char *noise, *read = read_pages(pages, kind, &noise);
    assert_string_equal(noise, expected_noise);
    assert_string_equal(read, expected);
    free(read);
    free(noise);
}

static void test_full_rows_go_on(void **state)
{
    (void)state;
    assert_reads("关于加强乡村供水管理的意见\n"
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐\n"
                 "户登记，逐户回访，做到件件有着落。对一时难以解决的，\n"
                 "要向用户讲清原因。\n"
                 "各部门要密切配合。\n\f",
                 "关于加强乡村供水管理的意见\n"
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记，逐户回访，做到件件有着落。对一时难以解决的"
                 "，要向用户讲清原因。\n"
                 "各部门要密切配合。");
}

/* A sentence may end where a full row does; the next row begins a paragraph only if it is indented. */
static void test_indents_begin_paragraphs(void **state)
{
    (void)state;
    assert_reads("  各镇供水站要把群众反映最集中的水压问题摆在首位，\n"
                 "逐户登记，逐户回访，做到件件有着落，事事都有回音。\n"
                 "对一时难以解决的，要向用户讲清原因。\n"
                 "  各部门要密切配合，主动上门，有关情况及时通报上。\n"
                 "  县里将组织检查。\n\f",
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记，逐户回访，做到件件有着落，事事都有回音。对"
                 "一时难以解决的，要向用户讲清原因。\n"
                 "各部门要密切配合，主动上门，有关情况及时通报上。\n"
                 "县里将组织检查。");
}

static void test_headings_and_items_stand_alone(void **state)
{
    (void)state;
    assert_reads("一、总体要求\n"
                 "坚持问题导向，把各镇反映强烈的管网老化问题逐一解决，\n"
                 "（一）摸清底数。对全县三百二十公里管网逐段检查，登记\n"
                 "造册。\n"
                 "1.分段负责，谁检查谁签字，谁签字谁负责，不留任何死角\n"
                 "2.限期完成\n\f",
                 "一、总体要求\n"
                 "坚持问题导向，把各镇反映强烈的管网老化问题逐一解决，\n"
                 "（一）摸清底数。对全县三百二十公里管网逐段检查，登记造册。\n"
                 "1.分段负责，谁检查谁签字，谁签字谁负责，不留任何死角\n"
                 "2.限期完成");
}

static void test_latin_words(void **state)
{
    (void)state;
    assert_reads(
        "The pumps of the northern works stopped twice in the first week of May,\n"
        "and the whole district was without water for four hours. A well-\n"
        "known weakness was not repaired in time because the inter\xC2\xAD\n"
        "national tender failed.\n"
        "The council asked for a report.\n\f",
        "The pumps of the northern works stopped twice in the first week of May, and the whole district was without "
        "water for four hours. A well-known weakness was not repaired in time because the international tender "
        "failed.\n"
        "The council asked for a report.");
}

static const char three_pages[] = "      北区水务局会议材料\n\n"
                                  "各镇供水站要把群众反映最集中的水压问题摆在首位，逐\n"
                                  "户登记，逐户回访，做到件件有着落，对一时难以解决的\n"
                                  "            — 1 —\n\f"
                                  "      北区水务局会议材料\n\n"
                                  "要向用户讲清原因。\n"
                                  "各部门要密切配合。\n"
                                  "            — 2 —\n\f"
                                  "      北区水务局会议材料\n\n"
                                  "县里将组织检查。\n"
                                  "            — 3 —\n\f";

static void test_headers_and_page_numbers(void **state)
{
    (void)state;
    static const char read[] = "各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记，逐户回访，做到件件有着落，对"
                               "一时难以解决的要向用户讲清原因。\n"
                               "各部门要密切配合。\n"
                               "县里将组织检查。";
    assert_noise(three_pages, NOISE_PAGE, "| — 1 —|— 2 —\n|\n— 3 —", read);
    assert_noise(three_pages, NOISE_RUNNING, "|北区水务局会议材料\n| 北区水务局会议材料 |北区水务局会议材料\n", read);
}

/* Nothing of the source is lost. */
static void test_all_is_there(void **state)
{
    (void)state;
    struct extract x;
    struct err e;
    extract_begin(&x, 1 << 20);
    assert_int_equal(pages_read(three_pages, sizeof three_pages - 1, &x, &e), ERR_OK);
    assert_int_equal(extract_finish(&x, "PDF", &e), ERR_OK);
    size_t headers = 0;
    for (const char *c = str_z(&x.text); (c = strstr(c, "北区水务局会议材料")); c++)
        headers++;
    assert_int_equal(headers, 3);
    assert_non_null(strstr(str_z(&x.text), "— 3 —"));
    extract_clear(&x);
}

/* The title is text, although its words return over the other pages. */
static void test_title_is_no_header(void **state)
{
    (void)state;
    assert_noise("       "
                 "供水检查通报\n正文第一页。\n\f供水检查通报\n正文第二页。\n\f供水检查通报\n正文第三页。\n\f供水检查通"
                 "报\n正文第四页。\n",
                 NOISE_RUNNING, "|供水检查通报\n|供水检查通报\n|供水检查通报\n",
                 "供水检查通报\n正文第一页。\n正文第二页。\n正文第三页。\n正文第四页。");
}

/* Answers and sentences that return stand at the top and the bottom of many pages, as headers and footers do. */
static void test_returning_words_of_the_text(void **state)
{
    (void)state;
    struct str answers = {0}, read = {0}, sentences = {0}, same = {0};
    for (int i = 1; i <= 6; i++) {
        str_addf(&answers, "答：没有。\n\n问：第 %d 台水泵，是否停过？\n\n答：记不清了。\n   — %d —\n\f", i, i);
        str_addf(&read, "%s答：没有。\n问：第 %d 台水泵，是否停过？\n答：记不清了。", i > 1 ? "\n" : "", i);
        str_addf(&sentences,
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐\n户登记。第%d次。\n"
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐\n户登记。第%d次。\n\f",
                 i, i);
        str_addf(&same,
                 "%s各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记。第%d次。\n"
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记。第%d次。",
                 i > 1 ? "\n" : "", i, i);
    }
    assert_noise(str_z(&answers), NOISE_RUNNING, "", str_z(&read));
    assert_noise(str_z(&sentences), NOISE_RUNNING, "", str_z(&same));
    str_clear(&answers);
    str_clear(&read);
    str_clear(&sentences);
    str_clear(&same);
}

/* Six pages with WORDS on every one of EVERY, in row SLOT of the page: the noise found. */
static void assert_running(const char *words, int every, int slot, bool is_noise)
{
    struct str pages = {0};
    for (int i = 0; i < 6; i++) {
        str_addf(&pages, "%s", slot > 0 ? "甲地管网更新" : "");
        str_addf(&pages, slot > 0 ? "第%d批\n\n乙地第%d批\n\n" : "", i + 40, i + 60);
        str_addf(&pages, "%s\n\n", i % every == 0 ? words : "");
        str_addf(&pages, "  第%d天的记录完整。\n  第%d天的记录不全。\n\n  其余没有。\n\f", i + 20, i + 30);
    }
    char *noise, *read = read_pages(str_z(&pages), NOISE_RUNNING, &noise);
    assert_int_equal(noise[0] != '\0', is_noise);
    free(noise);
    free(read);
    str_clear(&pages);
}

static void test_what_a_header_is(void **state)
{
    (void)state;
    assert_running("北区水务局会议材料", 1, 0, true);
    assert_running("北区水务局会议材料", 2, 0, true);
    assert_running("北区水务局会议材料", 3, 0, false); /* on two pages */
    assert_running("北区水务局会议材料", 1, 2, false); /* in the third row */
    assert_running("记录完整。", 1, 0, false);
    assert_running("是否完整？", 1, 0, false);
    assert_running("有关情况如下：", 1, 0, false);
    assert_running("答：没有", 1, 0, false);
    assert_running("问题线索登记", 1, 0, true);
    assert_running("一、基本情况", 1, 0, false);
    assert_running("• 其他", 1, 0, false);
}

static void test_short_rows_end_paragraphs(void **state)
{
    (void)state;
    assert_reads("问：五月三日上午北区水厂的两台水泵是谁停的？\n答：没有。\n问：是否报告？\n答：是的。\n"
                 "问：五月四日上午北区水厂的两台水泵是谁停的？\n答：记不清了。\n\f",
                 "问：五月三日上午北区水厂的两台水泵是谁停的？\n答：没有。\n问：是否报告？\n答：是的。\n"
                 "问：五月四日上午北区水厂的两台水泵是谁停的？\n答：记不清了。");
    assert_reads("各镇供水站要把群众反映最集中的水压问题摆在首位，逐\n"
                 "户登记。有关县区各镇供水站的检查情况和整改意见如下：\n东镇站已经完成。\n\f",
                 "各镇供水站要把群众反映最集中的水压问题摆在首位，逐"
                 "户登记。有关县区各镇供水站的检查情况和整改意见如下：\n东镇站已经完成。");
}

/* An indent of one character and a half is one column, and punctuation hangs over the edge. */
static void test_small_indents(void **state)
{
    (void)state;
    assert_reads(" 各镇供水站要把群众反映最集中的水压问题摆在首位\n"
                 "逐户登记，逐户回访，做到件件有着落，事事都有回音声，\n"
                 "逐户登记，逐户回访，做到件件有着落，件件都有回信息，\n"
                 "对一时难以解决的，要向用户讲清原因。\n"
                 " 各部门要密切配合，主动上门，有关情况及时通报上级\n"
                 "机关。\n"
                 " 县里将组织检查。\n\f",
                 "各镇供水站要把群众反映最集中的水压问题摆在首位逐户登记，逐户回访，做到件件有着落，事事都有回音声，"
                 "逐户登记，逐户回访，做到件件有着落，件件都有回信息，对一时难以解决的，要向用户讲清原因。\n"
                 "各部门要密切配合，主动上门，有关情况及时通报上级机关。\n县里将组织检查。");
}

static void test_what_is_text(void **state)
{
    (void)state;
    /* Titles of slides are numbered too; a year at the top is no page number; one page has no running header. */
    assert_reads("问题一\n水压不足。\n\f问题二\n水质不稳。\n\f问题三\n收费不明。\n\f",
                 "问题一\n水压不足。\n问题二\n水质不稳。\n问题三\n收费不明。");
    assert_reads("2024\n全年无事故。\n\f2030\n建成新厂。\n\f", "2024\n全年无事故。\n2030\n建成新厂。");
    assert_reads("水务局\n通知\n", "水务局\n通知");
    assert_reads("共5项\n内容\n", "共5项\n内容");
}

static void test_kinds_of_page_numbers(void **state)
{
    (void)state;
    static const char *const marks[][2] = {{"第1页共2页", "第2页共2页"},
                                           {"1", "2"},
                                           {"- 1 -", "- 2 -"},
                                           {"1/2", "2/2"},
                                           {"Page 1 of 2", "Page 2 of 2"},
                                           {"１", "２"},
                                           {"水务局    1", "水务局    2"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct str pages = {0};
        str_addf(&pages, "甲地的水压不足。\n%s\n\f乙地的水质不稳。\n%s\n\f", marks[i][0], marks[i][1]);
        assert_reads(str_z(&pages), "甲地的水压不足。\n乙地的水质不稳。");
        str_clear(&pages);
    }
}

static void test_tables(void **state)
{
    (void)state;
    assert_reads("站点      水压（兆帕）   停水次数\n东镇站    0.25           3\n",
                 "站点\t水压（兆帕）\t停水次数\n东镇站\t0.25\t3");
}

/* One column is read before the other; what runs across both stands where it stood. */
static void test_columns(void **state)
{
    (void)state;
    assert_reads("        乡村供水工作简报第五期\n"
                 "  各镇供水站要把水压问题摆    查。主要原因是阀门长期没有\n"
                 "在首位，逐户登记，逐户回访     检修，值班人员也没有及时报\n"
                 "做到件件有着落，事事都有回     告，小问题拖成了大问题，影\n"
                 "音，一时难以解决的，要向用     响了两个镇的八千多户居民。\n"
                 "户讲清原因，取得理解，并且       下一步，要把责任落实到每\n"
                 "留下联系电话，方便用户查询     一个人，谁检查谁签字，谁签\n"
                 "办理的进度，不得推诿扯皮。     字谁负责，每月通报一次检查\n"
                 "  五月三日上午，北区水厂两    的结果，年底统一进行考核，\n"
                 "台水泵停机，县里组织人员检     考核不合格的取消评先资格。\n\f",
                 "乡村供水工作简报第五期\n"
                 "各镇供水站要把水压问题摆在首位，逐户登记，逐户回访做到件件有着落，事事都有回音，一时难以解决的，要"
                 "向用户讲清原因，取得理解，并且留下联系电话，方便用户查询办理的进度，不得推诿扯皮。\n"
                 "五月三日上午，北区水厂两台水泵停机，县里组织人员检查。主要原因是阀门长期没有检修，值班人员也没有及时"
                 "报告，小问题拖成了大问题，影响了两个镇的八千多户居民。\n"
                 "下一步，要把责任落实到每一个人，谁检查谁签字，谁签字谁负责，每月通报一次检查的结果，年底统一进行考核"
                 "，考核不合格的取消评先资格。");
}

static void test_no_text(void **state)
{
    (void)state;
    struct extract x;
    struct err e = {0};
    extract_begin(&x, 1 << 20);
    assert_int_equal(pages_read("\f \n\f\n", 5, &x, &e), ERR_OK);
    assert_int_equal(extract_finish(&x, "PDF", &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "OCR"));
    extract_clear(&x);
}

static void test_too_many_rows(void **state)
{
    (void)state;
    size_t n = 2 * 4000100;
    char *rows = mem_alloc(n, 1);
    for (size_t i = 0; i < n; i++)
        rows[i] = i % 2 ? '\n' : 'a';
    struct extract x;
    struct err e = {0};
    extract_begin(&x, 1 << 27);
    assert_int_equal(pages_read(rows, n, &x, &e), ERR_INPUT);
    assert_string_equal(e.msg, "it has more than 4000000 rows on its pages");
    extract_clear(&x);
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_rows_go_on),
        cmocka_unit_test(test_indents_begin_paragraphs),
        cmocka_unit_test(test_headings_and_items_stand_alone),
        cmocka_unit_test(test_latin_words),
        cmocka_unit_test(test_headers_and_page_numbers),
        cmocka_unit_test(test_all_is_there),
        cmocka_unit_test(test_title_is_no_header),
        cmocka_unit_test(test_returning_words_of_the_text),
        cmocka_unit_test(test_what_a_header_is),
        cmocka_unit_test(test_short_rows_end_paragraphs),
        cmocka_unit_test(test_small_indents),
        cmocka_unit_test(test_what_is_text),
        cmocka_unit_test(test_kinds_of_page_numbers),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_no_text),
        cmocka_unit_test(test_too_many_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
