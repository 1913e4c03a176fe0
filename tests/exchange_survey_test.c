/* The shared file as a graph: what a survey finds, and that what it takes in later makes it the same as a new one. */
#include "exchange/survey.h"

#include "db/code.h"
#include "db/filter.h"
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
    for (size_t i = 0; i < g->code_count; i++)
        str_addf(&out, "code %s %d of %s\n", g->codes[i].name, g->codes[i].depth, tag_name(g->codes[i].tag));
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

/* ---- what is taken in later ---- */

enum { CHANGES = 400, DOCUMENTS_MAX = 12 };

/* A team at work, whose changes are drawn by lot; many are refused, and those that are not are in the feed. */
struct team {
    struct scratch *scratch;
    struct store *who[2];
    int64_t documents[DOCUMENTS_MAX];
    size_t document_count;
    uint32_t seed;
};

static uint32_t lot(struct team *t, uint32_t n)
{
    t->seed = t->seed * 1664525u + 1013904223u; /* Knuth, TAOCP vol. 2, §3.3.4 */
    return (t->seed >> 8) % n;
}

static int64_t some_annotation(struct team *t)
{
    return 1 + lot(t, 60);
}

static void change_annotation(struct team *t, struct store *s)
{
    struct err e;
    struct annotation a;
    if (store_annotation_get(s, some_annotation(t), &a, &e))
        return;
    enum tag tag = (enum tag)(1 + lot(t, 3));
    switch (lot(t, 6)) {
    case 0:
        store_retag(s, a.id, a.revision, tag, &e);
        break;
    case 1:
        store_move(s, a.id, a.revision, lot(t, 40), 41 + lot(t, 9), &e);
        break;
    case 2:
        store_note(s, a.id, a.revision, lot(t, 2) ? "x" : "y", &e);
        break;
    case 3:
        store_settle(s, a.id, a.revision, (enum settled)lot(t, 2), &e);
        break;
    case 4:
        store_recode(s, a.id, a.revision, lot(t, 8), &e);
        break;
    default:
        store_delete(s, a.id, a.revision, &e);
        break;
    }
    annotation_clear(&a);
}

static void change_code(struct team *t, struct store *s)
{
    struct err e;
    struct code c;
    char name[16];
    snprintf(name, sizeof name, "code %u", lot(t, 90));
    struct code_new new = {.tag = (enum tag)(1 + lot(t, 3)), .parent = lot(t, 3), .name = name};
    if (lot(t, 3) == 0)
        store_code_add(s, &new, NULL, &e);
    if (store_code_get(s, 1 + lot(t, 8), &c, &e))
        return;
    switch (lot(t, 4)) {
    case 0:
        store_code_edit(s, c.id, c.revision, &(struct code_edit){.name = name}, &e);
        break;
    case 1:
        store_code_move(s, c.id, c.revision, lot(t, 4), 0, &e);
        break;
    case 2:
        store_code_merge(s, c.id, c.revision, 1 + lot(t, 8), &e);
        break;
    default:
        store_code_delete(s, c.id, c.revision, &e);
        break;
    }
    code_clear(&c);
}

static void change_link(struct team *t, struct store *s)
{
    struct err e;
    struct link l;
    if (lot(t, 3)) {
        store_link(s, some_annotation(t), some_annotation(t), NULL, NULL, &e);
    } else if (!store_link_get(s, 1 + lot(t, 40), &l, &e)) {
        store_unlink(s, l.id, l.revision, &e);
        link_clear(&l);
    }
}

/* Somebody who comes, who may do something else now; and what is no part of a text. */
static void change_team(struct team *t, struct store *s)
{
    struct err e;
    char name[16];
    int64_t id;
    snprintf(name, sizeof name, "r%u", lot(t, 9));
    switch (lot(t, 3)) {
    case 0:
        store_reviewer_add(s, name, -1, &id, &e);
        break;
    case 1:
        if (!store_reviewer_find(s, name, &id, &e))
            store_role_set(s, id, (enum role)(ROLE_LEAD + (int)lot(t, 3)), &e);
        break;
    default:
        if (store_noise_mark(s, t->documents[lot(t, (uint32_t)t->document_count)], 42, 44 + lot(t, 4), NOISE_HAND, &id,
                             &e) == ERR_EXISTS)
            store_noise_lift(s, id, &e);
        break;
    }
}

static void change_something(struct team *t)
{
    struct err e;
    char name[16];
    struct store *s = t->who[lot(t, 2)];
    switch (lot(t, 13)) {
    case 0:
        if (t->document_count < DOCUMENTS_MAX) {
            snprintf(name, sizeof name, "%c%zu", (char)('a' + lot(t, 26)), t->document_count);
            t->documents[t->document_count++] = document(t->scratch, name);
        }
        break;
    case 1:
    case 2:
        store_annotate(s, t->documents[lot(t, (uint32_t)t->document_count)], lot(t, 40), 41 + lot(t, 9),
                       (enum tag)(1 + lot(t, 3)), NULL, NULL, &e);
        break;
    case 3:
        store_comment(s, some_annotation(t), 0, lot(t, 3) != 0, "why?", NULL, &e);
        break;
    case 4:
        store_comment_resolve(s, 1 + lot(t, 9), lot(t, 2) == 0, &e);
        break;
    case 5:
        store_undo(s, NULL, &e);
        break;
    case 6:
        store_redo(s, NULL, &e);
        break;
    case 7:
        change_code(t, s);
        break;
    case 8:
    case 9:
        change_link(t, s);
        break;
    case 10:
        change_team(t, s);
        break;
    default:
        change_annotation(t, s);
        break;
    }
}

/* A survey that is kept, and what of the feed it was told. */
struct kept {
    struct survey survey;
    int64_t seq;
    bool changed;
};

static bool tell(void *ctx, const struct change *c)
{
    struct kept *k = ctx;
    k->changed = survey_changed(&k->survey, c) || k->changed;
    k->seq = c->seq;
    return true;
}

static void begin_kept(struct team *t, struct kept *k, const struct filter *where, int64_t document)
{
    struct err e;
    *k = (struct kept){0};
    assert_int_equal(store_feed_head(t->who[0], &k->seq, &e), ERR_OK);
    assert_int_equal(survey_begin(t->who[0], where, document, &k->survey, &e), ERR_OK);
}

static void check_kept(struct team *t, struct kept *k, const struct filter *where, int64_t document)
{
    struct err e;
    struct survey fresh;
    assert_int_equal(store_feed_since(t->who[0], k->seq, tell, k, &e), ERR_OK);
    if (k->changed)
        assert_int_equal(survey_refresh(t->who[0], &k->survey, &e), ERR_OK);
    k->changed = false;
    if (lot(t, 5) == 0)
        survey_step(t->who[0], &k->survey, 3, &e);
    if (lot(t, 2) && !k->survey.done)
        return; /* the next change comes while it is read */
    assert_int_equal(survey_run(t->who[0], &k->survey, &e), ERR_OK);
    assert_int_equal(survey_begin(t->who[0], where, document, &fresh, &e), ERR_OK);
    assert_int_equal(survey_run(t->who[0], &fresh, &e), ERR_OK);
    char *is = words_of(&k->survey.graph), *should = words_of(&fresh.graph);
    assert_string_equal(is, should);
    free(is);
    free(should);
    survey_clear(&fresh);
}

static void set_up_team(struct team *t, struct scratch *scratch, uint32_t seed)
{
    struct err e;
    *t = (struct team){.scratch = scratch, .who = {scratch->store}, .seed = seed};
    assert_int_equal(store_open(store_path(scratch->store), &(struct store_opts){.as_name = "li"}, &t->who[1], &e),
                     ERR_OK);
    for (t->document_count = 0; t->document_count < 3; t->document_count++)
        t->documents[t->document_count] = document(scratch, t->document_count == 0   ? "m"
                                                            : t->document_count == 1 ? "f"
                                                                                     : "t");
    for (int i = 0; i < 100; i++)
        change_something(t);
}

static void what_changes_is_taken_in(void **state)
{
    struct team t;
    struct kept all, one;
    set_up_team(&t, *state, 7);
    begin_kept(&t, &all, NULL, 0);
    begin_kept(&t, &one, NULL, t.documents[0]);
    for (int i = 0; i < CHANGES; i++) {
        change_something(&t);
        if (lot(&t, 4) == 0)
            continue;
        check_kept(&t, &all, NULL, 0);
        check_kept(&t, &one, NULL, t.documents[0]);
    }
    survey_clear(&all.survey);
    survey_clear(&one.survey);
    store_close(&t.who[1]);
}

static void what_a_filter_lets_pass_is_kept_true(void **state)
{
    static const char *const expressions[] = {"linked & !cause", "unanswered | question", "by:li & !coded", "\"x\""};
    struct team t;
    struct kept kept[8];
    struct filter *where[4];
    struct err e;
    size_t at;
    set_up_team(&t, *state, 11);
    for (int i = 0; i < 8; i++) {
        if (i < 4)
            assert_int_equal(store_filter_parse(t.who[0], expressions[i], &where[i], &at, &e), ERR_OK);
        begin_kept(&t, &kept[i], where[i % 4], i < 4 ? 0 : t.documents[1]);
    }
    for (int i = 0; i < CHANGES / 4; i++) {
        change_something(&t);
        for (int k = 0; k < 8; k++)
            check_kept(&t, &kept[k], where[k % 4], k < 4 ? 0 : t.documents[1]);
    }
    for (int i = 0; i < 8; i++)
        survey_clear(&kept[i].survey);
    for (int i = 0; i < 4; i++)
        filter_free(&where[i]);
    store_close(&t.who[1]);
}

/* Opening a thread below, saying something about it, settling: no figure is different for it. */
static void what_says_nothing_new_changes_nothing(void **state)
{
    struct scratch *s = *state;
    struct team t = {.who = {s->store}};
    struct kept all;
    struct err e;
    int64_t d[3];
    fill(s, d);
    begin_kept(&t, &all, NULL, 0);
    assert_int_equal(survey_run(s->store, &all.survey, &e), ERR_OK);
    assert_int_equal(store_note(s->store, 1, 1, "note", &e), ERR_OK);
    assert_int_equal(store_document_done(s->store, d[0], true, &e), ERR_OK);
    assert_int_equal(store_feed_since(s->store, all.seq, tell, &all, &e), ERR_OK);
    assert_false(all.changed);
    survey_clear(&all.survey);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        T(a_survey_has_everything_in_the_order_of_the_list),
        T(small_steps_lead_to_the_same),
        T(the_survey_of_one_document_goes_along_its_chains),
        T(what_changes_is_taken_in),
        T(what_a_filter_lets_pass_is_kept_true),
        T(what_says_nothing_new_changes_nothing),
    };
    return cmocka_run_group_tests_name("exchange_survey", tests, NULL, NULL);
}
