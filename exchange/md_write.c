#include "exchange/md_write.h"

#include "exchange/visible.h"

#include <string.h>

static void put_byte(FILE *out, char c, bool first)
{
    switch (c) {
    case '<':
        fputs("&lt;", out);
        break;
    case '>':
        fputs("&gt;", out);
        break;
    case '&':
        fputs("&amp;", out);
        break;
    case '-': /* these mean something at the start of a line alone: lists, and lines under a heading */
    case '+':
    case '=':
        fputs(first ? "\\" : "", out);
        fputc(c, out);
        break;
    default:
        /* ":", "@" and "$" mean something to many programs that read more than CommonMark. */
        if (c && strchr("\\`*_{}[]#!|~^:@$", c))
            fputc('\\', out);
        fputc(c, out);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether what stands before byte AT of the line at P makes a link or a numbered list of a full stop or bracket: "1.",
 * "www.". */
static bool is_lead(const char *p, size_t at)
{
    if (at >= 3 && strncmp(p + at - 3, "www", 3) == 0)
        return true;
    for (size_t i = 0; i < at; i++)
        if (!is_digit(p[i]))
            return false;
    return at > 0;
}

/* The code point of V where it is white space (Zs of Unicode, or a tab), else 0. */
static unsigned space_of(const struct visible *v)
{
    const unsigned char *p = (const unsigned char *)v->p;
    if (v->n == 1)
        return *p == ' ' || *p == '\t' ? *p : 0;
    if (v->n == 2)
        return p[0] == 0xC2 && p[1] == 0xA0 ? 0xA0 : 0;
    if (v->n != 3)
        return 0;
    unsigned c = (p[0] & 0xFU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
    return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 ? c : 0;
}

/* The byte behind the last character at P that is no white space. */
static size_t behind_words(const char *p, size_t n)
{
    size_t last = 0;
    struct visible v;
    for (size_t at = 0; at < n; at += v.bytes) {
        visible_first(p + at, n - at, &v);
        if (!space_of(&v) && *v.p != '\n')
            last = at + v.bytes;
    }
    return last;
}

void md_line(FILE *out, const char *p, size_t n)
{
    size_t last = behind_words(p, n);
    bool first = true;
    struct visible v;
    for (size_t at = 0; at < n; at += v.bytes) {
        visible_first(p + at, n - at, &v);
        unsigned space = space_of(&v);
        if (*v.p == '\n') {
            fputc(' ', out);
        } else if (space && (first || at >= last)) {
            fprintf(out, "&#%u;", space);
        } else if (!v.mark && v.n == 1 && (*v.p == '.' || *v.p == ')') && is_lead(p, at)) {
            fprintf(out, "\\%c", *v.p);
            first = false;
        } else {
            for (size_t i = 0; i < v.n; i++)
                put_byte(out, v.p[i], first && i == 0);
            first = false;
        }
    }
}

void md_line_z(FILE *out, const char *z)
{
    md_line(out, z, strlen(z));
}

void md_lines(FILE *out, const char *prefix, const char *mark, const char *z)
{
    bool any = false;
    while (*z) {
        size_t n = strcspn(z, "\n");
        if (n > 0) {
            fputs(any ? "\\\n" : "", out);
            fprintf(out, "%s%s", prefix, mark);
            md_line(out, z, n);
            fputs(mark, out);
            any = true;
        }
        z += n + (z[n] == '\n');
    }
    fputs(any ? "\n" : "", out);
}
