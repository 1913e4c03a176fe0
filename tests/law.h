/* Laws that hold for any input: a broken one ends the program, as a crash would, so that unit tests and fuzzing tell it
 * in the same way. */
#ifndef ZHUPI_TESTS_LAW_H
#define ZHUPI_TESTS_LAW_H

#include <stdio.h>
#include <stdlib.h>

#define LAW(holds) ((holds) ? (void)0 : law_broken(__FILE__, __LINE__, #holds))

static inline _Noreturn void law_broken(const char *file, int line, const char *law)
{
    fprintf(stderr, "%s:%d: broken law: %s\n", file, line, law);
    abort();
}

#endif
