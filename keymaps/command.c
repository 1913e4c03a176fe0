#include "keymaps/command.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/tag.h"
#include "keymaps/words.h"

#include <stdlib.h>
#include <string.h>

static const struct command table[] = {
#define X(id, name, contexts, flags, arguments, label, help) {CMD_##id, name, contexts, flags, arguments, label, help},
#include "keymaps/commands.def"
#undef X
};

#define N_COMMANDS (sizeof table / sizeof *table)

const struct command *command_table(size_t *n)
{
    *n = N_COMMANDS;
    return table;
}

const struct command *command_get(enum command_id id)
{
    return id > CMD_NONE && id < CMD_COUNT ? &table[id - 1] : NULL;
}

/* Less than, equal to or greater than 0 as the N bytes at S come before, are or come behind NAME. */
static int compare_name(const char *s, size_t n, const char *name)
{
    size_t len = strlen(name);
    int order = memcmp(s, name, n < len ? n : len);
    return order ? order : (n > len) - (n < len);
}

/* The index of the first command whose name is not before the N bytes at S. */
static size_t lower_bound(const char *s, size_t n)
{
    size_t low = 0, high = N_COMMANDS;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_name(s, n, table[middle].name) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct command *command_find(const char *name, size_t n)
{
    size_t i = lower_bound(name, n);
    return i < N_COMMANDS && compare_name(name, n, table[i].name) == 0 ? &table[i] : NULL;
}

bool command_works(const struct command *c, unsigned contexts)
{
    if (c->contexts & contexts)
        return true;
    return (c->contexts & CONTEXT_ANY) && (contexts & ~(unsigned)(CONTEXT_EDIT | CONTEXT_PROMPT | CONTEXT_BATCH));
}

size_t command_complete(const char *prefix, size_t n, unsigned contexts, const struct command **out, size_t max)
{
    size_t count = 0;
    for (size_t i = lower_bound(prefix, n); i < N_COMMANDS; i++) {
        if (strlen(table[i].name) < n || memcmp(table[i].name, prefix, n) != 0)
            break;
        if (!command_works(&table[i], contexts))
            continue;
        if (count < max)
            out[count] = &table[i];
        count++;
    }
    return count;
}

/* What the words of `arguments` say. */
struct shape {
    int min, max;
    bool rest; /* the last one takes the rest of the line */
    const char *name[COMMAND_MAX_ARGS];
    size_t length[COMMAND_MAX_ARGS];
};

static struct shape read_shape(const struct command *c)
{
    static const char rest_mark[] = "…";
    struct shape shape = {0};
    const char *p = c->arguments;
    while (*p && shape.max < COMMAND_MAX_ARGS) {
        p += strspn(p, " ");
        bool optional = *p == '[';
        p += optional;
        size_t len = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
        shape.name[shape.max] = p;
        shape.length[shape.max++] = len;
        shape.min += !optional;
        p += len;
        if (strncmp(p, rest_mark, sizeof rest_mark - 1) == 0)
            shape.rest = true;
        p += strcspn(p, " ");
    }
    if (c->flags & FLAG_KEYARG)
        shape.min = 0;
    return shape;
}

static bool named(const struct shape *shape, int i, const char *name)
{
    return shape->length[i] == strlen(name) && memcmp(shape->name[i], name, shape->length[i]) == 0;
}

/* "g" is enough for "grapheme", as it is one key. */
static bool is_unit(const char *s)
{
    static const char *const units[] = {"grapheme", "clause", "sentence", "paragraph"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (*s && strncmp(units[i], s, strlen(s)) == 0)
            return true;
    }
    return false;
}

static enum err_code refuse(struct err *e, const char *format, const char *word)
{
    struct str brief = {0};
    words_add_brief(&brief, word, strlen(word));
    err_set(e, ERR_INPUT, format, str_z(&brief));
    str_clear(&brief);
    return ERR_INPUT;
}

/* What is right in a keymap file must not turn out wrong when the key is pressed. */
static enum err_code check_argument(const struct shape *shape, int i, const char *word, struct err *e)
{
    enum tag tag;
    if (named(shape, i, "TAG") && !tag_parse(word, &tag))
        return refuse(e, _("“%s” is no tag: write manifestation, cause or remedy"), word);
    if (named(shape, i, "UNIT") && !is_unit(word))
        return refuse(e, _("“%s” is no unit: write grapheme, clause, sentence or paragraph"), word);
    return ERR_OK;
}

static enum err_code refuse_number(const struct command *c, bool too_many, struct err *e)
{
    if (!*c->arguments)
        return err_set(e, ERR_INPUT, _("“%s” takes no argument"), c->name);
    if (too_many)
        return err_set(e, ERR_INPUT, _("too many arguments; it is: %s %s"), c->name, c->arguments);
    return err_set(e, ERR_INPUT, _("an argument is missing; it is: %s %s"), c->name, c->arguments);
}

static enum err_code read_arguments(const char *p, const char *end, struct command_line *out, struct str *word,
                                    struct err *e)
{
    struct shape shape = read_shape(out->command);
    for (;;) {
        bool found = false;
        bool rest = shape.rest && out->argc == shape.max - 1;
        enum err_code rc = rest ? words_rest(&p, end, word, &found, e) : words_next(&p, end, word, &found, e);
        if (rc)
            return rc;
        if (!found)
            break;
        if (out->argc == shape.max)
            return refuse_number(out->command, true, e);
        rc = check_argument(&shape, out->argc, str_z(word), e);
        if (rc)
            return rc;
        out->argv[out->argc++] = str_take(word);
    }
    return out->argc < shape.min ? refuse_number(out->command, false, e) : ERR_OK;
}

enum err_code command_parse(const char *line, size_t n, struct command_line *out, struct err *e)
{
    *out = (struct command_line){0};
    enum err_code rc = words_check(line, n, e);
    if (rc)
        return rc;
    const char *p = line, *end = line + n;
    struct str word = {0};
    bool found;
    rc = words_next(&p, end, &word, &found, e);
    if (!rc && !found)
        rc = err_set(e, ERR_INPUT, _("the name of a command is missing"));
    if (!rc) {
        out->command = command_find(str_z(&word), word.len);
        if (!out->command)
            rc = refuse(e, _("there is no command “%s”"), str_z(&word));
    }
    if (!rc)
        rc = read_arguments(p, end, out, &word, e);
    str_clear(&word);
    if (rc)
        command_line_clear(out);
    return rc;
}

void command_line_clear(struct command_line *c)
{
    for (int i = 0; i < c->argc; i++)
        free(c->argv[i]);
    *c = (struct command_line){0};
}

void command_quote(struct str *out, const char *word)
{
    if (*word && *word != '"' && !strpbrk(word, " \t\n\v\f\r")) {
        str_add(out, word);
        return;
    }
    str_addc(out, '"');
    for (; *word; word++) {
        if (*word == '"' || *word == '\\')
            str_addc(out, '\\');
        if (*word == '\n')
            str_add(out, "\\n");
        else if (*word == '\t')
            str_add(out, "\\t");
        else
            str_addc(out, *word);
    }
    str_addc(out, '"');
}

void command_line_print(const struct command_line *c, struct str *out)
{
    str_add(out, c->command->name);
    for (int i = 0; i < c->argc; i++) {
        str_addc(out, ' ');
        command_quote(out, c->argv[i]);
    }
}
