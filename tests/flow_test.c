/* A document read without its noise: positions go both ways, units and matches go across it. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "tests/flow_laws.h"
#include "text/cut.h"
#include "text/outline.h"

#include <string.h>
#include <time.h>

static struct text *make(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

/* The document S with what stands between < and > as noise. */
struct marked {
    struct text *text;
    struct noise_list noise;
    struct flow *flow;
};

static void marked_make(const char *s, struct marked *out)
{
    struct str text = {0};
    size_t cp = 0, start = 0;
    *out = (struct marked){0};
    str_add(&text, "");
    for (; *s; s++) {
        if (*s == '<')
            start = cp;
        else if (*s == '>')
            noise_list_add(&out->noise, (struct span){start, cp}, NOISE_PAGE);
        else {
            cp += (*s & 0xC0) != 0x80;
            str_addc(&text, *s);
        }
    }
    size_t n = text.len;
    out->text = text_new(str_take(&text), n);
    out->flow = flow_new(out->text, out->noise.all, out->noise.count);
}

static void marked_clear(struct marked *m)
{
    flow_free(m->flow);
    noise_list_clear(&m->noise);
    text_free(m->text);
}

static char *words(const struct flow *f)
{
    size_t n;
    const char *s = text_slice(flow_text(f), 0, text_length(flow_text(f)), &n);
    return mem_ndup(s, n);
}

static void assert_span(struct span s, size_t start, size_t end)
{
    assert_int_equal(s.start, start);
    assert_int_equal(s.end, end);
}

static void without_noise_the_flow_is_the_document(void **state)
{
    (void)state;
    struct marked m;
    marked_make("一句话。\n又一句。", &m);
    assert_ptr_equal(flow_text(m.flow), m.text);
    assert_ptr_equal(flow_document(m.flow), m.text);
    assert_int_equal(flow_noise_count(m.flow), 0);
    flow_laws(m.flow);
    marked_clear(&m);
    flow_free(NULL);
}

static void an_empty_document_has_an_empty_flow(void **state)
{
    (void)state;
    struct text *t = make("");
    static const struct noise outside = {{0, 5}, NOISE_HAND};
    struct flow *f = flow_new(t, &outside, 1);
    assert_int_equal(text_length(flow_text(f)), 0);
    assert_int_equal(flow_noise_count(f), 0);
    assert_int_equal(flow_in(f, 7), 0);
    assert_int_equal(flow_out(f, 7), 0);
    flow_laws(f);
    flow_free(f);
    text_free(t);
}

static void a_document_may_be_all_noise(void **state)
{
    (void)state;
    struct marked m;
    marked_make("<第2页共9页>", &m);
    assert_int_equal(text_length(flow_text(m.flow)), 0);
    assert_int_equal(flow_in(m.flow, 3), 0);
    assert_int_equal(flow_out(m.flow, 0), 6);
    assert_true(flow_is_noise(m.flow, 5));
    assert_false(flow_is_noise(m.flow, 6));
    struct span s;
    assert_false(flow_unit_next(m.flow, UNIT_SENTENCE, 0, &s));
    assert_false(flow_unit_prev(m.flow, UNIT_SENTENCE, 6, &s));
    s = flow_trim(m.flow, (struct span){0, 6});
    assert_int_equal(s.start, s.end);
    flow_laws(m.flow);
    marked_clear(&m);
}

static void noise_may_stand_at_both_edges(void **state)
{
    (void)state;
    struct marked m;
    marked_make("<首页>一句话。<关闭>", &m);
    char *s = words(m.flow);
    assert_string_equal(s, "一句话。");
    free(s);
    assert_int_equal(flow_in(m.flow, 0), 0);
    assert_int_equal(flow_in(m.flow, 2), 0);
    assert_int_equal(flow_out(m.flow, 0), 2);
    assert_int_equal(flow_in(m.flow, 7), 4);
    assert_int_equal(flow_out(m.flow, 4), 8);
    assert_span(flow_trim(m.flow, (struct span){0, 8}), 2, 6);
    assert_span(flow_unit_at(m.flow, UNIT_SENTENCE, 0), 2, 6);
    assert_span(flow_unit_at(m.flow, UNIT_SENTENCE, 7), 2, 6);
    struct span u;
    assert_true(flow_unit_next(m.flow, UNIT_SENTENCE, 0, &u));
    assert_span(u, 2, 6);
    flow_laws(m.flow);
    marked_clear(&m);
}

static void a_sentence_goes_on_across_noise(void **state)
{
    (void)state;
    static const enum unit units[] = {UNIT_CLAUSE, UNIT_SENTENCE};
    struct marked m;
    marked_make("前一句。亲自推动全<第2页共9页>市上下<\n— 5 —\n>抓落实。后一句。", &m);
    for (size_t i = 0; i < 2; i++) {
        struct span u, next;
        size_t n;
        assert_span(flow_unit_at(m.flow, units[i], 5), 4, 29);
        assert_span(flow_unit_at(m.flow, units[i], 12), 4, 29);
        assert_span(flow_unit_at(m.flow, units[i], 28), 4, 29);
        assert_true(flow_unit_next(m.flow, units[i], 0, &u));
        assert_span(u, 4, 29);
        assert_true(flow_unit_next(m.flow, units[i], 12, &next));
        assert_span(next, 29, 33);
        assert_true(flow_unit_prev(m.flow, units[i], next.start, &u));
        assert_span(u, 4, 29);
        const char *s = flow_quote(m.flow, u, &n);
        char *quote = mem_ndup(s, n);
        assert_string_equal(quote, "亲自推动全市上下抓落实。");
        free(quote);
    }
    flow_laws(m.flow);
    marked_clear(&m);
}

/* Somebody tagged a passage, and somebody else says that it is noise: it still has words. */
static void what_is_all_noise_is_quoted_as_it_stands(void **state)
{
    (void)state;
    struct marked m;
    size_t n;
    marked_make("正文。<页眉>正文。", &m);
    const char *s = flow_quote(m.flow, (struct span){3, 5}, &n);
    assert_int_equal(n, strlen("页眉"));
    assert_memory_equal(s, "页眉", n);
    s = flow_quote(m.flow, (struct span){4, 6}, &n);
    assert_int_equal(n, strlen("正"));
    assert_memory_equal(s, "正", n);
    (void)flow_quote(m.flow, (struct span){3, 3}, &n);
    assert_int_equal(n, 0);
    (void)flow_quote(m.flow, (struct span){5, 3}, &n);
    assert_int_equal(n, 0);
    marked_clear(&m);
}

static void a_match_goes_across_noise(void **state)
{
    (void)state;
    struct marked m;
    marked_make("项(项)<(xiàng)>目，项<(xiàng)>目，<项目>", &m);
    struct find *find = find_new("项目", strlen("项目"));
    struct span s;
    assert_true(flow_find_next(m.flow, find, 0, SIZE_MAX, &s));
    assert_span(s, 13, 22);
    assert_false(flow_find_next(m.flow, find, 14, SIZE_MAX, &s));
    assert_false(flow_find_next(m.flow, find, 0, 13, &s));
    assert_true(flow_find_prev(m.flow, find, SIZE_MAX, &s));
    assert_span(s, 13, 22);
    assert_false(flow_find_prev(m.flow, find, 13, &s));
    find_free(find);
    marked_clear(&m);
}

static void noise_comes_in_any_order_and_overlaps(void **state)
{
    (void)state;
    struct text *t = make("零一二三四五六七八九");
    static const struct noise noise[] = {{{8, 99}, NOISE_SITE},
                                         {{1, 3}, NOISE_PAGE},
                                         {{2, 5}, NOISE_HAND},
                                         {{3, 3}, NOISE_PAGE},
                                         {{50, 60}, NOISE_PAGE}};
    struct flow *f = flow_new(t, noise, sizeof noise / sizeof *noise);
    char *s = words(f);
    assert_string_equal(s, "零五六七");
    free(s);
    assert_int_equal(flow_noise_count(f), 3);
    assert_int_equal(flow_noise_from(f, 0), 0);
    assert_int_equal(flow_noise_from(f, 3), 1);
    assert_int_equal(flow_noise_from(f, 10), 3);
    flow_laws(f);
    flow_free(f);
    text_free(t);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A flow that is made step by step is F. */
static void steps_make_the_same(const struct flow *f, const struct text *t, const struct noise_list *l, size_t points)
{
    struct flow *made = flow_begin(t, l->all, l->count);
    while (flow_go_on(made, points))
        ;
    size_t n, m;
    const char *a = text_slice(flow_text(f), 0, SIZE_MAX, &n), *b = text_slice(flow_text(made), 0, SIZE_MAX, &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    for (size_t cp = 0; cp <= text_length(t); cp++)
        assert_int_equal(flow_in(f, cp), flow_in(made, cp));
    flow_free(made);
}

static void laws_hold_on_random_noise(void **state)
{
    (void)state;
    static const char *const pieces[] = {"一", "二、",   "。",      "，",      "\n",
                                         " ",  "a",      "e\u0301", "(xiàng)", "第2页共9页",
                                         "“",  "”",      "1. ",     "…",       "👩‍👩‍👧",
                                         "\r", "（一）", "是",      "."};
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        struct str s = {0};
        str_add(&s, "");
        for (uint32_t n = next_random(&seed) % 120; n > 0; n--)
            str_add(&s, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        struct text *t = make(str_z(&s));
        struct noise_list l = {0};
        for (uint32_t n = next_random(&seed) % 12; n > 0; n--) {
            size_t start = next_random(&seed) % (text_length(t) + 3);
            noise_list_add(&l, (struct span){start, start + next_random(&seed) % 9}, NOISE_HAND);
        }
        struct flow *f = flow_new(t, l.all, l.count);
        flow_laws(f);
        steps_make_the_same(f, t, &l, 1 + next_random(&seed) % 20);
        flow_free(f);
        noise_list_clear(&l);
        text_free(t);
        str_clear(&s);
    }
}

/* One that was made of the first part of a text stays that, when the text grows; without noise it grows. */
static void a_flow_is_what_was_there_when_it_began(void **state)
{
    (void)state;
    static const char words[] = "第一句。2、第二句。第三句。";
    for (int noisy = 0; noisy < 2; noisy++) {
        char *room = mem_alloc(sizeof words, 1);
        struct text *t = text_begin(room);
        memcpy(room, words, sizeof words - 1);
        text_grow(t, sizeof words - 1 - 3);
        struct noise n = {{4, 6}, NOISE_NUMBER}, beyond = {{40, 60}, NOISE_NUMBER};
        struct flow *f = flow_new(t, noisy ? &n : &beyond, 1);
        flow_laws(f);
        text_grow(t, sizeof words - 1);
        assert_int_equal(flow_in(f, 100), noisy ? 11 : 14);
        assert_int_equal(flow_out(f, 100), noisy ? 13 : 14);
        assert_int_equal(flow_out(f, flow_in(f, 12)), 12);
        assert_int_equal(flow_unit_at(f, UNIT_SENTENCE, 12).end, noisy ? 13 : 14);
        flow_free(f);
        text_free(t);
    }
}

/* Seconds that many conversions take in a flow with N spans of noise. */
static double convert_often(size_t n)
{
    struct str s = {0};
    struct noise_list l = {0};
    for (size_t i = 0; i < n; i++) {
        str_add(&s, "word ");
        noise_list_add(&l, (struct span){i * 5, i * 5 + 2}, NOISE_HAND);
    }
    struct text *t = make(str_z(&s));
    struct flow *f = flow_new(t, l.all, l.count);
    struct timespec from, to;
    size_t length = text_length(t), sum = 0;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    for (size_t i = 0; i < 100000; i++)
        sum += flow_out(f, flow_in(f, i * 7919 % length)) + flow_is_noise(f, i * 104729 % length);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    assert_true(sum > 0);
    flow_free(f);
    noise_list_clear(&l);
    text_free(t);
    str_clear(&s);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* The sentences of S, a line each, where its headings are told. */
static char *sentences(const char *s, enum unit unit)
{
    struct text *t = text_new(mem_dup(s), strlen(s));
    struct flow *f = flow_new(t, NULL, 0);
    struct outline o;
    struct str out = {0};
    outline_find(f, NULL, 0, &o);
    struct span *spans = mem_alloc(o.count + 1, sizeof *spans), u = flow_unit_at(f, unit, 0);
    for (size_t i = 0; i < o.count; i++)
        spans[i] = o.headings[i].span;
    flow_set_headings(f, spans, o.count);
    u = flow_unit_at(f, unit, 0);
    do {
        size_t n;
        const char *words = flow_quote(f, u, &n);
        str_addn(&out, words, n);
        str_addc(&out, '\n');
    } while (flow_unit_next(f, unit, u.start, &u));
    free(spans);
    outline_clear(&o);
    flow_free(f);
    text_free(t);
    return str_take(&out);
}

static void a_sentence_ends_with_a_heading(void **state)
{
    (void)state;
    static const struct {
        enum unit unit;
        const char *text, *want;
    } samples[] = {
        {UNIT_SENTENCE,
         "下面,我讲两点意见。一、端正工作态度,改进工作作风近年以来,我站先后换了三台泵。成效明显。二、管好用好设备,"
         "保证安全生产"
         "各班都要动手,人人有责,一级抓一级,层层抓落实,把责任落到每一个人头上,把隐患消灭在没有冒头的时候。",
         "下面,我讲两点意见。\n一、端正工作态度,改进工作作风\n近年以来,我站先后换了三台泵。\n成效明显。\n"
         "二、管好用好设备,保证安全生产\n各班都要动手,人人有责,一级抓一级,层层抓落实,把责任落到每一个人头上,"
         "把隐患消灭在没有冒头的时候。\n"},
        {UNIT_CLAUSE, "一、端正工作态度,改进工作作风近年以来,我站换了三台泵。二、管好设备\n",
         "一、端正工作态度,\n改进工作作风\n近年以来,\n我站换了三台泵。\n二、管好设备\n"},
        {UNIT_SENTENCE, "# Review\n\n## 4. Remedies\n\nThe pump was changed. It runs.\n",
         "# Review\n## 4. Remedies\nThe pump was changed.\nIt runs.\n"},
        {UNIT_SENTENCE, "（一）设备。阀门旧了。\n（二）人员。夜里没有人。\n",
         "（一）设备。\n阀门旧了。\n（二）人员。\n夜里没有人。\n"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char *got = sentences(samples[i].text, samples[i].unit);
        assert_string_equal(got, samples[i].want);
        free(got);
    }
}

/* Random headings in random text: the units still cover each character that is no white space once, and all ways to
 * them agree. */
static void units_with_headings_agree(void **state)
{
    (void)state;
    static const char *const pieces[] = {"一、", "（二）", "3. ", "# ", "泵停了", "。", "，",
                                         "\n",   " ",      "“",   "”",  "Impact", "？"};
    uint32_t seed = 7;
    for (int round = 0; round < 200; round++) {
        struct str s = {0};
        struct span headings[8];
        size_t n = 0;
        for (int i = 0; i < 60; i++) {
            seed = seed * 1664525 + 1013904223;
            str_add(&s, pieces[(seed >> 9) % (sizeof pieces / sizeof *pieces)]);
        }
        struct text *t = text_new(mem_ndup(s.p, s.len), s.len);
        struct flow *f = flow_new(t, NULL, 0);
        for (size_t cp = 0; n < 8 && cp < text_length(t); n++) {
            seed = seed * 1664525 + 1013904223;
            struct span h = {cp + (seed >> 20) % 15,
                             cp + 15 + (seed >> 10) % 9}; /* as outlines are: words of one line */
            cp = h.end;
            h.end = h.end < text_length(t) ? h.end : text_length(t);
            while (h.start < h.end && cut_is_space(text_char(t, h.start)))
                h.start++;
            size_t line = text_paragraph(t, text_paragraph_at(t, h.start)).end;
            h.end = h.end < line ? h.end : line;
            while (h.end > h.start && cut_is_space(text_char(t, h.end - 1)))
                h.end--;
            headings[n] = h;
        }
        flow_set_headings(f, headings, n);
        for (int unit = UNIT_CLAUSE; unit <= UNIT_PARAGRAPH; unit++)
            flow_laws_units(f, (enum unit)unit);
        flow_free(f);
        text_free(t);
        str_clear(&s);
    }
}

static void conversions_do_not_grow_with_the_noise(void **state)
{
    (void)state;
    double few = convert_often(1000), many = convert_often(200000);
    assert_true(many < 20 * few); /* 200 times as many spans */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_noise_the_flow_is_the_document),
        cmocka_unit_test(an_empty_document_has_an_empty_flow),
        cmocka_unit_test(a_document_may_be_all_noise),
        cmocka_unit_test(noise_may_stand_at_both_edges),
        cmocka_unit_test(a_sentence_goes_on_across_noise),
        cmocka_unit_test(what_is_all_noise_is_quoted_as_it_stands),
        cmocka_unit_test(a_match_goes_across_noise),
        cmocka_unit_test(noise_comes_in_any_order_and_overlaps),
        cmocka_unit_test(a_flow_is_what_was_there_when_it_began),
        cmocka_unit_test(laws_hold_on_random_noise),
        cmocka_unit_test(a_sentence_ends_with_a_heading),
        cmocka_unit_test(units_with_headings_agree),
        cmocka_unit_test(conversions_do_not_grow_with_the_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
