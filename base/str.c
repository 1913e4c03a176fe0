#include "base/str.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static void reserve(struct str *s, size_t extra)
{
    s->p = mem_grow(s->p, &s->cap, s->len + extra + 1, 1);
}

void str_clear(struct str *s)
{
    free(s->p);
    *s = (struct str){0};
}

void str_truncate(struct str *s, size_t n)
{
    if (n < s->len) {
        s->len = n;
        s->p[n] = '\0';
    }
}

void str_addn(struct str *s, const char *p, size_t n)
{
    reserve(s, n);
    if (n)
        memcpy(s->p + s->len, p, n);
    s->len += n;
    s->p[s->len] = '\0';
}

char *str_room(struct str *s, size_t n)
{
    reserve(s, n);
    return s->p + s->len;
}

void str_add(struct str *s, const char *z)
{
    str_addn(s, z, strlen(z));
}

void str_addc(struct str *s, char c)
{
    str_addn(s, &c, 1);
}

void str_addf(struct str *s, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        reserve(s, (size_t)n);
        vsnprintf(s->p + s->len, (size_t)n + 1, fmt, again);
        s->len += (size_t)n;
    }
    va_end(again);
}

void str_add_utf8(struct str *s, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    if (c < 0x80) {
        str_addc(s, (char)c);
    } else if (c < 0x800) {
        str_addc(s, (char)(0xC0 | c >> 6));
        str_addc(s, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        str_addc(s, (char)(0xE0 | c >> 12));
        str_addc(s, (char)(0x80 | (c >> 6 & 0x3F)));
        str_addc(s, (char)(0x80 | (c & 0x3F)));
    } else {
        str_addc(s, (char)(0xF0 | c >> 18));
        str_addc(s, (char)(0x80 | (c >> 12 & 0x3F)));
        str_addc(s, (char)(0x80 | (c >> 6 & 0x3F)));
        str_addc(s, (char)(0x80 | (c & 0x3F)));
    }
}

void str_insert(struct str *s, size_t at, const char *p, size_t n)
{
    if (at > s->len)
        at = s->len;
    reserve(s, n);
    memmove(s->p + at + n, s->p + at, s->len - at);
    if (n)
        memcpy(s->p + at, p, n);
    s->len += n;
    s->p[s->len] = '\0';
}

void str_remove(struct str *s, size_t at, size_t n)
{
    if (at >= s->len)
        return;
    if (n > s->len - at)
        n = s->len - at;
    memmove(s->p + at, s->p + at + n, s->len - at - n);
    s->len -= n;
    s->p[s->len] = '\0';
}

char *str_take(struct str *s)
{
    char *p = s->p ? s->p : mem_dup("");
    *s = (struct str){0};
    return p;
}

void str_add_json(struct str *s, const char *p, size_t n)
{
    str_addc(s, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c == '"' || c == '\\') {
            str_addc(s, '\\');
            str_addc(s, (char)c);
        } else if (c == '\n') {
            str_add(s, "\\n");
        } else if (c == '\t') {
            str_add(s, "\\t");
        } else if (c < 0x20 || c == 0x7F) {
            str_addf(s, "\\u%04x", c);
        } else {
            str_addc(s, (char)c);
        }
    }
    str_addc(s, '"');
}

void str_add_shell(struct str *s, const char *word)
{
    bool plain = *word != '\0';
    for (const char *p = word; *p; p++)
        plain = plain && ((unsigned char)*p >= 0x80 || strchr("/._-+=:@%,", *p) || (*p >= '0' && *p <= '9') ||
                          (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z'));
    str_add(s, plain ? "" : "'");
    for (const char *p = word; *p; p++) {
        if (*p == '\'')
            str_add(s, "'\\''");
        else
            str_addc(s, *p);
    }
    str_add(s, plain ? "" : "'");
}
