/* What others changed a moment ago, so that it can be marked where it stands. */
#ifndef ZHUPI_TUI_ARRIVAL_H
#define ZHUPI_TUI_ARRIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRIVAL_MS 3000
#define ARRIVAL_MAX 64 /* of more at a time, the newest are marked */

struct arrivals {
    struct arrival {
        int64_t id;       /* of an annotation */
        int64_t until;    /* as of clock_monotonic_ms */
    } items[ARRIVAL_MAX]; /* the one that vanishes first is the first */
    size_t count;
};

/* Annotation ID came, or changed, at NOW. */
void arrival_add(struct arrivals *a, int64_t id, int64_t now);

bool arrival_is(const struct arrivals *a, int64_t id);

/* Forget what is older than a moment. True where something was. */
bool arrival_fade(struct arrivals *a, int64_t now);

#endif
