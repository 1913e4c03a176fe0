/* What the program prints about itself, to standard output. */
#ifndef ZHUPI_CLI_PRINT_H
#define ZHUPI_CLI_PRINT_H

#include "cli/cli.h"

void print_version(void);

/* The table of commands: name, arguments and help, separated by tabs. */
void print_commands(void);

/* The shipped keymap NAME (NULL: "vi") with the user's own keymap file over it, in the form that such a file has. */
enum cli_status print_keymap(const char *name);

#endif
