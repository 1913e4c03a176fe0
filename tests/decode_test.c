/* Decoding: detection, strictness, messages, line ends. */
#include "tests/unit.h"

#include "base/str.h"
#include "text/decode.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

static const char simplified[] =
    "昨天夜里，备份服务器的磁盘写满了，监控却没有发出告警。值班同事到早上八点才发现，当时已经有三个数据库停止响应。"
    "我们先清理旧的日志，再恢复服务，前后一共用了两个小时。主要原因有两条：一是磁盘的阈值从来没有人检查，二是告警邮件"
    "发给了一位已经离职的同事。今后要做到：每个季度演练一次，值班表由专人负责，“谁改动、谁验证”。\n"
    "第二，关于沟通的问题。客户打电话来问情况，前台并不知道故障在哪里，只好请他们等一等。大家觉得应当写一份简单的说明，"
    "把影响范围、预计恢复时间和联系人写清楚，放在人人看得到的地方。";

static const char traditional[] =
    "上個月的專案會議，大家討論了為什麼新系統一再延後上線。小組的看法是：需求在中途改過三次，每一次都沒有留下紀錄，"
    "寫程式的人與測試的人對同一句話有不同的理解。這不是某一個人的錯，而是我們沒有把決定寫下來的習慣。從這個星期起，"
    "所有變更都要經過負責人確認，並且在當天通知客戶；如果時間不夠，寧可少做一項功能，也不要讓品質受到影響。\n"
    "另外，關於資料備份，去年的演練只做了一半，今年應該完整地跑一遍，由兩位同事互相檢查，結果放在共用的資料夾裡。";

/* S of N bytes of UTF-8 in CHARSET. */
static struct str encoded(const char *s, size_t n, const char *charset)
{
    struct str out = {0};
    iconv_t cd = iconv_open(charset, "UTF-8");
    assert_true((intptr_t)cd != -1);
    char *copy = malloc(n + 1), *in = copy;
    assert_non_null(copy);
    memcpy(copy, s, n);
    char buf[4096], *to = buf;
    size_t room = sizeof buf;
    assert_int_equal(iconv(cd, &in, &n, &to, &room), 0);
    str_addn(&out, buf, sizeof buf - room);
    iconv_close(cd);
    free(copy);
    return out;
}

static const struct decode_opts strict = {0};

/* Windows of POINTS code points of S in CHARSET are recognised as NAME, all of them. */
static void assert_recognised(const char *s, size_t points, const char *charset, const char *name)
{
    const uint8_t *p = (const uint8_t *)s, *end = p + strlen(s);
    for (ucs4_t c; (size_t)u8_mbsnlen(p, (size_t)(end - p)) >= points; p = u8_next(&c, p)) {
        const uint8_t *stop = p;
        for (size_t i = 0; i < points; i++)
            stop = u8_next(&c, stop);
        struct str raw = encoded((const char *)p, (size_t)(stop - p), charset);
        struct decoded d;
        struct err e = {0};
        assert_int_equal(decode(raw.p, raw.len, &strict, &d, &e), ERR_OK);
        assert_string_equal(d.encoding, name);
        assert_int_equal(d.bytes, stop - p);
        assert_memory_equal(d.utf8, p, d.bytes);
        assert_int_equal(d.replaced, 0);
        decoded_clear(&d);
        str_clear(&raw);
    }
}

static void sixty_characters_are_enough(void **state)
{
    (void)state;
    for (size_t points = 60; points <= 120; points += 20) {
        assert_recognised(simplified, points, "GB18030", "GB18030");
        assert_recognised(simplified, points, "GBK", "GB18030");
        assert_recognised(traditional, points, "GB18030", "GB18030");
        assert_recognised(traditional, points, "BIG5", "Big5");
        assert_recognised(simplified, points, "UTF-16LE", "UTF-16LE");
        assert_recognised(simplified, points, "UTF-16BE", "UTF-16BE");
        assert_recognised(traditional, points, "UTF-16LE", "UTF-16LE");
        assert_recognised(traditional, points, "UTF-16BE", "UTF-16BE");
        assert_recognised(simplified, points, "UTF-8", "UTF-8");
    }
    assert_recognised("The disk was full for two hours before anybody noticed; then it took an hour to clean it up.",
                      60, "UTF-16LE", "UTF-16LE");
}

static void assert_decodes(const char *raw, size_t n, const char *encoding, const char *utf8, const char *name)
{
    struct decode_opts opts = {.encoding = encoding};
    struct decoded d;
    struct err e = {0};
    assert_int_equal(decode(raw, n, &opts, &d, &e), ERR_OK);
    assert_string_equal(d.utf8, utf8);
    assert_int_equal(d.bytes, strlen(utf8));
    assert_string_equal(d.encoding, name);
    decoded_clear(&d);
    assert_null(d.utf8);
}

#define BYTES(literal) (literal), sizeof(literal) - 1

static void byte_order_marks_decide_and_go(void **state)
{
    (void)state;
    assert_decodes(BYTES("\xEF\xBB\xBF\xE6\x9C\xB1"), NULL, "朱", "UTF-8");
    assert_decodes(BYTES("\xFF\xFE\x31\x67"), NULL, "朱", "UTF-16LE");
    assert_decodes(BYTES("\xFE\xFF\x67\x31"), NULL, "朱", "UTF-16BE");
    assert_decodes(BYTES("\xFF\xFE\x31\x67"), "UTF-16LE", "朱", "UTF-16LE");
    assert_decodes(BYTES("\xFE\xFF\x67\x31"), "utf-16", "朱", "UTF-16BE");
    assert_decodes(BYTES("\x84\x31\x95\x33\xD6\xEC"), "GBK", "朱", "GB18030");
    assert_decodes(BYTES("\xEF\xBB\xBF\xEF\xBB\xBF"), NULL, "\xEF\xBB\xBF", "UTF-8"); /* one mark, not two */
    assert_decodes(BYTES("\xEF\xBB\xBF"), NULL, "", "UTF-8");
}

static void a_named_encoding_wins(void **state)
{
    (void)state;
    assert_decodes(BYTES("\xD6\xEC\xC5\xFA"), "gb2312", "朱批", "GB18030");
    assert_decodes(BYTES("\xE6\x9C\xB1\xE6\x9C\xB1"), "GBK", "鏈辨湵", "GB18030"); /* valid UTF-8, too */
    assert_decodes(BYTES("\xA6\xB6\xA7\xE5"), "big5", "朱批", "Big5");
    assert_decodes(BYTES("\x8E\xE9\x94\xE1"), "SHIFT_JIS", "朱批", "SHIFT_JIS");
    assert_decodes(BYTES("caf\xE9"), "ISO-8859-1", "café", "ISO-8859-1");
    assert_decodes(BYTES("\x31\x67\0\0"), "UTF-32LE", "朱", "UTF-32LE");
    assert_decodes(BYTES("plain\n"), NULL, "plain\n", "UTF-8");
    assert_decodes(NULL, 0, NULL, "", "UTF-8");
    assert_decodes(NULL, 0, "GB18030", "", "GB18030");
}

static void hong_kong_characters_are_big5(void **state)
{
    (void)state;
    struct str raw = encoded(BYTES("佢哋喺度做咗好耐嘢，啲資料都唔見咗。"), "BIG5-HKSCS");
    assert_decodes(raw.p, raw.len, "Big5", "佢哋喺度做咗好耐嘢，啲資料都唔見咗。", "Big5");
    str_clear(&raw);
}

static void line_ends_become_lf(void **state)
{
    (void)state;
    assert_decodes(BYTES("a\r\nb\rc\n\r\r\nd\r"), NULL, "a\nb\nc\n\n\nd\n", "UTF-8");
    assert_decodes(BYTES("\r\0\n\0a\0"), "UTF-16LE", "\na", "UTF-16LE");
}

static void assert_refused(const char *raw, size_t n, const char *encoding, const char *in_message)
{
    struct decode_opts opts = {.encoding = encoding};
    struct decoded d;
    struct err e = {0};
    assert_int_equal(decode(raw, n, &opts, &d, &e), ERR_INPUT);
    if (!strstr(e.msg, in_message))
        fail_msg("\"%s\" is not in \"%s\"", in_message, e.msg);
    assert_null(d.utf8);
    assert_int_equal(d.bytes, 0);
}

static void errors_name_byte_and_offset(void **state)
{
    (void)state;
    assert_refused(BYTES("abc\x81 z"), "GB18030", "byte 0x81 at offset 3 is not GB18030");
    assert_refused(BYTES("abc\xFFz"), "UTF-8", "byte 0xFF at offset 3 is not UTF-8");
    assert_refused(BYTES("ab\xED\xA0\x80"), "UTF-8", "byte 0xED at offset 2 is not UTF-8"); /* a surrogate */
    assert_refused(BYTES("\xC0\x80"), "UTF-8", "byte 0xC0 at offset 0");                    /* an overlong NUL */
    assert_refused(BYTES("\xF4\x90\x80\x80"), "UTF-8", "byte 0xF4 at offset 0");            /* above U+10FFFF */
    assert_refused(BYTES("a\0\x00\xD8z\0"), "UTF-16LE", "at offset 2 is not UTF-16LE");     /* a lone surrogate */
    assert_refused(BYTES("a\0b"), "UTF-16LE", "the file ends inside a character: byte 0x62 at offset 2");
    assert_refused(BYTES("\xE6\x9C"), "UTF-8", "the file ends inside a character: byte 0xE6 at offset 0");
    assert_refused(BYTES("ab\0c"), NULL, "byte 0x00 at offset 2");
    assert_refused(BYTES("ab\0c"), "UTF-8", "byte 0x00 at offset 2");
    assert_refused(BYTES("a\0\0\0b\0"), "UTF-16LE", "offset 2");
    assert_refused(BYTES("x"), "KLINGON", "KLINGON is no encoding");
    assert_refused(BYTES("x"), "UTF-8//IGNORE", "is no encoding");
    assert_refused(BYTES("x"), "", "is no encoding");
}

/* A damaged text is reported in its own encoding, not taken for another one. */
static void one_damaged_byte_is_found(void **state)
{
    (void)state;
    static const char *const charsets[][2] = {{"UTF-8", "UTF-8"}, {"GB18030", "GB18030"}};
    for (size_t i = 0; i < 2; i++) {
        struct str raw = encoded(BYTES(simplified), charsets[i][0]);
        raw.p[31] = '\xFF';
        assert_refused(raw.p, raw.len, NULL, charsets[i][1]);
        struct decode_opts lossy = {.lossy = true};
        struct decoded d;
        struct err e = {0};
        assert_int_equal(decode(raw.p, raw.len, &lossy, &d, &e), ERR_OK);
        assert_string_equal(d.encoding, charsets[i][1]);
        assert_in_range(d.replaced, 1, 3);
        assert_null(u8_check((const uint8_t *)d.utf8, d.bytes));
        decoded_clear(&d);
        str_clear(&raw);
    }
}

static void lossy_counts_what_it_replaces(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        size_t n;
        const char *encoding, *utf8;
        size_t replaced;
    } cases[] = {
        {BYTES("a\xFF\xFE z"), "UTF-8", "a\uFFFD\uFFFD z", 2},
        {BYTES("a\0z\xE6\x9C"), "UTF-8", "a\uFFFDz\uFFFD", 2},
        {BYTES("\xD6\xEC\x81 \xC5\xFA"), "GB18030", "朱\uFFFD 批", 1},
        {BYTES("a\0\x00\xD8z\0q"), "UTF-16LE", "a\uFFFDz\uFFFD", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decode_opts opts = {.encoding = cases[i].encoding, .lossy = true};
        struct decoded d;
        struct err e = {0};
        assert_int_equal(decode(cases[i].raw, cases[i].n, &opts, &d, &e), ERR_OK);
        assert_string_equal(d.utf8, cases[i].utf8);
        assert_int_equal(d.replaced, cases[i].replaced);
        decoded_clear(&d);
    }
}

static unsigned char random_byte(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return (unsigned char)(*seed >> 16);
}

static void garbage_is_refused(void **state)
{
    (void)state;
    unsigned seed = 3;
    for (int round = 0; round < 200; round++) {
        char raw[600];
        for (size_t i = 0; i < sizeof raw; i++)
            raw[i] = (char)random_byte(&seed);
        assert_refused(raw, sizeof raw, NULL, "is no text in");
    }
    assert_refused(BYTES("r\xE9sum\xE9 d'une ann\xE9"
                         "e pass\xE9"
                         "e"),
                   NULL, "0xE9 at offset 1"); /* Latin-1 */
}

/* Whatever the bytes, the answer is valid text or an error with a message. */
static void random_bytes_keep_the_laws(void **state)
{
    (void)state;
    static const char *const names[] = {NULL,     "UTF-8",    "GB18030",   "Big5",  "UTF-16LE",
                                        "UTF-16", "UTF-16BE", "SHIFT_JIS", "UTF-7", "ISO-2022-JP"};
    unsigned seed = 11;
    for (int round = 0; round < 20000; round++) {
        char raw[40];
        size_t n = random_byte(&seed) % sizeof raw;
        unsigned mask = round % 3 == 0 ? 0xFF : round % 3 == 1 ? 0x7F : 0xBF;
        for (size_t i = 0; i < n; i++)
            raw[i] = (char)(random_byte(&seed) & mask);
        struct decode_opts opts = {.encoding = names[round % 10], .lossy = round / 10 % 2};
        struct decoded d;
        struct err e = {0};
        enum err_code code = decode(raw, n, &opts, &d, &e);
        if (code == ERR_OK) {
            assert_int_equal(strlen(d.utf8), d.bytes); /* no NUL inside */
            assert_null(u8_check((const uint8_t *)d.utf8, d.bytes));
            assert_null(strchr(d.utf8, '\r'));
            assert_true(d.replaced == 0 || opts.lossy);
        } else {
            assert_int_equal(code, ERR_INPUT);
            assert_true(e.msg[0] != '\0' && d.utf8 == NULL);
        }
        decoded_clear(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_characters_are_enough), cmocka_unit_test(byte_order_marks_decide_and_go),
        cmocka_unit_test(a_named_encoding_wins),       cmocka_unit_test(hong_kong_characters_are_big5),
        cmocka_unit_test(line_ends_become_lf),         cmocka_unit_test(errors_name_byte_and_offset),
        cmocka_unit_test(one_damaged_byte_is_found),   cmocka_unit_test(lossy_counts_what_it_replaces),
        cmocka_unit_test(garbage_is_refused),          cmocka_unit_test(random_bytes_keep_the_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
