#include "tui/output.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CANCEL "\030" /* ECMA-48 CAN: a sequence that has begun is over */

enum err_code output_open(struct output *o, int ends, struct err *e)
{
    *o = (struct output){.terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), .memory = -1, .ends = ends};
    if (o->terminal >= 0)
        o->memory = memfd_create("zhupi-screen", MFD_CLOEXEC);
    if (o->memory >= 0)
        return ERR_OK;
    int why = errno;
    output_close(o);
    return err_set(e, ERR_IO, _("the terminal cannot be used: %s"), strerror(why));
}

void output_close(struct output *o)
{
    if (o->terminal >= 0)
        close(o->terminal);
    if (o->memory >= 0)
        close(o->memory);
    free(o->bytes);
    *o = (struct output){.terminal = -1, .memory = -1, .ends = -1};
}

static void standard_output_is(int fd)
{
    fflush(stdout);
    while (dup2(fd, STDOUT_FILENO) < 0 && (errno == EINTR || errno == EBUSY))
        ;
}

void output_begin(struct output *o)
{
    standard_output_is(o->memory);
}

/* Only for this one write: the flag belongs to the terminal as it was opened by the shell, which does not expect it. */
static ssize_t write_what_fits(const struct output *o, const char *bytes, size_t n)
{
    int flags = fcntl(o->terminal, F_GETFL);
    fcntl(o->terminal, F_SETFL, flags | O_NONBLOCK);
    ssize_t done = write(o->terminal, bytes, n);
    int why = errno;
    fcntl(o->terminal, F_SETFL, flags);
    errno = why;
    return done;
}

/* False where the program has to end and the terminal took nothing until *END, which is set when that is seen. */
static bool wait_for_room(const struct output *o, int64_t *end, int parting_ms)
{
    struct pollfd p[] = {{.fd = o->terminal, .events = POLLOUT}, {.fd = o->ends, .events = POLLIN}};
    if (*end == 0) {
        if (!o->ending)
            poll(p, 2, -1);
        if (!o->ending && !p[1].revents)
            return true;
        *end = clock_monotonic_ms() + parting_ms;
    }
    int64_t left = *end - clock_monotonic_ms();
    return left > 0 && poll(p, 1, (int)left) > 0;
}

static bool send_all(const struct output *o, const char *bytes, size_t n, int parting_ms)
{
    int64_t end = 0;
    while (n > 0) {
        ssize_t done = write_what_fits(o, bytes, n);
        if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        } else if (errno != EINTR && (errno != EAGAIN || !wait_for_room(o, &end, parting_ms))) {
            return false; /* where the line is gone, reading will tell */
        }
    }
    return true;
}

void output_send(struct output *o, const char *bytes, size_t n, int parting_ms)
{
    if (n > 0)
        o->cut = (o->cut && !send_all(o, CANCEL, strlen(CANCEL), parting_ms)) || !send_all(o, bytes, n, parting_ms);
}

void output_end(struct output *o, int parting_ms)
{
    standard_output_is(o->terminal);
    off_t end = lseek(o->memory, 0, SEEK_CUR);
    size_t n = end > 0 ? (size_t)end : 0;
    if (o->room < n) {
        o->room = n;
        o->bytes = mem_resize(o->bytes, o->room, 1);
    }
    ssize_t got = n ? pread(o->memory, o->bytes, n, 0) : 0;
    lseek(o->memory, 0, SEEK_SET);
    if (got > 0)
        output_send(o, o->bytes, (size_t)got, parting_ms);
}
