/* The shipped keymap files, as embed.sh wrote them into shipped.c at build time. */
#ifndef ZHUPI_KEYMAPS_SHIPPED_H
#define ZHUPI_KEYMAPS_SHIPPED_H

#include <stddef.h>

struct shipped_file {
    const char *text; /* not NUL-terminated */
    size_t n;
};

/* NULL behind the last; shipped_files has the same order. */
extern const char *const shipped_names[];
extern const struct shipped_file shipped_files[];

#endif
