/* Why this account may not open a team's file, and what to run. The kernel decides; here it is only explained, and what
 * would lock others out later is refused before it happens. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *const store_side_endings[] = {"-wal", "-shm", "-lock", "-live", NULL};

static char *name_or_number(const char *name, unsigned number)
{
    struct str out = {0};
    if (name && *name)
        str_add(&out, name);
    else
        str_addf(&out, "%u", number);
    return str_take(&out);
}

char *permission_user(uid_t uid)
{
    const struct passwd *pw = getpwuid(uid);
    return name_or_number(pw ? pw->pw_name : NULL, (unsigned)uid);
}

char *permission_group(gid_t gid)
{
    const struct group *gr = getgrgid(gid);
    return name_or_number(gr ? gr->gr_name : NULL, (unsigned)gid);
}

bool permission_is_member(gid_t gid)
{
    int n = getgroups(0, NULL);
    bool found = gid == getegid();
    if (n <= 0)
        return found;
    gid_t *groups = mem_alloc((size_t)n, sizeof *groups);
    n = getgroups(n, groups);
    for (int i = 0; i < n; i++)
        found = found || groups[i] == gid;
    free(groups);
    return found;
}

/* The person has been put into the group since the session began. */
static bool member_next_time(gid_t gid, const char *user)
{
    const struct group *gr = getgrgid(gid);
    for (char **m = gr ? gr->gr_mem : NULL; m && *m; m++)
        if (strcmp(*m, user) == 0)
            return true;
    return false;
}

static enum err_code no_member(const char *item, const struct stat *st, struct err *e)
{
    char *user = permission_user(getuid()), *group = permission_group(st->st_gid);
    if (member_next_time(st->st_gid, user))
        err_set(e, ERR_DENIED,
                _("%s is for the group “%s”, to which you belong from your next login on: log out and in"), item,
                group);
    else
        err_set(e, ERR_DENIED,
                _("%s is for the group “%s”, to which you do not belong: ask an administrator to run: usermod -aG %s "
                  "%s, and log in again"),
                item, group, group, user);
    free(user);
    free(group);
    return ERR_DENIED;
}

/* Who may change ITEM is told the command that sets everything right. */
static enum err_code not_shared(const char *item, const struct stat *st, const char *full, struct err *e)
{
    char *owner = permission_user(st->st_uid);
    char *group = permission_is_member(st->st_gid) ? permission_group(st->st_gid) : mem_dup("GROUP");
    struct str command = {0};
    str_add(&command, "zhupi init --group ");
    str_add_shell(&command, group);
    str_add(&command, " ");
    str_add_shell(&command, full);
    if (st->st_uid == 0)
        err_set(e, ERR_DENIED, _("you may not write to %s, which every reviewer must: ask an administrator to run: %s"),
                item, str_z(&command));
    else
        err_set(e, ERR_DENIED, _("you may not write to %s, which every reviewer must: ask its owner, %s, to run: %s"),
                item, owner, str_z(&command));
    str_clear(&command);
    free(group);
    free(owner);
    return ERR_DENIED;
}

static enum err_code own(const char *item, const struct stat *st, struct err *e)
{
    struct str word = {0};
    str_add_shell(&word, item);
    err_set(e, ERR_DENIED, _("your own %s is not writable for you: run: chmod %s %s"), item,
            S_ISDIR(st->st_mode) ? "u+rwx" : "u+rw", str_z(&word));
    str_clear(&word);
    return ERR_DENIED;
}

enum err_code permission_explain(const char *item, const char *full, struct err *e)
{
    int why = errno;
    struct stat st;
    if ((why != EACCES && why != EPERM) || lstat(item, &st) != 0)
        return err_set(e, why == EROFS ? ERR_DENIED : ERR_IO, _("you cannot write to %s: %s"), item, strerror(why));
    mode_t needed = S_ISDIR(st.st_mode) ? 070 : 060;
    if (st.st_uid == geteuid())
        return own(item, &st, e);
    if ((st.st_mode & needed) == needed && !permission_is_member(st.st_gid))
        return no_member(item, &st, e);
    return not_shared(item, &st, full, e);
}

/* Who may not even enter a directory on the way sees nothing of what is behind it. */
enum err_code permission_explain_way(const char *path, struct err *e)
{
    struct str at = {0};
    size_t n = 0;
    struct stat st;
    do {
        n += path[n] == '/';
        n += strcspn(path + n, "/");
        str_truncate(&at, 0);
        str_addn(&at, path, n);
    } while (path[n] && access(str_z(&at), X_OK) == 0);
    enum err_code code = ERR_DENIED;
    if (stat(str_z(&at), &st) == 0 && (st.st_mode & S_IXGRP) && !permission_is_member(st.st_gid)) {
        code = no_member(str_z(&at), &st, e);
    } else {
        char *owner = permission_user(stat(str_z(&at), &st) == 0 ? st.st_uid : 0);
        err_set(e, code, _("%s: %s lets you not in: ask its owner, %s, or have the file put elsewhere"), path,
                str_z(&at), owner);
        free(owner);
    }
    str_clear(&at);
    return code;
}

/* SQLite gives -wal and -shm the mode of the file; their group is the directory's or, without its set-group-id bit,
 * that of whoever opens first, and with another group the next one to open would be locked out. (Root gives them away.)
 */
enum err_code permission_check_group(const char *path, const struct path *p, struct err *e)
{
    struct stat dir, file;
    if (geteuid() == 0 || stat(p->dir, &dir) != 0 || lstat(p->full, &file) != 0 || !(file.st_mode & S_IWGRP))
        return ERR_OK;
    gid_t gets = dir.st_mode & S_ISGID ? dir.st_gid : getegid();
    if (gets == file.st_gid)
        return ERR_OK;
    char *wrong = permission_group(gets), *right = permission_group(file.st_gid), *owner = permission_user(dir.st_uid);
    struct str word = {0};
    str_add_shell(&word, p->dir);
    err_set(e, ERR_DENIED,
            _("%s: the files beside it would be for the group “%s” instead of “%s”, and lock others out: ask the owner "
              "of its directory, %s, to run: chgrp %s %s && chmod 2770 %s"),
            path, wrong, right, owner, right, str_z(&word), str_z(&word));
    str_clear(&word);
    free(wrong);
    free(right);
    free(owner);
    return ERR_DENIED;
}

enum err_code permission_check_side(const char *full, struct err *e)
{
    enum err_code code = ERR_OK;
    for (const char *const *ending = store_side_endings; *ending && !code; ending++) {
        struct str side = {0};
        str_addf(&side, "%s%s", full, *ending);
        if (access(str_z(&side), R_OK | W_OK) != 0 && errno != ENOENT)
            code = permission_explain(str_z(&side), full, e);
        str_clear(&side);
    }
    return code;
}

enum err_code permission_check_owner(const char *path, const struct path *p, struct err *e)
{
    struct stat st;
    if (lstat(p->full, &st) == 0 && st.st_uid == getuid())
        return ERR_OK;
    return err_set(e, ERR_DENIED, _("%s: only the account that owns the file may say who the reviewer is"), path);
}
