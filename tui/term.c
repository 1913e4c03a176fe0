/* The terminal, through ncursesw: the only file that knows curses. */
#include "tui/frontend.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/glyph.h"
#include "tui/child.h"
#include "tui/crash.h"
#include "tui/ends.h"
#include "tui/output.h"
#include "tui/paint.h"
#include "tui/probe.h"
#include "tui/typed.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#define ESC_DELAY_MS 100
#define DOUBLE_CLICK_MS 400
#define MAX_SPECIAL 40
#define PARTING_MS 1000 /* how long a terminal that takes nothing may delay the end of the program */

/* Codes of keys that curses does not know by itself. */
enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END };

struct special {
    int code; /* of curses */
    struct key key;
};

struct terminal {
    struct frontend frontend;
    SCREEN *screen;
    WINDOW *keys; /* is read from, and never shown: getch() would draw stdscr behind our back */
    struct output output;
    struct termios outside, inside; /* the modes before, and those for reviewing */
    struct paint *paint;            /* NULL where the terminal is of a kind that only curses knows: */
    struct str frame;               /* what is on its way to the terminal */
    cchar_t *line;                  /* a row on its way to curses */
    bool colours, repaint, extras;
    int signals, ends; /* signalfd: all of them, and those that end the program */
    sigset_t old_mask;
    struct special special[MAX_SPECIAL];
    size_t specials;
    struct key last_click;
    int64_t last_click_ms;
    bool button_down;
    struct typed typed;
    struct probe probe;
};

static bool ambiguous_is_wide; /* static, because wcwidth() has no argument for it */

/* ncursesw asks wcwidth() through the dynamic linker, so it gets the same answer as our own layout. */
int wcwidth(wchar_t c)
{
    return c == 0 ? 0 : glyph_width((uint32_t)c, ambiguous_is_wide);
}

/* What the terminal understands under this name of terminfo(5), or NULL. */
static const char *capability(const char *name)
{
    const char *s = tigetstr(name);
    return (intptr_t)s == -1 ? NULL : s; /* -1: it is no string */
}

/* What curses does not switch: reports of motion while a button is down, and marks around what is pasted, so that a
 * paste can be told from keys. */
#define EXTRAS_ON "\033[?1002h\033[?2004h"
#define EXTRAS_OFF "\033[?1002l\033[?2004l"

static const char *string_or_none(const char *name)
{
    const char *s = capability(name);
    return s ? s : "";
}

static void guard_against_crashes(const struct terminal *t)
{
    const char *const leave[] = {t->paint ? "\033[r" : "", /* all rows scroll (paint.h) */
                                 t->extras ? EXTRAS_OFF "\033[?1000l\033[?1006l" : "",
                                 string_or_none("sgr0"),
                                 string_or_none("cnorm"),
                                 string_or_none("rmkx"),
                                 string_or_none("rmcup"),
                                 NULL};
    crash_guard(leave, t->output.terminal);
}

/* ---- out ---- */

static struct terminal *self(struct frontend *f)
{
    return (struct terminal *)f;
}

static attr_t attributes_of(style s)
{
    style a = style_attributes(s);
    attr_t out = 0;
    if (a & STYLE_BOLD)
        out |= A_BOLD;
    if (a & STYLE_UNDERLINE)
        out |= A_UNDERLINE;
    if (a & STYLE_REVERSE)
        out |= A_REVERSE;
    if (a & STYLE_ITALIC)
        out |= A_ITALIC;
    if (a & STYLE_DIM)
        out |= A_DIM;
    return out;
}

static void to_curses(const struct terminal *t, const struct cell *c, cchar_t *out)
{
    wchar_t w[GLYPH_MAX_POINTS + 1] = L"";
    mbstate_t state = {0};
    const char *p = c->text;
    size_t n = mbsrtowcs(w, &p, GLYPH_MAX_POINTS, &state);
    if (n == (size_t)-1 || n == 0) {
        w[0] = L' ';
        n = 1;
    }
    w[n < GLYPH_MAX_POINTS ? n : GLYPH_MAX_POINTS] = L'\0';
    short pair = t->colours ? (short)(style_ink(c->style) + 1) : 0;
    setcchar(out, w, attributes_of(c->style), pair, NULL);
}

static void put_row(struct terminal *t, const struct grid *g, int row)
{
    int n = 0;
    for (int col = 0; col < g->cols; col++) {
        const struct cell *c = grid_cell(g, row, col);
        if (c->width)
            to_curses(t, c, &t->line[n++]);
    }
    mvadd_wchnstr(row, 0, t->line, n);
}

static void show_with_curses(struct terminal *t, const struct grid *g)
{
    t->line = mem_resize(t->line, (size_t)g->cols, sizeof *t->line);
    output_begin(&t->output);
    erase();
    if (t->repaint)
        clearok(curscr, TRUE);
    for (int row = 0; row < g->rows; row++)
        put_row(t, g, row);
    if (g->cursor_row >= 0)
        move(g->cursor_row, g->cursor_col);
    curs_set(g->cursor_row >= 0);
    refresh();
    output_end(&t->output, 0);
}

static enum err_code term_flush(struct frontend *f, const struct grid *g, struct err *e)
{
    struct terminal *t = self(f);
    (void)e;
    if (!t->paint) {
        show_with_curses(t, g);
    } else {
        if (t->repaint)
            paint_forget(t->paint);
        str_truncate(&t->frame, 0);
        paint_show(t->paint, g, &t->frame);
        output_send(&t->output, str_z(&t->frame), t->frame.len, 0);
    }
    t->repaint = false;
    return ERR_OK;
}

static void term_size(struct frontend *f, int *cols, int *rows)
{
    (void)f;
    *cols = COLS;
    *rows = LINES;
}

static void term_redraw(struct frontend *f)
{
    self(f)->repaint = true;
}

/* ---- in ---- */

static struct key plain_key(uint32_t code, uint8_t mods)
{
    return (struct key){.code = code, .mods = mods};
}

static void add_special(struct terminal *t, int code, uint32_t symbol, uint8_t mods)
{
    if (code > 0 && t->specials < MAX_SPECIAL)
        t->special[t->specials++] = (struct special){code, plain_key(symbol, mods)};
}

/* Arrows with Shift, Alt and Control: xterm's names for them in terminfo (user_caps(5)). */
static void learn_modified_keys(struct terminal *t)
{
    static const struct {
        const char *name;
        uint32_t symbol;
    } keys[] = {{"kUP", KEYSYM_UP},     {"kDN", KEYSYM_DOWN},  {"kLFT", KEYSYM_LEFT},
                {"kRIT", KEYSYM_RIGHT}, {"kHOM", KEYSYM_HOME}, {"kEND", KEYSYM_END}};
    static const struct {
        const char *suffix;
        uint8_t mods;
    } mods[] = {{"2", KEYMOD_SHIFT}, {"", KEYMOD_SHIFT}, {"3", KEYMOD_ALT}, {"5", KEYMOD_CONTROL}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        for (size_t m = 0; m < sizeof mods / sizeof *mods; m++) {
            char name[16];
            snprintf(name, sizeof name, "%s%s", keys[i].name, mods[m].suffix);
            const char *sequence = capability(name);
            if (sequence)
                add_special(t, key_defined(sequence), keys[i].symbol, mods[m].mods);
        }
    add_special(t, KEY_SLEFT, KEYSYM_LEFT, KEYMOD_SHIFT);
    add_special(t, KEY_SRIGHT, KEYSYM_RIGHT, KEYMOD_SHIFT);
    add_special(t, KEY_SR, KEYSYM_UP, KEYMOD_SHIFT);
    add_special(t, KEY_SF, KEYSYM_DOWN, KEYMOD_SHIFT);
    add_special(t, KEY_BTAB, KEYSYM_TAB, KEYMOD_SHIFT);
    define_key("\033[200~", PASTE_BEGIN);
    define_key("\033[201~", PASTE_END);
    add_special(t, PASTE_BEGIN, KEYSYM_PASTE_BEGIN, 0);
    add_special(t, PASTE_END, KEYSYM_PASTE_END, 0);
}

static uint32_t button_pressed(struct terminal *t, struct key k)
{
    int64_t now = clock_monotonic_ms();
    bool again = now - t->last_click_ms < DOUBLE_CLICK_MS && k.x == t->last_click.x && k.y == t->last_click.y;
    t->last_click = k;
    t->last_click_ms = again ? 0 : now;
    return again ? KEYSYM_DOUBLECLICK : KEYSYM_CLICK;
}

static struct key mouse_key(struct terminal *t)
{
    MEVENT m;
    if (getmouse(&m) != OK)
        return plain_key(KEYSYM_NONE, 0);
    struct key k = {.code = KEYSYM_NONE, .x = (int16_t)m.x, .y = (int16_t)m.y};
    if (m.bstate & BUTTON4_PRESSED) {
        k.code = KEYSYM_WHEELUP;
    } else if (m.bstate & BUTTON5_PRESSED) {
        k.code = KEYSYM_WHEELDOWN;
    } else if (m.bstate & BUTTON1_PRESSED) {
        k.code = button_pressed(t, k);
        t->button_down = true;
    } else if (m.bstate & BUTTON1_RELEASED) {
        if (!t->button_down)
            k.code = button_pressed(t, k); /* it came in one read with the press, of which curses says nothing then */
        else if (k.x != t->last_click.x || k.y != t->last_click.y)
            k.code = KEYSYM_DRAG; /* a terminal that reports no motion still tells where a drag ended */
        else
            k.code = KEYSYM_RELEASE;
        t->button_down = false;
    } else if (t->button_down && (m.bstate & REPORT_MOUSE_POSITION)) {
        k.code = KEYSYM_DRAG;
    }
    return k;
}

static struct key key_of_curses(struct terminal *t, int c)
{
    static const struct special named[] = {
        {KEY_UP, {.code = KEYSYM_UP}},
        {KEY_DOWN, {.code = KEYSYM_DOWN}},
        {KEY_LEFT, {.code = KEYSYM_LEFT}},
        {KEY_RIGHT, {.code = KEYSYM_RIGHT}},
        {KEY_HOME, {.code = KEYSYM_HOME}},
        {KEY_END, {.code = KEYSYM_END}},
        {KEY_PPAGE, {.code = KEYSYM_PAGEUP}},
        {KEY_NPAGE, {.code = KEYSYM_PAGEDOWN}},
        {KEY_BACKSPACE, {.code = KEYSYM_BACKSPACE}},
        {KEY_DC, {.code = KEYSYM_DELETE}},
        {KEY_IC, {.code = KEYSYM_INSERT}},
        {KEY_ENTER, {.code = KEYSYM_ENTER}},
        {KEY_A1, {.code = KEYSYM_HOME}},
        {KEY_C1, {.code = KEYSYM_END}},
        {KEY_A3, {.code = KEYSYM_PAGEUP}},
        {KEY_C3, {.code = KEYSYM_PAGEDOWN}},
    };
    if (c == KEY_MOUSE)
        return mouse_key(t);
    if (c >= KEY_F(1) && c <= KEY_F(12))
        return plain_key(KEYSYM_F1 + (uint32_t)(c - KEY_F(1)), 0);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (named[i].code == c)
            return named[i].key;
    for (size_t i = 0; i < t->specials; i++)
        if (t->special[i].code == c)
            return t->special[i].key;
    return plain_key(KEYSYM_NONE, 0);
}

static int next_code(void *ctx, bool wait)
{
    struct terminal *t = ctx;
    int c = wgetch(t->keys);
    if (c == ERR && wait && poll(&(struct pollfd){.fd = STDIN_FILENO, .events = POLLIN}, 1, ESC_DELAY_MS) > 0)
        c = wgetch(t->keys);
    return c;
}

static int64_t now_ms(void *ctx)
{
    (void)ctx;
    return clock_monotonic_ms();
}

/* A key that is there already, without waiting (but for the rest of what has begun). */
static bool read_pending(struct terminal *t, struct key *out)
{
    int special;
    while (typed_read(&t->typed, out, &special)) {
        uint8_t mods = out->mods;
        if (special)
            *out = key_of_curses(t, special);
        out->mods |= mods;
        if (out->code != KEYSYM_NONE)
            return true;
    }
    return false;
}

static bool take_signal(struct terminal *t, struct key *out)
{
    struct signalfd_siginfo info;
    if (read(t->signals, &info, sizeof info) != (ssize_t)sizeof info)
        return false;
    if (info.ssi_signo != SIGWINCH) {
        t->output.ending = true;
        *out = plain_key(KEYSYM_HANGUP, 0);
        return true;
    }
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resizeterm(size.ws_row, size.ws_col);
    t->repaint = true; /* a size that came and went in between may have wiped some of the screen */
    *out = plain_key(KEYSYM_RESIZE, 0);
    return true;
}

static struct key term_read(struct frontend *f, int timeout_ms)
{
    struct terminal *t = self(f);
    struct key k = plain_key(KEYSYM_NONE, 0);
    if (take_signal(t, &k) || read_pending(t, &k))
        return k;
    struct pollfd p[3] = {{.fd = STDIN_FILENO, .events = POLLIN},
                          {.fd = t->signals, .events = POLLIN},
                          {.fd = f->wake > 0 ? f->wake : -1, .events = POLLIN}};
    if (poll(p, 3, timeout_ms) <= 0)
        return k;
    if (p[1].revents && take_signal(t, &k))
        return k;
    if (p[0].revents && !read_pending(t, &k) && (p[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
        return plain_key(KEYSYM_HANGUP, 0); /* the line is gone and nothing is left to read */
    return k;
}

/* ---- leaving for a while ---- */

static void switch_extras(const struct terminal *t, bool on)
{
    if (t->extras)
        putp(on ? EXTRAS_ON : EXTRAS_OFF);
    fflush(stdout);
}

/* The modes are set here and not by curses, which finds no terminal at standard output between output_begin and
 * output_end, and else would wait until a frozen one has shown everything. */
static void leave(struct terminal *t)
{
    output_begin(&t->output);
    if (t->paint) {
        str_truncate(&t->frame, 0);
        paint_leave(t->paint, &t->frame);
        putp(str_z(&t->frame));
    }
    switch_extras(t, false);
    endwin();
    output_end(&t->output, PARTING_MS);
    tcsetattr(STDIN_FILENO, TCSANOW, &t->outside);
}

static void come_back(struct terminal *t)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col)
        resizeterm(size.ws_row, size.ws_col);
    t->repaint = true;
    tcsetattr(STDIN_FILENO, TCSANOW, &t->inside);
    output_begin(&t->output);
    keypad(t->keys, TRUE);
    refresh();
    switch_extras(t, true);
    output_end(&t->output, 0);
}

static void term_suspend(struct frontend *f)
{
    leave(self(f));
    kill(0, SIGTSTP); /* the whole job, as the terminal driver does */
    come_back(self(f));
}

static enum err_code term_run(struct frontend *f, char *const argv[], int *status, struct err *e)
{
    struct terminal *t = self(f);
    sigset_t mask = t->old_mask; /* our caller may hold them back from us, but not from another program */
    ends_remove(&mask);
    leave(t);
    enum err_code rc = child_run(argv, &mask, status, e);
    come_back(t);
    return rc;
}

/* Everything but curses. */
static void forget(struct terminal *t)
{
    output_close(&t->output);
    close(t->ends);
    close(t->signals);
    sigprocmask(SIG_SETMASK, &t->old_mask, NULL);
    paint_free(t->paint);
    str_clear(&t->frame);
    free(t->line);
    free(t);
}

static void term_close(struct frontend *f)
{
    struct terminal *t = self(f);
    probe_wait(STDIN_FILENO, &t->probe); /* whoever reads after us would take an answer for keys */
    leave(t);
    delwin(t->keys);
    delscreen(t->screen);
    forget(t);
}

static const struct frontend_ops term_ops = {
    term_read, term_flush, term_size, term_redraw, term_suspend, term_run, term_close,
};

/* ---- opening ---- */

/* Whether this machine knows NAME; newterm() looks it up again, but leaks memory where it does not. */
static bool is_known(const char *name)
{
    int code;
    bool known = setupterm(name, STDOUT_FILENO, &code) == OK;
    if (known)
        del_curterm(cur_term);
    return known;
}

/* The terminal that $TERM describes, or else what most are like. */
static enum err_code open_screen(struct terminal *t, struct err *e)
{
    static const char usual[] = "xterm-256color";
    const char *wished = getenv("TERM"), *name = wished && *wished ? wished : "unknown";
    t->screen = newterm(strcmp(name, usual) != 0 && is_known(name) ? name : usual, stdout, stdin);
    if (!t->screen)
        return err_set(e, ERR_INPUT, _("the terminal type “%s” is unknown here; try TERM=xterm"), name);
    if (!capability("cup") || !capability("clear"))
        return err_set(e, ERR_INPUT, _("the terminal type “%s” cannot move its cursor; try TERM=xterm, or ssh -t"),
                       name);
    t->keys = newpad(1, 1);
    return t->keys ? ERR_OK
                   : err_set(e, ERR_INPUT, _("the terminal type “%s” cannot be used here; try TERM=xterm"), name);
}

static void set_colours(struct terminal *t)
{
    const char *no_color = getenv("NO_COLOR"); /* no-color.org: set and not empty */
    if ((no_color && *no_color) || !has_colors() || start_color() != OK || use_default_colors() != OK)
        return;
    for (int ink = 0; ink < INK_COUNT; ink++) {
        const struct look *look = style_look((enum ink)ink);
        init_pair((short)(ink + 1), COLORS >= 256 ? look->c256 : look->c8, -1);
    }
    t->colours = true;
}

static bool flag_of(const char *name)
{
    return tigetflag(name) > 0;
}

/* This program's own, or else curses. */
static void choose_painter(struct terminal *t)
{
    t->paint = paint_new(&(struct paint_terminal){
        .string = capability, .number = tigetnum, .flag = flag_of, .colours = t->colours ? COLORS : 0});
}

static void set_signals(struct terminal *t)
{
    sigset_t set;
    sigemptyset(&set);
    ends_add(&set);
    t->ends = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    sigaddset(&set, SIGWINCH);
    sigprocmask(SIG_BLOCK, &set, &t->old_mask);
    t->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static void set_modes(struct terminal *t)
{
    raw();
    noecho();
    nonl();
    set_escdelay(ESC_DELAY_MS);
    keypad(t->keys, TRUE);
    nodelay(t->keys, TRUE);
    meta(t->keys, TRUE);
    idlok(stdscr, TRUE); /* scrolling by the terminal itself; scrollok stays off: it would scroll a full last row */
    learn_modified_keys(t);
    mouseinterval(0);
    mousemask(BUTTON1_PRESSED | BUTTON1_RELEASED | BUTTON4_PRESSED | BUTTON5_PRESSED | REPORT_MOUSE_POSITION, NULL);
    t->extras = capability("smcup") && capability("rmcup"); /* a terminal of xterm's kind */
    tcgetattr(STDIN_FILENO, &t->inside);
}

static void set_width(struct terminal *t, bool wide)
{
    t->frontend.wide = wide;
    ambiguous_is_wide = wide;
}

static void learn_width(struct frontend *f)
{
    struct terminal *t = self(f);
    probe_wait(STDIN_FILENO, &t->probe);
    set_width(t, t->probe.wide);
    for (size_t i = t->probe.typed_bytes; i-- > 0;)
        ungetch((unsigned char)t->probe.typed[i]);
    t->probe.typed_bytes = 0;
    f->learn_width = NULL;
}

/* Whoever needs the answer waits for it: on a long line the document is read while it travels. */
static void ask_width(struct terminal *t, enum ambiguous_width ambiguous)
{
    set_width(t, ambiguous == AMBIGUOUS_WIDE);
    if (ambiguous != AMBIGUOUS_AUTO || !capability("u7")) /* user_caps(5): it can tell where its cursor is */
        return;
    mvcur(-1, -1, 0, 0); /* and what newterm() has to say is on its way */
    fflush(stdout);
    probe_ask(STDIN_FILENO, &t->probe);
    t->frontend.learn_width = learn_width;
}

enum err_code term_open(enum ambiguous_width ambiguous, struct frontend **out, struct err *e)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return err_set(e, ERR_INPUT, _("reviewing needs a terminal; over ssh, use ssh -t"));
    crash_remember_modes();
    struct terminal *t = MEM_NEW(struct terminal);
    t->frontend.ops = &term_ops;
    tcgetattr(STDIN_FILENO, &t->outside);
    typed_init(&t->typed, next_code, now_ms, t);
    set_signals(t);
    enum err_code rc = output_open(&t->output, t->ends, e);
    if (!rc)
        rc = open_screen(t, e);
    if (rc) {
        if (t->screen)
            delscreen(t->screen);
        tcsetattr(STDIN_FILENO, TCSANOW, &t->outside);
        forget(t);
        return rc;
    }
    set_colours(t);
    set_modes(t);
    ask_width(t, ambiguous);
    switch_extras(t, true);
    choose_painter(t);
    guard_against_crashes(t);
    t->repaint = true;
    *out = &t->frontend;
    return ERR_OK;
}
