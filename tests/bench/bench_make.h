/* What is measured on: documents and databases, made once and kept. */
#ifndef ZHUPI_TESTS_BENCH_MAKE_H
#define ZHUPI_TESTS_BENCH_MAKE_H

#include <stdbool.h>

/* The documents are DIR/NAME, and have that name in the databases:
 *   60k.txt and 1m.txt in small.db, with 1,000 annotations each;
 *   10m.txt, 100m.txt and 5mline.txt (one line) in large.db;
 *   1m.txt without any annotation in none.db.
 * BENCH_SEARCHED stands in the text about every 20 KB and not before 10 KB, BENCH_LAST in its last line only. */
#define BENCH_SEARCHED "担当"
#define BENCH_LAST "终篇"
#define BENCH_ANNOTATIONS 1000

/* Make in DIR what is not there as it would be made now, with PROGRAM. False, with the reason on stderr, where that
 * failed. */
bool bench_make(const char *dir, const char *program);

/* many.db in DIR: 10,000 documents of 14 KB with 1,000,000 annotations and 300,000 links, and 1m.txt with 10,000 that
 * are not on its first screens. */
bool bench_make_many(const char *dir, const char *program);

/* DIR/NAME into PATH. */
void bench_make_path(char path[512], const char *dir, const char *name);

/* A copy of database NAME as COPY, to write into. */
bool bench_make_copy(const char *dir, const char *name, const char *copy);

/* Nobody has been in the documents of database NAME: sessions begin at their starts. */
void bench_make_fresh(const char *dir, const char *name);

/* Remove a database of DIR with all that stands beside it. */
void bench_make_remove(const char *dir, const char *name);

/* ---- between bench_make.c and bench_make_many.c ---- */

/* Whether the file WHAT says that everything is there as it would be made now; let it say so. */
bool bench_make_is_made(const char *dir, const char *what);
bool bench_make_set_made(const char *dir, const char *what);

/* Run COMMAND, and complain where it fails. */
bool bench_make_shell(const char *command);

#endif
