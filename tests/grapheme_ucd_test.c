/* The official test of grapheme clusters, from Debian's package unicode-data (Unicode 15.0; libunistring 1.0 knows
 * Unicode 14.0). Skipped where the file is not installed. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UCD_FILE "/usr/share/unicode/auxiliary/GraphemeBreakTest.txt"

/* What differs from the file, with the reason; no more and no less may fail. */
static const struct {
    const char *line, *reason;
} expected[] = {
    {"÷ 000D × 000A ÷", "GB3 is left out: a line ends at LF, which is a cluster of its own"},
    {"÷ 000D × 000A ÷ 0061 ÷ 000A ÷ 0308 ÷", "GB3 is left out: a line ends at LF, which is a cluster of its own"},
};

static bool is_expected(const char *line)
{
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (strcmp(line, expected[i].line) == 0)
            return true;
    return false;
}

/* The boundaries that LINE ("÷ 0020 × 0308 ÷") asks for are those that the room finds, in both directions. */
static bool holds(const char *line)
{
    char *copy = mem_dup(line);
    struct str s = {0};
    size_t want[64], n = 0, cp = 0;
    char *save = NULL;
    for (char *word = strtok_r(copy, " \t", &save); word && n < 64; word = strtok_r(NULL, " \t", &save)) {
        if (strcmp(word, "÷") == 0) {
            want[n++] = cp;
        } else if (strcmp(word, "×") != 0) {
            str_add_utf8(&s, (uint32_t)strtoul(word, NULL, 16));
            cp++;
        }
    }
    free(copy);
    size_t bytes = s.len;
    struct text *t = text_new(str_take(&s), bytes);
    bool same = n > 0;
    for (size_t i = 1; i < n; i++)
        same = same && text_grapheme_next(t, want[i - 1]) == want[i] && text_grapheme_prev(t, want[i]) == want[i - 1];
    text_free(t);
    return same;
}

static void the_official_lines_hold_but_for_those_listed(void **state)
{
    (void)state;
    FILE *f = fopen(UCD_FILE, "r");
    assert_non_null(f);
    char line[4096];
    size_t lines = 0, failed = 0;
    while (fgets(line, sizeof line, f)) {
        char *end = strchr(line, '#');
        if (!end)
            continue;
        if (strstr(end, "[9.3]")) /* GB9c, from Unicode 15.1 on: which Indic letters conjoin is not known here */
            continue;
        while (end > line && strchr(" \t", end[-1]))
            end--;
        *end = '\0';
        if (!*line)
            continue;
        lines++;
        bool ok = holds(line);
        if (ok == is_expected(line))
            fail_msg("%s %s", line, ok ? "is listed, but holds" : "does not hold");
        failed += !ok;
    }
    fclose(f);
    assert_true(lines > 500);
    assert_int_equal(failed, sizeof expected / sizeof *expected);
}

int main(void)
{
    if (access(UCD_FILE, R_OK) != 0) { /* cmocka's own skip() reads as a failure to automake's TAP driver */
        puts("1..0 # SKIP " UCD_FILE " is not installed");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_official_lines_hold_but_for_those_listed),
    };
    return cmocka_run_group_tests_name("grapheme_ucd", tests, NULL, NULL);
}
