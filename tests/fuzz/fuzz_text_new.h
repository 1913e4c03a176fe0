/* Documents from any bytes. */
#ifndef ZHUPI_TESTS_FUZZ_FUZZ_TEXT_NEW_H
#define ZHUPI_TESTS_FUZZ_FUZZ_TEXT_NEW_H

#include "tests/fuzz/fuzz.h"
#include "text/decode.h"
#include "text/text.h"

/* The N bytes at P as a document, U+FFFD for what is not UTF-8. */
static inline struct text *fuzz_text_new(const uint8_t *p, size_t n)
{
    struct decode_opts opts = {.encoding = "UTF-8", .lossy = true};
    struct decoded d;
    struct err e;
    LAW(decode(p, n, &opts, &d, &e) == ERR_OK);
    return text_new(d.utf8, d.bytes);
}

#endif
