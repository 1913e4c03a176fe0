/* The codebook in memory: what panes, the choice of a code and the codebook view show of it. */
#ifndef ZHUPI_TUI_CODES_H
#define ZHUPI_TUI_CODES_H

#include "db/code.h"

struct codes {
    struct code *items; /* in the order of the tree; those that are gone are among them */
    size_t count, capacity;
    size_t *by_id; /* indexes of ITEMS */
    bool known;
    unsigned reads; /* how often they were read: views that show them look whether it is another number */
};

/* Read them where they are not known, or were changed since. */
enum err_code codes_refresh(struct codes *c, struct store *s, struct err *e);
void codes_clear(struct codes *c);

/* The feed brought CHANGE: what is known of the codes may not be so any more. */
void codes_changed(struct codes *c, const struct change *change);

/* Code ID, whether it stands or not; NULL where there is none. Borrowed until they are read again. */
const struct code *codes_get(const struct codes *c, int64_t id);

/* What annotation A counts as by what is known now, however long ago A was read; NULL: nothing. */
const struct code *codes_of(const struct codes *c, const struct annotation *a);

/* Neither merged nor deleted. */
bool codes_stands(const struct code *code);

/* How many codes lie over CODE. */
int codes_depth(const struct codes *c, const struct code *code);

/* The path of CODE below its tag, as db/code.h spells it, added to OUT; CODE may be NULL. */
void codes_path(const struct codes *c, const struct code *code, struct str *out);

/* The code right below PARENT (0: below TAG) that has this name, case and width folded; NULL where there is none. */
const struct code *codes_child(const struct codes *c, enum tag tag, int64_t parent, const char *name);

/* Take the next name from *PATH, which goes behind it: slashes, also full-width ones, part names, \/ is one in a name,
 * and blanks around names do not count. Added to NAME; false where there is none left. */
bool codes_next_name(const char **path, struct str *name);

#endif
