/* The very words of a passage in a newer version, where they may stand at several places of either: a place is theirs
 * if what stands around it agrees and no other passage with the same words has a better claim to it. Words that are
 * answered from one place to another look the same everywhere; a wrong place is worse than none. */
#ifndef ZHUPI_TEXT_AGAIN_H
#define ZHUPI_TEXT_AGAIN_H

#include "text/align.h"
#include "text/text.h"

struct again;

enum again_answer {
    AGAIN_NOWHERE, /* the new text does not have the words */
    AGAIN_UNSURE,  /* it does, but which place is the passage's is not known */
    AGAIN_THERE
};

/* For what A aligns, the characters of OLD and NEW; all three must outlive it. Indexes are made when they are needed.
 * Free with again_free (NULL is allowed). */
struct again *again_new(const struct align *a, const struct text *old, const struct text *new);
void again_free(struct again *g);

/* Where the words of passage S of the old text are in the new one, to OUT. Words of four letters or more that stand
 * once in each are there wherever that is. */
enum again_answer again_find(struct again *g, struct span s, struct span *out);

/* Whether what stands around passage S of the old text is enough to tell it from others with the same words and stands
 * around T of the new one. */
bool again_agrees(const struct again *g, struct span s, struct span t);

/* Whether the words of passage S of the old text stand elsewhere in it, too. */
bool again_returns(struct again *g, struct span s);

#endif
