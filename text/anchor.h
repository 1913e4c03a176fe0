/* Finding a passage again in a newer version of a document, by its words and what stands around them.
 *
 * First the exact words (folded as in find.h): where they stand once, and where they return the place whose
 * surroundings agree and that is no other's (again.h). Else the nearest passage: the stretch of the new text that
 * shares most with the words, aligned by an edit distance, where at least 60 of 100 characters agree and no other place
 * comes close. Words and surroundings are those of the flow. */
#ifndef ZHUPI_TEXT_ANCHOR_H
#define ZHUPI_TEXT_ANCHOR_H

#include "text/flow.h"

enum anchor_kind {
    ANCHOR_SAME,    /* the same words, about the same surroundings on both sides, or in the same order on one */
    ANCHOR_MOVED,   /* the same words elsewhere */
    ANCHOR_CHANGED, /* other words that are near enough */
    ANCHOR_LOST     /* none */
};

struct anchored {
    enum anchor_kind kind;
    struct span span; /* in the new document; empty where it is lost */
    int likeness;     /* of the words, percent */
};

struct anchors;

/* Prepare to find passages of OLD in NEW (both must outlive it): one pass over both. Free with anchors_free. */
struct anchors *anchors_new(const struct flow *old, const struct flow *new);
void anchors_free(struct anchors *a);

/* Where the passage S of the old document is in the new one. Cost does not grow with the length of the documents but
 * for words that return often. Readings in brackets that one version has more of than the other are left out of the
 * comparison: with them it is ANCHOR_CHANGED. */
struct anchored anchor_find(struct anchors *a, struct span s);

/* How much of two documents is the same, percent: of the runs of eight words (a Han character is one) of the shorter
 * one, those that the other one has too, wherever; folded as in find.h, without punctuation. With every tenth character
 * changed it is 45 or so, of two speeches about one thing 1, of two reports made of the same phrases 30. Linear. For
 * telling a newer version from another document of the same name. */
int anchor_likeness(const struct text *a, const struct text *b);

#endif
