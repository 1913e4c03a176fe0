/* Annotations as rows of a table show them, whichever documents they are in. What a row says is read when it is shown,
 * and some hundreds are kept. */
#ifndef ZHUPI_TUI_GLANCE_H
#define ZHUPI_TUI_GLANCE_H

#include "db/store.h"

#define GLANCE_QUOTE_MAX 200 /* code points of its words that are read */

/* One annotation. What cannot be read is empty: the next change of it reads it again. */
struct glance {
    int64_t id;
    struct annotation annotation;
    char *document; /* name */
    int64_t length; /* of that document, code points */
    char *quote;
    char *code; /* name of its code, "" for none */
};

struct glances {
    struct store *store;
    struct glance *items;
};

void glances_init(struct glances *g, struct store *store);
void glances_clear(struct glances *g);

/* What annotation ID says; never NULL, borrowed until the next call. */
const struct glance *glance_of(struct glances *g, int64_t id);

/* Forget what change C makes of it. */
void glances_changed(struct glances *g, const struct change *c);

#endif
