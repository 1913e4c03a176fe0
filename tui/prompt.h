/* The line that is typed at the bottom of the screen: a command, words to search, a note. It ends in a command. */
#ifndef ZHUPI_TUI_PROMPT_H
#define ZHUPI_TUI_PROMPT_H

#include "base/str.h"
#include "keymaps/command.h"
#include "keymaps/key.h"
#include "tui/grid.h"

enum prompt_kind {
    PROMPT_COMMAND,
    PROMPT_SEARCH,
    PROMPT_FILTER,
    PROMPT_NOTE,
    PROMPT_COMMENT, /* a comment, a question, a reply */
    PROMPT_NAME,    /* a reviewer's */
    PROMPT_CODE,    /* a code's name, and what it means */
    PROMPT_KINDS
};

struct prompt_history {
    char **lines; /* oldest first */
    size_t count, capacity;
};

struct prompt {
    bool active;
    enum prompt_kind kind;
    enum command_id command; /* of comments and names: what the line becomes the argument of */
    int64_t subject;         /* the id of what that is about, since the prompt was opened: still there while the command
                                runs, and 0 when it was not typed here */
    struct str line;
    size_t cursor; /* byte in LINE, on a grapheme boundary */
    struct prompt_history history[PROMPT_KINDS];
    size_t browsing;    /* index in the history; its count: the line being typed */
    struct str before;  /* what was typed before browsing */
    struct str choices; /* for the row above, a line each: completions that are open, or what is to be said; or "" */
    struct str advice;  /* how to choose, at the end of that row; or "" */
};

void prompt_clear(struct prompt *p);

/* Begin typing, with INITIAL in the line. */
void prompt_open(struct prompt *p, enum prompt_kind kind, const char *initial);

/* The same for a comment or a name: an accepted line runs COMMAND about SUBJECT, with the line as its argument. */
void prompt_ask(struct prompt *p, enum prompt_kind kind, enum command_id command, int64_t subject, const char *initial);

/* Leave; what was typed goes to the history when KEEP, but for a note or a comment: it belongs to its passage. */
void prompt_close(struct prompt *p, bool keep);

/* Keep LINE as the newest of the history of KIND, where it is not empty. */
void prompt_remember(struct prompt *p, enum prompt_kind kind, const char *line);

/* Take in a typed character. */
void prompt_type(struct prompt *p, uint32_t c);

/* One of the prompt-… commands that edit the line. True where ID is one. */
bool prompt_edit(struct prompt *p, enum command_id id);

/* Put what the N candidates (which are freed; the array stays the caller's) agree in where the word that starts at
 * byte WORD_START stood; the choices are shown when there is more than one. */
void prompt_complete(struct prompt *p, size_t word_start, char **candidates, size_t n);

/* Add CHOICE to what stands in the row above, until the line is changed. */
void prompt_offer(struct prompt *p, const char *choice);

/* Draw the prompt in ROW, with the cursor; of the choices, as many as the row above has room for, and how many more
 * there are. */
void prompt_draw(const struct prompt *p, struct grid *g, int row);

/* The same for the line alone, from column COL to the right edge. */
void prompt_draw_line(const struct prompt *p, struct grid *g, int row, int col);

#endif
