/* A small good file with something of everything, for targets that damage it. */
#ifndef ZHUPI_TESTS_FUZZ_TEAM_FILE_H
#define ZHUPI_TESTS_FUZZ_TEAM_FILE_H

#include "base/str.h"
#include "db/store.h"

/* A folder of its own, and the bytes of the good file. */
struct team_file {
    char dir[256], path[300];
    struct str good;
};

/* As whom it is opened. */
extern const struct store_opts team_file_opts;

/* Made at the first call; lives as long as the process, which removes the folder. */
struct team_file *team_file(void);

/* Whole files. */
void team_file_read(const char *path, struct str *out);
void team_file_write(const char *path, const struct str *bytes);

/* Remove the database PATH and what SQLite keeps beside it. */
void team_file_remove(const char *path);

#endif
