/* The floor of a tag: a durable commit of the two rows that it writes, and nothing else. */
#ifndef ZHUPI_TESTS_BENCH_COMMIT_H
#define ZHUPI_TESTS_BENCH_COMMIT_H

#include <stdbool.h>

struct bench_commit;

/* The database at PATH, which must have a document, as zhupi opens it: WAL, synchronous=FULL. NULL, with the reason on
 * stderr, where that fails. */
struct bench_commit *bench_commit_open(const char *path);

/* Insert an annotation and its row of the feed and commit; how long that took. */
bool bench_commit_two_rows(struct bench_commit *c, double *ms);

void bench_commit_close(struct bench_commit *c); /* NULL is allowed */

#endif
