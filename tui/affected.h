/* Which annotations may pass a filter no longer, or from now on, because of what the feed brought. */
#ifndef ZHUPI_TUI_AFFECTED_H
#define ZHUPI_TUI_AFFECTED_H

#include "db/filter.h"
#include "db/store.h"

#define AFFECTED_MAX 64 /* where more are, all are looked at again */

struct affected {
    int64_t ids[AFFECTED_MAX];
    int64_t documents[AFFECTED_MAX]; /* in which each is; 0: it did not change itself */
    size_t count;
    bool all;
};

void affected_forget(struct affected *a);

/* Whether what passes WHERE (NULL: everything) depends on links, which are of two annotations. */
bool affected_by_links(const struct filter *where);

/* Note what change C means where something is FILTERED; BY_LINKS as above. S is only read. */
void affected_note(struct affected *a, struct store *s, bool filtered, bool by_links, const struct change *c);

#endif
