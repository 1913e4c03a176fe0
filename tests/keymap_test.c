#include "tests/unit.h"

#include "base/str.h"
#include "keymaps/keymap.h"

#include <stdio.h>
#include <string.h>

static void collect(void *ctx, const char *message)
{
    str_add(ctx, message);
    str_addc(ctx, '\n');
}

/* A keymap of TEXT, which has no error. */
static struct keymap *keymap_of(const char *text)
{
    struct keymap *km = keymap_new();
    struct str errors = {0};
    if (keymap_read(km, "k", text, strlen(text), collect, &errors))
        fail_msg("%s", str_z(&errors));
    return km;
}

static size_t read_sequence(const char *names, struct key keys[8])
{
    size_t n = 0;
    for (const char *p = names; p += strspn(p, " "), *p; n++) {
        size_t len = strcspn(p, " ");
        assert_true(n < 8 && key_parse(p, len, &keys[n]));
        p += len;
    }
    return n;
}

/* What the keys NAMES do in CONTEXT: "tag cause"; "…" for the start of something longer, "" for nothing. */
static void assert_does(const struct keymap *km, enum context context, const char *names, const char *expected)
{
    struct key keys[8];
    size_t n = read_sequence(names, keys);
    const struct command_line *line = NULL;
    struct str does = {0};
    switch (keymap_find(km, context, keys, n, &line)) {
    case KEYMAP_FOUND:
        command_line_print(line, &does);
        break;
    case KEYMAP_PREFIX:
        str_add(&does, "…");
        break;
    case KEYMAP_NONE:
        break;
    }
    assert_string_equal(str_z(&does), expected);
    str_clear(&does);
}

static void assert_keys(const struct keymap *km, enum context context, enum command_id command, const char *argument,
                        const char *expected)
{
    struct str keys = {0};
    bool found = keymap_keys_of(km, context, command, argument, &keys);
    assert_string_equal(str_z(&keys), expected);
    assert_int_equal(found, *expected != '\0');
    str_clear(&keys);
}

static void keys_run_commands(void **state)
{
    (void)state;
    struct keymap *km = keymap_of("\xEF\xBB\xBF# mine\n"
                                  "\n"
                                  "bind text m tag manifestation\r\n"
                                  "  bind\ttext,panel  \"g  g\"  document-start  \n"
                                  "bind text C-x tag cause  空话  多 \n"
                                  "bind text \"\\\"\" mark-set\n"
                                  "bind text \\ mark-go\n"
                                  "bind text # center\n"
                                  "bind text 。 sentence-next\n"
                                  "bind text 0 row-start\n"
                                  "bind prompt Enter prompt-accept");
    assert_does(km, CONTEXT_TEXT, "m", "tag manifestation");
    assert_does(km, CONTEXT_TEXT, "g", "…");
    assert_does(km, CONTEXT_TEXT, "g g", "document-start");
    assert_does(km, CONTEXT_PANEL, "g g", "document-start");
    assert_does(km, CONTEXT_LIST, "g", "");
    assert_does(km, CONTEXT_TEXT, "g m", "");
    assert_does(km, CONTEXT_TEXT, "g g g", "");
    assert_does(km, CONTEXT_TEXT, "C-x", "tag cause \"空话  多\"");
    assert_does(km, CONTEXT_TEXT, "\"", "mark-set");
    assert_does(km, CONTEXT_TEXT, "\\", "mark-go");
    assert_does(km, CONTEXT_TEXT, "#", "center");
    assert_does(km, CONTEXT_TEXT, "。", "sentence-next");
    assert_does(km, CONTEXT_TEXT, "0", "row-start");
    assert_does(km, CONTEXT_TEXT, "Enter", "");
    assert_does(km, CONTEXT_PROMPT, "Enter", "prompt-accept");
    assert_does(km, CONTEXT_TEXT, "", "");
    keymap_free(km);
    keymap_free(NULL);
}

static void a_context_falls_back(void **state)
{
    (void)state;
    struct keymap *km = keymap_of("bind any q close\n"
                                  "bind any Enter help\n"
                                  "bind text o center\n"
                                  "bind text d delete\n"
                                  "bind select o swap\n"
                                  "bind list q quit\n");
    assert_does(km, CONTEXT_SELECT, "o", "swap");
    assert_does(km, CONTEXT_TEXT, "o", "center");
    assert_does(km, CONTEXT_SELECT, "d", "delete");
    assert_does(km, CONTEXT_SELECT, "q", "close");
    assert_does(km, CONTEXT_LIST, "q", "quit");
    assert_does(km, CONTEXT_PANEL, "o", "");
    assert_does(km, CONTEXT_HELP, "Enter", "help");
    assert_does(km, CONTEXT_PROMPT, "Enter", "");
    assert_does(km, CONTEXT_BATCH, "q", "");
    keymap_free(km);
}

static void a_later_line_wins(void **state)
{
    (void)state;
    struct keymap *km = keymap_of("bind text,panel x delete\n"
                                  "bind text g center\n");
    const char *user = "bind text x tag cause\n"
                       "unbind text g\n"
                       "bind text \"g g\" document-start\n";
    assert_int_equal(keymap_read(km, "user", user, strlen(user), NULL, NULL), 0);
    assert_does(km, CONTEXT_TEXT, "x", "tag cause");
    assert_does(km, CONTEXT_PANEL, "x", "delete");
    assert_does(km, CONTEXT_TEXT, "g g", "document-start");
    struct str out = {0};
    keymap_print(km, &out);
    assert_string_equal(out.p, "bind text x tag cause\n"
                               "bind panel x delete\n"
                               "bind text \"g g\" document-start\n");
    str_clear(&out);
    keymap_free(km);
}

static const struct {
    const char *line, *message; /* the message has this in it; NULL for a good line */
} bad_lines[] = {
    {"bind text q close", NULL},
    {"map text q close", "“map”"},
    {"bind", "context is missing"},
    {"bind txt q close", "“txt”"},
    {"bind text,,panel q close", "“”"},
    {"bind text, q close", "“”"},
    {"bind batch q undo", "“batch”"},
    {"bind text", "key is missing"},
    {"bind text \"\" close", "key is missing"},
    {"bind text PgUp page-up", "“PgUp”"},
    {"bind text \"g gg\" page-up", "“gg”"},
    {"bind text Resize redraw", "“Resize”"},
    {"bind text Click@3,4 mouse-cursor", "“Click@3,4”"},
    {"bind text \"a b c d e\" center", "4 keys"},
    {"bind text \"a b c d\" center", NULL},
    {"bind text q", "name of a command"},
    {"bind text q clos", "“clos”"},
    {"bind text q close now", "no argument"},
    {"bind text T tag", "tag TAG [NOTE…]"},
    {"bind text T tag blame", "“blame”"},
    {"bind text v select word", "“word”"},
    {"bind select d delete", "text, panel"},
    {"bind any j row-down", "“row-down” does not work in any"},
    {"bind text,prompt C-p prompt-previous", "does not work in text"},
    {"bind prompt Enter quit", "does not work in prompt"},
    {"bind prompt a prompt-accept", "types itself"},
    {"bind prompt Space prompt-accept", "types itself"},
    {"bind prompt \"a b\" prompt-accept", "types itself"},
    {"bind text 1 center", "count"},
    {"bind panel,list 9 row-down", "count"},
    {"bind text \"5 x\" center", "count"},
    {"bind text M-1 center", NULL},
    {"bind text \"z 1\" center", NULL},
    {"bind text \"g Esc\" center", "Esc"},
    {"bind text \"Esc x\" center", "Esc"},
    {"bind text Esc cancel", NULL},
    {"bind text q \"close", "closing quote"},
    {"bind text \"q close", "closing quote"},
    {"bind text q\xFF close", "byte 12 (0xFF)"},
    {"# \xC0", "UTF-8"},
    {"unbind text", "key is missing"},
    {"unbind text w", "not bound in text"},
    {"unbind text q close", "nothing more"},
    {"unbind select q", "not bound in select"},
};

static void bad_lines_are_named_and_skipped(void **state)
{
    (void)state;
    struct str text = {0}, errors = {0};
    size_t n = sizeof bad_lines / sizeof *bad_lines, bad = 0;
    for (size_t i = 0; i < n; i++) {
        str_addf(&text, "%s\n", bad_lines[i].line);
        bad += bad_lines[i].message != NULL;
    }
    str_addn(&text, "bind \0 q\n", 9);
    struct keymap *km = keymap_new();
    assert_int_equal(keymap_read(km, "my.keymap", text.p, text.len, collect, &errors), bad + 1);
    char *at = errors.p;
    for (size_t i = 0; i < n; i++) {
        if (!bad_lines[i].message)
            continue;
        char place[40];
        snprintf(place, sizeof place, "my.keymap:%zu: ", i + 1);
        char *stop = strchr(at, '\n');
        *stop = '\0';
        if (strncmp(at, place, strlen(place)) != 0 || !strstr(at, bad_lines[i].message))
            fail_msg("%s\n%s", bad_lines[i].line, at);
        at = stop + 1;
    }
    assert_non_null(strstr(at, "NUL"));
    assert_does(km, CONTEXT_TEXT, "q", "close");
    assert_does(km, CONTEXT_PANEL, "d", "");
    str_clear(&text);
    str_clear(&errors);
    keymap_free(km);
}

/* LINE is refused, with PART in the message, once "g", "z z" and select's "x" are bound. */
static void assert_hides(const char *line, const char *part)
{
    struct keymap *km = keymap_of("bind any g help\n"
                                  "bind text \"z z\" center\n"
                                  "bind select x swap\n");
    struct str errors = {0};
    size_t bad = keymap_read(km, "k", line, strlen(line), collect, &errors);
    if (part) {
        assert_int_equal(bad, 1);
        assert_memory_equal(errors.p, "k:1: ", 5);
        if (!strstr(errors.p, part))
            fail_msg("%s: %s", line, errors.p);
    } else {
        if (bad)
            fail_msg("%s", errors.p);
    }
    str_clear(&errors);
    keymap_free(km);
}

static void keys_that_hide_others_are_refused(void **state)
{
    (void)state;
    assert_hides("bind text \"g g\" document-start", "“g g” would never be reached: “g” runs help");
    assert_hides("bind any \"g g\" documents", "unbind that in any");
    assert_hides("bind list \"g g\" document-start", "unbind that in any");
    assert_hides("bind text z center", "“z” would hide “z z”, which runs center");
    assert_hides("bind any z help", "unbind that in text");
    assert_hides("bind select z swap", "unbind that in text");
    assert_hides("bind text \"x x\" center", "unbind that in select");
    assert_hides("bind text \"z z z\" center", "“z z” runs center");
    assert_hides("bind panel z focus", NULL);
    assert_hides("bind panel \"x x\" focus", NULL);
    assert_hides("bind text g center", NULL);
    assert_hides("bind text \"z g\" center", NULL);
}

static void a_bad_line_changes_nothing(void **state)
{
    (void)state;
    struct keymap *km = keymap_of("bind text q close\nbind panel g focus\n");
    static const char *const lines[] = {
        "bind text,panel \"g g\" document-start",
        "bind text,select q focus",
        "unbind text,panel q",
    };
    struct str before = {0}, after = {0};
    keymap_print(km, &before);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(keymap_read(km, "k", lines[i], strlen(lines[i]), NULL, NULL), 1);
    keymap_print(km, &after);
    assert_string_equal(after.p, before.p);
    str_clear(&before);
    str_clear(&after);
    keymap_free(km);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    struct keymap *km = keymap_new();
    struct str text = {0}, errors = {0};
    str_add(&text, "bind text q close #");
    for (int i = 0; i < KEYMAP_MAX_LINE; i++)
        str_addc(&text, 'x');
    assert_int_equal(keymap_read(km, "k", text.p, text.len, collect, &errors), 1);
    assert_string_equal(errors.p, "k:1: a line of more than 1024 bytes\n");

    str_truncate(&text, 0);
    for (int i = 0; i < KEYMAP_MAX_BYTES / 8; i++)
        str_add(&text, "#\n#\n#\n#\n");
    str_addc(&text, '\n');
    str_truncate(&errors, 0);
    assert_int_equal(keymap_read(km, "k", text.p, text.len, collect, &errors), 1);
    assert_non_null(strstr(errors.p, "k:1: the file is too large"));
    assert_int_equal(keymap_read(km, "k", text.p, text.len - 1, NULL, NULL), 0);

    str_truncate(&text, 0);
    for (int i = 0; i < KEYMAP_MAX_BINDINGS + 1; i++) {
        str_add(&text, "bind text ");
        str_add_utf8(&text, 0x4E00 + (uint32_t)i);
        str_add(&text, " center\n");
    }
    str_truncate(&errors, 0);
    assert_int_equal(keymap_read(km, "k", text.p, text.len, collect, &errors), 1);
    assert_string_equal(errors.p, "k:2001: more than 2000 bindings\n");
    assert_does(km, CONTEXT_TEXT, "一", "center");

    str_truncate(&text, 0);
    for (int i = 0; i < 50000; i++)
        str_add(&text, "x\n");
    str_truncate(&errors, 0);
    assert_int_equal(keymap_read(km, "k", text.p, text.len, collect, &errors), KEYMAP_MAX_BAD + 1);
    assert_non_null(strstr(errors.p, "k:101: too many errors"));
    str_clear(&text);
    str_clear(&errors);
    keymap_free(km);
}

static void the_shortest_keys_that_work_are_shown(void **state)
{
    (void)state;
    struct keymap *km = keymap_of("bind text \"g x\" center\n"
                                  "bind text z center\n"
                                  "bind text Z center\n"
                                  "bind text d delete\n"
                                  "bind any q close\n"
                                  "bind any u undo\n"
                                  "bind text u center\n"
                                  "bind text \"t m\" tag manifestation\n"
                                  "bind text c tag cause a note\n");
    assert_keys(km, CONTEXT_TEXT, CMD_CENTER, NULL, "z");
    assert_keys(km, CONTEXT_SELECT, CMD_CENTER, NULL, "z");
    assert_keys(km, CONTEXT_TEXT, CMD_DELETE, NULL, "d");
    assert_keys(km, CONTEXT_SELECT, CMD_DELETE, NULL, ""); /* it does not work there */
    assert_keys(km, CONTEXT_SELECT, CMD_CLOSE, NULL, "q");
    assert_keys(km, CONTEXT_TEXT, CMD_UNDO, NULL, ""); /* u is something else there */
    assert_keys(km, CONTEXT_LIST, CMD_UNDO, NULL, "u");
    assert_keys(km, CONTEXT_TEXT, CMD_TAG, "manifestation", "t m");
    assert_keys(km, CONTEXT_TEXT, CMD_TAG, "cause", "c");
    assert_keys(km, CONTEXT_TEXT, CMD_TAG, "remedy", "");
    assert_keys(km, CONTEXT_TEXT, CMD_TAG, NULL, "c");
    assert_keys(km, CONTEXT_TEXT, CMD_CENTER, "x", "");
    keymap_free(km);
}

static void what_needs_quotes_is_printed_with_them(void **state)
{
    (void)state;
    static const char text[] = "bind text \"\\\"\" mark-set\n"
                               "bind text,panel \"g g\" document-start\n"
                               "bind text \\ mark-go\n"
                               "bind text X tag cause \"no \\\"why\\\"\"\n";
    struct keymap *km = keymap_of(text);
    struct str out = {0};
    keymap_print(km, &out);
    assert_string_equal(out.p, text);
    str_clear(&out);
    keymap_free(km);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_run_commands),
        cmocka_unit_test(a_context_falls_back),
        cmocka_unit_test(a_later_line_wins),
        cmocka_unit_test(bad_lines_are_named_and_skipped),
        cmocka_unit_test(keys_that_hide_others_are_refused),
        cmocka_unit_test(a_bad_line_changes_nothing),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(the_shortest_keys_that_work_are_shown),
        cmocka_unit_test(what_needs_quotes_is_printed_with_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
