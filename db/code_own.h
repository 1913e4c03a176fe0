/* Inside the db room only: what the files of the codebook offer the others, and one another. */
#ifndef ZHUPI_DB_CODE_OWN_H
#define ZHUPI_DB_CODE_OWN_H

#include "base/lookup.h"
#include "db/code.h"

struct image; /* db/internal.h */

/* What code_map.c knows of the codebook. */
struct code_node {
    int64_t id, parent; /* parent 0: right below the tag */
    int64_t position;
    int64_t merged;    /* the code that it was merged into, or 0 */
    int64_t counts_as; /* the one at the end of all merges, or itself; 0 where they lead nowhere */
    enum tag tag;
    int depth; /* 1: right below the tag */
    bool deleted;
    int64_t below, last; /* how many stand right below it, and the last of their positions */
};

struct code_map {
    struct code_node *all; /* by id */
    size_t count, cap;
    unsigned version; /* of the file */
    bool known;
    struct code_node top[TAG_REMEDY + 1]; /* by tag, of which only BELOW and LAST mean anything */
    struct lookup names;                  /* of those that stand, and keys, if NAMED */
    bool named;
};

/* ---- code_map.c: the shape of the codebook in memory, without what is wrong in a damaged file ---- */

/* The map as the open transaction sees the file, or the newest one. It is the store's, and stands until either is
 * asked again. */
enum err_code code_map_here(struct store *s, const struct code_map **out, struct err *e);
enum err_code code_map_now(struct store *s, const struct code_map **out, struct err *e);

/* In the open transaction, after a code was written, and where what was written is taken back. */
void code_map_forget(struct store *s);

/* The same after N, which is a good one, was added with NAME and KEY, or the words of code NOW became those of TO: what
 * is known stays known. */
void code_map_add(struct store *s, const struct code_node *n, const char *name, const char *key);
void code_map_rename(struct store *s, const struct code *now, const struct code_edit *to);

/* The code other than BUT that has this NAME below PARENT of TAG, as a search compares names, or this KEY below TAG; 0:
 * none. It is found at the cost of one, however many there are. */
enum err_code code_map_named(struct store *s, enum tag tag, int64_t parent, const char *name, int64_t but, int64_t *out,
                             struct err *e);
enum err_code code_map_keyed(struct store *s, enum tag tag, const char *key, int64_t but, int64_t *out, struct err *e);

/* NULL where there is no such code. */
struct code_node *code_map_find(const struct code_map *m, int64_t id);

/* Neither merged nor deleted. */
bool code_stands(const struct code_node *n);

/* The codes in the order of store_codes, in *OUT (the caller frees); how many. */
size_t code_map_order(const struct code_map *m, enum tag tag, bool gone, int64_t **out);

/* In an open transaction, or in a listing: what an annotation of TAG counts as that was GIVEN a code (0: none); 0 where
 * that is nothing. Some nanoseconds. */
enum err_code code_counts_as(struct store *s, int64_t given, enum tag tag, int64_t *out, struct err *e);

/* ---- code.c ---- */

/* In the open transaction: what annotation A gets where somebody gives it the code ID (0: none): where that was merged
 * meanwhile, the one that it counts as. ERR_NOT_FOUND where it was deleted, ERR_INPUT where it is another tag's. */
enum err_code code_to_give(struct store *s, int64_t id, const struct annotation *a, int64_t *out, struct err *e);

/* In the open transaction, before annotation NOW becomes TO by undo or redo: ERR_STALE where it would stand with a code
 * that is gone meanwhile. */
enum err_code code_check_given(struct store *s, const struct annotation *now, const struct image *to, struct err *e);

/* ---- code_check.c: whether a code may be what somebody makes of it ---- */

/* One code point that can be seen. */
bool code_key_is_good(const char *key);

/* ERR_INPUT where a name, definition, example or key is none. */
enum err_code code_check_edit(const struct code_edit *c, struct err *e);

/* ERR_DENIED where this session may not change what REVIEWER, who is called NAME, made. */
enum err_code code_check_right(struct store *s, int64_t reviewer, const char *name, struct err *e);

/* In the open transaction, after code ID was changed: whether it may be as it is now. ERR_EXISTS where another has its
 * name or key, ERR_DENIED where it is gone and used, or what it stands below or counts as is gone; ERR_INPUT for a
 * circle or a tree that is too deep. */
enum err_code code_check(struct store *s, int64_t id, struct err *e);

/* ---- code_change.c ---- */

#define CODE_STEP ((int64_t)1 << 32) /* between siblings, so that there is room for others */

/* ERR_INPUT where C cannot be a code. */
enum err_code code_check_new(const struct code_new *c, struct err *e);

/* In the open transaction: add C, which was checked; its id in *ID. ERR_EXISTS: *ID is the code that is there, or 0. */
enum err_code code_insert(struct store *s, const struct code_new *c, int64_t *id, struct err *e);

/* The position behind all that stand below PARENT. */
enum err_code code_last_position(struct store *s, enum tag tag, int64_t parent, int64_t *out, struct err *e);

/* In the open transaction, before code ID is changed and after: whether this session may change it and saw it at
 * REVISION, with its row in *NOW and its image in *BEFORE, which the caller clears in any case; whether it may be what
 * was made of it, and the row of the feed. */
enum err_code code_begin(struct store *s, int64_t id, int64_t revision, struct code *now, char **before, struct err *e);
enum err_code code_finish(struct store *s, int64_t id, const char *action, const char *before, struct err *e);

/* After undo or redo brought code ID back to what it was, or only moved it among its siblings because of another one
 * (SPREAD), which everybody may: ERR_STALE, ERR_DENIED, ERR_INPUT where it may not be that. */
enum err_code code_check_again(struct store *s, int64_t id, bool spread, struct err *e);

#endif
