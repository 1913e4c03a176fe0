/* zhupi itself in a terminal: a shared file with one document in a directory of its own, and a home without any
 * configuration. */
#ifndef ZHUPI_TESTS_TERM_SESSION_H
#define ZHUPI_TESTS_TERM_SESSION_H

#include "tests/term/pty.h"

#define SESSION_PATH 256

struct session {
    char dir[SESSION_PATH];
    char db[SESSION_PATH]; /* in DIR, with the document "report.txt" */
    char out[65536];       /* of the last session_run */
    struct pty *pty;
};

/* The document: four paragraphs, the first and the third of three sentences. */
extern const char session_document[];

/* cmocka's set-up and tear-down; *STATE is a struct session. */
int session_begin(void **state);
int session_end(void **state);

/* Write a file into DIR. */
void session_write(const struct session *s, const char *name, const char *text);

/* Run "zhupi ARGUMENTS" with its output in OUT; fails the test where it fails. In ARGUMENTS DB is a word that stands
 * for the database. */
void session_run(struct session *s, const char *arguments);

/* Whether the export holds TEXT. */
bool session_saved(struct session *s, const char *text);

/* Review "report.txt" in a terminal of this size. ENV as for pty_start, on top of the session's own; may be NULL. */
void session_open(struct session *s, const char *const env[], int rows, int columns);

/* The same, and wait for the document to be on the screen. */
void session_review(struct session *s, int rows, int columns);

/* Type q and look at the end: exit 0, the terminal as it was found. */
void session_quit(struct session *s);

#endif
