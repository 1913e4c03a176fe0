/* The shared file as a graph: what a survey finds, and that what it takes in later makes it the same as a new one. */
#include "exchange/survey.h"

#include "db/link.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_LENGTH = 60 };

static int64_t document(struct scratch *s, const char *name)
{
    char text[TEXT_LENGTH + 16];
    int n = snprintf(text, sizeof text, "%s ", name);
    memset(text + n, 'x', TEXT_LENGTH - (size_t)n);
    text[TEXT_LENGTH] = '\0';
    return scratch_document(s, name, text);
}

static int64_t annotate(struct scratch *s, int64_t document, int64_t start, enum tag tag)
{
    struct err e;
    struct annotation a;
    assert_int_equal(store_annotate(s->store, document, start, start + 5, tag, NULL, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static void link_two(struct scratch *s, int64_t a, int64_t b)
{
    struct err e;
    assert_int_equal(store_link(s->store, a, b, NULL, NULL, &e), ERR_OK);
}

/* All that a graph says, with ids for indexes, so that two can be compared. */
static char *words_of(const struct graph *g)
{
    struct str out = {0};
    for (size_t i = 0; i < g->document_count; i++)
        str_addf(&out, "document %lld %s\n", (long long)g->documents[i].id, g->documents[i].name);
    for (size_t i = 0; i < g->node_count; i++) {
        const struct graph_node *n = &g->nodes[i];
        str_addf(&out, "%lld %lld-%lld in %lld by %s tag %d code %s questions %d %s\n", (long long)n->id,
                 (long long)n->start, (long long)n->end, (long long)g->documents[n->document].id,
                 g->reviewers[n->reviewer].name, n->tag, n->code == GRAPH_NONE ? "-" : g->codes[n->code].name,
                 n->questions, n->passes ? "passes" : "");
        assert_int_equal(graph_node(g, n->id), i);
        for (uint32_t k = g->out_at[i]; k < g->out_at[i + 1]; k++)
            str_addf(&out, "  to %lld\n", (long long)g->nodes[g->links[g->out[k]].to].id);
        for (uint32_t k = g->in_at[i]; k < g->in_at[i + 1]; k++)
            str_addf(&out, "  from %lld\n", (long long)g->nodes[g->links[g->in[k]].from].id);
    }
    return str_take(&out);
}

static char *survey_words(struct scratch *s, int64_t document, size_t budget)
{
    struct survey sv;
    struct err e;
    assert_int_equal(survey_begin(s->store, NULL, document, &sv, &e), ERR_OK);
    while (!sv.done)
        assert_int_equal(survey_step(s->store, &sv, budget, &e), ERR_OK);
    char *words = words_of(&sv.graph);
    survey_clear(&sv);
    return words;
}

/* A problem in b with a cause and a remedy in a; a remedy in c addresses the cause; something else in c. */
static void fill(struct scratch *s, int64_t *d)
{
    struct err e;
    static const char *const names[] = {"c", "a", "b"};
    for (int i = 0; i < 3; i++)
        d[i] = document(s, names[i]);
    int64_t problem = annotate(s, d[2], 10, TAG_MANIFESTATION), cause = annotate(s, d[1], 20, TAG_CAUSE);
    int64_t remedy = annotate(s, d[1], 2, TAG_REMEDY), far = annotate(s, d[0], 30, TAG_REMEDY);
    annotate(s, d[0], 2, TAG_CAUSE);
    link_two(s, problem, cause);
    link_two(s, cause, far);
    link_two(s, remedy, problem);
    for (int i = 0; i < 2; i++)
        assert_int_equal(store_comment(s->store, far, 0, true, "why?", NULL, &e), ERR_OK);
}

static void a_survey_has_everything_in_the_order_of_the_list(void **state)
{
    int64_t d[3];
    fill(*state, d);
    char *all = survey_words(*state, 0, SIZE_MAX);
    struct str expected = {0};
    const char *who = store_reviewer_name(((struct scratch *)*state)->store);
    str_addf(&expected, "document 2 a\ndocument 3 b\ndocument 1 c\n");
    str_addf(&expected, "3 2-7 in 2 by %s tag 3 code - questions 0 passes\n  to 1\n", who);
    str_addf(&expected, "2 20-25 in 2 by %s tag 2 code - questions 0 passes\n  to 1\n  from 4\n", who);
    str_addf(&expected, "1 10-15 in 3 by %s tag 1 code - questions 0 passes\n  from 3\n  from 2\n", who);
    str_addf(&expected, "5 2-7 in 1 by %s tag 2 code - questions 0 passes\n", who);
    str_addf(&expected, "4 30-35 in 1 by %s tag 3 code - questions 2 passes\n  to 2\n", who);
    assert_string_equal(all, expected.p);
    str_clear(&expected);
    free(all);
}

static void small_steps_lead_to_the_same(void **state)
{
    int64_t d[3];
    fill(*state, d);
    for (int i = -1; i < 3; i++) {
        char *all = survey_words(*state, i < 0 ? 0 : d[i], SIZE_MAX);
        char *slowly = survey_words(*state, i < 0 ? 0 : d[i], 1);
        assert_string_equal(all, slowly);
        free(all);
        free(slowly);
    }
}

/* From c: its remedy addresses the cause in a, which explains the problem in b, which has another remedy in a. */
static void the_survey_of_one_document_goes_along_its_chains(void **state)
{
    int64_t d[3];
    fill(*state, d);
    char *all = survey_words(*state, 0, SIZE_MAX), *one = survey_words(*state, d[0], SIZE_MAX);
    assert_string_equal(all, one);
    free(one);
    struct err e;
    struct link l;
    assert_int_equal(store_link_get(((struct scratch *)*state)->store, 2, &l, &e), ERR_OK);
    assert_int_equal(store_unlink(((struct scratch *)*state)->store, l.id, l.revision, &e), ERR_OK);
    link_clear(&l);
    one = survey_words(*state, d[0], SIZE_MAX);
    assert_null(strstr(one, " in 2"));
    assert_non_null(strstr(one, "4 30-35"));
    free(one);
    free(all);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        T(a_survey_has_everything_in_the_order_of_the_list),
        T(small_steps_lead_to_the_same),
        T(the_survey_of_one_document_goes_along_its_chains),
    };
    return cmocka_run_group_tests_name("exchange_survey", tests, NULL, NULL);
}
