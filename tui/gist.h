/* What annotations say in short, in whatever document they are: read when it is asked for, and remembered until the
 * feed says that it is another. */
#ifndef ZHUPI_TUI_GIST_H
#define ZHUPI_TUI_GIST_H

#include "db/store.h"
#include "tui/sheet.h"

#define GIST_WORDS 120 /* code points of a passage that are remembered */

struct gist {
    int64_t annotation;
    int64_t document, start, end;
    enum tag tag; /* TAG_NONE: nothing could be read of it */
    int64_t reviewer;
    char *reviewer_name, *document_name, *words; /* never NULL; the words in one line */
    bool deleted;
};

struct gists;

struct gists *gists_new(struct store *store);
void gists_free(struct gists *g); /* NULL is fine */

/* What ANNOTATION says. Borrowed until the next call. */
const struct gist *gists_get(struct gists *g, int64_t annotation);

/* Forget what change C of the feed may have made another. */
void gists_changed(struct gists *g, const struct change *c);

/* The first cells of WORDS, as many as fit in a message, added to OUT; ended by "…" where those are not all. */
void gist_cut(const char *words, bool wide, struct str *out);

/* Add the whole of ANNOTATION to S, read anew: whose it is and where, its passage, its note. */
void gist_write(struct store *store, int64_t annotation, struct sheet *s);

#endif
