/* What stands in a document's text and is not the document: page marks, headers that return, what a web site puts
 * around a text, readings in brackets. It is never cut from the text but known as spans, and the reader steps over it
 * (flow.h).
 *
 * Wrongly hiding real text is the worse error. So each rule asks for more than one sign, and looks at the whole
 * document before it believes a kind of mark: the first line with a number is an item, nine of them that cut
 * sentences in two are marks. */
#ifndef ZHUPI_TEXT_NOISE_H
#define ZHUPI_TEXT_NOISE_H

#include "text/text.h"

enum noise_kind {
    NOISE_HAND,      /* a reviewer said so; not found by a rule */
    NOISE_PAGE,      /* 第2页共14页, — 5 —, Page 3 of 9 */
    NOISE_NUMBER,    /* 2、 put before a line, which cuts a sentence in two or counts pieces of the page */
    NOISE_RUNNING,   /* a header or footer that returns on the pages */
    NOISE_SITE,      /* navigation, "related", counters, links, before and behind the text */
    NOISE_PAYWALL,   /* ##paidbegin## */
    NOISE_READING,   /* 項(xiàng): pinyin, bopomofo or kana in brackets behind a character */
    NOISE_REFERENCE, /* the mark of a footnote in a sentence; only importers find it */
    NOISE_KINDS
};

struct noise {
    struct span span;
    enum noise_kind kind;
};

struct noise_list {
    struct noise *all;
    size_t count, cap;
};

/* "hand", "page", "number", "running", "site", "paywall", "reading", "reference": as files spell it, never translated;
 * and what people read, for one (N 1) or several of them. */
const char *noise_kind_name(enum noise_kind kind);
bool noise_kind_parse(const char *name, enum noise_kind *out);
const char *noise_kind_label(enum noise_kind kind, unsigned long n);

void noise_list_add(struct noise_list *l, struct span span, enum noise_kind kind);
void noise_list_clear(struct noise_list *l);

/* Bring L into the order of the text of T: spans clamped to it and grown to grapheme boundaries, empty ones dropped,
 * and of those that overlap the later one cut or dropped. */
void noise_list_settle(struct noise_list *l, const struct text *t);

/* Find the noise of T and add it to OUT, which is settled then; what OUT holds already (from an importer) is left out
 * of the search. A line feed belongs to a span where the text reads on without it: "…党中央⏎2、把全面…" loses "⏎2、",
 * and a line that is all noise goes with its line end. Linear in the length of the text. */
void noise_find(const struct text *t, struct noise_list *out);

/* What rule number I (from 0) of noise_find looks for, in English, and the kind of what it finds; NULL behind the last
 * rule. */
const char *noise_rule_name(size_t i, enum noise_kind *kind);

#endif
