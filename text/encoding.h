/* The encodings of documents, and strict conversion from them to UTF-8. Used by decode and detect only. */
#ifndef ZHUPI_TEXT_ENCODING_H
#define ZHUPI_TEXT_ENCODING_H

#include "base/str.h"

#define ENCODING_CHARSETS 2

struct encoding {
    const char *name;                       /* as people and the database see it */
    const char *charset[ENCODING_CHARSETS]; /* what iconv calls it; the second one, if any, is a superset */
    size_t unit;                            /* bytes of a code unit: 1, 2 or 4 */
};

enum { ENCODING_UTF8, ENCODING_GB18030, ENCODING_BIG5, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_COUNT };

extern const struct encoding encodings[ENCODING_COUNT];

/* The encoding called NAME, whatever the letter case, '-' and '_': one of the table, or OTHER filled in with an iconv
 * name (which is kept, not copied). NULL where iconv does not know it. */
const struct encoding *encoding_find(const char *name, struct encoding *other);

enum conversion { CONVERSION_OK, CONVERSION_BAD, CONVERSION_CUT, CONVERSION_UNKNOWN };

struct converted {
    struct str utf8; /* valid UTF-8 without NUL; the caller clears it */
    size_t replaced; /* U+FFFD for undecodable bytes (lossy only) */
    size_t bad_at;   /* offset of the first undecodable byte (BAD), or of the character that the end cuts (CUT) */
};

/* Convert the N bytes at P from iconv's CHARSET with code units of UNIT bytes; NUL is undecodable. Strict unless LOSSY,
 * which never gives BAD or CUT. UNKNOWN: this system cannot convert from CHARSET. */
enum conversion encoding_convert(const char *charset, size_t unit, const void *p, size_t n, bool lossy,
                                 struct converted *out);

#endif
