/* Files beside the database: reading one with distrust, and writing one so that it is there whole or not at all. */
#ifndef ZHUPI_EXCHANGE_FILE_H
#define ZHUPI_EXCHANGE_FILE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct store;

/* The bytes of the regular file at PATH (a link to one is followed) into *BYTES, which the caller frees, and their
 * number into *N. ERR_INPUT for anything that is no regular file (devices and pipes are never opened), and
 * where somebody wrote into the file meanwhile; ERR_FULL for more than LIMIT bytes; ERR_NOT_FOUND, ERR_DENIED, ERR_IO.
 * The message begins with PATH. */
enum err_code file_read(const char *path, size_t limit, char **bytes, size_t *n, struct err *e);

/* Whether PATH is the database of S or one of the files that stand beside it under its name. Such a file must never be
 * opened by us: closing it would drop the locks that SQLite holds on it in this process. */
bool file_is_store(const struct store *s, const char *path);

/* A file that is written under a temporary name in the same folder. */
struct file_out {
    FILE *stream;    /* write here */
    char *path;      /* where it goes in the end */
    char *temporary; /* where it is until then */
    bool fresh;      /* nothing may be there before */
};

/* Begin to write PATH. What stands there already must be a regular file and no symbolic link (ERR_INPUT), and stays
 * untouched until file_out_commit puts the new one, with the same permissions, in its place. */
enum err_code file_out_open(struct file_out *o, const char *path, struct err *e);

/* The same where nothing may stand at PATH: ERR_EXISTS, also from file_out_commit, where somebody else was faster. */
enum err_code file_out_open_new(struct file_out *o, const char *path, struct err *e);

/* Bring everything to the disk and into its place. After an error nothing is changed; O is closed in either case. */
enum err_code file_out_commit(struct file_out *o, struct err *e);

/* Drop what was written. */
void file_out_abandon(struct file_out *o);

#endif
