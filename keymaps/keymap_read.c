#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "keymaps/keymap_table.h"
#include "keymaps/words.h"

#include <string.h>

struct reader {
    struct keymap *km;
    const char *name;
    size_t line;
    size_t bad;
    keymap_report_fn *fn;
    void *ctx;
};

static void report(struct reader *r, const char *message)
{
    r->bad++;
    if (!r->fn)
        return;
    struct str s = {0};
    str_addf(&s, "%s:%zu: %s", r->name, r->line, message);
    r->fn(r->ctx, str_z(&s));
    str_clear(&s);
}

/* An error whose message names the N bytes at S, cut where they are long. */
static enum err_code refuse(struct err *e, const char *format, const char *s, size_t n)
{
    struct str brief = {0};
    words_add_brief(&brief, s, n);
    err_set(e, ERR_INPUT, format, str_z(&brief));
    str_clear(&brief);
    return ERR_INPUT;
}

static void add_context_names(unsigned contexts, struct str *out)
{
    size_t start = out->len;
    for (const struct keymap_context *c = keymap_contexts; c->name; c++) {
        if (contexts & c->context)
            str_addf(out, "%s%s", out->len > start ? ", " : "", c->name);
    }
}

/* "text,select" into *CONTEXTS. */
static enum err_code read_contexts(const struct str *word, unsigned *contexts, struct err *e)
{
    *contexts = 0;
    const char *p = str_z(word);
    for (;;) {
        size_t len = strcspn(p, ",");
        const struct keymap_context *c = keymap_contexts;
        while (c->name && (strlen(c->name) != len || memcmp(c->name, p, len) != 0))
            c++;
        if (!c->name)
            return refuse(e, _("“%s” is no context: write text, select, panel, list, help, prompt or any"), p, len);
        *contexts |= c->context;
        if (p[len] == '\0')
            return ERR_OK;
        p += len + 1;
    }
}

/* "g g" into *KEYS. */
static enum err_code read_keys(const struct str *word, struct key_sequence *keys, struct err *e)
{
    *keys = (struct key_sequence){0};
    for (const char *p = str_z(word); p += strspn(p, " "), *p;) {
        size_t len = strcspn(p, " ");
        struct key k;
        if (!key_parse(p, len, &k))
            return refuse(e, _("“%s” is no key; a key is written like m, Space, F1, C-f or M-x"), p, len);
        if (k.x || k.y)
            return refuse(e, _("“%s” names a place; a key is bound for every place"), p, len);
        if (keys->n == KEYMAP_MAX_KEYS)
            return err_set(e, ERR_INPUT, _("more than %d keys for one command"), KEYMAP_MAX_KEYS);
        keys->keys[keys->n++] = k;
        p += len;
    }
    return keys->n ? ERR_OK : err_set(e, ERR_INPUT, _("the key is missing"));
}

static bool is_plain(struct key k, uint32_t code)
{
    return k.code == code && k.mods == 0;
}

/* Where a number before a key is what it is done with: bound there, a digit would end that for everything. */
#define COUNTS (CONTEXT_TEXT | CONTEXT_SELECT | CONTEXT_TAGGED | CONTEXT_PANEL | CONTEXT_ROWS | CONTEXT_ANY)

/* Keys that mean something before any keymap is asked. */
static enum err_code check_keys(unsigned contexts, const struct key_sequence *keys, struct err *e)
{
    struct key first = keys->keys[0];
    bool typed = first.code < KEYSYM_NONE && first.mods == 0;
    if ((contexts & (CONTEXT_EDIT | CONTEXT_PROMPT)) && typed)
        return err_set(e, ERR_INPUT, _("in the prompt a character types itself and cannot be bound"));
    if ((contexts & COUNTS) && typed && first.code >= '1' && first.code <= '9')
        return err_set(e, ERR_INPUT, _("1 to 9 start a count; they can be bound in a single view of rows only"));
    for (size_t i = 0; keys->n > 1 && i < keys->n; i++) {
        if (is_plain(keys->keys[i], KEYSYM_ESC))
            return err_set(e, ERR_INPUT, _("Esc leaves keys half typed, so it can only be bound alone"));
    }
    return ERR_OK;
}

static enum err_code check_hiding(const struct keymap *km, enum context context, const struct key_sequence *keys,
                                  struct err *e)
{
    const struct binding *other = keymap_hiding(km, context, keys);
    if (!other)
        return ERR_OK;
    struct str mine = {0}, theirs = {0};
    keymap_add_keys(keys, &mine);
    keymap_add_keys(&other->keys, &theirs);
    const char *format = other->keys.n < keys->n
                             ? _("“%s” would never be reached: “%s” runs %s already; first unbind that in %s")
                             : _("“%s” would hide “%s”, which runs %s; first unbind that in %s");
    err_set(e, ERR_INPUT, format, str_z(&mine), str_z(&theirs), other->line.command->name,
            keymap_context_name(other->context));
    str_clear(&mine);
    str_clear(&theirs);
    return ERR_INPUT;
}

static enum err_code check_works(const struct command *c, const struct keymap_context *in, struct err *e)
{
    if (command_works(c, keymap_context_reach(in->context)))
        return ERR_OK;
    struct str where = {0};
    add_context_names(c->contexts, &where);
    err_set(e, ERR_INPUT, _("“%s” does not work in %s, only in: %s"), c->name, in->name, str_z(&where));
    str_clear(&where);
    return ERR_INPUT;
}

/* Check everything before anything is bound, so that a bad line changes nothing. */
static enum err_code add_binding(struct keymap *km, unsigned contexts, const struct key_sequence *keys,
                                 const struct command_line *line, struct err *e)
{
    enum err_code rc = check_keys(contexts, keys, e);
    size_t more = 0;
    for (const struct keymap_context *c = keymap_contexts; !rc && c->name; c++) {
        if (!(contexts & c->context))
            continue;
        rc = check_works(line->command, c, e);
        if (!rc)
            rc = check_hiding(km, c->context, keys, e);
        more += !keymap_exact(km, c->context, keys);
    }
    if (!rc && km->n + more > KEYMAP_MAX_BINDINGS)
        rc = err_set(e, ERR_INPUT, _("more than %d bindings"), KEYMAP_MAX_BINDINGS);
    for (const struct keymap_context *c = keymap_contexts; !rc && c->name; c++) {
        if (contexts & c->context)
            keymap_bind(km, c->context, keys, line);
    }
    return rc;
}

static enum err_code remove_binding(struct keymap *km, unsigned contexts, const struct key_sequence *keys,
                                    struct err *e)
{
    for (const struct keymap_context *c = keymap_contexts; c->name; c++) {
        if ((contexts & c->context) && !keymap_exact(km, c->context, keys))
            return err_set(e, ERR_INPUT, _("this key is not bound in %s itself"), c->name);
    }
    for (const struct keymap_context *c = keymap_contexts; c->name; c++) {
        if (contexts & c->context)
            keymap_unbind(km, keymap_exact(km, c->context, keys));
    }
    return ERR_OK;
}

/* What stands behind "bind" or "unbind". */
static enum err_code read_binding(struct keymap *km, bool binds, const char *p, const char *end, struct str *word,
                                  struct err *e)
{
    unsigned contexts = 0;
    struct key_sequence keys = {0};
    bool found = false;
    enum err_code rc = words_next(&p, end, word, &found, e);
    if (!rc)
        rc = found ? read_contexts(word, &contexts, e) : err_set(e, ERR_INPUT, _("the context is missing"));
    if (!rc)
        rc = words_next(&p, end, word, &found, e);
    if (!rc)
        rc = read_keys(word, &keys, e);
    if (rc)
        return rc;
    if (!binds) {
        rc = words_rest(&p, end, word, &found, e);
        if (!rc && found)
            rc = err_set(e, ERR_INPUT, _("unbind takes contexts and keys, nothing more"));
        return rc ? rc : remove_binding(km, contexts, &keys, e);
    }
    struct command_line line;
    rc = command_parse(p, (size_t)(end - p), &line, e);
    if (rc)
        return rc;
    rc = add_binding(km, contexts, &keys, &line, e);
    command_line_clear(&line);
    return rc;
}

static enum err_code read_line(struct keymap *km, const char *p, const char *end, struct str *word, struct err *e)
{
    if (end - p > KEYMAP_MAX_LINE)
        return err_set(e, ERR_INPUT, _("a line of more than %d bytes"), KEYMAP_MAX_LINE);
    bool found = false;
    enum err_code rc = words_check(p, (size_t)(end - p), e);
    if (!rc)
        rc = words_next(&p, end, word, &found, e);
    if (rc || !found || *str_z(word) == '#')
        return rc;
    bool binds = strcmp(str_z(word), "bind") == 0;
    if (!binds && strcmp(str_z(word), "unbind") != 0)
        return refuse(e, _("a line starts with bind, unbind or #, not with “%s”"), str_z(word), word->len);
    return read_binding(km, binds, p, end, word, e);
}

size_t keymap_read(struct keymap *km, const char *name, const char *text, size_t n, keymap_report_fn *fn, void *ctx)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    struct reader r = {.km = km, .name = name, .line = 1, .fn = fn, .ctx = ctx};
    if (n > KEYMAP_MAX_BYTES) {
        report(&r, _("the file is too large for a keymap, and was not read"));
        return r.bad;
    }
    struct str word = {0};
    const char *p = text, *end = text + n;
    if (n >= 3 && memcmp(p, byte_order_mark, 3) == 0)
        p += 3;
    for (; p < end; r.line++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline ? newline : end;
        struct err e = {0};
        if (r.bad == KEYMAP_MAX_BAD) {
            report(&r, _("too many errors; the rest of the file was not read"));
            break;
        }
        if (read_line(km, p, stop, &word, &e))
            report(&r, e.msg);
        p = newline ? newline + 1 : end;
    }
    str_clear(&word);
    return r.bad;
}
