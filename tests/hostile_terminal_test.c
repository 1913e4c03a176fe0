/* The whole program in a terminal, with a file in which everything is hostile: of the bytes that the terminal gets,
 * each is part of a character that may be seen or of a control sequence that terminfo has for this terminal. */
#include "tests/hostile_file.h"
#include "tests/hostile_stream.h"
#include "tests/term/pty.h"
#include "tests/torture.h"
#include "tests/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct scene {
    char dir[64], db[96], program[4096];
    char fill[HOSTILE_BYTES];
};

static int set_up(void **state)
{
    static struct scene s;
    strcpy(s.dir, "/tmp/zhupi-hostile-XXXXXX");
    assert_non_null(mkdtemp(s.dir));
    assert_non_null(realpath("./zhupi", s.program));
    snprintf(s.db, sizeof s.db, "%s/t.db", s.dir);
    hostile_file_make(s.db);
    snprintf(s.fill, sizeof s.fill, "%s", HOSTILE_PLACE);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    return system(command);
}

static void fill(struct scene *s, size_t handful)
{
    char next[HOSTILE_BYTES];
    hostile_handful(handful, next);
    hostile_file_fill(s->db, s->fill, next);
    snprintf(s->fill, sizeof s->fill, "%s", next);
}

/* ---- a session ---- */

/* From the list of documents through the views; each entry is typed at once, and shows something. */
static const char *const tour[] = {
    "j",
    "k",
    "\r",
    "s",
    "J",
    "\t",
    "z",
    "\x1b",
    "T",
    "\x1b",
    "gl",
    "\x1b",
    "L",
    "\x1b",
    "#",
    "\x1b",
    "I",
    "\x1b",
    "O",
    " ",
    "\x1b",
    "_",
    "_",
    "/is",
    "\r",
    "\x1b",
    "gc",
    "D",
    ":o",
    "\t",
    "\x1b",
    "D",
    "W",
    "D",
    "gq",
    "\t",
    "D",
    "P",
    "D",
    "a",
    "\t",
    "\x1b",
    "Y",
    "j",
    "D",
    "g#",
    "j",
    "D",
    "B",
    "s",
    "\t",
    "D",
    "F",
    "2",
    "3",
    "4",
    "5",
    "7",
    "D",
    "ga",
    "@",
    "\r",
    "D",
    "\x0c",
    ":open \xC7\x82\xE2\x80\xAE\xC7\x82\r",
    ":annotations by:\xC7\x82\xC2\x9B\xC7\x82\r",
    "\x1b",
    "D",
};

static void check(struct stream *stream, const char *what)
{
    const char *breach = stream_breach(stream);
    if (breach)
        fail_msg("%s: %s", what, breach);
    stream_begin(stream);
}

static struct pty *start(struct scene *s, const char *const env[], const char *as, int rows, int columns)
{
    const char *argv[] = {s->program, "review", "--force", s->db, NULL, NULL, NULL, NULL};
    if (as) {
        argv[4] = "--restricted";
        argv[5] = "--as";
        argv[6] = as;
    }
    struct pty *p = pty_start(argv, env, rows, columns);
    assert_non_null(p);
    return p;
}

static void leave(struct pty *p)
{
    int status = -1;
    pty_type(p, "Q");
    assert_true(pty_wait_exit(p, &status));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("status %x; the first row: %s", (unsigned)status, pty_row(p, 0));
    assert_true(pty_sane(p));
    pty_free(p);
}

/* Esc is one when nothing comes behind it. */
static void press(struct pty *p, const char *keys)
{
    pty_type(p, keys);
    assert_true(pty_settle(p));
    if (strcmp(keys, "\x1b") == 0)
        pty_drain(p);
}

/* One session in TERM (NULL: a name that is hostile); each key is looked at by itself, so that a breach names it. */
static void session(struct scene *s, const char *term, const char *as, int rows, int columns)
{
    char variable[64], home[96], what[256];
    snprintf(variable, sizeof variable, "TERM=%s", term ? term : s->fill);
    term = term ? term : "xterm-256color"; /* is taken where it is unknown */
    snprintf(home, sizeof home, "HOME=%s", s->dir);
    /* ncurses loads the mouse of the console there, which forgets ten bytes. */
    const char *leaks = strcmp(term, "linux") == 0 ? "ASAN_OPTIONS=detect_leaks=0" : NULL;
    const char *const env[] = {variable, home, "LC_ALL=C.UTF-8", "LANGUAGE", "XDG_CONFIG_HOME", "VISUAL", "EDITOR",
                               leaks,    NULL};
    struct stream *stream = stream_new(term);
    if (!stream) {
        assert_string_not_equal(term, "xterm-256color"); /* without infocmp(1) nothing would be looked at */
        print_message("there is no terminal “%s” here\n", term);
        return;
    }
    bool marked = false;
    struct pty *p = start(s, env, as, rows, columns);
    pty_watch(p, stream_take, stream);
    assert_true(pty_wait(p, "? help"));
    for (size_t i = 0; i < sizeof tour / sizeof *tour; i++) {
        snprintf(what, sizeof what, "%s, %dx%d, key %zu (%s)", term, columns, rows, i, tour[i]);
        press(p, tour[i]);
        marked |= stream_marked(stream);
        check(stream, what);
    }
    assert_true(marked);
    leave(p);
    check(stream, "at the end");
    stream_free(stream);
}

static void terminals_get_what_they_understand(void **state)
{
    static const char *const terms[] = {"xterm-256color",        "linux", "screen-256color", "vt220", "tmux-256color",
                                        "rxvt-unicode-256color", "xterm"};
    int n = torture_size(3, sizeof terms / sizeof *terms);
    fill(*state, 0);
    for (int i = 0; i < n; i++)
        session(*state, terms[i], NULL, 24, 80);
    session(*state, NULL, NULL, 24, 80);
}

static void every_handful_is_harmless(void **state)
{
    size_t n = (size_t)torture_size(3, (int)hostile_handfuls());
    for (size_t i = 1; i <= n; i++) {
        fill(*state, i);
        session(*state, "xterm-256color", i % 2 ? NULL : HOSTILE_ME, i % 2 ? 40 : 24, i % 2 ? 120 : 80);
    }
}

/* ---- random keys ---- */

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* Bytes that a keyboard might send, that a paste might hold, or that nobody sends; none that ends the program. */
static size_t some_bytes(struct scene *s, unsigned *seed, char out[64])
{
    static const char *const pieces[] = {"\x1b[200~",
                                         "\x1b[201~",
                                         "\x1b[<0;3;4M",
                                         "\x1b[<0;3;4m",
                                         "\x1b[M !!",
                                         "\x1b[1;5",
                                         "\x1b]0;t\x07",
                                         "\x1b[99999999999999999999~",
                                         "\x1b",
                                         "\x1bO",
                                         "\x9b",
                                         "\xC2\x9B",
                                         "\xE2\x80",
                                         "\xF4\x90\x80\x80",
                                         "\xED\xA0\x80",
                                         "\x1b[?1;2c",
                                         "\x1b[5;5R",
                                         "\x1bP",
                                         ":",
                                         "/",
                                         "\x1b",
                                         "\t",
                                         "\r",
                                         "j",
                                         "J",
                                         "\x15",
                                         "\x0b"};
    char bare[HOSTILE_BYTES]; /* what is typed is no text yet: a control character may vanish between two bars */
    size_t n = 0;
    for (size_t i = 0; i <= strlen(s->fill); i++)
        if (s->fill[i] != HOSTILE_BAR[0] && s->fill[i] != HOSTILE_BAR[1])
            bare[n++] = s->fill[i];
    n = 0;
    for (unsigned i = 1 + draw(seed, 4); i > 0; i--) {
        unsigned kind = draw(seed, 10);
        const char *piece = kind < 2 ? bare : pieces[draw(seed, sizeof pieces / sizeof *pieces)];
        size_t length = strlen(piece);
        if (kind < 7 && n + length < 60) {
            memcpy(out + n, piece, length);
            n += length;
        } else {
            out[n++] = (char)(128 + draw(seed, 128));
        }
    }
    out[n] = '\0';
    return n;
}

/* Whatever is typed, split wherever it may be: the program reads on, and sends back nothing as it came. */
static void random_bytes(struct scene *s, unsigned seed, int rounds)
{
    char home[96], bytes[64], part[64];
    snprintf(home, sizeof home, "HOME=%s", s->dir);
    const char *const env[] = {home, "LC_ALL=C.UTF-8", "LANGUAGE", "XDG_CONFIG_HOME", "VISUAL", "EDITOR", NULL};
    struct stream *stream = stream_new("xterm-256color");
    struct pty *p = start(s, env, HOSTILE_ME, 24, 80);
    unsigned first = seed;
    assert_non_null(stream);
    pty_watch(p, stream_take, stream);
    assert_true(pty_wait(p, "? help"));
    for (int i = 0; i < rounds; i++) {
        size_t n = some_bytes(s, &seed, bytes), at = n ? draw(&seed, (unsigned)n) : 0;
        memcpy(part, bytes, at);
        part[at] = '\0';
        pty_type(p, part);
        if (draw(&seed, 2))
            pty_shows_within(p, "never to be seen", 1); /* what has come is read before the rest is there */
        pty_type(p, bytes + at);
        if (i % 20 == 19)
            pty_type(p, "\x1b[201~\x1b\x0c"); /* out of whatever that was, and all drawn anew */
        assert_true(pty_settle(p));
        if (stream_breach(stream))
            fail_msg("seed %u, round %d: %s", first, i, stream_breach(stream));
        stream_begin(stream);
    }
    pty_type(p, "\x1b[201~");
    for (int i = 0; i < 3; i++)
        press(p, "\x1b");
    leave(p);
    check(stream, "at the end");
    stream_free(stream);
}

static void random_bytes_do_no_harm(void **state)
{
    int seeds = torture_size(3, 40);
    fill(*state, 0);
    for (int i = 0; i < seeds; i++)
        random_bytes(*state, 1 + (unsigned)i, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(terminals_get_what_they_understand, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_handful_is_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(random_bytes_do_no_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
