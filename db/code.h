/* The codebook: a tree of codes below each tag. What db/store.h says of all functions holds here.
 *
 * Everybody who may tag adds codes; what is there is changed by whoever made it, or by a lead (else ERR_DENIED). A code
 * never goes: merged into another one, it stays with its annotations, which count as the other's from then on, and undo
 * brings it back as it was. */
#ifndef ZHUPI_DB_CODE_H
#define ZHUPI_DB_CODE_H

#include "db/store.h"

#define STORE_CODE_NAME_MAX 256 /* bytes */
#define STORE_CODE_DEPTH_MAX 16 /* levels below a tag */
#define STORE_CODES_MAX 10000   /* codes in a file, with those that are gone */
#define STORE_CODE_KEY_SIZE 8   /* one code point, and the NUL */

struct code {
    int64_t id;
    char uuid[UUID_SIZE];
    enum tag tag;
    int64_t parent; /* 0: right below the tag */
    char *name, *definition, *example;
    char key[STORE_CODE_KEY_SIZE]; /* "" for none */
    int64_t position;
    int64_t reviewer;
    char *reviewer_name;
    int64_t revision;
    int64_t created, updated;
    int64_t merged_into; /* the code that it counts as, at the end of all merges; 0: itself */
    bool deleted;
};

void code_clear(struct code *c);
struct code code_dup(const struct code *c);

typedef bool store_code_fn(void *ctx, const struct code *c);

/* The codes of TAG (TAG_NONE: of all tags), in the order of the tree: each before those below it, siblings by position.
 * GONE: then those that were merged or deleted, too. Whatever the file holds, a code's parent came before it. */
enum err_code store_codes(struct store *s, enum tag tag, bool gone, store_code_fn *fn, void *ctx, struct err *e);

enum err_code store_code_get(struct store *s, int64_t id, struct code *out, struct err *e);
enum err_code store_code_find(struct store *s, const char *uuid, struct code *out, struct err *e);

/* The code at PATH below TAG ("unwilling/afraid", a slash in a name written \/; case and width folded as in a search),
 * or, where there is none, the only one of that name anywhere below TAG. ERR_NOT_FOUND, ERR_INPUT where several have
 * the name. TAG_NONE: below any tag. */
enum err_code store_code_at(struct store *s, enum tag tag, const char *path, int64_t *id, struct err *e);

/* The path of code ID below its tag, added to OUT. */
enum err_code store_code_path(struct store *s, int64_t id, struct str *out, struct err *e);

/* Add NAME to OUT as it stands in such a path. */
void code_path_add(struct str *out, const char *name);

struct code_new {
    enum tag tag;
    int64_t parent; /* 0: right below the tag */
    const char *name;
    const char *definition, *example, *key; /* NULL: "" */
    const char *uuid;                       /* of a codebook that comes from elsewhere; NULL: a new one */
    int64_t merged_into;                    /* there it had been merged into the one that is this code here; 0: not */
};

/* Add a code behind its siblings. ERR_EXISTS where a sibling has the name (*OUT is that code) or one of the tag has the
 * key (*OUT is empty); ERR_INPUT where the name is empty or too long, or the tree too deep. OUT may be NULL. */
enum err_code store_code_add(struct store *s, const struct code_new *c, struct code *out, struct err *e);

/* What to change; NULL: as it is. */
struct code_edit {
    const char *name, *definition, *example, *key;
};

/* Change, move or take away a code that was seen at REVISION (ERR_STALE). PARENT 0: right below the tag; BEFORE the
 * sibling that it is to stand before, 0: last. ERR_INPUT for a circle. A code is only deleted while no annotation that
 * stands has it and no code stands below it (ERR_DENIED with what is in the way). */
enum err_code store_code_edit(struct store *s, int64_t id, int64_t revision, const struct code_edit *edit,
                              struct err *e);
enum err_code store_code_move(struct store *s, int64_t id, int64_t revision, int64_t parent, int64_t before,
                              struct err *e);
enum err_code store_code_delete(struct store *s, int64_t id, int64_t revision, struct err *e);

/* Let code ID, with all that has it, count as INTO, a code of the same tag; what stands below it stands below INTO from
 * then on. One change. ERR_INPUT where INTO stands below it, or is it. */
enum err_code store_code_merge(struct store *s, int64_t id, int64_t revision, int64_t into, struct err *e);

/* Split code ID: a new code NEW, to which the N ANNOTATIONS of it go, whosever they are. One change. */
enum err_code store_code_split(struct store *s, int64_t id, int64_t revision, const struct code_new *new,
                               const int64_t *annotations, size_t n, struct code *out, struct err *e);

/* Give annotation ID, seen at REVISION, a code of its tag, or none (0). As store_note. */
enum err_code store_recode(struct store *s, int64_t id, int64_t revision, int64_t code, struct err *e);

/* The codes below TAG that this reviewer gave last, the latest first, at most MAX. Returns in *N how many. */
enum err_code store_codes_recent(struct store *s, enum tag tag, int64_t *out, size_t max, size_t *n, struct err *e);

/* How many annotations that stand count as each code: FN with its id and the number, for those that have any. */
typedef bool store_code_count_fn(void *ctx, int64_t code, int64_t annotations);
enum err_code store_code_counts(struct store *s, store_code_count_fn *fn, void *ctx, struct err *e);

#endif
