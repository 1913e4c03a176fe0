/* Any bytes as a Word document; see fuzz_office.h. */
#include "tests/fuzz/fuzz_office.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const parts[] = {
        "word/document.xml", "word/styles.xml", "word/numbering.xml",           "word/footnotes.xml",
        "word/endnotes.xml", "_rels/.rels",     "word/_rels/document.xml.rels", NULL};
    fuzz_office(docx_read, parts, data, size);
    return 0;
}
