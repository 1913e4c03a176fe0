#include "exchange/libarchive.h"

#include "config.h"

#define LIBRARY_STRUCT struct libarchive

enum err_code libarchive_load(struct libarchive *out, struct err *e)
{
    static const struct library_function functions[] = {LIBARCHIVE_FUNCTIONS(LIBRARY_ENTRY)};
    return library_load(LIBARCHIVE_SONAME, "libarchive13", functions, sizeof functions / sizeof *functions, out, e);
}
