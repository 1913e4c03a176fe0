#include "base/library.h"

#include "base/i18n.h"

#include <dlfcn.h>
#include <string.h>

static enum err_code missing(const char *soname, const char *package, struct err *e)
{
    const char *why = dlerror();
    return err_set(e, ERR_INPUT, _("is read with %s, which is missing here: install the package %s (%s)"), soname,
                   package, why ? why : "?");
}

/* A pointer to a function has the form of one to an object (dlsym(3)), but C has no cast for that. */
enum err_code library_load(const char *soname, const char *package, const struct library_function *functions, size_t n,
                           void *out, struct err *e)
{
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library)
        return missing(soname, package, e);
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < n && !code; i++) {
        void *function = dlsym(library, functions[i].name);
        memcpy((char *)out + functions[i].at, &function, sizeof function);
        if (!function)
            code = missing(soname, package, e);
    }
    dlclose(library); /* the count only */
    return code;
}
