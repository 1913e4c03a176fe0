/* Many ids in little memory: each as its distance from the one before, in one to ten bytes. The ids of a document's
 * annotations lie close together, so a million of them take one or two megabytes. */
#ifndef ZHUPI_EXCHANGE_ID_RUN_H
#define ZHUPI_EXCHANGE_ID_RUN_H

#include "base/str.h"

/* {0} is empty. */
struct id_run {
    struct str bytes;
    int64_t last;  /* put in */
    size_t at;     /* the byte that is read next */
    int64_t taken; /* read last */
};

void id_run_clear(struct id_run *r);
void id_run_add(struct id_run *r, int64_t id);

/* The next ids, at most MAX, in the order in which they were added; how many. 0 at the end. */
size_t id_run_take(struct id_run *r, int64_t *out, size_t max);

#endif
