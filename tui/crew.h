/* Who else has the file open: the sessions that presence tells of, remembered between two looks, because drawing must
 * not ask for them. The names are as stored; whoever draws them goes through the grid. */
#ifndef ZHUPI_TUI_CREW_H
#define ZHUPI_TUI_CREW_H

#include "db/store.h"
#include "text/glyph.h"
#include "tui/style.h"

struct member {
    char session[UUID_SIZE];
    int64_t reviewer;
    char *name;
    int64_t document, position; /* 0: the list; a code point */
    int64_t since, active;      /* wall clock: when it came, its last key */
};

struct crew {
    struct member *members; /* by name, then by session */
    size_t count, capacity;
    int64_t looked_ms, told_ms; /* monotonic */
    int64_t told_document, told_position;
    int64_t active; /* wall clock: the last key of this session */
};

void crew_clear(struct crew *c);

/* Tell the others that this session is at POSITION in DOCUMENT (0: the list), where that is new, or was said two
 * seconds ago. NOW as of clock_monotonic_ms. A failure means that this session is not seen, and nothing else. */
void crew_tell(struct crew *c, struct store *s, int64_t document, int64_t position, int64_t now);

enum {
    CREW_WHO = 1,   /* who is here, or in which document */
    CREW_WHERE = 2, /* a position */
};

/* Look who is here where it is time: four times a second with few people or where it is URGENT, less often with many,
 * so that fifty idle sessions cost next to nothing. Returns what is different now. */
unsigned crew_look(struct crew *c, struct store *s, bool urgent, int64_t now);

/* The member of this session, or NULL. Borrowed until the next look. */
const struct member *crew_find(const struct crew *c, const char *session);

/* Who is in DOCUMENT (0: anywhere) besides reviewer SELF, for the status line, in at most CELLS cells:
 * "● li, wang +3  2 elsewhere", or less of it; nothing where nobody is here. Added to OUT. */
void crew_sign(const struct crew *c, int64_t self, int64_t document, int cells, bool wide, struct str *out);

/* What stands for a name where there is no room: its first character, and that of its second word. */
void crew_initials(const char *name, bool wide, struct str *out);

#endif
