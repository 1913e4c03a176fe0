/* Filters against a file: what passes is what a plain look at the rows says. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"
#include "db/filter.h"
#include "db/link.h"

#include <stdio.h>
#include <string.h>

/* The ids of those that pass, with a blank behind each. */
static bool add_id(void *ctx, const struct annotation *a)
{
    str_addf(ctx, "%lld ", (long long)a->id);
    return true;
}

static bool add_brief(void *ctx, const struct brief *b)
{
    str_addf(ctx, "%lld ", (long long)b->id);
    return true;
}

static bool add_document(void *ctx, int64_t id)
{
    str_addf(ctx, "%lld ", (long long)id);
    return true;
}

static struct filter *parsed(struct store *s, const char *expression)
{
    struct err e = {0};
    struct filter *f;
    size_t at;
    if (store_filter_parse(s, expression, &f, &at, &e))
        fail_msg("%s: at %zu: %s", expression, at, e.msg);
    return f;
}

/* Of all annotations EXPECTED pass, in this order, also as briefs, and store_filter_matches says the same of each. */
static void passes(struct store *s, const char *expression, const char *expected)
{
    struct err e = {0};
    struct str ids = {0}, briefs = {0};
    struct filter *f = parsed(s, expression);
    assert_int_equal(store_annotations(s, &(struct store_filter){.where = f}, add_id, &ids, &e), ERR_OK);
    if (strcmp(str_z(&ids), expected) != 0)
        fail_msg("%s: %s, not %s", expression, str_z(&ids), expected);
    assert_int_equal(store_briefs(s, 0, INT64_MAX, f, add_brief, &briefs, &e), ERR_OK);
    assert_string_equal(str_z(&briefs), expected);
    str_clear(&briefs);
    for (int64_t id = 1; id <= 9; id++) {
        bool yes;
        const char digits[] = {(char)('0' + id), ' ', '\0'};
        assert_int_equal(store_filter_matches(s, f, id, &yes, &e), ERR_OK);
        assert_int_equal(yes, strstr(expected, digits) != NULL);
    }
    filter_free(&f);
    str_clear(&ids);
}

static void documents_are(struct store *s, const char *expression, const char *expected)
{
    struct err e = {0};
    struct str ids = {0};
    struct filter *f = parsed(s, expression);
    assert_int_equal(store_filter_documents(s, f, 1, INT64_MAX, add_document, &ids, &e), ERR_OK);
    if (strcmp(str_z(&ids), expected) != 0)
        fail_msg("%s: %s, not %s", expression, str_z(&ids), expected);
    filter_free(&f);
    str_clear(&ids);
}

static void refused(struct store *s, const char *expression, size_t place, const char *says)
{
    struct err e = {0};
    struct filter *f;
    size_t at = 9999;
    assert_int_equal(store_filter_parse(s, expression, &f, &at, &e), ERR_INPUT);
    assert_null(f);
    if (at != place || !strstr(e.msg, says))
        fail_msg("%s: at %zu: %s", expression, at, e.msg);
}

static int64_t tag(struct store *s, int64_t document, int64_t start, int64_t end, enum tag tag, const char *note)
{
    struct err e = {0};
    struct annotation a;
    assert_int_equal(store_annotate(s, document, start, end, tag, note, &a, &e), ERR_OK);
    int64_t id = a.id;
    annotation_clear(&a);
    return id;
}

static const char text[] = "基层干部不敢担当作为。因为问责過度，怕出错。要健全容错机制。";

static void add_noise(const struct fixture *f, int64_t document, int64_t start, int64_t end)
{
    char sql[200];
    snprintf(sql, sizeof sql,
             "INSERT INTO noise (document_id, start, end, kind, created, updated) VALUES (%lld, %lld, %lld, 'page', 0, "
             "0)",
             (long long)document, (long long)start, (long long)end);
    fixture_sql(f->path, sql);
}

/* Two reviewers, two documents, four annotations, a link from 2 to 1, a question under 3. */
struct team {
    struct store *anna, *bob;
    int64_t report, plan;
};

static struct team team_open(const struct fixture *f)
{
    struct err e;
    struct store *first = fixture_open(f, NULL);
    struct team t = {.anna = fixture_open(f, "anna"), .bob = fixture_open(f, "bob")};
    assert_int_equal(store_role_set(first, store_reviewer(t.anna), ROLE_LEAD, &e), ERR_OK);
    store_close(&first);
    t.report = fixture_document(t.anna, "report on duty", text);
    t.plan = fixture_document(t.anna, "plan of 2026", "x");
    t.plan = fixture_document(t.anna, "plan", text + 3);
    assert_int_equal(tag(t.anna, t.report, 4, 8, TAG_MANIFESTATION, "Noted here"), 1);
    assert_int_equal(tag(t.anna, t.report, 13, 17, TAG_CAUSE, ""), 2);
    assert_int_equal(tag(t.bob, t.plan, 4, 8, TAG_MANIFESTATION, ""), 3);
    assert_int_equal(tag(t.bob, t.plan, 22, 28, TAG_REMEDY, ""), 4);
    assert_int_equal(store_link(t.anna, 1, 2, NULL, NULL, &e), ERR_OK);
    assert_int_equal(store_comment(t.anna, 3, 0, true, "why?", NULL, &e), ERR_OK);
    return t;
}

static void team_close(struct team *t)
{
    store_close(&t->bob);
    store_close(&t->anna);
}

static void words_of_the_language(void **state)
{
    struct err e;
    struct team t = team_open(*state);
    struct store *s = t.anna;
    passes(s, "", "1 2 3 4 ");
    passes(s, "manifestation", "1 3 ");
    passes(s, "C", "2 ");
    passes(s, "tag:cause,remedy", "2 4 ");
    passes(s, "linked", "1 2 ");
    passes(s, "!linked", "3 4 ");
    passes(s, "explains", "2 ");
    passes(s, "explained", "1 ");
    passes(s, "addresses | addressed", "");
    passes(s, "unanswered", "2 3 4 "); /* a cause without a remedy, a manifestation without a cause, a loose remedy */
    passes(s, "noted", "1 ");
    passes(s, "mine", "1 2 ");
    passes(t.bob, "mine", "3 4 ");
    passes(s, "question", "3 ");
    passes(s, "coded | settled", "");
    assert_int_equal(store_settle(s, 4, 1, SETTLED_REJECTED, &e), ERR_OK);
    passes(s, "settled", "4 ");
    passes(s, "rejected", "4 ");
    passes(s, "accepted", "");
    passes(s, "!accepted", "1 2 3 4 ");
    assert_int_equal(store_link(t.bob, 4, 2, NULL, NULL, &e), ERR_OK);
    passes(s, "addressed", "2 ");
    passes(s, "unanswered", "3 ");
    assert_int_equal(store_delete(s, 2, 1, &e), ERR_OK); /* the other ends stand alone again */
    passes(s, "linked", "");
    passes(s, "unanswered", "1 3 4 ");
    team_close(&t);
}

static void fields(void **state)
{
    struct team t = team_open(*state);
    struct store *s = t.anna;
    char in[40];
    passes(s, "by:anna", "1 2 ");
    passes(s, "by:ANNA,bob", "1 2 3 4 ");
    snprintf(in, sizeof in, "in:%lld", (long long)t.plan);
    passes(s, in, "3 4 ");
    passes(s, "in:plan", "3 4 ");
    passes(s, "!in:plan", "1 2 ");
    passes(s, "in:duty", "1 2 ");
    passes(s, "in:\"duty rep\" & cause", "2 ");
    passes(s, "in:\"duty rep\",plan", "1 2 3 4 ");
    passes(s, "date:today", "1 2 3 4 ");
    passes(s, "date:7d & mine", "1 2 ");
    passes(s, "date<today | date:2000", "");
    passes(s, "date>=2020 !date>=2999-01", "1 2 3 4 ");
    passes(s, "date:1999..today", "1 2 3 4 ");
    documents_are(s, "cause", "1 ");
    documents_are(s, "manifestation", "1 3 ");
    documents_are(s, "plan", "2 3 ");
    documents_are(s, "!plan", "1 ");
    documents_are(s, "in:2", "2 ");
    documents_are(s, "plan & mine", "");
    documents_are(s, "", "1 2 3 ");
    refused(s, "cause & by:ann", 11, "there is no reviewer “ann”: did you mean anna?");
    refused(s, "by:zoe", 3, "there is no reviewer “zoe”");
    refused(s, "by:anna,zoe", 8, "there is no reviewer “zoe”");
    refused(s, "in:nowhere", 3, "there is no document");
    refused(s, "code:none", 5, "code");
    refused(s, "!(mine | @none)", 9, "there is no saved filter “none”");
    team_close(&t);
}

/* 基层干部不敢担当作为。因为问责過度，怕出错。要健全容错机制。 */
static void words_in_texts(void **state)
{
    const struct fixture *f = *state;
    struct team t = team_open(f);
    struct store *s = t.anna;
    passes(s, "不敢担当", "1 ");
    passes(s, "不敢擔當", "1 ");      /* traditional for simplified */
    passes(s, "text:问责过度", "2 "); /* and the other way about */
    passes(s, "担当作为", "");        /* the passage ends before */
    passes(s, "敢担", "1 3 ");
    passes(s, "quote:noted", "");
    passes(s, "note:noted", "1 ");
    passes(s, "note:Noted", "1 ");
    passes(s, "note:nOted", "");
    passes(s, "noted here", "1 ");
    passes(s, "\"不敢\" 担当 !remedy", "1 ");
    passes(s, "\"担\" | \"机制\"", "1 3 4 ");
    passes(s, "!\"担\"", "2 4 ");
    team_close(&t);
}

static void noise_is_gone_past(void **state)
{
    const struct fixture *f = *state;
    struct store *s = fixture_open(f, "anna");
    int64_t d = fixture_document(s, "a", "会议指出第2页共9页，要整改。又一句。"); /* the noise: 4 to 10 */
    tag(s, d, 0, 14, TAG_CAUSE, "");
    tag(s, d, 6, 13, TAG_CAUSE, "");
    tag(s, d, 2, 7, TAG_CAUSE, "");
    tag(s, d, 5, 9, TAG_CAUSE, "");
    passes(s, "共9", "1 4 2 ");
    add_noise(f, d, 4, 8);
    add_noise(f, d, 7, 10);
    passes(s, "共9", "4 "); /* nothing but noise is a quote as it stands */
    passes(s, "\"指出，要\"", "1 ");
    passes(s, "\"，要整\"", "1 2 ");
    passes(s, "指出", "1 3 ");
    passes(s, "\"出，\"", "1 ");
    store_close(&s);
}

static void values_are_only_values(void **state)
{
    const struct fixture *f = *state;
    struct err e;
    struct team t = team_open(f);
    struct store *s = t.anna;
    static const char *const hostile[] = {
        "\"') OR 1=1 --\"", "\"'; DROP TABLE annotation; --\"", "\"%\"", "\"_\"", "\"?1\"", "\"$filter\"", "\"\\\"\""};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct str note = {0}, by = {0};
        passes(s, hostile[i], "");
        str_addf(&note, "note:%s | cause", hostile[i]);
        passes(s, note.p, "2 ");
        str_addf(&by, "by:%s", hostile[i]);
        refused(s, by.p, 3, "there is no reviewer");
        str_clear(&note);
        str_clear(&by);
    }
    assert_int_equal(store_note(s, 2, 1, "50%_ ') OR 1=1 --", &e), ERR_OK);
    passes(s, hostile[0], "2 ");
    passes(s, "note:%", "2 ");
    fixture_sound(s, t.report, 2);
    team_close(&t);
}

/* A text that is damaged keeps nothing else from being found. */
static void a_damaged_text_holds_nothing(void **state)
{
    const struct fixture *f = *state;
    struct team t = team_open(f);
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE document_text SET text = 'x' WHERE document_id = %lld", (long long)t.report);
    fixture_sql(f->path, sql);
    passes(t.anna, "担当", "3 ");
    passes(t.anna, "note:noted", "1 ");
    fixture_sql(f->path, "DELETE FROM document_text");
    passes(t.anna, "担当 | noted", "1 ");
    team_close(&t);
}

/* ---- saved filters ---- */

static bool add_saved(void *ctx, const struct saved_filter *f)
{
    str_addf(ctx, "%s=%s by %s;", f->name, f->expression, f->reviewer_name);
    return true;
}

static void saved_are(struct store *s, const char *expected)
{
    struct err e;
    struct str out = {0};
    assert_int_equal(store_filters(s, add_saved, &out, &e), ERR_OK);
    assert_string_equal(str_z(&out), expected);
    str_clear(&out);
}

static void save(struct store *s, const char *name, const char *expression)
{
    struct err e;
    if (store_filter_save(s, name, expression, NULL, &e))
        fail_msg("%s: %s", expression, e.msg);
}

static void not_saved(struct store *s, const char *name, const char *expression, enum err_code why, size_t place)
{
    struct err e;
    size_t at = 9999;
    assert_int_equal(store_filter_save(s, name, expression, &at, &e), why);
    assert_int_equal(at, place);
}

static void filters_are_saved(void **state)
{
    struct err e;
    struct team t = team_open(*state);
    save(t.anna, "open", "unanswered & !settled");
    save(t.bob, "手里", "@open mine");
    saved_are(t.bob, "open=unanswered & !settled by anna;手里=@open mine by bob;");
    passes(t.anna, "@open", "2 3 4 ");
    passes(t.anna, "!@open", "1 ");
    passes(t.anna, "cause | @手里", "2 "); /* whoever looks is "mine" */
    passes(t.bob, "@手里", "3 4 ");
    passes(t.bob, "!(@手里) & cause", "2 ");
    save(t.anna, "open", "question");
    passes(t.bob, "@手里", "3 ");  /* what others change counts at once for whoever parses it anew */
    save(t.anna, "手里", "cause"); /* as lead */
    saved_are(t.bob, "open=question by anna;手里=cause by bob;");
    not_saved(t.bob, "open", "mine", ERR_DENIED, 0);
    assert_int_equal(store_filter_remove(t.bob, "open", &e), ERR_DENIED);
    assert_int_equal(store_filter_remove(t.bob, "none", &e), ERR_NOT_FOUND);
    assert_int_equal(store_filter_remove(t.bob, "手里", &e), ERR_OK);
    assert_int_equal(store_filter_remove(t.bob, "手里", &e), ERR_NOT_FOUND);
    saved_are(t.bob, "open=question by anna;");
    save(t.anna, "手里", "remedy"); /* the name is free again */
    saved_are(t.bob, "open=question by anna;手里=remedy by anna;");
    fixture_sound(t.anna, t.report, 2);
    team_close(&t);
}

static void saving_is_undone(void **state)
{
    struct err e;
    struct undone u;
    struct team t = team_open(*state);
    save(t.bob, "x", "cause");
    save(t.bob, "x", "remedy");
    save(t.bob, "x", "remedy"); /* changes nothing */
    assert_int_equal(store_filter_remove(t.bob, "x", &e), ERR_OK);
    assert_int_equal(store_undo(t.bob, &u, &e), ERR_OK);
    assert_string_equal(u.entity, "filter");
    assert_string_equal(u.action, "delete");
    saved_are(t.bob, "x=remedy by bob;");
    assert_int_equal(store_undo(t.bob, &u, &e), ERR_OK);
    saved_are(t.bob, "x=cause by bob;");
    assert_int_equal(store_undo(t.bob, &u, &e), ERR_OK);
    saved_are(t.bob, "");
    save(t.anna, "x", "mine");
    assert_int_equal(store_redo(t.bob, &u, &e), ERR_STALE);
    assert_int_equal(store_filter_remove(t.anna, "x", &e), ERR_OK);
    saved_are(t.bob, "");
    fixture_sound(t.anna, t.report, 2);
    team_close(&t);
}

static void saved_filters_lead_nowhere(void **state)
{
    const struct fixture *f = *state;
    struct team t = team_open(f);
    char name[16], expression[32];
    save(t.anna, "a", "cause");
    save(t.anna, "b", "mine | @a");
    not_saved(t.anna, "a", "remedy & @a", ERR_INPUT, 9);
    not_saved(t.anna, "a", "remedy & !(@b)", ERR_INPUT, 11);
    not_saved(t.anna, "a", "", ERR_INPUT, 0);
    not_saved(t.anna, "a", "mine & linkd", ERR_INPUT, 7);
    not_saved(t.anna, "a b", "mine", ERR_INPUT, 0);
    not_saved(t.anna, "a&b", "mine", ERR_INPUT, 0);
    not_saved(t.anna, "a，b", "mine", ERR_INPUT, 0);
    not_saved(t.anna, "", "mine", ERR_INPUT, 0);
    not_saved(t.anna, "a\xE2\x80\x8B", "mine", ERR_INPUT, 0); /* a zero-width space */
    fixture_sql(f->path, "UPDATE filter SET expression = '@b' WHERE name = 'a'");
    refused(t.anna, "mine & @b", 7, "@b: @a: the saved filter @b leads to itself");
    fixture_sql(f->path, "UPDATE filter SET expression = 'mine & (' WHERE name = 'a'");
    refused(t.anna, "mine & @b", 7, "@b: @a: after ( a condition is expected");
    fixture_sql(f->path, "UPDATE filter SET expression = '' WHERE name = 'a'");
    passes(t.anna, "@a", "1 2 3 4 "); /* nothing is asked */
    fixture_sql(f->path, "UPDATE filter SET expression = x'ff' || '' WHERE name = 'a'");
    passes(t.anna, "@a", "");
    fixture_sql(f->path, "UPDATE filter SET expression = 'mine' WHERE name = 'a'");
    for (int i = 0; i < 20; i++) { /* each twice the one before */
        snprintf(name, sizeof name, "n%d", i);
        snprintf(expression, sizeof expression, i ? "@n%d | @n%d" : "mine", i - 1, i - 1);
        struct err e;
        enum err_code code = store_filter_save(t.anna, name, expression, NULL, &e);
        assert_true(code == ERR_OK || code == ERR_INPUT);
        if (i < 5)
            assert_int_equal(code, ERR_OK);
        if (i == 9)
            assert_int_equal(code, ERR_INPUT);
    }
    team_close(&t);
}

/* The deepest and the longest that are understood are understood by SQLite, too; also through saved filters. */
static void the_greatest_filters_work(void **state)
{
    struct team t = team_open(*state);
    static const char *const inside[] = {"unanswered", "text:担当", "in:report,plan", "date:2026,7d", "by:anna,bob"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        struct str deep = {0}, name = {0};
        for (int level = 0; level < FILTER_DEPTH_MAX; level++)
            str_add(&deep, level % 2 ? "noted | !(" : "cause & !(");
        str_add(&deep, inside[i]);
        for (int level = 0; level < FILTER_DEPTH_MAX; level++)
            str_addc(&deep, ')');
        struct filter *f = parsed(t.anna, deep.p);
        bool yes;
        struct err e;
        assert_int_equal(store_filter_matches(t.anna, f, 1, &yes, &e), ERR_OK);
        filter_free(&f);
        str_addf(&name, "deep%zu", i);
        save(t.anna, name.p, deep.p);
        str_truncate(&deep, 0);
        str_addf(&deep, "mine | (cause & @%s)", name.p);
        refused(t.anna, deep.p, 16, "parentheses in one another");
        str_clear(&deep);
        str_clear(&name);
    }
    struct str many = {0};
    for (int i = 0; i < FILTER_TERMS_MAX; i++)
        str_addf(&many, "%s", i ? " | unanswered" : "unanswered");
    passes(t.anna, many.p, "2 3 4 ");
    str_clear(&many);
    team_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_of_the_language, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(fields, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(words_in_texts, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(noise_is_gone_past, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(values_are_only_values, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_greatest_filters_work, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_text_holds_nothing, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(filters_are_saved, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(saving_is_undone, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(saved_filters_lead_nowhere, fixture_setup_db, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
