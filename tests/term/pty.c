#include "tests/term/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

/* Generous: a sanitized program on a busy machine of one core must make it. */
#define DEADLINE_MS 60000
#define QUIET_MS 150
#define SETTLE_MS 5
#define STUCK_LOOKS 40

struct pty {
    int master, slave; /* the slave stays open here, so that its modes can be read after the program has gone */
    pid_t pid;
    bool exited;
    int status;
    int rows, columns;
    VTerm *vt;
    VTermScreen *screen;
    bool other_screen, cursor_visible, frozen;
    size_t bytes;
    double heard_ms;
    char *row;
    pty_watch_fn *watch;
    void *watch_ctx;
};

static double precise_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static long now_ms(void)
{
    return (long)precise_ms();
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct pty *p = user;
    if (property == VTERM_PROP_ALTSCREEN)
        p->other_screen = value->boolean;
    else if (property == VTERM_PROP_CURSORVISIBLE)
        p->cursor_visible = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void set_environment(const char *const env[])
{
    setenv("TERM", "xterm-256color", 1);
    for (; env && *env; env++) {
        const char *equals = strchr(*env, '=');
        char *name = equals ? strndup(*env, (size_t)(equals - *env)) : strdup(*env);
        if (!name)
            _exit(126);
        if (equals)
            setenv(name, equals + 1, 1);
        else
            unsetenv(name);
        free(name);
    }
}

static bool run(struct pty *p, const char *const argv[], const char *const env[])
{
    p->pid = fork();
    if (p->pid != 0)
        return p->pid > 0;
    close(p->master);
    if (login_tty(p->slave) != 0)
        _exit(126);
    set_environment(env);
    signal(SIGINT, SIG_DFL); /* a shell lets what it runs in the background ignore them: "make check &" */
    signal(SIGQUIT, SIG_DFL);
    signal(SIGHUP, SIG_DFL); /* and so does nohup */
    union {
        const char *const *in;
        char *const *out; /* execvp does not write through it */
    } args = {.in = argv};
    execvp(argv[0], args.out);
    _exit(127);
}

struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int columns)
{
    struct pty *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->rows = rows;
    p->columns = columns;
    p->cursor_visible = true;
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    if (openpty(&p->master, &p->slave, NULL, NULL, &size) != 0) {
        free(p);
        return NULL;
    }
    fcntl(p->master, F_SETFD, FD_CLOEXEC);
    fcntl(p->master, F_SETFL, O_NONBLOCK);
    p->vt = vterm_new(rows, columns);
    vterm_set_utf8(p->vt, 1);
    p->screen = vterm_obtain_screen(p->vt);
    vterm_screen_enable_altscreen(p->screen, 1);
    vterm_screen_set_callbacks(p->screen, &callbacks, p);
    vterm_screen_reset(p->screen, 1);
    if (run(p, argv, env))
        return p;
    pty_free(p);
    return NULL;
}

/* Whether the program has ended, without waiting for it. */
static bool has_exited(struct pty *p)
{
    if (!p->exited && p->pid > 0 && waitpid(p->pid, &p->status, WNOHANG) == p->pid)
        p->exited = true;
    return p->exited;
}

void pty_free(struct pty *p)
{
    if (!p)
        return;
    if (p->pid > 0 && !has_exited(p)) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, &p->status, 0);
    }
    if (p->master >= 0)
        close(p->master);
    if (p->slave >= 0)
        close(p->slave);
    vterm_free(p->vt);
    free(p->row);
    free(p);
}

static void send_bytes(struct pty *p, const char *bytes, size_t n)
{
    while (n > 0 && p->master >= 0) {
        ssize_t done = write(p->master, bytes, n);
        if (done < 0 && errno == EAGAIN) {
            struct pollfd poll_out = {.fd = p->master, .events = POLLOUT};
            poll(&poll_out, 1, DEADLINE_MS);
        } else if (done < 0 && errno != EINTR) {
            return;
        } else if (done > 0) {
            bytes += done;
            n -= (size_t)done;
        }
    }
}

/* What the terminal itself answers, for instance where the cursor is. */
static void send_answers(struct pty *p)
{
    char answer[256];
    size_t n;
    while ((n = vterm_output_read(p->vt, answer, sizeof answer)) > 0)
        send_bytes(p, answer, n);
}

/* Let the terminal take what has come within MILLISECONDS. False where nothing came. */
static bool take(struct pty *p, int milliseconds)
{
    if (p->master < 0 || p->frozen) {
        poll(NULL, 0, milliseconds);
        return false;
    }
    struct pollfd poll_in = {.fd = p->master, .events = POLLIN};
    if (poll(&poll_in, 1, milliseconds) <= 0)
        return false;
    char buf[65536];
    ssize_t n = read(p->master, buf, sizeof buf);
    if (n <= 0)
        return false;
    p->bytes += (size_t)n;
    p->heard_ms = precise_ms();
    if (p->watch)
        p->watch(p->watch_ctx, buf, (size_t)n);
    vterm_input_write(p->vt, buf, (size_t)n);
    send_answers(p);
    return true;
}

void pty_watch(struct pty *p, pty_watch_fn *fn, void *ctx)
{
    p->watch = fn;
    p->watch_ctx = ctx;
}

void pty_type(struct pty *p, const char *keys)
{
    send_bytes(p, keys, strlen(keys));
}

static bool has_read_all(const struct pty *p)
{
    int unread = 0;
    return ioctl(p->slave, FIONREAD, &unread) == 0 && unread == 0;
}

static bool sleeps(const struct pty *p)
{
    char path[64], stat[256];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)p->pid);
    FILE *f = fopen(path, "re");
    size_t n = f ? fread(stat, 1, sizeof stat - 1, f) : 0;
    if (f)
        fclose(f);
    stat[n] = '\0';
    const char *state = strrchr(stat, ')'); /* behind the name, which may hold anything */
    return state && strncmp(state, ") S", 3) == 0;
}

static bool waits_for_keys(const struct pty *p)
{
    return has_read_all(p) && sleeps(p);
}

/* Until it waits for keys and at least BYTES bytes have come. */
static bool settle(struct pty *p, size_t bytes)
{
    long end = now_ms() + DEADLINE_MS;
    for (;;) {
        bool more = take(p, SETTLE_MS);
        if (!more && p->bytes >= bytes && waits_for_keys(p))
            return true;
        if (has_exited(p) || now_ms() >= end)
            return false;
    }
}

bool pty_press(struct pty *p, const char *keys)
{
    size_t before = p->bytes;
    pty_type(p, keys);
    return settle(p, before + 1);
}

bool pty_settle(struct pty *p)
{
    return settle(p, 0);
}

/* Whether the program sleeps on and on with a key unread. */
static bool is_stuck(const struct pty *p)
{
    for (int looks = 0; looks < STUCK_LOOKS; looks++) {
        if (has_read_all(p) || !sleeps(p))
            return false;
        poll(NULL, 0, SETTLE_MS);
    }
    return true;
}

bool pty_freeze(struct pty *p, const char *key)
{
    long end = now_ms() + DEADLINE_MS;
    p->frozen = true;
    while (now_ms() < end && !has_exited(p)) {
        pty_type(p, key);
        poll(NULL, 0, SETTLE_MS); /* it is on its way through the kernel */
        while (!has_read_all(p) && now_ms() < end)
            if (is_stuck(p))
                return true;
    }
    return false;
}

void pty_thaw(struct pty *p)
{
    p->frozen = false;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[n] | c);
    return n;
}

void pty_get_cell(struct pty *p, int row, int column, struct pty_cell *out)
{
    *out = (struct pty_cell){.width = 1};
    VTermScreenCell cell;
    if (!vterm_screen_get_cell(p->screen, (VTermPos){.row = row, .col = column}, &cell))
        return;
    size_t n = 0;
    if (cell.chars[0] == 0)
        out->text[n++] = ' ';
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0 && cell.chars[i] != (uint32_t)-1; i++)
        n += put_utf8(out->text + n, cell.chars[i]);
    out->width = cell.width > 1 ? 2 : 1;
    out->bold = cell.attrs.bold;
    out->underline = cell.attrs.underline != 0;
    out->reverse = cell.attrs.reverse;
    out->coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
}

const char *pty_row(struct pty *p, int row)
{
    char *grown = realloc(p->row, (size_t)p->columns * sizeof((struct pty_cell *)0)->text + 1);
    if (!grown)
        return "";
    p->row = grown;
    size_t n = 0;
    for (int column = 0; column < p->columns; column++) {
        struct pty_cell cell;
        pty_get_cell(p, row, column, &cell);
        size_t length = strlen(cell.text);
        memcpy(p->row + n, cell.text, length);
        n += length;
    }
    while (n > 0 && p->row[n - 1] == ' ')
        n--;
    p->row[n] = '\0';
    return p->row;
}

int pty_find(struct pty *p, const char *text, int *column)
{
    for (int row = 0; row < p->rows; row++) {
        const char *line = pty_row(p, row);
        const char *hit = strstr(line, text);
        if (!hit)
            continue;
        size_t before = (size_t)(hit - line), bytes = 0;
        int at = 0;
        for (struct pty_cell cell; pty_get_cell(p, row, at, &cell), bytes < before || !*cell.text; at++)
            bytes += strlen(cell.text);
        if (column)
            *column = at;
        return row;
    }
    return -1;
}

static bool wait_until(struct pty *p, const char *text, bool there, int milliseconds)
{
    long end = now_ms() + milliseconds;
    for (;;) {
        bool gone = has_exited(p);
        while (take(p, 0))
            continue;
        if ((pty_find(p, text, NULL) >= 0) == there)
            return true;
        long left = end - now_ms();
        if (gone || left <= 0)
            return false; /* the last words were read after the end was seen */
        take(p, left < 20 ? (int)left : 20);
    }
}

static bool wait_or_show(struct pty *p, const char *text, bool there)
{
    if (wait_until(p, text, there, DEADLINE_MS))
        return true;
    fprintf(stderr, "# waited in vain for \"%s\" to %s; the screen:\n", text, there ? "come" : "go");
    for (int row = 0; row < p->rows; row++)
        fprintf(stderr, "# |%s\n", pty_row(p, row));
    return false;
}

bool pty_wait(struct pty *p, const char *text)
{
    return wait_or_show(p, text, true);
}

bool pty_wait_gone(struct pty *p, const char *text)
{
    return wait_or_show(p, text, false);
}

bool pty_shows_within(struct pty *p, const char *text, int milliseconds)
{
    return wait_until(p, text, true, milliseconds);
}

void pty_drain_for(struct pty *p, int milliseconds)
{
    while (take(p, milliseconds))
        continue;
}

void pty_drain(struct pty *p)
{
    pty_drain_for(p, QUIET_MS);
}

double pty_heard_ms(const struct pty *p)
{
    return p->heard_ms;
}

bool pty_wait_exit(struct pty *p, int *status)
{
    long end = now_ms() + DEADLINE_MS;
    while (!has_exited(p)) {
        if (now_ms() >= end)
            return false;
        take(p, 20);
    }
    while (take(p, 0))
        continue;
    *status = p->status;
    return true;
}

size_t pty_bytes(const struct pty *p)
{
    return p->bytes;
}

void pty_cursor(const struct pty *p, int *row, int *column, bool *visible)
{
    VTermPos pos;
    vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &pos);
    *row = pos.row;
    *column = pos.col;
    *visible = p->cursor_visible;
}

bool pty_other_screen(const struct pty *p)
{
    return p->other_screen;
}

bool pty_sane(const struct pty *p)
{
    struct termios modes;
    const tcflag_t wanted = ICANON | ECHO | ISIG;
    return tcgetattr(p->slave, &modes) == 0 && (modes.c_lflag & wanted) == wanted && (modes.c_oflag & OPOST) &&
           (modes.c_iflag & ICRNL);
}

void pty_resize(struct pty *p, int rows, int columns)
{
    p->rows = rows;
    p->columns = columns;
    vterm_set_size(p->vt, rows, columns);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    ioctl(p->slave, TIOCSWINSZ, &size);
}

void pty_hang_up(struct pty *p)
{
    close(p->master);
    p->master = -1;
}

void pty_signal(struct pty *p, int signal)
{
    if (!has_exited(p))
        kill(p->pid, signal);
}

pid_t pty_pid(const struct pty *p)
{
    return p->pid;
}
