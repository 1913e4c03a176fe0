#include "tui/crash.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Static, because that is all a signal handler can reach. */
static struct {
    struct termios modes;
    int terminal;
    char leave[192];
    size_t leave_bytes;
    struct sigaction abort; /* what was to be done before: it has words for whoever reads the shell's screen */
} crash;

static void on_crash(int sig)
{
    ssize_t ignored = write(crash.terminal, crash.leave, crash.leave_bytes);
    (void)ignored;
    tcsetattr(STDIN_FILENO, TCSANOW, &crash.modes);
    if (sig == SIGABRT)
        sigaction(sig, &crash.abort, NULL);
    else
        signal(sig, SIG_DFL);
    raise(sig);
}

void crash_remember_modes(void)
{
    tcgetattr(STDIN_FILENO, &crash.modes);
}

void crash_guard(const char *const *leave, int terminal)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    crash.terminal = terminal;
    crash.leave_bytes = 0;
    for (; *leave; leave++) {
        size_t n = strlen(*leave);
        if (crash.leave_bytes + n > sizeof crash.leave)
            continue;
        memcpy(crash.leave + crash.leave_bytes, *leave, n);
        crash.leave_bytes += n;
    }
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction sa = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
        struct sigaction before;
        sigaction(signals[i], &sa, &before);
        if (signals[i] == SIGABRT && before.sa_handler != on_crash)
            crash.abort = before;
    }
}
