/* The filter language, the same everywhere: a condition on annotations, typed in a line.
 *
 *     expression  = and { or and }
 *     and         = not { [ "&" | "&&" | "and" ] not }  two terms side by side are both to hold
 *     or          = "|" | "||" | "or"
 *     not         = { "!" | "not" } ( "(" expression ")" | term )
 *     term        = word | field ":" value { "," value } | "date" compared day | "@" name | "quoted"
 *     compared    = "<" | "<=" | ">" | ">="             also ≤ and ≥
 *
 * Words: manifestation, cause, remedy (also by their letters); linked (in either direction); explains, addresses,
 * explained, addressed (linked in that one); unanswered (a manifestation that nothing explains, a cause that nothing
 * addresses, a remedy that addresses nothing); coded, noted, mine; question (an open one), accepted, rejected, settled
 * (one or the other). Fields: by (a reviewer), in (a document: its number, its name, or words of it), tag, code (a code
 * or one above it, by path or name), text (in quote or note), quote, note, date (when it was changed last). Several
 * values: one of them. Words, fields and "and", "or", "not" (且, 或, 非) are understood in Chinese and in capital
 * letters everywhere, whatever the locale.
 *
 * A date is 2026-11-22, 2026-11, 2026, today, yesterday, 7d (the last seven days, today being one of them), or two of
 * these with ".." between, both ends included; the days are those of the reader's time zone. Compared, 7d is the day
 * seven days ago, and a range is refused: so are days that are not in the calendar, and years before 1970.
 *
 * Another word, and what stands in quotes (" or “ ”; \" and \\ in them), is looked for in quote and note, folded as in
 * a search; one that is nearly a word of the language is refused. @name is the filter that was saved under the name.
 * Signs may be full-width (！＆｜（）：，＜＞＠＂). No filter looks for more than 32 words at a time, and none is
 * deeper or longer than the limits below, what its saved filters stand for included.
 *
 * What db/store.h says of all functions holds for store_…. */
#ifndef ZHUPI_DB_FILTER_H
#define ZHUPI_DB_FILTER_H

#include "db/store.h"

#define FILTER_BYTES_MAX 4096 /* of an expression, as typed */
#define FILTER_DEPTH_MAX 10   /* of parentheses, saved filters included: SQLite reads 100 open signs at most */
#define FILTER_TERMS_MAX 256  /* conditions and values */
#define FILTER_NAME_MAX 256   /* bytes, of a saved filter's name */

/* An expression that was understood. */
struct filter;

/* Parse the expression TEXT (untrusted, NUL-terminated) for use in S: the names in it are looked up. *OUT is NULL for
 * an empty one: everything passes. ERR_INPUT with what is wrong there, *AT the code point of TEXT where. Free with
 * filter_free. */
enum err_code store_filter_parse(struct store *s, const char *text, struct filter **out, size_t *at, struct err *e);
void filter_free(struct filter **f);

/* Only the form, without a file: names are not looked up, and @name is left as it is. */
enum err_code filter_parse(const char *text, struct filter **out, size_t *at, struct err *e);

/* Whether F is nothing but words to be found, and then the words, with a blank between, added to OUT. */
bool filter_is_words(const struct filter *f, struct str *out);

/* Add F in its normal form, which parses to the same. */
void filter_print(const struct filter *f, struct str *out);

/* Add WORD to OUT as a value that parses to it: quoted where it needs it. */
void filter_quote(struct str *out, const char *word);

/* The words and fields of the language that begin with the N bytes at PREFIX, for completion: "linked", "by:" …; the
 * first MAX into OUT (static). Returns how many there are. */
size_t filter_complete(const char *prefix, size_t n, const char **out, size_t max);

/* Whether annotation ID stands and passes F (NULL: everything does). */
enum err_code store_filter_matches(struct store *s, const struct filter *f, int64_t id, bool *out, struct err *e);

typedef bool store_id_fn(void *ctx, int64_t id);

/* The documents with FIRST <= id <= LAST that pass: those with an annotation that passes F; where F says nothing but
 * words, those with the words in their names, too, and where it asks of documents alone (in:, words) in another way,
 * those of which it holds. By id. To be called for a few documents after the other, so that nobody waits. */
enum err_code store_filter_documents(struct store *s, const struct filter *f, int64_t first, int64_t last,
                                     store_id_fn *fn, void *ctx, struct err *e);

/* ---- saved filters ---- */

struct saved_filter {
    int64_t id;
    char *name, *expression;
    int64_t reviewer; /* whose it is: who saved it under this name first */
    char *reviewer_name;
    int64_t updated;
};

typedef bool store_saved_filter_fn(void *ctx, const struct saved_filter *f);

/* By name. */
enum err_code store_filters(struct store *s, store_saved_filter_fn *fn, void *ctx, struct err *e);

/* Save EXPRESSION, which must parse (*AT, which may be NULL, as there), under NAME (no blanks and no sign of the
 * language): a new one, or over one of one's own or, as lead, anybody's (else ERR_DENIED). One that leads to itself is
 * refused. */
enum err_code store_filter_save(struct store *s, const char *name, const char *expression, size_t *at, struct err *e);

/* Take it away. ERR_NOT_FOUND, ERR_DENIED. */
enum err_code store_filter_remove(struct store *s, const char *name, struct err *e);

#endif
