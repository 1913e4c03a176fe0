/* A change of the feed in words, for people: "tagged “设备断电…” as cause". */
#ifndef ZHUPI_EXCHANGE_TELL_H
#define ZHUPI_EXCHANGE_TELL_H

#include "base/str.h"
#include "db/store.h"

#define TELL_QUOTE 20 /* code points of a passage that are shown */
#define TELL_BODY 60  /* of a note or a comment */

/* Remembers the names of people and documents and the passage it showed last. */
struct tell;

/* Over S, which must outlive it. */
struct tell *tell_new(struct store *s);
void tell_free(struct tell **t);

/* Add to OUT what C did, as it goes on behind the name of the one who did it: one line of valid UTF-8 in
 * the reader's language, with its document only where tell_names_document. What others wrote is in it as it is (glyph.h
 * makes it safe). What the file does not know any more, or never knew, is shown as "?". May be called while the feed is
 * listed. */
void tell_change(struct tell *t, const struct change *c, struct str *out);

/* Whether the words for C name its document, because it is what was done something to. */
bool tell_names_document(const struct change *c);

/* The name of document ID, "?" where there is none; borrowed until the next call. */
const char *tell_document(struct tell *t, int64_t id);

#endif
