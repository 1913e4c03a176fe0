/* Web pages: what a reader sees of them, and what the site puts around it. */
#include "exchange/convert.h"
#include "exchange/kind.h"
#include "tests/unit.h"

#include "base/mem.h"
#include "text/flow.h"

#include <iconv.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct limits limits = {.file = 64 << 20, .text = 64 << 20, .memory = 1 << 30, .seconds = 60};

static void read_page(const char *p, size_t n, struct extract *x)
{
    struct err e = {0};
    extract_begin(x, limits.text);
    enum err_code rc = html_read(p, n, &limits, x, &e);
    if (!rc)
        rc = extract_finish(x, "web page", &e);
    assert_string_equal(e.msg, "");
    assert_int_equal(rc, ERR_OK);
}

static void assert_text(const char *page, const char *expected)
{
    struct extract x;
    read_page(page, strlen(page), &x);
    assert_string_equal(str_z(&x.text), expected);
    assert_int_equal(x.noise.count, 0);
    extract_clear(&x);
}

/* The page with its noise: "|kind:words" each, in FOUND, and without it. */
static void assert_noise(const char *page, const char *expected_found, const char *expected)
{
    struct extract x;
    read_page(page, strlen(page), &x);
    struct text *t = text_new(mem_dup(str_z(&x.text)), x.text.len);
    struct flow *f = flow_new(t, x.noise.all, x.noise.count);
    struct str found = {0};
    for (size_t i = 0; i < x.noise.count; i++) {
        size_t n;
        const char *p = text_slice(t, x.noise.all[i].span.start, x.noise.all[i].span.end, &n);
        while (n > 0 && (p[n - 1] == '\n' || p[n - 1] == ' '))
            n--;
        while (n > 0 && *p == '\n')
            p++, n--;
        str_addf(&found, "|%s:%.*s", noise_kind_name(x.noise.all[i].kind), (int)n, p);
    }
    assert_string_equal(str_z(&found), expected_found);
    size_t n;
    const char *p = text_slice(flow_text(f), 0, text_length(flow_text(f)), &n);
    while (n > 0 && p[n - 1] == '\n')
        n--;
    char *read = mem_ndup(p, n);
    assert_string_equal(read, expected);
    free(read);
    str_clear(&found);
    flow_free(f);
    text_free(t);
    extract_clear(&x);
}

static void test_paragraphs(void **state)
{
    (void)state;
    assert_text("<html><head><title>标题栏</title></head><body><p>各镇供水站<b>要把</b>水压问题\n摆在首位。</p>\n"
                "<div>第二段<div>第三段</div>第四段</div>第五段<br><br>第六段<hr>第七段</body></html>",
                "各镇供水站要把水压问题摆在首位。\n第二段\n第三段\n第四段\n第五段\n第六段\n第七段");
    assert_text("<p>The pumps\n  stopped&nbsp; twice.</p><p>&nbsp;</p><p>　　水厂  两台　水泵</p>",
                "The pumps stopped twice.\n水厂 两台　水泵");
    assert_text("<p>一<p>二<p>三", "一\n二\n三"); /* no end tags */
}

static void test_entities(void **state)
{
    (void)state;
    assert_text("<p>&lt;b&gt; &amp; &#20013;&#x6587;&hellip;&#147;引文&#148;&nosuch; a & b</p>",
                "<b> & 中文…“引文”&nosuch; a & b");
}

/* Declarations of XML are no words of the page. */
static void test_document_type_with_a_subset(void **state)
{
    (void)state;
    assert_text("<!DOCTYPE html [\n<!ENTITY a \"甲]>\">\n<!ENTITY b \"&a;&a;\">\n] >\n<html><body><p>正文</p>", "正文");
    assert_text("<!doctype html><p>[甲]</p>", "[甲]");
}

static void test_headings(void **state)
{
    (void)state;
    struct extract x;
    static const char page[] = "<h1>关于供水的<i>报告</i></h1><p>前言</p><h3><div>一、原因</div></h3>正文<h2></h2>";
    read_page(page, sizeof page - 1, &x);
    assert_string_equal(str_z(&x.text), "关于供水的报告\n前言\n一、原因\n正文");
    assert_int_equal(x.heading_count, 2);
    assert_int_equal(x.headings[0].level, 1);
    assert_int_equal(x.headings[0].span.start, 0);
    assert_int_equal(x.headings[0].span.end, 7);
    assert_int_equal(x.headings[1].level, 3);
    assert_int_equal(x.headings[1].span.start, 11);
    assert_int_equal(x.headings[1].span.end, 15);
    extract_clear(&x);
}

static void test_lists(void **state)
{
    (void)state;
    assert_text("<ul><li>水压<li><p>水质</p><li></ul>", "• 水压\n• 水质");
    assert_text("<ol><li>查<li>改<li value=7>报<li>评</ol>", "1. 查\n2. 改\n7. 报\n8. 评");
    assert_text("<ol start=3 type=a><li>甲<ul><li>乙</ul><li>丙</ol>", "c. 甲\n• 乙\nd. 丙");
    assert_text("<ol start=26 type=A><li>甲<li>乙</ol>", "Z. 甲\n27. 乙");
    assert_text("<ol start=-1 type=i><li>甲<li>乙<li>丙</ol>", "-1. 甲\n0. 乙\ni. 丙");
    assert_text("<ol type=I start=4><li>甲<li>乙</ol>", "IV. 甲\nV. 乙");
}

static void test_tables(void **state)
{
    (void)state;
    assert_text("<table><caption>各站</caption><thead><tr><th>站点<th>水压</thead>"
                "<tr><td><p>东镇</p></td><td>0.25</td></tr><tr><td></td><td>空</td><td></td></tr></table>后文",
                "各站\n站点\t水压\n东镇\t0.25\n空\n后文");
    /* One that is there for the layout. */
    assert_text("<table><tr><td><p>第一段</p><p>第二段</p></td><td>右栏</td></tr></table>", "第一段\n第二段\n右栏");
    assert_text("<table><tr><td>甲<table><tr><td>乙<td>丙</table></td><td>丁</td></tr></table>", "甲\n乙\t丙\n丁");
}

static void test_preformatted(void **state)
{
    (void)state;
    assert_text("前<pre>\n  站点   次数\n    东镇  3\n</pre>后", "前\n  站点   次数\n    东镇  3\n后");
}

static void test_what_is_not_seen(void **state)
{
    (void)state;
    assert_text("<p>正文</p><script>document.write('<p>脚本</p>')</script><style>p::after{content:'样式'}</style>"
                "<noscript>请启用脚本</noscript><template><p>模板</p></template><svg><text>图</text></svg>"
                "<iframe src='http://example.org/'>框</iframe><object>物</object><img src=a.png alt='图片'>"
                "<!-- <p>注释</p> --><p hidden>藏一</p><p style='color:red; DISPLAY : none'>藏二</p>"
                "<i aria-hidden=true>藏三</i><input value=值><select><option>选项</select><button>按钮</button>"
                "<textarea>输入</textarea><p>尾</p>",
                "正文\n尾");
    assert_text("<form action=/x><p>整页在表单里</p></form>", "整页在表单里");
}

static const char body[] = "各镇供水站要把群众反映最集中的水压问题摆在首位，逐户登记，逐户回访，做到件件有着落。";

static void assert_site(const char *before, const char *after, const char *found, const char *text)
{
    struct str page = {0}, expected = {0};
    str_addf(&page, "<html><body>%s<p>%s</p>%s</body></html>", before, body, after);
    str_addf(&expected, "%s%s", text, body);
    assert_noise(str_z(&page), found, str_z(&expected));
    str_clear(&page);
    str_clear(&expected);
}

static void test_site(void **state)
{
    (void)state;
    assert_site("<nav><a>首页</a> 新闻</nav>", "<footer>版权所有</footer><aside>热门</aside>",
                "|site:首页 新闻|site:版权所有|site:热门", "");
    assert_site("<header>水务网</header>", "", "|site:水务网", "");
    assert_site("<div class='top breadcrumb'>首页 &gt; 通知</div>", "<ul id=related-news><li>别的</ul>",
                "|site:首页 > 通知|site:• 别的", "");
    assert_site("", "<div class='bd share_box'>分享到</div><div class=comment-list>顶</div>", "|site:分享到|site:顶",
                "");
}

/* Names that only look like it, and what is the document whatever stands around it. */
static void test_what_is_no_site(void **state)
{
    (void)state;
    assert_site("<div class='has-sidebar layout'>甲</div><div class=shareholder>乙</div>", "", "", "甲\n乙\n");
    assert_site("<div class='content-menu main'>甲</div><div id=navel>乙</div>", "", "", "甲\n乙\n");
    assert_site("<header><h1>供水通报</h1></header>", "", "", "供水通报\n");
    assert_site("<div class=sidebar><div>栏</div><main><h2>甲</h2><nav>目录</nav></main></div>", "", "|site:栏",
                "甲\n目录\n");
    assert_site("<article><header>作者</header><footer>写于五月</footer></article>", "", "", "作者\n写于五月\n");
}

/* Where most of the page would be noise, the names mean something else. */
static void test_most_is_text(void **state)
{
    (void)state;
    assert_text("<div class=menu><p>全文都在一个叫作菜单的元素里，所以它不是菜单。</p></div><p>尾</p>",
                "全文都在一个叫作菜单的元素里，所以它不是菜单。\n尾");
}

static void test_readings_and_references(void **state)
{
    (void)state;
    assert_noise("<p><ruby>項<rp>（</rp><rt>xiàng</rt><rp>）</rp></ruby>目开工<sup><a href='#fn1'>[1]</a></sup>。</p>",
                 "|reading:(xiàng)|reference:[1]", "項目开工。");
    assert_noise("<p>开工<a href='#_ftn2'><span><sup>[2]</sup></span></a>。</p>", "|reference:[2]", "开工。");
    assert_text(
        "<p>一千立方米<sup>3</sup>，<a href='#x'>见下</a>，<sup><a href='#y'>这里是一句相当长的话</a></sup></p>",
        "一千立方米3，见下，这里是一句相当长的话");
}

/* ---- encodings ---- */

static void assert_encoded(const char *charset, const char *head)
{
    static const char words[] = "<p>关于北区供水中断问题的调查报告</p>";
    struct str page = {0};
    str_addf(&page, "<html><head>%s</head>%s</html>", head, words);
    char bytes[1024], *in = page.p, *out = bytes;
    size_t in_left = page.len, left = sizeof bytes;
    iconv_t cd = iconv_open(charset, "UTF-8");
    assert_true((intptr_t)cd != -1);
    assert_int_equal(iconv(cd, &in, &in_left, &out, &left), 0);
    iconv_close(cd);
    struct extract x;
    read_page(bytes, sizeof bytes - left, &x);
    assert_string_equal(str_z(&x.text), "关于北区供水中断问题的调查报告");
    extract_clear(&x);
    str_clear(&page);
}

static void test_encodings(void **state)
{
    (void)state;
    assert_encoded("GB18030", "<meta charset=gb2312>");
    assert_encoded("GB18030", "<META http-equiv='Content-Type' content='text/html; charset=GBK'>");
    assert_encoded("UTF-8", "<meta charset=utf-8>");
    assert_encoded("UTF-8", "<meta charset=gb2312>"); /* it was saved by something that did not change the name */
    assert_encoded("UTF-8", "");
    assert_encoded("UTF-16", "<meta charset=gb2312>"); /* iconv writes a byte order mark */
    assert_encoded("GB18030", "<!-- <meta charset=big5> --><meta name=x><meta charset='gb18030'>");
    assert_encoded("GB18030", "<meta charset=no-such-one>");
}

static void assert_refused(const char *page, size_t n, const char *why)
{
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    assert_int_equal(html_read(page, n, &limits, &x, &e), ERR_INPUT);
    if (!strstr(e.msg, why))
        assert_string_equal(e.msg, why);
    extract_clear(&x);
}

static void test_bad_bytes(void **state)
{
    (void)state;
    static const char page[] = "<meta charset=utf-8><p>北区\xFF供水\0中断</p>";
    assert_refused(page, sizeof page - 1, "byte 0xFF at offset 29 is not UTF-8");
    assert_refused(page, sizeof page - 1, "--lossy");
    static const char gbk[] = "<meta charset=gbk><p>\xB9\xA9\xCB\xAE\xFF</p>";
    assert_refused(gbk, sizeof gbk - 1, "byte 0xFF at offset 25 is not GB18030");
}

static void assert_lossy(const char *page, size_t n, const char *expected, size_t replaced)
{
    struct converted c;
    struct err e = {0};
    assert_int_equal(convert_text(KIND_HTML, page, n, &(struct convert_opts){.lossy = true}, &c, &e), ERR_OK);
    assert_string_equal(e.msg, "");
    size_t bytes;
    const char *p = text_slice(c.text, 0, text_length(c.text), &bytes);
    assert_int_equal(bytes, strlen(expected));
    assert_memory_equal(p, expected, bytes);
    assert_int_equal(c.replaced, replaced);
    converted_clear(&c);
}

static void test_lossy(void **state)
{
    (void)state;
    static const char page[] = "<meta charset=utf-8><p>北区\xFF供水\0中断</p>";
    assert_lossy(page, sizeof page - 1, "北区\uFFFD供水\uFFFD中断", 2);
    static const char gbk[] = "<meta charset=gbk><p>\xB9\xA9\xCB\xAE\xFF</p>";
    assert_lossy(gbk, sizeof gbk - 1, "供水\uFFFD", 1);
    static const char wrong[] = "<meta charset=gbk><p>关于北区供水中断问题的调查报告\xFF</p>"; /* names another one */
    assert_lossy(wrong, sizeof wrong - 1, "关于北区供水中断问题的调查报告\uFFFD", 1);
    static const char good[] = "<p>北区</p>";
    assert_lossy(good, sizeof good - 1, "北区", 0);
}

/* The ends of lines, in whichever piece of a large page they are. */
static void test_line_ends(void **state)
{
    (void)state;
    assert_text("\xEF\xBB\xBF<pre>\r\n甲\r\n乙\r丙</pre>", "甲\n乙\n丙");
    struct str page = {0}, expected = {0};
    str_add(&page, "<pre>");
    for (int i = 0; i < 40000; i++) {
        str_add(&page, "x\r\n");
        str_add(&expected, "x\n");
    }
    str_truncate(&expected, expected.len - 1);
    assert_text(str_z(&page), str_z(&expected));
    str_clear(&page);
    str_clear(&expected);
}

/* An encoding that was asked for wins. */
static void test_named_encoding(void **state)
{
    (void)state;
    static const char page[] = "<meta charset=gbk><p>\xA8\xD1\xA4\xF4</p>"; /* 供水 in Big5 */
    struct converted c;
    struct err e = {0};
    struct convert_opts opts = {.encoding = "Big5"};
    assert_int_equal(convert_text(KIND_HTML, page, sizeof page - 1, &opts, &c, &e), ERR_OK);
    size_t n;
    const char *p = text_slice(c.text, 0, text_length(c.text), &n);
    assert_int_equal(n, 6);
    assert_memory_equal(p, "\u4F9B\u6C34", 6);
    converted_clear(&c);
    opts.encoding = "UTF-8";
    assert_int_equal(convert_text(KIND_HTML, page, sizeof page - 1, &opts, &c, &e), ERR_INPUT);
}

/* ---- hostile ones ---- */

static char *repeat(const char *piece, size_t times, const char *end, size_t *n)
{
    struct str page = {0};
    for (size_t i = 0; i < times; i++)
        str_add(&page, piece);
    str_add(&page, end);
    *n = page.len;
    return str_take(&page);
}

static void test_deep(void **state)
{
    (void)state;
    size_t n;
    char *page = repeat("<div>", 100000, "深处", &n);
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    assert_int_equal(html_read(page, n, &limits, &x, &e), ERR_INPUT);
    assert_string_equal(e.msg, "its elements lie in each other more than 20000 deep");
    extract_clear(&x);
    free(page);
    page = repeat("<font>", 5000, "深处", &n); /* nobody closes it */
    read_page(page, n, &x);
    assert_string_equal(str_z(&x.text), "深处");
    extract_clear(&x);
    free(page);
}

/* Each end tag without an element makes the parser look through all that is open. */
static void test_slow(void **state)
{
    (void)state;
    size_t n;
    struct str page = {0};
    char *open = repeat("<b>", 19000, "文", &n), *closed = repeat("</i>", 3000000, "", &n);
    str_add(&page, open);
    str_add(&page, closed);
    struct limits l = limits;
    l.seconds = 1;
    struct extract x;
    struct err e = {0};
    extract_begin(&x, l.text);
    assert_int_equal(html_read(page.p, page.len, &l, &x, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "it takes longer than 1 s to read"));
    extract_clear(&x);
    free(open);
    free(closed);
    str_clear(&page);
}

static char *with_attributes(const char *before, int count, const char *after, size_t *n)
{
    struct str page = {0};
    str_addf(&page, "<p>前文</p><p%s", before);
    for (int i = 0; i < count; i++)
        str_addf(&page, " a%d = '> b=1 c'", i);
    str_add(&page, after);
    *n = page.len;
    return str_take(&page);
}

/* The parser compares each attribute of a tag with all the others, and the clock stands still meanwhile. */
static void test_attributes(void **state)
{
    (void)state;
    static const char *const ends[] = {">正文</p>", "", " title='"};
    static const int counts[] = {1001, 5000, 200000};
    size_t n;
    for (size_t i = 0; i < 9; i++) {
        char *page = with_attributes("", counts[i / 3], ends[i % 3], &n);
        assert_refused(page, n, "it has a tag with more than 1000 attributes");
        free(page);
    }
    struct extract x;
    char *page = with_attributes("", 1000, ">正文</p>", &n);
    read_page(page, n, &x);
    assert_string_equal(str_z(&x.text), "前文\n正文");
    extract_clear(&x);
    free(page);
    page = with_attributes("><!--", 20000, "--><script>", &n); /* where it is no tag */
    read_page(page, n, &x);
    assert_string_equal(str_z(&x.text), "前文");
    extract_clear(&x);
    free(page);
    struct str picture = {0}; /* a picture within its tag */
    char *data = repeat("iVBORw0K", 300000, "", &n);
    str_addf(&picture, "<p>前<img src='data:image/png;base64,%s'>后", data);
    assert_text(picture.p, "前后");
    str_clear(&picture);
    free(data);
}

/* A signal that is kept back for the end of an import is not kept back by a page that takes long. */
static void test_stop(void **state)
{
    (void)state;
    size_t n;
    char *page = repeat("<p>供水</p>", 100000, "", &n);
    sigset_t term, before;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    assert_int_equal(sigprocmask(SIG_BLOCK, &term, &before), 0);
    assert_int_equal(raise(SIGTERM), 0);
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    enum err_code rc = html_read(page, n, &limits, &x, &e);
    assert_int_equal(sigtimedwait(&term, NULL, &(struct timespec){0}), SIGTERM);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
    assert_int_equal(rc, ERR_IO);
    assert_true(x.text.len < n / 2);
    extract_clear(&x);
    free(page);
}

/* Wherever the pieces end that the parser gets. */
static void test_many_tags(void **state)
{
    (void)state;
    struct str page = {0};
    for (int i = 0; i < 20000; i++)
        str_addf(&page, "<div class = 'aa>%d' id=\"x\">字</div>", i);
    struct extract x;
    read_page(page.p, page.len, &x);
    assert_int_equal(x.text.len, 20000 * 4 - 1);
    extract_clear(&x);
    str_clear(&page);
}

static void test_large_pieces(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<p title='", "<p>文<!--", "<a ", "<p>&#"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t n;
        struct str page = {0};
        char *filler = repeat("-a", 600000, "", &n);
        str_addf(&page, "<p>正文</p>%s%s", pieces[i], filler);
        struct extract x;
        read_page(page.p, page.len, &x);
        assert_memory_equal(str_z(&x.text), "正文", 6);
        extract_clear(&x);
        free(filler);
        str_clear(&page);
    }
}

static void test_limit_of_text(void **state)
{
    (void)state;
    size_t n;
    char *page = repeat("<p>供水</p>", 100000, "", &n);
    struct extract x;
    struct err e = {0};
    extract_begin(&x, 1000);
    assert_int_equal(html_read(page, n, &limits, &x, &e), ERR_OK);
    assert_int_equal(extract_finish(&x, "web page", &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "--max-text"));
    extract_clear(&x);
    free(page);
}

static void test_no_text(void **state)
{
    (void)state;
    static const char *const pages[] = {"", "<html></html>", "<script>x</script><img src=a.png>",
                                        "<ul><li></ul>&nbsp;"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct extract x;
        struct err e = {0};
        extract_begin(&x, 1000);
        assert_int_equal(html_read(pages[i], strlen(pages[i]), &limits, &x, &e), ERR_OK);
        assert_int_equal(extract_finish(&x, "web page", &e), ERR_INPUT);
        assert_non_null(strstr(e.msg, "holds no text"));
        extract_clear(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_document_type_with_a_subset),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_preformatted),
        cmocka_unit_test(test_what_is_not_seen),
        cmocka_unit_test(test_site),
        cmocka_unit_test(test_what_is_no_site),
        cmocka_unit_test(test_most_is_text),
        cmocka_unit_test(test_readings_and_references),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_lossy),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_named_encoding),
        cmocka_unit_test(test_deep),
        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_many_tags),
        cmocka_unit_test(test_large_pieces),
        cmocka_unit_test(test_limit_of_text),
        cmocka_unit_test(test_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
