/* From a tree back to an expression. */
#include "base/mem.h"
#include "db/filter_tree.h"

#include <string.h>

/* Whether WORD alone is a word to be looked for, and no sign, word or field of the language, and not near one. */
static bool stands_alone(const char *word)
{
    enum filter_word known;
    enum filter_field field;
    return filter_is_plain(word) && filter_operator(word) == TOKEN_WORD && !filter_word_parse(word, &known) &&
           !filter_field_parse(word, &field) && !filter_near_word(word);
}

static void add_quoted(struct str *out, const char *word)
{
    static const char wide[] = "＂"; /* which ends a quote as well */
    str_addc(out, '"');
    for (; *word; word++) {
        if (*word == '"' || *word == '\\' || strncmp(word, wide, strlen(wide)) == 0)
            str_addc(out, '\\');
        str_addc(out, *word);
    }
    str_addc(out, '"');
}

void filter_quote(struct str *out, const char *word)
{
    if (stands_alone(word))
        str_add(out, word);
    else
        add_quoted(out, word);
}

/* A word in quotes is looked for, whatever it is; behind a field a plain one needs none. */
static void add_value(struct str *out, const char *value)
{
    if (filter_is_plain(value))
        str_add(out, value);
    else
        add_quoted(out, value);
}

static void print_field(const struct filter *f, struct str *out)
{
    static const char *const signs[] = {":", "<", "<=", ">", ">="};
    str_addf(out, "%s%s", filter_field_name(f->field), signs[f->sign]);
    for (size_t i = 0; i < f->value_count; i++) {
        str_add(out, i ? "," : "");
        if (f->field == FIELD_TAG)
            str_add(out, tag_name((enum tag)f->values[i].id));
        else
            add_value(out, f->values[i].text);
    }
}

static void print(const struct filter *f, struct str *out);

/* The parts of F with SIGN between, in parentheses where F itself is a part of something. */
static void print_parts(const struct filter *f, const char *sign, struct str *out)
{
    for (size_t i = 0; i < f->part_count; i++) {
        bool inside = f->parts[i]->kind == FILTER_OR && f->kind == FILTER_AND;
        str_add(out, i ? sign : "");
        str_add(out, inside ? "(" : "");
        print(f->parts[i], out);
        str_add(out, inside ? ")" : "");
    }
}

static void print_not(const struct filter *f, struct str *out)
{
    bool several = f->parts[0]->kind == FILTER_AND || f->parts[0]->kind == FILTER_OR;
    str_add(out, several ? "!(" : "!");
    print(f->parts[0], out);
    str_add(out, several ? ")" : "");
}

static void print(const struct filter *f, struct str *out)
{
    switch (f->kind) {
    case FILTER_AND:
        print_parts(f, " & ", out);
        break;
    case FILTER_OR:
        print_parts(f, " | ", out);
        break;
    case FILTER_NOT:
        print_not(f, out);
        break;
    case FILTER_WORD:
        str_add(out, filter_word_name(f->word));
        break;
    case FILTER_FIELD:
        print_field(f, out);
        break;
    case FILTER_TEXT:
        filter_quote(out, f->values[0].text);
        break;
    case FILTER_SAVED:
        str_addf(out, "@%s", f->values[0].text);
        break;
    }
}

void filter_print(const struct filter *f, struct str *out)
{
    if (f)
        print(f, out);
}

bool filter_is_words(const struct filter *f, struct str *out)
{
    struct str words = {0};
    bool is = f && f->kind == FILTER_TEXT;
    if (is)
        str_add(&words, f->values[0].text);
    for (size_t i = 0; f && f->kind == FILTER_AND && i < f->part_count; i++) {
        is = f->parts[i]->kind == FILTER_TEXT;
        if (!is)
            break;
        str_addf(&words, "%s%s", i ? " " : "", f->parts[i]->values[0].text);
    }
    if (is)
        str_add(out, str_z(&words));
    str_clear(&words);
    return is;
}
