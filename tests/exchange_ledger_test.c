/* The ledger of real stores: as rows, read back by an independent reader; as Markdown; as a page whose form is
 * checked. (A browser and a reader of Markdown look at them in exchange_browser_test.sh and exchange_markdown_test.sh.)
 */
#include "exchange/export_ledger.h"

#include "base/str.h"
#include "db/code.h"
#include "db/link.h"
#include "exchange/html_write.h"
#include "exchange/ledger_entry.h"
#include "exchange/md_write.h"
#include "tests/exchange_csv_read.h"
#include "tests/exchange_enemy.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define REPORT                                                                                                         \
    "一、存在的问题\n走访发现，机房漏水，设备断电。原因是没有排班表，值班员没有巡查。\n二、整改措施\n补齐排班表。"
#define PLAN "The plan.\nCheck the pumps every day.\nNothing else."

enum {
    PROBLEM,
    DOCUMENT,
    SECTION,
    START,
    END,
    CODE,
    QUOTE,
    CAUSES,
    CAUSE_QUOTES,
    CAUSE_UUIDS,
    REMEDIES,
    REMEDY_QUOTES,
    REMEDY_UUIDS,
    DOCUMENTS,
    REVIEWER,
    REVIEWERS,
    QUESTIONS,
    NOTE,
    STATUS,
    COLUMNS
};
enum { KIND = QUOTE + 1, MISSING, U_COLUMNS = MISSING + 4 };

static struct annotation annotate(struct scratch *s, int64_t document, int64_t start, int64_t end, enum tag tag,
                                  const char *note)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s->store, document, start, end, tag, note, &a, &e), ERR_OK);
    return a;
}

static void join(struct scratch *s, const struct annotation *a, const struct annotation *b, const char *note)
{
    struct err e;
    assert_int_equal(store_link(s->store, a->id, b->id, note, NULL, &e), ERR_OK);
}

/* Two problems: leaking (two causes; a remedy of both in another document, one of the problem itself; a question), and
 * no power, which nobody explained. A remedy that answers nothing. */
static void make_team(struct scratch *s)
{
    struct err e;
    int64_t report = scratch_document(s, "report.txt", REPORT), plan = scratch_document(s, "plan.txt", PLAN);
    struct annotation leak = annotate(s, report, 13, 17, TAG_MANIFESTATION, "=since May");
    struct annotation power = annotate(s, report, 18, 22, TAG_MANIFESTATION, NULL);
    struct annotation roster = annotate(s, report, 26, 31, TAG_CAUSE, NULL);
    struct annotation patrol = annotate(s, report, 32, 39, TAG_CAUSE, NULL);
    struct annotation fill = annotate(s, report, 48, 53, TAG_REMEDY, NULL);
    struct annotation check = annotate(s, plan, 10, 35, TAG_REMEDY, NULL);
    struct annotation nothing = annotate(s, plan, 37, 44, TAG_REMEDY, NULL);
    join(s, &roster, &leak, "said twice");
    join(s, &patrol, &leak, NULL);
    join(s, &check, &roster, NULL);
    join(s, &check, &patrol, NULL);
    join(s, &fill, &leak, NULL);
    assert_int_equal(store_comment(s->store, leak.id, 0, true, "where?", NULL, &e), ERR_OK);
    struct code code;
    assert_int_equal(
        store_code_add(s->store, &(struct code_new){.tag = TAG_MANIFESTATION, .name = "water/pipes"}, &code, &e),
        ERR_OK);
    assert_int_equal(store_recode(s->store, leak.id, leak.revision, code.id, &e), ERR_OK);
    code_clear(&code);
    annotation_clear(&leak);
    annotation_clear(&power);
    annotation_clear(&roster);
    annotation_clear(&patrol);
    annotation_clear(&fill);
    annotation_clear(&check);
    annotation_clear(&nothing);
}

static char *export_text(struct store *s, const struct export_ledger_opts *opts)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct err e;
    assert_int_equal(export_ledger(s, opts, out, &e), ERR_OK);
    fclose(out);
    assert_int_equal(strlen(text), size);
    return text;
}

static struct csv_table export_table(struct scratch *s, const struct export_ledger_opts *opts)
{
    char *text = export_text(s->store, opts);
    struct csv_table t;
    assert_true(csv_read(text, strlen(text), &t));
    free(text);
    return t;
}

static const char *cell(const struct csv_table *t, size_t row, size_t column)
{
    assert_in_range(row, 0, t->rows - 1);
    return t->cell[row * t->columns + column];
}

static void test_rows_of_problems(void **state)
{
    make_team(*state);
    struct csv_table t = export_table(*state, &(struct export_ledger_opts){0});
    assert_int_equal(t.columns, COLUMNS);
    assert_int_equal(t.rows, 3);
    assert_string_equal(cell(&t, 0, PROBLEM), "problem");
    assert_string_equal(cell(&t, 0, STATUS), "status");
    assert_string_equal(cell(&t, 1, START), "13");
    assert_string_equal(cell(&t, 1, END), "17");
    assert_string_equal(cell(&t, 1, REVIEWER), store_reviewer_name(((struct scratch *)*state)->store));
    assert_int_equal(strlen(cell(&t, 1, PROBLEM)), UUID_SIZE - 1);
    assert_string_equal(cell(&t, 1, DOCUMENT), "report.txt");
    assert_string_equal(cell(&t, 1, SECTION), "一、存在的问题");
    assert_string_equal(cell(&t, 1, CODE), "water\\/pipes");
    assert_string_equal(cell(&t, 1, QUOTE), "机房漏水");
    assert_string_equal(cell(&t, 1, CAUSES), "2");
    assert_string_equal(cell(&t, 1, CAUSE_QUOTES), "没有排班表\n值班员没有巡查");
    assert_int_equal(strlen(cell(&t, 1, CAUSE_UUIDS)), 2 * UUID_SIZE - 1);
    assert_int_equal(cell(&t, 1, CAUSE_UUIDS)[UUID_SIZE - 1], ' ');
    assert_int_equal(strlen(cell(&t, 1, REMEDY_UUIDS)), 2 * UUID_SIZE - 1);
    assert_string_equal(cell(&t, 1, REMEDIES), "2");
    assert_string_equal(cell(&t, 1, REMEDY_QUOTES), "Check the pumps every day\n补齐排班表");
    assert_string_equal(cell(&t, 1, DOCUMENTS), "2");
    assert_string_equal(cell(&t, 1, REVIEWERS), "1");
    assert_string_equal(cell(&t, 1, QUESTIONS), "1");
    assert_string_equal(cell(&t, 1, STATUS), "closed");
    assert_string_equal(cell(&t, 1, NOTE), "'=since May");
    assert_string_equal(cell(&t, 2, QUOTE), "设备断电");
    assert_string_equal(cell(&t, 2, STATUS), "no cause");
    assert_string_equal(cell(&t, 2, CAUSE_QUOTES), "");
    csv_table_clear(&t);
}

static void test_rows_of_unanswered(void **state)
{
    make_team(*state);
    struct csv_table t = export_table(*state, &(struct export_ledger_opts){.view = LEDGER_UNANSWERED});
    assert_int_equal(t.columns, U_COLUMNS);
    assert_int_equal(t.rows, 3);
    assert_string_equal(cell(&t, 0, 0), "annotation");
    assert_string_equal(cell(&t, 1, KIND), "remedy");
    assert_string_equal(cell(&t, 1, MISSING), "problem");
    assert_string_equal(cell(&t, 1, QUOTE), "Nothing");
    assert_string_equal(cell(&t, 2, KIND), "manifestation");
    assert_string_equal(cell(&t, 2, MISSING), "cause");
    assert_string_equal(cell(&t, 2, DOCUMENT), "report.txt");
    csv_table_clear(&t);
}

static void test_one_document(void **state)
{
    struct scratch *s = *state;
    make_team(s);
    struct err e;
    struct document d;
    assert_int_equal(store_document_find(s->store, "report.txt", &d, &e), ERR_OK);
    struct csv_table t = export_table(s, &(struct export_ledger_opts){.view = LEDGER_UNANSWERED, .document = d.id});
    assert_int_equal(t.rows, 2);
    assert_string_equal(cell(&t, 1, QUOTE), "设备断电");
    csv_table_clear(&t);
    document_clear(&d);
}

static void test_a_passage_over_lines_is_one_line_of_the_list(void **state)
{
    struct scratch *s = *state;
    int64_t d = scratch_document(s, "d", "bad\none\ntwo\nend");
    struct annotation m = annotate(s, d, 0, 3, TAG_MANIFESTATION, NULL), c = annotate(s, d, 4, 11, TAG_CAUSE, NULL);
    join(s, &m, &c, NULL);
    struct csv_table t = export_table(s, &(struct export_ledger_opts){.raw = true});
    assert_string_equal(cell(&t, 1, CAUSE_QUOTES), "one two");
    assert_string_equal(cell(&t, 1, STATUS), "no remedy");
    csv_table_clear(&t);
    annotation_clear(&m);
    annotation_clear(&c);
}

/* ---- Markdown ---- */

static void test_markdown(void **state)
{
    struct scratch *s = *state;
    make_team(s);
    char *text = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_MARKDOWN, .filter = "a&b"});
    char *end = strstr(text, "\n### 2. 设备断电\n");
    assert_non_null(end);
    *end = '\0';
    assert_ptr_equal(strstr(text, "# Problem ledger – team.db\n\n20"), text);
    assert_non_null(strstr(text, " · filter a&amp;b\n\n- problems: 2\n- of them with open ends: 1\n- causes: 2\n"
                                 "- remedies: 2\n- open questions: 1\n\n## report.txt\n\n### 1. 机房漏水\n\n"
                                 "**M manifestation** · no open ends · 一、存在的问题 · water\\\\/pipes · "));
    assert_non_null(strstr(text, "\n> 走访发现，\n>\n> **机房漏水**\n>\n> ，设备断电。原因是没有排班表，"
                                 "值班员没有巡查。\n\nnote:\\\n\\=since May\n\nopen question · "));
    assert_non_null(strstr(text, "\n- **C cause** (explains M) · 一、存在的问题 · "));
    assert_non_null(strstr(text, "\n\n  > 走访发现，机房漏水，设备断电。原因是\n  >\n  > **没有排班表**\n  >\n"
                                 "  > ，值班员没有巡查。\n\n  link · "));
    assert_non_null(strstr(text, ":\\\n  said twice\n\n  - **R remedy** (addresses C) · in plan.txt · "));
    assert_non_null(strstr(text, "\n\n    > **Check the pumps every day**\n    >\n    > .\n"));
    assert_non_null(strstr(text, "(addresses C) · in plan.txt · the same as above\\\n    Check the pumps every day\n"));
    free(text);
}

static void assert_line(const char *words, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    md_line_z(out, words);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_markdown_escapes(void **state)
{
    (void)state;
    assert_line("1.2 of 3) is a-b + c = d", "1\\.2 of 3) is a-b + c = d");
    assert_line("12) x", "12\\) x");
    assert_line("- a", "\\- a");
    assert_line("# *a* <b> &c; [d](e) ![f]", "\\# \\*a\\* &lt;b&gt; &amp;c; \\[d\\](e) \\!\\[f\\]");
    assert_line("  a \t", "&#32;&#32;a&#32;&#9;");
    assert_line("　段", "&#12288;段");
    assert_line("http://www.a a@b", "http\\://www\\.a a\\@b");
    assert_line("a\nb", "a b");
    assert_line("\x1b[0m\u202E", "\\^\\[\\[0m&lt;U+202E&gt;");
    assert_line("a\\", "a\\\\");
}

/* ---- the page ---- */

static void assert_text(const char *words, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    html_text_z(out, words);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_html_escapes(void **state)
{
    (void)state;
    assert_text("<a href=\"b\" c='d'>&amp;", "&lt;a href=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;");
    assert_text("行\n\t完", "行\n\t完");
    assert_text("a\x1b\u202E\u2028", "a<span class=\"mark\">^[</span><span class=\"mark\">&lt;U+202E&gt;</span>"
                                     "<span class=\"mark\">&lt;U+2028&gt;</span>");
    assert_text("\xCC\xB8x", "\u25CC\xCC\xB8x");
    assert_text("a\xFF"
                "b",
                "a\uFFFD"
                "b");
    assert_text("\U0001F468\u200D\U0001F469", "\U0001F468\u200D\U0001F469");
}

/* Elements that have no end tag (WHATWG HTML 13.1.2), and those of the picture that are closed at once. */
static bool is_void(const char *name, const char *end)
{
    return strcmp(name, "meta") == 0 || end[-1] == '/';
}

/* Tags are balanced, ids are there once, and every link leads to one. */
static void assert_form(const char *page)
{
    char stack[64][16], name[16];
    int depth = 0;
    size_t links = 0;
    for (const char *p = strchr(page, '<'); p; p = strchr(p + 1, '<')) {
        const char *end = strchr(p, '>');
        assert_non_null(end);
        bool closing = p[1] == '/';
        if (p[1] == '!')
            continue;
        size_t n = strcspn(p + 1 + closing, " >/");
        assert_in_range(n, 1, sizeof name - 1);
        memcpy(name, p + 1 + closing, n);
        name[n] = '\0';
        if (closing) {
            assert_true(depth > 0);
            assert_string_equal(name, stack[--depth]);
        } else if (!is_void(name, end)) {
            assert_in_range(depth, 0, 63);
            memcpy(stack[depth++], name, sizeof name);
        }
    }
    assert_int_equal(depth, 0);
    for (const char *p = strstr(page, "href=\"#"); p; p = strstr(p + 1, "href=\"#")) {
        char id[80];
        snprintf(id, sizeof id, " id=\"%.*s\"", (int)strcspn(p + 7, "\""), p + 7);
        const char *place = strstr(page, id);
        assert_non_null(place);
        assert_null(strstr(place + 1, id));
        links++;
    }
    assert_true(links > 0);
}

static size_t count(const char *page, const char *words)
{
    size_t n = 0;
    for (const char *p = strstr(page, words); p; p = strstr(p + 1, words))
        n++;
    return n;
}

static void test_page(void **state)
{
    struct scratch *s = *state;
    make_team(s);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_form(page);
    assert_int_equal(count(page, "<article "), 2);
    assert_int_equal(count(page, "<svg "), 1);
    assert_int_equal(count(page, "class=\"head\""), 5); /* an arrow for each link */
    assert_int_equal(count(page, "<g class=\"box "), 5);
    assert_int_equal(count(page, "<script"), 0);
    assert_non_null(strstr(page, "<dd>2</dd><dt>problems</dt>"));
    assert_non_null(strstr(page,
                           "<span class=\"around\">走访发现，</span><mark>机房漏水</mark><span class=\"around\">，"
                           "设备断电。原因是没有排班表，值班员没有巡查。</span>"));
    assert_non_null(strstr(page, "said twice"));
    assert_non_null(strstr(page, "where?"));
    assert_non_null(strstr(page, "<b>plan.txt</b>"));
    assert_non_null(strstr(page, "<span class=\"lacks\">no cause yet</span>"));
    assert_non_null(strstr(page, "default-src 'none'; style-src 'sha256-"));
    free(page);
    page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML, .view = LEDGER_UNANSWERED});
    assert_form(page);
    assert_int_equal(count(page, "<article "), 2);
    assert_int_equal(count(page, "<section "), 2);
    free(page);
}

static void test_empty_page(void **state)
{
    struct scratch *s = *state;
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_non_null(strstr(page, "There are no problems here."));
    assert_non_null(strstr(page, "</html>\n"));
    free(page);
}

/* What is noise for the reader is no part of the words around a passage, nor of the passage. */
static void test_noise_is_left_out(void **state)
{
    struct scratch *s = *state;
    struct err e;
    int64_t d = scratch_document(s, "d", "one [9] two [8] three bad [7] end");
    assert_int_equal(store_noise_mark(s->store, d, 4, 8, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_noise_mark(s->store, d, 12, 16, NOISE_HAND, NULL, &e), ERR_OK);
    assert_int_equal(store_noise_mark(s->store, d, 26, 30, NOISE_HAND, NULL, &e), ERR_OK);
    struct annotation m = annotate(s, d, 8, 25, TAG_MANIFESTATION, NULL);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_non_null(strstr(page, "<span class=\"around\">one </span><mark>two three bad</mark><span class=\"around\"> "
                                 "end</span>"));
    free(page);
    annotation_clear(&m);
}

/* A document of one line is a long paragraph: what stands far away is left out, and that is said. */
static void test_context_is_bounded(void **state)
{
    struct scratch *s = *state;
    char text[2001];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    memcpy(text + 1000, "bad", 3);
    struct annotation m = annotate(s, scratch_document(s, "d", text), 1000, 1003, TAG_MANIFESTATION, NULL);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    const char *before = strstr(page, "<span class=\"around\">…xx"), *mark = strstr(page, "x</span><mark>bad</mark>");
    assert_non_null(before);
    assert_non_null(mark);
    assert_in_range(mark - before, 300, 340);
    assert_non_null(strstr(mark, "xx…</span>"));
    free(page);
    annotation_clear(&m);
}

/* A Latin word at the end of what is shown is shown whole or not at all. */
static void test_context_cuts_no_word(void **state)
{
    struct scratch *s = *state;
    int64_t other = scratch_document(s, "other",
                                     "alphabetical bravado charlatan deltoid echoes act foxtrot golfing hotel "
                                     "indiana juliett kilowatt");
    struct annotation m = annotate(s, scratch_document(s, "d", "bad"), 0, 3, TAG_MANIFESTATION, NULL),
                      r = annotate(s, other, 46, 49, TAG_REMEDY, NULL);
    join(s, &m, &r, NULL);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_non_null(strstr(page, "<span class=\"around\">…bravado charlatan deltoid echoes </span><mark>act</mark>"
                                 "<span class=\"around\"> foxtrot golfing hotel indiana juliett…</span>"));
    free(page);
    annotation_clear(&m);
    annotation_clear(&r);
}

/* A problem with more on it than a picture can show. */
static void test_large_chain(void **state)
{
    struct scratch *s = *state;
    char text[200], said[64];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    int64_t d = scratch_document(s, "d", text);
    struct annotation m = annotate(s, d, 0, 1, TAG_MANIFESTATION, NULL);
    for (int i = 0; i < 40; i++) {
        struct annotation c = annotate(s, d, 2 + i, 4 + i, TAG_CAUSE, NULL);
        join(s, &m, &c, NULL);
        annotation_clear(&c);
    }
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_form(page);
    assert_int_equal(count(page, "<g class=\"box "), 24);
    snprintf(said, sizeof said, "and %d more in the text below", 41 - 24);
    assert_non_null(strstr(page, said));
    assert_int_equal(count(page, "<li class=\"item "), 40);
    free(page);
    annotation_clear(&m);
}

/* More than anybody reads is left out, and that is said. */
static void test_endless_chain(void **state)
{
    struct scratch *s = *state;
    char text[ENTRY_ITEMS_MAX + 10];
    struct err e;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    int64_t d = scratch_document(s, "d", text);
    struct annotation m = annotate(s, d, 0, 1, TAG_MANIFESTATION, NULL);
    assert_int_equal(store_group_begin(s->store, "link", &e), ERR_OK);
    for (int i = 0; i < ENTRY_ITEMS_MAX + 4; i++) {
        struct annotation c = annotate(s, d, 1 + i, 2 + i, TAG_CAUSE, NULL);
        join(s, &m, &c, NULL);
        annotation_clear(&c);
    }
    assert_int_equal(store_group_end(s->store, ERR_OK, &e), ERR_OK);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_form(page);
    assert_non_null(strstr(page, "<li class=\"item depth1\">and 5 more</li>\n</ul>"));
    free(page);
    char *md = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_MARKDOWN});
    assert_non_null(strstr(md, "\n\n- and 5 more\n"));
    free(md);
    struct csv_table t = export_table(s, &(struct export_ledger_opts){0});
    const char *quotes = cell(&t, 1, CAUSE_QUOTES);
    assert_non_null(strstr(quotes, "x\nx\n… and 5 more"));
    assert_int_equal(count(cell(&t, 1, CAUSE_UUIDS), " "), ENTRY_ITEMS_MAX - 2);
    csv_table_clear(&t);
    annotation_clear(&m);
}

/* Terminal cells of a line of the picture, where "…" takes as much as a Chinese character. */
static size_t line_cells(const char *words, size_t n)
{
    size_t cells = 0;
    for (size_t i = 0; i < n; i++)
        if (((unsigned char)words[i] & 0xC0) != 0x80)
            cells += (unsigned char)words[i] < 0x80 ? 1 : 2;
    return cells;
}

/* The longest line, "…" with it, leaves a box as much room on the right as on the left. */
static void test_lines_of_the_picture_stay_in_their_box(void **state)
{
    struct scratch *s = *state;
    struct str text = {0};
    for (int i = 0; i < 200; i++)
        str_add(&text, "言");
    str_add(&text, " why ");
    for (int i = 0; i < 60; i++)
        str_add(&text, "a long way ");
    int64_t d = scratch_document(s, "d", str_z(&text));
    struct annotation m = annotate(s, d, 0, 200, TAG_MANIFESTATION, NULL),
                      c = annotate(s, d, 205, 805, TAG_CAUSE, NULL);
    join(s, &m, &c, NULL);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    size_t lines = 0, cut = 0;
    for (const char *p = strstr(page, "<text x=\""); p; p = strstr(p + 1, "<text x=\"")) {
        const char *words = strchr(p, '>') + 1;
        size_t n = strcspn(words, "<");
        n -= words[n - 1] == ' ';
        assert_in_range(line_cells(words, n), 1, 28);
        cut += n > 3 && memcmp(words + n - 3, "…", 3) == 0;
        lines++;
    }
    assert_int_equal(lines, 8);
    assert_int_equal(cut, 2);
    free(page);
    str_clear(&text);
    annotation_clear(&m);
    annotation_clear(&c);
}

/* An annotation that is in two problems has its place in the page once, and a link to it in the other. */
static void test_shared_cause(void **state)
{
    struct scratch *s = *state;
    int64_t d = scratch_document(s, "d", "one two cause");
    struct annotation a = annotate(s, d, 0, 3, TAG_MANIFESTATION, NULL),
                      b = annotate(s, d, 4, 7, TAG_MANIFESTATION, NULL), c = annotate(s, d, 8, 13, TAG_CAUSE, NULL);
    join(s, &a, &c, NULL);
    join(s, &b, &c, NULL);
    char *page = export_text(s->store, &(struct export_ledger_opts){.format = EXPORT_HTML});
    assert_form(page);
    assert_int_equal(count(page, "<a class=\"also\" href=\"#p-1\">also in 1</a>"), 1);
    assert_non_null(strstr(page, "<dd>1</dd><dt>causes</dt>"));
    free(page);
    annotation_clear(&a);
    annotation_clear(&b);
    annotation_clear(&c);
}

static void test_hostile_page_has_the_form(void **state)
{
    struct scratch *s = *state;
    struct store *enemy = enemy_store(scratch_path(s, "enemy.db"));
    char *page = export_text(enemy, &(struct export_ledger_opts){.format = EXPORT_HTML, .filter = ENEMY_FILTER});
    assert_form(page);
    size_t texts = 0;
    while (enemy_texts[texts])
        texts++;
    assert_int_equal(count(page, "<article "), texts + 1);
    free(page);
    store_close(&enemy);
}

static void test_full_output_is_an_error(void **state)
{
    struct scratch *s = *state;
    make_team(s);
    for (int format = EXPORT_CSV; format <= EXPORT_HTML; format++) {
        FILE *out = fopen("/dev/full", "w");
        assert_non_null(out);
        setvbuf(out, NULL, _IONBF, 0);
        struct err e;
        assert_int_equal(
            export_ledger(s->store, &(struct export_ledger_opts){.format = (enum export_format)format}, out, &e),
            ERR_IO);
        assert_non_null(strstr(e.msg, strerror(ENOSPC)));
        fclose(out);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_rows_of_problems),
        TEST(test_rows_of_unanswered),
        TEST(test_one_document),
        TEST(test_a_passage_over_lines_is_one_line_of_the_list),
        TEST(test_markdown),
        cmocka_unit_test(test_markdown_escapes),
        cmocka_unit_test(test_html_escapes),
        TEST(test_page),
        TEST(test_empty_page),
        TEST(test_noise_is_left_out),
        TEST(test_context_is_bounded),
        TEST(test_context_cuts_no_word),
        TEST(test_large_chain),
        TEST(test_endless_chain),
        TEST(test_lines_of_the_picture_stay_in_their_box),
        TEST(test_shared_cause),
        TEST(test_hostile_page_has_the_form),
        TEST(test_full_output_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
