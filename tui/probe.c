#include "tui/probe.h"

#include "base/clock.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MS 1000 /* to the other end of the world and back, and some */

static bool send_all(int fd, const char *z)
{
    size_t n = strlen(z);
    return write(fd, z, n) == (ssize_t)n;
}

/* A cursor position report ESC [ ROW ; COL R inside the N bytes at S: its column, with where it begins and ends. */
static int find_report(const char *s, size_t n, size_t *from, size_t *to)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (s[i] != '\033' || s[i + 1] != '[')
            continue;
        size_t k = i + 2;
        int column = 0;
        bool second = false;
        for (; k < n && ((s[k] >= '0' && s[k] <= '9') || s[k] == ';'); k++) {
            if (s[k] == ';')
                second = true;
            else if (second && column < 10000)
                column = column * 10 + (s[k] - '0');
        }
        if (k < n && s[k] == 'R' && second) {
            *from = i;
            *to = k + 1;
            return column;
        }
    }
    return 0;
}

static void read_answer(int fd, struct probe *p)
{
    while (p->typed_bytes < sizeof p->typed) {
        int64_t left = p->until_ms - clock_monotonic_ms();
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, left > 0 ? (int)left : 0) <= 0)
            return;
        ssize_t n = read(fd, p->typed + p->typed_bytes, sizeof p->typed - p->typed_bytes);
        if (n <= 0)
            return;
        p->typed_bytes += (size_t)n;
        size_t from, to;
        int column = find_report(p->typed, p->typed_bytes, &from, &to);
        if (column) {
            p->answered = true;
            p->wide = column == 3;
            memmove(p->typed + from, p->typed + to, p->typed_bytes - to);
            p->typed_bytes -= to - from;
            return;
        }
    }
}

void probe_ask(int fd, struct probe *out)
{
    *out = (struct probe){0};
    if (send_all(fd, "\033[1;1H\xE2\x80\x9C\033[6n"))
        out->until_ms = clock_monotonic_ms() + ANSWER_MS;
}

void probe_wait(int fd, struct probe *p)
{
    if (!p->until_ms)
        return;
    read_answer(fd, p);
    p->until_ms = 0;
    send_all(fd, "\033[1;1H\033[K");
}
