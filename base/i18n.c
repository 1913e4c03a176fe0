#include "base/i18n.h"

#include "base/catalogue.h"

#include <fcntl.h>
#include <langinfo.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* As static as the C library's own: messages are asked for everywhere, and the language is the process's. Mapped until
 * it ends. */
static struct catalogue uninstalled;

/* The value that says which language messages are wished in (POSIX.1-2017, Base Definitions 8.2), or NULL. LANGUAGE, a
 * list of languages, comes before it (gettext's manual, "The LANGUAGE variable"). */
static const char *wished_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) {
            const char *list = getenv("LANGUAGE");
            bool none = strcmp(value, "C") == 0 || strcmp(value, "POSIX") == 0 || strncmp(value, "C.", 2) == 0;
            return none ? NULL : list && *list ? list : value;
        }
    }
    return NULL;
}

/* Map the catalogue of the language that the N bytes at NAME spell. */
static bool map_catalogue(const char *directory, const char *name, size_t n, const char *domain)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%.*s/LC_MESSAGES/%s.mo", directory, (int)n, name, domain);
    int fd = n == 0 || length < 0 || (size_t)length >= sizeof path ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    bool found = false;
    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        found = bytes != MAP_FAILED && catalogue_read(bytes, (size_t)st.st_size, &uninstalled);
    }
    if (fd >= 0)
        close(fd);
    return found;
}

/* LANGUAGES is "zh_CN.UTF-8:en": each is tried whole, without what follows the dot or at-sign, and as the language
 * alone. A name with a slash is none: it would leave the directory. */
static void use_uninstalled_language(const char *languages, const char *directory, const char *domain)
{
    for (const char *name = languages; *name; name += strspn(name, ":")) {
        size_t n = strcspn(name, ":");
        if (strncmp(name, "en", 2) == 0 && strcspn(name, "_.@:") == 2)
            return; /* the source is English */
        if (!memchr(name, '/', n) && (map_catalogue(directory, name, n, domain) ||
                                      map_catalogue(directory, name, strcspn(name, ".@:"), domain) ||
                                      map_catalogue(directory, name, strcspn(name, "_.@:"), domain)))
            return;
        name += n;
    }
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

/* What this program asks of a locale; each of the other categories would be a file to open and map. */
static bool set_locale(void)
{
    static const int categories[] = {LC_CTYPE, LC_MESSAGES, LC_TIME, LC_NUMERIC};
    bool installed = true;
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        installed = setlocale(categories[i], "") && installed;
    return installed;
}

void i18n_init(const char *domain, const char *localedir)
{
    char buf[PATH_MAX];
    const char *beside = build_tree(buf, sizeof buf);
    const char *directory = beside ? beside : localedir;
    const char *wish = wished_language();
    if (!set_locale() && wish)
        use_uninstalled_language(wish, directory, domain);
    if (strcasecmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    bindtextdomain(domain, directory);
    bind_textdomain_codeset(domain, "UTF-8");
    textdomain(domain);
}

const char *i18n_text(const char *message)
{
    if (!*message)
        return message; /* "" is the name of a catalogue's header */
    return uninstalled.bytes ? catalogue_find(&uninstalled, message, 0) : gettext(message);
}

const char *i18n_plural(const char *one, const char *many, unsigned long n)
{
    if (!uninstalled.bytes)
        return ngettext(one, many, n);
    const char *found = catalogue_find(&uninstalled, one, n == 1 ? 0 : 1);
    return found == one && n != 1 ? many : found;
}
