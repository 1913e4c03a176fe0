/* What record.c writes of a program's work on its files: one record for each call, in the order of the calls, among the
 * lines that the program itself prints to the same standard output. */
#ifndef ZHUPI_TESTS_TORTURE_RECORD_H
#define ZHUPI_TESTS_TORTURE_RECORD_H

#include <stdint.h>

#define RECORD_MARK 1 /* no line begins with it */
#define RECORD_NAME 128

enum record_kind {
    RECORD_WRITE,      /* LENGTH bytes, which follow the record, at OFFSET of FILE */
    RECORD_TRUNCATE,   /* FILE is LENGTH bytes long */
    RECORD_SYNC,       /* what was written to FILE lasts */
    RECORD_SYNC_NAMES, /* what was done to the names in the folder lasts */
    RECORD_NAME_GIVEN, /* NAME is FILE's, a new and empty one where LENGTH is 1 */
    RECORD_NAME_MOVED, /* the same, and it has not the name OLD any more */
    RECORD_NAME_TAKEN  /* there is no OLD any more */
};

struct record {
    char mark; /* RECORD_MARK */
    char kind;
    char name[RECORD_NAME], old[RECORD_NAME]; /* in the folder */
    uint64_t file;                            /* its inode */
    uint64_t offset, length;
};

#endif
