/* Sentences and clauses of any document cover it once; a sentence is the same wherever one asks inside of it, and what
 * stands in other paragraphs does not change it.
 * Input: the document. */
#include "tests/fuzz/fuzz_text_new.h"
#include "tests/text_laws.h"

#include "base/mem.h"

#define POINTS_MAX 3000 /* of which each is asked for its sentence */

static bool same(struct span a, struct span b)
{
    return a.start == b.start && a.end == b.end;
}

static void is_one_from_everywhere(const struct text *t, struct span s)
{
    for (size_t cp = s.start; cp < s.end; cp++)
        LAW(same(unit_at(t, UNIT_SENTENCE, cp), s));
    struct span clause = unit_at(t, UNIT_CLAUSE, s.start);
    LAW(clause.start == s.start && clause.end <= s.end);
    struct span paragraph = unit_at(t, UNIT_PARAGRAPH, s.start);
    LAW(paragraph.start <= s.start && s.end <= paragraph.end);
}

/* The paragraph at START by itself has the sentences that it has here. */
static void stands_alone(const struct text *t, struct span paragraph)
{
    size_t n;
    const char *s = text_slice(t, paragraph.start, paragraph.end, &n);
    struct text *alone = text_new(mem_ndup(s, n), n);
    struct span here = unit_at(t, UNIT_SENTENCE, paragraph.start), there = unit_at(alone, UNIT_SENTENCE, 0);
    bool more = here.start < paragraph.end && here.end > here.start, again = there.end > there.start;
    LAW(!again || more);
    while (more && again) {
        LAW(here.start == there.start + paragraph.start && here.end == there.end + paragraph.start);
        more = unit_next(t, UNIT_SENTENCE, here.start, &here) && here.start < paragraph.end;
        again = unit_next(alone, UNIT_SENTENCE, there.start, &there);
        LAW(more == again);
    }
    text_free(alone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text *t = fuzz_text_new(data, size);
    struct span s = unit_at(t, UNIT_SENTENCE, 0);
    bool more = s.end > s.start;
    text_laws_units(t, UNIT_SENTENCE, text_length(t) < POINTS_MAX ? 1 : 1009);
    for (; more && text_length(t) < POINTS_MAX; more = unit_next(t, UNIT_SENTENCE, s.start, &s))
        is_one_from_everywhere(t, s);
    for (size_t i = 0; i < text_paragraphs(t) && i < 50; i++) {
        struct span p = text_paragraph(t, i);
        if (p.end > p.start && p.end - p.start < POINTS_MAX)
            stands_alone(t, p);
    }
    text_free(t);
    return 0;
}
