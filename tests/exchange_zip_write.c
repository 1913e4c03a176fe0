#include "tests/exchange_zip_write.h"

#include "base/mem.h"
#include "tests/unit.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

struct zip_writer {
    struct archive *a;
    struct str *out;
};

static la_ssize_t take(struct archive *a, void *ctx, const void *p, size_t n)
{
    (void)a;
    struct zip_writer *w = ctx;
    str_addn(w->out, p, n);
    return (la_ssize_t)n;
}

struct zip_writer *zip_write_begin(struct str *out, const char *password)
{
    struct zip_writer *w = MEM_NEW(struct zip_writer);
    w->out = out;
    w->a = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(w->a), ARCHIVE_OK);
    assert_int_equal(archive_write_set_bytes_in_last_block(w->a, 1), ARCHIVE_OK);
    if (password) {
        assert_int_equal(archive_write_set_options(w->a, "zip:encryption=traditional"), ARCHIVE_OK);
        assert_int_equal(archive_write_set_passphrase(w->a, password), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open(w->a, w, NULL, take, NULL), ARCHIVE_OK);
    return w;
}

void zip_write_part(struct zip_writer *w, const char *name, const char *p, size_t n, bool stored)
{
    int rc = stored ? archive_write_zip_set_compression_store(w->a) : archive_write_zip_set_compression_deflate(w->a);
    assert_int_equal(rc, ARCHIVE_OK);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)n);
    assert_int_equal(archive_write_header(w->a, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(w->a, p, n), (la_ssize_t)n);
    archive_entry_free(entry);
}

void zip_write_z(struct zip_writer *w, const char *name, const char *z)
{
    zip_write_part(w, name, z, strlen(z), false);
}

void zip_write_end(struct zip_writer *w)
{
    assert_int_equal(archive_write_close(w->a), ARCHIVE_OK);
    archive_write_free(w->a);
    free(w);
}
