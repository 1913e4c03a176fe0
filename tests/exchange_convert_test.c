/* What a file is decides who reads it; text, headings and noise come out in the same shape from all of them. */
#include "exchange/convert.h"

#include "base/mem.h"
#include "exchange/converter.h"
#include "tests/exchange_office.h"
#include "tests/unit.h"

#include <string.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define DOCUMENT(xml) "<w:document " W "><w:body>" xml "</w:body></w:document>"
#define STYLED(style, words)                                                                                           \
    "<w:p><w:pPr><w:outlineLvl w:val=\"" style "\"/></w:pPr><w:r><w:t>" words "</w:t></w:r></w:p>"
#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"

static enum err_code convert(const char *p, size_t n, const struct convert_opts *opts, struct converted *out,
                             struct err *e)
{
    *e = (struct err){0};
    enum err_code rc = convert_text(kind_of(p, n), p, n, opts, out, e);
    if (!rc)
        convert_noise(out, opts);
    return rc;
}

static void reads(const char *p, size_t n, const struct convert_opts *opts, const char *expected)
{
    struct converted c;
    struct err e;
    if (convert(p, n, opts, &c, &e) != ERR_OK)
        fail_msg("%s", e.msg);
    size_t bytes;
    const char *text = text_slice(c.text, 0, text_length(c.text), &bytes);
    assert_int_equal(bytes, strlen(expected));
    assert_memory_equal(text, expected, bytes);
    converted_clear(&c);
}

static void refuses(const char *p, size_t n, const struct convert_opts *opts, const char *says)
{
    struct converted c;
    struct err e;
    assert_int_equal(convert(p, n, opts, &c, &e), ERR_INPUT);
    if (!strstr(e.msg, says))
        fail_msg("“%s” does not say “%s”", e.msg, says);
    assert_null(c.text);
}

static void make_docx(const char *xml, struct str *out)
{
    const struct office_part parts[] = {{"word/document.xml", xml}, {0}};
    office_zip(parts, out);
}

static void test_word_document(void **state)
{
    (void)state;
    struct str bytes = {0};
    struct converted c;
    struct err e;
    make_docx(DOCUMENT(STYLED("0", "一、总体情况") P("供水已经恢复。")), &bytes);
    assert_int_equal(convert(bytes.p, bytes.len, &(struct convert_opts){0}, &c, &e), ERR_OK);
    assert_string_equal(c.encoding, "UTF-8");
    assert_int_equal(c.heading_count, 1);
    assert_int_equal(c.headings[0].level, 1);
    assert_int_equal(c.headings[0].span.end, 6);
    converted_clear(&c);
    reads(bytes.p, bytes.len, &(struct convert_opts){0}, "一、总体情况\n供水已经恢复。");
    /* The encoding that was named is that of texts. */
    reads(bytes.p, bytes.len, &(struct convert_opts){.encoding = "Big5"}, "一、总体情况\n供水已经恢复。");
    str_clear(&bytes);
    make_docx(DOCUMENT(P(" ")), &bytes);
    refuses(bytes.p, bytes.len, &(struct convert_opts){0}, "no text");
    str_clear(&bytes);
}

static void test_web_page(void **state)
{
    (void)state;
    static const char page[] = "<!DOCTYPE html><html><head><meta charset=\"iso-8859-1\"><title>x</title></head>"
                               "<body><nav><a href=\"/\">首页</a></nav><h1>通知</h1><p>供水已经<b>恢复</b>。</p>"
                               "<script>alert(1)</script></body></html>";
    struct converted c;
    struct err e;
    assert_int_equal(convert(page, sizeof page - 1, &(struct convert_opts){0}, &c, &e), ERR_OK);
    assert_string_equal(c.encoding, "UTF-8");
    assert_int_equal(c.heading_count, 1);
    assert_true(c.noise.count > 0);
    size_t n;
    const char *text = text_slice(c.text, 0, text_length(c.text), &n);
    assert_non_null(memmem(text, n, "供水已经恢复。", strlen("供水已经恢复。")));
    assert_null(memmem(text, n, "alert", 5));
    converted_clear(&c);
}

/* "é" as Latin-1 is none of the encodings that are detected; the page says nothing. */
static void test_web_page_in_a_named_encoding(void **state)
{
    (void)state;
    static const char page[] = "<html><body><p>caf\xE9</p></body></html>";
    const struct convert_opts named = {.encoding = "ISO-8859-1"};
    struct converted c;
    struct err e;
    assert_int_equal(convert(page, sizeof page - 1, &named, &c, &e), ERR_OK);
    assert_string_equal(c.encoding, "ISO-8859-1");
    converted_clear(&c);
    reads(page, sizeof page - 1, &named, "caf\xC3\xA9");
    assert_null(convert_encoding(KIND_HTML, &named));
    assert_string_equal(convert_encoding(KIND_DOCX, &named), "UTF-8");
    assert_string_equal(convert_encoding(KIND_HTML, &(struct convert_opts){0}), "UTF-8");
    refuses(page, sizeof page - 1, &(struct convert_opts){.encoding = "UTF-8"}, "0xE9");
}

/* What the importer says is noise is asked for no less than what is found by rules. */
static void test_noise_is_kept_on_demand(void **state)
{
    (void)state;
    static const char paged[] = "会议指出，各级部门要把供水安全作为第1页共4页\n首要任务，逐级落实责任。\n"
                                "会议强调，要坚持问题导向，把检修计划第2页共4页\n落到实处，按月通报。\n";
    struct converted c;
    struct err e;
    assert_int_equal(convert(paged, sizeof paged - 1, &(struct convert_opts){0}, &c, &e), ERR_OK);
    assert_int_equal(c.noise.count, 2);
    converted_clear(&c);
    assert_int_equal(convert(paged, sizeof paged - 1, &(struct convert_opts){.keep_noise = true}, &c, &e), ERR_OK);
    assert_int_equal(c.noise.count, 0);
    converted_clear(&c);
}

static void on_bad_line(void *ctx, const char *line)
{
    (void)ctx;
    fail_msg("%s", line);
}

static void test_converters(void **state)
{
    (void)state;
    static const char table[] = "application/pdf; tail -n +2 %s; pages\n"
                                "application/rtf; tail -n +2 %s\n"
                                "image/png; false %s\n"
                                "application/msword; tail -c +9 %s; html\n";
    static const char pdf[] =
        "%PDF-1.4\n供水中断以后，北区水厂的值班人员没有及时报告情况，也没有按照预案启\n动备用水泵。\n\f";
    static const char rtf[] = "{\\rtf1 \n第一段。\n\n  第二段。\n";
    static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR";
    static const char doc[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1<html><p>第一段。<p>第二段。</html>";
    struct converters *f = converters_new();
    converters_read(f, "table", table, sizeof table - 1, on_bad_line, NULL);
    const struct convert_opts with = {.converters = f}, without = {0};
    reads(pdf, sizeof pdf - 1, &with, "供水中断以后，北区水厂的值班人员没有及时报告情况，也没有按照预案启动备用水泵。");
    reads(rtf, sizeof rtf - 1, &with, "第一段。\n  第二段。");
    reads(doc, sizeof doc - 1, &with, "第一段。\n第二段。");
    refuses(png, sizeof png - 1, &with, "false");
    refuses(png, sizeof png - 1, &without, "“image/png; COMMAND %s”");
    refuses(pdf, sizeof pdf - 1, &without, "PDF");
    converters_free(f);
}

static void test_too_much_text(void **state)
{
    (void)state;
    struct limits limits = limits_default();
    limits.text = 1 << 20;
    const struct convert_opts opts = {.limits = limits};
    char *text = mem_alloc((1 << 20) + 1, 1);
    memset(text, 'x', (1 << 20) + 1);
    refuses(text, (1 << 20) + 1, &opts, "--max-text");
    free(text);
}

/* What was cut short is no archive of another kind, for which one would look for a program. */
static void test_half_an_archive(void **state)
{
    (void)state;
    static const char half[] = "PK\3\4\x14\0\0\0\0\0\x95\x52\x76\x5D\0\0\0\0\0\0\0\0\0\0\0\0\x8\0\0\0mime";
    refuses(half, sizeof half - 1, &(struct convert_opts){0}, "broken or cut short");
    struct str bytes = {0};
    const struct office_part parts[] = {{"mimetype", "application/x-thing"}, {0}};
    office_zip(parts, &bytes);
    refuses(str_z(&bytes), bytes.len, &(struct convert_opts){0}, "application/zip; COMMAND %s");
    refuses(str_z(&bytes), bytes.len / 2, &(struct convert_opts){0}, "broken or cut short");
    str_clear(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_half_an_archive),
        cmocka_unit_test(test_word_document),
        cmocka_unit_test(test_web_page),
        cmocka_unit_test(test_web_page_in_a_named_encoding),
        cmocka_unit_test(test_noise_is_kept_on_demand),
        cmocka_unit_test(test_converters),
        cmocka_unit_test(test_too_much_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
