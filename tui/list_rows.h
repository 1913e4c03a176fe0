/* Which documents the list shows, and in which order: what is to do, those whose names hold the words that are typed,
 * by name, date, progress or assignee. Made for a hundred thousand: names are folded once, and each key costs one pass.
 */
#ifndef ZHUPI_TUI_LIST_ROWS_H
#define ZHUPI_TUI_LIST_ROWS_H

#include "tui/tally.h"

enum list_which { WHICH_TODO, WHICH_MINE, WHICH_ALL, WHICH_COUNT };
enum list_sort { SORT_NAME, SORT_DATE, SORT_PROGRESS, SORT_ASSIGNEE, SORT_COUNT };

struct id_list {
    int64_t *ids;
    size_t count, capacity;
};

struct list_rows {
    enum list_which which;
    enum list_sort sort;
    bool own;               /* how far this reviewer is, not the team, is what is sorted by progress */
    struct str filter;      /* as it was typed; "" for none */
    struct str words;       /* the words of it, where it is nothing but words; or "" */
    struct filter *where;   /* parsed */
    struct id_list passing; /* the documents that pass it, by id, as far as they were found */
    struct id_list finding; /* those found by now, while they are looked for again */
    int64_t next;           /* from this id on they are; 0: all were found */
    size_t *rows;           /* documents of the tally */
    size_t count;
    size_t capacity;
    char **folded; /* the name of each document and of those whom it is assigned to, folded; NULL: not yet */
    size_t folded_count;
};

void list_rows_clear(struct list_rows *r);

/* The tally was read again: forget what was taken from it. */
void list_rows_forget(struct list_rows *r);

/* Show what passes WHERE, which was parsed from EXPRESSION and becomes R's (NULL: everything): what list_rows_step
 * finds, and where it is nothing but words each document whose name, with those of its assignees, holds each of them,
 * whatever the letter case, full or half width, traditional or simplified. Takes effect with list_rows_set. */
void list_rows_filter(struct list_rows *r, const char *expression, struct filter *take_where);

/* Look for what passes, from the beginning; what was found before stays until it is found anew. */
void list_rows_find(struct list_rows *r);

/* Go on for some milliseconds, up to document LAST; *CHANGED: R->passing has become another one. */
enum err_code list_rows_step(struct list_rows *r, struct store *s, int64_t last, bool *changed, struct err *e);

/* Find the rows of T for reviewer ME. */
void list_rows_set(struct list_rows *r, const struct tally *t, int64_t me);

/* "name", "date", "progress", "assignee": as commands spell it, never translated; and what people read. */
const char *list_sort_name(enum list_sort sort);
const char *list_sort_label(enum list_sort sort);

#endif
