/* A shared file in which everything that people write is hostile: text, names, notes, comments, codes, filters, links,
 * the feed, and what only a foreign program could have put there. */
#ifndef ZHUPI_TESTS_HOSTILE_FILE_H
#define ZHUPI_TESTS_HOSTILE_FILE_H

#include "tests/hostile_text.h"

/* What stands in the file where a handful will; as long as one. */
#define HOSTILE_PLACE "PLACEHOLDR"

#define HOSTILE_ME "me" /* the account of the lead of the file, who is a key */

/* Make the file, with HOSTILE_PLACE in it; ends the program where that fails. The documents are called
 * "1 PLACEHOLDR.txt" and "2 PLACEHOLDR.txt", the second a newer version of the first, and "3 PLACEHOLDR.txt" without an
 * annotation. */
void hostile_file_make(const char *path);

/* Put TO where FROM stands, in every text of every table but uuids and check sums; both are HOSTILE_POINTS long. The
 * file must not be open. */
void hostile_file_fill(const char *path, const char *from, const char *to);

#endif
