/* Texts that try to be anything but text, and a shared file that is full of them. */
#ifndef ZHUPI_TESTS_EXCHANGE_ENEMY_H
#define ZHUPI_TESTS_EXCHANGE_ENEMY_H

#include "db/store.h"

/* Each of one line, NULL behind the last. Whatever runs sets the title of the page to PWNED, whatever loads asks
 * evil.invalid (RFC 6761: no such host). */
extern const char *const enemy_texts[];

#define ENEMY_FILE "<img src=x onerror=document.title='PWNED'>&\"'.db"
#define ENEMY_FILTER "by:\"<script>document.title='PWNED'</script>\" & </code>"

/* Put them into the file at PATH, which is made: as names of documents, passages, what stands around them, notes,
 * codes, comments, notes of links, and one as the name of a reviewer. Ends the program where that fails. The caller
 * closes the store. */
struct store *enemy_store(const char *path);

#endif
