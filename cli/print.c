#include "config.h"

#include "cli/print.h"

#include "base/i18n.h"
#include "base/str.h"
#include "cli/keymap_user.h"
#include "keymaps/command.h"

void print_version(void)
{
    puts(PACKAGE_STRING);
}

void print_commands(void)
{
    size_t n;
    const struct command *table = command_table(&n);
    for (size_t i = 0; i < n; i++)
        printf("%s\t%s\t%s\n", table[i].name, table[i].arguments, _(table[i].help));
}

static void complain(void *ctx, const char *message)
{
    (void)ctx;
    cli_complain("%s", message);
}

enum cli_status print_keymap(const char *name)
{
    struct keymap *km;
    struct err e;
    if (keymap_user_load(name, complain, NULL, &km, &e))
        return cli_fail(&e);
    struct str text = {0};
    keymap_print(km, &text);
    fwrite(str_z(&text), 1, text.len, stdout);
    str_clear(&text);
    keymap_free(km);
    return CLI_OK;
}
