/* The parts of a Word document (ECMA-376 part 1, WordprocessingML) and what each of them says of a paragraph. For
 * docx*.c alone. */
#ifndef ZHUPI_EXCHANGE_DOCX_H
#define ZHUPI_EXCHANGE_DOCX_H

#include "exchange/ordinal.h"
#include "exchange/xml.h"

#define DOCX_ID 64 /* bytes of an id, with its NUL; a longer one is cut */
#define DOCX_LEVELS 9
/* More than any document has; what comes behind is not known. */
#define DOCX_STYLES_MAX 20000
#define DOCX_LISTS_MAX 5000
#define DOCX_NUMS_MAX 50000

/* w:val of a toggle (17.17.4): whether it is on. */
bool docx_is_on(const struct xml_element *el);

/* w:outlineLvl (17.3.1.20): 1 to 9, or 0 for body text. */
int docx_outline_level(const struct xml_element *el);

/* ---- docx_style.c ---- */

struct docx_style { /* as it stands in the file; once all are read, with what it takes from those it is based on */
    char id[DOCX_ID], based_on[DOCX_ID];
    char numbered[DOCX_ID]; /* the style that said NUMBER */
    int level;              /* of headings, 1 to 9; 0: body text; -1: not said */
    long number;            /* numId; 0: none; -1: not said */
    int at;                 /* ilvl; -1: not said */
    int hidden;             /* 1, 0; -1: not said */
};

struct docx_styles {
    struct docx_style *all; /* by id */
    size_t count, cap;
    char standard[DOCX_ID];
};

enum err_code docx_styles_read(struct docx_styles *s, struct zip *z, const char *part, struct err *e);
void docx_styles_clear(struct docx_styles *s);

/* What style ID says, or those that it is based on; what nobody says is 0 (-1 for AT). An unknown id that reads like a
 * heading of a common program ("Heading2", "2") is one. */
struct docx_style docx_style_find(const struct docx_styles *s, const char *id);

/* ---- docx_number.c ---- */

struct docx_level {
    unsigned start;
    enum ordinal how;
    char text[DOCX_ID]; /* lvlText: "第%1章" */
    bool legal;         /* all numbers in it are decimal */
    bool tight;         /* no blank behind it */
    int restart;        /* never (0), when one of the first N levels goes on, or any before it (-1) */
    char style[DOCX_ID];
};

struct docx_list { /* abstractNum, with how far it was counted */
    long id;
    struct docx_level levels[DOCX_LEVELS];
    char style_link[DOCX_ID]; /* the levels are those of the list of this style */
    unsigned counts[DOCX_LEVELS];
    bool begun[DOCX_LEVELS];
};

struct docx_num {
    long id, list;
    struct docx_level *levels; /* its own ones, where OWN says so, or NULL */
    unsigned starts[DOCX_LEVELS];
    bool restarts[DOCX_LEVELS], own[DOCX_LEVELS];
    bool used;
};

struct docx_numbers {
    struct docx_list *lists; /* by id */
    size_t list_count, list_cap;
    struct docx_num *nums; /* by id */
    size_t num_count, num_cap;
};

enum err_code docx_numbers_read(struct docx_numbers *n, struct zip *z, const char *part, struct err *e);
void docx_numbers_clear(struct docx_numbers *n);

/* Count a paragraph on level AT (-1: the one that belongs to STYLE) of num ID, and write what Word puts before it, with
 * the blank behind it if there is one, to OUT, which is empty. */
void docx_number_next(struct docx_numbers *n, const struct docx_styles *styles, long id, int at, const char *style,
                      struct str *out);

/* ---- docx_body.c ---- */

struct docx_note {
    long id;
    bool end;      /* an endnote */
    size_t number; /* in the order of the references; 0: not referred to yet */
    struct extract words;
};

struct docx {
    struct zip zip;
    struct docx_styles styles;
    struct docx_numbers numbers;
    struct docx_note *notes; /* by kind and id */
    size_t note_count, note_cap, referred;
    size_t limit; /* bytes of text */
};

/* Their order, for qsort and bsearch. */
int docx_note_compare(const void *a, const void *b);

/* Read the footnotes of PART into D, or the endnotes (END). */
enum err_code docx_notes_read(struct docx *d, const char *part, bool end, struct err *e);

/* Read the main part into OUT. */
enum err_code docx_body_read(struct docx *d, const char *part, struct extract *out, struct err *e);

/* ---- docx_symbol.c ---- */

/* The character that a symbol font shows for CODE, or 0 where we know none. */
uint32_t docx_symbol(const char *font, unsigned long code);

#endif
