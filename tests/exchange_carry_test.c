#include "tests/unit.h"

#include "base/mem.h"
#include "exchange/carry.h"
#include "tests/exchange_scratch.h"

#include <string.h>

#define FIRST "会议听取了供水处的说明，并且查看了现场。"
#define SECOND "水泵的轴承已经两年没有更换，也没有人登记。"
#define THIRD "值班的人每天只在表格上签字。"
#define FOURTH "下个月十五日以前要交出书面的整改材料，由信息科汇总。"
#define OLD FIRST SECOND "\n" THIRD FOURTH
#define NEW FIRST "三号水泵的轴承已经四年没有更换，也没有人登记。\n新来的负责人作了记录。" FOURTH

static int64_t version(struct scratch *s, const char *text, int64_t previous)
{
    struct document_new d = {.name = "report.txt",
                             .encoding = "UTF-8",
                             .source = text,
                             .source_bytes = strlen(text),
                             .text = text,
                             .text_bytes = strlen(text),
                             .previous = previous};
    int64_t id = 0;
    struct err e;
    assert_int_equal(store_document_add(s->store, &d, &id, &e), ERR_OK);
    return id;
}

/* Tag the words of TEXT, which DOCUMENT is. */
static int64_t tag(struct scratch *s, int64_t document, const char *text, const char *words)
{
    struct text *t = text_new(mem_dup(text), strlen(text));
    const char *at = strstr(text, words);
    assert_non_null(at);
    size_t start = text_cp_at(t, (size_t)(at - text)), end = text_cp_at(t, (size_t)(at - text) + strlen(words));
    struct annotation a;
    struct err e;
    assert_int_equal(store_annotate(s->store, document, (int64_t)start, (int64_t)end, TAG_CAUSE, "n", &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    text_free(t);
    return id;
}

static void find(struct scratch *s, int64_t document, struct carry *c)
{
    struct err e;
    assert_int_equal(carry_list(s->store, document, c, &e), ERR_OK);
    assert_int_equal(carry_find(s->store, c, &e), ERR_OK);
}

static void expect(const struct carry *c, size_t i, enum carry_state state, const char *old, const char *new)
{
    size_t n;
    const char *words;
    assert_true(i < c->count);
    assert_string_equal(carry_state_name(c->rows[i].state), carry_state_name(state));
    words = carry_old_words(c, &c->rows[i], &n);
    assert_int_equal(n, strlen(old));
    assert_memory_equal(words, old, n);
    words = carry_new_words(c, &c->rows[i], &n);
    assert_int_equal(n, strlen(new));
    assert_memory_equal(words, new, n);
}

static void each_annotation_is_found_or_lost(void **state)
{
    struct scratch *s = *state;
    struct carry c;
    struct err e;
    int64_t old = version(s, OLD, 0);
    tag(s, old, OLD, FIRST);
    tag(s, old, OLD, SECOND);
    tag(s, old, OLD, THIRD);
    tag(s, old, OLD, "由信息科汇总");
    int64_t new = version(s, NEW, old);
    find(s, new, &c);
    assert_int_equal(c.count, 4);
    expect(&c, 0, CARRY_SAME, FIRST, FIRST);
    expect(&c, 1, CARRY_CHANGED, SECOND, "三号水泵的轴承已经四年没有更换，也没有人登记。");
    expect(&c, 2, CARRY_LOST, THIRD, "");
    expect(&c, 3, CARRY_SAME, "由信息科汇总", "由信息科汇总");
    assert_int_equal(carry_accept(s->store, &c, 2, &e), ERR_NOT_FOUND);
    assert_int_equal(carry_accept(s->store, &c, 1, &e), ERR_OK);
    assert_int_equal(carry_accept(s->store, &c, 1, &e), ERR_EXISTS);
    size_t count[CARRY_STATES];
    carry_count(&c, count);
    assert_int_equal(count[CARRY_CARRIED], 1);
    assert_int_equal(count[CARRY_SAME], 2);
    carry_clear(&c);
    find(s, new, &c);
    expect(&c, 1, CARRY_CARRIED, SECOND, "三号水泵的轴承已经四年没有更换，也没有人登记。");
    carry_clear(&c);
}

static void a_document_without_older_versions_has_nothing(void **state)
{
    struct scratch *s = *state;
    struct carry c;
    struct err e;
    int64_t old = version(s, OLD, 0);
    tag(s, old, OLD, FIRST);
    find(s, old, &c);
    assert_int_equal(c.count, 0);
    carry_clear(&c);
    assert_int_equal(carry_list(s->store, 99, &c, &e), ERR_NOT_FOUND);
}

/* What was carried from the first to the second version comes from there; what was not, from the first. */
static void several_versions_lie_behind_each_other(void **state)
{
    struct scratch *s = *state;
    struct carry c;
    struct err e;
    int64_t first = version(s, OLD, 0);
    tag(s, first, OLD, FIRST);
    tag(s, first, OLD, THIRD);
    int64_t second = version(s, NEW, first);
    find(s, second, &c);
    assert_int_equal(carry_accept(s->store, &c, 0, &e), ERR_OK);
    carry_clear(&c);
    int64_t third = version(s, "新的开头。" OLD, second);
    find(s, third, &c);
    assert_int_equal(c.count, 2);
    expect(&c, 0, CARRY_SAME, FIRST, FIRST);
    assert_int_equal(c.versions[c.rows[0].version].document, second);
    assert_int_equal(c.versions[c.rows[1].version].document, first);
    expect(&c, 1, CARRY_SAME, THIRD, THIRD);
    assert_int_equal(carry_accept(s->store, &c, 1, &e), ERR_OK);
    carry_clear(&c);
}

static void what_others_did_shows_behind_a_refresh(void **state)
{
    struct scratch *s = *state;
    struct carry c, other;
    struct err e;
    int64_t old = version(s, OLD, 0);
    tag(s, old, OLD, FIRST);
    int64_t new = version(s, NEW, old);
    find(s, new, &c);
    find(s, new, &other);
    assert_int_equal(carry_accept(s->store, &other, 0, &e), ERR_OK);
    carry_clear(&other);
    tag(s, old, OLD, FOURTH);
    assert_int_equal(carry_refresh(s->store, &c, &e), ERR_OK);
    assert_int_equal(carry_find(s->store, &c, &e), ERR_OK);
    assert_int_equal(c.count, 2);
    expect(&c, 0, CARRY_CARRIED, FIRST, FIRST);
    expect(&c, 1, CARRY_SAME, FOURTH, FOURTH);
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK); /* the tag */
    assert_int_equal(store_undo(s->store, NULL, &e), ERR_OK); /* what was carried */
    assert_int_equal(carry_refresh(s->store, &c, &e), ERR_OK);
    assert_int_equal(carry_find(s->store, &c, &e), ERR_OK);
    assert_int_equal(c.count, 1);
    expect(&c, 0, CARRY_SAME, FIRST, FIRST);
    carry_clear(&c);
}

static void states_have_names(void **state)
{
    (void)state;
    enum carry_state found;
    for (enum carry_state i = CARRY_SAME; i < CARRY_STATES; i++) {
        assert_true(carry_state_parse(carry_state_name(i), &found));
        assert_int_equal(found, i);
    }
    assert_false(carry_state_parse("all", &found));
    assert_string_equal(carry_state_name(CARRY_STATES), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_annotation_is_found_or_lost),       TEST(a_document_without_older_versions_has_nothing),
        TEST(several_versions_lie_behind_each_other), TEST(what_others_did_shows_behind_a_refresh),
        cmocka_unit_test(states_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
