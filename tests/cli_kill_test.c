/* kill -9 of a batch at moments that nobody chose: what was acknowledged is in the file. */
#include "db/store.h"
#include "tests/exchange_scratch.h"
#include "tests/torture.h"
#include "tests/unit.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 30, ALL_ROUNDS = 200, MOST = 200, LENGTH = 40 };

struct batch {
    pid_t pid;
    FILE *to, *from;
};

/* The program beside this test's build folder. */
static const char *program(void)
{
    static char path[512];
    const char *builddir = getenv("builddir");
    snprintf(path, sizeof path, "%s/zhupi", builddir ? builddir : ".");
    return path;
}

static struct batch start(const char *db)
{
    int in[2], out[2];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    struct batch b = {.pid = fork()};
    assert_true(b.pid >= 0);
    if (b.pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execl(program(), "zhupi", "batch", "--force", db, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    b.to = fdopen(in[1], "w");
    b.from = fdopen(out[0], "r");
    return b;
}

static void finish(struct batch *b)
{
    int status;
    assert_int_equal(waitpid(b->pid, &status, 0), b->pid);
    fclose(b->to);
    fclose(b->from);
}

/* The uuid of the next answer. False at the end of the answers. */
static bool read_ok(struct batch *b, char uuid[UUID_SIZE])
{
    char line[256];
    if (!fgets(line, sizeof line, b->from))
        return false;
    if (sscanf(line, "ok %36[0-9a-f-]\n", uuid) != 1 || !strchr(line, '\n'))
        fail_msg("not acknowledged: %s", line);
    return true;
}

/* Send many commands, kill the program after the answer number LAST while it works on the next ones, and collect
 * every answer that still comes out of the pipe. */
static size_t kill_after(struct batch *b, size_t last, char uuids[][UUID_SIZE])
{
    size_t n = 0;
    for (size_t i = 0; i < MOST; i++)
        fprintf(b->to, "annotate d %zu %zu cause \"note %zu\"\n", i % LENGTH, i % LENGTH + 1, i);
    fflush(b->to);
    while (n < last && read_ok(b, uuids[n]))
        n++;
    assert_int_equal(n, last);
    for (volatile int spin = rand() % 200000; spin > 0; spin--)
        continue;
    kill(b->pid, SIGKILL);
    while (n < MOST && read_ok(b, uuids[n]))
        n++;
    return n;
}

static bool ignore(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
    return true;
}

static void assert_all_there(const char *db, char uuids[][UUID_SIZE], size_t n)
{
    struct store *s;
    struct err e;
    assert_int_equal(store_open(db, &(struct store_opts){.force = true}, &s, &e), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        struct annotation a;
        if (store_annotation_find(s, uuids[i], &a, &e))
            fail_msg("answer %zu is lost: %s", i, e.msg);
        assert_false(a.deleted);
        annotation_clear(&a);
    }
    size_t findings = 0;
    assert_int_equal(store_check(s, ignore, NULL, &findings, &e), ERR_OK);
    assert_int_equal(findings, 0);
    store_close(&s);
}

static void test_acknowledged_is_kept(void **state)
{
    struct scratch *s = *state;
    scratch_document(s, "d", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十");
    store_close(&s->store);
    const char *db = scratch_path(s, "team.db");
    signal(SIGPIPE, SIG_IGN);
    size_t answers = 0;
    unsigned rounds = (unsigned)torture_size(ROUNDS, ALL_ROUNDS);
    for (unsigned round = 0; round < rounds; round++) {
        srand(round);
        char uuids[MOST][UUID_SIZE];
        struct batch b = start(db);
        size_t n = kill_after(&b, (size_t)rand() % MOST, uuids);
        finish(&b);
        answers += n;
        assert_all_there(db, uuids, n);
    }
    /* The kills came in the middle of the work. */
    assert_in_range(answers, 1, (size_t)rounds * MOST - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_acknowledged_is_kept, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
