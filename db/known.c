/* Which bytes are in the file already, asked before anything is made of them. */
#include "db/internal.h"

#include <sha256.h>

void store_sha256(const void *p, size_t n, char out[STORE_SHA256_SIZE])
{
    SHA256Data(n ? p : "", n, out);
}

enum err_code store_document_known(struct store *s, const char *sha256, const char *encoding, int64_t *same,
                                   int64_t *other, struct err *e)
{
    sqlite3_stmt *st;
    bool row = false;
    *same = *other = 0;
    enum err_code code = stmt_open(s, &st, e,
                                   "SELECT min(iif(encoding = ?2, id, NULL)), min(iif(encoding = ?2, NULL, id)) "
                                   "FROM document WHERE sha256 = ?1",
                                   "tt", sha256, encoding);
    if (!code)
        code = stmt_step(s, st, &row, e);
    if (row) {
        *same = sqlite3_column_int64(st, 0);
        *other = sqlite3_column_int64(st, 1);
    }
    stmt_close(s, st);
    return code;
}
