/* Word documents: what is read of them, in which order, and what is refused. */
#include "tests/exchange_office.h"
#include "tests/exchange_zip_write.h"
#include "tests/unit.h"

#include <string.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define STRICT "xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\""
#define MC "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
#define BODY(xml) "<w:document " W " " MC "><w:body>" xml "</w:body></w:document>"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(inside) "<w:r>" inside "</w:r>"
#define T(words) "<w:r><w:t xml:space=\"preserve\">" words "</w:t></w:r>"
#define STYLED(style, words) "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr>" T(words) "</w:p>"
#define NUMBERED(num, level, words)                                                                                    \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"" num "\"/></w:numPr></w:pPr>" T(words) "</"   \
                                                                                                                "w:p>"

static struct extract import(const char *document, const struct office_part *more)
{
    struct office_part parts[8] = {{"word/document.xml", document}};
    for (size_t i = 0; more && more[i].name; i++)
        parts[i + 1] = more[i];
    struct str bytes = {0};
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    office_zip(parts, &bytes);
    if (office_import(&bytes, KIND_DOCX, &limits, &x, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    str_clear(&bytes);
    return x;
}

static void reads(const char *document, const char *expected)
{
    struct extract x = import(document, NULL);
    assert_string_equal(str_z(&x.text), expected);
    extract_clear(&x);
}

static void words_of_a_paragraph(void **state)
{
    (void)state;
    reads(BODY(P(T("调查") T("研究 ") T(" 是")) P() P(R("<w:rPr><w:b/></w:rPr><w:t>谋事之基</w:t>"))),
          "调查研究 是\n谋事之基");
    reads(BODY(P(R("<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t>"))), "甲 乙\xE2\x80\x91丙");
    reads(BODY(P(R("<w:t>&lt;甲&gt; &amp; &#x4E59;</w:t>"))), "<甲> & 乙");
    reads(BODY(P(R("<w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/><w:t>末</w:t>"))), "上\n下\n末");
    reads(BODY(P(R("<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>") T(" 同意")
                     R("<w:sym w:font=\"Unknown\" w:char=\"F0FE\"/><w:sym w:font=\"x\" w:char=\"2713\"/>"))),
          "☑ 同意✓");
    reads("<w:document " STRICT "><w:body>" P(T("严格")) "</w:body></w:document>", "严格");
    reads(
        "<d:document xmlns:d=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><d:body><d:p><d:r><d:t>别"
        "名</d:t></d:r></d:p></d:body></d:document>",
        "别名");
}

static void what_stands_around_words(void **state)
{
    (void)state;
    reads(
        BODY(P("<w:hyperlink w:anchor=\"a\">" T("链接") "</w:hyperlink><w:smartTag><w:smartTagPr/>" T(
            "标记") "</w:smartTag>") "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" P(T("控件")) "</"
                                                                                                                   "w:"
                                                                                                                   "sdt"
                                                                                                                   "Con"
                                                                                                                   "ten"
                                                                                                                   "t><"
                                                                                                                   "/w:"
                                                                                                                   "sdt"
                                                                                                                   "><"
                                                                                                                   "w:"
                                                                                                                   "alt"
                                                                                                                   "Chu"
                                                                                                                   "nk/"
                                                                                                                   "><"
                                                                                                                   "w:"
                                                                                                                   "sec"
                                                                                                                   "tPr"
                                                                                                                   "><"
                                                                                                                   "w:"
                                                                                                                   "hea"
                                                                                                                   "der"
                                                                                                                   "Ref"
                                                                                                                   "ere"
                                                                                                                   "nce"
                                                                                                                   "/><"
                                                                                                                   "/w:"
                                                                                                                   "sec"
                                                                                                                   "tPr"
                                                                                                                   ">"),
        "链接标记\n控件");
}

static void changes_as_if_accepted(void **state)
{
    (void)state;
    reads(BODY(P("<w:ins>" T("新增") "</w:ins><w:del>" R("<w:delText>删去</w:delText>")
                     T("误标") "</w:del><w:moveFrom>" T("移走") "</w:moveFrom><w:moveTo>" T("移来") "</w:moveTo>" R(
                         "<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>改格式</w:t>"))),
          "新增移来改格式");
    reads(BODY("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" T("前半") "</w:p>" P(T("后半")) P(T("下段"))),
          "前半后半\n下段");
    reads(BODY(P("<w:commentRangeStart w:id=\"1\"/>" T("正文") "<w:commentRangeEnd w:id=\"1\"/>" R(
              "<w:commentReference w:id=\"1\"/>"))),
          "正文");
}

static void hidden_words_are_out(void **state)
{
    (void)state;
    static const struct office_part styles[] = {
        {"word/styles.xml", "<w:styles " W "><w:style w:type=\"character\" w:styleId=\"h\"><w:rPr><w:vanish/></w:rPr>"
                            "</w:style><w:style w:type=\"paragraph\" w:styleId=\"hp\"><w:rPr><w:vanish/></w:rPr>"
                            "</w:style></w:styles>"},
        {0}};
    struct extract x =
        import(BODY(P(T("甲") R("<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>")
                          R("<w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t>")
                              R("<w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>隐</w:t>"))
                        STYLED("hp", "全段") "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" T("丙") "</w:p>"),
               styles);
    assert_string_equal(str_z(&x.text), "甲乙\n丙");
    extract_clear(&x);
}

static void fields_show_their_results(void **state)
{
    (void)state;
#define FIELD(code, result)                                                                                            \
    R("<w:fldChar w:fldCharType=\"begin\"/>")                                                                          \
    R("<w:instrText>" code "</w:instrText>")                                                                           \
    R("<w:fldChar w:fldCharType=\"separate\"/>") result R("<w:fldChar w:fldCharType=\"end\"/>")
    reads(BODY(P(T("第") FIELD("PAGE", T("3")) T("页") "<w:fldSimple w:instr=\" DATE \">" T("今日") "</w:fldSimple>")),
          "第3页今日");
    reads(BODY(P(T("见") R("<w:fldChar w:fldCharType=\"begin\"/>") T("代码") FIELD("REF", T("内层"))
                     R("<w:fldChar w:fldCharType=\"separate\"/>") T("结果") R("<w:fldChar w:fldCharType=\"end\"/>"))),
          "见结果");
}

static void a_table_of_contents_is_noise(void **state)
{
    (void)state;
    struct extract x =
        import(BODY(P(R("<w:fldChar w:fldCharType=\"begin\"/>") R("<w:instrText> TOC \\o \"1-3\"</w:instrText>")
                          R("<w:fldChar w:fldCharType=\"separate\"/>")
                              T("一、总则") "<w:hyperlink>" FIELD("PAGEREF", T("1")) "</w:hyperlink>")
                        P(T("二、附则 2")) P(R("<w:fldChar w:fldCharType=\"end\"/>")) P(T("正文"))),
               NULL);
    assert_string_equal(str_z(&x.text), "一、总则1\n二、附则 2\n正文");
    assert_int_equal(x.noise.count, 1);
    office_noise_is(&x, 0, NOISE_RUNNING, "一、总则1\n二、附则 2\n");
    extract_clear(&x);
#define GALLERY(content)                                                                                               \
    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>"           \
    "<w:sdtContent>" content "</w:sdtContent></w:sdt>"
    x = import(BODY(GALLERY(P(T("目录")) P("<w:fldSimple w:instr=\"TOC\">" T("总则") "</w:fldSimple>")) P(T("正文"))),
               NULL);
    assert_int_equal(x.noise.count, 1);
    office_noise_is(&x, 0, NOISE_RUNNING, "目录\n总则\n");
    extract_clear(&x);
    x = import(BODY(GALLERY(P(T("手写目录"))) P(T("正文"))), NULL);
    assert_int_equal(x.noise.count, 0);
    extract_clear(&x);
}

/* Hiding real text is the worse error. */
static void a_table_of_contents_without_end_hides_nothing(void **state)
{
    (void)state;
    struct extract x = import(BODY(P(R("<w:fldChar w:fldCharType=\"begin\"/>") R("<w:instrText>TOC</w:instrText>")
                                         R("<w:fldChar w:fldCharType=\"separate\"/>") T("一")) P(T("正文"))),
                              NULL);
    assert_string_equal(str_z(&x.text), "一\n正文");
    assert_int_equal(x.noise.count, 0);
    extract_clear(&x);
}

static const char styles_xml[] =
    "<w:styles " W "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"x2\"><w:name w:val=\"标题 2\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name w:val=\"公文节\"/><w:basedOn w:val=\"1\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"o3\"><w:name w:val=\"节\"/><w:pPr><w:outlineLvl "
    "w:val=\"2\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"toc\"><w:name w:val=\"TOC Heading\"/><w:basedOn w:val=\"1\"/><w:pPr>"
    "<w:outlineLvl w:val=\"9\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"c1\"><w:basedOn w:val=\"c2\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"c2\"><w:basedOn w:val=\"c1\"/></w:style></w:styles>";

static void headings_by_style_and_outline(void **state)
{
    (void)state;
    const struct office_part parts[] = {{"word/styles.xml", styles_xml}, {0}};
    struct extract x = import(
        BODY(STYLED("1", "总则") STYLED("x2", "范围") STYLED("own", "职责") STYLED("o3", "细目") STYLED("toc", "目录")
                 STYLED("c1", "循环") STYLED("a", "正文") "<w:p><w:pPr><w:outlineLvl w:val=\"4\"/></w:pPr>" T(
                     "直接") "</w:p>"
                             "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/></w:pPr>" T(
                                 "不是") "</w:p>"
                                         "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>" R(
                                             "<w:t>两</w:t><w:br/><w:t>行</w:t>") "</w:p>"),
        parts);
    assert_int_equal(x.heading_count, 6);
    office_heading_is(&x, 0, 1, "总则");
    office_heading_is(&x, 1, 2, "范围");
    office_heading_is(&x, 2, 1, "职责");
    office_heading_is(&x, 3, 3, "细目");
    office_heading_is(&x, 4, 5, "直接");
    office_heading_is(&x, 5, 1, "两 行");
    extract_clear(&x);
    x = import(BODY(STYLED("Heading2", "无样式表") STYLED("3", "编号样式")), NULL);
    assert_int_equal(x.heading_count, 2);
    office_heading_is(&x, 0, 2, "无样式表");
    office_heading_is(&x, 1, 3, "编号样式");
    extract_clear(&x);
}

#define LEVEL(at, format, text) LEVEL_MORE(at, format, text, "")
#define LEVEL_MORE(at, format, text, more)                                                                             \
    "<w:lvl w:ilvl=\"" at "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" format "\"/>" more "<w:lvlText w:val=\"" text  \
    "\"/></w:lvl>"
#define NUM(id, list, more) "<w:num w:numId=\"" id "\"><w:abstractNumId w:val=\"" list "\"/>" more "</w:num>"

static const char numbering_xml[] = "<w:numbering " W "><w:abstractNum w:abstractNumId=\"7\">" LEVEL(
    "0", "chineseCountingThousand", "%1、") LEVEL("1", "chineseCounting", "（%2）") LEVEL("2", "decimal", "%3.")
    LEVEL("3", "decimalEnclosedCircle", "%4") "</w:abstractNum><w:abstractNum w:abstractNumId=\"8\">" LEVEL(
        "0", "decimal", "%1") LEVEL("1", "decimal", "%1.%2")
        LEVEL_MORE("2", "bullet", "\xEF\x82\xB7",
                   "") "</w:abstractNum><w:abstractNum w:abstractNumId=\"9\">" LEVEL_MORE("0", "chineseCounting",
                                                                                          "第%1章",
                                                                                          "<w:pStyle w:val=\"1\"/>")
            LEVEL_MORE("1", "decimal", "第%1-%2条", "<w:isLgl/>") LEVEL_MORE(
                "2", "lowerLetter", "%3)",
                "<w:lvlRestart w:val=\"0\"/><w:suff w:val=\"nothing\"/>") "</w:abstractNum>" NUM("1", "7", "")
                NUM("2", "8", "") NUM("3", "9", "")
                    NUM("4", "8", "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>")
                        NUM("5", "8",
                            "<w:lvlOverride w:ilvl=\"0\">" LEVEL("0", "upperRoman",
                                                                 "%1.") "</w:lvlOverride>") "</w:numbering>";

static void label_is_cut_between_characters(void **state)
{
    (void)state;
    const struct office_part parts[] = {
        {"word/numbering.xml",
         "<w:numbering " W "><w:abstractNum w:abstractNumId=\"1\">" LEVEL(
             "0", "decimal",
             "a供水安全检修工作规程供水安全检修工作规程供水安全检修工作") "</w:abstractNum>" NUM("1", "1",
                                                                                                 "") "</w:numbering>"},
        {0}};
    struct extract x = import(BODY(NUMBERED("1", "0", "甲")), parts);
    assert_string_equal(str_z(&x.text), "a供水安全检修工作规程供水安全检修工作规程 甲");
    extract_clear(&x);
}

static void numbers_are_written_out(void **state)
{
    (void)state;
    const struct office_part parts[] = {{"word/numbering.xml", numbering_xml}, {0}};
    struct extract x =
        import(BODY(NUMBERED("1", "0", "甲") NUMBERED("1", "1", "乙") NUMBERED("1", "1", "丙") NUMBERED("1", "2", "丁")
                        NUMBERED("1", "3", "戊") NUMBERED("1", "0", "己") P(T("插入")) NUMBERED("1", "1", "庚")
                            NUMBERED("2", "0", "一层") NUMBERED("2", "1", "二层") NUMBERED("2", "2", "圆点")
                                NUMBERED("2", "0", "") NUMBERED("2", "1", "又二层") NUMBERED("4", "0", "从五")
                                    NUMBERED("4", "0", "到六") NUMBERED("5", "0", "罗马") NUMBERED("0", "0", "无")
                                        NUMBERED("99", "0", "没有这个")),
               parts);
    assert_string_equal(str_z(&x.text),
                        "一、甲\n（一）乙\n（二）丙\n1. 丁\n① 戊\n二、己\n插入\n（一）庚\n"
                        "1 一层\n1.1 二层\n• 圆点\n2.1 又二层\n5 从五\n6 到六\nVII. 罗马\n无\n没有这个");
    extract_clear(&x);
}

static void numbers_of_styles(void **state)
{
    (void)state;
    const struct office_part parts[] = {
        {"word/numbering.xml", numbering_xml},
        {"word/styles.xml",
         "<w:styles " W "><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>"
         "<w:numId w:val=\"3\"/></w:numPr></w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"sub\"><w:basedOn "
         "w:val=\"1\"/></w:style></w:styles>"},
        {0}};
    struct extract x =
        import(BODY(STYLED("1", "总则") NUMBERED("3", "1", "目的") NUMBERED("3", "2", "子项") STYLED("sub", "分则")
                        NUMBERED("3", "1", "范围")
                            NUMBERED("3", "2", "续项") "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:numId "
                                                       "w:val=\"0\"/></w:numPr></w:pPr>" T("附") "</w:p>"),
               parts);
    assert_string_equal(str_z(&x.text), "第一章 总则\n第1-1条 目的\na)子项\n第二章 分则\n第2-1条 范围\nb)续项\n附");
    office_heading_is(&x, 0, 1, "第一章 总则");
    extract_clear(&x);
}

#define CELL(inside) "<w:tc><w:tcPr/>" inside "</w:tc>"
#define GRID(columns, rows) "<w:tbl><w:tblPr/><w:tblGrid>" columns "</w:tblGrid>" rows "</w:tbl>"
#define TWO "<w:gridCol/><w:gridCol/>"

static void tables_row_by_row(void **state)
{
    (void)state;
    reads(BODY(P(T("前")) GRID(TWO, "<w:tr>" CELL(P(T("姓名")))
                                        CELL(P(T("职务"))) "</w:tr><w:tr>" CELL(P(T("张三")) P(T("（女）")))
                                            CELL(P(R("<w:t>组</w:t><w:br/><w:t>长</w:t>"))) "</w:tr>") P(T("后"))),
          "前\n姓名\t职务\n张三 （女）\t组 长\n后");
    /* cppcheck-suppress unknownMacro ; it does not expand a macro in its own argument */
    reads(BODY(GRID(TWO, "<w:tr>" CELL(P(T("外"))) CELL(GRID(
                             TWO, "<w:tr>" CELL(P(T("内一"))) CELL(P(T("内二"))) "</w:tr>") P(T("完"))) "</w:tr>")),
          "外\t内一 内二 完");
    reads(BODY(GRID("<w:gridCol/>", "<w:tr>" CELL(P(T("框中一段")) P(T("框中二段"))) "</w:tr>")), "框中一段\n框中二段");
}

/* No program writes such a table, but a file may hold one. */
static void columns_inside_a_row_keep_what_follows_apart(void **state)
{
    (void)state;
    reads(BODY("<w:tbl><w:tr><w:gridCol/>" CELL(P(T("格"))) "</w:tr></w:tbl>" P(T("后一段")) P(T("后二段"))),
          "格\n后一段\n后二段");
}

static void notes_at_their_place(void **state)
{
    (void)state;
    const struct office_part parts[] = {
        {"word/footnotes.xml",
         "<w:footnotes " W "><w:footnote w:type=\"separator\" w:id=\"-1\">" P(T(
             "线")) "</w:footnote><w:footnote "
                    "w:id=\"3\">" P(R("<w:footnoteRef/>") T(" 注文三"))
                        P(T("续")) "</w:footnote><w:footnote w:id=\"2\">" P(T("注文二")) "</w:footnote></w:footnotes>"},
        {"word/endnotes.xml", "<w:endnotes " W "><w:endnote w:id=\"2\">" P(T("尾注")) "</w:endnote></w:endnotes>"},
        {0}};
    struct extract x =
        import(BODY(P(T("成效显著") R("<w:footnoteReference w:id=\"2\"/>") T("，而且")
                          R("<w:endnoteReference w:id=\"2\"/>") T("。") R("<w:footnoteReference w:id=\"77\"/>"))
                        GRID(TWO, "<w:tr>" CELL(P(T("格") R("<w:footnoteReference w:id=\"3\"/>")))
                                      CELL(P(T("二"))) "</w:tr>") P(T("再提") R("<w:footnoteReference w:id=\"2\"/>"))),
               parts);
    assert_string_equal(str_z(&x.text),
                        "成效显著[1]，而且[2]。\n[1] 注文二\n[2] 尾注\n格[3]\t二\n[3] 注文三 续\n再提[1]");
    assert_int_equal(x.noise.count, 4);
    office_noise_is(&x, 1, NOISE_REFERENCE, "[2]");
    extract_clear(&x);
}

static void text_boxes_once_behind_their_paragraph(void **state)
{
    (void)state;
#define BOX(words) "<w:txbxContent>" words "</w:txbxContent>"
    reads(BODY(P(T("正") R("<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>" BOX(P(T("框一")) P(
              T("框二"))) "</w:drawing></mc:Choice><mc:Fallback><w:pict>" BOX(P(T("框一"))) "</w:pict></mc:Fallback></"
                                                                                            "mc:AlternateContent>")
                     T("文")) P(T("下段"))),
          "正文\n框一\n框二\n下段");
    reads(BODY(P(R("<mc:AlternateContent><mc:Fallback><w:pict>" BOX(P(T("只有"))) "</w:pict></mc:Fallback>"
                                                                                  "</mc:AlternateContent>"))),
          "只有");
}

static void readings_are_noise(void **state)
{
    (void)state;
    struct extract x = import(BODY(P(T("千") R("<w:ruby><w:rubyPr/><w:rt>" T("xiàng") "</w:rt><w:rubyBase>" T(
                                  "項") "</w:rubyBase></w:ruby>") T("目"))),
                              NULL);
    assert_string_equal(str_z(&x.text), "千項(xiàng)目");
    assert_int_equal(x.noise.count, 1);
    office_noise_is(&x, 0, NOISE_READING, "(xiàng)");
    extract_clear(&x);
}

static void parts_by_their_relations(void **state)
{
    (void)state;
#define REL(type, target) "<Relationship Id=\"a\" Type=\"http://x/" type "\" Target=\"" target "\"/>"
#define RELS(all)                                                                                                      \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" all "</Relationships>"
    static const struct office_part parts[] = {
        {"[Content_Types].xml",
         "<Types><Override "
         "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
         "</Types>"},
        {"_rels/.rels", RELS(REL("officeDocument", "/a/b/main.xml"))},
        {"a/b/_rels/main.xml.rels",
         RELS(REL("styles", "../s.xml") "<Relationship Type=\"/styles\" TargetMode=\"External\" "
                                        "Target=\"http://example.org/s.xml\"/>")},
        {"a/s.xml", styles_xml},
        {"a/b/main.xml", BODY(STYLED("o3", "细目"))},
        {0}};
    struct str bytes = {0};
    struct limits limits = limits_default();
    struct extract x;
    struct err e;
    office_zip(parts, &bytes);
    assert_int_equal(office_import(&bytes, KIND_DOCX, &limits, &x, &e), ERR_OK);
    office_heading_is(&x, 0, 3, "细目");
    extract_clear(&x);
    str_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_paragraph),
        cmocka_unit_test(what_stands_around_words),
        cmocka_unit_test(changes_as_if_accepted),
        cmocka_unit_test(hidden_words_are_out),
        cmocka_unit_test(fields_show_their_results),
        cmocka_unit_test(a_table_of_contents_is_noise),
        cmocka_unit_test(a_table_of_contents_without_end_hides_nothing),
        cmocka_unit_test(headings_by_style_and_outline),
        cmocka_unit_test(label_is_cut_between_characters),
        cmocka_unit_test(numbers_are_written_out),
        cmocka_unit_test(numbers_of_styles),
        cmocka_unit_test(tables_row_by_row),
        cmocka_unit_test(columns_inside_a_row_keep_what_follows_apart),
        cmocka_unit_test(notes_at_their_place),
        cmocka_unit_test(text_boxes_once_behind_their_paragraph),
        cmocka_unit_test(readings_are_noise),
        cmocka_unit_test(parts_by_their_relations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
