#include "base/json.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* Behind the string that begins at P, which is a quote; NULL where it does not end. */
static const char *skip_string(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && *++p == '\0')
            return NULL;
    return *p ? p + 1 : NULL;
}

static const char *read_word(const char *p, const char *word, enum json_kind kind, struct json_value *v)
{
    size_t n = strlen(word);
    v->kind = kind;
    return strncmp(p, word, n) == 0 ? p + n : NULL;
}

static const char *read_number(const char *p, struct json_value *v)
{
    char *end;
    size_t n = strspn(p, "0123456789+-.eE");
    v->kind = JSON_NUMBER;
    errno = 0;
    long long number = strtoll(p, &end, 10);
    v->number = errno == 0 && end == p + n ? number : 0;
    return n ? p + n : NULL;
}

/* The value at P into *V; what is behind it, or NULL where there is none of these kinds. */
static const char *read_value(const char *p, struct json_value *v)
{
    *v = (struct json_value){.kind = JSON_NONE};
    switch (*p) {
    case '"': {
        const char *end = skip_string(p);
        v->kind = JSON_STRING;
        v->raw = p + 1;
        v->raw_bytes = end ? (size_t)(end - p - 2) : 0;
        return end;
    }
    case 't':
        return read_word(p, "true", JSON_TRUE, v);
    case 'f':
        return read_word(p, "false", JSON_FALSE, v);
    case 'n':
        return read_word(p, "null", JSON_NULL, v);
    default:
        return read_number(p, v);
    }
}

struct json_value json_member(const char *json, const char *name)
{
    struct json_value key, value, none = {.kind = JSON_NONE};
    const char *p = json ? skip_blanks(json) : "";
    if (*p != '{')
        return none;
    do {
        p = skip_blanks(p + 1);
        if (*p != '"' || !(p = read_value(p, &key)))
            return none;
        p = skip_blanks(p);
        if (*p != ':' || !(p = read_value(skip_blanks(p + 1), &value)))
            return none;
        if (key.raw && key.raw_bytes == strlen(name) && memcmp(key.raw, name, key.raw_bytes) == 0)
            return value;
        p = skip_blanks(p);
    } while (*p == ',');
    return none;
}

/* The four hexadecimal digits at P (END is behind what may be read); -1 where they are none. */
static long hex4(const char *p, const char *end)
{
    long n = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)p[i]))
            return -1;
        n = n * 16 + (isdigit((unsigned char)p[i]) ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
    }
    return n;
}

/* The escape behind the backslash at P; returns what is behind it. */
static const char *add_escape(const char *p, const char *end, struct str *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *plain = strchr(from, p[1]);
    if (plain && *plain) {
        str_addc(out, to[plain - from]);
        return p + 2;
    }
    long unit = p[1] == 'u' ? hex4(p + 2, end) : -1, low = -1;
    p += unit < 0 ? 2 : 6;
    if (unit >= 0xD800 && unit < 0xDC00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u')
        low = hex4(p + 2, end);
    if (low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        p += 6;
    }
    str_add_utf8(out, unit <= 0 ? 0xFFFD : (uint32_t)unit);
    return p;
}

void json_add_text(const struct json_value *v, struct str *out)
{
    if (v->kind != JSON_STRING)
        return;
    const char *p = v->raw, *end = v->raw + v->raw_bytes;
    while (p < end) {
        const char *escape = memchr(p, '\\', (size_t)(end - p));
        str_addn(out, p, (size_t)((escape ? escape : end) - p));
        p = escape ? add_escape(escape, end, out) : end;
    }
}
