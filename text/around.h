/* How alike what stands before and behind words is in two texts. */
#ifndef ZHUPI_TEXT_AROUND_H
#define ZHUPI_TEXT_AROUND_H

#include "text/align.h"
#include "text/text.h"

/* How alike the last MOST characters before S on SIDE and before T on the other one are, percent; and the first MOST
 * behind them. Where a text begins or ends there are fewer; nothing is as nothing. */
int around_before(const struct align *a, int side, struct span s, struct span t, size_t most);
int around_behind(const struct align *a, int side, struct span s, struct span t, size_t most);

#endif
