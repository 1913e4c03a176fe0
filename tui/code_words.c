#include "tui/code_words.h"

#include "base/i18n.h"
#include "tui/when.h"

/* Whose code it is, and what became of it. */
static void add_story(const struct codes *c, const struct code *code, struct str *out)
{
    bool any = false;
    str_addf(out, _("added by %s, "), code->reviewer_name);
    when_phrase(out, code->created);
    if (code->updated > code->created) {
        str_add(out, _("; changed "));
        when_phrase(out, code->updated);
    }
    for (size_t i = 0; i < c->count; i++) {
        if (c->items[i].merged_into != code->id)
            continue;
        str_add(out, any ? _(", ") : _("; merged into it: "));
        str_add(out, c->items[i].name);
        any = true;
    }
}

void code_words_write(const struct codes *c, const struct code *code, struct sheet *s)
{
    struct str path = {0}, story = {0}, example = {0};
    struct sheet_line rule = {.rule = true, .indent = 1, .style = INK_TITLE}, text = {.indent = 3},
                      dim = {.indent = 3, .style = INK_DIM};
    str_addf(&path, " %c ", tag_letter(code->tag));
    codes_path(c, code, &path);
    str_addc(&path, ' ');
    sheet_add_cut(s, &rule, str_z(&path), NULL);
    sheet_add(s, *code->definition ? &text : &dim, *code->definition ? code->definition : _("no definition yet"), NULL);
    if (*code->example)
        str_addf(&example, _("for example: %s"), code->example);
    if (example.len)
        sheet_add(s, &text, example.p, NULL);
    add_story(c, code, &story);
    sheet_add(s, &dim, str_z(&story), NULL);
    str_clear(&path);
    str_clear(&story);
    str_clear(&example);
}
