/* Signs and words of a filter expression. */
#include "base/i18n.h"
#include "db/filter_tree.h"

#include <string.h>

#define LESS_OR_EQUAL 0x2264
#define MORE_OR_EQUAL 0x2265
#define QUOTE_OPENS 0x201C /* what input methods write for " */
#define QUOTE_CLOSES 0x201D

/* The code point at P, of BYTES bytes; 0 at the end. A sign may be full-width, and is the plain one then. */
static uint32_t look(const char *p, size_t *bytes)
{
    uint32_t c = 0;
    *bytes = points_next(p, &c);
    return c >= 0xFF01 && c <= 0xFF5E && strchr("!&|():,<>=@\"", (int)(c - 0xFEE0)) ? c - 0xFEE0 : c;
}

/* What ends a word: ≤, ≥ and quotation marks, too. */
static bool is_sign(uint32_t c)
{
    return (c < 0x80 && c > 0 && strchr("!&|():,<>=@\"", (int)c)) || c == LESS_OR_EQUAL || c == MORE_OR_EQUAL ||
           c == QUOTE_OPENS || c == QUOTE_CLOSES;
}

static uint32_t take(struct lexer *l, struct str *out)
{
    size_t bytes;
    uint32_t c = look(l->p, &bytes);
    if (out)
        str_addn(out, l->p, bytes);
    l->p += bytes;
    l->at += bytes > 0;
    return c;
}

static void take_word(struct lexer *l, struct str *out)
{
    size_t bytes;
    for (uint32_t c = look(l->p, &bytes); c && !points_is_blank(c) && !is_sign(c); c = look(l->p, &bytes))
        take(l, out);
}

bool filter_is_plain(const char *s)
{
    struct lexer l = {.p = s};
    take_word(&l, NULL);
    return *s && !*l.p;
}

/* What stands up to the mark that closes it; \" and \\ are a mark and a backslash. */
static enum err_code take_quoted(struct lexer *l, struct token *t, struct err *e)
{
    size_t bytes;
    uint32_t close = take(l, NULL) == '"' ? '"' : QUOTE_CLOSES;
    for (uint32_t c = look(l->p, &bytes); c; c = look(l->p, &bytes)) {
        if (c == close) {
            take(l, NULL);
            t->kind = TOKEN_QUOTED;
            return *str_z(&t->as) ? ERR_OK : err_set(e, ERR_INPUT, _("there is nothing in the quotes"));
        }
        uint32_t next = c == '\\' ? look(l->p + 1, &bytes) : 0;
        if (next == '"' || next == '\\')
            take(l, NULL);
        if (c < ' ') /* an expression is one line, and so is what is said about it */
            str_addc(&t->as, ' ');
        take(l, c < ' ' ? NULL : &t->as);
    }
    return err_set(e, ERR_INPUT, _("the quote that begins here does not end: its closing %s is missing"),
                   close == '"' ? "\"" : "”");
}

static enum err_code take_saved(struct lexer *l, struct token *t, struct err *e)
{
    take(l, NULL);
    take_word(l, &t->as);
    t->kind = TOKEN_SAVED;
    return *str_z(&t->as) ? ERR_OK
                          : err_set(e, ERR_INPUT, _("behind @ goes the name of a saved filter, without a blank"));
}

/* < and >, with a = behind it or without. */
static void take_comparison(struct lexer *l, struct token *t, uint32_t c)
{
    size_t bytes;
    bool is = c > 0x7F;
    take(l, &t->as);
    if (!is && look(l->p, &bytes) == '=') {
        take(l, &t->as);
        is = true;
    }
    bool less = c == '<' || c == LESS_OR_EQUAL;
    t->kind = less ? is ? TOKEN_LESS_IS : TOKEN_LESS : is ? TOKEN_MORE_IS : TOKEN_MORE;
}

static enum err_code take_sign(struct lexer *l, struct token *t, uint32_t c, struct err *e)
{
    static const struct {
        char sign;
        enum token_kind kind;
    } signs[] = {{'!', TOKEN_NOT},   {'&', TOKEN_AND},   {'|', TOKEN_OR},   {'(', TOKEN_OPEN},
                 {')', TOKEN_CLOSE}, {':', TOKEN_COLON}, {',', TOKEN_COMMA}};
    size_t bytes;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (c != (uint32_t)signs[i].sign)
            continue;
        take(l, NULL);
        str_addc(&t->as, signs[i].sign);
        t->kind = signs[i].kind;
        if ((c == '&' || c == '|') && look(l->p, &bytes) == c) /* && and || are written by habit */
            take(l, NULL);
        return ERR_OK;
    }
    return err_set(e, ERR_INPUT,
                   c == '=' ? _("= is no sign here: write : instead, as in by:NAME")
                            : _("a quote ends here that did not begin"));
}

enum err_code filter_token(struct lexer *l, struct token *t, struct err *e)
{
    size_t bytes;
    uint32_t c = look(l->p, &bytes);
    while (c && points_is_blank(c)) {
        take(l, NULL);
        c = look(l->p, &bytes);
    }
    str_truncate(&t->as, 0);
    t->at = l->at;
    t->word = false;
    t->kind = TOKEN_END;
    if (!c)
        return ERR_OK;
    if (c == '"' || c == QUOTE_OPENS)
        return take_quoted(l, t, e);
    if (c == '@')
        return take_saved(l, t, e);
    if (c == '<' || c == '>' || c == LESS_OR_EQUAL || c == MORE_OR_EQUAL) {
        take_comparison(l, t, c);
        return ERR_OK;
    }
    if (is_sign(c))
        return take_sign(l, t, c, e);
    take_word(l, &t->as);
    t->kind = filter_operator(t->as.p);
    t->word = true;
    return ERR_OK;
}
