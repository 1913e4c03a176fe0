/* What things look like: inks instead of colours. A tag is a letter, an attribute and a colour, so that a monochrome
 * terminal, NO_COLOR and a colour-blind reader lose nothing. Colours are from the Okabe–Ito palette ("Color Universal
 * Design", 2008), which stays apart in the common kinds of colour blindness. */
#ifndef ZHUPI_TUI_STYLE_H
#define ZHUPI_TUI_STYLE_H

#include "base/tag.h"

#include <stdint.h>

enum ink {
    INK_TEXT,
    INK_STATUS,
    INK_KEY,  /* a key in the bottom line */
    INK_DIM,  /* borders, hints, what is beside the matter */
    INK_MARK, /* stands for a character that a terminal must not get */
    INK_MANIFESTATION,
    INK_CAUSE,
    INK_REMEDY,
    INK_MATCH,
    INK_SELECTION,
    INK_CURRENT, /* what the cursor is tied to in the other pane */
    INK_ERROR,
    INK_TITLE,
    INK_REVIEWER, /* and the next INK_REVIEWERS - 1: a reviewer's name */
    INK_COUNT = INK_REVIEWER + 7
};
#define INK_REVIEWERS (INK_COUNT - INK_REVIEWER)

/* An ink with attributes on top. */
typedef uint16_t style;
#define STYLE_BOLD 0x0100
#define STYLE_UNDERLINE 0x0200
#define STYLE_REVERSE 0x0400
#define STYLE_ITALIC 0x0800
#define STYLE_DIM 0x1000

struct look {
    short c256; /* of the foreground, among 256 colours and among 8; -1: the terminal's own */
    short c8;
    style attributes; /* always, whatever the colours */
};

static inline enum ink style_ink(style s)
{
    return (enum ink)(s & 0xFF);
}

/* The look of an ink; INK_TEXT's for an unknown number. */
const struct look *style_look(enum ink ink);

/* All attributes of S: its ink's and its own. */
style style_attributes(style s);

enum ink style_of_tag(enum tag tag);

/* The ink of reviewer ID: the same one in every session. The name or its initials say who it is. */
enum ink style_of_reviewer(int64_t id);

#endif
