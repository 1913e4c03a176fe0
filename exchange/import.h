/* Files on their way into the shared file.
 *
 * Each is read, converted and searched for noise outside of any lock, and then stored with some others in one
 * transaction, which takes what a commit costs once. What a kill loses is the group that was open, and running the same
 * import again goes on where it stopped: the bytes that are there already are known by their sha256. */
#ifndef ZHUPI_EXCHANGE_IMPORT_H
#define ZHUPI_EXCHANGE_IMPORT_H

#include "base/err.h"
#include "db/store.h"
#include "exchange/convert.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum import_kind {
    IMPORT_ADDED,   /* a new document */
    IMPORT_THERE,   /* the same bytes in the same encoding are a document already; nothing was added */
    IMPORT_REFUSED, /* this file cannot be a document, or there is no room for it; others can */
};

struct import_opts {
    struct convert_opts convert; /* limits.file holds for all types */
    bool no_versions;            /* a file of the same name is never a newer version */
    int64_t previous;            /* the document that the one file is a newer version of, or 0 */
};

struct imported {
    enum import_kind kind;
    int64_t document;          /* added, or there already */
    int64_t twin;              /* added: the document that the same bytes are in another encoding, or 0 */
    int64_t previous;          /* added: the document that it is a newer version of, or 0, */
    int64_t annotations;       /* and how many that one has */
    int64_t namesake;          /* added: a document of this name that is too unlike to be an older version, or 0, */
    int likeness;              /* and how much of the two is the same, percent */
    size_t replaced;           /* how many U+FFFD stand for undecodable bytes */
    const char *encoding;      /* added */
    const char *type;          /* static; NULL where the file could not be read */
    size_t noise[NOISE_KINDS]; /* added: pieces of each kind */
};

enum import_phase { IMPORT_READING, IMPORT_CONVERTING, IMPORT_SEARCHING, IMPORT_STORING };

/* Who looks on. None of them may use the store but in DONE. */
struct import_watch {
    void (*at)(void *ctx, size_t i, enum import_phase phase, size_t bytes); /* what is done to file I; may be NULL */
    /* What became of file I; E is empty but for one that was refused. In their order within a group. */
    void (*done)(void *ctx, size_t i, const struct imported *result, const struct err *e);
    bool (*stop)(void *ctx); /* asked before each file; may be NULL */
    void *ctx;
};

/* Import the regular files at the N PATHS. The name of a document is the last component of its path, with U+FFFD for
 * bytes that are no UTF-8; messages of refused files begin with the path. A file whose name a stored document was
 * imported from, with other bytes of which a third is alike, is stored as its newer version, unless several of PATHS
 * have that name. Where STOP says so, what was prepared is stored, and the rest is left. An error is one of the shared
 * file, with which there is no use in going on; the files for which DONE was not called are not stored then. */
enum err_code import_files(struct store *s, char *const *paths, size_t n, const struct import_opts *opts,
                           const struct import_watch *watch, struct err *e);

#endif
