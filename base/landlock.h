/* Landlock, the kernel's wall around a process's files (landlock(7)): what the C library has no functions for, with the
 * rights of versions that its headers may not know yet. The rest of a right's names is in <linux/landlock.h>. */
#ifndef ZHUPI_BASE_LANDLOCK_H
#define ZHUPI_BASE_LANDLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define LANDLOCK_REFER (UINT64_C(1) << 13)     /* link or rename into another folder; from version 2 on */
#define LANDLOCK_TRUNCATE (UINT64_C(1) << 14)  /* from version 3 on */
#define LANDLOCK_IOCTL_DEV (UINT64_C(1) << 15) /* on devices that are opened from then on; from version 5 on */

/* Rules that take RIGHTS away everywhere, but for those that this kernel does not know. A descriptor for the other two,
 * which landlock_enforce closes; -1 where the kernel has no Landlock. */
int landlock_begin(uint64_t rights);

/* Leave RIGHTS, of those that RULES take, at PATH and, if it is a folder, below. What is not there needs no leave. */
void landlock_allow(int rules, const char *path, uint64_t rights);

/* Let RULES hold for this process and all that it starts, for ever; it must have no new privileges to get
 * (PR_SET_NO_NEW_PRIVS). False and errno where the kernel refuses. */
bool landlock_enforce(int rules);

#endif
