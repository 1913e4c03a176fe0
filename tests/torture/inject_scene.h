/* A shared file with something of each kind in it, for calls of SQLite that fail (inject.h), and what has to be so
 * after one of them has. */
#ifndef ZHUPI_TESTS_TORTURE_INJECT_SCENE_H
#define ZHUPI_TESTS_TORTURE_INJECT_SCENE_H

#include "tests/store_fixture.h"
#include "tests/torture/inject.h"

#define INJECT_TEXT "第一种是责任不清，原因在于制度。"

/* What is in the file that each try begins with. */
enum { D = 1, NEWER, OTHER, CAUSE = 1, SHOWS, REMEDY, LINK = 1, QUESTION = 1, CODE = 1, INTO, NOISE = 1, WANG = 2 };

struct scene {
    struct fixture f;
    char *bytes; /* of the file that each try begins with */
    size_t n;
};

/* cmocka's setup and teardown: *STATE is a struct scene. */
int scene_set_up(void **state);
int scene_tear_down(void **state);

/* Put N bytes where the file is, which nobody has open. */
void scene_put(const struct scene *c, const char *bytes, size_t n);

/* A sum of all that a foreign program finds in the file. */
uint64_t scene_content(const char *path);

/* The newest change. */
int64_t scene_head(struct store *s);

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        struct err e_ = {0};                                                                                           \
        struct err *e = &e_;                                                                                           \
        if (call)                                                                                                      \
            fail_msg("%s", e_.msg);                                                                                    \
    } while (0)

struct failure {
    const char *name;
    enum inject_kind kind;
    long n;
    bool lasting;
    int *wrong; /* what was found; it goes on, so that all is told at once */
};

void failure_must(const struct failure *t, bool right, const char *what);

#define MUST(t, what) failure_must(t, what, #what)

/* Nothing is held that others wait for. */
void failure_left_free(const struct failure *t, struct store *s, const struct scene *c);

/* The words are about what happened: nothing is damaged, and nobody was refused. */
void failure_says_why(const struct failure *t, enum err_code code, const struct err *e, const char *path);

/* zhupi check finds nothing. */
void failure_left_sound(const struct failure *t, struct store *s);

/* Of the N calls of KIND those that are tried: all in ./dev torture, else some, evenly, others for each SALT. AT is the
 * last one, 0 before the first. */
long failure_next(enum inject_kind kind, long at, long n, size_t salt);

#endif
