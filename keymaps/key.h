/* Keys: their values and their names.
 *
 * A name is one word: a printing character (m, G, 。), Space, Enter, Esc, Tab, Backspace, Delete, Insert, Up, Down,
 * Left, Right, Home, End, PageUp, PageDown, F1 … F12, and mouse events Click, DoubleClick, Drag, Release, WheelUp,
 * WheelDown; before it C- (Control), M- (Alt) and S- (Shift, for named keys only). Mouse names may carry a place:
 * Click@12,5 (column, row, from 0); without one they are at 0,0.
 *
 * A terminal sends the same byte for some keys; all of them are read as one: C-A is C-a, C-i is Tab, C-m is Enter, C-[
 * is Esc, C-Space is C-@ and C-/ is C-_ (ECMA-48 §5.2, the C0 set). C-h and Backspace are two keys. */
#ifndef ZHUPI_KEYMAPS_KEY_H
#define ZHUPI_KEYMAPS_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

enum key_symbol {
    KEYSYM_NONE = 0x110000, /* behind the last code point: no key is pending */
    KEYSYM_ENTER,
    KEYSYM_ESC,
    KEYSYM_TAB,
    KEYSYM_BACKSPACE,
    KEYSYM_DELETE,
    KEYSYM_INSERT,
    KEYSYM_UP,
    KEYSYM_DOWN,
    KEYSYM_LEFT,
    KEYSYM_RIGHT,
    KEYSYM_HOME,
    KEYSYM_END,
    KEYSYM_PAGEUP,
    KEYSYM_PAGEDOWN,
    KEYSYM_F1,
    KEYSYM_F12 = KEYSYM_F1 + 11,
    KEYSYM_CLICK,
    KEYSYM_DOUBLECLICK,
    KEYSYM_DRAG,
    KEYSYM_RELEASE,
    KEYSYM_WHEELUP,
    KEYSYM_WHEELDOWN,
    KEYSYM_RESIZE,      /* the terminal changed its size; never bound, never in a file */
    KEYSYM_HANGUP,      /* the line is gone or a signal asks to end; never bound, never in a file */
    KEYSYM_PASTE_BEGIN, /* what follows was pasted; never bound, never in a file, as its end */
    KEYSYM_PASTE_END,
    KEYSYM_COUNT
};

enum { KEYMOD_CONTROL = 1, KEYMOD_ALT = 2, KEYMOD_SHIFT = 4 };

struct key {
    uint32_t code; /* a code point (Space is U+0020) or enum key_symbol */
    uint8_t mods;
    int16_t x, y; /* of a mouse event, 0 of any other; not part of a key's identity */
};

bool key_same(struct key a, struct key b);

/* The key named by the N bytes at S. False, and *OUT untouched, where they name none. */
bool key_parse(const char *s, size_t n, struct key *out);

/* Add the name of K, which key_parse reads again, to OUT. Modifiers stand in the order C-, M-, S-. "None" for what can
 * never stand in a file (KEYSYM_NONE, RESIZE, HANGUP, control characters). */
void key_add_name(struct key k, struct str *out);

#endif
