/* Over a long line a key costs one round trip, and few bytes; over a short one, a tag is soon on the other's screen.
 * Bytes are those of the TCP stream from the server, so those that ssh adds (some 40 a packet) are among them. */
#include "tests/unit.h"

#include "tests/bench/sample.h"
#include "tests/ssh/relay.h"
#include "tests/ssh/sshd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ONE_WAY_MS 100
#define QUIET_MS 250 /* a second round trip would be heard of by then */
#define ROUND_TRIPS 1.9
#define LINE_BYTES 200
#define ECHOES 3
#define TURNS 3 /* at most */
#define PEER 10 /* how much later than on the own screen a tag may be on the other: far less than without a wake-up */

#define IDLE 8

struct office {
    void *fixture;
    struct sshd *sshd;
    struct relay *relay;
    struct pty *pty, *other;
    struct pty *idle[IDLE]; /* further sessions, in the list of documents */
};

static int begin(void **state)
{
    struct office *o = calloc(1, sizeof *o);
    *state = o;
    if (!o || fixture_setup_db(&o->fixture) != 0)
        return -1;
    const struct fixture *f = o->fixture;
    struct store *s = fixture_open(f, NULL);
    sample_document(s, "report", 30000, false);
    store_close(&s);
    o->sshd = sshd_start(f->dir, "ClientAliveInterval 0\n"); /* its questions would be counted */
    o->relay = relay_start(o->sshd->port);
    return o->relay ? 0 : -1;
}

static int end(void **state)
{
    struct office *o = *state;
    if (!o)
        return 0;
    pty_free(o->pty);
    pty_free(o->other);
    for (int i = 0; i < IDLE; i++)
        pty_free(o->idle[i]);
    relay_stop(o->relay);
    sshd_stop(o->sshd);
    fixture_teardown(&o->fixture);
    free(o);
    return 0;
}

/* More repetitions for figures to print. */
static int times(int checked, int printed)
{
    return getenv("ZHUPI_BENCH") ? printed : checked;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(double *values, int n, int percent)
{
    qsort(values, (size_t)n, sizeof *values, by_size);
    return values[(n - 1) * percent / 100];
}

/* Median time from a key to its echo by the other end's terminal driver, through the port PORT. */
static double echo_ms(struct office *o, int port)
{
    const struct login l = {.command = "echo ready; exec cat >/dev/null", .port = port};
    double ms[ECHOES];
    struct pty *p = sshd_login(o->sshd, &l);
    assert_true(pty_wait(p, "ready"));
    relay_delay(o->relay, ONE_WAY_MS);
    for (int i = 0; i < ECHOES; i++) {
        char typed[ECHOES + 1] = "";
        memset(typed, 'x', (size_t)i + 1);
        double start = sshd_now_ms();
        pty_type(p, "x");
        assert_true(pty_wait(p, typed));
        ms[i] = pty_heard_ms(p) - start;
    }
    relay_delay(o->relay, 0);
    pty_free(p);
    return percentile(ms, ECHOES, 50);
}

struct key_cost {
    double ms; /* to the last byte of the answer */
    unsigned long bytes;
};

static struct key_cost press(struct office *o, const char *key)
{
    size_t shown = pty_bytes(o->pty);
    unsigned long before = relay_from_server(o->relay);
    double start = sshd_now_ms();
    pty_type(o->pty, key);
    while (pty_bytes(o->pty) == shown && sshd_now_ms() < start + 100 * ONE_WAY_MS)
        pty_drain_for(o->pty, 5);
    assert_true(pty_bytes(o->pty) > shown);
    pty_drain_for(o->pty, QUIET_MS);
    return (struct key_cost){pty_heard_ms(o->pty) - start, relay_from_server(o->relay) - before};
}

/* The keys that are pressed one after the other; ONE_LINE: it changes one line of the text. */
static const struct {
    const char *key, *name;
    bool one_line;
} keys[] = {
    {"j", "a row down", true},
    {"s", "next sentence", false},
    {"c", "tag", false},
    {"u", "undo", false},
    {"/", "search", true},
    {"鑫", "a character typed", true},
    {"\r", "the end of the search", false},
    {" ", "a page down", false},
};

#define KEYS (sizeof keys / sizeof *keys)

/* One key after the other. The least of each is kept: a second round trip would always be there, and what a busy
 * machine adds is not. */
static bool press_all(struct office *o, double echo, struct key_cost *least)
{
    bool ok = true;
    for (size_t i = 0; i < KEYS; i++) {
        struct key_cost c = press(o, keys[i].key);
        if (least[i].ms == 0 || c.ms < least[i].ms)
            least[i].ms = c.ms;
        if (least[i].bytes == 0 || c.bytes < least[i].bytes)
            least[i].bytes = c.bytes;
        ok = ok && least[i].ms < ROUND_TRIPS * echo && (!keys[i].one_line || least[i].bytes <= LINE_BYTES);
    }
    return ok;
}

static void measure(struct office *o, int rows, int columns)
{
    struct key_cost least[KEYS] = {0};
    double echo = echo_ms(o, relay_port(o->relay));
    const struct login l = {.rows = rows, .columns = columns, .port = relay_port(o->relay)};
    o->pty = sshd_review(o->sshd, &l);
    pty_drain_for(o->pty, QUIET_MS);
    relay_delay(o->relay, ONE_WAY_MS);
    bool ok = false;
    for (int turn = 0; turn < TURNS && !ok; turn++)
        ok = press_all(o, echo, least);
    relay_delay(o->relay, 0);
    print_message("# %d columns; an echo: %.0f ms\n", columns, echo);
    for (size_t i = 0; i < KEYS; i++)
        print_message("# %-22s %4.0f ms, %5lu bytes\n", keys[i].name, least[i].ms, least[i].bytes);
    assert_true(ok);
    sshd_quit(o->pty);
    o->pty = NULL;
}

static void a_key_costs_one_round_trip(void **state)
{
    measure(*state, 24, 80);
    measure(*state, 40, 120);
}

/* Wait until both show COUNT; how many milliseconds after START each did. */
static void both_show(struct office *o, double start, const char *count, double *own, double *other)
{
    *own = *other = 0;
    for (double give_up = start + 60000; *own == 0 || *other == 0;) {
        assert_true(sshd_now_ms() < give_up);
        if (*own == 0 && pty_shows_within(o->pty, count, 0))
            *own = pty_heard_ms(o->pty) - start;
        if (*other == 0 && pty_shows_within(o->other, count, 1))
            *other = pty_heard_ms(o->other) - start;
    }
}

static struct pty *log_in_to_list(const struct office *o)
{
    char command[3 * SSHD_PATH];
    snprintf(command, sizeof command, "exec %s review %s", o->sshd->program, o->sshd->file);
    const struct login l = {.command = command};
    struct pty *p = sshd_login(o->sshd, &l);
    assert_true(pty_wait(p, "report"));
    return p;
}

static void a_tag_is_soon_on_the_others_screen(void **state)
{
    enum { CHECKED = 20, PRINTED = 200, PAUSE_MS = 50 };
    struct office *o = *state;
    const struct login l = {0};
    double own[PRINTED] = {0}, others[PRINTED] = {0};
    int n = times(CHECKED, PRINTED);
    double echo = echo_ms(o, o->sshd->port);
    o->pty = sshd_review(o->sshd, &l);
    o->other = sshd_review(o->sshd, &l);
    for (int i = 0; i < times(0, IDLE); i++)
        o->idle[i] = log_in_to_list(o);
    for (int i = 0; i < n; i++) {
        char count[32];
        snprintf(count, sizeof count, "C%d R0", i + 1);
        double start = sshd_now_ms();
        pty_type(o->pty, "c");
        both_show(o, start, count, &own[i], &others[i]);
        pty_type(o->pty, "s");
        pty_drain_for(o->pty, PAUSE_MS);
    }
    print_message("# an echo %.1f ms; %d sessions; %d tags on the own screen after %.1f ms (p50) and %.1f (p99), on "
                  "the other after "
                  "%.1f and %.1f\n",
                  echo, 2 + times(0, IDLE), n, percentile(own, n, 50), percentile(own, n, 99),
                  percentile(others, n, 50), percentile(others, n, 99));
    assert_true(percentile(others, n, 50) < PEER * percentile(own, n, 50));
}

int main(void)
{
    if (sshd_skip(sshd_reason_to_skip()))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_key_costs_one_round_trip, begin, end),
        cmocka_unit_test_setup_teardown(a_tag_is_soon_on_the_others_screen, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
