/* The parts of an OpenDocument text (ODF 1.2 part 1) and what each of them says of a paragraph. For odt*.c alone. */
#ifndef ZHUPI_EXCHANGE_ODT_H
#define ZHUPI_EXCHANGE_ODT_H

#include "exchange/ordinal.h"
#include "exchange/xml.h"

#define ODT_NAME 64 /* bytes of a name, with its NUL; a longer one is cut */
#define ODT_LEVELS 10
/* More than any document has; what comes behind is not known. */
#define ODT_STYLES_MAX 50000
#define ODT_LISTS_MAX 5000

struct odt_style {
    char name[ODT_NAME], parent[ODT_NAME];
    int hidden;   /* 1, 0; -1: not said, by it or (once all are read) those that it comes from */
    bool title;   /* it is that of titles, or comes from it */
    bool no_list; /* it says that it has no list */
    int level;    /* of the outline, 1 to 10; 0: of text; -1: not said, as hidden */
};

struct odt_level {
    enum ordinal how;
    char prefix[ODT_NAME], suffix[ODT_NAME];
    int shown; /* how many levels its number has */
    unsigned start;
    bool tight; /* no blank behind it */
};

struct odt_list { /* with how far it was counted */
    char name[ODT_NAME];
    struct odt_level levels[ODT_LEVELS];
    unsigned counts[ODT_LEVELS];
    bool begun[ODT_LEVELS];
};

struct odt_styles {
    struct odt_style *all;
    size_t count, cap;
    struct odt_list *lists;
    size_t list_count, list_cap;
    struct odt_list outline;
    struct odt_style *open;
    struct odt_list *open_list;
    struct odt_level *open_level;
};

/* Read an element of the styles; whether it was one. What it opened is closed by odt_style_end. */
bool odt_style_start(struct odt_styles *s, const struct xml_element *el);
void odt_style_end(struct odt_styles *s, const struct xml_element *el);

/* All styles are read: they can be found from now on. */
void odt_styles_sort(struct odt_styles *s);
void odt_styles_clear(struct odt_styles *s);

/* The common styles of the part styles.xml. */
enum err_code odt_styles_read(struct odt_styles *s, struct zip *z, struct err *e);

/* The style called NAME; one that says nothing where there is none. */
struct odt_style odt_style_find(const struct odt_styles *s, const char *name);

/* The list called NAME, or NULL. */
struct odt_list *odt_list_find(struct odt_styles *s, const char *name);

/* Forget how far it was counted. */
void odt_list_restart(struct odt_list *l);

/* Count an item on level AT (0 to ODT_LEVELS - 1); START is its number if it is not negative. Add what stands before
 * it to OUT, which is empty. */
void odt_list_next(struct odt_list *l, int at, long start, struct str *out);

#endif
