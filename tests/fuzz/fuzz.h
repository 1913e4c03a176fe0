/* What the fuzz targets have in common. A target is one function that libFuzzer or run_seeds.c calls with any bytes; it
 * asserts laws with LAW(), so that a finding is more than a crash. */
#ifndef ZHUPI_TESTS_FUZZ_FUZZ_H
#define ZHUPI_TESTS_FUZZ_FUZZ_H

#include "base/err.h"
#include "tests/law.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where a target has it, libFuzzer asks it for changed inputs: SIZE bytes at DATA, which has room for MAX; the new
 * size. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

/* Whether the N bytes at S are UTF-8 without NUL, after the grammar of RFC 3629 §4 alone. */
static inline bool fuzz_is_utf8(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    while (p < end) {
        unsigned c = *p++;
        size_t more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        if (c == 0 || (c >= 0x80 && c < 0xC2) || c > 0xF4 || (size_t)(end - p) < more)
            return false;
        if ((c == 0xE0 && p[0] < 0xA0) || (c == 0xED && p[0] > 0x9F) || (c == 0xF0 && p[0] < 0x90) ||
            (c == 0xF4 && p[0] > 0x8F))
            return false;
        for (; more > 0; more--)
            if ((*p++ & 0xC0) != 0x80)
                return false;
    }
    return true;
}

/* Whether S is one line of UTF-8; says what it is where not. */
static inline bool fuzz_is_line(const char *s)
{
    bool line = !strchr(s, '\n') && fuzz_is_utf8(s, strlen(s));
    if (!line)
        fprintf(stderr, "no line of UTF-8: \"%s\"\n", s);
    return line;
}

/* err.h: CODE is an error, and E tells it in one line of UTF-8. */
static inline void fuzz_law_error(enum err_code code, const struct err *e)
{
    LAW(code != ERR_OK && e->code == code);
    LAW(memchr(e->msg, 0, sizeof e->msg) && e->msg[0]);
    LAW(fuzz_is_line(e->msg));
}

#endif
