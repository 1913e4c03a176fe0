/* What the files of tell.h share, and nobody else uses. */
#ifndef ZHUPI_EXCHANGE_TELL_OWN_H
#define ZHUPI_EXCHANGE_TELL_OWN_H

#include "db/store.h"

/* UTF8 in quotes on one line, no longer than MAX code points: rather some less than half a character. The caller
 * frees. */
char *tell_quoted(const char *utf8, size_t max);

/* The label of the tag that the image JSON names. */
const char *tell_tag(struct store *s, const char *json);

/* ---- tell_code.c ---- */

/* Add what happened to a code, or to the code of the annotation of PASSAGE. */
void tell_code(struct store *s, const struct change *c, struct str *out);
void tell_recode(struct store *s, const struct change *c, const char *passage, struct str *out);

#endif
