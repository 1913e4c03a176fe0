/* Translation of every message: _("…") translates now, N_("…") marks a string in a table that is translated where it is
 * used. The source language is English; the strings are collected by xgettext. */
#ifndef ZHUPI_BASE_I18N_H
#define ZHUPI_BASE_I18N_H

#define _(s) i18n_text(s)
#define N_(s) s

/* Choose the locale and the catalogue, once, from main(). Whatever LANG says, characters are UTF-8 afterwards; when
 * the wished locale is not installed, its messages are still found. The catalogue is looked for in "locale" beside
 * the running program (a build tree), then in LOCALEDIR. */
void i18n_init(const char *domain, const char *localedir);

/* The message in the reader's language, or itself. */
const char *i18n_text(const char *message) __attribute__((format_arg(1)));

/* The same for one that depends on the number N. */
const char *i18n_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));

#endif
