/* Links between annotations, in one document or across documents. What db/store.h says of all functions holds here.
 *
 * A link holds while it is not deleted, both annotations stand and their tags make a pair (base/relation.h). One that
 * does not hold is handed out by store_link_get and store_link_find alone; it comes back with its annotation. */
#ifndef ZHUPI_DB_LINK_H
#define ZHUPI_DB_LINK_H

#include "base/relation.h"
#include "db/store.h"

struct link {
    int64_t id;
    char uuid[UUID_SIZE];
    int64_t from, to; /* annotations: FROM explains or addresses TO */
    enum tag from_tag, to_tag;
    int64_t from_document, to_document;
    char *note; /* "" for none */
    int64_t reviewer;
    char *reviewer_name;
    int64_t revision;
    int64_t created, updated;
    bool deleted;
};

void link_clear(struct link *l);
struct link link_dup(const struct link *l);

/* Link two annotations, named in either order: their tags say which way it points. NOTE may be NULL. What was made in
 * *OUT (which may be NULL). ERR_INPUT where the tags make no pair (two of a kind), ERR_EXISTS where they are linked
 * already (*OUT is that link), ERR_NOT_FOUND where one is deleted, ERR_DENIED where the document of one is closed. */
enum err_code store_link(struct store *s, int64_t a, int64_t b, const char *note, struct link *out, struct err *e);

/* Change the note of a link, or take the link away, seen at REVISION: one's own, or as lead everybody's. ERR_STALE,
 * ERR_DENIED, ERR_NOT_FOUND. */
enum err_code store_link_note(struct store *s, int64_t id, int64_t revision, const char *note, struct err *e);
enum err_code store_unlink(struct store *s, int64_t id, int64_t revision, struct err *e);

/* One link, holding or not. ERR_NOT_FOUND. */
enum err_code store_link_get(struct store *s, int64_t id, struct link *out, struct err *e);
enum err_code store_link_find(struct store *s, const char *uuid, struct link *out, struct err *e);

struct link_filter {
    int64_t annotation; /* one end is this annotation; 0: all */
    int64_t document;   /* one end is in this document; 0: all */
};

typedef bool store_link_fn(void *ctx, const struct link *l);

/* The links that hold, by id. A NULL filter is all. A link with both ends in the document comes once. */
enum err_code store_links(struct store *s, const struct link_filter *f, store_link_fn *fn, void *ctx, struct err *e);

typedef bool store_link_end_fn(void *ctx, enum relation relation, bool out, const char *uuid);

/* The links of A that hold, as short as can be: what A explains or addresses (OUT), or what explains or addresses it,
 * by its uuid. Those of one relation and direction come in the order in which they were made. */
enum err_code store_link_ends(struct store *s, const struct annotation *a, store_link_end_fn *fn, void *ctx,
                              struct err *e);

#endif
