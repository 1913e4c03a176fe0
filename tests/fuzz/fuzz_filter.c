/* Any expression is understood or refused at a place inside of it; what is understood prints to what is understood as
 * the same; and SQLite takes every condition that is made of it.
 * Input: an expression. */
#include "db/filter.h"
#include "db/link.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct store_opts opts = {.force = true, .as_name = "anna"};

/* A folder of its own, and a small file in it. They live as long as the process. */
struct bench {
    char dir[256], path[300];
    struct store *s;
};

static void clean_up(int status, void *arg)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock", "-wake", "-live"};
    struct bench *b = arg;
    (void)status;
    store_close(&b->s);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char name[320];
        snprintf(name, sizeof name, "%s%s", b->path, ends[i]);
        unlink(name);
    }
    rmdir(b->dir);
}

static void fill(struct store *s)
{
    static const char text[] = "基层干部不敢担当作为。Nobody looked. 要健全容错机制。";
    struct document_new d = {.name = "paper", .encoding = "UTF-8", .source = text, .text = text};
    struct err e;
    int64_t id;
    d.source_bytes = d.text_bytes = sizeof text - 1;
    LAW(store_document_add(s, &d, &id, &e) == ERR_OK);
    for (int i = 0; i < 6; i++)
        LAW(store_annotate(s, id, i * 4, i * 4 + 6, (enum tag)(1 + i % 3), i % 2 ? "note 担当" : NULL, NULL, &e) ==
            ERR_OK);
    LAW(store_link(s, 1, 2, NULL, NULL, &e) == ERR_OK);
    LAW(store_noise_mark(s, id, 5, 7, NOISE_HAND, NULL, &e) == ERR_OK);
    LAW(store_filter_save(s, "a", "mine | cause", NULL, &e) == ERR_OK);
    LAW(store_filter_save(s, "b", "@a & !(@a) | 担当", NULL, &e) == ERR_OK);
}

static struct bench *bench(void)
{
    static struct bench b;
    struct err e;
    if (b.s)
        return &b;
    const char *tmp = getenv("TMPDIR");
    snprintf(b.dir, sizeof b.dir, "%s/zhupi-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    LAW(mkdtemp(b.dir) != NULL);
    snprintf(b.path, sizeof b.path, "%s/team.db", b.dir);
    LAW(store_create(b.path, &opts, &e) == ERR_OK && store_open(b.path, &opts, &b.s, &e) == ERR_OK);
    fill(b.s);
    LAW(on_exit(clean_up, &b) == 0);
    return &b;
}

static size_t points(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += (*s & 0xC0) != 0x80;
    return n;
}

static bool count(void *ctx, const struct annotation *a)
{
    *(uint64_t *)ctx |= (uint64_t)1 << a->id;
    return true;
}

static bool count_brief(void *ctx, const struct brief *b)
{
    *(uint64_t *)ctx |= (uint64_t)1 << b->id;
    return true;
}

static bool go_on(void *ctx, int64_t id)
{
    (void)ctx;
    return id > 0;
}

/* What passes is the same however it is asked. */
static uint64_t passing(struct store *s, const struct filter *f)
{
    struct err e;
    uint64_t all = 0, one = 0, briefs = 0, single = 0;
    LAW(store_annotations(s, &(struct store_filter){.where = f}, count, &all, &e) == ERR_OK);
    LAW(store_annotations(s, &(struct store_filter){.where = f, .document = 1}, count, &one, &e) == ERR_OK);
    LAW(store_briefs(s, 1, 9, f, count_brief, &briefs, &e) == ERR_OK);
    LAW(store_filter_documents(s, f, 1, INT64_MAX, go_on, NULL, &e) == ERR_OK);
    for (int64_t id = 1; id <= 6; id++) {
        bool yes;
        LAW(store_filter_matches(s, f, id, &yes, &e) == ERR_OK);
        single |= (uint64_t)yes << id;
    }
    LAW(all == one && all == briefs && all == single);
    return all;
}

static void run(struct store *s, const char *text, const char *printed)
{
    struct filter *f, *again;
    struct err e;
    size_t at;
    enum err_code code = store_filter_parse(s, text, &f, &at, &e);
    LAW(code == ERR_OK || (code == ERR_INPUT && at <= points(text)));
    if (code) {
        fuzz_law_error(code, &e);
        return;
    }
    LAW(store_filter_parse(s, printed, &again, &at, &e) == ERR_OK);
    LAW(passing(s, f) == passing(s, again));
    filter_free(&f);
    filter_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {0}, printed = {0}, twice = {0};
    struct filter *f, *again;
    struct err e;
    size_t at = SIZE_MAX;
    str_addn(&text, (const char *)data, strnlen((const char *)data, size));
    enum err_code code = filter_parse(text.p, &f, &at, &e);
    LAW(code == ERR_OK || (code == ERR_INPUT && !f && at <= points(text.p)));
    if (code)
        fuzz_law_error(code, &e);
    filter_print(f, &printed);
    if (!code && printed.len <= FILTER_BYTES_MAX) { /* a quote may grow when it is printed */
        LAW(filter_parse(str_z(&printed), &again, &at, &e) == ERR_OK && !f == !again);
        filter_print(again, &twice);
        LAW(strcmp(str_z(&printed), str_z(&twice)) == 0);
        run(bench()->s, text.p, str_z(&printed));
        filter_free(&again);
    }
    filter_free(&f);
    str_clear(&text);
    str_clear(&printed);
    str_clear(&twice);
    return 0;
}
