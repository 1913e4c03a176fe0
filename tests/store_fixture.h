/* What the tests of the shared file have in common: a folder of their own, a file in it, documents. */
#ifndef ZHUPI_TESTS_STORE_FIXTURE_H
#define ZHUPI_TESTS_STORE_FIXTURE_H

#include "db/internal.h"

struct fixture {
    char dir[256];
    char path[300]; /* dir/team.db */
};

int fixture_setup(void **state);    /* a fresh folder without a file; *state is a struct fixture */
int fixture_setup_db(void **state); /* and a fresh file in it */
int fixture_teardown(void **state); /* removes both */

/* Open, or fail the test. NAME: as this reviewer (NULL: the Unix account). */
struct store *fixture_open(const struct fixture *f, const char *name);

/* Put a copy of tests/fixtures/NAME where the test's file is. */
void fixture_copy(const struct fixture *f, const char *name);

/* Add a document, or fail the test; its id. */
int64_t fixture_document(struct store *s, const char *name, const char *text);

/* Run SQL on the file with a plain connection, as a foreign program would; the first value as an integer, or -1. */
int64_t fixture_sql(const char *path, const char *sql);

/* The whole file in memory, with a NUL behind; the caller frees. */
char *fixture_bytes(const char *path, size_t *n);

/* Number of files in the folder. */
size_t fixture_files(const struct fixture *f);

/* The file passes store_check. */
void fixture_check(struct store *s);

/* The same, and DOCUMENT has so many annotations. */
void fixture_sound(struct store *s, int64_t document, int64_t annotations);

#define FIXTURE_NOTE 60000 /* bytes */

/* Tag DOCUMENT with long notes until that fails, which must be for want of room and change nothing; how many were made.
 */
int fixture_fill(struct store *s, int64_t document);

#endif
