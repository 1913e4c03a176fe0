/* OpenDocument texts: what is read of them, and in which order. */
#include "tests/exchange_office.h"
#include "tests/unit.h"

#include <string.h>

#define NS                                                                                                             \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                                               \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                                                   \
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                                                 \
    "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "                                                \
    "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "                                          \
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""
#define CONTENT(styles, body)                                                                                          \
    "<office:document-content " NS "><office:scripts/><office:automatic-styles>" styles                                \
    "</office:automatic-styles><office:body><office:text>\n" body                                                      \
    "\n</office:text></office:body></office:document-content>"
#define P(words) "<text:p>" words "</text:p>"
#define H(level, words) "<text:h text:outline-level=\"" level "\">" words "</text:h>"

static struct extract import(const char *content, const char *styles)
{
    const struct office_part parts[] = {
        {"mimetype", KIND_ODT}, {"content.xml", content}, {styles ? "styles.xml" : NULL, styles}, {0}};
    struct str bytes = {0};
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    office_zip(parts, &bytes);
    if (office_import(&bytes, KIND_ODT, &limits, &x, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    str_clear(&bytes);
    return x;
}

static void reads(const char *content, const char *expected)
{
    struct extract x = import(content, NULL);
    assert_string_equal(str_z(&x.text), expected);
    extract_clear(&x);
}

static void words_of_a_paragraph(void **state)
{
    (void)state;
    reads(CONTENT("", P("调查<text:span>研究</text:span><text:s text:c=\"3\"/>是<text:tab/>基础") P("")
                          P("<text:a>链接</text:a>上<text:line-break/>下<text:soft-page-break/>文") "散落"),
          "调查研究 是 基础\n链接上\n下文");
    reads(CONTENT("", P("第<text:page-number>3</text:page-number>页<text:bookmark/>") "<text:section>" P(
                          "节内") "</text:section><text:section text:display=\"none\">" P("不显示") "</text:section>"),
          "第3页\n节内");
}

static void what_is_no_text_is_out(void **state)
{
    (void)state;
    reads(CONTENT(
              "",
              "<text:tracked-changes><text:changed-region>" P("删去") "</text:changed-region></text:tracked-changes>" P(
                  "正<text:change/><office:annotation>" P(
                      "批注") "</office:annotation>文<text:hidden-text>隐"
                              "</text:hidden-text><draw:frame><svg:title>图题</svg:title></draw:frame>")),
          "正文");
    reads(
        CONTENT(
            "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties text:display=\"none\"/>"
            "</style:style><style:style style:name=\"T2\" style:family=\"text\" style:parent-style-name=\"T1\"/>",
            P("甲<text:span text:style-name=\"T2\">隐<text:span>藏</text:span></text:span>乙") "<text:p "
                                                                                               "text:style-name=\"T1\">"
                                                                                               "全段</text:p>"),
        "甲乙");
}

static void headings_have_levels(void **state)
{
    (void)state;
    struct extract x =
        import(CONTENT("<style:style style:name=\"P1\" style:family=\"paragraph\" "
                       "style:parent-style-name=\"Title\"/>",
                       "<text:p text:style-name=\"P1\">报告</text:p>" H("1", "总则") P("文") H("2", "范围")),
               NULL);
    assert_int_equal(x.heading_count, 3);
    office_heading_is(&x, 0, 1, "报告");
    office_heading_is(&x, 1, 1, "总则");
    office_heading_is(&x, 2, 2, "范围");
    extract_clear(&x);
}

/* What a person sets is the style of a heading, and the paragraph remains one. */
static void styles_make_headings(void **state)
{
    (void)state;
    struct extract x = import(
        CONTENT("<style:style style:name=\"P1\" style:family=\"paragraph\" "
                "style:parent-style-name=\"Heading_20_2\"/><style:style style:name=\"P2\" style:family=\"paragraph\" "
                "style:default-outline-level=\"3\"/><style:style style:name=\"P3\" style:family=\"paragraph\" "
                "style:parent-style-name=\"P2\" style:default-outline-level=\"\"/>",
                "<text:p text:style-name=\"Heading_20_1\">总则</text:p><text:p text:style-name=\"P1\">目的</text:p>"
                "<text:p text:style-name=\"P2\">范围</text:p><text:p text:style-name=\"P3\">文</text:p>"
                "<text:p text:style-name=\"Heading_20_X\">文</text:p>"),
        NULL);
    assert_int_equal(x.heading_count, 3);
    office_heading_is(&x, 0, 1, "总则");
    office_heading_is(&x, 1, 2, "目的");
    office_heading_is(&x, 2, 3, "范围");
    extract_clear(&x);
}

static void headings_are_numbered_by_the_outline(void **state)
{
    (void)state;
    const char *styles =
        "<office:document-styles " NS "><office:styles><text:outline-style><text:outline-level-style text:level=\"1\" "
        "style:num-format=\"一, 二, 三, ...\" style:num-suffix=\"、\"/><text:outline-level-style text:level=\"2\" "
        "style:num-format=\"一, 二, 三, ...\" style:num-prefix=\"（\" style:num-suffix=\"）\"/></text:outline-style>"
        "<style:style style:name=\"plain\" style:family=\"paragraph\" style:list-style-name=\"\"/></office:styles>"
        "<office:automatic-styles><style:style style:name=\"P1\" style:family=\"paragraph\"><style:text-properties "
        "text:display=\"none\"/></style:style></office:automatic-styles></office:document-styles>";
    struct extract x = import(
        CONTENT("", H("1", "总则") H("2", "目的") H("2", "范围") H("1", "分则")
                        H("2", "职责") "<text:h text:outline-level=\"1\" text:style-name=\"plain\">附录</text:h>"
                                       "<text:h text:outline-level=\"1\" text:is-list-header=\"true\">后记</text:h>"
                                       "<text:p text:style-name=\"P1\">正文</text:p>"),
        styles);
    assert_string_equal(str_z(&x.text), "一、总则\n（一）目的\n（二）范围\n二、分则\n（一）职责\n附录\n后记\n正文");
    office_heading_is(&x, 1, 2, "（一）目的");
    extract_clear(&x);
}

static void long_prefix_is_whole(void **state)
{
    (void)state;
    const char *styles =
        "<office:document-styles " NS "><office:styles><text:outline-style><text:outline-level-style text:level=\"1\" "
        "style:num-format=\"1\" style:num-prefix=\"供水安全检修工作规程第\" style:num-suffix=\"章：\"/>"
        "</text:outline-style></office:styles></office:document-styles>";
    struct extract x = import(CONTENT("", H("1", "总则")), styles);
    assert_string_equal(str_z(&x.text), "供水安全检修工作规程第1章：总则");
    extract_clear(&x);
}

#define LIST(more, items) "<text:list " more ">" items "</text:list>"
#define ITEM(inside) "<text:list-item>" inside "</text:list-item>"

static void lists_are_numbered(void **state)
{
    (void)state;
    const char *style = "<text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" "
                        "style:num-format=\"1\" style:num-suffix=\".\"/><text:list-level-style-number text:level=\"2\" "
                        "style:num-format=\"a\" style:num-suffix=\")\" text:display-levels=\"2\"/>"
                        "<text:list-level-style-bullet text:level=\"3\" text:bullet-char=\"•\"/></text:list-style>";
    struct str content = {0};
    str_add(&content, "<office:document-content " NS "><office:automatic-styles>");
    str_add(&content, style);
    str_add(&content,
            /* cppcheck-suppress unknownMacro ; it does not expand a macro in its own argument */
            "</office:automatic-styles><office:body><office:text>" LIST(
                "text:style-name=\"L1\"",
                ITEM(P("甲") P("甲续")
                         LIST("", ITEM(P("子") LIST("", ITEM(P("点"))))
                                      ITEM(P("丑")))) "<text:list-header>" P("头") "</text:list-header>" ITEM(P("乙")))
                P("插入") LIST("text:style-name=\"L1\" text:continue-numbering=\"true\"", ITEM(P("丙")))
                    LIST("text:style-name=\"L1\"",
                         ITEM(P("重来")) "<text:list-item text:start-value=\"7\">" P("七") "</text:list-item>")
                        LIST("text:style-name=\"没有\"",
                             ITEM(P("无"))) "</office:text></office:body></office:document-content>");
    reads(str_z(&content), "1. 甲\n甲续\n1.a) 子\n• 点\n1.b) 丑\n头\n2. 乙\n插入\n3. 丙\n1. 重来\n7. 七\n无");
    str_clear(&content);
}

#define CELL(inside) "<table:table-cell>" inside "</table:table-cell>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"

static void tables_row_by_row(void **state)
{
    (void)state;
    reads(CONTENT("", P("前") "<table:table><table:table-column "
                              "table:number-columns-repeated=\"2\"/><table:table-header-rows>" ROW(CELL(P("姓名")) CELL(
                                  P("职务"))) "</table:table-header-rows>" ROW(CELL(P("张三") H("1", "（女）"))
                                                                                   CELL(P("组<text:line-break/>长")))
                                  ROW(CELL(P("合并")) "<table:covered-table-cell/>") "</table:table>" P("后")),
          "前\n姓名\t职务\n张三 （女）\t组 长\n合并\n后");
    reads(CONTENT("", "<table:table><table:table-column/>" ROW(CELL(P("框中一段") P("框中二段"))) "</table:table>"),
          "框中一段\n框中二段");
}

static void notes_at_their_place(void **state)
{
    (void)state;
#define NOTE(words)                                                                                                    \
    "<text:note><text:note-citation>9</text:note-citation><text:note-body>" words "</text:note-body></text:note>"
    struct extract x =
        import(CONTENT("", P("成效" NOTE(P("注一") P("续")) "显著" NOTE(P("注二")) "。") P("下段")), NULL);
    assert_string_equal(str_z(&x.text), "成效[1]显著[2]。\n[1] 注一 续\n[2] 注二\n下段");
    assert_int_equal(x.noise.count, 2);
    office_noise_is(&x, 0, NOISE_REFERENCE, "[1]");
    extract_clear(&x);
}

static void boxes_readings_contents(void **state)
{
    (void)state;
    struct extract x =
        import(CONTENT("", "<text:table-of-content><text:table-of-content-source>" P(
                               "模板") "</text:table-of-content-source>"
                                       "<text:index-body>" P("目录")
                                           P("一、总则 1") "</text:index-body></text:table-of-content>" P(
                                               "千<text:ruby><text:ruby-base>項</text:ruby-base><text:ruby-text>xiàng</"
                                               "text:ruby-text></text:ruby>目"
                                               "<draw:frame><draw:text-box>" P("框一")
                                                   P("框二") "</draw:text-box></draw:frame>前") P("后")),
               NULL);
    assert_string_equal(str_z(&x.text), "目录\n一、总则 1\n千項(xiàng)目前\n框一\n框二\n后");
    assert_int_equal(x.noise.count, 2);
    office_noise_is(&x, 0, NOISE_RUNNING, "目录\n一、总则 1\n");
    office_noise_is(&x, 1, NOISE_READING, "(xiàng)");
    extract_clear(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_paragraph),
        cmocka_unit_test(what_is_no_text_is_out),
        cmocka_unit_test(headings_have_levels),
        cmocka_unit_test(styles_make_headings),
        cmocka_unit_test(headings_are_numbered_by_the_outline),
        cmocka_unit_test(long_prefix_is_whole),
        cmocka_unit_test(lists_are_numbered),
        cmocka_unit_test(tables_row_by_row),
        cmocka_unit_test(notes_at_their_place),
        cmocka_unit_test(boxes_readings_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
