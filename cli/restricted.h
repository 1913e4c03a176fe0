/* The restricted mode of review, the forced command of a key in authorized_keys: somebody who has a login, but must get
 * nothing of the account except this one file through this one program. Three walls: the program offers no way out
 * (no editor, no suspending, no path, nothing from the environment), the kernel refuses what would start a program or
 * reach another process (seccomp), and refuses other files (Landlock, where it is there). */
#ifndef ZHUPI_CLI_RESTRICTED_H
#define ZHUPI_CLI_RESTRICTED_H

#include "cli/cli.h"

/* Whether the arguments of main() ask for the mode, also by an abbreviation. */
bool restricted_asked(int argc, char *const *argv);

/* The first thing in the process: forget the environment but for a few names with harmless values, close all inherited
 * descriptors but the three streams, leave no core dump. ERR_IO. */
enum err_code restricted_begin(struct err *e);

/* Shut the process in: from here on it starts no program and no process, makes no connection and, where the kernel has
 * Landlock, opens only the directory of FILE and, for reading, the system's. What is refused fails with EPERM, or
 * EACCES: a library that tries (a name service, say) goes on without, and the call has had no effect, so ending the
 * session would only lose what is being typed. ERR_IO where the kernel cannot do it; then nothing may be shown. */
enum err_code restricted_wall(const char *file, struct err *e);

/* $SSH_ORIGINAL_COMMAND, what the person asked the server to run instead; NULL for nothing. */
const char *restricted_wish(void);

/* Carry that out on FILE where it is an export to standard output. A says who asks, by FORCE and as_name. */
enum cli_status restricted_run_wish(const char *wish, const char *file, bool force, const char *as_name);

#endif
