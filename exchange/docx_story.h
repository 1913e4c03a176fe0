/* The stories of a Word document: the main one, and those that stand beside it (a text box, a note), each of which is
 * read into its own extract and added where it belongs. For docx_*.c alone. */
#ifndef ZHUPI_EXCHANGE_DOCX_STORY_H
#define ZHUPI_EXCHANGE_DOCX_STORY_H

#include "exchange/docx.h"
#include "exchange/tables.h"

#define FIELDS_MAX 64

struct field {
    bool code; /* before its separator: an instruction */
    bool toc;  /* a table of contents, which is noise */
};

struct paragraph {
    char style[DOCX_ID];
    long number; /* numId of its own; -1: not said */
    int at;      /* ilvl of its own; -1: not said */
    int level;   /* of its own; -1: not said */
    bool joined; /* its end was deleted */
    bool begun;  /* its number is written */
    bool hidden; /* by its style */
};

struct story {
    struct story *around;
    struct extract *out, own;
    struct paragraph p;
    int run_hidden; /* 1, 0; -1: as the paragraph */
    bool line;      /* all of it is one paragraph (a note) */
    struct tables tables;
    struct field fields[FIELDS_MAX];
    int field_count, field_more, codes;
    int toc_field, toc_box; /* the depth of an element that is a table of contents; -1: none */
    bool toc_seen, gallery;
    struct extract *boxes; /* to be added behind the paragraph */
    size_t box_count, box_cap;
    size_t *notes; /* indices, likewise */
    size_t note_count, note_cap;
};

struct body {
    struct docx *docx;
    struct story *story;
    int properties; /* elements around here that hold them */
    int words;      /* elements around here that hold text */
    bool instruction;
    char said[8]; /* the beginning of it */
    bool in_reading;
    struct str reading;
    bool chosen[XML_DEPTH_MAX + 1]; /* one of the alternatives of the element at this depth */
    bool collecting;                /* notes, of this kind */
    bool end_notes;
};

/* Begin a story in the one that is open. LINE: all of it is one paragraph. */
void story_push(struct body *b, bool line);

/* End it; what it held is OUT's, unless that is NULL. */
void story_pop(struct body *b, struct extract *out);

/* End what is open in it, and add what stands beside. */
void story_close(struct body *b);

/* The end of a line of the document: of a paragraph, or of a row. With what stands beside it. */
void story_end_line(struct body *b);

/* Whether what comes is read: no instruction of a field, not hidden. */
bool story_is_shown(const struct body *b);

/* The level and the number of the paragraph, before its first words; SHOWN false: it has none, but is counted. */
void story_begin_paragraph(struct body *b, bool shown);

/* Add words, if they are shown. */
void story_words(struct body *b, const char *s, size_t n);
void story_words_z(struct body *b, const char *z);

/* What is done when an element begins (false: nothing in it is read) and ends. */
struct event {
    const char *name;
    bool (*start)(struct body *b, const struct xml_element *el);
    void (*end)(struct body *b, const struct xml_element *el);
};

extern const struct event docx_text_events[];  /* docx_text.c: paragraphs, words, tables */
extern const struct event docx_aside_events[]; /* docx_aside.c: fields, notes, boxes, alternatives */

#endif
