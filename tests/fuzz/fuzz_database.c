/* A shared file of which any bytes were changed is refused or gives data that keeps the promises of store.h; and a file
 * that store_check finds sound works.
 * Input: changes of a small good file: an offset (3 bytes), flags and length (1 byte), new bytes. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/team_file.h"
#include "tests/fuzz/visit.h"

static void change(struct str *file, const uint8_t *data, size_t size)
{
    while (size > 4) {
        size_t at = (data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16) % file->len;
        size_t n = 1 + (data[3] & 0x1F);
        bool cut = data[3] & 0x80, flip = data[3] & 0x40;
        data += 4, size -= 4;
        if (cut && at > 0)
            str_truncate(file, at);
        for (; n > 0 && size > 0 && at < file->len; n--, data++, size--, at++)
            file->p[at] = (char)(flip ? file->p[at] ^ *data : *data);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct team_file *b = team_file();
    struct str file = {0};
    str_addn(&file, b->good.p, b->good.len);
    change(&file, data, size);
    team_file_remove(b->path);
    team_file_write(b->path, &file);
    visit_file(b->path, &file);
    str_clear(&file);
    return 0;
}
