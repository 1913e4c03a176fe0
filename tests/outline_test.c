#include "tests/outline_check.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/item.h"
#include "text/outline.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void chinese_levels(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"the four levels of an official document",
         "关于泵站检修情况的报告\n"
         "　　按照要求，现将情况报告如下。\n"
         "　　一、基本情况\n　　全站有泵六台，运行正常的四台。\n"
         "　　（一）设备情况。六台泵都已用满十年，备件不足。\n"
         "　　1.一号泵。轴承磨损，上月换过。\n　　2.二号泵。没有故障。\n"
         "　　（1）电机。温度正常。\n　　（2）阀门。关不严。\n"
         "　　（二）人员情况。值班员八人，缺两人。\n"
         "　　二、存在的问题\n　　问题不少。\n",
         "1 一、基本情况\n2 （一）设备情况\n3 1.一号泵\n3 2.二号泵\n4 （1）电机\n4 （2）阀门\n2 （二）人员情况\n"
         "1 二、存在的问题\n"},
        {"brackets and dots of a keyboard", "一.情况\n有六台泵。\n(一)设备\n都旧了。\n二.问题\n不少。\n",
         "1 一.情况\n2 (一)设备\n1 二.问题\n"},
        {"a level-1 heading that is a sentence",
         "一、检查要到位。各站每月检查一次，有问题当天报。\n二、记录要齐全。每次检查都要记。\n",
         "1 一、检查要到位\n1 二、记录要齐全\n"},
        {"chapters, sections and articles",
         "泵站管理办法\n第一章 总则\n第一条　为了管好泵站，保证供水，制定本办法。\n第二条　本办法适用于全市泵站。\n"
         "第二章 检修\n第一节 日常检查\n第三条　每日检查两次，并作记录。\n",
         "1 第一章 总则\n3 第一条　为了管好泵站\n3 第二条　本办法适用于全市泵站\n1 第二章 检修\n2 第一节 日常检查\n3 "
         "第三条　每日检查两次\n"},
        {"traditional characters", "一、檢修情況\n水泵六台。\n二、存在問題\n備件不足。\n",
         "1 一、檢修情況\n1 二、存在問題\n"},
        {"a number lost between two others", "（一）设备。都旧了。\n（二）人员。不够。\n（四）经费。没有。\n",
         "1 （一）设备\n1 （二）人员\n1 （四）经费\n"},
    };
    CHECK(samples);
}

static void headings_that_run_into_their_paragraph(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"a document of one line",
         "今天开会,讲三点意见。一、加强设备检查,提高维修质量今年以来,全站坏泵四次,停水两天,用户意见很大。要查原因。"
         "二、完善值班制度,明确交接责任值班是第一道关口,交接时说不清,出了事就找不到人。三、落实备件储备,"
         "保障应急抢修备件不到位,修得再快也没有用,上月为等一个轴承停了三天。",
         "1 一、加强设备检查,提高维修质量\n1 二、完善值班制度,明确交接责任\n1 三、落实备件储备,保障应急抢修\n"},
        {"behind a page mark",
         "一、检查设备,"
         "改进维修今年以来，全站坏泵四次，停水两天，用户的意见很大，要求很高，我们压力也很大。第2页共9页二、"
         "完善制度,明确责任值班员交接的时候，说不清上一班有什么事，出了事就找不到人，这样不行。",
         "1 一、检查设备,改进维修\n1 二、完善制度,明确责任\n"},
        {"level 2 inside a paragraph", "二、问题。（一）检查不细。每月一次，走过场。（二）记录不全。有的没有记。",
         "1 二、问题\n2 （一）检查不细\n2 （二）记录不全\n"},
    };
    CHECK(samples);
}

static void items_stand_below_headings(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"in a paragraph and at the start of lines",
         "要求有三点。一是检查要细。二是记录要全。三要培训。\n第一，要准。\n第二，要稳。\n",
         "1- 一是检查要细\n1- 二是记录要全\n1- 三要培训\n1- 第一，要准\n1- 第二，要稳\n"},
        {"below the lowest heading of the document",
         "一、情况\n首先，泵都旧了。\n其次，人不够。\n最后，没有钱。\n二、问题\n（一）设备。都旧了。\n（二）人员。不够"
         "。\n",
         "1 一、情况\n3- 首先，泵都旧了\n3- 其次，人不够\n3- 最后，没有钱\n1 二、问题\n2 （一）设备\n2 （二）人员\n"},
        {"in one another",
         "第一，设备要好。一是勤检查；二是勤保养。\n第二，人员要够。要做两件事：一是招人，二是培训。\n",
         "1- 第一，设备要好\n2- 一是勤检查\n2- 二是勤保养\n1- 第二，人员要够\n2- 一是招人\n2- 二是培训\n"},
        {"the same words in one another",
         "一是设备要好，其中：一是勤检查，二是勤保养。\n二是人员要够。\n三是经费要有。\n",
         "1- 一是设备要好\n2- 一是勤检查\n2- 二是勤保养\n1- 二是人员要够\n1- 三是经费要有\n"},
        {"the other way round", "一是设备。第一，查；第二，修。\n二是人员。第一，招；第二，训。\n",
         "1- 一是设备\n2- 第一，查\n2- 第二，修\n1- 二是人员\n2- 第一，招\n2- 第二，训\n"},
        {"kinds of things", "毛病有三种。第一种是不会修。第二种情况是不想修。第三种，没有备件。\n",
         "1- 第一种是不会修\n1- 第二种情况是不想修\n1- 第三种，没有备件\n"},
        {"right behind a heading of one line",
         "一、加强检查,提高质量一是每天看,二是每周记。二、加强培训,提高水平一是学,二是练。",
         "1 一、加强检查,提高质量\n2- 一是每天看\n2- 二是每周记\n1 二、加强培训,提高水平\n2- 一是学\n2- 二是练\n"},
        {"what a sentence goes on to say is left out",
         "一是要把检查落实到每一个班组，把记录落实到每一台水泵，把责任落实到每一个人。二是要培训。\n",
         "1- 一是要把检查落实到每一个班组\n1- 二是要培训\n"},
        {"a number that was lost", "一是快。二是准。四是稳。\n", "1- 一是快\n1- 二是准\n1- 四是稳\n"},
        {"traditional", "首先，要檢查。其次，要修理。最後，要記錄。\n",
         "1- 首先，要檢查\n1- 其次，要修理\n1- 最後，要記錄\n"},
        {"其一", "原因有二。其一，泵旧。其二，人少。\n", "1- 其一，泵旧\n1- 其二，人少\n"},
    };
    CHECK(samples);
}

static void look_alikes_are_no_items(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"one alone", "首先，感谢大家。\n第一，要准。\n一是快。\n", ""},
        {"one that continues nothing", "他其次强调了检查。其次，备件不足。二是人少。\n", ""},
        {"at the end of a speech",
         "首先要感谢各站。\n"
         "泵站很多。\n泵很旧。\n人很少。\n钱不够。\n最后，祝大家健康！\n",
         ""},
        {"in the middle of a clause",
         "工作做得好第一是勤，第二是恒。质量第一，安全第二。第一次没有修好，第二次修好了。\n", ""},
        {"a way of speaking", "他办事一是一，二是二，从不含糊。\n", ""},
        {"terms", "第一种形态用了十次。第二种形态用了两次。第一个月坏了一台。第二个月坏了两台。\n", ""},
        {"counted up", "第一、第二泵站都查了。\n第二、第三泵站没有查。\n", ""},
        {"once more", "首先检查。再次强调，要记录。\n", ""},
        {"part of a word", "统一是前提。唯一是他。之一是泵。万一是真的呢？第二是假。\n", ""},
    };
    CHECK(samples);
}

/* The section of the last item ends with its paragraph, unless a series that begins there goes on. */
static void the_last_item_ends_with_its_paragraph(void **state)
{
    (void)state;
    struct text *t = outline_text("一是快。\n要快。\n二是准。要准。\n总之要好。\n");
    struct flow *f = flow_new(t, NULL, 0);
    struct outline o;
    outline_find(f, NULL, 0, &o);
    assert_int_equal(o.count, 2);
    assert_int_equal(o.headings[0].end, 9);
    assert_int_equal(o.headings[1].span.start, 9);
    assert_int_equal(o.headings[1].end, 16);
    assert_int_equal(outline_at(&o, 6), 0);
    assert_int_equal(outline_at(&o, 15), 1);
    assert_int_equal(outline_at(&o, 16), -1);
    assert_int_equal(outline_at(&o, 18), -1);
    outline_clear(&o);
    flow_free(f);
    text_free(t);
}

/* Page marks and what else is no text are not looked at; places are those of the document. */
static void noise_is_not_read(void **state)
{
    (void)state;
    const char *s = "一、检查要到位。各站每月查。二、记[第2页]录要全。每次都要记。首先，快[第3页]；其次，准。";
    struct text *t = outline_text(s);
    struct noise noise[] = {{{17, 22}, NOISE_PAGE}, {{36, 41}, NOISE_PAGE}};
    struct flow *f = flow_new(t, noise, 2);
    struct outline o;
    struct str path = {0};
    outline_find(f, NULL, 0, &o);
    assert_int_equal(o.count, 4);
    assert_int_equal(o.headings[1].span.start, 14);
    assert_int_equal(o.headings[1].span.end, 25);
    outline_path(f, &o, 36, &path);
    assert_string_equal(str_z(&path), "二、记录要全 / 首先，快");
    str_clear(&path);
    outline_clear(&o);
    flow_free(f);
    text_free(t);
}

static void look_alikes_are_no_headings(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"fractions", "可能是千分之一、万分之一，落到一个人头上就是全部。\n", ""},
        {"first and second in a sentence", "有的人私利第一、公利第二，第一种形态也不少。\n", ""},
        {"counted up", "去了不少地方。一、二线城市都去了。三、四年级的学生也来了。\n一、二号泵坏了。\n", ""},
        {"a sentence cut in two by lone numbers",
         "全站上下都很重视，把检修工作放在\n2、首位，抓得很紧，每周都有人到现场。备件的问题，也\n3、解决了一半，还有一"
         "半在路上，要等\n",
         ""},
        {"a lone number", "1、\n关于检修的讲话\n", ""},
        {"a line broken at its end", "这次检查，各站都派了人，共去了\n一、二、三号泵站，查出问题十个。\n", ""},
        {"in the middle of a sentence", "按照第五条（三）项，以及附件一、附件二办理。\n", ""},
        {"decimals and dates", "3.5吨水漏了。\n2024.3.1 检修\n1.5倍\n12.5% 的人\n3.15 晚会\n", ""},
        {"a page number", "— 5 —\n第2页共9页\n", ""},
        {"a table of contents", "第一章 总则……1\n第二章 检修......12\n", ""},
        {"a lesson", "第一节课大家都迟到了。\n第一条规定说得很清楚。\n", ""},
        {"a tag of a web page", "##begin##第二种是不会修。\n#标题\n", ""},
    };
    CHECK(samples);
}

static void latin_and_markdown_headings(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"plain numbers",
         "Outage review\n\n1. Summary\n\nThe queue stopped.\n\n2. Impact\n\n2.1 Users\n\nNobody could log in.\n\n"
         "2.2 Data\n\nNone was lost.\n\n3. Root cause\n\nThe pool was empty.\n",
         "1 1. Summary\n1 2. Impact\n2 2.1 Users\n2 2.2 Data\n1 3. Root cause\n"},
        {"a section of steps", "1. CAUSE\nIt froze.\n\n2. STEPS\na) heat it\nb) watch it\n",
         "1 1. CAUSE\n1 2. STEPS\n"},
        {"a list of steps", "To do:\n1. Restart the server.\n2. Check the logs.\n3. Tell the users.\n", ""},
        {"a list of words", "We need\n\n1. Pumps\n2. Valves\n3. Bearings\n\nand people.\n", ""},
        {"a list whose items run on", "1. Restart the server and wait\n   until it answers\n2. Check\n   the logs\n",
         ""},
        {"hashes", "# Review #\n\nText.\n\n### Cause\n\n#no heading\n\n####### nor this\n\n# \n",
         "1 Review\n2 Cause\n"},
        {"underlines", "Review\n======\n\nImpact\n---\n\nText.\n\nname: x\nother: y\n---\n\n| a |\n---\n",
         "1 Review\n2 Impact\n"},
        {"code", "# Fix\n\n```\n# a comment\n```\n\n# Next\n", "1 Fix\n1 Next\n"},
        {"numbers in Markdown are lists", "# Fix\n\n1. Restart\n\nThen wait.\n\n2. Check\n\nDone.\n", "1 Fix\n"},
        {"Chinese numbers in Markdown", "# 报告\n\n## 一、情况\n\n六台泵。\n\n## 二、问题\n",
         "1 报告\n2 一、情况\n2 二、问题\n"},
        {"a number that begins a sentence", "5 pumps failed.\n3.5 tons were lost\n1. it broke\n", ""},
        {"nothing", "", ""},
        {"white space", " \n\n\t\n", ""},
    };
    CHECK(samples);
}

static void titles_without_numbers(void **state)
{
    (void)state;
#define TALK "泵站的同志们辛苦了一年，成绩很大，问题也不少，需要认真总结。\n"
    static const struct outline_sample samples[] = {
        {"short lines between paragraphs", "泵站的一年\n" TALK "\n成绩来自苦干\n\n" TALK "\n问题不能回避\n\n" TALK,
         "1 成绩来自苦干\n1 问题不能回避\n"},
        {"one alone is none", "泵站的一年\n" TALK "成绩来自苦干\n" TALK TALK, ""},
        {"their usual names", TALK "前言\n" TALK "结语：\n" TALK, "1 前言\n1 结语\n"},
        {"over numbers that begin again",
         "泵站的一年\n" TALK "成绩来自苦干\n一、检查\n" TALK "二、维修\n" TALK "问题不能回避\n一、设备\n" TALK
         "明年继续努力\n一、计划\n" TALK,
         "1 成绩来自苦干\n2 一、检查\n2 二、维修\n1 问题不能回避\n2 一、设备\n1 明年继续努力\n2 一、计划\n"},
        {"beside numbers", TALK "前言\n" TALK "一、检查\n" TALK "二、维修\n" TALK "结语\n" TALK,
         "1 前言\n1 一、检查\n1 二、维修\n1 结语\n"},
        {"brackets", TALK "【成绩】\n" TALK "【问题】\n" TALK, "1 【成绩】\n1 【问题】\n"},
        {"capitals",
         "Pumps\n\nWHAT FAILED\n\nThe second pump failed twice within a week, at night.\n\nWHAT WE DID\n\nWe replaced "
         "the bearing and watched it for ten days.\n",
         "1 WHAT FAILED\n1 WHAT WE DID\n"},
        {"lists below titles are none",
         "Summary\n\nIt failed.\n\nAction items\n\n1. Replace It\n\nSoon.\n\n2. Watch It\n\nFor a while.\n",
         "1 Summary\n1 Action items\n"},
    };
    CHECK(samples);
    static const struct outline_sample none[] = {
        {"letters", "同志们：\n" TALK "此致\n敬礼\n某某泵站党支部\n2023年3月1日\n", ""},
        {"poems", TALK "夜色降临江岸\n水泵声声如歌\n" TALK "灯火照亮闸门\n有人彻夜不眠\n" TALK, ""},
        {"captions and tables", TALK "图1 泵站全景\n" TALK "表2 检修记录\n" TALK "| 泵 | 次 |\n" TALK "附件清单\n" TALK,
         ""},
        {"names and addresses",
         "Dear Mr Smith,\n\nThe pump failed again last night, at half past two.\n\nYours sincerely,\n\nJane Doe\nHead "
         "of "
         "Pumps\n12 River Street\nNew York\n",
         ""},
        {"spoken lines", TALK "“你怕什么？”\n“怕睡着。”\n" TALK "他没有说话。\n" TALK, ""},
    };
    CHECK(none);
#undef TALK
}

/* What a word processor calls a heading is one, at its level; numbers in the text join those of their kind. */
static void the_file_names_headings(void **state)
{
    (void)state;
    static const char text[] = "泵站报告\n一、情况\n六台泵。\n（一）设备。都旧了。\n二、问题\n"
                               "不少。一是漏水。二是停电。\n结束语\n";
    static const struct {
        struct {
            const char *words;
            int level;
        } given[5];
        const char *want;
    } samples[] = {
        {{{"泵站报告", 1}, {"一、情况", 2}, {"二、问题", 2}, {"结束语", 2}},
         "1 泵站报告\n2 一、情况\n3 （一）设备\n2 二、问题\n4- 一是漏水\n4- 二是停电\n2 结束语\n"},
        {{{"一、情况", 7}, {"泵站报告\n", 3}},
         "1 泵站报告\n2 一、情况\n3 （一）设备\n2 二、问题\n4- 一是漏水\n4- 二是停电\n"},
        {{{"泵站报告", 1}, {"\n", 2}, {"报告", 3}},
         "1 泵站报告\n2 一、情况\n3 （一）设备\n2 二、问题\n4- 一是漏水\n4- 二是停电\n"},
        {{{"二、问题\n不少", 0}, {"（一）设备", 99}},
         "1 一、情况\n2 （一）设备\n1 二、问题\n3- 一是漏水\n3- 二是停电\n"},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct outline_given given[6] = {{{90000, 90001}, 1}};
        struct text *t = outline_text(text);
        size_t n = 1;
        for (; n < 6 && samples[i].given[n - 1].words; n++) {
            const char *words = samples[i].given[n - 1].words;
            size_t at = (size_t)(strstr(text, words) - text);
            given[n].span = (struct span){text_cp_at(t, at), text_cp_at(t, at + strlen(words))};
            given[n].level = samples[i].given[n - 1].level;
        }
        char *got = outline_headings(text, given, n);
        assert_string_equal(got, samples[i].want);
        free(got);
        text_free(t);
    }
}

/* ---- labelled samples: ⟦2 words⟧ is a heading of level 2, ⟦3- words⟧ an item of level 3 ---- */

struct tally {
    size_t want, got, right;
};

/* S without its labels; what they say as lines in *WANT. */
static char *without_labels(const char *s, struct str *want)
{
    struct str plain = {0};
    while (*s) {
        const char *open = strstr(s, "⟦"), *close = open ? strstr(open, "⟧") : NULL;
        if (!close) {
            str_add(&plain, s);
            break;
        }
        const char *label = open + strlen("⟦"), *words = strchr(label, ' ') + 1;
        str_addn(&plain, s, (size_t)(open - s));
        str_addn(&plain, words, (size_t)(close - words));
        str_addf(want, "%zu ", plain.len - (size_t)(close - words));
        str_addn(want, label, (size_t)(close - label));
        str_add(want, "\n");
        s = close + strlen("⟧");
    }
    return str_take(&plain);
}

/* The outline of S as lines "BYTE LEVEL words". */
static void outline_lines(const char *s, struct str *out)
{
    struct text *t = outline_text(s);
    struct noise_list noise = {0};
    noise_find(t, &noise);
    struct flow *f = flow_new(t, noise.all, noise.count);
    struct outline o;
    outline_find(f, NULL, 0, &o);
    for (size_t i = 0; i < o.count; i++) {
        size_t n;
        const struct heading *h = &o.headings[i];
        const char *p = text_slice(t, h->span.start, h->span.end, &n);
        str_addf(out, "%zu %d%s %.*s\n", text_byte_at(t, h->span.start), h->level, h->item ? "-" : "", (int)n, p);
    }
    outline_clear(&o);
    flow_free(f);
    noise_list_clear(&noise);
    text_free(t);
}

/* Count the lines of A, and those that B has too; the others are told. */
static void compare(const char *name, const char *what, const char *a, const char *b, size_t *lines, size_t *both)
{
    while (*a) {
        size_t n = strcspn(a, "\n") + 1;
        char *line = mem_zero(n + 2, 1);
        snprintf(line, n + 2, "\n%.*s", (int)n, a);
        bool found = strncmp(b, line + 1, n) == 0 || strstr(b, line);
        if (!found)
            print_error("%s: %s %s", name, what, line + 1);
        *both += found;
        ++*lines;
        a += n;
        free(line);
    }
}

static void compare_sample(const char *name, const char *labelled, struct tally *all)
{
    struct str want = {0}, got = {0};
    size_t right = 0;
    char *plain = without_labels(labelled, &want);
    outline_lines(plain, &got);
    compare(name, "not found:", str_z(&want), str_z(&got), &all->want, &all->right);
    compare(name, "invented:", str_z(&got), str_z(&want), &all->got, &right);
    free(plain);
    str_clear(&want);
    str_clear(&got);
}

static char *file_content(const char *dir, const char *name)
{
    char part[4096];
    struct str s = {0}, path = {0};
    str_addf(&path, "%s/%s", dir, name);
    FILE *f = fopen(str_z(&path), "rb");
    str_clear(&path);
    assert_non_null(f);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        str_addn(&s, part, n);
    fclose(f);
    return str_take(&s);
}

static void labelled_samples_are_read_as_labelled(void **state)
{
    (void)state;
    char dir[1000];
    const char *srcdir = getenv("srcdir");
    struct tally all = {0};
    size_t files = 0;
    snprintf(dir, sizeof dir, "%s/tests/outline", srcdir ? srcdir : ".");
    DIR *d = opendir(dir);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (!strstr(e->d_name, ".txt"))
            continue;
        char *s = file_content(dir, e->d_name);
        compare_sample(e->d_name, s, &all);
        free(s);
        files++;
    }
    closedir(d);
    print_message("%zu samples: %zu of %zu found, %zu of %zu right\n", files, all.right, all.want, all.right, all.got);
    assert_true(files >= 10);
    assert_int_equal(all.right, all.want);
    assert_int_equal(all.right, all.got);
}

static void the_path_leads_to_a_place(void **state)
{
    (void)state;
    struct text *t = outline_text("前言。\n一、情况\n六台。\n（一）设备。旧了。\n二、问题\n不少。\n");
    struct outline o;
    struct flow *f = flow_new(t, NULL, 0);
    outline_find(f, NULL, 0, &o);
    static const struct {
        size_t cp;
        long at;
        const char *path;
    } want[] = {
        {0, -1, ""},
        {3, -1, ""},
        {4, 0, "一、情况"},
        {11, 0, "一、情况"},
        {17, 1, "一、情况 / （一）设备"},
        {25, 2, "二、问题"},
        {9999, 2, "二、问题"},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        struct str s = {0};
        assert_int_equal(outline_at(&o, want[i].cp), want[i].at);
        outline_path(f, &o, want[i].cp, &s);
        assert_string_equal(str_z(&s), want[i].path);
        str_clear(&s);
    }
    assert_int_equal(o.headings[1].parent, 0);
    assert_int_equal(o.headings[2].parent, -1);
    outline_clear(&o);
    assert_int_equal(outline_at(&o, 5), -1);
    flow_free(f);
    text_free(t);
}

/* Random lines of marks and words: headings are in order, inside the document, on one line and not empty. */
static void random_texts_keep_the_promises(void **state)
{
    (void)state;
    static const char *const pieces[] = {"一、",   "（二）", "3.", "2.1 ",       "第四章 ", "# ",  "泵停了", "。",
                                         "，",     "\n",     "\n", "---\n",      "```\n",   "”",   " ",      "Impact",
                                         "（",     "1",      "页", "第1页共2页", "\u0301",  "；",  "……3",    "首先，",
                                         "第一条", "①",      "：", "First, ",    "二,",     "1 泵"};
    uint32_t seed = 3;
    for (int round = 0; round < 300; round++) {
        struct str s = {0};
        for (int i = 0; i < 200; i++) {
            seed = seed * 1664525 + 1013904223;
            str_add(&s, pieces[(seed >> 9) % (sizeof pieces / sizeof *pieces)]);
        }
        struct text *t = outline_text(str_z(&s));
        struct outline o;
        struct flow *f = flow_new(t, NULL, 0);
        outline_find(f, NULL, 0, &o);
        size_t at = 0;
        for (size_t i = 0; i < o.count; i++) {
            struct span h = o.headings[i].span;
            assert_true(h.start >= at && h.end > h.start && h.end <= text_length(t));
            assert_int_equal(text_paragraph_at(t, h.start), text_paragraph_at(t, h.end - 1));
            assert_int_equal(text_grapheme_floor(t, h.end), h.end);
            assert_true(o.headings[i].level >= 1 && o.headings[i].parent < (long)i);
            at = h.end;
        }
        outline_clear(&o);
        flow_free(f);
        text_free(t);
        str_clear(&s);
    }
}

/* What goes over bytes passes no place where a number may start. */
static void every_number_is_sought(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        struct str s = {0};
        if (c >= 0xD800 && c < 0xE000)
            continue;
        str_add(&s, "x批é😀");
        size_t before = s.len, points;
        str_add_utf8(&s, c);
        size_t at = item_seek(s.p, s.len, &points);
        assert_true(item_may_start(c) ? at == before && points == 4 : at == before || at == s.len);
        str_clear(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_levels),
        cmocka_unit_test(headings_that_run_into_their_paragraph),
        cmocka_unit_test(look_alikes_are_no_headings),
        cmocka_unit_test(items_stand_below_headings),
        cmocka_unit_test(look_alikes_are_no_items),
        cmocka_unit_test(the_last_item_ends_with_its_paragraph),
        cmocka_unit_test(noise_is_not_read),
        cmocka_unit_test(latin_and_markdown_headings),
        cmocka_unit_test(titles_without_numbers),
        cmocka_unit_test(the_file_names_headings),
        cmocka_unit_test(labelled_samples_are_read_as_labelled),
        cmocka_unit_test(the_path_leads_to_a_place),
        cmocka_unit_test(random_texts_keep_the_promises),
        cmocka_unit_test(every_number_is_sought),
    };
    return cmocka_run_group_tests_name("outline", tests, NULL, NULL);
}
