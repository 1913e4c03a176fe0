/* Running a converter: a process of its own that gets a file, prints text, and is not trusted with anything else. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "exchange/converter.h"
#include "exchange/converter_child.h"
#include "text/decode.h"
#include "text/glyph.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_KEPT 4096 /* bytes of what a program says about its troubles; the rest is read and dropped */
#define WORDS_SHOWN 200
#define POLL_MS 20 /* between two looks at the program, where the kernel cannot wake us for its end (before 5.3) */

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

enum ending { RUNNING, ENDED, TOO_LONG, TOO_MUCH, STOPPED, BROKEN };

struct run {
    const struct converter *converter;
    const struct limits *limits;
    pid_t pid, watcher;
    int pid_fd, signal_fd; /* -1: the kernel has none; none is wanted */
    int out, err;          /* -1 when the program has closed it */
    struct str *text, words;
    enum ending ending;
    int status;
    sigset_t mask; /* before the run */
    struct sigaction children;
};

/* ---- what the program gets ---- */

/* The absolute path of NAME into OUT, through the absolute folders of PATH. */
static bool find_program(const char *name, struct str *out)
{
    const char *path = getenv("PATH");
    if (name[0] == '/') {
        str_add(out, name);
        return access(name, X_OK) == 0;
    }
    for (const char *at = path && *path ? path : "/usr/local/bin:/usr/bin:/bin"; *at;) {
        size_t n = strcspn(at, ":");
        str_truncate(out, 0);
        str_addf(out, "%.*s/%s", (int)n, at, name);
        if (at[0] == '/' && access(str_z(out), X_OK) == 0)
            return true;
        at += n + (at[n] == ':');
    }
    return false;
}

static char *fill_in(const char *word)
{
    struct str out = {0};
    for (const char *c = word; *c; c++) {
        if (*c == '%' && c[1] == 's')
            str_add(&out, CONVERTER_FILE_NAME);
        else
            str_addc(&out, *c);
        c += *c == '%';
    }
    return str_take(&out);
}

static char **fill_in_all(char **words)
{
    char **argv = mem_zero(CONVERTER_WORDS + 1, sizeof *argv);
    for (size_t i = 0; words[i]; i++)
        argv[i] = fill_in(words[i]);
    return argv;
}

static void add_variable(char **envp, const char *name, const char *value)
{
    if (!value)
        return;
    struct str s = {0};
    str_addf(&s, "%s=%s", name, value);
    while (*envp)
        envp++;
    *envp = str_take(&s);
}

static char **environment(void)
{
    char **envp = mem_zero(4, sizeof *envp);
    add_variable(envp, "PATH", getenv("PATH"));
    add_variable(envp, "LANG", "C.UTF-8"); /* its words are looked at */
    add_variable(envp, "TMPDIR", getenv("TMPDIR"));
    return envp;
}

static void free_words(char **words)
{
    for (char **word = words; *word; word++)
        free(*word);
    free(words);
}

/* The bytes as a file that nobody else can reach or change, and that is gone with the run; -1 and errno. */
static int file_of(const void *p, size_t n)
{
    int fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    for (size_t done = 0; fd >= 0 && done < n;) {
        ssize_t wrote = write(fd, (const char *)p + done, n - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0) {
            close(fd);
            return -1;
        }
        done += (size_t)wrote;
    }
    if (fd >= 0 && (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0 ||
                    lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* ---- while it runs ---- */

/* What would end this process waits until the program is gone; what is ignored stays so, but for the end of children,
 * which could not be asked how they ended then (wait(2)). */
static void hold_signals(struct run *r)
{
    const struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &standard, &r->children);
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++) {
        struct sigaction now;
        if (sigaction(stopping[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&held, stopping[i]);
    }
    sigprocmask(SIG_BLOCK, &held, &r->mask);
    r->signal_fd = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Read what is there: into TEXT, or into the words. Closes *FD at its end. */
static void take(struct run *r, int *fd)
{
    char chunk[65536];
    while (*fd >= 0 && r->ending != TOO_MUCH) {
        ssize_t got = read(*fd, chunk, sizeof chunk);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0) {
            close(*fd);
            *fd = -1;
        } else if (fd == &r->err) {
            size_t room = WORDS_KEPT - r->words.len;
            str_addn(&r->words, chunk, (size_t)got < room ? (size_t)got : room);
            return; /* a program that floods this one must not keep us from the other */
        } else {
            str_addn(r->text, chunk, (size_t)got);
            if (r->text->len > r->limits->text)
                r->ending = TOO_MUCH;
            return;
        }
    }
}

static bool has_ended(struct run *r)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == r->pid;
}

static void watch(struct run *r)
{
    int64_t end = clock_monotonic_ms() + (int64_t)r->limits->seconds * 1000;
    while (r->ending == RUNNING) {
        int64_t left = end - clock_monotonic_ms();
        if (left <= 0) {
            r->ending = TOO_LONG;
            return;
        }
        struct pollfd fds[] = {
            {r->out, POLLIN, 0}, {r->err, POLLIN, 0}, {r->pid_fd, POLLIN, 0}, {r->signal_fd, POLLIN, 0}};
        int ready = poll(fds, 4, (int)(r->pid_fd < 0 && left > POLL_MS ? POLL_MS : left));
        if (ready < 0 && errno != EINTR)
            r->ending = BROKEN;
        if (ready < 0)
            continue;
        if (fds[0].revents)
            take(r, &r->out);
        if (fds[1].revents)
            take(r, &r->err);
        if (fds[3].revents)
            r->ending = STOPPED;
        else if (r->ending == RUNNING && (fds[2].revents || r->pid_fd < 0) && has_ended(r))
            r->ending = ENDED;
    }
}

static void dismiss_watcher(struct run *r)
{
    if (r->watcher <= 0)
        return;
    kill(r->watcher, SIGKILL);
    while (waitpid(r->watcher, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* End all that the program started: it cannot leave its group. What it printed before its end is still in the pipes. */
static void finish(struct run *r)
{
    kill(-r->pid, SIGKILL);
    kill(r->pid, SIGKILL); /* it may not have its group yet */
    dismiss_watcher(r);    /* while nobody else can have the number of the group */
    while (waitpid(r->pid, &r->status, 0) < 0)
        if (errno != EINTR) {
            r->ending = BROKEN;
            break;
        }
    for (size_t before = SIZE_MAX; r->ending == ENDED && r->out >= 0 && before != r->text->len;) {
        before = r->text->len;
        take(r, &r->out);
    }
    take(r, &r->err);
}

static void close_all(struct run *r)
{
    int fds[] = {r->out, r->err, r->pid_fd, r->signal_fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    sigaction(SIGCHLD, &r->children, NULL);
    sigprocmask(SIG_SETMASK, &r->mask, NULL);
}

/* Fork the program, and who looks after what it starts; without the latter (no process is left) it runs all the same.
 * Errno tells what was in the way where there is no program. */
static void start(struct run *r, struct converter_child *child)
{
    hold_signals(r);
    child->mask = r->mask;
    r->pid = fork();
    if (r->pid == 0)
        converter_child(child);
    if (r->pid < 0)
        return;
    r->watcher = fork();
    if (r->watcher == 0)
        converter_watcher(child->parent, r->pid);
    r->pid_fd = (int)syscall(SYS_pidfd_open, r->pid, 0);
}

/* Start it and see it to its end. */
static enum err_code run(struct run *r, const char *program, int file, struct err *e)
{
    int out[2] = {-1, -1}, err[2] = {-1, -1};
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0 || fcntl(out[0], F_SETFL, O_NONBLOCK) != 0 ||
        fcntl(err[0], F_SETFL, O_NONBLOCK) != 0) {
        int number = errno;
        for (int i = 0; i < 2; i++) {
            close(out[i]);
            close(err[i]);
        }
        return err_set(e, ERR_IO, _("%s cannot be started: %s"), program, strerror(number));
    }
    struct converter_child child = {.program = program,
                                    .argv = fill_in_all(r->converter->argv),
                                    .envp = environment(),
                                    .file = file,
                                    .out = out[1],
                                    .err = err[1],
                                    .limits = r->limits,
                                    .parent = getpid()};
    start(r, &child);
    int number = errno;
    free_words(child.argv);
    free_words(child.envp);
    close(out[1]);
    close(err[1]);
    r->out = out[0];
    r->err = err[0];
    if (r->pid > 0) {
        watch(r);
        finish(r);
    }
    close_all(r);
    return r->pid > 0 ? ERR_OK : err_set(e, ERR_IO, _("%s cannot be started: %s"), program, strerror(number));
}

/* ---- what came of it ---- */

/* The line of what the program said that tells most: the first one with an error, else the first one. */
static void telling_line(const struct run *r, struct str *out)
{
    const char *best = NULL, *at = str_z(&r->words);
    for (; *at; at += strcspn(at, "\r\n"), at += strspn(at, "\r\n")) {
        size_t n = strcspn(at, "\r\n");
        const char *error = strcasestr(at, "error");
        bool tells = error && error < at + n;
        if (n > 0 && (!best || tells))
            best = at;
        if (tells)
            break;
    }
    if (best)
        glyph_add_safe(out, best, strcspn(best, "\r\n") < WORDS_SHOWN ? strcspn(best, "\r\n") : WORDS_SHOWN);
}

static bool says(const struct run *r, const char *word)
{
    return strcasestr(str_z(&r->words), word) != NULL;
}

static enum err_code too_large(const struct run *r, struct err *e)
{
    return err_set(e, ERR_INPUT, _("%s prints more than %zu MB of text: %s"), r->converter->argv[0],
                   r->limits->text >> 20, limits_text_advice(r->limits->text));
}

static enum err_code too_slow(const struct run *r, struct err *e)
{
    return err_set(e, ERR_INPUT, _("%s needs longer than %d s: give --max-time with more, if it is right"),
                   r->converter->argv[0], r->limits->seconds);
}

static enum err_code failed(const struct run *r, struct err *e)
{
    const char *name = r->converter->argv[0];
    if (WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGXCPU)
        return too_slow(r, e);
    if (WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGXFSZ)
        return too_large(r, e);
    if (says(r, "password"))
        return err_set(e, ERR_INPUT, _("is protected with a password: save a copy without it, and import that"));
    if (says(r, "memory") || says(r, "bad_alloc") || says(r, "failed to map segment") ||
        says(r, "zero-fill pages")) /* the loader, where the program does not get as far as to say so */
        return err_set(e, ERR_INPUT, _("%s needs more than %zu MB of memory: give --max-memory with more"), name,
                       r->limits->memory >> 20);
    struct str line = {0};
    telling_line(r, &line);
    if (line.len > 0 && strcmp(r->converter->type, "application/pdf") == 0)
        err_set(e, ERR_INPUT,
                _("is damaged or not complete: open it in a program that shows it and save it anew, or fetch it again "
                  "(%s cannot read it: %s)"),
                name, str_z(&line));
    else if (line.len > 0)
        err_set(e, ERR_INPUT, _("%s cannot read it: %s"), name, str_z(&line));
    else if (WIFSIGNALED(r->status))
        err_set(e, ERR_INPUT, _("%s cannot read it, and crashed (%s)"), name, strsignal(WTERMSIG(r->status)));
    else
        err_set(e, ERR_INPUT, _("%s cannot read it, and does not say why (status %d)"), name, WEXITSTATUS(r->status));
    str_clear(&line);
    return ERR_INPUT;
}

static enum err_code judge(const struct run *r, struct err *e)
{
    switch (r->ending) {
    case TOO_LONG:
        return too_slow(r, e);
    case TOO_MUCH:
        return too_large(r, e);
    case ENDED:
        return WIFEXITED(r->status) && WEXITSTATUS(r->status) == 0 ? ERR_OK : failed(r, e);
    case STOPPED:
        return err_set(e, ERR_IO, _("%s was stopped before it had read it"), r->converter->argv[0]);
    default:
        return err_set(e, ERR_IO, _("%s was stopped, as nobody can wait for it here"), r->converter->argv[0]);
    }
}

static enum err_code not_installed(const struct converter *f, struct err *e)
{
    if (f->package)
        return err_set(e, ERR_INPUT,
                       _("is read with %s, which is not installed: install the package %s, or name another program in "
                         "~/.config/zhupi/converters"),
                       f->argv[0], f->package);
    return err_set(e, ERR_INPUT,
                   _("is read with %s, which is not there: install it, or name another program in "
                     "~/.config/zhupi/converters"),
                   f->argv[0]);
}

/* The text as the rest of the program wants it. */
static enum err_code make_clean(const struct converter *f, struct str *text, struct err *e)
{
    struct decoded d;
    if (decode(str_z(text), text->len, &(struct decode_opts){.encoding = "UTF-8"}, &d, NULL) != ERR_OK)
        return err_set(
            e, ERR_INPUT,
            _("what %s prints is not UTF-8: the table of converters has to name the option that makes it so"),
            f->argv[0]);
    str_clear(text);
    *text = (struct str){.p = d.utf8, .len = d.bytes, .cap = d.bytes + 1};
    return ERR_OK;
}

enum err_code converter_run(const struct converter *converter, const void *p, size_t n, const struct limits *limits,
                            struct str *out, struct err *e)
{
    *out = (struct str){0};
    struct str program = {0};
    if (!find_program(converter->argv[0], &program)) {
        str_clear(&program);
        return not_installed(converter, e);
    }
    struct run r = {.converter = converter,
                    .limits = limits,
                    .pid = -1,
                    .watcher = -1,
                    .pid_fd = -1,
                    .signal_fd = -1,
                    .out = -1,
                    .err = -1,
                    .text = out};
    int file = file_of(p, n);
    enum err_code rc = file < 0 ? err_set(e, ERR_FULL, _("there is no memory to hand it to %s: %s"), converter->argv[0],
                                          strerror(errno))
                                : run(&r, str_z(&program), file, e);
    if (file >= 0)
        close(file);
    if (!rc)
        rc = judge(&r, e);
    if (!rc)
        rc = make_clean(converter, out, e);
    if (rc)
        str_clear(out);
    str_clear(&r.words);
    str_clear(&program);
    return rc;
}
