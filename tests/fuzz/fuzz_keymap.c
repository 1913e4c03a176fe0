/* A keymap that was read, whatever of it was bad, prints as one that is read again, without a bad line, as the same.
 * Input: the file; it is read behind the default keymap where it begins with an LF. */
#include "keymaps/keymap.h"

#include "base/str.h"
#include "tests/fuzz/fuzz.h"

struct seen {
    const struct keymap *keymap;
    size_t reports;
};

static void see_report(void *ctx, const char *message)
{
    struct seen *seen = ctx;
    seen->reports++;
    LAW(strncmp(message, "fuzz.keymap:", strlen("fuzz.keymap:")) == 0);
    LAW(fuzz_is_line(message));
}

/* A binding can be found by its command, and no other one hides it. */
static void see_binding(void *ctx, enum context context, const char *keys, const struct command_line *line)
{
    const struct seen *seen = ctx;
    struct str shortest = {0};
    LAW(keymap_context_name(context) && *keys && line->command);
    LAW(keymap_keys_of(seen->keymap, context, line->command->id, line->argc ? line->argv[0] : NULL, &shortest));
    LAW(shortest.len > 0);
    str_clear(&shortest);
    struct key typed[KEYMAP_MAX_KEYS];
    const struct command_line *found;
    size_t n = 0;
    for (const char *p = keys; *p; p += *p == ' ') {
        size_t bytes = strcspn(p, " ");
        LAW(n < KEYMAP_MAX_KEYS && key_parse(p, bytes, &typed[n++]));
        p += bytes;
    }
    LAW(keymap_find(seen->keymap, context, typed, n, &found) == KEYMAP_FOUND && found == line);
    if (n > 1)
        LAW(keymap_find(seen->keymap, context, typed, n - 1, &found) == KEYMAP_PREFIX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct keymap *km = keymap_new(), *again = keymap_new();
    struct seen seen = {.keymap = km};
    struct str first = {0}, second = {0};
    size_t n;
    const char *shipped = keymap_shipped("vi", &n);
    LAW(shipped != NULL);
    if (size > 0 && data[0] == '\n')
        LAW(keymap_read(km, "vi.keymap", shipped, n, NULL, NULL) == 0);
    size_t bad = keymap_read(km, "fuzz.keymap", (const char *)data, size, see_report, &seen);
    LAW(seen.reports >= bad && (bad > 0) == (seen.reports > 0));
    keymap_each(km, see_binding, &seen);
    keymap_print(km, &first);
    LAW(keymap_read(again, "fuzz.keymap", str_z(&first), first.len, see_report, &seen) == 0);
    keymap_print(again, &second);
    LAW(strcmp(str_z(&first), str_z(&second)) == 0);
    str_clear(&first);
    str_clear(&second);
    keymap_free(km);
    keymap_free(again);
    return 0;
}
