/* When something was, as it is told; times are milliseconds since 1970 UTC. All add to OUT. */
#ifndef ZHUPI_TUI_WHEN_H
#define ZHUPI_TUI_WHEN_H

#include "base/str.h"

#include <stdint.h>

/* "12 s", "5 min", "3 h", "2 d": how long THEN was before NOW, in one unit. */
void when_ago(struct str *out, int64_t now, int64_t then);

/* "now", "5 min": for what changes no more than once a minute. */
void when_age(struct str *out, int64_t then);

/* The same as a phrase: "just now", "5 min ago". */
void when_phrase(struct str *out, int64_t then);

/* "just now", or "2026-01-31 08:05" by the local clock. */
void when_date(struct str *out, int64_t then);

/* "2026-01-31" by the local clock. */
void when_day(struct str *out, int64_t then);

#endif
