/* What becomes of the annotations of a document's older versions in it: which are found again, and where. Nothing is
 * carried over but by carry_accept, one annotation at a time. */
#ifndef ZHUPI_EXCHANGE_CARRY_H
#define ZHUPI_EXCHANGE_CARRY_H

#include "db/store.h"
#include "exchange/reading.h"
#include "text/anchor.h"

enum carry_state {
    CARRY_SAME,    /* as anchor.h has it */
    CARRY_MOVED,   /* the same words elsewhere */
    CARRY_CHANGED, /* other words */
    CARRY_LOST,    /* not found: to be tagged by hand, or not at all */
    CARRY_CARRIED, /* it was carried over and stands in the newer version */
    CARRY_STATES
};

/* "same", "moved", "changed", "lost", "carried": as files spell it, never translated; and in the reader's language. */
const char *carry_state_name(enum carry_state state);
bool carry_state_parse(const char *name, enum carry_state *out);
const char *carry_state_label(enum carry_state state);

struct carry_row {
    struct annotation note; /* in the older version */
    size_t version;         /* which that is: index in carry.versions */
    enum carry_state state;
    struct span span; /* in the newer version; empty where it is lost */
    int likeness;     /* of the words, percent; 0 where it was not looked for */
    int64_t carried;  /* the annotation that it became, or 0 */
    bool known;       /* it was looked for */
};

/* An older version that has annotations. */
struct carry_version {
    int64_t document;
    struct reading reading; /* empty until carry_find */
    struct anchors *anchors;
};

struct carry {
    int64_t document; /* the newer version */
    struct reading reading;
    struct carry_version *versions; /* the latest first */
    size_t version_count;
    struct carry_row *rows; /* by version, then by place */
    size_t count, cap;
};

/* The annotations of the versions before DOCUMENT, at most the last hundred of these, that are not deleted and of which
 * no later version before DOCUMENT has a copy. They are only listed: of each is known whether it was carried over, and
 * else it is CARRY_LOST until carry_find. ERR_NOT_FOUND where there is no such document; one without an older version
 * has no rows. Free with carry_clear. */
enum err_code carry_list(struct store *s, int64_t document, struct carry *out, struct err *e);
void carry_clear(struct carry *c);

/* Find in the newer version what is not carried and was not looked for. Reads the texts, where it has not. */
enum err_code carry_find(struct store *s, struct carry *c, struct err *e);

/* List again what others may have changed. What was found stays so; what is new waits for carry_find. After an error
 * all is as it was. */
enum err_code carry_refresh(struct store *s, struct carry *c, struct err *e);

/* Whether this session's reviewer may carry ROW over: their own, or a lead. */
bool carry_is_ours(const struct store *s, const struct carry_row *row);

/* How many rows there are of each state. */
void carry_count(const struct carry *c, size_t out[CARRY_STATES]);

/* The words of ROW in the older version and in the newer one, without noise, borrowed from C; "" where they are not
 * known. */
const char *carry_old_words(const struct carry *c, const struct carry_row *row, size_t *n_bytes);
const char *carry_new_words(const struct carry *c, const struct carry_row *row, size_t *n_bytes);

/* Carry row I over to where it was found. ERR_NOT_FOUND where it is lost, ERR_EXISTS where it was carried over already,
 * else as store_carry. */
enum err_code carry_accept(struct store *s, struct carry *c, size_t i, struct err *e);

#endif
