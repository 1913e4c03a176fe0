/* The signals that end a review. */
#ifndef ZHUPI_TUI_ENDS_H
#define ZHUPI_TUI_ENDS_H

#include <signal.h>

/* Add them to SET: the line that is gone, a request to end, ^C and ^\ where they are no keys. */
void ends_add(sigset_t *set);

/* Take them out of SET. */
void ends_remove(sigset_t *set);

#endif
