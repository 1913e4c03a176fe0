/* A walk through the elements of a web page, which writes its text. Used by html*.c only. */
#ifndef ZHUPI_EXCHANGE_HTML_WALK_H
#define ZHUPI_EXCHANGE_HTML_WALK_H

#include "exchange/extract.h"
#include "exchange/html_element.h"

#define HTML_DEPTH 20000 /* elements inside each other */

/* Where the walk is in a row of a table. */
struct html_row {
    size_t tabs;    /* due before the next words */
    unsigned cells; /* begun */
    bool cell;      /* in one, */
    bool text;      /* which has words */
    bool any;       /* the row has */
    bool broken;    /* one held several paragraphs: this table is there for the layout */
};

/* An element that is open. */
struct html_open {
    const struct html_element *element;
    bool dropped, preserved;
    bool fragment, raised; /* in a link into this page; in sup */
    bool noise;            /* it has begun some */
    bool document;         /* it is counted in in_document */
    bool reference;        /* it is the mark of a footnote, if it is short */
    int number;            /* of the next item */
    char numbering;        /* 1 a A i I, or 0 for a bullet */
    struct html_row row;   /* outside of this table */
};

struct html_walk {
    struct extract *out;
    struct html_open *open;
    size_t depth, cap;
    struct html_row row;
    bool paragraph_due;
    enum { HTML_NO_SPACE, HTML_LINE_END, HTML_SPACE } space; /* due before the next words */
    bool fresh_pre;                                          /* the line end behind <pre> is none */
    int heading;                                             /* level of the one that is open, or 0 */
    char item[32];                                           /* what stands before the next words */
    size_t site;        /* open[site - 1] is the noise of the site around it; 0: none */
    bool site_is_sure;  /* an element says so, not a name */
    size_t in_document; /* how many main and article are open */
    bool too_deep;
    bool too_many; /* attributes of one element */
};

void html_walk_begin(struct html_walk *w, struct extract *out);
void html_walk_start(struct html_walk *w, const char *name, const unsigned char **attributes);
void html_walk_end(struct html_walk *w);
void html_walk_text(struct html_walk *w, const char *s, size_t n);

/* All that was open is closed; frees what W holds. */
void html_walk_finish(struct html_walk *w);

#endif
