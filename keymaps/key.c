#include "keymaps/key.h"

#include "base/str.h"
#include "keymaps/words.h"

#include <string.h>

static const struct {
    uint32_t code;
    const char *name;
} names[] = {
    {' ', "Space"},
    {KEYSYM_ENTER, "Enter"},
    {KEYSYM_ESC, "Esc"},
    {KEYSYM_TAB, "Tab"},
    {KEYSYM_BACKSPACE, "Backspace"},
    {KEYSYM_DELETE, "Delete"},
    {KEYSYM_INSERT, "Insert"},
    {KEYSYM_UP, "Up"},
    {KEYSYM_DOWN, "Down"},
    {KEYSYM_LEFT, "Left"},
    {KEYSYM_RIGHT, "Right"},
    {KEYSYM_HOME, "Home"},
    {KEYSYM_END, "End"},
    {KEYSYM_PAGEUP, "PageUp"},
    {KEYSYM_PAGEDOWN, "PageDown"},
    {KEYSYM_CLICK, "Click"},
    {KEYSYM_DOUBLECLICK, "DoubleClick"},
    {KEYSYM_DRAG, "Drag"},
    {KEYSYM_RELEASE, "Release"},
    {KEYSYM_WHEELUP, "WheelUp"},
    {KEYSYM_WHEELDOWN, "WheelDown"},
};

#define N_NAMES (sizeof names / sizeof *names)

/* Different keys for which a terminal sends the same byte; the name on the right is the one that is kept. */
static const struct {
    uint32_t control;
    struct key same;
} one_byte[] = {
    {'i', {.code = KEYSYM_TAB}},
    {'m', {.code = KEYSYM_ENTER}},
    {'[', {.code = KEYSYM_ESC}},
    {' ', {.code = '@', .mods = KEYMOD_CONTROL}},
    {'/', {.code = '_', .mods = KEYMOD_CONTROL}},
};

static bool is_mouse(uint32_t code)
{
    return code >= KEYSYM_CLICK && code <= KEYSYM_WHEELDOWN;
}

/* Control characters have no face of their own; they are keys with KEYMOD_CONTROL. */
static bool is_printing(uint32_t c)
{
    return c >= 0x20 && c < KEYSYM_NONE && !(c >= 0x7F && c < 0xA0);
}

bool key_same(struct key a, struct key b)
{
    return a.code == b.code && a.mods == b.mods;
}

/* A number of one to five digits without leading zeros, up to INT16_MAX; bytes read, or 0. */
static size_t parse_number(const char *s, size_t n, int16_t *out)
{
    int32_t value = 0;
    size_t i = 0;
    while (i < n && i < 5 && s[i] >= '0' && s[i] <= '9')
        value = value * 10 + (s[i++] - '0');
    if (i == 0 || value > INT16_MAX || (s[0] == '0' && i > 1))
        return 0;
    *out = (int16_t)value;
    return i;
}

/* "@12,5" behind the name of a mouse event. */
static bool parse_place(const char *s, size_t n, struct key *out)
{
    if (n == 0)
        return true;
    if (!is_mouse(out->code) || s[0] != '@')
        return false;
    size_t at = 1, got = parse_number(s + 1, n - 1, &out->x);
    at += got;
    if (got == 0 || at >= n || s[at] != ',')
        return false;
    at++;
    got = parse_number(s + at, n - at, &out->y);
    return got > 0 && at + got == n;
}

static bool parse_function_key(const char *s, size_t n, struct key *out)
{
    int16_t number;
    if (n < 2 || s[0] != 'F' || parse_number(s + 1, n - 1, &number) != n - 1 || number < 1 || number > 12)
        return false;
    out->code = KEYSYM_F1 + (uint32_t)number - 1;
    return true;
}

static bool parse_named(const char *s, size_t n, struct key *out)
{
    const char *place = memchr(s, '@', n);
    size_t len = place ? (size_t)(place - s) : n;
    for (size_t i = 0; i < N_NAMES; i++) {
        if (strlen(names[i].name) == len && memcmp(names[i].name, s, len) == 0) {
            out->code = names[i].code;
            return parse_place(s + len, n - len, out);
        }
    }
    return parse_function_key(s, n, out);
}

static bool parse_modifier(char c, uint8_t *mods)
{
    uint8_t mod = c == 'C' ? KEYMOD_CONTROL : c == 'M' ? KEYMOD_ALT : c == 'S' ? KEYMOD_SHIFT : 0;
    if (mod == 0 || (*mods & mod))
        return false;
    *mods |= mod;
    return true;
}

/* The one key that stands for all those that a terminal cannot tell apart. */
static void unify(struct key *k)
{
    if (!(k->mods & KEYMOD_CONTROL))
        return;
    if (k->code >= 'A' && k->code <= 'Z')
        k->code += 'a' - 'A';
    for (size_t i = 0; i < sizeof one_byte / sizeof *one_byte; i++) {
        if (k->code == one_byte[i].control) {
            k->code = one_byte[i].same.code;
            /* C-S-Space too is that one byte, and a character takes no S- */
            k->mods = (uint8_t)((k->mods & KEYMOD_ALT) | one_byte[i].same.mods);
            return;
        }
    }
}

bool key_parse(const char *s, size_t n, struct key *out)
{
    struct key k = {0};
    while (n > 2 && s[1] == '-') {
        if (!parse_modifier(s[0], &k.mods))
            return false;
        s += 2;
        n -= 2;
    }
    uint32_t c;
    if (n > 0 && words_utf8(s, n, &c) == n) {
        if (!is_printing(c) || c == ' ' || (k.mods & KEYMOD_SHIFT))
            return false;
        k.code = c;
    } else if (!parse_named(s, n, &k)) {
        return false;
    }
    unify(&k);
    *out = k;
    return true;
}

static void add_code_name(uint32_t code, struct str *out)
{
    for (size_t i = 0; i < N_NAMES; i++) {
        if (names[i].code == code) {
            str_add(out, names[i].name);
            return;
        }
    }
    if (code >= KEYSYM_F1 && code <= KEYSYM_F12)
        str_addf(out, "F%u", (unsigned)(code - KEYSYM_F1 + 1));
    else if (is_printing(code))
        str_add_utf8(out, code);
    else
        str_add(out, "None");
}

void key_add_name(struct key k, struct str *out)
{
    if (k.mods & KEYMOD_CONTROL)
        str_add(out, "C-");
    if (k.mods & KEYMOD_ALT)
        str_add(out, "M-");
    if (k.mods & KEYMOD_SHIFT)
        str_add(out, "S-");
    add_code_name(k.code, out);
    if (is_mouse(k.code) && (k.x > 0 || k.y > 0))
        str_addf(out, "@%d,%d", k.x > 0 ? k.x : 0, k.y > 0 ? k.y : 0);
}
