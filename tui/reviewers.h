/* The reviewers of the file, as views and prompts need them: all of them, by name. */
#ifndef ZHUPI_TUI_REVIEWERS_H
#define ZHUPI_TUI_REVIEWERS_H

#include "db/store.h"

struct reviewers {
    struct reviewer *items; /* by name */
    size_t count, capacity;
};

/* Read them into *R, in place of what it holds. */
enum err_code reviewers_load(struct reviewers *r, struct store *s, struct err *e);
void reviewers_clear(struct reviewers *r);

/* The reviewer ID, or NULL; and the name, "" where there is none. Borrowed until they are read again. */
const struct reviewer *reviewers_get(const struct reviewers *r, int64_t id);
const char *reviewers_name(const struct reviewers *r, int64_t id);

/* The reviewer whose whole name WORDS begins with, the longest where there are more; NULL where there is none. Behind
 * the name stands a blank, a comma or the end: *BYTES is where the next word begins. Names may have blanks in them. */
const struct reviewer *reviewers_at(const struct reviewers *r, const char *words, size_t *bytes);

/* Those whose names take the fewest changes to become NAME, nearest first, at most MAX of them into OUT. Returns how
 * many there are. */
size_t reviewers_near(const struct reviewers *r, const char *name, const struct reviewer **out, size_t max);

#endif
