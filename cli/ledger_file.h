/* zhupi ledger --format: the ledger for other programs and for people without this one. */
#ifndef ZHUPI_CLI_LEDGER_FILE_H
#define ZHUPI_CLI_LEDGER_FILE_H

#include "cli/cli.h"
#include "exchange/export_ledger.h"

/* The format that --format NAME says, or where that is NULL the end of PATH (which may be NULL): *WANTED is whether
 * one was asked for at all. False after a usage error, which was said. */
bool ledger_file_format(const struct cli_command *c, const char *name, const char *path, bool *wanted,
                        enum export_format *out);

/* Write the ledger of S to PATH, or with NULL or "-" to standard output. */
enum cli_status ledger_file_write(struct store *s, const struct export_ledger_opts *opts, const char *path);

#endif
