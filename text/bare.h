/* A flow without what looks like a reading in brackets, were it only one: "項(xiàng)" is 項. For comparing two texts of
 * which only one has readings that are known as noise (noise.h asks for several before it believes in them). */
#ifndef ZHUPI_TEXT_BARE_H
#define ZHUPI_TEXT_BARE_H

#include "text/flow.h"

/* Add to OUT, in places of the document, the readings that are in the flow F. Linear. */
void bare_readings(const struct flow *f, struct noise_list *out);

/* The document of F without its noise and without those at READINGS; free with flow_free. */
struct flow *bare_flow(const struct flow *f, const struct noise_list *readings);

#endif
