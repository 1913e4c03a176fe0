/* libarchive, loaded when the first archive is read (base/library.h). */
#ifndef ZHUPI_EXCHANGE_LIBARCHIVE_H
#define ZHUPI_EXCHANGE_LIBARCHIVE_H

#include "base/library.h"

#include <archive.h>
#include <archive_entry.h>

#define LIBARCHIVE_FUNCTIONS(F)                                                                                        \
    F(archive_read_new)                                                                                                \
    F(archive_read_support_format_zip_seekable)                                                                        \
    F(archive_read_support_format_zip_streamable)                                                                      \
    F(archive_read_open_memory)                                                                                        \
    F(archive_read_next_header)                                                                                        \
    F(archive_read_data_block)                                                                                         \
    F(archive_read_free)                                                                                               \
    F(archive_entry_pathname)                                                                                          \
    F(archive_entry_is_encrypted)

struct libarchive {
    LIBARCHIVE_FUNCTIONS(LIBRARY_MEMBER)
};

/* ERR_INPUT where it is missing. */
enum err_code libarchive_load(struct libarchive *out, struct err *e);

#endif
