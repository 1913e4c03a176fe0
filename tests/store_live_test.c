/* What sessions know of each other while they run: the wake-up, who is here, and that the file is still theirs. */
#include "tests/unit.h"

#include "tests/store_fixture.h"

#include "base/clock.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_MS 20000 /* a wait that ends before, or the test has failed */

static void must(enum err_code code, const struct err *e)
{
    if (code)
        fail_msg("%d: %s", code, e->msg);
}

static void tag(struct store *s)
{
    struct err e;
    must(store_annotate(s, 1, 0, 1, TAG_CAUSE, NULL, NULL, &e), &e);
}

static bool moved(struct store *s)
{
    struct err e;
    bool yes;
    must(store_feed_moved(s, &yes, &e), &e);
    return yes;
}

static bool readable(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, ms) == 1;
}

static char *beside(const struct fixture *f, const char *end)
{
    static char path[400];
    snprintf(path, sizeof path, "%s%s", f->path, end);
    return path;
}

/* ---- wake-up ---- */

static void a_commit_wakes_the_others_and_nobody_else(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    fixture_document(s, "a", "some text");
    int mine = store_wake_fd(s), other = store_wake_fd(t);
    assert_true(mine >= 0 && other >= 0);
    assert_int_equal(store_wake_fd(t), other);
    moved(t);
    assert_false(readable(other, 0));
    for (int i = 0; i < 3; i++) {
        tag(s);
        assert_true(readable(other, LONG_MS));
        assert_false(readable(mine, 0));
        store_wake_clear(t);
        assert_false(readable(other, 0));
        assert_true(moved(t));
        assert_false(moved(t));
    }
    assert_int_equal(store_retag(s, 1, 7, TAG_REMEDY, &e), ERR_STALE); /* rolled back: no news */
    assert_false(readable(other, 0));
    store_close(&s);
    store_close(&t);
}

static void what_came_before_an_own_commit_still_wakes(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    fixture_document(s, "a", "some text");
    int fd = store_wake_fd(t);
    moved(t);
    tag(s);
    tag(t);
    assert_true(readable(fd, 0));
    store_wake_clear(t);
    assert_true(moved(t));
    store_close(&s);
    store_close(&t);
}

static void the_wake_up_outlives_its_file(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    fixture_document(s, "a", "some text");
    int fd = store_wake_fd(t);
    moved(t);
    for (int i = 0; i < 3; i++) {
        if (i == 1)
            assert_int_equal(unlink(beside(f, "-lock")), 0);
        if (i == 2) {
            char old[500];
            snprintf(old, sizeof old, "%s.old", beside(f, "-lock"));
            assert_int_equal(rename(beside(f, "-lock"), old), 0);
        }
        if (i > 0) {
            assert_true(readable(fd, LONG_MS));
            store_wake_clear(t); /* watches the new one */
        }
        tag(s);
        assert_true(readable(fd, LONG_MS));
        store_wake_clear(t);
        assert_true(moved(t));
        assert_false(readable(fd, 0));
    }
    store_close(&s);
    store_close(&t);
}

/* As where a user has too many of them. */
static void without_inotify_the_rest_works(void **state)
{
    struct fixture *f = *state;
    struct rlimit old, none;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    fixture_document(s, "a", "some text");
    moved(t);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    none = (struct rlimit){.rlim_cur = 3, .rlim_max = old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    int fd = store_wake_fd(t);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
    assert_int_equal(fd, -1);
    store_wake_clear(t);
    tag(s);
    assert_true(moved(t));
    tag(t);
    store_close(&s);
    store_close(&t);
}

/* ---- the file under a session ---- */

static void a_session_says_when_its_file_is_gone(void **state)
{
    struct fixture *f = *state;
    struct err e;
    bool news = true;
    char old[400];
    snprintf(old, sizeof old, "%s.old", f->path);
    struct store *s = fixture_open(f, "a");
    fixture_document(s, "a", "some text");
    assert_int_equal(rename(f->path, old), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(store_feed_moved(s, &news, &e), ERR_MOVED);
        assert_non_null(strstr(e.msg, f->path));
        assert_false(news);
    }
    must(store_create(f->path, NULL, &e), &e);
    assert_int_equal(store_feed_moved(s, &news, &e), ERR_MOVED);
    assert_int_equal(rename(old, f->path), 0);
    must(store_feed_moved(s, &news, &e), &e); /* it was put back */
    store_close(&s);
}

/* In a process of its own, because no mode keeps root out. */
static int closed_to(const struct fixture *f)
{
    struct store *s;
    struct err e;
    bool news;
    if (geteuid() == 0 && (setgid(60001) != 0 || setuid(60001) != 0))
        return 4;
    if (store_open(f->path, NULL, &s, &e) != ERR_OK || chmod(f->path, 0400) != 0)
        return 3;
    bool told = store_feed_moved(s, &news, &e) == ERR_DENIED && strstr(e.msg, f->path);
    bool back = chmod(f->path, 0600) == 0 && store_feed_moved(s, &news, &e) == ERR_OK;
    store_close(&s);
    return told && back ? 0 : 2;
}

static void a_session_says_when_its_file_is_closed_to_it(void **state)
{
    struct fixture *f = *state;
    int status;
    if (geteuid() == 0) {
        assert_int_equal(chown(f->dir, 60001, 60001), 0);
        assert_int_equal(chown(f->path, 60001, 60001), 0);
    }
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(closed_to(f));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

/* ---- who is here ---- */

struct seen {
    int n;
    struct presence last;
    char names[400];
};

static bool see(void *ctx, const struct presence *p)
{
    struct seen *seen = ctx;
    seen->n++;
    seen->last = *p;
    size_t used = strlen(seen->names);
    snprintf(seen->names + used, sizeof seen->names - used, "%s ", p->reviewer_name);
    return true;
}

static struct seen look(struct store *s)
{
    struct seen seen = {0};
    struct err e;
    must(store_present(s, see, &seen, &e), &e);
    return seen;
}

static void here(struct store *s, int64_t document, int64_t position)
{
    struct err e;
    must(store_here(s, document, position, clock_now_ms(), &e), &e);
}

static void sessions_see_each_other(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "c"), *u = fixture_open(f, "b");
    fixture_document(s, "a", "some text");
    int64_t before = clock_now_ms();
    here(t, 1, 3);
    here(u, 0, 0);
    assert_int_equal(look(t).n, 1);
    struct seen seen = look(s);
    assert_int_equal(seen.n, 2);
    assert_string_equal(seen.names, "b c ");
    assert_int_equal(seen.last.document, 1);
    assert_int_equal(seen.last.position, 3);
    assert_int_equal(seen.last.reviewer, store_reviewer(t));
    assert_string_equal(seen.last.session, t->session);
    assert_true(seen.last.since >= before && seen.last.active >= seen.last.since);
    here(t, 1, 1000); /* behind the end */
    here(u, 77, 5);   /* nowhere */
    seen = look(s);
    assert_int_equal(seen.last.position, 9);
    store_close(&t);
    seen = look(s);
    assert_int_equal(seen.n, 1);
    assert_int_equal(seen.last.document, 0);
    assert_int_equal(seen.last.position, 0);
    store_leave(u);
    assert_int_equal(look(s).n, 0);
    here(u, 1, 0);
    assert_int_equal(look(s).n, 1);
    store_close(&s);
    store_close(&u);
}

static void who_only_looks_is_not_shown(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "a"), *t;
    must(store_open(f->path, &(struct store_opts){.look = true}, &t, &e), &e);
    here(t, 0, 0);
    here(s, 0, 0);
    assert_int_equal(look(s).n, 0);
    assert_int_equal(look(t).n, 1);
    store_close(&s);
    store_close(&t);
}

/* A session in a process of its own, which says that it is here until it is killed. */
static pid_t session(const struct fixture *f, const char *name)
{
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e;
        if (store_open(f->path, &(struct store_opts){.as_name = name}, &s, &e) ||
            store_here(s, 0, 0, clock_now_ms(), &e) || write(ready[1], "x", 1) != 1)
            _exit(3);
        for (;;)
            pause();
    }
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return pid;
}

static void a_killed_session_is_gone_at_once(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a");
    pid_t pids[20];
    for (int i = 0; i < 20; i++) {
        char name[40];
        snprintf(name, sizeof name, "reviewer %02d", i);
        pids[i] = session(f, name);
    }
    assert_int_equal(look(s).n, 20);
    for (int i = 0; i < 20; i++)
        kill(pids[i], SIGKILL);
    for (int i = 0; i < 20; i++)
        assert_int_equal(waitpid(pids[i], NULL, 0), pids[i]);
    assert_int_equal(look(s).n, 0);
    here(s, 0, 0);
    tag(s); /* and they left no lock */
    store_close(&s);
}

/* Change what stands in the slot that T holds, and put the sum right where the lie is a field. */
static void forge(struct store *t, size_t at, const void *bytes, size_t n, bool right_sum)
{
    unsigned char r[128];
    off_t start = (off_t)t->live.slot * (off_t)sizeof r;
    assert_int_equal(pread(t->live.fd, r, sizeof r, start), sizeof r);
    memcpy(r + at, bytes, n);
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < sizeof r - sizeof h; i++)
        h = (h ^ r[i]) * UINT64_C(1099511628211);
    if (right_sum)
        memcpy(r + sizeof r - sizeof h, &h, sizeof h);
    assert_int_equal(pwrite(t->live.fd, r, sizeof r, start), sizeof r);
}

static void what_others_wrote_is_not_believed(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    static const int64_t bad[] = {-1, INT64_MIN, INT64_MAX};
    enum { REVIEWER = 8, DOCUMENT = 16, POSITION = 24, SINCE = 32, ACTIVE = 40, BEAT = 48, SESSION = 56 };
    static const size_t fields[] = {REVIEWER, SINCE, ACTIVE, BEAT};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
            here(t, 0, 0);
            assert_int_equal(look(s).n, 1);
            forge(t, fields[i], &bad[k], sizeof bad[k], true);
            assert_int_equal(look(s).n, 0);
        }
    }
    here(t, 0, 0);
    forge(t, DOCUMENT, &bad[2], sizeof bad[2], true);
    forge(t, POSITION, &bad[2], sizeof bad[2], true);
    assert_int_equal(look(s).last.document, 0);
    assert_int_equal(look(s).last.position, 0);
    forge(t, POSITION, &bad[0], sizeof bad[0], true);
    assert_int_equal(look(s).n, 0);
    here(t, 0, 0);
    forge(t, SESSION, "\x1b[31m", 5, true);
    assert_int_equal(look(s).n, 0);
    here(t, 0, 0);
    forge(t, SESSION, "f", 1, false); /* half of a record: the sum is the old one */
    forge(t, SESSION + 1, "00", 2, false);
    assert_int_equal(look(s).n, 0);
    assert_int_equal(ftruncate(t->live.fd, 100), 0);
    assert_int_equal(look(s).n, 0);
    here(t, 0, 0);
    assert_int_equal(look(s).n, 1);
    store_close(&s);
    store_close(&t);
}

/* A record that nobody stands behind any more is nobody, however fresh; one that holds its slot but is old neither. */
static void a_frozen_session_is_gone_until_it_beats_again(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    here(t, 0, 0);
    int64_t old = clock_monotonic_ms() - 10001;
    forge(t, 48, &old, sizeof old, true);
    assert_int_equal(look(s).n, 0);
    here(t, 0, 0);
    assert_int_equal(look(s).n, 1);
    assert_int_equal(fcntl(t->live.fd, F_OFD_SETLK, &(struct flock){.l_type = F_UNLCK}), 0);
    assert_int_equal(look(s).n, 0);
    store_close(&s);
    store_close(&t);
}

static void no_room_is_no_error(void **state)
{
    struct fixture *f = *state;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    here(s, 0, 0);
    int fd = open(beside(f, "-live"), O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    struct flock rest = {.l_type = F_WRLCK, .l_start = 128};
    assert_int_equal(fcntl(fd, F_OFD_SETLK, &rest), 0);
    here(t, 0, 0);
    assert_int_equal(look(s).n, 0);
    assert_int_equal(look(t).n, 1);
    close(fd);
    here(t, 0, 0);
    assert_int_equal(look(s).n, 1);
    store_close(&s);
    store_close(&t);
}

static void the_file_of_presence_may_be_cleaned_away(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "a"), *t = fixture_open(f, "b");
    here(s, 0, 0);
    here(t, 0, 0);
    assert_int_equal(look(s).n, 1);
    assert_int_equal(unlink(beside(f, "-live")), 0);
    here(t, 0, 0);
    here(s, 0, 0);
    assert_int_equal(look(s).n, 1);
    assert_int_equal(look(t).n, 1);
    store_leave(s);
    store_leave(t);
    assert_int_equal(unlink(beside(f, "-live")), 0);
    assert_int_equal(symlink("/dev/null", beside(f, "-live")), 0);
    assert_int_not_equal(store_here(s, 0, 0, 0, &e), ERR_OK);
    assert_non_null(strstr(e.msg, beside(f, "-live")));
    assert_int_equal(unlink(beside(f, "-live")), 0);
    char other[400];
    snprintf(other, sizeof other, "%s/other", f->dir);
    assert_int_equal(close(open(other, O_WRONLY | O_CREAT | O_CLOEXEC, 0600)), 0);
    assert_int_equal(link(other, beside(f, "-live")), 0);
    assert_int_equal(store_here(s, 0, 0, 0, &e), ERR_DENIED); /* it may be anybody's */
    tag(s);                                                   /* the work goes on */
    store_close(&s);
    store_close(&t);
}

/* ---- a session that is stopped in its write ---- */

/* A session in a process of its own, which takes the lock, stops itself in the middle of a write and then goes on. */
static pid_t stopped_writer(const struct fixture *f)
{
    int status;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct store *s;
        struct err e;
        if (store_open(f->path, &(struct store_opts){.as_name = "stopped"}, &s, &e) || write_begin(s, &e))
            _exit(3);
        raise(SIGSTOP);
        enum err_code code = store_place_set(s, 1, "", 3, &e) == ERR_INPUT ? ERR_OK : ERR_IO; /* it is in one already */
        _exit(write_end(s, code, &e));
    }
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    assert_true(WIFSTOPPED(status));
    return pid;
}

static void a_stopped_writer_is_sent_on(void **state)
{
    struct fixture *f = *state;
    int status;
    struct store *s = fixture_open(f, "a");
    pid_t pid = stopped_writer(f);
    tag(s);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    pid = stopped_writer(f); /* and the one who opens does not wait for ever either */
    struct store *t = fixture_open(f, "b");
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    store_close(&s);
    store_close(&t);
}

static volatile sig_atomic_t stops;

static void count_stop(int sig)
{
    (void)sig;
    stops++;
}

static void job_control_waits_for_the_end_of_a_write(void **state)
{
    struct fixture *f = *state;
    struct err e;
    struct store *s = fixture_open(f, "a");
    void (*handler)(int) = signal(SIGTSTP, count_stop);
    must(write_begin(s, &e), &e);
    raise(SIGTSTP);
    assert_int_equal(stops, 0);
    must(write_end(s, ERR_OK, &e), &e);
    assert_int_equal(stops, 1);
    raise(SIGTSTP);
    assert_int_equal(stops, 2);
    must(write_begin(s, &e), &e);
    raise(SIGTSTP);
    assert_int_equal(write_end(s, ERR_INPUT, &e), ERR_INPUT);
    assert_int_equal(stops, 3);
    signal(SIGTSTP, handler);
    store_close(&s);
}

static int with_document(void **state)
{
    if (fixture_setup_db(state) != 0)
        return -1;
    struct store *s = fixture_open(*state, "a");
    fixture_document(s, "a document", "some other text");
    store_close(&s);
    return 0;
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fixture_setup_db, fixture_teardown)
#define D(name) cmocka_unit_test_setup_teardown(name, with_document, fixture_teardown)
    const struct CMUnitTest tests[] = {
        T(a_commit_wakes_the_others_and_nobody_else),
        T(what_came_before_an_own_commit_still_wakes),
        T(the_wake_up_outlives_its_file),
        T(without_inotify_the_rest_works),
        T(a_session_says_when_its_file_is_gone),
        T(a_session_says_when_its_file_is_closed_to_it),
        T(sessions_see_each_other),
        T(who_only_looks_is_not_shown),
        D(a_killed_session_is_gone_at_once),
        T(what_others_wrote_is_not_believed),
        T(a_frozen_session_is_gone_until_it_beats_again),
        T(no_room_is_no_error),
        D(the_file_of_presence_may_be_cleaned_away),
        D(a_stopped_writer_is_sent_on),
        T(job_control_waits_for_the_end_of_a_write),
    };
    return cmocka_run_group_tests_name("store_live", tests, NULL, NULL);
}
