/* Instead of base/clock.c and base/uuid.c: every run sees the same times and ids, so that a finding can be repeated. */
#include "base/clock.h"
#include "base/uuid.h"

#include <stdio.h>

int64_t clock_now_ms(void)
{
    return 1767225600000; /* 2026-01-01 */
}

int64_t clock_monotonic_ms(void)
{
    return 0;
}

char *clock_format(int64_t ms, char out[CLOCK_TEXT_SIZE])
{
    snprintf(out, CLOCK_TEXT_SIZE, "%lld", (long long)ms);
    return out;
}

char *uuid_new(char out[UUID_SIZE])
{
    static unsigned count;
    snprintf(out, UUID_SIZE, "019b76da-a800-7000-8000-0000%08x", count++);
    return out;
}
