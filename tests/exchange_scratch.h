/* A folder of its own for each test of the exchange room, with a shared file in it. */
#ifndef ZHUPI_TESTS_EXCHANGE_SCRATCH_H
#define ZHUPI_TESTS_EXCHANGE_SCRATCH_H

#include "db/store.h"

#include <stddef.h>
#include <stdint.h>

struct scratch {
    char dir[256];
    struct store *store; /* dir/team.db */
};

/* cmocka's setup and teardown: *STATE is a struct scratch. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

/* The path of NAME in the folder; valid until the second next call. */
const char *scratch_path(const struct scratch *s, const char *name);

/* Write N bytes to NAME; returns its path. */
const char *scratch_write(const struct scratch *s, const char *name, const void *bytes, size_t n);

/* A document with this text; its id. */
int64_t scratch_document(struct scratch *s, const char *name, const char *text);

#endif
