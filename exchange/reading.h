/* A document taken from the shared file to be read: its text, the flow without noise, and its outline. */
#ifndef ZHUPI_EXCHANGE_READING_H
#define ZHUPI_EXCHANGE_READING_H

#include "db/store.h"
#include "text/outline.h"

struct reading {
    struct text *text;
    struct flow *flow;
    struct outline outline;
    struct outline_given *headings; /* that the file named */
    size_t heading_count;
};

/* Load document ID; OUT is empty after an error. Free with reading_clear (which an empty one survives). */
enum err_code reading_load(struct store *s, int64_t id, struct reading *out, struct err *e);
void reading_clear(struct reading *r);

/* Read the noise again, because somebody marked or lifted some: flow and outline are new then, and only then. After an
 * error all is as it was. */
enum err_code reading_refresh(struct store *s, int64_t id, struct reading *r, struct err *e);

#endif
