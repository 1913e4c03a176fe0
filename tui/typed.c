#include "tui/typed.h"

#include "keymaps/words.h"

#define BEL 0x07
#define CAN 0x18
#define SUB 0x1A
#define ESC 0x1B
#define ST 0x9C

void typed_init(struct typed *t, typed_next_fn *next, typed_now_fn *now, void *ctx)
{
    *t = (struct typed){.next = next, .now = now, .ctx = ctx, .held = -1};
}

static int next(struct typed *t, bool wait)
{
    int c = t->held;
    t->held = -1;
    return c >= 0 ? c : t->next(t->ctx, wait);
}

static struct key plain(uint32_t code, uint8_t mods)
{
    return (struct key){.code = code, .mods = mods};
}

static struct key key_of_ascii(int c)
{
    switch (c) {
    case '\t':
        return plain(KEYSYM_TAB, 0);
    case '\r':
    case '\n':
        return plain(KEYSYM_ENTER, 0);
    case ESC:
        return plain(KEYSYM_ESC, 0);
    case 127:
        return plain(KEYSYM_BACKSPACE, 0);
    default:
        if (c >= 32)
            return plain((uint32_t)c, 0);
        return plain((uint32_t)(c >= 1 && c <= 26 ? 'a' + c - 1 : '@' + c), KEYMOD_CONTROL);
    }
}

/* The rest of the character that has begun; KEYSYM_NONE where it is not UTF-8, or not all there yet. */
static struct key read_character(struct typed *t)
{
    unsigned char lead = (unsigned char)t->part[0];
    size_t all = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1, n = t->part_bytes;
    while (n < all) {
        int c = next(t, true);
        if (c < 0) {
            t->part_bytes = n;
            return plain(KEYSYM_NONE, 0);
        }
        if (c < 0x80 || c > 0xBF) {
            t->held = c;
            break;
        }
        t->part[n++] = (char)c;
    }
    uint32_t c;
    t->part_bytes = 0;
    return plain(words_utf8(t->part, n, &c) == n ? c : KEYSYM_NONE, 0);
}

/* A cursor or function key by the last byte of its sequence (ECMA-48 §8.3.22, and xterm's); KEYSYM_NONE for others. */
static struct key key_of_final(int c)
{
    static const struct {
        char final;
        uint32_t symbol;
    } keys[] = {{'A', KEYSYM_UP},     {'B', KEYSYM_DOWN},  {'C', KEYSYM_RIGHT}, {'D', KEYSYM_LEFT},
                {'F', KEYSYM_END},    {'H', KEYSYM_HOME},  {'P', KEYSYM_F1},    {'Q', KEYSYM_F1 + 1},
                {'R', KEYSYM_F1 + 2}, {'S', KEYSYM_F1 + 3}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].final == c)
            return plain(keys[i].symbol, 0);
    return plain(KEYSYM_NONE, 0);
}

/* A key that is told by the number before a tilde (xterm's editing keys and marks of a paste). */
static struct key key_of_number(int number)
{
    static const struct {
        int number;
        uint32_t symbol;
    } keys[] = {{1, KEYSYM_HOME},   {2, KEYSYM_INSERT},   {3, KEYSYM_DELETE},        {4, KEYSYM_END},
                {5, KEYSYM_PAGEUP}, {6, KEYSYM_PAGEDOWN}, {200, KEYSYM_PASTE_BEGIN}, {201, KEYSYM_PASTE_END}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].number == number)
            return plain(keys[i].symbol, 0);
    return plain(KEYSYM_NONE, 0);
}

/* Behind ESC [, a control sequence (ECMA-48 §5.4): a key where its parameters are those of one, else a report; Alt-[
 * where nothing follows. */
static struct key read_csi(struct typed *t)
{
    int c = next(t, true), number = -1;
    if (c < 0)
        return plain('[', KEYMOD_ALT);
    bool bare = c >= 0x40, one = true;
    for (; c >= 0x20 && c < 0x40; c = next(t, true)) {
        one = one && c >= '0' && c <= '9' && number < 1000;
        number = one ? (number < 0 ? 0 : number * 10) + (c - '0') : -1;
    }
    if (c < 0x40 || c > 0x7E) {
        t->held = c;
        return plain(KEYSYM_NONE, 0);
    }
    if (bare && c == 'M') { /* the mouse as in 1986: three bytes more */
        for (int i = 0; i < 3; i++)
            next(t, true);
    }
    return bare ? key_of_final(c) : c == '~' ? key_of_number(number) : plain(KEYSYM_NONE, 0);
}

/* Behind ESC O, a cursor key in application mode; else Alt-O and whatever follows. */
static struct key read_ss3(struct typed *t)
{
    int c = next(t, true);
    struct key k = key_of_final(c);
    if (k.code != KEYSYM_NONE)
        return k;
    t->held = c;
    return plain('O', KEYMOD_ALT);
}

/* ---- strings ---- */

static bool begins_string(int c)
{
    return c == 'P' || c == ']' || c == 'X' || c == '^' || c == '_';
}

/* Whether C, behind ESC in a string, is the rest of ST; else the string is given up for the sequence that begins. */
static bool is_end_behind_escape(struct typed *t, int c)
{
    if (c == '\\')
        return true;
    t->held = c;
    t->escape = true;
    return false;
}

/* Whether C is the last of the string. Control functions that cannot stand in one end it (ECMA-48 §8.3.27 lists what
 * can), as terminals do with CAN and SUB, so that a broken one costs no key. */
static bool ends_string(struct typed_string *s, int c)
{
    bool rest = s->rest > 0 && (c & 0xC0) == 0x80;
    s->rest = rest ? s->rest - 1 : c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
    return (c == ST && !rest) || (c == BEL && s->kind == ']') || c == CAN || c == SUB;
}

/* The rest of the string, as far as it is there. It was Alt with a key where nothing but the next sequence followed;
 * else KEYSYM_NONE. */
static struct key read_string(struct typed *t)
{
    struct typed_string *s = &t->string;
    struct key none = plain(KEYSYM_NONE, 0), alt = plain((uint32_t)s->kind, KEYMOD_ALT);
    for (int c; s->bytes < TYPED_STRING_MAX; s->bytes++) {
        if ((c = next(t, false)) < 0) {
            s->paused_ms = t->now(t->ctx);
            return none;
        }
        if (s->escape) {
            s->kind = 0;
            return is_end_behind_escape(t, c) || s->bytes > 1 ? none : alt;
        }
        if (c > 0xFF || ends_string(s, c)) {
            t->held = c > 0xFF ? c : -1;
            break;
        }
        s->escape = c == ESC;
    }
    s->kind = 0;
    return none;
}

/* Behind ESC and C. */
static struct key begin_string(struct typed *t, int c)
{
    int first = next(t, true);
    t->held = first;
    if ((first < 0x20 && first != ESC) || first > 0xFF)
        return plain((uint32_t)c, KEYMOD_ALT);
    t->string = (struct typed_string){.kind = c, .began_ms = t->now(t->ctx)};
    return read_string(t);
}

/* Whether the string that has begun may still go on. */
static bool string_is_due(const struct typed *t)
{
    int64_t now = t->now(t->ctx);
    return now - t->string.paused_ms <= TYPED_STRING_PAUSE_MS && now - t->string.began_ms <= TYPED_STRING_MS;
}

/* ---- keys ---- */

static struct key read_code(struct typed *t, int c, int *special)
{
    *special = c > 0xFF ? c : 0;
    if (*special)
        return plain(KEYSYM_NONE, 0);
    if (c < 0x80)
        return key_of_ascii(c);
    t->part[0] = (char)c;
    t->part_bytes = 1;
    return read_character(t);
}

/* Behind an ESC: on its own, Alt with another key, or the start of a sequence. */
static struct key read_escape(struct typed *t, int *special)
{
    int c = next(t, false);
    *special = 0;
    if (c < 0)
        return plain(KEYSYM_ESC, 0);
    if (c == '[')
        return read_csi(t);
    if (c == 'O')
        return read_ss3(t);
    if (begins_string(c))
        return begin_string(t, c);
    struct key k = read_code(t, c, special);
    k.mods |= KEYMOD_ALT;
    return k;
}

bool typed_read(struct typed *t, struct key *out, int *special)
{
    int c = -1;
    *special = 0;
    if (t->part_bytes && (*out = read_character(t)).code != KEYSYM_NONE)
        return true;
    if (t->string.kind && !string_is_due(t))
        t->string.kind = 0;
    if (t->string.kind && (*out = read_string(t)).code != KEYSYM_NONE)
        return true;
    while (!t->string.kind && (t->escape || (c = next(t, false)) >= 0)) {
        bool escape = t->escape || c == ESC;
        t->escape = false;
        *out = escape ? read_escape(t, special) : read_code(t, c, special);
        if (*special || out->code != KEYSYM_NONE)
            return true;
    }
    return false;
}
