/* Between the files of paint: what the terminal understands, and what is known of its state. */
#ifndef ZHUPI_TUI_PAINT_OWN_H
#define ZHUPI_TUI_PAINT_OWN_H

#include "base/str.h"
#include "tui/paint.h"

#define PAINT_PARAMETERS 16 /* bytes of what stands for a colour */

struct paint_kind {
    bool ech, hpa, vpa;        /* these capabilities, as xterm has them */
    bool scroll;               /* csr, ind and ri */
    bool off;                  /* attributes are switched off one by one */
    style attributes;          /* that there are, */
    style no_colour;           /* and those of them that cannot be shown together with a colour */
    style ink[INK_COUNT];      /* the attributes of each ink, */
    uint8_t colour[INK_COUNT]; /* and its colour, among */
    char parameters[INK_COUNT + 1][PAINT_PARAMETERS]; /* of the sequence SGR; the first: the terminal's own */
    const char *clear, *show, *hide;                  /* the screen; the cursor: "" where it is always seen */
};

/* What is drawn with now. */
struct pen {
    style attributes;
    uint8_t colour;
};

struct paint {
    struct paint_kind kind;
    struct cell *cells; /* what the terminal shows, by */
    struct cell **shown;
    bool *same; /* of each row: it was found to be as it should be already */
    int cols, rows;
    bool known;      /* all of that is so */
    int row, col;    /* of the cursor; col < 0: it stands behind the last cell of its row */
    int first, last; /* the rows that scroll */
    bool hidden;     /* the cursor */
    struct pen pen;
    struct str *out;
};

/* False where the terminal is none of this kind. */
bool paint_learn(struct paint_kind *k, const struct paint_terminal *t);

static inline bool pen_same(struct pen a, struct pen b)
{
    return a.attributes == b.attributes && a.colour == b.colour;
}

/* A blank is seen only where its ground or its line is. */
static inline bool pen_shows_blanks(struct pen p)
{
    return p.attributes & (STYLE_UNDERLINE | STYLE_REVERSE);
}

/* What a style is drawn with. */
static inline struct pen pen_of(const struct paint_kind *k, style s)
{
    struct pen p = {.attributes = ((s & 0xFF00) | k->ink[style_ink(s)]) & k->attributes,
                    .colour = k->colour[style_ink(s)]};
    if (p.colour)
        p.attributes &= (style)~k->no_colour;
    return p;
}

void pen_take(struct paint *p, struct pen to);

void cursor_move(struct paint *p, int row, int col);

/* The bytes that cursor_move would add. */
size_t cursor_cost(const struct paint *p, int row, int col);

/* Rows of G that stand elsewhere on the screen already are moved there by the terminal itself, where that spares
 * drawing several of them. */
void paint_scroll(struct paint *p, const struct grid *g);

/* All rows scroll again. */
void paint_unscroll(struct paint *p);

#endif
