/* The program without a terminal: keys from a file, the screen kept by the caller. */
#include "tui/frontend.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "keymaps/words.h"

#include <string.h>

struct headless {
    struct frontend frontend;
    struct key *keys;
    size_t count, capacity, next;
    int cols, rows;
};

static struct headless *self(struct frontend *f)
{
    return (struct headless *)f;
}

static struct key headless_read(struct frontend *f, int timeout_ms)
{
    (void)timeout_ms;
    struct headless *h = self(f);
    if (h->next < h->count)
        return h->keys[h->next++];
    return (struct key){.code = KEYSYM_HANGUP};
}

static enum err_code headless_flush(struct frontend *f, const struct grid *g, struct err *e)
{
    (void)f, (void)g, (void)e;
    return ERR_OK;
}

static void headless_size(struct frontend *f, int *cols, int *rows)
{
    *cols = self(f)->cols;
    *rows = self(f)->rows;
}

static void headless_nothing(struct frontend *f)
{
    (void)f;
}

static enum err_code headless_run(struct frontend *f, char *const argv[], int *status, struct err *e)
{
    (void)f, (void)argv;
    *status = 0;
    return err_set(e, ERR_DENIED, _("there is no terminal to run a program on"));
}

static void headless_close(struct frontend *f)
{
    free(self(f)->keys);
    free(f);
}

static const struct frontend_ops headless_ops = {
    headless_read, headless_flush, headless_size, headless_nothing, headless_nothing, headless_run, headless_close,
};

static void add_key(struct headless *h, struct key k)
{
    h->keys = mem_grow(h->keys, &h->capacity, h->count + 1, sizeof *h->keys);
    h->keys[h->count++] = k;
}

static size_t utf8_length(unsigned char lead)
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
}

/* "typed text", from behind the opening quote; returns the bytes up to and with the closing one, 0 without one. */
static size_t add_typed(struct headless *h, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (s[i] == '"')
            return i + 1;
        if (s[i] == '\\' && i + 1 < n)
            i++;
        size_t len = utf8_length((unsigned char)s[i]);
        struct key k;
        if (len > n - i)
            return 0;
        if (s[i] == ' ')
            k = (struct key){.code = ' '};
        else if (!key_parse(s + i, len, &k))
            return 0;
        add_key(h, k);
        i += len;
    }
    return 0;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static enum err_code parse_keys(struct headless *h, const char *s, size_t n, struct err *e)
{
    int line = 1;
    for (size_t i = 0; i < n;) {
        if (s[i] == '\n')
            line++;
        if (is_space(s[i])) {
            i++;
        } else if (s[i] == '#' && i + 1 < n && s[i + 1] == ' ') {
            while (i < n && s[i] != '\n')
                i++;
        } else if (s[i] == '"' && i + 1 < n && !is_space(s[i + 1])) {
            size_t used = add_typed(h, s + i + 1, n - i - 1);
            if (!used)
                return err_set(e, ERR_INPUT, _("line %d: this text has no closing quote, or holds what no key types"),
                               line);
            i += 1 + used;
        } else {
            size_t len = 0;
            while (i + len < n && !is_space(s[i + len]))
                len++;
            struct key k;
            if (!key_parse(s + i, len, &k))
                return err_set(e, ERR_INPUT, _("line %d: no key is called “%.*s”"), line, (int)len, s + i);
            add_key(h, k);
            i += len;
        }
    }
    return ERR_OK;
}

enum err_code headless_open(const char *keys, size_t n, int cols, int rows, bool wide, struct frontend **out,
                            struct err *e)
{
    struct headless *h = MEM_NEW(struct headless);
    h->frontend = (struct frontend){.ops = &headless_ops, .wide = wide, .patient = true};
    h->cols = cols;
    h->rows = rows;
    enum err_code rc = words_check(keys, n, e);
    if (!rc)
        rc = parse_keys(h, keys, n, e);
    if (rc) {
        headless_close(&h->frontend);
        return rc;
    }
    *out = &h->frontend;
    return ERR_OK;
}
