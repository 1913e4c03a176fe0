/* Office files that somebody made to hurt, or that broke on the way: each is refused, and the message says what it is.
 */
#include "tests/exchange_office.h"
#include "tests/exchange_zip_write.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define OFFICE                                                                                                         \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                                               \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
#define DOCX_BEGIN "<w:document " W "><w:body>"
#define DOCX_END "</w:body></w:document>"
#define DOCX(xml) DOCX_BEGIN xml DOCX_END
#define WORDS "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
#define ODT(xml)                                                                                                       \
    "<office:document-content " OFFICE "><office:body><office:text>" xml                                               \
    "</office:text></office:body></office:document-content>"

static struct str docx_of(const char *document)
{
    struct str bytes = {0};
    office_zip((const struct office_part[]){{"word/document.xml", document}, {0}}, &bytes);
    return bytes;
}

static struct str odt_of(const char *content)
{
    struct str bytes = {0};
    office_zip((const struct office_part[]){{"mimetype", KIND_ODT}, {"content.xml", content}, {0}}, &bytes);
    return bytes;
}

static void refused(struct str bytes, const char *type, const struct limits *limits, const char *says)
{
    struct limits usual = limits_default();
    office_is_refused(&bytes, type, limits ? limits : &usual, says);
    str_clear(&bytes);
}

static void with_a_password(void **state)
{
    (void)state;
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, "mima");
    zip_write_z(w, "word/document.xml", DOCX(WORDS));
    zip_write_end(w);
    refused(bytes, KIND_DOCX, NULL, "password");
    char ole[2048] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    for (size_t i = 0; i < 16; i++)
        ole[1024 + 2 * i] = "EncryptedPackage"[i];
    bytes = (struct str){0};
    str_addn(&bytes, ole, sizeof ole);
    refused(bytes, KIND_DOCX, NULL, "password");
    bytes = (struct str){0};
    office_zip((const struct office_part[]){{"mimetype", KIND_ODT},
                                            {"META-INF/manifest.xml", "<m:encryption-data m:checksum-type=\"x\"/>"},
                                            {"content.xml", "\x8F\x01 random"},
                                            {0}},
               &bytes);
    refused(bytes, KIND_ODT, NULL, "password");
}

static void broken_at_any_byte(void **state)
{
    (void)state;
    struct str whole = docx_of(DOCX(WORDS WORDS));
    struct limits limits = limits_default();
    for (size_t n = 4; n < whole.len; n++) {
        struct str part = {whole.p, n, 0};
        char *copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, part.p, n);
        struct extract x;
        struct err e = {0};
        extract_begin(&x, limits.text);
        assert_int_equal(docx_read(copy, n, &limits, &x, &e), ERR_INPUT);
        assert_true(e.msg[0]);
        extract_clear(&x);
        free(copy);
    }
    str_truncate(&whole, whole.len - 30);
    refused(whole, KIND_DOCX, NULL, "broken");
}

/* A changed byte in a packed part is found by its checksum, if not before. */
static void changed_on_the_way(void **state)
{
    (void)state;
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, NULL);
    zip_write_part(w, "word/document.xml", DOCX(WORDS), strlen(DOCX(WORDS)), true);
    zip_write_end(w);
    char *words = memmem(bytes.p, bytes.len, "正文", 6);
    assert_non_null(words);
    words[2] ^= 1;
    refused(bytes, KIND_DOCX, NULL, "broken");
}

static void without_its_main_part(void **state)
{
    (void)state;
    struct str bytes = {0};
    office_zip((const struct office_part[]){{"[Content_Types].xml", "wordprocessingml.document.main+xml"}, {0}},
               &bytes);
    refused(bytes, KIND_DOCX, NULL, "main part word/document.xml is missing");
    bytes = (struct str){0};
    office_zip((const struct office_part[]){{"mimetype", KIND_ODT}, {0}}, &bytes);
    refused(bytes, KIND_ODT, NULL, "main part content.xml is missing");
}

static void without_text(void **state)
{
    (void)state;
    refused(docx_of(DOCX("<w:p><w:r><w:drawing/></w:r></w:p>")), KIND_DOCX, NULL, "this Word document holds no text");
    refused(odt_of(ODT("<text:p> </text:p>")), KIND_ODT, NULL, "this OpenDocument text holds no text");
}

static void xml_that_is_none(void **state)
{
    (void)state;
    refused(docx_of(DOCX_BEGIN WORDS), KIND_DOCX, NULL, "word/document.xml is damaged at line 1");
    refused(docx_of("\n\n<w:p>"), KIND_DOCX, NULL, "is damaged at line 3");
    refused(docx_of(DOCX("<w:p>&nbsp;</w:p>")), KIND_DOCX, NULL, "is damaged");
    refused(docx_of(""), KIND_DOCX, NULL, "is damaged");
    refused(docx_of("正文\xE6"), KIND_DOCX, NULL, "is damaged");
    refused(docx_of("\xFE\xFF<"), KIND_DOCX, NULL, "not UTF-8");
    refused(docx_of("<?xml version='1.0' encoding='UTF-7'?><w:p>\xFF</w:p>"), KIND_DOCX, NULL, "is damaged");
}

/* An entity that holds ten of another, which holds ten of another; and one that would be fetched. */
static void entities(void **state)
{
    (void)state;
    const char *bomb = "<!DOCTYPE d [<!ENTITY a \"哈\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                       "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>" DOCX("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>");
    refused(docx_of(bomb), KIND_DOCX, NULL, "document type definition");
    refused(docx_of("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" DOCX(
                "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")),
            KIND_DOCX, NULL, "document type definition");
    refused(odt_of("<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/d.dtd\">" ODT("<text:p>正文</text:p>")), KIND_ODT, NULL,
            "document type definition");
}

static struct str repeated(const char *begin, const char *middle, size_t times, const char *end)
{
    struct str s = {0};
    str_add(&s, begin);
    while (times-- > 0)
        str_add(&s, middle);
    str_add(&s, end);
    return s;
}

static void refused_document(struct str document, const struct limits *limits, const char *says)
{
    refused(docx_of(document.p), KIND_DOCX, limits, says);
    str_clear(&document);
}

static void deep_and_loaded(void **state)
{
    (void)state;
    refused_document(repeated(DOCX_BEGIN, "<w:p>", 300, ""), NULL, "as no document does");
    refused_document(repeated(DOCX_BEGIN, "<w:tbl><w:tr><w:tc>", 100000, ""), NULL, "as no document does");
    struct str many = repeated(DOCX_BEGIN "<w:p", "", 0, "");
    for (int i = 0; i < 300; i++)
        str_addf(&many, " a%d='>'", i);
    str_add(&many, "/>" WORDS DOCX_END);
    refused_document(many, NULL, "as no document does");
    many = repeated(DOCX_BEGIN "<!-- <a b=\" --><w:p", "", 0, "");
    for (int i = 0; i < 300; i++)
        str_addf(&many, " xmlns:n%d=\"n\"", i);
    str_add(&many, "/>" WORDS DOCX_END);
    refused_document(many, NULL, "as no document does");
    many = repeated(DOCX_BEGIN, "", 0, "");
    for (int i = 0; i < 40000; i++)
        str_addf(&many, "<e%d/>", i);
    str_add(&many, WORDS DOCX_END);
    refused_document(many, NULL, "as no document does");
}

static void bombs(void **state)
{
    (void)state;
    struct limits limits = limits_default();
    refused_document(repeated(DOCX_BEGIN, "<w:p/>                          ", 1 << 20, DOCX_END), &limits,
                     "times its size");
    limits.text = 64 << 10;
    refused_document(repeated(DOCX_BEGIN, WORDS, 4000, DOCX_END), &limits, "--max-text");
    /* Each part alone would do. */
    struct str styles = repeated("<w:styles " W ">", "<w:style w:styleId=\"a\"/>", 2000, "</w:styles>");
    struct str document = repeated(DOCX_BEGIN, WORDS, 1000, DOCX_END), bytes = {0};
    office_zip((const struct office_part[]){{"word/document.xml", document.p}, {"word/styles.xml", styles.p}, {0}},
               &bytes);
    refused(bytes, KIND_DOCX, &limits, "--max-text");
    str_clear(&styles);
    str_clear(&document);
}

/* An archive of N parts of 32 MB without its directory: each part has to be unpacked to find the next one. */
static struct str cut_short(int n)
{
    const size_t size = 32 << 20;
    char *zeros = calloc(1, size);
    assert_non_null(zeros);
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, NULL);
    for (int i = 0; i < n; i++)
        zip_write_part(w, "part", zeros, size, false);
    zip_write_end(w);
    free(zeros);
    const char *directory = memmem(bytes.p, bytes.len, "PK\1\2", 4);
    assert_non_null(directory);
    str_truncate(&bytes, (size_t)(directory - bytes.p));
    return bytes;
}

/* The least processor time of some looks at BYTES. */
static clock_t time_of_kind(const struct str *bytes)
{
    clock_t least = 0;
    for (int i = 0; i < 5; i++) {
        clock_t began = clock();
        assert_string_equal(kind_of(bytes->p, bytes->len), "application/zip");
        clock_t took = clock() - began;
        least = i == 0 || took < least ? took : least;
    }
    return least;
}

static void a_bomb_is_not_unpacked_to_be_named(void **state)
{
    (void)state;
    struct str one = cut_short(1), many = cut_short(10);
    assert_true(time_of_kind(&many) < 4 * time_of_kind(&one));
    str_clear(&one);
    str_clear(&many);
}

static void too_many_parts(void **state)
{
    (void)state;
    struct str bytes = {0};
    struct zip_writer *w = zip_write_begin(&bytes, NULL);
    zip_write_z(w, "word/document.xml", DOCX(WORDS));
    for (int i = 0; i < 10001; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        zip_write_part(w, name, "", 0, true);
    }
    zip_write_end(w);
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    assert_int_equal(docx_read(bytes.p, bytes.len, &limits, &x, &e), ERR_INPUT);
    assert_non_null(strstr(e.msg, "more than 10000 parts"));
    extract_clear(&x);
    str_clear(&bytes);
}

static void read_with(const char *type, const char *main_part, const char *words, const char *part, struct str xml)
{
    struct str bytes = {0};
    const bool odt = strcmp(type, KIND_ODT) == 0;
    office_zip((const struct office_part[]){{"mimetype", type}, {main_part, words}, {part, xml.p}, {0}}, &bytes);
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    extract_begin(&x, limits.text);
    assert_int_equal((odt ? odt_read : docx_read)(bytes.p, bytes.len, &limits, &x, &e), ERR_OK);
    assert_int_equal(extract_finish(&x, "", &e), ERR_OK);
    assert_string_equal(str_z(&x.text), "正文");
    extract_clear(&x);
    str_clear(&bytes);
    str_clear(&xml);
}

/* The lists move in memory while there are more of them; what is said then is said of no level of theirs. */
static void lists_inside_each_other(void **state)
{
    (void)state;
    struct str xml = repeated("<w:numbering " W ">",
                              "<w:abstractNum><w:pStyle w:val=\"a style that is said between a list and its level\"/>"
                              "<w:lvl w:ilvl=\"0\">",
                              100, "");
    for (int i = 0; i < 100; i++)
        str_add(&xml, "</w:lvl></w:abstractNum>");
    str_add(&xml, "</w:numbering>");
    read_with(KIND_DOCX, "word/document.xml", DOCX(WORDS), "word/numbering.xml", xml);
    xml =
        repeated("<office:document-styles " OFFICE " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\">",
                 "<text:list-style><style:list-level-label-alignment text:label-followed-by=\"nothing\"/>"
                 "<text:list-level-style-number text:level=\"10\">",
                 100, "");
    for (int i = 0; i < 100; i++)
        str_add(&xml, "</text:list-level-style-number></text:list-style>");
    str_add(&xml, "</office:document-styles>");
    read_with(KIND_ODT, "content.xml", ODT("<text:p>正文</text:p>"), "styles.xml", xml);
}

static void reading_of_a_reading(void **state)
{
    (void)state;
    struct str bytes =
        docx_of(DOCX("<w:p><w:ruby><w:rt><w:r><w:t>xiang</w:t></w:r><w:ruby/><w:r><w:t>mu</w:t></w:r></w:rt>"
                     "<w:rubyBase><w:r><w:t>项目</w:t></w:r></w:rubyBase></w:ruby></w:p>"));
    struct limits limits = limits_default();
    struct extract x;
    struct err e = {0};
    assert_int_equal(office_import(&bytes, KIND_DOCX, &limits, &x, &e), ERR_OK);
    assert_string_equal(str_z(&x.text), "项目(xiangmu)");
    extract_clear(&x);
    str_clear(&bytes);
}

/* Other kinds, whatever they are called: none of them harms. */
static void what_is_no_office_file(void **state)
{
    (void)state;
    static const char *const bytes[] = {"", "P", "PK\3\4", "正文", "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"};
    struct limits limits = limits_default();
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        struct extract x;
        struct err e = {0};
        extract_begin(&x, limits.text);
        size_t n = i == 4 ? 22 : strlen(bytes[i]);
        assert_int_equal(docx_read(bytes[i], n, &limits, &x, &e), ERR_INPUT);
        assert_int_equal(odt_read(bytes[i], n, &limits, &x, &e), ERR_INPUT);
        extract_clear(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_a_password),
        cmocka_unit_test(broken_at_any_byte),
        cmocka_unit_test(changed_on_the_way),
        cmocka_unit_test(without_its_main_part),
        cmocka_unit_test(without_text),
        cmocka_unit_test(xml_that_is_none),
        cmocka_unit_test(entities),
        cmocka_unit_test(deep_and_loaded),
        cmocka_unit_test(bombs),
        cmocka_unit_test(a_bomb_is_not_unpacked_to_be_named),
        cmocka_unit_test(too_many_parts),
        cmocka_unit_test(lists_inside_each_other),
        cmocka_unit_test(reading_of_a_reading),
        cmocka_unit_test(what_is_no_office_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
