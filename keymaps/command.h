/* The words of the program: one table (commands.def) from which come the enum, lookup, arity, help, the prompt's
 * completion, the bottom line, --list-commands and the manual. */
#ifndef ZHUPI_KEYMAPS_COMMAND_H
#define ZHUPI_KEYMAPS_COMMAND_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Where a command works. A pane looks its keys up in its own context, then in the fall-backs that keymap.c lists. */
enum context {
    CONTEXT_TEXT = 1,          /* the document */
    CONTEXT_SELECT = 2,        /* the document while a selection is open; falls back to CONTEXT_TEXT */
    CONTEXT_TAGGED = 4,        /* the document while the cursor is on an annotation; falls back to CONTEXT_TEXT */
    CONTEXT_PANEL = 8,         /* the annotation panel has the focus */
    CONTEXT_LIST = 16,         /* the document list; like all views of rows below, it falls back to CONTEXT_ROWS */
    CONTEXT_PEOPLE = 32,       /* who is here */
    CONTEXT_LAYERS = 64,       /* whose annotations are shown */
    CONTEXT_THREAD = 128,      /* the comments on one annotation */
    CONTEXT_AGENDA = 256,      /* the open questions of all documents */
    CONTEXT_PROGRESS = 512,    /* how far everybody is */
    CONTEXT_HISTORY = 1024,    /* what happened */
    CONTEXT_OUTLINE = 2048,    /* the sections of the document */
    CONTEXT_CARRY = 4096,      /* the annotations of older versions */
    CONTEXT_LINK = 8192,       /* what the annotation is to be linked with is being chosen */
    CONTEXT_LINKS = 16384,     /* the links of one annotation */
    CONTEXT_CODE = 32768,      /* the code of an annotation is being chosen; what is typed narrows the list */
    CONTEXT_CODEBOOK = 65536,  /* the codes */
    CONTEXT_LEDGER = 131072,   /* problems, or what is unanswered */
    CONTEXT_FIGURES = 262144,  /* bars */
    CONTEXT_FOUND = 524288,    /* the annotations that pass a filter */
    CONTEXT_FILTERS = 1048576, /* the saved filters */
    CONTEXT_SPLIT = 2097152,   /* which annotations go to a new code is being chosen */
    CONTEXT_HELP = 4194304,    /* the help view */
    CONTEXT_ROWS = 8388608,    /* every view of rows */
    CONTEXT_EDIT = 16777216,   /* several lines are being typed; falls back to CONTEXT_PROMPT */
    CONTEXT_PROMPT = 33554432, /* a line is being typed */
    CONTEXT_ANY = 67108864,    /* every context but those where one types */
    CONTEXT_BATCH = 134217728  /* zhupi batch; needs no screen */
};

/* Obeyed by the dispatcher, not by handlers. */
enum command_flag {
    FLAG_MUTATES = 1, /* refused when read-only */
    FLAG_COUNT = 2,   /* takes a count (5j); others ignore one */
    FLAG_KEYARG = 4,  /* with no argument given, the next key is the argument */
    FLAG_REPEAT = 8,  /* "repeat" does it again */
    FLAG_JUMP = 16,   /* the place before it goes on the jump list */
    FLAG_MOTION = 32  /* moves the cursor; extends an open selection */
};

enum command_id {
    CMD_NONE = 0,
#define X(id, name, contexts, flags, arguments, label, help) CMD_##id,
#include "keymaps/commands.def"
#undef X
    CMD_COUNT
};

struct command {
    enum command_id id;
    const char *name;      /* as prompt, keymap and batch spell it */
    unsigned contexts;     /* enum context, or-ed */
    unsigned flags;        /* enum command_flag, or-ed */
    const char *arguments; /* "DOCUMENT START END TAG [NOTE…]": upper-case words, optional ones in brackets; … takes
                              the rest of the line */
    const char *label; /* a word or two for the bottom line, marked for translation; "" where it never stands there */
    const char *help;  /* one sentence without full stop, marked for translation */
};

/* All commands but CMD_NONE in the order of their names. */
const struct command *command_table(size_t *n);

/* The command with this id; NULL for CMD_NONE and anything that is no id. */
const struct command *command_get(enum command_id id);

/* The command with this whole name, or NULL. */
const struct command *command_find(const char *name, size_t n);

/* Whether C works in one of CONTEXTS (enum context, or-ed); CONTEXT_ANY in the table stands for all but edit,
 * prompt and batch. Where CONTEXTS has CONTEXT_ANY, C works in every one of those. */
bool command_works(const struct command *c, unsigned contexts);

/* The commands that work in one of CONTEXTS and whose names start with the N bytes at PREFIX, in the order of their
 * names: the first MAX of them into OUT (borrowed). Returns how many there are, which may be more than MAX. */
size_t command_complete(const char *prefix, size_t n, unsigned contexts, const struct command **out, size_t max);

#define COMMAND_MAX_ARGS 8

/* One command with its arguments. */
struct command_line {
    const struct command *command;
    int argc;
    char *argv[COMMAND_MAX_ARGS]; /* owned */
};

/* Parse "name argument …" (words split at white space; "double quotes" hold white space, with \" \\ \n \t inside), and
 * check the number of arguments, and tags and units by name. An argument with … takes the rest of the line: as it
 * stands, or, where it is one quoted word, that word. A command with FLAG_KEYARG may come without its argument. The N
 * bytes at LINE are untrusted. ERR_INPUT with a message for the person who typed it; *OUT is empty then. Free with
 * command_line_clear. */
enum err_code command_parse(const char *line, size_t n, struct command_line *out, struct err *e);
void command_line_clear(struct command_line *c);

/* Add WORD to OUT, quoted where it needs it, so that command_parse reads it again. */
struct str;
void command_quote(struct str *out, const char *word);

/* Add the whole of C to OUT, so that command_parse reads it again. */
void command_line_print(const struct command_line *c, struct str *out);

#endif
