/* Graph, chains and ledger against what one finds by looking at every link for every question. */
#include "tests/unit.h"

#include "analysis/chain.h"
#include "analysis/ledger.h"
#include "base/mem.h"
#include "tests/analysis_graph.h"

#include <string.h>
#include <time.h>

enum { SEEDS = 60 };

static int place_order(const struct graph *g, uint32_t a, uint32_t b)
{
    const struct graph_node *x = &g->nodes[a], *y = &g->nodes[b];
    int64_t keys[4][2] = {{x->document, y->document}, {x->start, y->start}, {x->end, y->end}, {x->id, y->id}};
    for (int i = 0; i < 4; i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static bool linked(const struct graph *g, uint32_t from, uint32_t to)
{
    for (size_t i = 0; i < g->link_count; i++)
        if (g->links[i].from == from && g->links[i].to == to)
            return true;
    return false;
}

static void check_ends(const struct graph *g, uint32_t node, const uint32_t *links, const uint32_t *at, bool out)
{
    uint32_t n = 0, last = 0;
    for (uint32_t i = at[node]; i < at[node + 1]; i++, n++) {
        const struct graph_link *l = &g->links[links[i]];
        uint32_t other = out ? l->to : l->from;
        assert_int_equal(out ? l->from : l->to, node);
        if (n > 0)
            assert_true(place_order(g, last, other) < 0);
        last = other;
    }
    for (size_t i = 0; i < g->link_count; i++)
        n -= (out ? g->links[i].from : g->links[i].to) == node;
    assert_int_equal(n, 0);
}

static void a_graph_is_in_order_and_has_every_pair_once(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed++) {
        struct graph g;
        graph_sample(&g, seed, 1 + seed * 2, seed * 4);
        for (uint32_t i = 0; i < g.node_count; i++) {
            if (i > 0)
                assert_true(place_order(&g, i - 1, i) < 0);
            assert_int_equal(graph_node(&g, g.nodes[i].id), i);
            check_ends(&g, i, g.out, g.out_at, true);
            check_ends(&g, i, g.in, g.in_at, false);
        }
        for (size_t i = 0; i < g.link_count; i++)
            assert_int_not_equal(
                relation_of((enum tag)g.nodes[g.links[i].from].tag, (enum tag)g.nodes[g.links[i].to].tag),
                RELATION_NONE);
        assert_int_equal(graph_node(&g, -5), GRAPH_NONE);
        assert_int_equal(graph_node(&g, INT64_MAX), GRAPH_NONE);
        assert_int_equal(graph_document(&g, 98), 2);
        assert_int_equal(graph_document(&g, 1), GRAPH_NONE);
        graph_clear(&g);
    }
}

/* Whether N is in the chain of TOP, found without any index. */
static bool in_chain(const struct graph *g, uint32_t top, uint32_t n)
{
    if (linked(g, n, top))
        return true;
    for (uint32_t i = 0; i < g->node_count; i++)
        if (linked(g, i, top) && linked(g, n, i))
            return true;
    return false;
}

static void check_row(const struct graph *g, const struct ledger_row *r)
{
    uint32_t causes = 0, remedies = 0, questions = g->nodes[r->node].questions, documents = 0, reviewers = 0;
    bool document[64] = {false}, reviewer[64] = {false}, passes = g->nodes[r->node].passes;
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (i != r->node && !in_chain(g, r->node, i))
            continue;
        causes += i != r->node && g->nodes[i].tag == TAG_CAUSE;
        remedies += i != r->node && g->nodes[i].tag == TAG_REMEDY;
        questions += i != r->node ? g->nodes[i].questions : 0;
        documents += !document[g->nodes[i].document];
        reviewers += !reviewer[g->nodes[i].reviewer];
        document[g->nodes[i].document] = reviewer[g->nodes[i].reviewer] = true;
        passes = passes || g->nodes[i].passes;
    }
    assert_true(passes);
    assert_int_equal(r->causes, causes);
    assert_int_equal(r->remedies, remedies);
    assert_int_equal(r->questions, questions);
    assert_int_equal(r->documents, documents);
    assert_int_equal(r->reviewers, reviewers);
}

static bool is_unanswered(const struct graph *g, uint32_t n)
{
    bool cause = false, in = false, out = false;
    for (size_t i = 0; i < g->link_count; i++) {
        in = in || g->links[i].to == n;
        out = out || g->links[i].from == n;
        cause = cause || (g->links[i].to == n && g->nodes[g->links[i].from].tag == TAG_CAUSE);
    }
    int tag = g->nodes[n].tag;
    return tag == TAG_MANIFESTATION ? !cause : tag == TAG_CAUSE ? !in : !out;
}

/* Those with the first key the most or least first, and equal ones by place. */
static int64_t sort_key(const struct graph *g, const struct ledger_row *r, enum ledger_sort sort)
{
    const int64_t keys[LEDGER_SORTS] = {0,
                                        g->nodes[r->node].tag,
                                        -(int64_t)r->causes,
                                        -(int64_t)r->remedies,
                                        -(int64_t)r->questions,
                                        g->nodes[r->node].code};
    return keys[sort];
}

static void check_ledger(const struct graph *g, enum ledger_view view, enum ledger_sort sort)
{
    struct ledger l = {0};
    ledger_build(g, view, sort, &l);
    for (size_t i = 0; i < l.count; i++) {
        check_row(g, &l.rows[i]);
        if (i == 0)
            continue;
        int64_t a = sort_key(g, &l.rows[i - 1], sort), b = sort_key(g, &l.rows[i], sort);
        assert_true(a < b || (a == b && l.rows[i - 1].node < l.rows[i].node));
    }
    size_t n = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        bool listed = view == LEDGER_PROBLEMS ? g->nodes[i].tag == TAG_MANIFESTATION : is_unanswered(g, i);
        bool passes = g->nodes[i].passes;
        for (uint32_t j = 0; j < g->node_count; j++)
            passes = passes || (g->nodes[j].passes && in_chain(g, i, j));
        n += listed && passes;
        assert_int_equal(ledger_is_unanswered(g, i), is_unanswered(g, i));
    }
    assert_int_equal(l.count, n);
    ledger_clear(&l);
}

static void a_ledger_agrees_with_looking_at_everything(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed += 7) {
        struct graph g;
        graph_sample(&g, seed, 5 + seed, seed * 3);
        for (int sort = 0; sort < LEDGER_SORTS; sort++) {
            check_ledger(&g, LEDGER_PROBLEMS, (enum ledger_sort)sort);
            check_ledger(&g, LEDGER_UNANSWERED, (enum ledger_sort)sort);
        }
        graph_clear(&g);
    }
}

static void names_of_sorts_are_read_back(void **state)
{
    (void)state;
    enum ledger_sort back;
    for (int i = 0; i < LEDGER_SORTS; i++) {
        assert_true(ledger_sort_parse(ledger_sort_name((enum ledger_sort)i), &back));
        assert_int_equal(back, i);
    }
    assert_false(ledger_sort_parse("", &back));
    assert_string_equal(ledger_sort_name(LEDGER_SORTS), "");
}

/* ---- chains ---- */

static void check_chain(const struct graph *g, const struct chain *c, uint32_t top)
{
    for (size_t i = 1; i < c->count; i++) {
        const struct chain_item *item = &c->items[i], *over = &c->items[item->over];
        assert_true(item->over < i);
        assert_int_equal(item->depth, over->depth + 1);
        assert_int_equal(g->links[item->link].from, item->node);
        assert_int_equal(g->links[item->link].to, over->node);
        assert_false(over->again);
        bool before = false;
        for (size_t j = 0; j < i; j++)
            before = before || c->items[j].node == item->node;
        assert_int_equal(item->again, before);
        size_t above = i - 1;
        while (c->items[above].depth >= item->depth)
            above--;
        assert_int_equal(item->over, above);
    }
    for (uint32_t i = 0; i < g->node_count; i++) {
        bool there = false;
        for (size_t j = 1; j < c->count; j++)
            there = there || c->items[j].node == i;
        assert_int_equal(there, in_chain(g, top, i));
    }
}

static void a_chain_has_all_that_hangs_on_it_once_with_what_hangs_on_that(void **state)
{
    struct chain c = {0};
    (void)state;
    for (uint32_t seed = 0; seed < SEEDS; seed += 5) {
        struct graph g;
        graph_sample(&g, seed, 5 + seed, seed * 5);
        for (uint32_t i = 0; i < g.node_count; i++) {
            chain_of(&g, i, &c);
            assert_int_equal(c.items[0].node, i);
            check_chain(&g, &c, i);
            uint32_t begin = chain_begin(&g, i);
            assert_int_equal(g.out_at[begin], g.out_at[begin + 1]);
            assert_true(begin == i || in_chain(&g, begin, i));
        }
        graph_clear(&g);
    }
    chain_clear(&c);
}

/* m1: c1 (r1), r0; m1 again: c2 (r1). As it is drawn in chain.h. */
static void a_chain_is_read_problem_cause_remedy(void **state)
{
    static const struct {
        int64_t id;
        enum tag tag;
    } nodes[] = {{1, TAG_REMEDY}, {2, TAG_MANIFESTATION}, {3, TAG_CAUSE}, {4, TAG_CAUSE}, {5, TAG_REMEDY}};
    static const int64_t order[] = {2, 3, 5, 4, 5, 1};
    static const int depth[] = {0, 1, 2, 1, 2, 1};
    struct graph g = {0};
    struct chain c = {0};
    (void)state;
    graph_add_document(&g, 1, 100, "a");
    graph_add_reviewer(&g, 1, "li");
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        graph_add_node(&g, &(struct graph_node){.id = nodes[i].id,
                                                .start = nodes[i].id,
                                                .end = nodes[i].id + 1,
                                                .code = GRAPH_NONE,
                                                .tag = (uint8_t)nodes[i].tag,
                                                .passes = true});
    graph_sort(&g);
    assert_true(graph_link(&g, 1, 1, 2));
    assert_true(graph_link(&g, 2, 4, 2));
    assert_true(graph_link(&g, 3, 3, 2));
    assert_true(graph_link(&g, 4, 5, 3));
    assert_true(graph_link(&g, 5, 5, 4));
    assert_false(graph_link(&g, 6, 2, 4));
    assert_false(graph_link(&g, 7, 4, 3));
    assert_false(graph_link(&g, 8, 4, 9));
    graph_close(&g);
    chain_of(&g, graph_node(&g, 2), &c);
    assert_int_equal(c.count, 6);
    for (size_t i = 0; i < c.count; i++) {
        assert_int_equal(g.nodes[c.items[i].node].id, order[i]);
        assert_int_equal(c.items[i].depth, depth[i]);
        assert_int_equal(c.items[i].again, i == 4);
    }
    assert_int_equal(chain_begin(&g, graph_node(&g, 5)), graph_node(&g, 2));
    chain_clear(&c);
    graph_clear(&g);
}

/* ---- files that were made to hang ---- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* N manifestations that are all explained by the same two causes, each of which N remedies address. */
static double knot(uint32_t n)
{
    struct graph g = {0};
    struct ledger l = {0};
    struct chain c = {0};
    graph_add_document(&g, 1, 10 * n, "a");
    graph_add_reviewer(&g, 1, "li");
    for (uint32_t i = 0; i < 2 * n + 2; i++)
        graph_add_node(&g, &(struct graph_node){.id = i,
                                                .start = i,
                                                .end = i + 1,
                                                .code = GRAPH_NONE,
                                                .tag = (uint8_t)(i < n       ? 1
                                                                 : i < n + 2 ? 2
                                                                             : 3),
                                                .passes = true});
    graph_sort(&g);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < 2; k++) {
            graph_link(&g, 4 * i + 2 * k, n + k, i);
            graph_link(&g, 4 * i + 2 * k + 1, n + 2 + i, n + k);
        }
    double began = seconds();
    graph_close(&g);
    chain_of(&g, 0, &c);
    assert_int_equal(c.count, 1 + 2 + 2 * n);
    ledger_build(&g, LEDGER_PROBLEMS, LEDGER_BY_REMEDIES, &l);
    assert_int_equal(l.count, n);
    assert_int_equal(l.rows[0].remedies, n);
    began = seconds() - began;
    chain_clear(&c);
    ledger_clear(&l);
    graph_clear(&g);
    return began;
}

/* Each row alone takes as long as all of a small one: ten times as many would take a hundred times as long. */
static void problems_that_share_everything_are_counted_all_the_same(void **state)
{
    (void)state;
    double small = knot(5000);
    double big = knot(50000);
    if (big > 30 * small)
        fail_msg("5,000 problems took %.3f s, 50,000 took %.3f s", small, big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_graph_is_in_order_and_has_every_pair_once),
        cmocka_unit_test(a_ledger_agrees_with_looking_at_everything),
        cmocka_unit_test(names_of_sorts_are_read_back),
        cmocka_unit_test(a_chain_has_all_that_hangs_on_it_once_with_what_hangs_on_that),
        cmocka_unit_test(a_chain_is_read_problem_cause_remedy),
        cmocka_unit_test(problems_that_share_everything_are_counted_all_the_same),
    };
    return cmocka_run_group_tests_name("analysis_ledger", tests, NULL, NULL);
}
