/* Wall-clock time. Stored times are milliseconds since 1970-01-01 UTC. */
#ifndef ZHUPI_BASE_CLOCK_H
#define ZHUPI_BASE_CLOCK_H

#include <stdint.h>

#define CLOCK_TEXT_SIZE 32

int64_t clock_now_ms(void);

/* Milliseconds that only ever grow, for intervals. */
int64_t clock_monotonic_ms(void);

/* MS as UTC in RFC 3339 ("2026-01-31T08:05:00.123Z") into OUT; returns OUT. */
char *clock_format(int64_t ms, char out[CLOCK_TEXT_SIZE]);

#endif
