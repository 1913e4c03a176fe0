#include "tests/exchange_scratch.h"

#include "base/mem.h"
#include "tests/unit.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *scratch_path(const struct scratch *s, const char *name)
{
    static char paths[2][512];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", s->dir, name);
    return paths[turn];
}

int scratch_setup(void **state)
{
    struct scratch *s = MEM_NEW(struct scratch);
    const char *tmp = getenv("TMPDIR");
    snprintf(s->dir, sizeof s->dir, "%s/zhupi-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(s->dir));
    struct err e;
    assert_int_equal(store_create(scratch_path(s, "team.db"), &(struct store_opts){.force = true}, &e), ERR_OK);
    assert_int_equal(store_open(scratch_path(s, "team.db"), &(struct store_opts){.force = true}, &s->store, &e),
                     ERR_OK);
    *state = s;
    return 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

int scratch_teardown(void **state)
{
    struct scratch *s = *state;
    store_close(&s->store);
    int rc = nftw(s->dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(s);
    return rc;
}

const char *scratch_write(const struct scratch *s, const char *name, const void *bytes, size_t n)
{
    const char *path = scratch_path(s, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

int64_t scratch_document(struct scratch *s, const char *name, const char *text)
{
    struct document_new d = {.name = name,
                             .encoding = "UTF-8",
                             .source = text,
                             .source_bytes = strlen(text),
                             .text = text,
                             .text_bytes = strlen(text)};
    int64_t id = 0;
    struct err e;
    assert_int_equal(store_document_add(s->store, &d, &id, &e), ERR_OK);
    return id;
}
