/* The table of converters: what is read, from whom, and what is found in it. converter_run.c runs one. */
#include "exchange/converter.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/glyph.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

struct converters {
    struct converter *all;
    size_t count, cap;
};

/* A table while it is read. */
struct reading_table {
    struct converters *f;
    const char *name;
    size_t line;
    converters_report_fn *fn;
    void *ctx;
};

/* -layout keeps the indents that tell paragraphs from each other. */
static const char built_in[] = "application/pdf; pdftotext -layout -enc UTF-8 %s -; pages\n";

/* Programs and the packages of Debian and Ubuntu that bring them. */
static const struct {
    const char *program, *package;
} packages[] = {{"pdftotext", "poppler-utils"}, {"unrtf", "unrtf"},           {"antiword", "antiword"},
                {"catdoc", "catdoc"},           {"pandoc", "pandoc"},         {"wvText", "wv"},
                {"mutool", "mupdf-tools"},      {"ebook-convert", "calibre"}, {"soffice", "libreoffice"}};

static const char *const output_names[] = {
    [CONVERTER_TEXT] = "text", [CONVERTER_PAGES] = "pages", [CONVERTER_HTML] = "html"};

static const char *package_of(const char *program)
{
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (strcmp(packages[i].program, program) == 0)
            return packages[i].package;
    return NULL;
}

static void converter_clear(struct converter *f)
{
    for (char **word = f->argv; word && *word; word++)
        free(*word);
    free(f->argv);
    free(f->type);
    free(f->command);
    *f = (struct converter){0};
}

/* ---- a line ---- */

static void report(const struct reading_table *t, const char *fmt, const char *what)
{
    struct str line = {0}, safe = {0};
    glyph_add_safe(&safe, what, strnlen(what, 80));
    str_addf(&line, "%s:%zu: ", t->name, t->line);
    str_addf(&line, fmt, str_z(&safe));
    t->fn(t->ctx, str_z(&line));
    str_clear(&safe);
    str_clear(&line);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The field up to a ";" or the end of the line, outside of quotes and without blanks around it, cut out of *AT, which
 * then is behind it; NULL where the line has no more. */
static char *next_field(char **at)
{
    char *start = *at;
    if (!start)
        return NULL;
    bool quoted = false;
    char *end = start;
    for (; *end && (quoted || *end != ';'); end++)
        quoted ^= *end == '"';
    *at = *end ? end + 1 : NULL;
    while (end > start && is_blank(end[-1]))
        end--;
    *end = '\0';
    while (is_blank(*start))
        start++;
    return start;
}

/* Cut LINE where a comment begins: at a # that stands first or behind a blank, outside of quotes. */
static void cut_comment(char *line)
{
    bool quoted = false;
    for (char *c = line; *c; c++) {
        quoted ^= *c == '"';
        if (*c == '#' && !quoted && (c == line || is_blank(c[-1]))) {
            *c = '\0';
            return;
        }
    }
}

/* RFC 2045 §5.1, as far as registered types go: one "/" between two words. */
static bool is_type(const char *s)
{
    static const char word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_";
    size_t n = strspn(s, word);
    return n > 0 && s[n] == '/' && s[n + 1] && s[n + 1 + strspn(s + n + 1, word)] == '\0';
}

/* The next word at *AT into OUT; false at the end of the command. QUOTE_OPEN is set where a quote has no end. */
static bool next_word(const char **at, struct str *out, bool *quote_open)
{
    const char *c = *at + strspn(*at, " \t\r");
    bool quoted = false, any = *c != '\0';
    for (; *c && (quoted || !is_blank(*c)); c++) {
        if (*c == '"')
            quoted = !quoted;
        else
            str_addc(out, *c);
    }
    *quote_open = quoted;
    *at = c;
    return any;
}

/* Whether every % of WORD begins %s or %%; FILE becomes true where there is a %s. */
static bool percents_are_known(const char *word, bool *file)
{
    for (const char *c = strchr(word, '%'); c; c = strchr(c + 2, '%')) {
        if (c[1] != 's' && c[1] != '%')
            return false;
        *file |= c[1] == 's';
    }
    return true;
}

static bool parse_command(const struct reading_table *t, const char *command, struct converter *out)
{
    out->command = mem_dup(command);
    out->argv = mem_zero(CONVERTER_WORDS + 1, sizeof *out->argv);
    const char *at = command;
    bool file = false, quote_open = false;
    for (size_t n = 0;; n++) {
        struct str word = {0};
        if (!next_word(&at, &word, &quote_open))
            break;
        char *taken = str_take(&word);
        const char *wrong = n == CONVERTER_WORDS                ? _("the command has too many words: %s")
                            : quote_open                        ? _("a quote has no end: %s")
                            : !percents_are_known(taken, &file) ? _("only %%s and %%%% are known behind %%: %s")
                            : n == 0 && file                    ? _("the program itself cannot be the file: %s")
                            : n == 0 && !*taken                 ? _("there is no command: %s")
                            : n == 0 && strchr(taken, '/') && *taken != '/'
                                ? _("the program is neither a name nor an absolute path: %s")
                                : NULL;
        if (wrong) {
            report(t, wrong, command);
            free(taken);
            return false;
        }
        out->argv[n] = taken;
    }
    if (!file)
        report(t, out->argv[0] ? _("the command does not name the file with %%s: %s") : _("there is no command: %s"),
               command);
    return file;
}

static bool parse_output(const struct reading_table *t, const char *name, enum converter_output *out)
{
    *out = CONVERTER_TEXT;
    if (!name || !*name)
        return true;
    for (size_t i = 0; i < sizeof output_names / sizeof *output_names; i++)
        if (strcasecmp(name, output_names[i]) == 0) {
            *out = (enum converter_output)i;
            return true;
        }
    report(t, _("the output is text, pages or html, not %s"), name);
    return false;
}

static bool parse_line(const struct reading_table *t, char *line, struct converter *out)
{
    char *type = next_field(&line), *command = next_field(&line), *output = next_field(&line);
    if (!is_type(type)) {
        report(t, _("a line is “TYPE; COMMAND”, and this is no media type: %s"), type);
        return false;
    }
    if (line) {
        report(t, _("there is more than TYPE; COMMAND; OUTPUT: %s"), line);
        return false;
    }
    out->type = mem_dup(type);
    for (char *c = out->type; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    if (!parse_command(t, command ? command : "", out) || !parse_output(t, output, &out->output))
        return false;
    out->package = package_of(out->argv[0]);
    return true;
}

static void read_line(const struct reading_table *t, const char *start, size_t n)
{
    if (memchr(start, 0, n)) {
        report(t, _("there is a NUL byte: %s"), start);
        return;
    }
    char *line = mem_ndup(start, n);
    cut_comment(line);
    if (line[strspn(line, " \t\r")]) {
        struct converter one = {0};
        if (parse_line(t, line, &one)) {
            t->f->all = mem_grow(t->f->all, &t->f->cap, t->f->count + 1, sizeof one);
            t->f->all[t->f->count++] = one;
        } else {
            converter_clear(&one);
        }
    }
    free(line);
}

void converters_read(struct converters *f, const char *name, const char *text, size_t n, converters_report_fn *fn,
                     void *ctx)
{
    struct reading_table t = {.f = f, .name = name, .fn = fn, .ctx = ctx};
    while (n > 0) {
        const char *lf = memchr(text, '\n', n);
        size_t length = lf ? (size_t)(lf - text) : n;
        t.line++;
        read_line(&t, text, length);
        length += lf != NULL;
        text += length;
        n -= length;
    }
}

/* ---- a file ---- */

static void report_file(converters_report_fn *fn, void *ctx, const char *path, const char *why)
{
    struct str line = {0};
    str_addf(&line, "%s: %s", path, why);
    fn(ctx, str_z(&line));
    str_clear(&line);
}

/* Why the file open at FD cannot be trusted, or NULL. It names programs that run as the reader. */
static const char *distrust(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return strerror(errno);
    if (!S_ISREG(st.st_mode))
        return _("is no regular file, and is not used");
    if (st.st_uid != 0 && st.st_uid != geteuid())
        return _("belongs to somebody else, and is not used: it names programs that would run as you");
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        return _("can be written by others, and is not used (chmod go-w): it names programs that would run as you");
    if ((uintmax_t)st.st_size > CONVERTER_TABLE_BYTES)
        return _("is larger than 64 kB, and is not used");
    return NULL;
}

static const char *read_whole(int fd, struct str *out)
{
    char chunk[4096];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return strerror(errno);
        if (got == 0)
            return NULL;
        str_addn(out, chunk, (size_t)got);
        if (out->len > CONVERTER_TABLE_BYTES)
            return _("is larger than 64 kB, and is not used");
    }
}

void converters_read_file(struct converters *f, const char *path, converters_report_fn *fn, void *ctx)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            report_file(fn, ctx, path, strerror(errno));
        return;
    }
    struct str text = {0};
    const char *why = distrust(fd);
    if (!why)
        why = read_whole(fd, &text);
    close(fd);
    if (why)
        report_file(fn, ctx, path, why);
    else
        converters_read(f, path, str_z(&text), text.len, fn, ctx);
    str_clear(&text);
}

/* ---- all of them ---- */

struct converters *converters_new(void)
{
    return MEM_NEW(struct converters);
}

struct converters *converters_load(converters_report_fn *fn, void *ctx)
{
    struct converters *f = converters_new();
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct str path = {0};
    /* A relative one is to be ignored (XDG Base Directory Specification). */
    if (config && config[0] == '/')
        str_addf(&path, "%s/zhupi/converters", config);
    else if (home && home[0] == '/')
        str_addf(&path, "%s/.config/zhupi/converters", home);
    if (path.len > 0)
        converters_read_file(f, str_z(&path), fn, ctx);
    str_clear(&path);
    converters_read_file(f, SYSCONFDIR "/zhupi/converters", fn, ctx);
    converters_read(f, "built-in", built_in, sizeof built_in - 1, fn, ctx);
    return f;
}

void converters_free(struct converters *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->count; i++)
        converter_clear(&f->all[i]);
    free(f->all);
    free(f);
}

const struct converter *converters_find(const struct converters *f, const char *type)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcasecmp(f->all[i].type, type) == 0)
            return &f->all[i];
    return NULL;
}
