/* The annotations in memory against a plain walk over all of them. */
#include "tests/unit.h"

#include "tui/annset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fixture {
    char folder[64], path[96];
    struct store *store;
    int64_t document;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct err e;
    char text[2001];
    memset(text, 'x', 2000);
    text[2000] = '\0';
    strcpy(f.folder, "/tmp/zhupi-annset-XXXXXX");
    if (!mkdtemp(f.folder))
        return -1;
    snprintf(f.path, sizeof f.path, "%s/t.db", f.folder);
    struct document_new d = {
        .name = "t", .encoding = "UTF-8", .source = text, .source_bytes = 2000, .text = text, .text_bytes = 2000};
    if (store_create(f.path, NULL, &e) || store_open(f.path, NULL, &f.store, &e) ||
        store_document_add(f.store, &d, &f.document, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return -1;
    }
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    store_close(&f->store);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    return system(command);
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void check_against_walk(const struct annset *s, int64_t start, int64_t end)
{
    size_t expected = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->items[i]->start >= end || s->items[i]->end <= start)
            continue;
        size_t found = annset_over(s, expected, start, end);
        assert_int_equal(found, i);
        expected = i + 1;
    }
    assert_int_equal(annset_over(s, expected, start, end), s->count);
}

static void check_innermost(const struct annset *s, int64_t at)
{
    const struct annotation *best = NULL, *found = annset_innermost(s, at);
    for (size_t i = 0; i < s->count; i++) {
        const struct annotation *a = s->items[i];
        if (a->start > at || a->end <= at)
            continue;
        if (!best || a->end - a->start < best->end - best->start ||
            (a->end - a->start == best->end - best->start && a->id > best->id))
            best = a;
    }
    assert_ptr_equal(found, best);
}

static void finds_what_a_walk_finds(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct annset s;
    unsigned seed = 7;
    assert_int_equal(annset_load(&s, f->store, f->document, NULL, &e), ERR_OK);
    for (int round = 0; round < 300; round++) {
        int64_t start = next_random(&seed) % 1900, end = start + 1 + next_random(&seed) % (round % 10 ? 20 : 100);
        struct annotation made;
        assert_int_equal(store_annotate(f->store, f->document, start, end, (enum tag)(1 + round % 3), NULL, &made, &e),
                         ERR_OK);
        assert_int_equal(annset_refresh(&s, f->store, made.id, false, &e), ERR_OK);
        assert_int_equal(annset_get(&s, made.id)->start, start);
        if (round % 5 == 4) {
            assert_int_equal(store_delete(f->store, made.id, made.revision, &e), ERR_OK);
            assert_int_equal(annset_refresh(&s, f->store, made.id, false, &e), ERR_OK);
            assert_null(annset_get(&s, made.id));
        }
        annotation_clear(&made);
        int64_t from = next_random(&seed) % 2000;
        check_against_walk(&s, from, from + 1 + next_random(&seed) % 60);
        check_innermost(&s, from);
    }
    struct annset again;
    assert_int_equal(annset_load(&again, f->store, f->document, NULL, &e), ERR_OK);
    assert_int_equal(again.count, s.count);
    for (size_t i = 0; i < s.count; i++) {
        assert_int_equal(again.items[i]->id, s.items[i]->id);
        assert_int_equal(annset_index(&s, s.items[i]->id), i);
    }
    assert_int_equal(s.tags[1] + s.tags[2] + s.tags[3], s.count);
    annset_clear(&again);
    annset_clear(&s);
}

static void an_empty_set_holds_nothing(void **state)
{
    (void)state;
    struct annset s = {0};
    assert_int_equal(annset_from(&s, 0), 0);
    assert_int_equal(annset_over(&s, 0, 0, 10), 0);
    assert_null(annset_innermost(&s, 0));
    assert_null(annset_get(&s, 5));
    annset_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(finds_what_a_walk_finds, set_up, tear_down),
        cmocka_unit_test(an_empty_set_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
