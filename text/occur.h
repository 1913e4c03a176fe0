/* Every place of a text where some characters stand. */
#ifndef ZHUPI_TEXT_OCCUR_H
#define ZHUPI_TEXT_OCCUR_H

#include <stddef.h>
#include <stdint.h>

struct occur;

/* An index over the N characters at C, which must outlive it; linear. Free with occur_free (NULL is allowed). */
struct occur *occur_new(const uint32_t *c, size_t n);
void occur_free(struct occur *o);

/* Where the N (two at least) characters at P begin, the first MAX places in their order, into AT. Returns how many. The
 * cost is how often the rarest two neighbours among them stand in the text. */
size_t occur_find(const struct occur *o, const uint32_t *p, size_t n, size_t *at, size_t max);

#endif
