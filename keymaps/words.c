#include "keymaps/words.h"

#include "base/i18n.h"
#include "base/str.h"

#include <string.h>

#define BRIEF_BYTES 60

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t words_utf8(const char *s, size_t n, uint32_t *c)
{
    if (n == 0)
        return 0;
    unsigned char lead = (unsigned char)s[0];
    if (lead < 0x80) {
        *c = lead;
        return 1;
    }
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || len > n)
        return 0;
    uint32_t code = lead & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s[i];
        if ((next & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (next & 0x3F);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
        return 0;
    *c = code;
    return len;
}

enum err_code words_check(const char *s, size_t n, struct err *e)
{
    size_t i = 0;
    while (i < n) {
        uint32_t c;
        size_t len = words_utf8(s + i, n - i, &c);
        if (len == 0)
            return err_set(e, ERR_INPUT, _("byte %zu (0x%02X) is not UTF-8: save the text as UTF-8"), i + 1,
                           (unsigned)(unsigned char)s[i]);
        if (c == 0)
            return err_set(e, ERR_INPUT, _("byte %zu is a NUL: this is not text"), i + 1);
        i += len;
    }
    return ERR_OK;
}

static void skip_space(const char **p, const char *end)
{
    while (*p < end && is_space(**p))
        ++*p;
}

static enum err_code add_escape(char c, struct str *out, struct err *e)
{
    static const char escapes[] = "\"\\nt";
    static const char values[] = "\"\\\n\t";
    const char *at = c ? strchr(escapes, c) : NULL;
    if (!at)
        return err_set(e, ERR_INPUT, _("behind a backslash in quotes stands one of \" \\ n t"));
    str_addc(out, values[at - escapes]);
    return ERR_OK;
}

/* *P stands on the opening quote, and behind the closing one afterwards. */
static enum err_code read_quoted(const char **p, const char *end, struct str *out, struct err *e)
{
    for (++*p; *p < end && **p != '"'; ++*p) {
        if (**p != '\\') {
            str_addc(out, **p);
            continue;
        }
        ++*p;
        enum err_code rc = add_escape(*p < end ? **p : '\0', out, e);
        if (rc)
            return rc;
    }
    if (*p >= end)
        return err_set(e, ERR_INPUT, _("the closing quote is missing"));
    ++*p;
    return ERR_OK;
}

enum err_code words_next(const char **p, const char *end, struct str *out, bool *found, struct err *e)
{
    str_truncate(out, 0);
    skip_space(p, end);
    *found = *p < end;
    if (!*found)
        return ERR_OK;
    if (**p != '"') {
        const char *start = *p;
        while (*p < end && !is_space(**p))
            ++*p;
        str_addn(out, start, (size_t)(*p - start));
        return ERR_OK;
    }
    enum err_code rc = read_quoted(p, end, out, e);
    if (!rc && *p < end && !is_space(**p))
        rc = err_set(e, ERR_INPUT, _("a space is missing behind the closing quote"));
    return rc;
}

enum err_code words_rest(const char **p, const char *end, struct str *out, bool *found, struct err *e)
{
    str_truncate(out, 0);
    skip_space(p, end);
    while (end > *p && is_space(end[-1]))
        end--;
    *found = *p < end;
    const char *start = *p;
    *p = end;
    if (!*found)
        return ERR_OK;
    if (*start == '"') {
        const char *behind = start;
        enum err_code rc = read_quoted(&behind, end, out, e);
        if (rc || behind == end)
            return rc;
        str_truncate(out, 0);
    }
    str_addn(out, start, (size_t)(end - start));
    return ERR_OK;
}

void words_add_brief(struct str *out, const char *s, size_t n)
{
    if (n <= BRIEF_BYTES) {
        str_addn(out, s, n);
        return;
    }
    size_t cut = BRIEF_BYTES;
    while (cut > 0 && ((unsigned char)s[cut] & 0xC0) == 0x80)
        cut--;
    str_addn(out, s, cut);
    str_add(out, "…");
}
