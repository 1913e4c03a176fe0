/* What becomes of the process that a converter runs in, between fork and exec. Used by converter_run only. */
#ifndef ZHUPI_EXCHANGE_CONVERTER_CHILD_H
#define ZHUPI_EXCHANGE_CONVERTER_CHILD_H

#include "exchange/extract.h"

#include <signal.h>
#include <sys/types.h>

#define CONVERTER_FILE_FD 3                   /* the file, in the child */
#define CONVERTER_FILE_NAME "/proc/self/fd/3" /* what stands for %s: absolute, so never an option; seekable */

struct converter_child {
    const char *program; /* absolute path */
    char **argv, **envp;
    int file, out, err; /* descriptors: read the file, write output and messages */
    const struct limits *limits;
    sigset_t mask; /* of signals, that the program gets */
    pid_t parent;
};

/* Become the program, walled in; never returns. Where that fails, a line says so on ERR, and the status is 127. */
_Noreturn void converter_child(const struct converter_child *c);

/* The kernel's walls around this process and all that it starts: no network, no other process, no terminal, and, where
 * the kernel has Landlock, nothing written but to /dev/null. 0, or a negative errno. */
int converter_wall(void);

/* Wait for the end of PARENT, the process that this one was forked from, and then kill the process group GROUP: what a
 * converter started does not end with a killed import by itself, as the converter does. To be killed when the converter
 * has ended otherwise; never returns. */
_Noreturn void converter_watcher(pid_t parent, pid_t group);

#endif
