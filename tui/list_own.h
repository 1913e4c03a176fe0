/* Inside the list alone: list.c, and list_filter.c for what passes its filter. */
#ifndef ZHUPI_TUI_LIST_OWN_H
#define ZHUPI_TUI_LIST_OWN_H

#include "tui/list.h"
#include "tui/list_rows.h"
#include "tui/table.h"

enum what {
    WHAT_STATE,
    WHAT_NAME,
    WHAT_CHARACTERS,
    WHAT_TAGS,
    WHAT_QUESTIONS,
    WHAT_BAR,
    WHAT_PERCENT,
    WHAT_DONE,
    WHAT_WHO,
    WHAT_DATE
};
#define MAX_COLUMNS 10

struct list {
    struct table table;
    struct table_source source;
    struct table_column columns[MAX_COLUMNS];
    enum what what[MAX_COLUMNS]; /* what each column shows */
    struct tally tally;
    struct list_rows rows;
    char *before;     /* the filter, while another one is being typed; or NULL */
    bool unsettled;   /* something changed since it was found what passes */
    int64_t found_ms; /* when it was found last */
    bool team, lead, wide;
    bool unread;   /* it was never seen, and nothing was read for it */
    int64_t asked; /* the document of which was asked, while it is unread, whether it is this reviewer's */
    bool asked_is_mine;
    int64_t me;
    int64_t chosen; /* document */
};

static inline struct list *list_self(const struct view *v)
{
    return (struct list *)v;
}

/* The list where it is on top, or NULL. */
static inline struct list *list_of(const struct app *app)
{
    return (struct list *)app_top(app, &list_ops);
}

/* Columns and rows as they are to be now. */
void list_shape(struct list *l, const struct app *app);

/* For view_ops: filter, set_filter and work (list_filter.c). */
const char *list_filter(const struct view *v, const struct app *app);
enum err_code list_set_filter(struct view *v, struct app *app, const char *expression, struct filter *take_where,
                              struct err *e);
bool list_work(struct view *v, struct app *app);

#endif
