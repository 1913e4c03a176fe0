/* What a reviewer may do in a file. The numbers are what the database stores; the names are what every file and prompt
 * spells. A smaller number may do all that a greater one may. */
#ifndef ZHUPI_BASE_ROLE_H
#define ZHUPI_BASE_ROLE_H

#include <stdbool.h>

enum role {
    ROLE_LEAD = 1,     /* assigns documents, closes them, settles annotations, gives roles */
    ROLE_REVIEWER = 2, /* tags and comments */
    ROLE_READER = 3    /* changes nothing */
};

/* "lead", "reviewer", "reader": as files and scripts spell it, never translated. "" for another number. */
const char *role_name(enum role role);

/* The name in the reader's language. */
const char *role_label(enum role role);

/* The role named by S, its name or its label. False where it names none. */
bool role_parse(const char *s, enum role *out);

#endif
