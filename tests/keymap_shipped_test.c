/* The keymaps that are shipped: what people need is there, and can be pressed. */
#include "tests/unit.h"

#include "base/mem.h"
#include "base/str.h"
#include "keymaps/keymap.h"

#include <stdlib.h>
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

static struct keymap *shipped(const char *name)
{
    struct keymap *km = keymap_new();
    struct str errors = {0};
    size_t n;
    const char *text = keymap_shipped(name, &n);
    assert_non_null(text);
    if (keymap_read(km, name, text, n, collect, &errors))
        fail_msg("%s", str_z(&errors));
    return km;
}

static void a_printed_keymap_is_read_again(void **state)
{
    (void)state;
    for (const char *const *name = keymap_shipped_names(); *name; name++) {
        struct keymap *km = shipped(*name);
        struct str first = {0}, second = {0};
        keymap_print(km, &first);
        struct keymap *again = keymap_of(first.p);
        keymap_print(again, &second);
        assert_string_equal(second.p, first.p);
        assert_true(first.len > 2000);
        str_clear(&first);
        str_clear(&second);
        keymap_free(again);
        keymap_free(km);
    }
}

static void three_keymaps_are_shipped(void **state)
{
    (void)state;
    const char *const *names = keymap_shipped_names();
    assert_string_equal(names[0], "vi");
    assert_string_equal(names[1], "emacs");
    assert_string_equal(names[2], "plain");
    assert_null(names[3]);
    size_t n;
    assert_null(keymap_shipped("ed", &n));
    assert_null(keymap_shipped("", &n));
}

/* What a person cannot do without in a keymap. */
static const struct {
    enum context context;
    enum command_id command;
    const char *argument;
} basics[] = {
    {CONTEXT_TEXT, CMD_TAG, "manifestation"},
    {CONTEXT_TEXT, CMD_TAG, "cause"},
    {CONTEXT_TEXT, CMD_TAG, "remedy"},
    {CONTEXT_SELECT, CMD_TAG, "manifestation"},
    {CONTEXT_SELECT, CMD_TAG, "cause"},
    {CONTEXT_SELECT, CMD_TAG, "remedy"},
    {CONTEXT_TEXT, CMD_UNDO, NULL},
    {CONTEXT_LIST, CMD_UNDO, NULL},
    {CONTEXT_TEXT, CMD_REDO, NULL},
    {CONTEXT_TEXT, CMD_NOTE, NULL},
    {CONTEXT_PANEL, CMD_NOTE, NULL},
    {CONTEXT_TEXT, CMD_DELETE, NULL},
    {CONTEXT_PANEL, CMD_DELETE, NULL},
    {CONTEXT_TEXT, CMD_RETAG, NULL},
    {CONTEXT_TEXT, CMD_ENDS, NULL},
    {CONTEXT_TEXT, CMD_SELECT, "grapheme"},
    {CONTEXT_TEXT, CMD_SELECT, "clause"},
    {CONTEXT_TEXT, CMD_SELECT, "sentence"},
    {CONTEXT_SELECT, CMD_SWAP, NULL},
    {CONTEXT_SELECT, CMD_ACCEPT, NULL},
    {CONTEXT_PANEL, CMD_ACCEPT, NULL},
    {CONTEXT_TEXT, CMD_SEARCH, NULL},
    {CONTEXT_LIST, CMD_SEARCH, NULL},
    {CONTEXT_TEXT, CMD_SEARCH_NEXT, NULL},
    {CONTEXT_TEXT, CMD_SEARCH_PREVIOUS, NULL},
    {CONTEXT_TEXT, CMD_ANNOTATION_NEXT, NULL},
    {CONTEXT_TEXT, CMD_UNTAGGED_NEXT, NULL},
    {CONTEXT_TEXT, CMD_FOCUS, NULL},
    {CONTEXT_TEXT, CMD_DOCUMENTS, NULL},
    {CONTEXT_LIST, CMD_OPEN, NULL},
    {CONTEXT_PROMPT, CMD_PROMPT_ACCEPT, NULL},
    {CONTEXT_PROMPT, CMD_PROMPT_CANCEL, NULL},
    {CONTEXT_PROMPT, CMD_PROMPT_DELETE_BACK, NULL},
};

static void every_shipped_keymap_has_the_basics(void **state)
{
    (void)state;
    static const enum context screens[] = {CONTEXT_TEXT, CONTEXT_SELECT, CONTEXT_PANEL, CONTEXT_LIST, CONTEXT_HELP};
    static const enum command_id everywhere[] = {CMD_HELP, CMD_CLOSE, CMD_CANCEL, CMD_COMMAND, CMD_QUIT};
    static const enum command_id rows[] = {CMD_ROW_DOWN,       CMD_ROW_UP,       CMD_PAGE_DOWN,    CMD_PAGE_UP,
                                           CMD_DOCUMENT_START, CMD_DOCUMENT_END, CMD_MOUSE_CURSOR, CMD_SCROLL_DOWN};
    for (const char *const *name = keymap_shipped_names(); *name; name++) {
        struct keymap *km = shipped(*name);
        struct str keys = {0};
        for (size_t i = 0; i < sizeof basics / sizeof *basics; i++) {
            if (!keymap_keys_of(km, basics[i].context, basics[i].command, basics[i].argument, &keys))
                fail_msg("%s: no key for %s", *name, command_get(basics[i].command)->name);
        }
        for (size_t s = 0; s < sizeof screens / sizeof *screens; s++) {
            for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
                assert_true(keymap_keys_of(km, screens[s], everywhere[i], NULL, &keys));
            for (size_t i = 0; screens[s] != CONTEXT_SELECT && i < sizeof rows / sizeof *rows; i++)
                assert_true(keymap_keys_of(km, screens[s], rows[i], NULL, &keys));
        }
        str_clear(&keys);
        keymap_free(km);
    }
}

/* Commands that act on a key press have a key; every other is typed at the prompt. */
static void every_command_can_be_reached(void **state)
{
    (void)state;
    static const enum context contexts[] = {CONTEXT_TEXT, CONTEXT_SELECT, CONTEXT_PANEL,
                                            CONTEXT_LIST, CONTEXT_HELP,   CONTEXT_PROMPT};
    size_t n;
    const struct command *table = command_table(&n);
    for (const char *const *name = keymap_shipped_names(); *name; name++) {
        struct keymap *km = shipped(*name);
        struct str keys = {0};
        for (size_t c = 0; c < sizeof contexts / sizeof *contexts; c++) {
            bool prompt = keymap_keys_of(km, contexts[c], CMD_COMMAND, NULL, &keys);
            for (size_t i = 0; i < n; i++) {
                bool mouse = strncmp(table[i].name, "mouse-", 6) == 0;
                if (!command_works(&table[i], contexts[c]) || (prompt && !mouse))
                    continue;
                if (!keymap_keys_of(km, contexts[c], table[i].id, NULL, &keys))
                    fail_msg("%s: %s cannot be reached", *name, table[i].name);
            }
        }
        str_clear(&keys);
        keymap_free(km);
    }
}

/* A keymap, and what its bindings say one after the other. */
struct listed {
    struct keymap *km;
    struct str lines;
};

static void list_binding(void *ctx, enum context context, const char *keys, const struct command_line *line)
{
    struct listed *l = ctx;
    assert_true(command_works(line->command, keymap_context_reach(context)));
    str_addf(&l->lines, "bind %s ", keymap_context_name(context));
    command_quote(&l->lines, keys);
    str_addc(&l->lines, ' ');
    command_line_print(line, &l->lines);
    str_addc(&l->lines, '\n');
    /* it is found by pressing it */
    struct key pressed[KEYMAP_MAX_KEYS];
    size_t n = 0;
    for (const char *p = keys; p += strspn(p, " "), *p; n++) {
        size_t len = strcspn(p, " ");
        assert_true(n < KEYMAP_MAX_KEYS && key_parse(p, len, &pressed[n]));
        p += len;
    }
    const struct command_line *found = NULL;
    assert_int_equal(keymap_find(l->km, context, pressed, n, &found), KEYMAP_FOUND);
    assert_ptr_equal(found, line);
}

static void every_shipped_binding_can_be_pressed(void **state)
{
    (void)state;
    for (const char *const *name = keymap_shipped_names(); *name; name++) {
        struct listed l = {.km = shipped(*name)};
        struct str once = {0}, again = {0};
        keymap_each(l.km, list_binding, &l);
        struct keymap *copy = keymap_of(l.lines.p);
        keymap_print(l.km, &once);
        keymap_print(copy, &again);
        assert_string_equal(again.p, once.p);
        str_clear(&l.lines);
        str_clear(&once);
        str_clear(&again);
        keymap_free(copy);
        keymap_free(l.km);
    }
}

/* xorshift: the same numbers on every run */
static uint32_t next_random(uint32_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 17;
    *x ^= *x << 5;
    return *x;
}

static void check_message(void *ctx, const char *message)
{
    size_t *count = ctx;
    char *end;
    assert_memory_equal(message, "mutant:", 7);
    unsigned long line = strtoul(message + 7, &end, 10);
    assert_true(line >= 1 && line <= 400);
    assert_memory_equal(end, ": ", 2);
    assert_true(strlen(end) > 10 && !strchr(message, '\n'));
    ++*count;
}

/* Change, drop, double or swap a few pieces of TEXT. */
static void mutate(struct str *text, uint32_t *seed)
{
    static const char *const pieces[] = {"\"", "\\", ",", "\n", " ", "\xFF", "\xE6\x89\xB9", "C-", "bind", "Esc", "@"};
    for (uint32_t i = next_random(seed) % 12 + 1; i > 0; i--) {
        size_t at = next_random(seed) % (text->len + 1);
        const char *piece = pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)];
        switch (next_random(seed) % 4) {
        case 0:
            str_insert(text, at, piece, strlen(piece));
            break;
        case 1:
            str_remove(text, at, next_random(seed) % 20);
            break;
        case 2:
            if (at < text->len)
                text->p[at] = (char)next_random(seed);
            break;
        default:
            str_insert(text, at, "\0", 1);
        }
    }
}

static void mutated_keymaps_are_read_without_harm(void **state)
{
    (void)state;
    uint32_t seed = 20220707;
    size_t messages = 0;
    for (int round = 0; round < 400; round++) {
        size_t n, before = messages;
        const char *name = keymap_shipped_names()[round % 3];
        struct str text = {0}, printed = {0};
        const char *original = keymap_shipped(name, &n);
        str_addn(&text, original, n);
        mutate(&text, &seed);
        /* an exact copy, so that a sanitizer sees a byte read too many */
        char *exact = mem_alloc(text.len, 1);
        memcpy(exact, text.p, text.len);
        struct keymap *km = keymap_new();
        size_t bad = keymap_read(km, "mutant", exact, text.len, check_message, &messages);
        assert_int_equal(messages - before, bad);
        keymap_print(km, &printed);
        keymap_free(keymap_of(str_z(&printed)));
        keymap_free(km);
        free(exact);
        str_clear(&text);
        str_clear(&printed);
    }
    assert_true(messages > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_printed_keymap_is_read_again),       cmocka_unit_test(three_keymaps_are_shipped),
        cmocka_unit_test(every_shipped_keymap_has_the_basics),  cmocka_unit_test(every_command_can_be_reached),
        cmocka_unit_test(every_shipped_binding_can_be_pressed), cmocka_unit_test(mutated_keymaps_are_read_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
