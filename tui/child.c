#include "tui/child.h"

#include "base/i18n.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What was typed at the other program (^C, ^\) was sent to us too, and waits: to ignore a signal forgets it. */
static void forget_interrupts(void)
{
    static const int typed[] = {SIGINT, SIGQUIT};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
        sigaction(typed[i], &ignore, &before);
        sigaction(typed[i], &before, NULL);
    }
}

enum err_code child_run(char *const argv[], const sigset_t *mask, int *status, struct err *e)
{
    posix_spawnattr_t attr;
    posix_spawnattr_init(&attr);
    posix_spawnattr_setsigmask(&attr, mask);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attr, &defaults);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t pid;
    int rc = posix_spawnp(&pid, argv[0], NULL, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    int wstatus = 0;
    while (rc == 0 && waitpid(pid, &wstatus, 0) < 0 && errno == EINTR)
        ;
    forget_interrupts();
    if (rc)
        return err_set(e, ERR_IO, _("%s could not be started: %s"), argv[0], strerror(rc));
    *status = WIFEXITED(wstatus) ? WEXITSTATUS(wstatus) : 128;
    return ERR_OK;
}
