/* What a flow is made of: for flow.c and flow_unit.c only. */
#ifndef ZHUPI_TEXT_FLOW_OWN_H
#define ZHUPI_TEXT_FLOW_OWN_H

#include "text/flow.h"

/* A heading at its flow positions. */
struct flow_heading {
    size_t start, end;
    bool run_in; /* text follows it without any punctuation */
};

struct flow {
    const struct text *document;
    size_t length;           /* of the document, as far as the flow goes; SIZE_MAX where there is no noise */
    struct text *own;        /* the text without noise; NULL where that is the document */
    char *room;              /* its bytes, while it is made; own has them */
    size_t made, next;       /* where the document is copied to it from then, and the next noise */
    struct noise_list noise; /* settled */
    size_t *removed;         /* code points of noise before each noise */
    struct flow_heading *headings;
    size_t heading_count;
};

#endif
