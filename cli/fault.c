#include "cli/fault.h"

#include "base/i18n.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Static, because that is all a signal handler can reach; put into words before there is no memory for it. */
static struct {
    char words[600];
    size_t n;
} fault;

static void on_abort(int sig)
{
    ssize_t ignored = write(STDERR_FILENO, fault.words, fault.n);
    (void)ignored;
    raise(sig); /* in the system's way by now, also where somebody else sent it */
}

void fault_tell(void)
{
    struct sigaction action = {.sa_handler = on_abort, .sa_flags = (int)SA_RESETHAND};
    snprintf(fault.words, sizeof fault.words, "zhupi: %s\n",
             _("ended at once: there was not enough memory, or the program found a fault in itself. What was said or "
               "shown to be done is in the file, and nothing is half done. Look whether other programs need much "
               "memory, then start again"));
    fault.n = strlen(fault.words);
    sigaction(SIGABRT, &action, NULL);
}
