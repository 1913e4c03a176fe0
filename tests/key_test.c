#include "tests/unit.h"

#include "base/str.h"
#include "keymaps/key.h"

#include <string.h>

static bool parse(const char *name, struct key *k)
{
    return key_parse(name, strlen(name), k);
}

static void assert_key(const char *name, uint32_t code, unsigned mods)
{
    struct key k;
    if (!parse(name, &k))
        fail_msg("%s is not read", name);
    assert_int_equal(k.code, code);
    assert_int_equal(k.mods, mods);
}

/* NAME is read, and written as EXPECTED. */
static void assert_written(const char *name, const char *expected)
{
    struct key k;
    if (!parse(name, &k))
        fail_msg("%s is not read", name);
    struct str out = {0};
    key_add_name(k, &out);
    assert_string_equal(str_z(&out), expected);
    str_clear(&out);
}

static void reads_characters(void **state)
{
    (void)state;
    assert_key("m", 'm', 0);
    assert_key("G", 'G', 0);
    assert_key("。", 0x3002, 0);
    assert_key("\xF0\x9F\x98\x80", 0x1F600, 0);
    assert_key("-", '-', 0);
    assert_key("@", '@', 0);
    assert_key("F", 'F', 0);
    assert_key("Space", ' ', 0);
}

static void reads_names(void **state)
{
    (void)state;
    assert_key("Enter", KEYSYM_ENTER, 0);
    assert_key("PageDown", KEYSYM_PAGEDOWN, 0);
    assert_key("F1", KEYSYM_F1, 0);
    assert_key("F9", KEYSYM_F1 + 8, 0);
    assert_key("F12", KEYSYM_F12, 0);
    assert_key("WheelUp", KEYSYM_WHEELUP, 0);
}

static void reads_modifiers(void **state)
{
    (void)state;
    assert_key("C-f", 'f', KEYMOD_CONTROL);
    assert_key("M-f", 'f', KEYMOD_ALT);
    assert_key("M-F", 'F', KEYMOD_ALT);
    assert_key("C-M-f", 'f', KEYMOD_CONTROL | KEYMOD_ALT);
    assert_key("M-C-f", 'f', KEYMOD_CONTROL | KEYMOD_ALT);
    assert_key("S-Tab", KEYSYM_TAB, KEYMOD_SHIFT);
    assert_key("C-S-Left", KEYSYM_LEFT, KEYMOD_CONTROL | KEYMOD_SHIFT);
    assert_key("C--", '-', KEYMOD_CONTROL);
    assert_key("M-C", 'C', KEYMOD_ALT);
    assert_key("C-h", 'h', KEYMOD_CONTROL);
}

static void one_name_for_what_a_terminal_sends_as_one_byte(void **state)
{
    (void)state;
    assert_written("C-A", "C-a");
    assert_written("C-M-A", "C-M-a");
    assert_written("C-i", "Tab");
    assert_written("C-M", "Enter");
    assert_written("C-[", "Esc");
    assert_written("M-C-[", "M-Esc");
    assert_written("C-Space", "C-@");
    assert_written("C-/", "C-_");
}

static void a_mouse_event_may_carry_a_place(void **state)
{
    (void)state;
    struct key k, other;
    assert_true(parse("Click@12,5", &k));
    assert_int_equal(k.code, KEYSYM_CLICK);
    assert_int_equal(k.x, 12);
    assert_int_equal(k.y, 5);
    assert_true(parse("Click", &other));
    assert_int_equal(other.x, 0);
    assert_int_equal(other.y, 0);
    assert_true(key_same(k, other));
    assert_true(parse("C-Drag@0,32767", &k));
    assert_int_equal(k.y, INT16_MAX);
    assert_written("Click@12,5", "Click@12,5");
    assert_written("S-Release@0,7", "S-Release@0,7");
    assert_written("Click@0,0", "Click");
}

static void what_names_no_key_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "gg",
        "enter",
        "C-",
        "C-M-",
        "S-a",
        "C-C-a",
        "X-a",
        "F0",
        "F13",
        "F01",
        "Click@",
        "Click@1",
        "Click@1,",
        "Click@1,2x",
        "Click@-1,2",
        "Click@01,2",
        "Up@1,2",
        "Click@1,2,3",
        "Click@ 1,2",
        "Click@32768,1",
        "\xFF",
        "\xC0\x80",
        "\xE6\x89",
        "\xED\xA0\x80",
        "\x07",
        "\x7F",
        "\xC2\x85",
        "Resize",
        "\n",
        "F1 ",
        "C-M-S-",
        "None",
        "\xF4\x90\x80\x80",
        "\xE0\x80\x80",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct key k = {.code = 'q'};
        if (parse(bad[i], &k))
            fail_msg("%zu: \"%s\" is read as a key", i, bad[i]);
        assert_int_equal(k.code, 'q');
    }
    struct key k;
    assert_false(key_parse("\0", 1, &k));
}

/* Everything that has a name is read from it again, with every set of modifiers. */
static void names_are_read_again(void **state)
{
    (void)state;
    struct str name = {0};
    for (uint32_t code = ' '; code < KEYSYM_RESIZE; code++) {
        if ((code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000) || code == KEYSYM_NONE)
            continue;
        for (uint8_t mods = 0; mods < 8; mods++) {
            if ((mods & KEYMOD_SHIFT) && code != ' ' && code < KEYSYM_NONE)
                continue;
            struct key again, k = {.code = code, .mods = mods};
            str_truncate(&name, 0);
            key_add_name(k, &name);
            if (!key_parse(name.p, name.len, &again))
                fail_msg("%s is not read again", name.p);
            /* those that share a byte with another come back as that one, which is read as itself */
            if (!(mods & KEYMOD_CONTROL) && !key_same(k, again))
                fail_msg("%s is read as another key", name.p);
            str_truncate(&name, 0);
            key_add_name(again, &name);
            assert_true(key_parse(name.p, name.len, &k) && key_same(k, again));
        }
        if (code == 0x4000)
            code = 0xFF00; /* a sample of the far planes is enough */
        if (code == 0x10100)
            code = 0x10FF00;
    }
    str_clear(&name);
}

static void modifiers_and_code_make_a_key(void **state)
{
    (void)state;
    struct key a = {.code = 'a'}, control_a = {.code = 'a', .mods = KEYMOD_CONTROL}, b = {.code = 'b'};
    assert_true(key_same(a, a));
    assert_false(key_same(a, control_a));
    assert_false(key_same(a, b));
}

static void what_never_stands_in_a_file_has_no_name(void **state)
{
    (void)state;
    static const uint32_t codes[] = {KEYSYM_NONE, KEYSYM_RESIZE, KEYSYM_HANGUP, 0x07, 0x9F, UINT32_MAX};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct str name = {0};
        struct key k = {.code = codes[i]};
        key_add_name(k, &name);
        assert_string_equal(name.p, "None");
        assert_false(key_parse(name.p, name.len, &k));
        str_clear(&name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_characters),
        cmocka_unit_test(reads_names),
        cmocka_unit_test(reads_modifiers),
        cmocka_unit_test(one_name_for_what_a_terminal_sends_as_one_byte),
        cmocka_unit_test(a_mouse_event_may_carry_a_place),
        cmocka_unit_test(what_names_no_key_is_refused),
        cmocka_unit_test(names_are_read_again),
        cmocka_unit_test(modifiers_and_code_make_a_key),
        cmocka_unit_test(what_never_stands_in_a_file_has_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
