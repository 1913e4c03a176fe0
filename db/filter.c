/* From an expression to a tree: the form alone, no file. */
#include "db/filter.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "db/filter_tree.h"

#include <string.h>

struct parser {
    struct lexer lexer;
    struct token now;
    struct str before; /* the sign or word that the present token stands behind */
    int depth;
    size_t terms, words;
    size_t at; /* of the error */
    struct err *e;
    enum err_code code;
};

/* ---- the tree ---- */

struct filter *filter_new(enum filter_kind kind, size_t at)
{
    struct filter *f = MEM_NEW(struct filter);
    f->kind = kind;
    f->at = at;
    return f;
}

void filter_free(struct filter **f)
{
    struct filter *gone = *f;
    *f = NULL;
    if (!gone)
        return;
    for (size_t i = 0; i < gone->part_count; i++)
        filter_free(&gone->parts[i]);
    for (size_t i = 0; i < gone->value_count; i++)
        free(gone->values[i].text);
    free(gone->parts);
    free(gone->values);
    free(gone);
}

void filter_add_value(struct filter *f, char *take_text, size_t at)
{
    f->values = mem_grow(f->values, &f->value_cap, f->value_count + 1, sizeof *f->values);
    struct filter_value *value = &f->values[f->value_count++];
    *value = (struct filter_value){.at = at};
    value->text = take_text;
}

static void add_part(struct filter *f, struct filter *take_part)
{
    f->parts = mem_grow(f->parts, &f->part_cap, f->part_count + 1, sizeof(struct filter *));
    f->parts[f->part_count++] = take_part;
}

/* The parts of an "and" in an "and" are its own, so that there is one form of each expression. */
void filter_add_part(struct filter *f, struct filter *take_part)
{
    bool same = take_part->kind == f->kind && (f->kind == FILTER_AND || f->kind == FILTER_OR);
    for (size_t i = 0; same && i < take_part->part_count; i++)
        add_part(f, take_part->parts[i]);
    if (!same) {
        add_part(f, take_part);
        return;
    }
    take_part->part_count = 0;
    filter_free(&take_part);
}

/* ---- errors ---- */

/* The code of an error that was just set, at code point AT. */
static struct filter *fail(struct parser *p, size_t at, enum err_code code)
{
    p->code = code;
    p->at = at;
    return NULL;
}

static void next(struct parser *p)
{
    if (p->code)
        return;
    str_truncate(&p->before, 0);
    str_add(&p->before, str_z(&p->now.as));
    enum err_code code = filter_token(&p->lexer, &p->now, p->e);
    if (code)
        fail(p, p->now.at, code);
}

static struct filter *condition_missing(struct parser *p)
{
    if (p->before.len > 0)
        return fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("after %s a condition is expected"), p->before.p));
    return fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("before %s a condition is expected"), str_z(&p->now.as)));
}

/* ---- terms ---- */

bool filter_looks_for_words(const struct filter *f)
{
    return f->kind == FILTER_TEXT ||
           (f->kind == FILTER_FIELD && (f->field == FIELD_TEXT || f->field == FIELD_QUOTE || f->field == FIELD_NOTE));
}

/* One more condition or value, at code point AT of F. */
static bool count_term(struct parser *p, const struct filter *f, size_t at)
{
    if (++p->terms > FILTER_TERMS_MAX)
        fail(p, at, err_set(p->e, ERR_INPUT, _("the filter has more than %d terms"), FILTER_TERMS_MAX));
    else if (filter_looks_for_words(f) && ++p->words > FILTER_WORDS_MAX)
        fail(p, at,
             err_set(p->e, ERR_INPUT, _("a filter looks for no more than %d words at a time"), FILTER_WORDS_MAX));
    return !p->code;
}

static bool is_value(const struct token *t)
{
    return t->kind == TOKEN_QUOTED || t->word;
}

static bool add_value(struct parser *p, struct filter *f)
{
    if (!count_term(p, f, p->now.at))
        return false;
    filter_add_value(f, mem_dup(str_z(&p->now.as)), p->now.at);
    next(p);
    return !p->code;
}

static bool check_tag(struct parser *p, struct filter_value *v)
{
    enum filter_word word;
    if (filter_word_parse(v->text, &word) && word <= WORD_REMEDY) {
        v->id = TAG_MANIFESTATION + (int64_t)word;
        return true;
    }
    fail(p, v->at, err_set(p->e, ERR_INPUT, _("“%s” is no tag: there are manifestation, cause and remedy"), v->text));
    return false;
}

static bool check_date(struct parser *p, const struct filter *f, const struct filter_value *v)
{
    int64_t from, to;
    bool compared = f->sign != SIGN_IS;
    if (!(compared && strstr(v->text, "..")) && filter_date(v->text, compared, &from, &to))
        return true;
    fail(p, v->at,
         err_set(p->e, ERR_INPUT,
                 _("“%s” is no date: write 2026-11-22, 2026-11, 2026, today, yesterday, 7d, or two with .. between"),
                 v->text));
    return false;
}

static bool check_value(struct parser *p, struct filter *f)
{
    struct filter_value *v = &f->values[f->value_count - 1];
    if (f->field == FIELD_TAG)
        return check_tag(p, v);
    return f->field == FIELD_DATE ? check_date(p, f, v) : true;
}

/* NAME is the field as it was typed: that is the language that the reader writes in. */
static bool take_value(struct parser *p, struct filter *f, const char *name)
{
    if (is_value(&p->now))
        return add_value(p, f) && check_value(p, f);
    fail(p, p->now.at,
         err_set(p->e, ERR_INPUT, _("after %s%s a value is expected"), name, f->sign == SIGN_IS ? ":" : p->before.p));
    return false;
}

static struct filter *drop(struct filter *f)
{
    filter_free(&f);
    return NULL;
}

/* Behind a word stands a colon or a comparison: it is a field. */
static struct filter *parse_field(struct parser *p, const char *word, size_t at)
{
    enum filter_field field;
    if (!filter_field_parse(word, &field)) {
        const char *near = filter_near_field(word);
        return fail(p, at,
                    near ? err_set(p->e, ERR_INPUT, _("there is no field “%s”: did you mean %s?"), word, near)
                         : err_set(p->e, ERR_INPUT,
                                   _("there is no field “%s”: there are by, in, tag, code, text, quote, note and date"),
                                   word));
    }
    if (p->now.kind != TOKEN_COLON && field != FIELD_DATE)
        return fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("only dates are compared: after %s goes a :"), word));
    struct filter *f = filter_new(FILTER_FIELD, at);
    f->field = field;
    if (p->now.kind != TOKEN_COLON)
        f->sign = SIGN_LESS + (p->now.kind - TOKEN_LESS);
    do
        next(p);
    while (!p->code && take_value(p, f, word) && p->now.kind == TOKEN_COMMA && f->sign == SIGN_IS);
    return p->code ? drop(f) : f;
}

/* Whether WORD, which is none of the language, is nearly one, or is a field without a value: then that is said. */
static bool near_miss(struct parser *p, const char *word, size_t at)
{
    enum filter_field field;
    const char *near = filter_near_word(word);
    if ((word[0] & 0x80) == 0 && filter_field_parse(word, &field))
        fail(p, at,
             err_set(p->e, ERR_INPUT,
                     _("after %s a : and a value are expected; write \"%s\" in quotes to look for the word"), word,
                     word));
    else if (near)
        fail(p, at,
             err_set(p->e, ERR_INPUT, _("“%s” is near “%s”; to look for the word itself: \"%s\""), word, near, word));
    return p->code != ERR_OK;
}

/* A word that the parser is behind by now. */
static struct filter *parse_word(struct parser *p, const char *word, size_t at)
{
    enum filter_word known = FILTER_WORDS;
    bool found = filter_word_parse(word, &known);
    if (!found && near_miss(p, word, at))
        return NULL;
    struct filter *f = filter_new(found ? FILTER_WORD : FILTER_TEXT, at);
    f->word = known;
    if (!found)
        filter_add_value(f, mem_dup(word), at);
    return count_term(p, f, at) ? f : drop(f);
}

static struct filter *parse_term(struct parser *p)
{
    size_t at = p->now.at;
    if (p->now.kind == TOKEN_QUOTED || p->now.kind == TOKEN_SAVED) {
        struct filter *f = filter_new(p->now.kind == TOKEN_SAVED ? FILTER_SAVED : FILTER_TEXT, at);
        return add_value(p, f) ? f : drop(f);
    }
    if (p->now.kind != TOKEN_WORD)
        return condition_missing(p);
    char *word = mem_dup(p->now.as.p);
    next(p);
    if (p->code) {
        free(word);
        return NULL;
    }
    bool field = p->now.kind == TOKEN_COLON || (p->now.kind >= TOKEN_LESS && p->now.kind <= TOKEN_MORE_IS);
    struct filter *f = field ? parse_field(p, word, at) : parse_word(p, word, at);
    free(word);
    return f;
}

/* ---- expressions ---- */

static struct filter *parse_or(struct parser *p);

static struct filter *parse_parentheses(struct parser *p)
{
    size_t open = p->now.at;
    if (++p->depth > FILTER_DEPTH_MAX)
        return fail(p, open,
                    err_set(p->e, ERR_INPUT, _("there are more than %d parentheses in one another"), FILTER_DEPTH_MAX));
    next(p);
    struct filter *f = p->code ? NULL : parse_or(p);
    if (f && p->now.kind != TOKEN_CLOSE) {
        fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("a ) is missing")));
        return drop(f);
    }
    p->depth--;
    next(p);
    return p->code && f ? drop(f) : f;
}

static struct filter *parse_not(struct parser *p)
{
    size_t at = p->now.at;
    bool no = false;
    for (; p->now.kind == TOKEN_NOT && !p->code; next(p))
        no = !no;
    if (p->code)
        return NULL;
    struct filter *f = p->now.kind == TOKEN_OPEN ? parse_parentheses(p) : parse_term(p);
    if (!f || !no)
        return f;
    if (f->kind == FILTER_NOT) { /* !(!x) */
        struct filter *part = f->parts[0];
        f->part_count = 0;
        filter_free(&f);
        return part;
    }
    struct filter *not = filter_new(FILTER_NOT, at);
    filter_add_part(not, f);
    return not ;
}

static bool begins_term(const struct token *t)
{
    return t->kind == TOKEN_WORD || t->kind == TOKEN_QUOTED || t->kind == TOKEN_SAVED || t->kind == TOKEN_NOT ||
           t->kind == TOKEN_OPEN;
}

/* FIRST and SECOND, both to hold or one of them. */
static struct filter *join(struct filter *first, enum filter_kind kind, struct filter *second)
{
    struct filter *f = first;
    if (first->kind != kind) {
        f = filter_new(kind, first->at);
        filter_add_part(f, first);
    }
    filter_add_part(f, second);
    return f;
}

static struct filter *parse_and(struct parser *p)
{
    struct filter *f = parse_not(p);
    while (f && !p->code && (p->now.kind == TOKEN_AND || begins_term(&p->now))) {
        if (p->now.kind == TOKEN_AND)
            next(p);
        struct filter *part = p->code ? NULL : parse_not(p);
        f = part ? join(f, FILTER_AND, part) : drop(f);
    }
    return f && p->code ? drop(f) : f;
}

static struct filter *parse_or(struct parser *p)
{
    struct filter *f = parse_and(p);
    while (f && p->now.kind == TOKEN_OR) {
        next(p);
        struct filter *part = p->code ? NULL : parse_and(p);
        f = part ? join(f, FILTER_OR, part) : drop(f);
    }
    return f;
}

static struct filter *parse_all(struct parser *p)
{
    next(p);
    if (p->code || p->now.kind == TOKEN_END)
        return NULL;
    struct filter *f = parse_or(p);
    if (!f || p->now.kind == TOKEN_END)
        return f;
    if (p->now.kind == TOKEN_CLOSE)
        fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("there is a ) too many")));
    else
        fail(p, p->now.at, err_set(p->e, ERR_INPUT, _("%s does not belong here"), str_z(&p->now.as)));
    return drop(f);
}

enum err_code filter_parse(const char *text, struct filter **out, size_t *at, struct err *e)
{
    struct parser p = {.lexer = {.p = text}, .e = e};
    size_t n = strlen(text);
    *out = NULL;
    *at = 0;
    if (n > FILTER_BYTES_MAX)
        return err_set(e, ERR_INPUT, _("the filter is longer than %d bytes"), FILTER_BYTES_MAX);
    if (!points_count(text, n, NULL))
        return err_set(e, ERR_INPUT, _("the filter is not UTF-8"));
    *out = parse_all(&p);
    *at = p.at;
    str_clear(&p.now.as);
    str_clear(&p.before);
    return p.code;
}
