/* The reviewers' names by id, for what is known by a number only. */
#ifndef ZHUPI_TUI_ROSTER_H
#define ZHUPI_TUI_ROSTER_H

#include "db/store.h"

struct roster {
    struct roster_entry {
        int64_t id;
        char *name;
    } * items;
    size_t count, capacity;
};

/* Read them all, in place of those that are known. */
enum err_code roster_load(struct roster *all, struct store *store, struct err *e);
void roster_clear(struct roster *all);

/* The name of reviewer ID, "" where it is not known; borrowed until the roster changes. */
const char *roster_name(const struct roster *all, int64_t id);

#endif
