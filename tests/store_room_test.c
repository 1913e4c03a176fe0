/* No room: a limit on the size of files, and a disk that is really full. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/mem.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#define NOTE 60000

static char *long_note(void)
{
    char *note = mem_alloc(NOTE + 1, 1);
    memset(note, 'n', NOTE);
    note[NOTE] = '\0';
    return note;
}

static int64_t feed_head(struct store *s)
{
    struct err e;
    int64_t head;
    assert_int_equal(store_feed_head(s, &head, &e), ERR_OK);
    return head;
}

/* Write until it fails, which must be for want of room and change nothing; the number of tags that were made. */
static int fill(struct store *s, const char *note)
{
    struct err e;
    enum err_code code = ERR_OK;
    int made = 0;
    int64_t head = 0;
    for (; !code && made < 1000; made += !code) {
        head = feed_head(s);
        code = store_annotate(s, 1, 0, 4, TAG_CAUSE, note, NULL, &e);
    }
    if (code != ERR_FULL)
        fail_msg("%d: %s", code, e.msg);
    assert_non_null(strstr(e.msg, store_path(s)));
    assert_int_equal(feed_head(s), head);
    return made;
}

static bool no_findings(void *ctx, const char *line)
{
    (void)ctx;
    fail_msg("%s", line);
    return true;
}

static void all_is_there(struct store *s, int made)
{
    struct err e;
    size_t findings;
    struct document d;
    assert_int_equal(store_check(s, no_findings, NULL, &findings, &e), ERR_OK);
    assert_int_equal(store_document_get(s, 1, &d, &e), ERR_OK);
    assert_int_equal(d.annotations, made);
    document_clear(&d);
}

static void a_limit_on_the_file_size_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct rlimit old, small;
    struct err e;
    char *note = long_note();
    struct store *s = fixture_open(f, NULL);
    fixture_document(s, "a", "some text");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 1000 * 1000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int made = fill(s, note);
    all_is_there(s, made);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(store_annotate(s, 1, 0, 4, TAG_CAUSE, note, NULL, &e), ERR_OK); /* the same session goes on */
    all_is_there(s, made + 1);
    store_close(&s);
    free(note);
}

static void a_full_disk_loses_nothing(void **state)
{
    struct fixture *f = *state;
    struct fixture small;
    struct err e;
    snprintf(small.dir, sizeof small.dir, "%.200s", f->dir);
    snprintf(small.path, sizeof small.path, "%s/team.db", small.dir);
    if (geteuid() != 0 || mount("zhupi-test", small.dir, "tmpfs", 0, "size=2m,mode=0700") != 0)
        skip();
    char filler[300];
    char *note = long_note();
    snprintf(filler, sizeof filler, "%s/filler", small.dir);
    FILE *file = fopen(filler, "wb");
    assert_non_null(file);
    for (int i = 0; i < 10; i++)
        assert_int_equal(fwrite(note, 1, NOTE, file), NOTE);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(store_create(small.path, NULL, &e), ERR_OK);
    struct store *s = fixture_open(&small, NULL);
    fixture_document(s, "a", "some text");
    int made = fill(s, note);
    assert_true(made > 0);
    all_is_there(s, made);
    char copy[300];
    snprintf(copy, sizeof copy, "%s/copy.db", small.dir);
    size_t files = fixture_files(&small);
    assert_int_equal(store_backup(s, copy, &e), ERR_FULL);
    assert_int_equal(fixture_files(&small), files);
    assert_int_equal(unlink(filler), 0);
    assert_int_equal(store_annotate(s, 1, 0, 4, TAG_CAUSE, "", NULL, &e), ERR_OK);
    all_is_there(s, made + 1);
    store_close(&s);
    s = fixture_open(&small, NULL);
    all_is_there(s, made + 1);
    store_close(&s);
    free(note);
    assert_int_equal(umount(small.dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_limit_on_the_file_size_loses_nothing, fixture_setup_db, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_loses_nothing, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests_name("store_room", tests, NULL, NULL);
}
