/* A program in a pseudo-terminal whose screen a test can read. Nothing here sleeps for a fixed time: a test waits for
 * what it expects, and a deadline that passes is its failure. */
#ifndef ZHUPI_TESTS_TERM_PTY_H
#define ZHUPI_TESTS_TERM_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pty;

struct pty_cell {
    char text[32]; /* UTF-8; " " where nothing was written, "" for the second half of a wide character */
    int width;     /* cells */
    bool bold, underline, reverse;
    bool coloured; /* text or ground is not the terminal's own */
};

/* Run ARGV in a terminal of this size. ENV, ended by NULL, is added to the environment: "NAME=VALUE", or "NAME" to
 * take it out; TERM is xterm-256color unless it says otherwise. NULL where the system refuses. */
struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int columns);

/* Kills the program where it still runs. NULL is allowed. */
void pty_free(struct pty *p);

/* From now on FN gets every byte that the program sends, as it comes. */
typedef void pty_watch_fn(void *ctx, const char *bytes, size_t n);
void pty_watch(struct pty *p, pty_watch_fn *fn, void *ctx);

/* Type bytes as a keyboard would send them. */
void pty_type(struct pty *p, const char *keys);

/* Type KEYS that show, and wait until the program has answered, has read them all and waits for more. False after the
 * deadline. */
bool pty_press(struct pty *p, const char *keys);

/* Wait until the program has read all that was typed, and waits for more, whether it answers or not. */
bool pty_settle(struct pty *p);

/* Wait until TEXT stands in one row, or, with pty_wait_gone, in none. False after the deadline, with the screen as it
 * is printed to stderr. */
bool pty_wait(struct pty *p, const char *text);
bool pty_wait_gone(struct pty *p, const char *text);

/* The same with a deadline of its own, for what is expected not to come. Prints nothing. */
bool pty_shows_within(struct pty *p, const char *text, int milliseconds);

/* Read until the program has been silent for a moment, so that what one key costs can be counted. */
void pty_drain(struct pty *p);

/* The same, silent for so long; and when the last bytes came, in milliseconds of CLOCK_MONOTONIC. */
void pty_drain_for(struct pty *p, int milliseconds);
double pty_heard_ms(const struct pty *p);

/* Wait for the end of the program. STATUS is as of waitpid(). False after the deadline. */
bool pty_wait_exit(struct pty *p, int *status);

/* Bytes received so far. */
size_t pty_bytes(const struct pty *p);

/* Row ROW from 0, without the blanks at its end. Valid until the next call of any function here. */
const char *pty_row(struct pty *p, int row);
void pty_get_cell(struct pty *p, int row, int column, struct pty_cell *out);

/* The first row that holds TEXT, and the column where it starts; -1 where there is none. */
int pty_find(struct pty *p, const char *text, int *column);

void pty_cursor(const struct pty *p, int *row, int *column, bool *visible);

/* True while the program has switched to the other screen (smcup), and false after it came back (rmcup). */
bool pty_other_screen(const struct pty *p);

/* True where the terminal reads lines, echoes and makes signals of ^C, as a shell wants to find it. */
bool pty_sane(const struct pty *p);

/* Change the size; the kernel sends SIGWINCH. */
void pty_resize(struct pty *p, int rows, int columns);

/* Pull the plug: the program gets SIGHUP, and every read and write of the terminal fails. */
void pty_hang_up(struct pty *p);

/* Stop taking what the program writes, as a frozen terminal does, and type KEY again and again until the program
 * has no room left and waits. False where it never does. From then on only pty_thaw makes the screen change. */
bool pty_freeze(struct pty *p, const char *key);
void pty_thaw(struct pty *p);

void pty_signal(struct pty *p, int signal);

/* The program's process, for what /proc tells of it. */
pid_t pty_pid(const struct pty *p);

#endif
