/* How many annotations have each code. */
#ifndef ZHUPI_TUI_CODE_COUNTS_H
#define ZHUPI_TUI_CODE_COUNTS_H

#include "db/code.h"

struct code_count {
    int64_t code, annotations;
};

struct code_counts {
    struct code_count *items; /* by code */
    size_t count, capacity;
    bool known;      /* nothing was changed since they were counted */
    bool counted;    /* they were counted once */
    int64_t next_ms; /* not before that again: in a large file it takes its time */
};

void code_counts_clear(struct code_counts *c);

/* Something changed: they are to be counted again. */
void code_counts_forget(struct code_counts *c);

/* Count where that is due. True where there are other figures now. */
bool code_counts_work(struct code_counts *c, struct store *s);

/* How many have CODE. */
int64_t code_counts_of(const struct code_counts *c, int64_t code);

#endif
