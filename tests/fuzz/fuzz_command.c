/* A command that was read prints as one that is read again as the same; any word that is quoted is one word again.
 * Input: the line. */
#include "keymaps/command.h"

#include "base/str.h"
#include "keymaps/words.h"
#include "tests/fuzz/fuzz.h"

static void reads_again(const struct command_line *c)
{
    struct command_line again;
    struct err e;
    struct str line = {0};
    command_line_print(c, &line);
    LAW(command_parse(str_z(&line), line.len, &again, &e) == ERR_OK);
    LAW(again.command == c->command && again.argc == c->argc);
    for (int i = 0; i < c->argc; i++)
        LAW(strcmp(again.argv[i], c->argv[i]) == 0);
    str_clear(&line);
    command_line_clear(&again);
}

static void quotes(const char *word)
{
    struct str line = {0}, read = {0};
    struct err e;
    bool found;
    command_quote(&line, word);
    const char *p = str_z(&line), *end = p + line.len;
    LAW(words_next(&p, end, &read, &found, &e) == ERR_OK);
    LAW(found && p == end && strcmp(str_z(&read), word) == 0);
    p = str_z(&line);
    LAW(words_rest(&p, end, &read, &found, &e) == ERR_OK);
    LAW(found && p == end && strcmp(str_z(&read), word) == 0);
    str_clear(&line);
    str_clear(&read);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct command_line c;
    struct err e = {0};
    const char *line = (const char *)data;
    bool utf8 = fuzz_is_utf8(line, size);
    LAW((words_check(line, size, &e) == ERR_OK) == utf8);
    enum err_code code = command_parse(line, size, &c, &e);
    if (code) {
        fuzz_law_error(code, &e);
        LAW(code == ERR_INPUT && !c.command && c.argc == 0);
    } else {
        LAW(utf8 && c.command && c.argc <= COMMAND_MAX_ARGS);
        reads_again(&c);
    }
    command_line_clear(&c);
    if (utf8) {
        struct str word = {0};
        str_addn(&word, line, size);
        quotes(str_z(&word));
        str_clear(&word);
    }
    return 0;
}
