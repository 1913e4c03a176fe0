#include "tui/ends.h"

#include <stddef.h>

static const int ends[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT};

void ends_add(sigset_t *set)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        sigaddset(set, ends[i]);
}

void ends_remove(sigset_t *set)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        sigdelset(set, ends[i]);
}
