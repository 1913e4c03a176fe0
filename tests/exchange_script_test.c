/* Commands by words, over a real store. */
#include "exchange/script.h"

#include "base/str.h"
#include "db/link.h"
#include "tests/exchange_scratch.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467" /* 5 code points, one cluster */

static enum err_code run(struct script *sc, const char *name, char *uuid, struct err *e, int argc, ...)
{
    char *argv[8];
    va_list ap;
    va_start(ap, argc);
    for (int i = 0; i < argc; i++)
        argv[i] = va_arg(ap, char *);
    va_end(ap);
    script_fn *fn = script_find(name);
    assert_non_null(fn);
    *e = (struct err){0};
    return fn(sc, argc, argv, uuid, e);
}

static struct annotation find(struct scratch *s, const char *uuid)
{
    struct annotation a;
    struct err e;
    assert_int_equal(store_annotation_find(s->store, uuid, &a, &e), ERR_OK);
    return a;
}

static void test_life_of_an_annotation(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "a b.txt", "设备断电，因为漏水。");
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE], again[UUID_SIZE];
    struct err e;
    assert_int_equal(run(sc, "annotate", uuid, &e, 5, "a b.txt", "0", "4", "m", "一条 说明"), ERR_OK);
    struct annotation a = find(s, uuid);
    assert_int_equal(a.tag, TAG_MANIFESTATION);
    assert_string_equal(a.note, "一条 说明");
    annotation_clear(&a);
    assert_int_equal(run(sc, "annotation-move", again, &e, 3, uuid, "5", "9"), ERR_OK);
    assert_string_equal(again, uuid);
    assert_int_equal(run(sc, "annotation-retag", again, &e, 2, uuid, "cause"), ERR_OK);
    assert_int_equal(run(sc, "annotation-note", again, &e, 1, uuid), ERR_OK);
    a = find(s, uuid);
    assert_int_equal(a.start, 5);
    assert_int_equal(a.end, 9);
    assert_int_equal(a.tag, TAG_CAUSE);
    assert_string_equal(a.note, "");
    annotation_clear(&a);
    assert_int_equal(run(sc, "annotation-delete", again, &e, 1, uuid), ERR_OK);
    assert_int_equal(run(sc, "annotation-delete", again, &e, 1, uuid), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "undo", again, &e, 0), ERR_OK);
    assert_string_equal(again, uuid);
    a = find(s, uuid);
    assert_false(a.deleted);
    annotation_clear(&a);
    assert_int_equal(run(sc, "redo", again, &e, 0), ERR_OK);
    a = find(s, uuid);
    assert_true(a.deleted);
    annotation_clear(&a);
    script_free(&sc);
}

static void test_documents_by_id_and_name(void **state)
{
    struct scratch *s = *state;
    int64_t first = scratch_document(s, "first", "one two");
    int64_t second = scratch_document(s, "second", "three");
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE], id[24];
    struct err e;
    snprintf(id, sizeof id, "%lld", (long long)second);
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, id, "0", "5", "remedy"), ERR_OK);
    struct annotation a = find(s, uuid);
    assert_int_equal(a.document, second);
    annotation_clear(&a);
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "first", "0", "7", "remedy"), ERR_OK);
    a = find(s, uuid);
    assert_int_equal(a.document, first);
    annotation_clear(&a);
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "second", "0", "7", "remedy"), ERR_INPUT);
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "third", "0", "1", "remedy"), ERR_NOT_FOUND);
    script_free(&sc);
}

static void test_ranges_are_refused_not_mended(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "ab" FAMILY "cd");
    static const char *const wrong[][2] = {
        {"3", "7"}, {"0", "4"}, {"2", "2"},  {"4", "2"},  {"0", "10"}, {"9", "9"},
        {"x", "2"}, {"", "2"},  {"-1", "2"}, {"+0", "2"}, {"0 ", "2"}, {"0", "99999999999999999999"},
    };
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE];
    struct err e;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", wrong[i][0], wrong[i][1], "c"), ERR_INPUT);
        assert_string_not_equal(e.msg, "");
    }
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", "3", "7", "c"), ERR_INPUT);
    assert_non_null(strstr(e.msg, "3"));
    assert_non_null(strstr(e.msg, "from 2 up to 7"));
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", "0", "2", "blame"), ERR_INPUT);
    assert_int_equal(run(sc, "undo", uuid, &e, 0), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", "2", "7", "c"), ERR_OK);
    assert_int_equal(run(sc, "annotation-move", uuid, &e, 3, uuid, "2", "4"), ERR_INPUT);
    script_free(&sc);
}

static bool add_body(void *ctx, const struct comment *c)
{
    struct str *out = ctx;
    str_addf(out, "%s%s%s%s ", c->thread == c->id ? "" : "-", c->body, c->question ? "?" : "", c->resolved ? "!" : "");
    return true;
}

static void says(struct scratch *s, const char *want)
{
    struct err e;
    struct str got = {0};
    assert_int_equal(store_comments(s->store, NULL, add_body, &got, &e), ERR_OK);
    assert_string_equal(str_z(&got), want);
    str_clear(&got);
}

static void test_threads(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "one two");
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE], question[UUID_SIZE], reply[UUID_SIZE], again[UUID_SIZE];
    struct err e;
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", "0", "3", "c"), ERR_OK);
    assert_int_equal(run(sc, "annotation-question", question, &e, 2, uuid, "为什么"), ERR_OK);
    assert_string_not_equal(question, uuid);
    assert_int_equal(run(sc, "comment-reply", reply, &e, 2, question, "so"), ERR_OK);
    assert_string_not_equal(reply, question);
    assert_int_equal(run(sc, "comment-reply", again, &e, 2, reply, "and so"), ERR_OK);
    assert_int_equal(run(sc, "annotation-comment", again, &e, 2, uuid, "good"), ERR_OK);
    says(s, "为什么? -so -and so good ");
    assert_int_equal(run(sc, "comment-resolve", again, &e, 1, reply), ERR_OK);
    assert_string_equal(again, question);
    says(s, "为什么?! -so -and so good ");
    assert_int_equal(run(sc, "comment-reopen", again, &e, 1, question), ERR_OK);
    assert_string_equal(again, question);
    says(s, "为什么? -so -and so good ");
    assert_int_equal(run(sc, "undo", again, &e, 0), ERR_OK);
    assert_string_equal(again, uuid);
    says(s, "为什么?! -so -and so good ");
    assert_int_equal(run(sc, "comment-reply", again, &e, 2, uuid, "x"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "annotation-comment", again, &e, 2, question, "x"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "annotation-comment", again, &e, 2, uuid, ""), ERR_INPUT);
    script_free(&sc);
}

static void test_verdicts(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "one two");
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE], again[UUID_SIZE];
    struct err e;
    assert_int_equal(run(sc, "annotate", uuid, &e, 4, "d", "0", "3", "c"), ERR_OK);
    static const struct {
        const char *word;
        enum settled settled;
    } cases[] = {{"accepted", SETTLED_ACCEPTED}, {"rejected", SETTLED_REJECTED}, {"open", SETTLED_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(run(sc, "annotation-settle", again, &e, 2, uuid, cases[i].word), ERR_OK);
        assert_string_equal(again, uuid);
        struct annotation a = find(s, uuid);
        assert_int_equal(a.settled, cases[i].settled);
        annotation_clear(&a);
    }
    assert_int_equal(run(sc, "annotation-settle", again, &e, 2, uuid, "good"), ERR_INPUT);
    assert_non_null(strstr(e.msg, "good"));
    assert_int_equal(run(sc, "annotation-settle", again, &e, 2, "none", "open"), ERR_NOT_FOUND);
    script_free(&sc);
}

static void test_undo_goes_past_what_is_blocked(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "one two");
    struct store *wang;
    char first[UUID_SIZE], second[UUID_SIZE], again[UUID_SIZE];
    struct err e;
    assert_int_equal(store_open(store_path(s->store), &(struct store_opts){.as_name = "wang"}, &wang, &e), ERR_OK);
    struct script *sc = script_new(wang), *lead = script_new(s->store);
    assert_int_equal(run(sc, "annotate", first, &e, 4, "d", "0", "3", "c"), ERR_OK);
    assert_int_equal(run(sc, "annotate", second, &e, 4, "d", "4", "7", "c"), ERR_OK);
    assert_int_equal(run(lead, "annotation-settle", again, &e, 2, second, "accepted"), ERR_OK);
    for (int i = 0; i < 2; i++) { /* a script says what it means */
        assert_int_equal(run(sc, "undo", again, &e, 0), ERR_STALE);
        assert_non_null(strstr(e.msg, "; “undo past” goes past it"));
    }
    assert_int_equal(run(sc, "undo", again, &e, 1, "all"), ERR_INPUT);
    assert_int_equal(run(sc, "undo", again, &e, 1, "past"), ERR_OK);
    assert_string_equal(again, first);
    assert_int_equal(run(sc, "undo", again, &e, 1, "past"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "redo", again, &e, 1, "past"), ERR_OK);
    assert_string_equal(again, first);
    script_free(&sc);
    script_free(&lead);
    store_close(&wang);
}

static bool add_noise(void *ctx, const struct noise_mark *m)
{
    str_addf(ctx, "%zu-%zu ", m->noise.span.start, m->noise.span.end);
    return true;
}

static void noise_is(struct scratch *s, const char *want)
{
    struct document d;
    struct str got = {0};
    struct err e;
    assert_int_equal(store_document_find(s->store, "d", &d, &e), ERR_OK);
    assert_int_equal(store_noise(s->store, d.id, add_noise, &got, &e), ERR_OK);
    assert_string_equal(str_z(&got), want);
    str_clear(&got);
    document_clear(&d);
}

static void test_noise(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "会议第2页指出，要整改。");
    struct script *sc = script_new(s->store);
    char uuid[UUID_SIZE], again[UUID_SIZE];
    struct err e;
    assert_int_equal(run(sc, "noise-mark", uuid, &e, 3, "d", "2", "5"), ERR_OK);
    assert_int_equal(run(sc, "noise-mark", again, &e, 3, "d", "2", "5"), ERR_EXISTS);
    assert_int_equal(run(sc, "noise-mark", again, &e, 3, "d", "5", "2"), ERR_INPUT);
    assert_int_equal(run(sc, "noise-mark", again, &e, 3, "d", "5", "99"), ERR_INPUT);
    assert_int_equal(run(sc, "noise-mark", again, &e, 3, "d", "7", "8"), ERR_OK);
    assert_string_equal(again, uuid); /* the document's */
    noise_is(s, "2-5 7-8 ");
    assert_int_equal(run(sc, "noise-lift", again, &e, 3, "d", "3", "7"), ERR_NOT_FOUND); /* none lies inside */
    assert_int_equal(run(sc, "noise-lift", again, &e, 3, "d", "0", "6"), ERR_OK);
    noise_is(s, "7-8 ");
    assert_int_equal(run(sc, "undo", again, &e, 0), ERR_OK);
    noise_is(s, "2-5 7-8 ");
    assert_int_equal(run(sc, "noise-lift", again, &e, 3, "d", "0", "12"), ERR_OK);
    noise_is(s, "");
    script_free(&sc);
}

static void test_links(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "a.txt", "设备断电，因为漏水。");
    struct script *sc = script_new(s->store);
    char what[UUID_SIZE], why[UUID_SIZE], link[UUID_SIZE], again[UUID_SIZE] = "";
    struct err e;
    struct link l;
    assert_int_equal(run(sc, "annotate", what, &e, 4, "a.txt", "0", "4", "m"), ERR_OK);
    assert_int_equal(run(sc, "annotate", why, &e, 4, "a.txt", "5", "9", "c"), ERR_OK);
    assert_int_equal(run(sc, "link-add", link, &e, 3, what, why, "漏水 所以"), ERR_OK);
    assert_int_equal(store_link_find(s->store, link, &l, &e), ERR_OK);
    assert_string_equal(l.note, "漏水 所以");
    assert_int_equal(l.from_tag, TAG_CAUSE);
    link_clear(&l);
    assert_int_equal(run(sc, "link-add", again, &e, 2, why, what), ERR_EXISTS);
    assert_non_null(strstr(e.msg, link));
    assert_int_equal(run(sc, "link-add", again, &e, 2, why, why), ERR_INPUT);
    assert_int_equal(run(sc, "link-add", again, &e, 2, why, "none"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "link-note", again, &e, 1, link), ERR_OK);
    assert_string_equal(again, link);
    assert_int_equal(store_link_find(s->store, link, &l, &e), ERR_OK);
    assert_string_equal(l.note, "");
    link_clear(&l);
    assert_int_equal(run(sc, "link-remove", again, &e, 1, link), ERR_OK);
    assert_string_equal(again, link);
    assert_int_equal(run(sc, "link-remove", again, &e, 1, link), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "link-note", again, &e, 2, link, "x"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "link-note", again, &e, 2, "none", "x"), ERR_NOT_FOUND);
    assert_int_equal(run(sc, "undo", again, &e, 0), ERR_OK);
    assert_string_equal(again, why); /* where it comes from */
    script_free(&sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_life_of_an_annotation, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_documents_by_id_and_name, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_ranges_are_refused_not_mended, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_threads, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_links, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_noise, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_verdicts, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(test_undo_goes_past_what_is_blocked, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
