/* Bytes as a terminal sends them, torn apart at any place, become the keys that were pressed and nothing else. */
#include "tests/unit.h"

#include "base/str.h"
#include "tui/typed.h"

#include <stdlib.h>

/* What is sent: "^" is a pause between the bytes of one key, "|" one that is longer, "$" a key of curses. */
struct line {
    const char *p;
};

static int next(void *ctx, bool wait)
{
    struct line *l = ctx;
    if (*l->p == '^' && wait)
        l->p++;
    if (!*l->p)
        return -1;
    if (*l->p == '^' || *l->p == '|')
        return -1;
    return *l->p == '$' ? (l->p++, 0x102) : (unsigned char)*l->p++;
}

/* The keys of SENT by their names. */
static char *keys_of(const char *sent)
{
    struct line l = {sent};
    struct typed t;
    struct str names = {0};
    typed_init(&t, next, &l);
    for (;;) {
        struct key k;
        int special;
        if (typed_read(&t, &k, &special)) {
            str_add(&names, names.len ? " " : "");
            if (special)
                str_add(&names, k.mods & KEYMOD_ALT ? "M-special" : "special");
            else
                key_add_name(k, &names);
        } else if (*l.p) {
            l.p++; /* the pause is over */
        } else {
            return str_take(&names);
        }
    }
}

static void expect(const char *sent, const char *keys)
{
    char *found = keys_of(sent);
    assert_string_equal(found, keys);
    free(found);
}

static void plain_keys_are_themselves(void **state)
{
    (void)state;
    expect("jJ 5\t\r\n\x7f\x01\x1a", "j J Space 5 Tab Enter Enter Backspace C-a C-z");
    expect("$a$", "special a special");
}

static void characters_stay_whole(void **state)
{
    (void)state;
    expect("字é😀", "字 é 😀");
    expect("\xE5^\xAD^\x97j", "字 j");
    expect("\xE5|\xAD|\x97j", "字 j");
    expect("a\xE5|b", "a b");
    expect("\x97\xFF\xC0\xAFz", "z");
    expect("\xE5j", "j");
    expect("\xED\xA0\x80z", "z");
}

static void alt_is_an_escape_before(void **state)
{
    (void)state;
    expect("\x1b", "Esc");
    expect("\x1b|j", "Esc j");
    expect("\x1bj\x1b字\x1b$", "M-j M-字 M-special");
    expect("\x1b\x1b", "M-Esc");
    expect("\x1b[|j", "M-[ j");
    expect("\x1bO|j", "M-O j");
    expect("\x1bOj", "M-O j");
}

static void torn_cursor_keys_are_put_together(void **state)
{
    (void)state;
    expect("\x1b[^Aj", "Up j");
    expect("\x1bO^Bj", "Down j");
    expect("\x1b[^5^~\x1b[3^~j", "PageUp Delete j");
    expect("\x1b[^200~j", "None j"); /* the mark of a paste has no name */
    expect("\x1b[99999999999999~\x1b[5;2~j", "j");
}

static void reports_are_no_keys(void **state)
{
    (void)state;
    expect("\x1b[1;3Rj", "j");
    expect("\x1b[^1^;^3^Rj", "j");
    expect("\x1b[?62;22cj\x1b[Ik", "j k");
    expect("\x1b[<0;12;5Mj\x1b[M !!k", "j k");
    expect("\x1b[1;\x1b[Aj", "Up j");
    expect("\x1b[12|x", "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_keys_are_themselves), cmocka_unit_test(characters_stay_whole),
        cmocka_unit_test(alt_is_an_escape_before),   cmocka_unit_test(torn_cursor_keys_are_put_together),
        cmocka_unit_test(reports_are_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
