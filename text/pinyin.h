/* The syllables of Hanyu Pinyin. */
#ifndef ZHUPI_TEXT_PINYIN_H
#define ZHUPI_TEXT_PINYIN_H

#include "text/window.h"

/* The syllable at CP, the longest that ends at or before END and behind which no further letter stands: its length in
 * code points, 0 where there is none. Letters in either case, composed or with combining tone marks, ü also as v or u:,
 * a number for the tone behind. *TONED: it says its tone. */
size_t pinyin_syllable(struct window *w, size_t cp, size_t end, bool *toned);

#endif
