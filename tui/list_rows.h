/* Which documents the list shows, and in which order: what is to do, those whose names hold the words that are typed,
 * by name, date, progress or assignee. Made for a hundred thousand: names are folded once, and each key costs one pass.
 */
#ifndef ZHUPI_TUI_LIST_ROWS_H
#define ZHUPI_TUI_LIST_ROWS_H

#include "tui/tally.h"

enum list_which { WHICH_TODO, WHICH_MINE, WHICH_ALL, WHICH_COUNT };
enum list_sort { SORT_NAME, SORT_DATE, SORT_PROGRESS, SORT_ASSIGNEE, SORT_COUNT };

struct list_rows {
    enum list_which which;
    enum list_sort sort;
    bool own;             /* how far this reviewer is, not the team, is what is sorted by progress */
    struct str filter;    /* as it was typed; "" for none */
    struct str words;     /* the words of it, where it is nothing but words; or "" */
    struct filter *where; /* and else the filter parsed, */
    int64_t *passing;     /* with the documents that pass it, by id */
    size_t passing_count, passing_capacity;
    size_t *rows; /* documents of the tally */
    size_t count;
    size_t capacity;
    char **folded; /* the name of each document and of those whom it is assigned to, folded; NULL: not yet */
    size_t folded_count;
};

void list_rows_clear(struct list_rows *r);

/* The tally was read again: forget what was taken from it. */
void list_rows_forget(struct list_rows *r);

/* Show what passes WHERE, which was parsed from EXPRESSION and becomes R's (NULL: everything). Where it is nothing but
 * words that is each document whose name, with those of its assignees, holds each of them, whatever the letter case,
 * full or half width, traditional or simplified; else those that list_rows_find finds. Takes effect with list_rows_set.
 */
void list_rows_filter(struct list_rows *r, const char *expression, struct filter *take_where);

/* Find anew which documents pass, where that is not a matter of their names. */
enum err_code list_rows_find(struct list_rows *r, struct store *s, struct err *e);

/* Find the rows of T for reviewer ME. */
void list_rows_set(struct list_rows *r, const struct tally *t, int64_t me);

/* "name", "date", "progress", "assignee": as commands spell it, never translated; and what people read. */
const char *list_sort_name(enum list_sort sort);
const char *list_sort_label(enum list_sort sort);

#endif
