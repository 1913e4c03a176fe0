/* The rules that find noise: on samples with labels, on text that looks like noise, and at speed. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/noise.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static struct text *make(const char *s)
{
    return text_new(mem_dup(s), strlen(s));
}

/* A sample: text in which noise is put between ⟦KIND: and ⟧. */
struct sample {
    struct text *text;
    struct noise_list labels;
};

static void sample_parse(const char *s, struct sample *out)
{
    struct str text = {0};
    size_t cp = 0, start = 0;
    enum noise_kind kind = NOISE_HAND;
    *out = (struct sample){0};
    str_add(&text, "");
    while (*s) {
        if (strncmp(s, "⟦", 3) == 0) {
            char *name = mem_ndup(s + 3, strcspn(s + 3, ":"));
            if (!noise_kind_parse(name, &kind))
                fail_msg("no kind of noise: %s", name);
            s += 3 + strlen(name) + 1;
            start = cp;
            free(name);
        } else if (strncmp(s, "⟧", 3) == 0) {
            noise_list_add(&out->labels, (struct span){start, cp}, kind);
            s += 3;
        } else {
            cp += (*s & 0xC0) != 0x80;
            str_addc(&text, *s++);
        }
    }
    size_t n = text.len;
    out->text = text_new(str_take(&text), n);
}

static void sample_clear(struct sample *s)
{
    text_free(s->text);
    noise_list_clear(&s->labels);
}

/* T with labels on L. */
static char *labelled(const struct text *t, const struct noise_list *l)
{
    struct str out = {0};
    size_t n, at = 0;
    str_add(&out, "");
    for (size_t i = 0; i < l->count; i++) {
        const char *s = text_slice(t, at, l->all[i].span.start, &n);
        str_addn(&out, s, n);
        s = text_slice(t, l->all[i].span.start, l->all[i].span.end, &n);
        str_addf(&out, "⟦%s:%.*s⟧", noise_kind_name(l->all[i].kind), (int)n, s);
        at = l->all[i].span.end;
    }
    const char *s = text_slice(t, at, text_length(t), &n);
    str_addn(&out, s, n);
    return str_take(&out);
}

/* Does noise_find label S as it is labelled? */
static bool is_found(const char *s)
{
    struct sample sample;
    struct noise_list found = {0};
    sample_parse(s, &sample);
    noise_find(sample.text, &found);
    char *got = labelled(sample.text, &found);
    bool same = strcmp(got, s) == 0;
    if (!same)
        print_error("want\n%s\ngot\n%s\n", s, got);
    free(got);
    noise_list_clear(&found);
    sample_clear(&sample);
    return same;
}

static void check(const char *const *samples, size_t n)
{
    bool same = true;
    for (size_t i = 0; i < n; i++)
        same = is_found(samples[i]) && same;
    assert_true(same);
}

#define CHECK(samples) check(samples, sizeof(samples) / sizeof *(samples))

static void page_marks(void **state)
{
    (void)state;
    static const char *const samples[] = {
        "市委多次部署，亲自推动全⟦page:第2页共14页⟧市上下抓好落实。",
        "⟦page:第1页共3页⟧各位同事，大家上午好。",
        "各位同事，大家上午好。⟦page:第 3 页 共 3 页⟧",
        "这项工作涉及面广，必须⟦page:第２頁／共９頁⟧統籌推進，不能有半點馬虎。",
        "这项工作涉及面广，必须⟦page: 第2页 共9页 ⟧统筹推进。",
        "The valve had ⟦page:Page 2 of 9⟧ been open. The book ⟦page:Page 3 of 9⟧ was not at hand.",
        "这项工作涉及面广，必须⟦page:\n共9页，当前第2页\n⟧统筹推进。",
        "这项工作涉及面广，必须统筹推进。\n⟦page:第2页 共9页\n⟧第二段从这里开始，说的是另一件事。",
        "这项工作涉及面广，必须⟦page:\n（第3页）\n\n⟧统筹推进。",
        "第一段说完了。\n⟦page:（第3页）\n⟧第二段说另一件事。",
        "谢谢大家！\n⟦page:— 5 —\n⟧",
        "谢谢大家！⟦page:\n— 5 —⟧",
        "谢谢大家！⟦page:— 5 —⟧",
        "要把各项部署落到实处，做好今年的工作⟦page:\n— 5 —\n⟧重点是抓好三件事。",
        "要把各项部署落到实处，做好今年的工作。\n⟦page:－5－\n⟧重点是抓好三件事。",
        "要把各项部署落到实处，做好今年的工作⟦page:\n\n- 5 -\n\n⟧重点是抓好三件事。",
        "要把各项部署落到实处⟦page:\n·5·\n⟧，重点是抓好三件事。",
        "The outage began at noon and was noticed by the\n⟦page:Page 3 of 9\n⟧customers first, who called us.",
        "The outage began at noon and was noticed by the ⟦page:\nPage 3 of 9\n⟧customers, who called us.",
    };
    CHECK(samples);
}

/* Forms that are believed only where several of them count up. */
static void page_marks_that_count_up(void **state)
{
    (void)state;
    static const char a[] =
        "我们在调查中发现，部门之间的衔接不够顺畅，信息共享不够及时，一些环节甚至出现了重复劳动的情况，"
        "基层同志对此反映强烈，希望能够尽快明确责任分工，减少不必要的报表和会议，把更多的精力用在",
                      b[] =
                          "解决实际问题上。针对这些意见，我们已经会同有关处室逐条研究，提出了初步的改进办法，下一步将在"
                          "试点单位先行先试，边干边总结，条件成熟以后再全面推开，力争年底前见到";
    static const char *const marks[][3] = {{"3/9", "4/9", "5/9"},
                                           {"3", "4", "5"},
                                           {"第3页", "第4页", "第5页"},
                                           {"Page 3", "Page 4", "Page 5"},
                                           {"·3·", "·4·", "·5·"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct str s = {0};
        str_addf(&s, "%s⟦page:\n%s\n⟧%s⟦page:\n%s\n⟧%s⟦page:\n%s\n⟧%s明显成效。", a, marks[i][0], b, marks[i][1], a,
                 marks[i][2], b);
        assert_true(is_found(str_z(&s)));
        str_clear(&s);
    }
}

static void readings(void **state)
{
    (void)state;
    static const char *const samples[] = {
        "這項⟦reading:(xiàng)⟧工作事關全局⟦reading:（jú）⟧，必須抓緊。",
        "這項⟦reading:（ㄒㄧㄤˋ）⟧工作事關全局⟦reading:（ㄐㄩˊ）⟧，必須抓緊。",
        "会⟦reading:(huì)⟧议⟦reading:(yì)⟧强⟦reading:(qiáng)⟧调⟦reading:(diào)⟧，要认识⟦reading:(shi)⟧到"
        "问⟦reading:(wèn)⟧题的严重性。",
        "漢字⟦reading:（かんじ）⟧を使う国⟦reading:（くに）⟧は多く、日本⟦reading:（にほん）⟧もそうだ。",
    };
    CHECK(samples);
}

static void paywalls(void **state)
{
    (void)state;
    static const char *const samples[] = {
        "第一种是不想干。\n⟦paywall:##paidbegin##⟧第二种是不敢干。\n谢谢。⟦paywall:##paidend##⟧",
        "第一种是不想干。\n⟦paywall:##paidbegin##\n⟧第二种是不敢干。⟦paywall:\n##paidend##⟧",
        "第一种是不想干。⟦paywall:\n剩余70%未读，请付费后阅读⟧",
        "第一种是不想干。\n⟦paywall:登录后查看全文\n⟧第二种是不敢干。",
        "第一种是不想干。\n\n⟦paywall:<!--more-->\n⟧\n第二种是不敢干。",
    };
    CHECK(samples);
}

/* Text that looks like noise. */
static void look_alikes(void **state)
{
    (void)state;
    static const char *const samples[] = {
        "可能是千分之一、万分之一，但落到每一个人头上就是百分之百。",
        "第一种形态要常用，私利第一、公利第二的想法要不得，×月份起由X局负责。",
        "请看第2页，那里有一张表。",
        "请看第2页共14页的说明，再填写表格。",
        "本手册第2章共14节，第五条和第六条尤其重要。",
        "试卷共14页，第2页有误，请监考老师说明。",
        "1、加强领导\n2、落实责任\n3、强化监督\n",
        "主要做法如下：\n1、加强领导，把任务分解到人\n2、落实责任，每周通报一次\n3、强化监督，严肃问责\n",
        "（一）总体要求\n1、加强领导。要抓好班子，带好队伍，做好表率。\n2、落实责任。要层层签订责任书，级级抓落实。\n",
        "世界贸易组织(WTO)成立于1995年，维生素(C)有益健康，工作(work)着是美丽的，张三(Zhang San)如是说。",
        "“行”字在这里读作行(xíng)，不读行(háng)，这是一个多音字。",
        "重（zhòng）：分量大，与轻相对。\n重（chóng）：再一次，从头再来。\n",
        "注音符号(ㄅㄆㄇ)的用法见下文，注音符号(ㄅㄆㄇㄈ)共三十七个。",
        "学生（たち）と先生（など）と友人（ら）が来た。",
        "得分为1/2，另一题是2/3，最后一题是3/4。",
        "1/9\n2/9\n3/9\n4/9\n",
        "1\n2\n3\n4\n5\n",
        "联系电话：0635-8-12345，地址：人民路-5-号楼2单元。",
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
        "- 5 - 3 = 2\n- 6 - 3 = 3\n- 7 - 3 = 4\n",
        "```\n第2页共14页\n— 5 —\n##paidbegin##\n```\n",
        "标记“##paidbegin##”表示付费内容从这里开始。",
        "| 页 | 标记 |\n|---|---|\n| 1 | 第1页 |\n| 2 | 第2页 |\n",
        "付费阅读的兴起\n付费阅读改变了读者的习惯。\n",
        "“同志们，”他说，“干部干部，\n干是当头的。”\n",
        "See page 3 of the report, and page 4 of the annex.\n",
        "1.\nThe outage began at noon.\n2.\nIt ended at one.\n",
        "谢谢大家！\n……\n谢谢大家！\n",
        "一页的标记是“第2页共14页”，或者写成\"第2页共14页\"。",
        "第2页共14页",
        "第2页共14页\n— 5 —\n",
        "char *s = f(data, size, \"x\");\n    return result\ndef g(data, size):\n    return result\n",
        "Copyright 2003 A. Person. All rights reserved.\n\nPermission is granted to use this text.\n",
        "",
        "\n",
        "\n\n\n",
    };
    CHECK(samples);
}

/* Recall and precision of one kind. */
struct score {
    size_t labelled, found, right;
};

static bool has(const struct noise_list *l, struct noise n)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->all[i].kind == n.kind && l->all[i].span.start == n.span.start && l->all[i].span.end == n.span.end)
            return true;
    return false;
}

/* Print what stands in A only. */
static bool tell_only(const char *path, const char *what, const struct text *t, const struct noise_list *a,
                      const struct noise_list *b)
{
    bool any = false;
    for (size_t i = 0; i < a->count; i++) {
        size_t n;
        struct span s = a->all[i].span;
        if (has(b, a->all[i]))
            continue;
        const char *words = text_slice(t, s.start, s.end, &n);
        fprintf(stderr, "%s: %s %s at %zu: ⟦%.*s⟧\n", path, what, noise_kind_name(a->all[i].kind), s.start, (int)n,
                words);
        any = true;
    }
    return any;
}

static bool tell_difference(const char *path, const struct sample *sample, const struct noise_list *found)
{
    bool missed = tell_only(path, "missed", sample->text, &sample->labels, found);
    return tell_only(path, "not noise:", sample->text, found, &sample->labels) || missed;
}

static void score_sample(const char *path, struct score scores[NOISE_KINDS], bool *same)
{
    char *s = mem_zero(1 << 20, 1);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(s, 1, (1 << 20) - 1, f);
    fclose(f);
    assert_true(n >= 10);
    struct sample sample;
    struct noise_list found = {0};
    sample_parse(s, &sample);
    noise_find(sample.text, &found);
    for (size_t i = 0; i < sample.labels.count; i++)
        scores[sample.labels.all[i].kind].labelled++;
    for (size_t i = 0; i < found.count; i++) {
        scores[found.all[i].kind].found++;
        scores[found.all[i].kind].right += has(&sample.labels, found.all[i]);
    }
    *same = !tell_difference(path, &sample, &found) && *same;
    free(s);
    noise_list_clear(&found);
    sample_clear(&sample);
}

static void labelled_samples(void **state)
{
    (void)state;
    struct score scores[NOISE_KINDS] = {0};
    const char *srcdir = getenv("srcdir");
    char dir[4096], path[8192];
    size_t n = 0;
    bool same = true;
    snprintf(dir, sizeof dir, "%s/tests/noise", srcdir ? srcdir : ".");
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (!strstr(e->d_name, ".txt"))
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
        score_sample(path, scores, &same);
        n++;
    }
    closedir(d);
    for (int i = 0; i < NOISE_KINDS; i++)
        if (scores[i].labelled || scores[i].found)
            print_message("# %s: %zu labelled, %zu found, %zu of them right\n", noise_kind_name((enum noise_kind)i),
                          scores[i].labelled, scores[i].found, scores[i].right);
    assert_true(n >= 10);
    assert_true(same);
}

/* What an importer found already is left out of the search, and kept. */
static void known_noise_is_kept(void **state)
{
    (void)state;
    struct text *t = make("做好今年的工作，全[1]第2页共9页市要抓好落实。");
    struct noise_list l = {0};
    noise_list_add(&l, (struct span){9, 12}, NOISE_REFERENCE);
    noise_find(t, &l);
    char *got = labelled(t, &l);
    assert_string_equal(got, "做好今年的工作，全⟦reference:[1]⟧⟦page:第2页共9页⟧市要抓好落实。");
    free(got);
    noise_list_clear(&l);
    text_free(t);
}

static void kinds_have_names(void **state)
{
    (void)state;
    for (int i = 0; i < NOISE_KINDS; i++) {
        enum noise_kind kind = NOISE_KINDS;
        assert_true(noise_kind_parse(noise_kind_name((enum noise_kind)i), &kind));
        assert_int_equal(kind, i);
        assert_true(strlen(noise_kind_label((enum noise_kind)i, 1)) > 0);
        assert_string_not_equal(noise_kind_label((enum noise_kind)i, 1), noise_kind_label((enum noise_kind)i, 2));
    }
    enum noise_kind kind;
    assert_false(noise_kind_parse("", &kind));
    assert_false(noise_kind_parse("Page", &kind));
}

static void rules_have_names(void **state)
{
    (void)state;
    bool found[NOISE_KINDS] = {false};
    enum noise_kind kind, other;
    size_t n = 0;
    for (const char *name; (name = noise_rule_name(n, &kind)); n++) {
        for (size_t i = 0; i < n; i++)
            assert_string_not_equal(name, noise_rule_name(i, &other));
        found[kind] = true;
    }
    assert_null(noise_rule_name(n + 1, &kind));
    for (int i = 0; i < NOISE_KINDS; i++)
        assert_int_equal(found[i], i != NOISE_HAND && i != NOISE_REFERENCE);
}

static void a_list_is_settled(void **state)
{
    (void)state;
    struct text *t = make("abcdefghe\u0301j");
    struct noise_list l = {0};
    static const struct span spans[] = {{9, 100}, {3, 5}, {4, 7}, {0, 0}, {3, 4}, {200, 300}, {1, 2}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        noise_list_add(&l, spans[i], NOISE_HAND);
    noise_list_settle(&l, t);
    static const struct span want[] = {{1, 2}, {3, 5}, {5, 7}, {8, 11}};
    assert_int_equal(l.count, 4);
    for (size_t i = 0; i < l.count; i++) {
        assert_int_equal(l.all[i].span.start, want[i].start);
        assert_int_equal(l.all[i].span.end, want[i].end);
    }
    noise_list_clear(&l);
    assert_int_equal(l.count, 0);
    text_free(t);
}

/* Seconds for N times S. */
static double find_in(const char *s, size_t n)
{
    struct str out = {0};
    struct noise_list l = {0};
    struct timespec from, to;
    for (size_t i = 0; i < n; i++)
        str_add(&out, s);
    struct text *t = make(str_z(&out));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    noise_find(t, &l);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    noise_list_clear(&l);
    text_free(t);
    str_clear(&out);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Eight times the text may cost eight times as much, and some: not its square. */
static void time_is_linear(void **state)
{
    (void)state;
    static const char *const samples[] = {"9",
                                          "(",
                                          "项(",
                                          "\n",
                                          " ",
                                          "谢谢大家，\n",
                                          "1\n",
                                          "1、\n",
                                          "- ",
                                          "第1页共2页",
                                          "第1页共2页\n",
                                          "##paid",
                                          "项(xiàng)目，",
                                          "首页 > 新闻\n",
                                          "页码：1/2 ",
                                          "谢谢。</p>\n",
                                          "来源：a 2024-01-02\n",
                                          "a > ",
                                          "更多 "};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        size_t n = 60000 / strlen(samples[i]);
        double once = find_in(samples[i], n), more = find_in(samples[i], 8 * n);
        if (more > 24 * (once > 0.002 ? once : 0.002))
            fail_msg("%s: %f s, 8 times as much: %f s", samples[i], once, more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_marks),
        cmocka_unit_test(page_marks_that_count_up),
        cmocka_unit_test(readings),
        cmocka_unit_test(paywalls),
        cmocka_unit_test(look_alikes),
        cmocka_unit_test(labelled_samples),
        cmocka_unit_test(known_noise_is_kept),
        cmocka_unit_test(kinds_have_names),
        cmocka_unit_test(rules_have_names),
        cmocka_unit_test(a_list_is_settled),
        cmocka_unit_test(time_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
