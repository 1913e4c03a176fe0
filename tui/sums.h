/* The tally added up: what each person did and has to do in all documents. */
#ifndef ZHUPI_TUI_SUMS_H
#define ZHUPI_TUI_SUMS_H

#include "base/str.h"
#include "tui/tally.h"

/* One person over all documents. */
struct sum {
    struct tally_share done; /* assignments */
    struct tally_share read; /* characters of what is assigned; where nothing is, of the documents they have been in */
    int64_t tags, questions;
    size_t documents; /* assigned, tagged in or been in */
    struct str rest;  /* names of what is to do, as many as fit */
    size_t more;      /* the others */
};

struct sums {
    struct sum *people; /* one for each reviewer of the tally, at its index there */
    size_t count;
    struct tally_share done; /* assignments of all documents */
};

/* Add T up; the names of what is to do take REST_CELLS at most. */
void sums_set(struct sums *s, const struct tally *t, int rest_cells);
void sums_clear(struct sums *s);

#endif
