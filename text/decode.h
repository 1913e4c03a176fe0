/* From the bytes of a file to the text that is stored: detect the encoding, decode strictly, make line ends LF. */
#ifndef ZHUPI_TEXT_DECODE_H
#define ZHUPI_TEXT_DECODE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct decoded {
    char *utf8;           /* NUL-terminated valid UTF-8, LF line ends, no byte order mark; the caller frees */
    size_t bytes;         /* without the NUL */
    size_t replaced;      /* how many U+FFFD stand for undecodable bytes (lossy only) */
    const char *encoding; /* "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Big5" (static), or the name in the options */
};

struct decode_opts {
    const char *encoding; /* a name as above or any alias that iconv knows; NULL: detect */
    bool lossy;           /* U+FFFD instead of an error */
};

/* Decode the N bytes at P, in time linear to N. An encoding in OPTS wins; otherwise it is detected: byte order mark,
 * then strict UTF-8 (pure ASCII is UTF-8), then strict GB18030, Big5 and UTF-16 scored by how common their characters
 * are. CRLF and CR become LF; a leading byte order mark is dropped; NUL is undecodable (such a file is no text). No
 * bytes are an empty text.
 *
 * ERR_INPUT names offset and byte: "byte 0x81 at offset 12 is not GB18030; …"; the caller puts the file's name before
 * it. LOSSY needs an encoding that was named or recognised: bytes that read like no text in any are an error still; and
 * it changes nothing where the strict way succeeds.
 * OUT is empty after an error. */
enum err_code decode(const void *p, size_t n, const struct decode_opts *opts, struct decoded *out, struct err *e);

/* Whether the N bytes at P are UTF-8 without NUL, so that decode() would only drop a byte order mark and unify line
 * ends. */
bool decode_is_utf8(const void *p, size_t n);

void decoded_clear(struct decoded *d);

#endif
