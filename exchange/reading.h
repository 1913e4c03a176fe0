/* A document taken from the shared file to be read: its text, the flow without noise, and its outline.
 *
 * It is loaded as a whole, or opened: then the first part is there, which a screen can show, and the rest is read in
 * steps while the reader looks at it. */
#ifndef ZHUPI_EXCHANGE_READING_H
#define ZHUPI_EXCHANGE_READING_H

#include "db/document_text.h"
#include "text/outline.h"

/* Behind the place that is to be shown so many code points are read before it is: more than a screen has, and more than
 * decides where the rows of a long paragraph end (text/layout.c). */
#define READING_AHEAD 40000

struct reading_rest;

struct reading {
    int64_t document;
    struct text *text; /* grows while it is read, in place */
    struct flow *flow; /* of what is there, where there is noise: then another one when the text is whole */
    struct outline outline;
    struct outline_given *headings; /* that the file named */
    size_t heading_count;
    struct reading_rest *rest; /* what is still to be done; NULL: nothing */
};

/* Load document ID; OUT is empty after an error. Free with reading_clear (which an empty one survives). */
enum err_code reading_load(struct store *s, int64_t id, struct reading *out, struct err *e);
void reading_clear(struct reading *r);

/* Load as much of document ID as has to be there to show PLACE and what follows on a screen; all of a small one. The
 * rest comes by the steps below, from S, which has to live as long. */
enum err_code reading_open(struct store *s, int64_t id, size_t place, struct reading *out, struct err *e);

/* Go on for some milliseconds: with the text, then with the flow, then with the outline. An error leaves what is there
 * (ERR_CORRUPT: the text is damaged further on). */
enum err_code reading_step(struct reading *r, struct err *e);

/* Go on until PLACE can be shown; until the text and its flow are whole; until all is there. */
enum err_code reading_reach(struct reading *r, size_t place, struct err *e);
enum err_code reading_finish_text(struct reading *r, struct err *e);
enum err_code reading_finish(struct reading *r, struct err *e);

/* Whether text and flow are whole; whether all is there. */
bool reading_has_text(const struct reading *r);
bool reading_is_whole(const struct reading *r);

/* The code points of the document, also of those that are not there yet. */
size_t reading_length(const struct reading *r);

/* Read the noise again, because somebody marked or lifted some: flow and outline are new then, and only then (the
 * outline of a big document follows by steps, and stays as it was until then). After an error all is as it was. */
enum err_code reading_refresh(struct store *s, struct reading *r, struct err *e);

#endif
