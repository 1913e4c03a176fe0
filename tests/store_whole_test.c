/* Somebody removes or replaces the -wal and the -shm under open sessions: what was acknowledged stays, and nobody goes
 * on into files that no other session will find. Who opens the file anew is this program started again each time,
 * because SQLite shares one -shm among all connections of a process, and of those that it forks. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define DOCUMENT 1
#define TAGS 5

static const char *const sides[] = {"-wal", "-shm"};

static char *beside(const struct fixture *f, const char *end)
{
    static char path[400];
    snprintf(path, sizeof path, "%s%s", f->path, end);
    return path;
}

/* WHICH: 1 the -wal, 2 the -shm, 3 both. */
static void take_away(const struct fixture *f, int which)
{
    for (int i = 0; i < 2; i++)
        if (which & (1 << i))
            assert_int_equal(unlink(beside(f, sides[i])), 0);
}

static enum err_code tag(struct store *s, struct err *e)
{
    return store_annotate(s, DOCUMENT, 0, 1, TAG_CAUSE, NULL, NULL, e);
}

static void tags(struct store *s, int n)
{
    struct err e;
    for (int i = 0; i < n; i++)
        if (tag(s, &e))
            fail_msg("%s", e.msg);
}

/* How many annotations another process finds, and then whether it can add one; -1 where it may not open the file. */
static int found_by_another(const char *path, bool adds)
{
    struct store *s;
    struct document d;
    struct err e;
    if (store_open(path, &(struct store_opts){.as_name = "another"}, &s, &e))
        return 100;
    int n = store_document_get(s, DOCUMENT, &d, &e) ? 101 : (int)d.annotations;
    document_clear(&d);
    if (n <= 100 && adds && tag(s, &e))
        n = 102;
    store_close(&s);
    return n;
}

static pid_t start_another(const struct fixture *f, bool adds)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        execl("/proc/self/exe", "store_whole_test", f->path, adds ? "adds" : "looks", (char *)NULL);
        _exit(99);
    }
    return pid;
}

static int another(const struct fixture *f, bool adds)
{
    int status;
    pid_t pid = start_another(f, adds);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void is_over(struct store *s, const struct fixture *f)
{
    struct err e;
    bool news;
    assert_int_equal(store_feed_moved(s, &news, &e), ERR_MOVED);
    assert_non_null(strstr(e.msg, f->path));
    assert_int_equal(tag(s, &e), ERR_MOVED);
    assert_non_null(strstr(e.msg, f->path));
}

/* ---- removed ---- */

static void a_write_finds_them_removed(void **state)
{
    struct fixture *f = *state;
    struct err e;
    for (int which = 1; which <= 3; which++) {
        int before = another(f, false);
        struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
        tags(s, TAGS);
        take_away(f, which);
        assert_int_equal(tag(s, &e), ERR_MOVED);
        assert_non_null(strstr(e.msg, f->path));
        assert_int_equal(another(f, true), before + TAGS);
        is_over(s, f);
        is_over(t, f);
        assert_int_equal(another(f, true), before + TAGS + 1);
        store_close(&s);
        store_close(&t);
        assert_int_equal(another(f, false), before + TAGS + 2);
    }
}

static void a_look_finds_them_removed(void **state)
{
    struct fixture *f = *state;
    for (int which = 1; which <= 3; which++) {
        int before = another(f, false);
        struct store *s = fixture_open(f, "a");
        tags(s, TAGS);
        take_away(f, which);
        is_over(s, f);
        assert_int_equal(another(f, true), before + TAGS);
        store_close(&s);
        assert_int_equal(another(f, false), before + TAGS + 1);
    }
}

static void the_last_to_close_brings_it_back(void **state)
{
    struct fixture *f = *state;
    for (int which = 1; which <= 3; which++) {
        int before = another(f, false);
        struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
        tags(s, TAGS);
        take_away(f, which);
        store_close(&s);
        store_close(&t);
        assert_int_equal(another(f, false), before + TAGS);
    }
}

/* Whichever of the two comes first. */
static void whoever_opens_waits_for_what_is_to_be_brought_back(void **state)
{
    struct fixture *f = *state;
    struct err e;
    bool news;
    for (int which = 1; which <= 3; which++) {
        int before = another(f, false), status;
        struct store *s = fixture_open(f, "a");
        tags(s, TAGS);
        take_away(f, which);
        pid_t pid = start_another(f, true);
        assert_int_equal(store_feed_moved(s, &news, &e), ERR_MOVED);
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_int_equal(WEXITSTATUS(status), before + TAGS);
        store_close(&s);
        assert_int_equal(another(f, false), before + TAGS + 1);
    }
}

static void while_nobody_looks_nobody_is_let_in(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a");
    int before = another(f, false);
    tags(s, TAGS);
    take_away(f, 3);
    assert_int_equal(another(f, true), 100);
    store_close(&s);
    assert_int_equal(another(f, false), before + TAGS);
}

static void in_the_middle_of_a_write(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "a");
    tags(s, TAGS);
    assert_int_equal(write_begin(s, &e), ERR_OK);
    take_away(f, 1);
    assert_int_equal(write_end(s, ERR_OK, &e), ERR_MOVED);
    assert_non_null(strstr(e.msg, "-wal"));
    is_over(s, f);
    assert_int_equal(another(f, false), TAGS);
    store_close(&s);
}

/* ---- replaced ---- */

static void one_of_another_is_left_alone(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct stat st;
    struct store *s = fixture_open(f, "a");
    tags(s, TAGS);
    take_away(f, 1);
    int fd = open(beside(f, "-wal"), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "another's", 9), 9);
    assert_int_equal(close(fd), 0);
    assert_int_equal(tag(s, &e), ERR_MOVED);
    assert_non_null(strstr(e.msg, beside(f, "-wal")));
    store_close(&s);
    assert_int_equal(stat(beside(f, "-wal"), &st), 0);
    assert_int_equal(st.st_size, 9);
}

/* ---- the database itself ---- */

static void a_file_that_is_cut_short_takes_nothing_more(void **state)
{
    struct fixture *f = *state;
    struct stat st;
    struct store *s = fixture_open(f, "a");
    tags(s, TAGS);
    assert_int_equal(truncate(f->path, 4096), 0);
    is_over(s, f);
    store_close(&s);
    assert_int_equal(stat(f->path, &st), 0); /* and nothing is written to it at the end */
    assert_int_equal(st.st_size, 4096);
    assert_int_equal(stat(beside(f, "-wal"), &st), 0);
}

static void a_file_that_is_written_over_takes_nothing_more(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a");
    tags(s, TAGS);
    int fd = open(f->path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "something else", 14, 0), 14);
    is_over(s, f);
    store_close(&s);
    assert_int_equal(close(fd), 0); /* only now: it drops the locks of this process */
}

/* ---- what is no file of SQLite's ---- */

static void what_bears_their_names_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store *s;
    struct err e;
    char other[400];
    snprintf(other, sizeof other, "%s/other", f->dir);
    assert_int_equal(close(open(other, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), 0);
    for (int i = 0; i < 2; i++) {
        char *side = beside(f, sides[i]);
        for (int kind = 0; kind < 4; kind++) {
            int rc = kind == 0   ? link(other, side)
                     : kind == 1 ? symlink(other, side)
                     : kind == 2 ? mkfifo(side, 0600)
                                 : mkdir(side, 0700);
            assert_int_equal(rc, 0);
            assert_int_equal(store_open(f->path, NULL, &s, &e), ERR_DENIED);
            assert_non_null(strstr(e.msg, side));
            assert_int_equal(remove(side), 0);
        }
    }
    assert_int_equal(another(f, true), 0);
}

static int with_document(void **state)
{
    if (fixture_setup_db(state) != 0)
        return -1;
    struct store *s = fixture_open(*state, "a");
    fixture_document(s, "a document", "some text");
    store_close(&s);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3)
        return found_by_another(argv[1], strcmp(argv[2], "adds") == 0);

#define T(name) cmocka_unit_test_setup_teardown(name, with_document, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_write_finds_them_removed),
        T(a_look_finds_them_removed),
        T(the_last_to_close_brings_it_back),
        T(whoever_opens_waits_for_what_is_to_be_brought_back),
        T(while_nobody_looks_nobody_is_let_in),
        T(in_the_middle_of_a_write),
        T(one_of_another_is_left_alone),
        T(a_file_that_is_cut_short_takes_nothing_more),
        T(a_file_that_is_written_over_takes_nothing_more),
        T(what_bears_their_names_is_refused),
    };
    return cmocka_run_group_tests_name("store_whole", tests, NULL, NULL);
}
