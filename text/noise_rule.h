/* What the rules that find noise (noise_find.c) have in common. Inside text/ only.
 *
 * A rule looks at a whole document and adds marks. It says what is noise and not which line feeds go with it, unless it
 * knows: that is decided once for all that stand together, when it is known what text stands before and behind them. */
#ifndef ZHUPI_TEXT_NOISE_RULE_H
#define ZHUPI_TEXT_NOISE_RULE_H

#include "text/noise.h"
#include "text/window.h"

/* Marks that one rule believes in at most: no document has more pages. */
#define NOISE_MARKS_MAX 100000

/* Does the text read on across a mark, so that the line feeds around it go with it? */
enum noise_join { NOISE_JOIN_ASK, NOISE_JOIN_YES, NOISE_JOIN_NO };

struct noise_mark {
    struct span span;
    enum noise_kind kind;
    enum noise_join join;
};

#define NOISE_FOLDS 4096

struct noise_search {
    const struct text *text;
    struct window w;
    const char *bytes; /* of the text, to be searched for what a rule cannot do without */
    size_t n_bytes;
    size_t *readings; /* where brackets open behind Han, which is where readings stand (noise_reading.c) */
    size_t n_readings, readings_cap;
    bool readings_known;
    struct noise_mark *marks; /* found so far, of all rules */
    size_t count, cap;
    struct span *code; /* fenced code, where nothing is noise; by start */
    size_t n_code, code_cap;
    struct {
        uint32_t c, folded;
    } folds[NOISE_FOLDS]; /* find_fold, remembered, whatever the text; the last member */
};

/* Look at T, without marks yet. S is {0}, or was used before: where T is the text that it has, what is known of it
 * stays known. */
void noise_search_set(struct noise_search *s, const struct text *t);
void noise_search_clear(struct noise_search *s);

/* What SPAN holds is noise. In fenced code it is not. */
void noise_mark(struct noise_search *s, struct span span, enum noise_kind kind, enum noise_join join);

/* Bring the marks into order, without those that overlap one before, and let each have the white space and the line
 * feeds that go with it. */
void noise_join(struct noise_search *s);

/* A line without the white space at its ends. */
struct noise_line {
    struct span words;
    size_t start, end; /* with it; the LF stands at END */
};

/* The first line that is not blank and starts at or behind CP, which starts a line. False where there is none. */
bool noise_line_next(struct noise_search *s, size_t cp, struct noise_line *out);

/* The line that holds CP; the nearest one before and behind it that is not blank. False where there is none within a
 * few lines. */
void noise_line_at(struct noise_search *s, size_t cp, struct noise_line *out);
bool noise_line_before(struct noise_search *s, size_t cp, struct noise_line *out);
bool noise_line_behind(struct noise_search *s, size_t cp, struct noise_line *out);

/* Do the bytes WORD stand anywhere in the text? No rule looks for what they are part of where they do not. */
bool noise_holds(const struct noise_search *s, const char *word);

/* Is the sentence at the end of the words A unfinished, and do the words B, of a later line, go on with it? A line that
 * has no sign of prose (a heading, a cell of a table, a verse) is never unfinished. */
bool noise_goes_on(struct noise_search *s, struct span a, struct span b);

/* Does A end where a sentence ends? */
bool noise_ends_sentence(struct noise_search *s, struct span a);

/* Do words of A count as Latin, so that a line feed behind it is also the space between two words? */
bool noise_is_latin(uint32_t c);

bool noise_is_open(uint32_t c);
bool noise_is_close(uint32_t c);
bool noise_is_han(uint32_t c);

/* The value of a digit, full-width ones too; -1 of any other character. */
int noise_digit(uint32_t c);

/* 1 to 9999 in digits at CP; *N is how many. 0 where there is no number, or a longer one. */
int noise_number(struct window *w, size_t cp, size_t end, size_t *n);

/* CP behind white space, LFs not; at most END. And the same backwards. */
size_t noise_skip(struct window *w, size_t cp, size_t end);
size_t noise_skip_back(struct window *w, size_t lo, size_t cp);

/* find_fold of C. */
uint32_t noise_fold(struct noise_search *s, uint32_t c);

/* Is WORD (UTF-8) at CP, both folded (see find_fold), and ends at or before END? Its length in code points, or 0. */
size_t noise_word_at(struct noise_search *s, size_t cp, size_t end, const char *word);

/* The first place in S where WORD stands, folded; SIZE_MAX where it does not. For short spans. */
size_t noise_word_in(struct noise_search *s, struct span l, const char *word);

/* Which characters, folded, some words begin with; a few others may pass for one of them. A place is tried for the
 * words only where one may begin. */
struct noise_starts {
    uint64_t bits[4];
};
void noise_starts_add(struct noise_search *s, struct noise_starts *starts, const char *word);
struct noise_starts noise_starts_of(struct noise_search *s, struct span l); /* the words that begin in L */
bool noise_may_start(struct noise_search *s, const struct noise_starts *starts, uint32_t c);

/* The members of a series. */
struct noise_member {
    size_t at;
    int number, total; /* those with the same total count together; 0: none */
    bool counted;      /* out: is in the longest series that counts up, a missing number now and then allowed */
};

/* Find the longest series that counts up among N members, by place; members closer than GAP code points to the one
 * before them do not follow it. Returns how many it has. */
size_t noise_series(struct noise_member *members, size_t n, size_t gap);

/* The rules, each in the file after its name. Those of readings see the text as it is, all others without readings. */
void noise_rule_pinyin(struct noise_search *s);
void noise_rule_bopomofo(struct noise_search *s);
void noise_rule_furigana(struct noise_search *s);
void noise_rule_paywall_token(struct noise_search *s);
void noise_rule_paywall_line(struct noise_search *s);
void noise_rule_page(struct noise_search *s);
void noise_rule_number(struct noise_search *s);
void noise_rule_running(struct noise_search *s); /* behind the page marks, beside which headers stand */
void noise_rule_site(struct noise_search *s);
void noise_rule_tag(struct noise_search *s);

#endif
