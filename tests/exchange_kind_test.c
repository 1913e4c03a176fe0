/* What a file is, by its content: the formats, and texts that only speak of them. */
#include "exchange/kind.h"

#include "tests/exchange_zip_write.h"
#include "tests/unit.h"

#include <string.h>

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static void is(const char *bytes, size_t n, const char *type)
{
    assert_string_equal(kind_of(bytes, n), type);
}

static void is_z(const char *text, const char *type)
{
    is(text, strlen(text), type);
}

static void texts_are_texts(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "P",
        "各位同志：今天开会。",
        "网页以 <html> 开头，以 </html> 结尾。",
        "<div align=\"center\">\n\n# 标题\n\n</div>\n正文",
        "<p>一段</p>",
        "<p>一段</p>\n<p>两段</p>\n\n后面的都是正文，比标记里的多。",
        "<div>\n<p align=\"center\"><b>徽标</b></p>\n\n## 标题\n\n</div>",
        "<div>\n<p>见[说明](a.md)</p>\n</div>",
        "<p>表</p>\n<div>\n| 甲 | 乙 |\n</div>",
        "<div><p>\n```\n</p></div>",
        "<article-list><a></a><b></b></article-list>",
        "<feed><p>一</p><p>二</p></feed>",
        "<headline>新闻</headline>",
        "<html-like> is no page",
        "<body> 是网页的正文标记",
        "<!-- 备注 -->\n# 标题\n正文 <html>",
        "<!DOCTYPE book>\n<book><html>",
        "<?xml version=\"1.0\"?>\n<feed/>",
        "<!-- 没有结尾 <html>",
        "%PDF-1.7 是文件头",
        "PDF 文件以 %PDF-1.4 开头。",
        "%PDF-",
        "GIF89a 是一种图片格式",
        "{\\rtf 是开头",
        "PK 是一家公司",
        "MIME-Version: 1.0 说明",
        "RIFF....WEBPVP8 ",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        is_z(texts[i], KIND_TEXT);
    is("\xFF\xFE<\0d\0i\0v\0>\0", 12, KIND_TEXT);
}

static void pages_are_pages(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<!DOCTYPE html><title>题</title>",
        "<h1 id=\"a\">题</h1>\n<p>一段 [1]。</p>\n<pre><code># make\n</code></pre>",
        "<!-- 一 -->\n<DIV><P>一段<P>两段</DIV>",
        "<ul><li>甲<li>乙</ul>",
        "<div><div><div><div><div>",
        "<meta charset=\"gbk\"><title>\xCC\xE2</title><p>\xCC\xE2</p>",
        "\xEF\xBB\xBF\r\n <!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
        "<HTML lang=zh>",
        "<html>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 保存自 http://example.org/ -->\n<!DOCTYPE html>",
        "<!-- a --><!-- b -->\n<html\nlang='zh'>",
        "<head><meta charset=gb2312></head>正文",
        "<BODY bgcolor=white>正文</BODY>",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        is_z(pages[i], KIND_HTML);
    is("\xFF\xFE<\0h\0t\0m\0l\0>\0", 14, KIND_HTML);
    is("\xFE\xFF\0<\0h\0t\0m\0l\0>", 14, KIND_HTML);
}

static void other_formats_have_their_names(void **state)
{
    (void)state;
    is_z("%PDF-1.4\n%\xE2\xE3\n1 0 obj", KIND_PDF);
    is_z("HTTP/1.1 200 OK\n\n%PDF-1.4\n1 0 obj\nendobj\nstartxref\n0\n%%EOF", KIND_PDF);
    is_z("{\\rtf1\\ansi 正文}", "application/rtf");
    is("\x89PNG\r\n\x1A\n\0\0", 10, "image/png");
    is("\xFF\xD8\xFF\xE0\0", 5, "image/jpeg");
    is("GIF89a\1\0\1\0", 10, "image/gif");
    is("RIFF\1\0\0\0WEBPVP8 ", 16, "image/webp");
    is("\x1F\x8B\x08\0", 4, "application/gzip");
    is_z("From: <Saved by Blink>\nContent-Type: multipart/related;\n", "multipart/related");
    assert_string_equal(kind_label(KIND_DOCX), "Word document");
    assert_string_equal(kind_label("image/png"), "picture");
    assert_string_equal(kind_label("x/y"), "x/y");
}

static void is_zip_of(const char *const *parts, const char *type)
{
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, NULL);
    for (; parts[0]; parts += 2)
        zip_write_part(w, parts[0], parts[1], strlen(parts[1]), strcmp(parts[0], "mimetype") == 0);
    zip_write_end(w);
    is(bytes.p, bytes.len, type);
    str_clear(&bytes);
}

static void archives_are_what_they_hold(void **state)
{
    (void)state;
    is_zip_of((const char *const[]){"a.txt", "word/document.xml", NULL}, "application/zip");
    is_zip_of((const char *const[]){"[Content_Types].xml", "", "word/document.xml", "", NULL}, KIND_DOCX);
    is_zip_of((const char *const[]){"[Content_Types].xml",
                                    ("ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml."
                                     "document.main+xml'"),
                                    "word/document2.xml", "", NULL},
              KIND_DOCX);
    is_zip_of((const char *const[]){"[Content_Types].xml", "", "xl/workbook.xml", "", NULL}, XLSX);
    is_zip_of((const char *const[]){"mimetype", (KIND_ODT "\n"), "content.xml", "", NULL}, KIND_ODT);
    is_zip_of((const char *const[]){"mimetype", (KIND_ODT "-web"), "content.xml", "", NULL}, KIND_ODT);
    is_zip_of((const char *const[]){"content.xml", "", "META-INF/manifest.xml", ("<e t=\"" KIND_ODT "\"/>"), NULL},
              KIND_ODT);
    is_zip_of((const char *const[]){"mimetype", "application/epub+zip", NULL}, "application/epub+zip");
    is_zip_of((const char *const[]){"OFD.xml", "", NULL}, "application/ofd");
    is("PK\3\4", 4, "application/zip");
}

/* So that the message can say that it is a broken document, and not that archives are not read. */
static void a_truncated_document_is_one(void **state)
{
    (void)state;
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, NULL);
    zip_write_z(w, "word/document.xml", "<w:document/>");
    zip_write_z(w, "word/styles.xml", "<w:styles/>");
    zip_write_end(w);
    is(bytes.p, bytes.len / 2, KIND_DOCX);
    str_clear(&bytes);
}

static void an_encrypted_document_is_one(void **state)
{
    (void)state;
    char ole[1024] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    is(ole, sizeof ole, "application/msword");
    const char *name = "EncryptedPackage";
    for (size_t i = 0; name[i]; i++)
        ole[700 + 2 * i] = name[i];
    is(ole, sizeof ole, KIND_DOCX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_texts),
        cmocka_unit_test(pages_are_pages),
        cmocka_unit_test(other_formats_have_their_names),
        cmocka_unit_test(archives_are_what_they_hold),
        cmocka_unit_test(a_truncated_document_is_one),
        cmocka_unit_test(an_encrypted_document_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
