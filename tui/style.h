/* What things look like: roles instead of colours. A tag is a letter, an attribute and a colour, so that a monochrome
 * terminal, NO_COLOR and a colour-blind reader lose nothing. Colours are from the Okabe–Ito palette ("Color Universal
 * Design", 2008), which stays apart in the common kinds of colour blindness. */
#ifndef ZHUPI_TUI_STYLE_H
#define ZHUPI_TUI_STYLE_H

#include "base/tag.h"

#include <stdint.h>

enum role {
    ROLE_TEXT,
    ROLE_STATUS,
    ROLE_KEY,  /* a key in the bottom line */
    ROLE_DIM,  /* borders, hints, what is beside the matter */
    ROLE_MARK, /* stands for a character that a terminal must not get */
    ROLE_MANIFESTATION,
    ROLE_CAUSE,
    ROLE_REMEDY,
    ROLE_MATCH,
    ROLE_SELECTION,
    ROLE_CURRENT, /* what the cursor is tied to in the other pane */
    ROLE_ERROR,
    ROLE_TITLE,
    ROLE_COUNT
};

/* A role with attributes on top. */
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

static inline enum role style_role(style s)
{
    return (enum role)(s & 0xFF);
}

/* The look of a role; ROLE_TEXT's for an unknown number. */
const struct look *style_look(enum role role);

/* All attributes of S: its role's and its own. */
style style_attributes(style s);

enum role style_of_tag(enum tag tag);

#endif
