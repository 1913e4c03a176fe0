#include "exchange/libxml.h"

#include "config.h"

#define LIBRARY_STRUCT struct libxml

enum err_code libxml_load(struct libxml *out, struct err *e)
{
    static const struct library_function functions[] = {LIBXML_FUNCTIONS(LIBRARY_ENTRY)};
    return library_load(LIBXML_SONAME, "libxml2", functions, sizeof functions / sizeof *functions, out, e);
}
