/* Bytes as a terminal sends them, torn apart at any place, become the keys that were pressed and nothing else. */
#include "tests/unit.h"

#include "base/str.h"
#include "tui/typed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is sent: "^" is a pause between the bytes of one key, "|" one that is longer, "@" one in which a person would
 * have thought, "$" a key of curses; behind "`" each is itself. */
struct line {
    const char *p;
    int64_t ms;
};

static bool is_pause(char c)
{
    return c == '^' || c == '|' || c == '@';
}

static int next(void *ctx, bool wait)
{
    struct line *l = ctx;
    if (*l->p == '^' && wait)
        l->p++;
    if (!*l->p || is_pause(*l->p))
        return -1;
    if (*l->p == '`')
        return l->p += 2, (unsigned char)l->p[-1];
    return *l->p == '$' ? (l->p++, 0x102) : (unsigned char)*l->p++;
}

static int64_t now(void *ctx)
{
    return ((const struct line *)ctx)->ms;
}

/* The pause at *L is over. */
static void go_on(struct line *l)
{
    l->ms += *l->p == '@' ? 2000 : *l->p == '|' ? 300 : 30;
    l->p++;
}

/* The keys of SENT by their names. */
static char *keys_of(const char *sent)
{
    struct line l = {sent, 0};
    struct typed t;
    struct str names = {0};
    typed_init(&t, next, now, &l);
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
            go_on(&l);
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

/* Strings that terminals send, with everything that may be in them (ECMA-48 §5.6), each followed by j. */
static const char *const strings[] = {
    "\x1bP1`$r0m\x1b\\j",                /* the answer to DECRQSS */
    "\x1bP>`|xterm(390)\x1b\\j",         /* and to XTVERSION */
    "\x1b_Gi=31;OK\x1b\\j",              /* kitty, of a picture */
    "\x1b`^a message\x1b\\j",            /* PM */
    "\x1bXa string\x1b\\j",              /* SOS */
    "\x1b]11;rgb:0000/0000/0000\x1b\\j", /* the colour behind the text */
    "\x1b]11;rgb:0000/0000/0000\aj",     /* as xterm ends it where it was asked so */
    "\x1b]l朱批 — 年度报告\x1b\\j",      /* a title; 朱 is E6 9C B1 */
    "\x1bP1`$r0m\x9Cj",                  /* ST of one byte */
    "\x1b_朱\x9Cj",
    "\x1b]\x1b\\j",
    "\x1bP\x1b\\j", /* empty ones */
};

static void strings_are_no_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        expect(strings[i], "j");
}

/* ESC and the byte behind it come together: on their own they are Esc and Alt with a key. */
static void a_string_may_be_torn_anywhere(void **state)
{
    (void)state;
    static const char *const pauses[] = {"^", "|", "|||"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        for (size_t p = 0; p < sizeof pauses / sizeof *pauses; p++) {
            size_t begun = strings[i][1] == '`' ? 3 : 2, n = strlen(strings[i]);
            for (size_t cut = begun + (p > 0); cut < n; cut++) {
                char sent[128];
                if (strings[i][cut - 1] == '`' || (p > 0 && cut == begun + 1 && strings[i][begun] == '`'))
                    continue;
                snprintf(sent, sizeof sent, "%.*s%s%s", (int)cut, strings[i], pauses[p], strings[i] + cut);
                expect(sent, "j");
            }
        }
}

static void a_long_string_is_read_to_its_end(void **state)
{
    (void)state;
    struct str s = {0};
    str_add(&s, "\x1b_");
    for (int i = 0; i < 5000; i++)
        str_add(&s, i % 500 == 499 ? "|" : "x");
    str_add(&s, "\x1b\\j");
    expect(s.p, "j");
    str_clear(&s);
}

static void alt_with_what_begins_a_string_is_still_a_key(void **state)
{
    (void)state;
    expect("\x1bP|j", "M-P j");
    expect("\x1b_|\x1b`^|\x1bX|\x1b]", "M-_ M-^ M-X M-]");
    expect("\x1bP\x1bP\x1bP", "M-P M-P M-P"); /* held down */
    expect("\x1bX\r\x1b]$", "M-X Enter M-] special");
    expect("\x1bX\x1b[A", "M-X Up");
}

static void a_string_without_an_end_does_not_swallow_the_reviewer(void **state)
{
    (void)state;
    expect("\x1bP1`$r@jk", "j k");
    expect("\x1bP1`$r\x1b[Bj", "Down j");
    expect("\x1bP1`$r\x18j\x1b]0;a\x1aj", "j j");
    expect("\x1b]0;a$j", "special j");
    expect("\x1b_G\x1b@j", "j");
    expect("\x1b]0;a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|j", "j");
    struct str s = {0};
    str_add(&s, "\x1b_");
    for (int i = 0; i < TYPED_STRING_MAX; i++)
        str_add(&s, "x");
    str_add(&s, "jk");
    expect(s.p, "j k");
    str_clear(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_keys_are_themselves),
        cmocka_unit_test(characters_stay_whole),
        cmocka_unit_test(alt_is_an_escape_before),
        cmocka_unit_test(torn_cursor_keys_are_put_together),
        cmocka_unit_test(reports_are_no_keys),
        cmocka_unit_test(strings_are_no_keys),
        cmocka_unit_test(a_string_may_be_torn_anywhere),
        cmocka_unit_test(a_long_string_is_read_to_its_end),
        cmocka_unit_test(alt_with_what_begins_a_string_is_still_a_key),
        cmocka_unit_test(a_string_without_an_end_does_not_swallow_the_reviewer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
