/* A disk whose power is cut, simulated: what a record of calls (record.h) leaves of the files in a folder.
 *
 * What was written before the last fsync or fdatasync of a file is there. Of what came after it, every sector of 512 or
 * 4096 bytes is there or not, by chance; so is every change of a file's size, and every name that was given or taken
 * since the folder was synced. Chance is a number: the same one gives the same files. */
#ifndef ZHUPI_TESTS_TORTURE_DISK_H
#define ZHUPI_TESTS_TORTURE_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the disk does not do though it says so, for a test to fail by. */
enum disk_lie { DISK_HONEST, DISK_NO_SYNC, DISK_NO_WAL_SYNC };

struct disk;

/* The files in DIR as they are, safe on the disk. */
struct disk *disk_new(const char *dir);
void disk_free(struct disk *d);

/* A record of N bytes, told apart: its calls, and what the program printed between them. Borrows the bytes. */
struct disk_record {
    const char *bytes;
    size_t n;
    size_t *calls; /* where each begins */
    size_t n_calls, cap_calls;
    uint64_t wal; /* the file that was made under a name that ends in -wal */
};

struct disk_record disk_record_read(const char *bytes, size_t n);
void disk_record_clear(struct disk_record *r);

/* How many lines that begin with WORD were printed before call number CUT was made. */
size_t disk_record_said(const struct disk_record *r, size_t cut, const char *word);

/* A call before or after which a cut is worth more than elsewhere, because fewer are like it: not a write to a -wal. */
bool disk_record_is_rare(const struct disk_record *r, size_t call);

/* Make the folder TO, which is empty, what is found when the power comes back after the first CUT calls. START is what
 * was there before the first. */
void disk_cut(const struct disk *start, const struct disk_record *r, size_t cut, unsigned chance, enum disk_lie lie,
              const char *to);

#endif
