/* A real sshd on the loopback interface, with keys and a configuration of its own in a folder of the test, and logins
 * whose screens a test can read. It changes nothing outside of that folder, but for /run/sshd, which sshd asks for. */
#ifndef ZHUPI_TESTS_SSH_SSHD_H
#define ZHUPI_TESTS_SSH_SSHD_H

#include "tests/term/pty.h"

#define SSHD_PATH 300

struct sshd {
    char dir[SSHD_PATH];
    char program[SSHD_PATH]; /* a copy of zhupi, so that every process that runs it is one of this test */
    char account[64];        /* whose test it is */
    char file[SSHD_PATH];    /* DIR/team.db; made by whoever wants it */
    int port;
    pid_t pid;
};

/* Why there can be no sshd here, or NULL. */
const char *sshd_reason_to_skip(void);

/* Whether there is a REASON to skip the test program; if so, it is printed for the harness. */
bool sshd_skip(const char *reason);

/* Start it in DIR, which exists, with LINES added in front of its configuration ("" for none); fails the test where
 * that fails. The account that runs the test may log in with the key "id". */
struct sshd *sshd_start(const char *dir, const char *lines);

/* End it, with every program that was started through it. NULL is allowed. */
void sshd_stop(struct sshd *d);

/* Make the key NAME, and let it log in to ACCOUNT with these OPTIONS (sshd(8), authorized_keys; "" for none). */
void sshd_allow(const struct sshd *d, const char *account, const char *name, const char *options);

struct login {
    const char *account;    /* NULL: of the test */
    const char *key;        /* NULL: "id" */
    const char *const *env; /* of the client, as for pty_start; may be NULL */
    const char *command;    /* NULL: review the document "report"; "": none */
    int rows, columns;      /* 0: 24 × 80 */
    int port;               /* 0: of the server itself */
};

/* Log in, in a terminal: the ssh client runs in the pty. Fails the test where it cannot be started. */
struct pty *sshd_login(const struct sshd *d, const struct login *l);

/* The same, and wait for the document, or fail with what sshd has to say. */
struct pty *sshd_review(const struct sshd *d, const struct login *l);

/* Run an ssh client without a terminal: PROGRAM is ssh, scp or sftp, ARGUMENTS shell words behind its options. What it
 * printed, also to standard error, in OUT; its exit status. */
int sshd_run(const struct sshd *d, const char *program, const char *key, const char *arguments, char *out, size_t size);

/* ---- what is left ---- */

/* Processes that run the program; their ids in PIDS, at most MAX of them. */
size_t sshd_programs(const struct sshd *d, pid_t *pids, size_t max);

/* Wait until so many run. False after a minute. */
bool sshd_wait_programs(const struct sshd *d, size_t count);

/* Fail the test unless no program runs, nobody holds the lock of FILE, and nobody is present in it, all that within a
 * minute; how many milliseconds it took. */
double sshd_wait_nothing_left(const struct sshd *d);

/* So many sessions are present in FILE. */
size_t sshd_present(const struct sshd *d);

/* Quit with Q: exit status 0. Frees P. */
void sshd_quit(struct pty *p);

double sshd_now_ms(void);

#endif
