#include "base/err.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

#undef err_set /* the analyzer's own */

/* Drop the half of a UTF-8 sequence that a cut at the end of the buffer left behind. */
static void trim_partial_utf8(char *s, size_t len)
{
    size_t start = len;
    while (start > 0 && len - start < 4 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)s[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (need > len - (start - 1))
        s[start - 1] = '\0';
}

/* What a message quotes (a name, an argument) may hold line ends. */
static void make_one_line(char *s)
{
    for (; (s = strpbrk(s, "\r\n")); s++)
        *s = ' ';
}

enum err_code err_vset(struct err *e, enum err_code code, const char *fmt, va_list ap)
{
    if (e) {
        e->code = code;
        int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
        if (n < 0)
            e->msg[0] = '\0';
        else if ((size_t)n >= sizeof e->msg)
            trim_partial_utf8(e->msg, sizeof e->msg - 1);
        make_one_line(e->msg);
    }
    return code;
}

enum err_code err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(e, code, fmt, ap);
    va_end(ap);
    return code;
}

enum err_code err_prefix(struct err *e, const char *fmt, ...)
{
    if (!e)
        return ERR_OK;
    char reason[sizeof e->msg];
    memcpy(reason, e->msg, sizeof reason);
    char prefix[sizeof e->msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(prefix, sizeof prefix, fmt, ap);
    va_end(ap);
    /* TRANSLATORS: the name of a file, and what is wrong with it */
    return err_set(e, e->code, _("%s: %s"), prefix, reason);
}
