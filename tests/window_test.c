/* A document decoded block by block and as a whole. */
#include "text/window.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/unit.h"

#include <string.h>

static struct text *make(size_t length)
{
    static const char *const parts[] = {"朱", "a", "\n", "é", "\U0001F468", "，", "\r", "\U0002F800", "\u07FF"};
    struct str s = {0};
    for (size_t i = 0; i < length; i++)
        str_add(&s, parts[i * 31 % 101 % (sizeof parts / sizeof *parts)]);
    size_t n = s.len;
    return text_new(str_take(&s), n);
}

/* What a window says of T at every STEP-th place, as text.h says it. */
static void assert_same(struct window *w, const struct text *t, size_t step)
{
    size_t length = text_length(t);
    for (size_t cp = 0; cp < length + 200; cp += step)
        assert_int_equal(window_char(w, cp), text_char(t, cp));
    for (size_t i = 0; i + 1 < text_paragraphs(t) && i < 2000; i++) {
        struct span p = text_paragraph(t, i);
        assert_int_equal(window_line_end(w, p.start, length), p.end);
        assert_int_equal(window_line_end(w, p.start, p.start), p.start);
    }
}

static void all_windows_show_the_same(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 63, 64, 65, 1000, WINDOW_WHOLE_MAX, WINDOW_WHOLE_MAX + 1};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct text *t = make(lengths[i]);
        struct window blocks, whole;
        window_init(&blocks, t);
        window_open(&whole, t);
        assert_int_equal(whole.whole_count, lengths[i] > WINDOW_WHOLE_MAX ? 0 : lengths[i]);
        assert_same(&blocks, t, lengths[i] > 1000 ? 997 : 1);
        assert_same(&whole, t, lengths[i] > 1000 ? 997 : 1);
        window_close(&whole);
        text_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_windows_show_the_same),
    };
    return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
