#include "tests/outline_check.h"

static void lists_are_items(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"legal items", "有下列情形之一的：\n（一）不按规定检查的；\n（二）不作记录的；\n（三）隐瞒故障的。\n",
         "1- （一）不按规定检查的\n1- （二）不作记录的\n1- （三）隐瞒故障的\n"},
        {"legal items of one line", "有下列情形之一的：（一）不查的；（二）不记的；（三）隐瞒的。其他从轻。\n",
         "1- （一）不查的\n1- （二）不记的\n1- （三）隐瞒的\n"},
        {"inside a section that is numbered alike",
         "（一）检查。有下列情形的要报告：（一）漏水；（二）停电。（二）维修。坏了就修。\n",
         "1 （一）检查\n2- （一）漏水\n2- （二）停电\n1 （二）维修\n"},
        {"lines in digits", "一、要求\n请做好三件事：\n1.检查水泵\n2.检查阀门\n3.检查电机\n二、时间\n本周。\n",
         "1 一、要求\n2- 1.检查水泵\n2- 2.检查阀门\n2- 3.检查电机\n1 二、时间\n"},
        {"in a sentence", "一、要求\n各站要做到：(1)每天检查;(2)每周记录;(3)每月上报.\n二、时间\n本周.\n",
         "1 一、要求\n2- (1)每天检查\n2- (2)每周记录\n2- (3)每月上报\n1 二、时间\n"},
        {"a list in a list",
         "一、要求\n1.检查下列设备：\n（1）水泵；\n（2）阀门。\n2.做好下列记录：\n（1）时间；\n（2）人员。\n",
         "1 一、要求\n2 1.检查下列设备\n3- （1）水泵\n3- （2）阀门\n2 2.做好下列记录\n3- （1）时间\n3- （2）人员\n"},
        {"circles", "材料包括：①申请书；②范围图；③协议。\n", "1- ①申请书\n1- ②范围图\n1- ③协议\n"},
        {"words in a list, a list in words", "一是查设备：（1）水泵；（2）阀门。二是查人员：（1）值班；（2）维修。\n",
         "1- 一是查设备\n2- （1）水泵\n2- （2）阀门\n1- 二是查人员\n2- （1）值班\n2- （2）维修\n"},
        {"commas behind numbers", "讲三点。一,检查要细,不能走过场.二,记录要全,当天的当天记.三,报告要快,不能过夜.\n",
         "1 一,检查要细,不能走过场\n1 二,记录要全,当天的当天记\n1 三,报告要快,不能过夜\n"},
        {"English words",
         "It failed for three reasons. First, the pump was old. Second, nobody looked. Third, it froze.\n",
         "1- First, the pump was old\n1- Second, nobody looked\n1- Third, it froze\n"},
    };
    CHECK(samples);
}

/* What stands in the text without the marks that usually set it off. */
static void numbers_run_in(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"a regulation of one line",
         "泵站管理办法 第一章 总则 第一条 为了管好泵站,制定本办法。 第二条 本办法适用于各站。 第二章 检修 第三条 "
         "检修程序: "
         "1、报告站长; 2、停泵断电; 3、挂牌检修。 第三章 附则 第四条 本办法自下月起施行。",
         "1 第一章 总则\n2 第一条 为了管好泵站,制定本办法\n2 第二条 本办法适用于各站\n1 第二章 检修\n2 第三条 "
         "检修程序\n"
         "3- 1、报告站长\n3- 2、停泵断电\n3- 3、挂牌检修\n1 第三章 附则\n2 第四条 本办法自下月起施行\n"},
        {"topics of a speech",
         "第一个问题，关于泵站的现状\n（一）设备旧。都满十年了。\n（二）人员少。只有八个人。\n"
         "第二个问题，关于今后的打算\n要换泵，也要招人。\n",
         "1 第一个问题，关于泵站的现状\n2 （一）设备旧\n2 （二）人员少\n1 第二个问题，关于今后的打算\n"},
        {"numbers without a point",
         "1 故障情况\n二号泵停了五个小时。\n2 故障原因\n2.1 直接原因\n轴承坏了。\n2.2 间接原因\n没有人看。\n3 "
         "改进措施\n"
         "加强巡检。\n",
         "1 1 故障情况\n1 2 故障原因\n2 2.1 直接原因\n2 2.2 间接原因\n1 3 改进措施\n"},
        {"a lone number among sections",
         "（一）处分一人\n1.张某，站长，记过。\n（二）批评两人\n1.李某，电工，平时表现好。\n没有前科。\n2."
         "王某，钳工。\n"
         "认错快。\n",
         "1 （一）处分一人\n2 1.张某，站长，记过\n1 （二）批评两人\n2 1.李某，电工，平时表现好\n2 2.王某，钳工\n"},
        {"usual names before text",
         "一、指导思想以保障供水为中心,抓好泵站的检修工作.二、工作要求1.提高认识,加强领导.2.突出重点,注重实效.",
         "1 一、指导思想\n1 二、工作要求\n2 1.提高认识,加强领导\n2 2.突出重点,注重实效\n"},
        {"a number behind a blank",
         "三、检修 (一)查设备,查人员 1. 查水泵。每天一次。 2. 查阀门。每周一次。 (二)记台账。当天的当天记。",
         "1 三、检修\n2 (一)查设备,查人员\n3 1. 查水泵\n3 2. 查阀门\n2 (二)记台账\n"},
        {"lectures", "第一讲 水泵的构造\n泵有三个部分，都不复杂。\n第二讲 水泵的检修\n先断电，再拆泵。\n",
         "1 第一讲 水泵的构造\n1 第二讲 水泵的检修\n"},
        {"a longer second half",
         "讲两点。一、动真碰硬,抓好整改落实查出的隐患要一项一项销号,不能走过场,不能留尾巴。二、统一思想,提高认识"
         "泵站虽小,关系全城的用水,不能有丝毫的马虎大意。",
         "1 一、动真碰硬,抓好整改落实\n1 二、统一思想,提高认识\n"},
    };
    CHECK(samples);
}

static void look_alikes_are_no_lists(void **state)
{
    (void)state;
    static const struct outline_sample samples[] = {
        {"spoken of in quotes", "“第一、”、“第二、”要写成“第一，”“第二，”，“首先、”“其次、”也是。\n", ""},
        {"straight quotes", "他写了\"一、检查\"和\"二、维修\"。又写了:\"一、检查;二、维修\"。\n", ""},
        {"numbers in quotes", "序号（1）”和“1.”“2.”都不规范，应写成“1、”“2、”。\n", ""},
        {"decimals and amounts", "水位：1.2米；2.5米；3.1米。投资：1.5亿元；2.5亿元。\n1.2万吨\n2.5亿元\n", ""},
        {"ranges and counts", "坏了两次。3、四天后修好。二、三月又坏。一, 二, 三, 起吊！一，二，三，四。\n", ""},
        {"dates, scores and telephones", "2024.3.1查\n3.2补查\n甲队3:1)胜\n0571-1、2号\n1、2号电话\n13:1)\n", ""},
        {"years", "2019、2020年修过。\n2021、2022年没有修。\n", ""},
        {"footnotes", "泵站[1]建于五十年代[2]。\n[1] 见站志。\n[2] 见县志。\n", ""},
        {"references", "参考文献\n1. 张三. 泵站研究[J]. 水利, 2019.\n2. 李四. 水泵调查[M]. 某出版社, 2018.\n", ""},
        {"annexes", "附件：1.检查表\n2.记录表\n3.名单\n", ""},
        {"notes below a table", "注：1.本表每月更新。2.修好后销号。\n", ""},
        {"annexes in the lines below", "附件：\n1.检查表\n2.记录表\n3.名单\n", ""},
        {"tables", "1、一号泵 2019年 完好\n2、二号泵 2020年 漏水\n3、三号泵 2021年 完好\n", ""},
        {"tables with tabs", "1.\t一号泵\t完好\n2.\t二号泵\t漏水\n", ""},
        {"options", "水泵应当怎样检查\nA. 每天一次\nB. 每周一次\nC. 每月一次\n", ""},
        {"verses", "1 起初有水\n2 后来有泵\n1:1 水是清的\n1:2 泵是新的\n", ""},
        {"a chapter of verses", "1 起初有水\n2 后来有泵\n3 泵站开了\n4 水流走了\n", ""},
        {"numbers of houses and people", "3 号泵房\n住着三个人。\n2 班\n12 人值班\n1 人生病\n", ""},
        {"a rank list", "1 一号泵 九分\n很好。\n2 二号泵 八分\n不错。\n3 三号泵 七分\n还行。\n", ""},
        {"versions in a sentence", "一、版本\n一号泵用的是版本1.检查过一次。\n二、其他\n没有。\n",
         "1 一、版本\n1 二、其他\n"},
        {"a poem", "一，水在流\n二，泵在转\n灯亮着\n", ""},
        {"parts that are spoken of", "按照第五条（一）、（二）项；第六条（二）项办理；（三）项不适用。\n", ""},
        {"articles that are spoken of",
         "第一条规定说得很清楚。\n第二条的意思也清楚。\n第三条第二款不清楚。\n第一节课。\n", ""},
        {"English lists", "To do:\n\n1. pumps;\n2. valves;\n3. bearings.\n\n(1) one; (2) two; (3) three.\n", ""},
        {"two words of English", "First, it was old. Second, nobody looked.\n", ""},
        {"English words inside sentences", "He came First, they say. The Second, who was Third, left First, again.\n",
         ""},
        {"Markdown", "# 泵\n\n1. 检查\n2. 维修\n", "1 泵\n"},
        {"chapters spoken of", "请看 第一章 总则 的规定，以及 第一条 的说明。\n", ""},
        {"one topic", "第一个问题，谁来修\n没有人知道，也没有人问过。\n", ""},
        {"code", "```\n1. 检查\n2. 维修\n```\n", ""},
    };
    CHECK(samples);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_items),
        cmocka_unit_test(numbers_run_in),
        cmocka_unit_test(look_alikes_are_no_lists),
    };
    return cmocka_run_group_tests_name("outline_list", tests, NULL, NULL);
}
