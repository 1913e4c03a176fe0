#include "tui/probe.h"

#include "base/clock.h"

#include <poll.h>
#include <string.h>
#include <termios.h>
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

static void wait_for_answer(int fd, struct probe *out)
{
    int64_t end = clock_monotonic_ms() + ANSWER_MS;
    while (out->typed_bytes < sizeof out->typed) {
        int64_t left = end - clock_monotonic_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, (int)left) <= 0)
            return;
        ssize_t n = read(fd, out->typed + out->typed_bytes, sizeof out->typed - out->typed_bytes);
        if (n <= 0)
            return;
        out->typed_bytes += (size_t)n;
        size_t from, to;
        int column = find_report(out->typed, out->typed_bytes, &from, &to);
        if (column) {
            out->answered = true;
            out->wide = column == 3;
            memmove(out->typed + from, out->typed + to, out->typed_bytes - to);
            out->typed_bytes -= to - from;
            return;
        }
    }
}

void probe_ambiguous(int fd, struct probe *out)
{
    *out = (struct probe){0};
    struct termios before, raw;
    if (tcgetattr(fd, &before) != 0)
        return;
    raw = before;
    cfmakeraw(&raw);
    if (tcsetattr(fd, TCSANOW, &raw) != 0)
        return;
    if (send_all(fd, "\033[1;1H\xE2\x80\x9C\033[6n"))
        wait_for_answer(fd, out);
    send_all(fd, "\033[1;1H\033[K");
    tcsetattr(fd, TCSANOW, &before);
}
