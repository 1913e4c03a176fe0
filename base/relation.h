/* What links one annotation to another: a cause explains a manifestation, a remedy addresses a cause or a
 * manifestation. Which of the two a link is, and which way it points, follows from the tags. */
#ifndef ZHUPI_BASE_RELATION_H
#define ZHUPI_BASE_RELATION_H

#include "base/tag.h"

enum relation { RELATION_NONE, RELATION_EXPLAINS, RELATION_ADDRESSES };

/* What an annotation tagged FROM may be to one tagged TO; RELATION_NONE: nothing, in this direction. Of two different
 * tags exactly one direction is something. */
enum relation relation_of(enum tag from, enum tag to);

/* "explains", "addresses": as files and scripts spell it, never translated. "" for none. */
const char *relation_name(enum relation relation);

/* In the reader's language (说明 / 针对), as it is said from the one that points, and to: "explained by". */
const char *relation_label(enum relation relation);
const char *relation_label_back(enum relation relation);

#endif
