/* The stories of an OpenDocument text: the main one, and those that stand inside its paragraphs (a note, a text box),
 * each of which is read into its own extract and added behind the paragraph. For odt_*.c alone. */
#ifndef ZHUPI_EXCHANGE_ODT_STORY_H
#define ZHUPI_EXCHANGE_ODT_STORY_H

#include "exchange/odt.h"
#include "exchange/tables.h"

#define ODT_LISTS_DEEP_MAX (XML_DEPTH_MAX / 2 + 1)

struct odt_aside {
    size_t number; /* of a note; 0: a box */
    struct extract words;
};

struct odt_nest { /* a list that is open */
    char style[ODT_NAME];
    bool item;  /* its next paragraph is numbered */
    long start; /* with this number; -1: the next one */
};

struct odt_story {
    struct odt_story *around;
    struct extract *out, own;
    bool line;      /* all of it is one paragraph (a note) */
    int paragraphs; /* elements around here that are one */
    struct tables tables;
    struct odt_nest lists[ODT_LISTS_DEEP_MAX];
    int list_count;
    struct odt_aside *asides; /* to be added behind the paragraph */
    size_t aside_count, aside_cap;
};

struct odt {
    struct zip zip;
    struct odt_styles styles;
    struct odt_story *story;
    struct xml_names events;
    bool body;                      /* the styles are behind us */
    bool hidden[XML_DEPTH_MAX + 1]; /* by the element of this depth or one around it */
    int depth;                      /* of the element that is open */
    bool in_reading;
    struct str reading;
    size_t notes; /* so far */
    size_t limit; /* bytes of text */
};

/* Begin a story in the one that is open. LINE: all of it is one paragraph. */
void odt_push(struct odt *o, bool line);

/* End it; what it held is OUT's, unless that is NULL. */
void odt_pop(struct odt *o, struct extract *out);

/* The end of a line of the document: of a paragraph, or of a row. With what stands beside it. */
void odt_end_line(struct odt *o);

/* Add words, if they are shown. */
void odt_words(struct odt *o, const char *s, size_t n);

/* What is done when an element begins (false: nothing in it is read) and ends. */
struct odt_event {
    const char *name;
    bool (*start)(struct odt *o, const struct xml_element *el);
    void (*end)(struct odt *o, const struct xml_element *el);
};

extern const struct odt_event odt_events[]; /* odt_text.c; ends with one without a name */

#endif
