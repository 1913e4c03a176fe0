/* Any bytes as an OpenDocument text; see fuzz_office.h. */
#include "tests/fuzz/fuzz_office.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {"content.xml", "styles.xml", "META-INF/manifest.xml", NULL};
    fuzz_office(odt_read, parts, data, size);
    return 0;
}
