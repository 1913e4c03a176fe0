/* The units that a reviewer moves by and tags: grapheme cluster, clause, sentence, paragraph.
 *
 * A sentence ends at 。！？；…… . ! ? with the closing quotes and brackets that follow; Latin full stops end one only
 * where a sentence really ends (not in 1.2, e.g., No. 5, names of files). A clause ends at ，、：, as well, and a
 * numbered item (一是, 二要, （三）, 第一，, 首先) begins one; the pause behind the number is part of the item. Units
 * never cross an LF, and hold no white space at either end, so that what is tagged is what is read; only UNIT_GRAPHEME
 * steps over white space within a line as over any character.
 *
 * Everything is decided from the text near CP, so cost does not grow with the document (white space alone is skipped
 * in one go): a clause or sentence that no rule ends for 4,096 code points is cut at a multiple of that number. The
 * units of one kind cover each code point that is not white space exactly once, and all functions agree on them. */
#ifndef ZHUPI_TEXT_UNIT_H
#define ZHUPI_TEXT_UNIT_H

#include "text/text.h"

enum unit { UNIT_GRAPHEME, UNIT_CLAUSE, UNIT_SENTENCE, UNIT_PARAGRAPH };

/* The unit that holds CP; at white space between units or an LF the next one, and where there is none, the last one
 * before. An empty span at CP in a document without any. */
struct span unit_at(const struct text *t, enum unit unit, size_t cp);

/* The first unit that starts behind CP. False at the end of the document. */
bool unit_next(const struct text *t, enum unit unit, size_t cp, struct span *out);

/* The last unit that starts before CP. False at the start. */
bool unit_prev(const struct text *t, enum unit unit, size_t cp, struct span *out);

#endif
