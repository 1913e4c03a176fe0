/* Sorting by numbers, in time that grows with how many there are alone. */
#ifndef ZHUPI_ANALYSIS_RADIX_H
#define ZHUPI_ANALYSIS_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix_item {
    uint64_t key;
    uint32_t index;
};

/* Bring the N items at P into order by key; equal ones stay as they stand. */
void radix_sort(struct radix_item *p, size_t n);

#endif
