/* Inside the db room only: what an expression of the filter language (db/filter.h) is once it was read. */
#ifndef ZHUPI_DB_FILTER_TREE_H
#define ZHUPI_DB_FILTER_TREE_H

#include "db/filter.h"
#include "db/internal.h"

#define FILTER_WORDS_MAX 32 /* patterns that one filter looks for in texts: each costs a pass over each of them */

enum filter_kind {
    FILTER_AND, /* of its parts */
    FILTER_OR,
    FILTER_NOT,  /* of its one part */
    FILTER_WORD, /* a word of the language that is a condition */
    FILTER_FIELD,
    FILTER_TEXT, /* to be looked for: its one value */
    FILTER_SAVED /* its one value is the name; its one part, once names were looked up, what that stands for */
};

/* A word that is a condition by itself. */
enum filter_word {
    WORD_MANIFESTATION, /* these three in the order of enum tag */
    WORD_CAUSE,
    WORD_REMEDY,
    WORD_LINKED,
    WORD_UNANSWERED,
    WORD_EXPLAINS,
    WORD_ADDRESSES,
    WORD_EXPLAINED,
    WORD_ADDRESSED,
    WORD_CODED,
    WORD_NOTED,
    WORD_MINE,
    WORD_QUESTION,
    WORD_ACCEPTED,
    WORD_REJECTED,
    WORD_SETTLED,
    FILTER_WORDS
};

enum filter_field {
    FIELD_BY,
    FIELD_IN,
    FIELD_TAG,
    FIELD_CODE,
    FIELD_TEXT,
    FIELD_QUOTE,
    FIELD_NOTE,
    FIELD_DATE,
    FILTER_FIELDS
};

enum filter_sign { SIGN_IS, SIGN_LESS, SIGN_LESS_IS, SIGN_MORE, SIGN_MORE_IS };

struct filter_value {
    char *text;
    size_t at;  /* the code point of the expression */
    int64_t id; /* what it names: a reviewer, a code, a document (0: words of its name), a tag */
};

struct filter {
    enum filter_kind kind;
    enum filter_word word;
    enum filter_field field;
    enum filter_sign sign;
    size_t at; /* the code point where it begins */
    struct filter_value *values;
    size_t value_count, value_cap;
    struct filter **parts;
    size_t part_count, part_cap;
};

struct filter *filter_new(enum filter_kind kind, size_t at);
void filter_add_part(struct filter *f, struct filter *take_part);
void filter_add_value(struct filter *f, char *take_text, size_t at);

/* Whether the values of F are words to look for in texts or notes. */
bool filter_looks_for_words(const struct filter *f);

/* ---- filter_lex.c: signs and words ---- */

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_QUOTED,
    TOKEN_SAVED, /* @name */
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_LESS, /* these four in the order of enum filter_sign */
    TOKEN_LESS_IS,
    TOKEN_MORE,
    TOKEN_MORE_IS
};

struct token {
    enum token_kind kind;
    size_t at;     /* code point */
    struct str as; /* the word, or what is in the quotes; of a sign, the sign */
    bool word;     /* it was spelled with letters: where a value is expected it is one */
};

struct lexer {
    const char *p;
    size_t at; /* code points that are behind */
};

/* The next token of L into T, whose memory is used again. ERR_INPUT, with the place in T->at. */
enum err_code filter_token(struct lexer *l, struct token *t, struct err *e);

/* Whether S is one word that names no more than itself: no blank, no sign, not empty. */
bool filter_is_plain(const char *s);

/* ---- filter_word.c: the words of the language ---- */

const char *filter_word_name(enum filter_word word);
const char *filter_field_name(enum filter_field field);

/* What S names, in English, in Chinese, by a tag's letter; folded as in a search. */
bool filter_word_parse(const char *s, enum filter_word *out);
bool filter_field_parse(const char *s, enum filter_field *out);

/* TOKEN_AND, TOKEN_OR or TOKEN_NOT where S is "and" …, else TOKEN_WORD. */
enum token_kind filter_operator(const char *s);

/* The word, or the field, that S is one slip away from; NULL: none, or S is too short to tell. */
const char *filter_near_word(const char *s);
const char *filter_near_field(const char *s);

/* Whether A and B, folded, differ by one character that is wrong, missing, too much, or by two that are swapped. */
bool filter_is_near(const char *a, const char *b);

/* ---- filter_date.c ---- */

/* What TEXT names, in local time, as [*FROM, *TO) in milliseconds: a day, a month, a year, "today", "yesterday", "7d"
 * (the last seven days, or with POINT, to compare with, the day seven days ago), two of them with ".." between. False
 * where it is no date. */
bool filter_date(const char *text, bool point, int64_t *from, int64_t *to);

/* ---- filter_words.c: looking for words ---- */

/* The patterns that one statement looks for, and the text that it last looked at. It is bound to the statement with
 * sqlite3_bind_pointer under the type FILTER_WORDS_TYPE, and handed to the SQL functions
 *   filter_found(words, number, string)                        whether the pattern is in the string
 *   filter_quoted(words, number, document, start, end)         whether it is in the passage, without its noise
 * which are there for our statements only (SQLITE_DIRECTONLY). */
struct filter_words;

#define FILTER_WORDS_TYPE "zhupi-filter-words"

struct filter_words *filter_words_new(struct store *s);
void filter_words_free(void *words);

/* Add the N bytes at P as a pattern to look for; its number. */
size_t filter_words_add(struct filter_words *w, const char *p, size_t n);

/* ---- filter_names.c ---- */

/* Look up the names in F, and put what saved filters stand for in their place. */
enum err_code filter_resolve(struct store *s, struct filter *f, size_t *at, struct err *e);

#endif
