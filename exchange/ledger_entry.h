/* A row of the ledger with all that is written of it, whatever the format: the passages and who said what of them. */
#ifndef ZHUPI_EXCHANGE_LEDGER_ENTRY_H
#define ZHUPI_EXCHANGE_LEDGER_ENTRY_H

#include "analysis/chain.h"
#include "analysis/ledger.h"
#include "exchange/excerpt.h"

/* Where the chain of a problem, or of another row, has an open end: something in it that ledger_is_unanswered. */
enum entry_status {
    ENTRY_CLOSED,     /* there is none */
    ENTRY_NO_CAUSE,   /* a manifestation without a cause */
    ENTRY_NO_REMEDY,  /* one of its causes has no remedy, or it is a cause that has none */
    ENTRY_NO_PROBLEM, /* a remedy that answers nothing */
};

/* One annotation of a chain. Strings are never NULL. */
struct entry_item {
    uint32_t node; /* of the graph */
    enum tag tag;
    uint32_t over; /* index of the item that it hangs on; GRAPH_NONE: it begins the chain */
    uint32_t same; /* index of the first item that is the same annotation: its own where it is that one */
    int depth;
    bool unanswered; /* as ledger_is_unanswered */
    size_t shown;    /* number of the row that shows it first, by whoever writes the rows; 0: this one */
    bool listed;     /* its document has rows of its own */
    struct annotation annotation;
    int64_t document;
    const char *document_name; /* borrowed from the graph */
    char *section;             /* path of headings; "" of another document than the entry's */
    char *code;                /* path below its tag, "" for none */
    struct excerpt passage;
    char *link_note, *link_reviewer; /* of the link to what it hangs on */
    struct comment *comments;        /* by thread and time */
    size_t comment_count;
};

struct entry {
    size_t number; /* of the row, from 1 */
    enum entry_status status;
    struct ledger_row row;
    struct entry_item *items; /* in the order of the chain; at least one */
    size_t count;
    size_t left_out; /* of the chain, behind ENTRY_ITEMS_MAX */
};

/* Code points around the passage that begins a chain, and around the others. */
#define ENTRY_AROUND 300
#define ENTRY_AROUND_OTHERS 40

/* At most so many annotations of one chain are written; a problem with more is no list that anybody reads. */
#define ENTRY_ITEMS_MAX 2000

/* Load the row ROW of G, whose document READING is (NULL: no sections and no paragraphs, which costs less). TALK: with
 * comments. Free with entry_clear. What was deleted since the graph was read is told as it was. */
enum err_code entry_load(struct store *s, const struct graph *g, const struct ledger_row *row,
                         const struct reading *reading, bool talk, struct entry *out, struct err *e);
void entry_clear(struct entry *entry);

/* The status of a row from its chain. */
enum entry_status entry_status_of(const struct graph *g, const struct chain *chain);

/* "closed", "no cause", "no remedy", "no problem": as files spell it; and in the reader's language. */
const char *entry_status_name(enum entry_status status);
const char *entry_status_label(enum entry_status status);

#endif
