/* What the tests of the codebook have in common. What goes wrong in them fails the test. */
#ifndef ZHUPI_TESTS_STORE_CODES_H
#define ZHUPI_TESTS_STORE_CODES_H

#include "tests/store_fixture.h"

#define TEXT "有人不愿做，有人不敢做，有人不会做。"

/* The lead (the account that made the file) and a key, in one file with one document. */
struct pair {
    struct store *lead, *wang;
    int64_t d;
};

struct pair open_pair(const struct fixture *f);
void close_pair(struct pair *p);
void is_ok(enum err_code code, const struct err *e);
int64_t add(struct store *s, enum tag tag, int64_t parent, const char *name);
int64_t revision(struct store *s, int64_t id);
struct annotation tagged(struct store *s, int64_t d, enum tag tag, int64_t start);
struct annotation see(struct store *s, int64_t id);
void give(struct store *s, int64_t id, int64_t code);
void shows(struct store *s, bool gone, const char *want);
void sound(struct store *s);
void undo(struct store *s);
void redo(struct store *s);
void counts(struct store *s, const char *want);

#endif
