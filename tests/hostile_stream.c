#include "tests/hostile_stream.h"

#include "tests/hostile_text.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#define SHAPES_MAX 300
#define SHAPE_SIZE 8
#define ESC 0x1B
#define BEHIND 60 /* bytes before a breach that are told */

/* A sequence without its numbers: "[m", "[?h", "(0", "7". */
struct shape {
    char text[SHAPE_SIZE];
};

struct stream {
    struct shape shapes[SHAPES_MAX];
    size_t shape_count;
    bool control[32]; /* single control characters */
    char *bytes;
    size_t n, capacity;
    char breach[1024];
};

/* ---- sequences ---- */

/* The sequence that begins with ESC at P: its length, 0 where it is not complete, and its shape; "" for what is never
 * allowed: strings (OSC, DCS, PM, APC, SOS) and what is no sequence. */
static size_t sequence(const char *p, size_t n, struct shape *out)
{
    size_t at = 1, to = 0;
    *out = (struct shape){""};
    if (n < 2)
        return 0;
    if (p[1] == '[') {
        out->text[to++] = p[at++];
        for (; at < n && p[at] >= 0x20 && p[at] < 0x40; at++)
            if (!isdigit((unsigned char)p[at]) && p[at] != ';' && p[at] != ':' && to < SHAPE_SIZE - 2)
                out->text[to++] = p[at];
    } else {
        for (; at < n && p[at] >= 0x20 && p[at] < 0x30 && to < SHAPE_SIZE - 2; at++)
            out->text[to++] = p[at];
    }
    if (at == n)
        return 0;
    if (p[at] < 0x30 || p[at] > 0x7E || (to == 0 && strchr("]P^_X\\c", p[at])))
        out->text[0] = '\0';
    else
        out->text[to] = p[at];
    return at + 1;
}

static bool is_allowed(const struct stream *s, const struct shape *shape)
{
    for (size_t i = 0; i < s->shape_count; i++)
        if (strcmp(s->shapes[i].text, shape->text) == 0)
            return true;
    return false;
}

static void allow(struct stream *s, const char *string)
{
    size_t n = strlen(string);
    for (size_t at = 0; at < n;) {
        struct shape shape = {""};
        size_t length = string[at] == ESC ? sequence(string + at, n - at, &shape) : 1;
        if (string[at] == ESC && length > 0 && *shape.text && !is_allowed(s, &shape) && s->shape_count < SHAPES_MAX)
            s->shapes[s->shape_count++] = shape;
        if (string[at] > 0 && string[at] < 32 && string[at] != ESC)
            s->control[(unsigned char)string[at]] = true;
        at += length ? length : 1;
    }
}

/* ---- terminfo ---- */

/* One character of infocmp's spelling at *P, and behind it. */
static char spelled(const char **p)
{
    const char *s = *p;
    if (s[0] == '^' && s[1]) {
        *p += 2;
        return (char)(s[1] & 0x1F);
    }
    if (s[0] != '\\' || !s[1]) {
        *p += 1;
        return s[0];
    }
    *p += 2;
    if (isdigit((unsigned char)s[1])) {
        char *end;
        char octal[4] = {s[1], s[2], s[2] ? s[3] : '\0', '\0'};
        long c = strtol(octal, &end, 8);
        *p += end - octal - 1;
        return (char)c;
    }
    static const char from[] = "Eenrtbfsl", to[] = "\033\033\n\r\t\b\f \n";
    const char *found = strchr(from, s[1]);
    return found ? to[found - from] : s[1];
}

/* Behind a % of parametrized strings (terminfo(5)): past what is computed, a 0 for what is printed. */
static const char *computed(const char *p, char *out)
{
    *out = '\0';
    if (*p == 'p' || *p == 'P' || *p == 'g')
        return p + 2;
    if (*p == '{')
        return strchr(p, '}') ? strchr(p, '}') + 1 : p + strlen(p);
    if (*p == '\'')
        return p + 3;
    while (*p && strchr(":#.0123456789", *p))
        p++;
    if (*p == 'd' || *p == 's' || *p == 'c')
        *out = '0';
    return *p ? p + 1 : p;
}

/* A capability: what it sends, with 0 for numbers and without the times to wait. */
static void learn(struct stream *s, const char *value)
{
    char sent[2048];
    size_t n = 0;
    while (*value && n < sizeof sent - 1) {
        const char *end = strncmp(value, "$<", 2) == 0 ? strchr(value, '>') : NULL;
        if (end) {
            value = end + 1;
        } else if (*value == '%') {
            char c;
            value = computed(value + 1, &c);
            if (c)
                sent[n++] = c;
        } else {
            sent[n++] = spelled(&value);
        }
    }
    sent[n] = '\0';
    allow(s, sent);
}

/* What a program of our kind never sends: keys that the terminal sends, resets, the printer, titles, the clipboard, the
 * bell. */
static bool is_sent(const char *name)
{
    static const char *const not [] = {"rs1", "rs2", "rs3", "is1", "is2", "is3", "mc0", "mc4", "mc5",
                                       "Ms",  "tsl", "fsl", "dsl", "bel", "u6",  "u8",  "u9"};
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (strcmp(name, not [i]) == 0)
            return false;
    return *name != 'k';
}

static bool learn_terminal(struct stream *s, const char *term)
{
    char command[128], line[4096], name[32];
    size_t strings = 0;
    snprintf(command, sizeof command, "infocmp -1 -x '%s' 2>/dev/null", term);
    FILE *f = popen(command, "r");
    while (f && fgets(line, sizeof line, f)) {
        char *equals = strchr(line, '=');
        if (!equals || sscanf(line, " %31[A-Za-z0-9]=", name) != 1 || !is_sent(name))
            continue;
        char *end = strrchr(equals, ',');
        if (end)
            *end = '\0';
        learn(s, equals + 1);
        strings++;
    }
    return f && pclose(f) == 0 && strings > 10;
}

struct stream *stream_new(const char *term)
{
    struct stream *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    allow(s, term ? "\r\n\033[1002l\033[?2004h" : "\r\n\033[K");
    if (!term || learn_terminal(s, term))
        return s;
    stream_free(s);
    return NULL;
}

void stream_free(struct stream *s)
{
    if (s)
        free(s->bytes);
    free(s);
}

/* ---- what comes ---- */

void stream_begin(struct stream *s)
{
    s->n = 0;
    *s->breach = '\0';
}

void stream_take(void *stream, const char *p, size_t n)
{
    struct stream *s = stream;
    if (s->capacity < s->n + n + 1) {
        s->capacity = 2 * (s->n + n + 1);
        s->bytes = realloc(s->bytes, s->capacity);
        if (!s->bytes)
            abort();
    }
    memcpy(s->bytes + s->n, p, n);
    s->n += n;
    s->bytes[s->n] = '\0';
}

static void tell(struct stream *s, size_t at, const char *why)
{
    size_t from = at > BEHIND ? at - BEHIND : 0, end = at + 16 < s->n ? at + 16 : s->n;
    int n = snprintf(s->breach, sizeof s->breach, "byte %zu: %s: ", at, why);
    for (size_t i = from; i < end; i++) {
        unsigned char c = (unsigned char)s->bytes[i];
        n += snprintf(s->breach + n, sizeof s->breach - (size_t)n, c >= 0x20 && c < 0x7F ? "%s%c" : "%s\\x%02X",
                      i == at ? " >>>" : "", c);
    }
}

/* One character at AT that is no control character; its length, 0 after a breach. BEFORE is the one before it, 0 behind
 * anything else. */
static size_t character(struct stream *s, size_t at, uint32_t *before)
{
    char why[64];
    ucs4_t c;
    int n = u8_mbtoucr(&c, (const uint8_t *)s->bytes + at, s->n - at);
    if (n <= 0) {
        tell(s, at, "no UTF-8");
        return 0;
    }
    snprintf(why, sizeof why, "U+%04X", (unsigned)c);
    bool alone = *before == 0 && uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
    if (hostile_point(c) || alone || (c == HOSTILE_BAR_POINT && *before == HOSTILE_BAR_POINT)) {
        tell(s, at, why);
        return 0;
    }
    *before = c;
    return (size_t)n;
}

/* A control character between two bars did not come from the program. */
static bool between_bars(const struct stream *s, size_t at)
{
    static const char bar[] = HOSTILE_BAR;
    size_t n = sizeof bar - 1;
    return at >= n && at + 1 + n <= s->n && memcmp(s->bytes + at - n, bar, n) == 0 &&
           memcmp(s->bytes + at + 1, bar, n) == 0;
}

const char *stream_breach(struct stream *s)
{
    uint32_t before = 0;
    for (size_t at = 0, n; at < s->n && !*s->breach; at += n) {
        unsigned char c = (unsigned char)s->bytes[at];
        n = 1;
        if (c == ESC) {
            struct shape shape;
            n = sequence(s->bytes + at, s->n - at, &shape);
            if (n == 0 || !is_allowed(s, &shape))
                tell(s, at, n ? "a sequence that this terminal does not have" : "a sequence without an end");
            before = 0;
        } else if (c < 0x20) {
            if (!s->control[c] || between_bars(s, at))
                tell(s, at, "a control character");
            before = 0;
        } else {
            n = character(s, at, &before);
        }
        n = n ? n : 1;
    }
    return *s->breach ? s->breach : NULL;
}

bool stream_marked(const struct stream *s)
{
    return s->n > 0 && memmem(s->bytes, s->n, "<U+", 3); /* a mark may have a style of its own before it */
}
