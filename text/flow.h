/* A document as it reads on: its text without the noise, and the way between the two.
 *
 * Sentences, headings and matches are found in the text without noise, where a sentence that a page mark cut is whole
 * again; positions stay those of the document. In what follows a position is one of the document, if "flow" is not
 * said. Where there is no noise, the flow is the document itself and costs nothing. */
#ifndef ZHUPI_TEXT_FLOW_H
#define ZHUPI_TEXT_FLOW_H

#include "text/find.h"
#include "text/noise.h"
#include "text/unit.h"

struct flow;
struct str;

/* The flow of T (which must outlive it) without the N spans at NOISE, in any order, which may overlap, lie outside or
 * cut grapheme clusters (they are settled first, see noise.h). Free with flow_free (NULL is allowed). */
struct flow *flow_new(const struct text *t, const struct noise *noise, size_t n);
void flow_free(struct flow *f);

/* The same in steps: BEGIN, and GO_ON by so many POINTS of the document until it is false; then it is what flow_new
 * makes, and nothing else is asked of it before. T has to be whole, where there is noise: of one that goes on growing
 * the flow is what was there when it began. */
struct flow *flow_begin(const struct text *t, const struct noise *noise, size_t n);
bool flow_go_on(struct flow *f, size_t points);

const struct text *flow_document(const struct flow *f);

/* The text without noise. Its positions are flow positions. */
const struct text *flow_text(const struct flow *f);

/* The noise, settled. */
size_t flow_noise_count(const struct flow *f);
const struct noise *flow_noise(const struct flow *f, size_t i);

/* The index of the first noise that ends behind CP (flow_noise_count where there is none); whether CP is in noise. */
size_t flow_noise_from(const struct flow *f, size_t cp);
bool flow_is_noise(const struct flow *f, size_t cp);

/* The flow position of CP; of a place in noise, that of the first character behind the noise. O(log n). */
size_t flow_in(const struct flow *f, size_t cp);

/* The position of the character at flow position IN; the length of the document at the end. */
size_t flow_out(const struct flow *f, size_t in);

/* The span of the characters of flow span IN: noise at its ends is left outside, noise inside is inside. An empty span
 * stays empty. */
struct span flow_out_span(const struct flow *f, struct span in);

/* [start, end) without the noise at its ends; empty where all of it is noise. */
struct span flow_trim(const struct flow *f, struct span s);

/* The words of S without noise, or as they stand where all of it is noise; borrowed, not NUL-terminated, their bytes in
 * *N_BYTES. */
const char *flow_quote(const struct flow *f, struct span s, size_t *n_bytes);

/* Tell F where the headings are (spans of the document, by start; copied): where one runs into its paragraph without
 * any punctuation, a clause and a sentence end with it, and a heading is one sentence, whatever stops stand in it. */
void flow_set_headings(struct flow *f, const struct span *headings, size_t n);

/* unit.h across noise, with respect for headings. UNIT_GRAPHEME, too, steps over noise. flow_unit.c has them. */
struct span flow_unit_at(const struct flow *f, enum unit unit, size_t cp);
bool flow_unit_next(const struct flow *f, enum unit unit, size_t cp, struct span *out);
bool flow_unit_prev(const struct flow *f, enum unit unit, size_t cp, struct span *out);

/* find.h across noise: matches that start in [FROM, LIMIT), or before FROM. */
bool flow_find_next(const struct flow *f, const struct find *find, size_t from, size_t limit, struct span *out);
bool flow_find_prev(const struct flow *f, const struct find *find, size_t from, struct span *out);

#endif
