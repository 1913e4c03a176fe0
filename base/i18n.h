/* Translation of every message through gettext: _("…") translates now, N_("…") marks a string in a table that is
 * translated where it is used. The source language is English. */
#ifndef ZHUPI_BASE_I18N_H
#define ZHUPI_BASE_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) s

/* Choose the locale and the catalogue, once, from main(). Whatever LANG says, characters are UTF-8 afterwards; when
 * the wished locale is not installed, its messages are still found. The catalogue is looked for in "locale" beside
 * the running program (a build tree), then in LOCALEDIR. */
void i18n_init(const char *domain, const char *localedir);

#endif
