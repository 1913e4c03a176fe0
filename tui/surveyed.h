/* The survey of the file that the ledger and the figures are made of. The app keeps it between their openings: the
 * second one is instant, and a change costs what it changed. It is read in steps, while nothing is typed. */
#ifndef ZHUPI_TUI_SURVEYED_H
#define ZHUPI_TUI_SURVEYED_H

#include "db/filter.h"
#include "exchange/survey.h"
#include "tui/affected.h"

struct surveyed;

/* How a view looks at it. Two views may look in two ways at one survey: the marks of what passes are of the one that
 * worked last. */
struct outlook {
    char *expression; /* the filter; NULL: none */
    struct filter *where;
    bool by_links;
    int64_t document; /* only annotations in it pass; 0: in all */
    struct affected affected;
    bool parse;      /* what a word of the filter means has changed */
    uint64_t ticket; /* of its marks; 0: it has none */
    uint64_t seen;   /* the state that surveyed_news told last, */
    uint64_t shape;  /* and which nodes and links there were then; 0: it was never told, or is to be seen anew */
};

void outlook_clear(struct outlook *o);

/* Let pass what passes the filter EXPRESSION, which is WHERE parsed; what is in DOCUMENT. */
void outlook_filter(struct outlook *o, const char *expression, struct filter *take_where);
void outlook_document(struct outlook *o, int64_t document);

/* The feed brought C: for the view's own outlook; and for what is kept, which may be NULL. */
void outlook_changed(struct outlook *o, struct store *s, const struct change *c);
void surveyed_changed(struct surveyed *k, const struct change *c);

/* What is kept, for the first time where *K is NULL. Free with surveyed_free. */
struct surveyed *surveyed_of(struct surveyed **k);
void surveyed_free(struct surveyed **k);

/* Do some milliseconds of what is to be done until O can be seen as it is now. False: nothing is left; unless one is
 * PATIENT, what others do all the time is taken in now and then. */
bool surveyed_work(struct surveyed *k, struct store *s, struct outlook *o, bool patient, struct err *e);

/* The graph in which what passes is marked for O, or NULL where that takes more work; it may be older than the last
 * change. Borrowed until the next call of surveyed_work. */
const struct graph *surveyed_graph(const struct surveyed *k, const struct outlook *o);

/* Whether that graph, or what passes, is another one than when this was asked last. */
bool surveyed_news(const struct surveyed *k, struct outlook *o);

/* The graph of which surveyed_news told last, with the same nodes and links, so that rows that were made of it then can
 * still be shown; what passes may be marked in another way by now. NULL: it is gone. Borrowed as that one. */
const struct graph *surveyed_shown(const struct surveyed *k, const struct outlook *o);

/* How much was read until surveyed_graph has something, 0 to 100. */
int surveyed_percent(const struct surveyed *k, const struct outlook *o);

#endif
