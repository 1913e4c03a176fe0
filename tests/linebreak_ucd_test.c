/* The official test of line breaks, from Debian's package unicode-data, on break opportunities as layout sees them.
 * What fails is listed in linebreak_known.txt with the reason; no more and no less may. The list is that of
 * Unicode 15.0 and libunistring 1.0, which knows Unicode 14.0: with other versions, or without the file, there is
 * nothing to hold. */
#include "tests/unit.h"

#include "base/str.h"
#include "text/linebreak.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistring/version.h>

#define UCD_FILE "/usr/share/unicode/auxiliary/LineBreakTest.txt"
#define UCD_VERSION "# LineBreakTest-15.0.0.txt"
#define LIBRARY_VERSION 0x010000

/* Cut LINE before its comment and white space at the end; false where nothing is left. */
static bool strip(char *line)
{
    line[strcspn(line, "#\r\n")] = '\0';
    for (size_t n = strlen(line); n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'); n--)
        line[n - 1] = '\0';
    return *line != '\0';
}

/* Does "× 0023 ÷ 0020 …" hold? The first sign is the start of the text, the last its end. */
static bool holds(const char *line)
{
    struct str s = {0};
    char want[512] = {0}, got[512] = {0};
    for (const char *p = line; *p && s.len < sizeof want - 4;) {
        size_t n = strcspn(p, " \t");
        if (strncmp(p, "÷", n) == 0)
            want[s.len] = s.len > 0;
        else if (strncmp(p, "×", n) != 0)
            str_add_utf8(&s, (uint32_t)strtoul(p, NULL, 16));
        p += n;
        p += strspn(p, " \t");
    }
    want[s.len] = 0;
    linebreaks(s.p, s.len, got);
    bool same = memcmp(want, got, s.len) == 0;
    str_clear(&s);
    return same;
}

/* The lines of linebreak_known.txt, each between line feeds; *COUNT is their number. */
static char *read_known(size_t *count)
{
    const char *dir = getenv("srcdir");
    char path[4096], line[512];
    snprintf(path, sizeof path, "%s/tests/linebreak_known.txt", dir ? dir : ".");
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    struct str all = {0};
    str_add(&all, "\n");
    for (*count = 0; fgets(line, sizeof line, f);) {
        if (!strip(line))
            continue;
        str_addf(&all, "%s\n", line);
        ++*count;
    }
    fclose(f);
    return str_take(&all);
}

static bool is_known(const char *known, const char *line)
{
    char wrapped[4100];
    snprintf(wrapped, sizeof wrapped, "\n%s\n", line);
    return strstr(known, wrapped) != NULL;
}

static void only_the_known_lines_fail(void **state)
{
    (void)state;
    size_t listed = 0, failed = 0, lines = 0;
    char *known = read_known(&listed), line[4096];
    FILE *f = fopen(UCD_FILE, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (!strip(line))
            continue;
        lines++;
        bool ok = holds(line);
        if (ok == is_known(known, line))
            fail_msg("%s %s", line, ok ? "is listed, but holds" : "does not hold");
        failed += !ok;
    }
    fclose(f);
    free(known);
    assert_true(lines > 7000);
    assert_int_equal(failed, listed);
}

static const char *reason_to_skip(void)
{
    char line[256] = "";
    FILE *f = fopen(UCD_FILE, "r");
    if (!f)
        return UCD_FILE " is not installed";
    const char *read = fgets(line, sizeof line, f);
    fclose(f);
    if (!read || strncmp(line, UCD_VERSION, strlen(UCD_VERSION)) != 0)
        return UCD_FILE " is of another version";
    return _libunistring_version == LIBRARY_VERSION ? NULL : "libunistring is of another version";
}

int main(void)
{
    const char *reason = reason_to_skip();
    if (reason) { /* cmocka's own skip() reads as a failure to automake's TAP driver */
        printf("1..0 # SKIP %s\n", reason);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_known_lines_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
