#include "exchange/html_write.h"

#include "base/i18n.h"
#include "base/str.h"
#include "db/store.h"
#include "exchange/visible.h"

#include <string.h>

/* The reference for byte C, or NULL where it stands for itself. */
static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_escaped(FILE *out, const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *r = reference(p[i]);
        if (r)
            fputs(r, out);
        else
            fputc(p[i], out);
    }
}

void html_text(FILE *out, const char *p, size_t n)
{
    struct visible v;
    for (size_t at = 0; at < n; at += v.bytes) {
        visible_first(p + at, n - at, &v);
        if (v.mark)
            fputs("<span class=\"mark\">", out);
        put_escaped(out, v.p, v.n);
        if (v.mark)
            fputs("</span>", out);
    }
}

void html_text_z(FILE *out, const char *z)
{
    html_text(out, z, strlen(z));
}

void html_plain(FILE *out, const char *p, size_t n)
{
    struct visible v;
    for (size_t at = 0; at < n; at += v.bytes) {
        visible_first(p + at, n - at, &v);
        if (*v.p == '\n' || *v.p == '\t')
            fputc(' ', out);
        else
            put_escaped(out, v.p, v.n);
    }
}

void html_plain_z(FILE *out, const char *z)
{
    html_plain(out, z, strlen(z));
}

static unsigned hex_digit(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The hash of CSS in base 64 (RFC 4648 §4), as Content Security Policy Level 3 names it: 32 bytes are 43 digits and
 * one "=". */
static void put_hash(FILE *out, const struct str *css)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[STORE_SHA256_SIZE];
    store_sha256(str_z(css), css->len, hex);
    unsigned bits = 0;
    int have = 0;
    for (size_t i = 0; hex[i]; i++) {
        bits = (bits << 4 | hex_digit(hex[i])) & 0xFFF;
        have += 4;
        if (have >= 6) {
            have -= 6;
            fputc(digits[bits >> have & 63], out);
        }
    }
    if (have)
        fputc(digits[bits << (6 - have) & 63], out);
    fputc('=', out);
}

void html_begin(FILE *out, const char *title, const char *const *css)
{
    struct str style = {0};
    str_addc(&style, '\n');
    for (; *css; css++)
        str_add(&style, *css);
    /* TRANSLATORS: the tag of the language of these translations (BCP 47), as in <html lang="en">: zh-CN */
    const char *language = _("en");
    fputs("<!DOCTYPE html>\n<html lang=\"", out);
    html_plain_z(out, language);
    fputs("\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-",
          out);
    put_hash(out, &style);
    fputs("'; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<meta name=\"robots\" content=\"noindex\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
          out);
    html_plain_z(out, title);
    fputs("</title>\n<style>", out);
    fputs(str_z(&style), out);
    fputs("</style>\n</head>\n<body>\n", out);
    str_clear(&style);
}

void html_end(FILE *out)
{
    fputs("</body>\n</html>\n", out);
}
