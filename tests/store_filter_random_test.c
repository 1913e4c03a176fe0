/* Filters against a plain look at the rows: random annotations, links, codes and verdicts, every term, and random
 * expressions of them. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "db/code.h"
#include "db/filter.h"
#include "db/link.h"
#include "text/find.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REVIEWERS = 3, DOCUMENTS = 4, ANNOTATIONS = 120, LINKS = 60, CODES = 4, EXPRESSIONS = 400 };

struct model {
    struct store *s[REVIEWERS];
    int64_t document[DOCUMENTS];
    int64_t code[CODES]; /* 1 stands below 0, 2 by itself, 3 was merged into 2; all below cause */
    struct annotation a[ANNOTATIONS];
    char *quote[ANNOTATIONS];
    bool question[ANNOTATIONS];
    bool from[ANNOTATIONS][ANNOTATIONS]; /* a link that holds */
    uint64_t seed;
};

static unsigned pick(struct model *m, unsigned n)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(m->seed >> 33) % n;
}

/* ---- the file ---- */

static int64_t new_code(struct model *m, const char *name, int64_t parent)
{
    struct err e;
    struct code c;
    assert_int_equal(
        store_code_add(m->s[0], &(struct code_new){.tag = TAG_CAUSE, .name = name, .parent = parent}, &c, &e), ERR_OK);
    int64_t id = c.id;
    code_clear(&c);
    return id;
}

static void tag_one(struct model *m, size_t i)
{
    static const char *const notes[] = {"", "", "跟进", "核实 Later", "已办"};
    struct err e;
    struct annotation *a = &m->a[i];
    struct store *s = m->s[pick(m, REVIEWERS)];
    int64_t start = pick(m, 60);
    enum tag tag = TAG_MANIFESTATION + pick(m, 3);
    assert_int_equal(store_annotate(s, m->document[pick(m, DOCUMENTS)], start, start + 1 + pick(m, 8), tag,
                                    notes[pick(m, 5)], a, &e),
                     ERR_OK);
    if (tag == TAG_CAUSE && pick(m, 2))
        assert_int_equal(store_recode(s, a->id, a->revision, m->code[pick(m, CODES)], &e), ERR_OK);
    m->question[i] = pick(m, 4) == 0;
    if (m->question[i])
        assert_int_equal(store_comment(s, a->id, 0, true, "?", NULL, &e), ERR_OK);
}

static void read_back(struct model *m, size_t i)
{
    struct err e;
    int64_t id = m->a[i].id;
    annotation_clear(&m->a[i]);
    assert_int_equal(store_annotation_get(m->s[0], id, &m->a[i], &e), ERR_OK);
    assert_int_equal(store_quote(m->s[0], m->a[i].document, m->a[i].start, m->a[i].end, 99, &m->quote[i], &e), ERR_OK);
}

static void fill(struct model *m)
{
    struct err e;
    struct code c;
    for (size_t i = 0; i < ANNOTATIONS; i++)
        tag_one(m, i);
    for (int i = 0; i < LINKS; i++) {
        size_t x = pick(m, ANNOTATIONS), y = pick(m, ANNOTATIONS);
        if (m->a[x].tag <= m->a[y].tag)
            continue;
        enum err_code code = store_link(m->s[0], m->a[x].id, m->a[y].id, NULL, NULL, &e);
        assert_true(code == ERR_OK || code == ERR_EXISTS);
        m->from[x][y] = true;
    }
    assert_int_equal(store_code_get(m->s[0], m->code[3], &c, &e), ERR_OK);
    assert_int_equal(store_code_merge(m->s[0], c.id, c.revision, m->code[2], &e), ERR_OK);
    code_clear(&c);
    for (size_t i = 0; i < ANNOTATIONS; i++) {
        struct annotation now;
        assert_int_equal(store_annotation_get(m->s[0], m->a[i].id, &now, &e), ERR_OK);
        if (pick(m, 6) == 0)
            assert_int_equal(
                store_settle(m->s[0], now.id, now.revision, pick(m, 2) ? SETTLED_ACCEPTED : SETTLED_REJECTED, &e),
                ERR_OK);
        else if (pick(m, 8) == 0)
            for (size_t s = 0; s < REVIEWERS; s++)
                store_delete(m->s[s], now.id, now.revision, &e);
        annotation_clear(&now);
    }
    for (size_t i = 0; i < ANNOTATIONS; i++)
        read_back(m, i);
}

static struct model *model_open(const struct fixture *f)
{
    static const char *const names[] = {NULL, "anna", "bob"};
    static const char words[] = "不敢担当作为怕出错问责过度容错机制";
    struct model *m = MEM_NEW(struct model);
    m->seed = 7;
    for (size_t i = 0; i < REVIEWERS; i++)
        m->s[i] = fixture_open(f, names[i]);
    for (int d = 0; d < DOCUMENTS; d++) {
        char name[24];
        struct str text = {0};
        for (int i = 0; i < 70; i++)
            str_addn(&text, words + 3 * pick(m, 17), 3);
        snprintf(name, sizeof name, "paper %d", d + 1);
        m->document[d] = fixture_document(m->s[0], name, text.p);
        str_clear(&text);
        struct err e;
        for (int i = 0; i < 8; i++) { /* noise of one or two characters */
            int64_t at = pick(m, 68);
            store_noise_mark(m->s[0], m->document[d], at, at + 1 + pick(m, 2), NOISE_HAND, NULL, &e);
        }
    }
    m->code[0] = new_code(m, "unwilling", 0);
    m->code[1] = new_code(m, "afraid", m->code[0]);
    m->code[2] = new_code(m, "unable", 0);
    m->code[3] = new_code(m, "untrained", 0);
    fill(m);
    return m;
}

static void model_close(struct model *m)
{
    for (size_t i = 0; i < ANNOTATIONS; i++) {
        annotation_clear(&m->a[i]);
        free(m->quote[i]);
    }
    for (size_t i = 0; i < REVIEWERS; i++)
        store_close(&m->s[i]);
    free(m);
}

/* ---- a plain look ---- */

static bool holds_words(const char *text, const char *words)
{
    struct find *f = find_new(words, strlen(words));
    bool found = find_in(f, text, strlen(text));
    find_free(f);
    return found;
}

/* Whether a link that holds comes in from (or goes out to) an annotation tagged TAG (TAG_NONE: any). */
static bool linked(const struct model *m, size_t i, bool in, enum tag tag)
{
    for (size_t j = 0; j < ANNOTATIONS; j++)
        if ((in ? m->from[j][i] : m->from[i][j]) && !m->a[j].deleted && (!tag || m->a[j].tag == tag))
            return true;
    return false;
}

static bool unanswered(const struct model *m, size_t i)
{
    enum tag tag = m->a[i].tag;
    return tag == TAG_MANIFESTATION ? !linked(m, i, true, TAG_CAUSE)
           : tag == TAG_CAUSE       ? !linked(m, i, true, TAG_REMEDY)
                                    : !linked(m, i, false, TAG_NONE);
}

static const char *const terms[] = {"manifestation",
                                    "cause",
                                    "remedy",
                                    "linked",
                                    "unanswered",
                                    "explains",
                                    "addresses",
                                    "explained",
                                    "addressed",
                                    "coded",
                                    "noted",
                                    "mine",
                                    "question",
                                    "accepted",
                                    "rejected",
                                    "settled",
                                    "by:anna",
                                    "by:anna,bob",
                                    "in:\"paper 2\"",
                                    "in:1",
                                    "in:paper",
                                    "in:\"paper 1\",3",
                                    "tag:cause,remedy",
                                    "code:unwilling",
                                    "code:unwilling/afraid",
                                    "code:unable",
                                    "担当",
                                    "text:出错",
                                    "quote:\"问责\",\"容错\"",
                                    "note:核实",
                                    "note:later",
                                    "note:Later",
                                    "擔當",
                                    "date:today",
                                    "date<today",
                                    "date>=7d"};
enum { TERMS = sizeof terms / sizeof *terms };

static bool holds_field(const struct model *m, size_t i, size_t term)
{
    const struct annotation *a = &m->a[i];
    const char *quote = m->quote[i], *note = a->note;
    switch (term) {
    case 16:
        return a->reviewer == store_reviewer(m->s[1]);
    case 17:
        return a->reviewer == store_reviewer(m->s[1]) || a->reviewer == store_reviewer(m->s[2]);
    case 18:
        return a->document == m->document[1];
    case 19:
        return a->document == 1;
    case 21:
        return a->document == m->document[0] || a->document == 3;
    case 22:
        return a->tag != TAG_MANIFESTATION;
    case 23:
        return a->code == m->code[0] || a->code == m->code[1];
    case 24:
        return a->code == m->code[1];
    case 25:
        return a->code == m->code[2];
    case 26:
    case 32:
        return holds_words(quote, "担当") || holds_words(note, "担当");
    case 27:
        return holds_words(quote, "出错") || holds_words(note, "出错");
    case 28:
        return holds_words(quote, "问责") || holds_words(quote, "容错");
    case 29:
        return holds_words(note, "核实");
    case 30:
    case 31:
        return holds_words(note, "Later");
    default:
        return term != 34; /* every document is a paper, everything was made today */
    }
}

static bool holds(const struct model *m, size_t i, size_t term)
{
    const struct annotation *a = &m->a[i];
    switch (term) {
    case 0:
    case 1:
    case 2:
        return a->tag == TAG_MANIFESTATION + term;
    case 3:
        return linked(m, i, true, TAG_NONE) || linked(m, i, false, TAG_NONE);
    case 4:
        return unanswered(m, i);
    case 5:
        return a->tag == TAG_CAUSE && linked(m, i, false, TAG_NONE);
    case 6:
        return a->tag == TAG_REMEDY && linked(m, i, false, TAG_NONE);
    case 7:
        return linked(m, i, true, TAG_CAUSE);
    case 8:
        return linked(m, i, true, TAG_REMEDY);
    case 9:
        return a->code != 0;
    case 10:
        return *a->note != '\0';
    case 11:
        return a->reviewer == store_reviewer(m->s[0]);
    case 12:
        return m->question[i];
    case 13:
    case 14:
        return a->settled == (term == 13 ? SETTLED_ACCEPTED : SETTLED_REJECTED);
    case 15:
        return a->settled != SETTLED_NONE;
    default:
        return holds_field(m, i, term);
    }
}

/* ---- expressions ---- */

/* A random expression into OUT; which annotations it holds of, in YES. */
static void expression(struct model *m, int depth, struct str *out, bool yes[ANNOTATIONS])
{
    bool other[ANNOTATIONS];
    unsigned kind = depth > 0 ? pick(m, 4) : 0;
    if (kind == 0) {
        size_t term = pick(m, TERMS);
        str_add(out, terms[term]);
        for (size_t i = 0; i < ANNOTATIONS; i++)
            yes[i] = holds(m, i, term);
        return;
    }
    str_add(out, kind == 1 ? "!(" : "(");
    expression(m, depth - 1, out, yes);
    if (kind > 1) {
        str_add(out, kind == 2 ? " & " : " | ");
        expression(m, depth - 1, out, other);
    }
    str_add(out, ")");
    for (size_t i = 0; i < ANNOTATIONS; i++)
        yes[i] = kind == 1 ? !yes[i] : kind == 2 ? yes[i] && other[i] : yes[i] || other[i];
}

static bool count(void *ctx, const struct annotation *a)
{
    bool *got = ctx;
    got[a->id] = true;
    return true;
}

static bool count_brief(void *ctx, const struct brief *b)
{
    bool *got = ctx;
    got[b->id] = true;
    return true;
}

static void compare(const struct model *m, const char *text, const bool *yes, const bool *got, const char *how)
{
    for (size_t i = 0; i < ANNOTATIONS; i++)
        if (got[m->a[i].id] != (yes[i] && !m->a[i].deleted))
            fail_msg("%s, %s: annotation %lld", text, how, (long long)m->a[i].id);
}

static void check(const struct model *m, const char *text, const bool *yes)
{
    struct err e = {0};
    struct filter *f;
    size_t at;
    bool all[ANNOTATIONS + 1] = {false}, one[ANNOTATIONS + 1] = {false}, briefs[ANNOTATIONS + 1] = {false};
    if (store_filter_parse(m->s[0], text, &f, &at, &e))
        fail_msg("%s: at %zu: %s", text, at, e.msg);
    assert_int_equal(store_annotations(m->s[0], &(struct store_filter){.where = f}, count, all, &e), ERR_OK);
    compare(m, text, yes, all, "of all documents");
    for (int d = 0; d < DOCUMENTS; d++) {
        struct store_filter in = {.where = f, .document = m->document[d]};
        assert_int_equal(store_annotations(m->s[0], &in, count, one, &e), ERR_OK);
        assert_int_equal(store_briefs(m->s[0], m->document[d], m->document[d], f, count_brief, briefs, &e), ERR_OK);
    }
    compare(m, text, yes, one, "document by document");
    compare(m, text, yes, briefs, "as briefs");
    filter_free(&f);
}

static void every_term_is_as_the_rows_say(void **state)
{
    struct model *m = model_open(*state);
    bool yes[ANNOTATIONS];
    for (size_t term = 0; term < TERMS; term++) {
        for (size_t i = 0; i < ANNOTATIONS; i++)
            yes[i] = holds(m, i, term);
        check(m, terms[term], yes);
    }
    model_close(m);
}

static void expressions_are_as_the_rows_say(void **state)
{
    struct model *m = model_open(*state);
    for (int i = 0; i < EXPRESSIONS; i++) {
        bool yes[ANNOTATIONS];
        struct str text = {0};
        expression(m, 4, &text, yes);
        check(m, text.p, yes);
        str_clear(&text);
    }
    model_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_term_is_as_the_rows_say, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(expressions_are_as_the_rows_say, fixture_setup_db, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
