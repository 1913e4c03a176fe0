/* What flow.h promises of every document and all noise, checked on one; a broken promise aborts (tests/law.h). */
#ifndef ZHUPI_TESTS_FLOW_LAWS_H
#define ZHUPI_TESTS_FLOW_LAWS_H

#include "text/flow.h"

/* The two maps are each other's inverse outside noise and never turn back; what is in no noise is the flow; and units
 * of each kind, walked both ways and jumped into, are those of the flow's text. */
void flow_laws(const struct flow *f);

/* Units, whatever headings cut: in order, apart, each character that is no white space in one of them, and found alike
 * from wherever one comes. */
void flow_laws_units(const struct flow *f, enum unit unit);

/* Noise that is in order, apart, not empty, inside T and cuts no cluster. */
void flow_laws_settled(const struct text *t, const struct noise_list *l);

#endif
