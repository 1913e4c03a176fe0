/* Search finds exactly what comparing folded code points at every place finds, in both directions.
 * Input: a byte with the pattern's length in bytes, two with the start and the length of a window, the pattern, the
 * document. */
#include "text/find.h"

#include "base/mem.h"
#include "tests/fuzz/fuzz_text_new.h"

#include <unictype.h>

/* Places, as flags, at which PATTERN is found by looking everywhere. */
static bool *look_everywhere(const struct text *pattern, const struct text *t)
{
    size_t n = text_length(pattern), length = text_length(t);
    bool *found = mem_zero(length + 1, 1);
    for (size_t at = 0; at + n <= length; at++) {
        size_t i = 0;
        while (i < n && find_fold(text_char(t, at + i)) == find_fold(text_char(pattern, i)))
            i++;
        found[at] = i == n;
    }
    return found;
}

static bool has_capital(const struct text *pattern)
{
    for (size_t i = 0; i < text_length(pattern); i++)
        if (uc_is_upper(text_char(pattern, i)))
            return true;
    return false;
}

/* The matches that start in [FROM, LIMIT), walked forth; then back to the first. FOUND: the folded ones, of which a
 * pattern with capitals has fewer. */
static size_t walk(const struct find *f, const struct text *t, const bool *found, size_t from, size_t limit, bool all)
{
    struct span m, back, last = {0};
    size_t matches = 0, at = from;
    for (; find_next(f, t, at, limit, &m); at = m.start + 1) {
        LAW(m.start >= at && m.start < limit && m.end == m.start + find_length(f) && m.end <= text_length(t));
        LAW(found[m.start]);
        for (size_t cp = at; all && cp < m.start; cp++)
            LAW(!found[cp]);
        if (matches++ > 0) {
            LAW(find_prev(f, t, m.start, &back));
            LAW(back.start == last.start && back.end == last.end);
        }
        last = m;
    }
    for (; all && at < limit && at <= text_length(t); at++)
        LAW(!found[at]);
    return matches;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || data[0] > size - 3)
        return 0;
    struct text *pattern = fuzz_text_new(data + 3, data[0]);
    struct text *t = fuzz_text_new(data + 3 + data[0], size - 3 - data[0]);
    size_t n;
    const char *s = text_slice(pattern, 0, text_length(pattern), &n);
    struct find *f = find_new(s, n);
    LAW((f == NULL) == (n == 0));
    if (f) {
        bool *found = look_everywhere(pattern, t), all = !has_capital(pattern);
        LAW(find_length(f) == text_length(pattern));
        size_t everywhere = walk(f, t, found, 0, SIZE_MAX, all);
        size_t inside = walk(f, t, found, data[1], (size_t)data[1] + data[2], all);
        LAW(inside <= everywhere);
        struct span m;
        LAW(find_prev(f, t, SIZE_MAX, &m) == (everywhere > 0));
        LAW(!find_prev(f, t, 0, &m));
        free(found);
    }
    find_free(f);
    text_free(pattern);
    text_free(t);
    return 0;
}
