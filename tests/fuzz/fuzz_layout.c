/* Rows of any document at any width.
 * Input: a byte for the width, one for the width of ambiguous characters, the document. */
#include "tests/fuzz/fuzz_text_new.h"
#include "tests/text_laws.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct text *t = fuzz_text_new(data + 2, size - 2);
    text_laws_layout(t, 2 + data[0], data[1] & 1, false);
    text_free(t);
    return 0;
}
