/* Memory that cannot fail: when there is none left, the process ends with abort(). Nothing that was shown is lost by
 * that, because what is on the screen is on the disk; and no caller carries a path that no test can reach. Sizes that
 * come from outside are bounded before they get here. */
#ifndef ZHUPI_BASE_MEM_H
#define ZHUPI_BASE_MEM_H

#include <stddef.h>
#include <stdlib.h>

/* malloc, zeroed calloc, realloc of N elements of SIZE bytes (overflow is caught). The caller frees with free(). */
void *mem_alloc(size_t n, size_t size);
void *mem_zero(size_t n, size_t size);
void *mem_resize(void *p, size_t n, size_t size);

/* A copy of the string S, or of N bytes at P with a NUL behind. NULL gives NULL. The caller frees. */
char *mem_dup(const char *s);
char *mem_ndup(const void *p, size_t n);

/* Make room in array P (of *CAP elements of SIZE bytes) for at least WANT elements; grows by half. Returns P. */
void *mem_grow(void *p, size_t *cap, size_t want, size_t size);

#define MEM_NEW(type) ((type *)mem_zero(1, sizeof(type)))

#endif
