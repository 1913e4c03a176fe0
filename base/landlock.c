#include "base/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of RIGHTS, what this kernel knows; it refuses rules with any other. */
static uint64_t known(uint64_t rights)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    uint64_t first = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    return version < 1 ? 0
                       : rights & (first | (version >= 2 ? LANDLOCK_REFER : 0) |
                                   (version >= 3 ? LANDLOCK_TRUNCATE : 0) | (version >= 5 ? LANDLOCK_IOCTL_DEV : 0));
}

int landlock_begin(uint64_t rights)
{
    struct landlock_ruleset_attr handled = {.handled_access_fs = known(rights)};
    if (handled.handled_access_fs == 0)
        return -1;
    return (int)syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0);
}

void landlock_allow(int rules, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct landlock_path_beneath_attr beneath = {.allowed_access = known(rights), .parent_fd = fd};
    if (fd < 0)
        return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(fd);
}

bool landlock_enforce(int rules)
{
    bool held = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    int number = errno;
    close(rules);
    errno = number;
    return held;
}
