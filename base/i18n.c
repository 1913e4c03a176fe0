#include "base/i18n.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* The value that says which language messages are wished in (POSIX.1-2017, Base Definitions 8.2), or NULL. */
static const char *wished_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return NULL;
}

static void use_uninstalled_language(void)
{
    const char *wish = wished_language();
    const char *language = getenv("LANGUAGE");
    setlocale(LC_MESSAGES, "C.UTF-8");
    if (wish && strcmp(wish, "C") != 0 && strcmp(wish, "POSIX") != 0 && !(language && *language))
        setenv("LANGUAGE", wish, 0);
}

/* "locale" in the directory of the running program, when it is there; NULL otherwise. */
static const char *build_tree(char *buf, size_t size)
{
    ssize_t n = readlink("/proc/self/exe", buf, size - 1);
    if (n <= 0 || (size_t)n + sizeof "/locale" > size)
        return NULL;
    buf[n] = '\0';
    char *slash = strrchr(buf, '/');
    if (!slash)
        return NULL;
    memcpy(slash, "/locale", sizeof "/locale");
    return access(buf, R_OK) == 0 ? buf : NULL;
}

void i18n_init(const char *domain, const char *localedir)
{
    if (!setlocale(LC_ALL, ""))
        use_uninstalled_language();
    if (strcasecmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    char buf[PATH_MAX];
    const char *beside = build_tree(buf, sizeof buf);
    bindtextdomain(domain, beside ? beside : localedir);
    bind_textdomain_codeset(domain, "UTF-8");
    textdomain(domain);
}
