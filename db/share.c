/* A file for a group: its directory, itself and the files beside it, so that whoever belongs to the group can work in
 * it whatever their umask. May run as root in a directory where members write, so everything is changed by descriptor,
 * after a look at what the descriptor is, and never by a name that could have become a link to something else. */
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEAM_DIRECTORY 02770
#define TEAM_FILE 0660

struct share {
    const char *path;
    struct path p;
    gid_t gid;
    char *group; /* its name */
    bool made;   /* the directory was missing */
    store_line_fn *said;
    void *ctx;
};

static enum err_code find_group(struct share *w, const char *name, struct err *e)
{
    const struct group *gr = getgrnam(name);
    char *end = NULL;
    errno = 0;
    unsigned long number = strtoul(name, &end, 10);
    bool is_number = *name >= '0' && *name <= '9' && !*end && !errno && number < (gid_t)-1;
    if (!gr && !is_number)
        return err_set(e, ERR_NOT_FOUND, _("there is no group “%s”: an administrator makes it with: groupadd %s"), name,
                       name);
    w->gid = gr ? gr->gr_gid : (gid_t)number;
    w->group = permission_group(w->gid);
    if (geteuid() == 0 || permission_is_member(w->gid))
        return ERR_OK;
    char *user = permission_user(getuid());
    err_set(e, ERR_DENIED,
            _("you do not belong to the group “%s”: ask an administrator to run: usermod -aG %s %s, and log in again"),
            w->group, w->group, user);
    free(user);
    return ERR_DENIED;
}

static void say(const struct share *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void say(const struct share *w, const char *fmt, ...)
{
    struct err line;
    va_list ap;
    va_start(ap, fmt);
    err_vset(&line, ERR_OK, fmt, ap);
    va_end(ap);
    if (w->said)
        w->said(w->ctx, line.msg);
}

/* The modes of what an O_PATH descriptor stands for; chgrp first, because it clears the set-group-id bit. */
static int set_rights(int fd, gid_t gid, mode_t mode)
{
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return fchownat(fd, "", (uid_t)-1, gid, AT_EMPTY_PATH) == 0 ? chmod(link, mode) : -1;
}

static enum err_code change(const struct share *w, int fd, const char *item, const struct stat *st, mode_t mode,
                            struct err *e)
{
    if (set_rights(fd, w->gid, mode) != 0)
        return err_set(e, errno == EPERM ? ERR_DENIED : ERR_IO, _("%s: its group and mode cannot be changed: %s"), item,
                       strerror(errno));
    if (w->made && S_ISDIR(st->st_mode)) {
        say(w, _("%s: made, mode %04o of the group “%s”"), item, (unsigned)mode, w->group);
        return ERR_OK;
    }
    char *was = permission_group(st->st_gid);
    say(w, _("%s: was %04o of the group “%s”, is %04o of the group “%s”"), item, (unsigned)(st->st_mode & 07777), was,
        (unsigned)mode, w->group);
    free(was);
    return ERR_OK;
}

/* ---- the directory ---- */

/* FMT names the directory, the group, and the directory twice as a shell reads it: the commands for whoever may. */
static enum err_code refuse_directory(const struct share *w, const char *fmt, struct err *e)
{
    struct str dir = {0};
    str_add_shell(&dir, w->p.dir);
    err_set(e, ERR_DENIED, fmt, w->p.dir, w->group, str_z(&dir), str_z(&dir));
    str_clear(&dir);
    return ERR_DENIED;
}

/* Whether anything but our file stands in the directory: then it is somebody's home, or /tmp, and not to be given away
 * by the way. */
static bool holds_others(const struct share *w)
{
    const char *name = strrchr(w->p.full, '/') + 1;
    size_t n = strlen(name);
    bool others = false;
    DIR *d = opendir(w->p.dir);
    if (!d)
        return true;
    for (const struct dirent *x; !others && (x = readdir(d));) {
        bool ours = strcmp(x->d_name, ".") == 0 || strcmp(x->d_name, "..") == 0 ||
                    strncmp(x->d_name, ".zhupi-", 7) == 0 ||
                    (strncmp(x->d_name, name, n) == 0 && (x->d_name[n] == '\0' || x->d_name[n] == '-'));
        others = !ours;
    }
    closedir(d);
    return others;
}

static enum err_code share_open_directory(const struct share *w, int fd, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return err_set(e, ERR_IO, _("%s: cannot look at it: %s"), w->p.dir, strerror(errno));
    bool right =
        st.st_gid == w->gid && (st.st_mode & TEAM_DIRECTORY) == TEAM_DIRECTORY && !(st.st_mode & (S_ISVTX | S_IWOTH));
    if (right)
        return ERR_OK;
    if (geteuid() != 0 && st.st_uid != geteuid())
        return refuse_directory(
            w, _("%s is not yet the group's and not yours: ask an administrator to run: chgrp %s %s && chmod 2770 %s"),
            e);
    if (holds_others(w))
        return refuse_directory(w,
                                _("%s holds other files and is not the group's: give the file a directory of its own, "
                                  "or run yourself: chgrp %s %s && chmod 2770 %s"),
                                e);
    return change(w, fd, w->p.dir, &st, TEAM_DIRECTORY, e);
}

static enum err_code share_directory(const struct share *w, struct err *e)
{
    int fd = open(w->p.dir, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_IO, _("%s: cannot look at it: %s"), w->p.dir, strerror(errno));
    enum err_code code = share_open_directory(w, fd, e);
    close(fd);
    return code;
}

/* Make the directory where it is missing, for its maker alone at first. */
static enum err_code make_directory(struct share *w, struct err *e)
{
    char *copy = mem_dup(w->path);
    const char *dir = dirname(copy);
    w->made = mkdir(dir, 0700) == 0;
    enum err_code code = ERR_OK;
    if (!w->made && errno != EEXIST)
        code = err_set(e,
                       errno == EACCES   ? ERR_DENIED
                       : errno == ENOENT ? ERR_NOT_FOUND
                                         : ERR_IO,
                       _("%s: the directory cannot be made: %s"), dir, strerror(errno));
    free(copy);
    return code;
}

/* Say where a directory on the way keeps the group out. */
static void look_at_way(const struct share *w)
{
    struct stat st;
    char *dir = mem_dup(w->p.dir);
    for (char *slash; (slash = strrchr(dir, '/')) && slash != dir;) {
        *slash = '\0';
        if (stat(dir, &st) == 0 && !(st.st_mode & S_IXOTH) && !(st.st_gid == w->gid && (st.st_mode & S_IXGRP))) {
            struct str word = {0};
            str_add_shell(&word, dir);
            say(w, _("%s keeps the group out (its mode is %04o): put the file elsewhere, or run: chmod o+x %s"), dir,
                (unsigned)(st.st_mode & 07777), str_z(&word));
            str_clear(&word);
        }
    }
    free(dir);
}

/* ---- the file, and those beside it ---- */

/* Whether the header is ours ("Database File Format" §1.3). Nobody has the file open in this process, so closing loses
 * no locks. */
static enum err_code check_ours(const char *path, int fd, struct err *e)
{
    static const unsigned char id[] = {STORE_APPLICATION_ID >> 24, STORE_APPLICATION_ID >> 16 & 0xFF,
                                       STORE_APPLICATION_ID >> 8 & 0xFF, STORE_APPLICATION_ID & 0xFF};
    char link[40];
    unsigned char header[100] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int in = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (in < 0)
        return err_set(e, ERR_DENIED, _("%s: cannot be read: %s"), path, strerror(errno));
    bool ours = read(in, header, sizeof header) == (ssize_t)sizeof header &&
                memcmp(header, "SQLite format 3", 16) == 0 && memcmp(header + 68, id, sizeof id) == 0;
    close(in);
    return ours ? ERR_OK
                : err_set(e, ERR_EXISTS, _("%s is there already and no zhupi file: nothing was changed"), path);
}

static enum err_code share_open_file(const struct share *w, const char *item, int fd, bool side, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1)
        return err_set(e, ERR_DENIED,
                       _("%s is no regular file with one name only: look who put it there, and remove it"), item);
    enum err_code code = side ? ERR_OK : check_ours(item, fd, e);
    if (code || (st.st_gid == w->gid && (st.st_mode & 07777) == TEAM_FILE))
        return code;
    if (geteuid() == 0 || st.st_uid == geteuid())
        return change(w, fd, item, &st, TEAM_FILE, e);
    struct str command = {0};
    str_addf(&command, "zhupi init --group %s ", w->group);
    str_add_shell(&command, w->p.full);
    char *owner = permission_user(st.st_uid);
    err_set(e, ERR_DENIED, _("%s has not the group and mode of a team's file: ask its owner, %s, to run: %s"), item,
            owner, str_z(&command));
    free(owner);
    str_clear(&command);
    return ERR_DENIED;
}

static enum err_code share_file(const struct share *w, const char *ending, struct err *e)
{
    enum err_code code = ERR_OK;
    struct str item = {0};
    str_addf(&item, "%s%s", w->p.full, ending);
    int fd = open(str_z(&item), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0)
        code = share_open_file(w, str_z(&item), fd, *ending != '\0', e);
    else if (!*ending || errno != ENOENT)
        code = err_set(e, ERR_IO, _("%s: cannot look at it: %s"), str_z(&item), strerror(errno));
    if (fd >= 0)
        close(fd);
    str_clear(&item);
    return code;
}

static enum err_code share_files(const struct share *w, struct err *e)
{
    enum err_code code = share_file(w, "", e);
    for (const char *const *ending = store_side_endings; *ending && !code; ending++)
        code = share_file(w, *ending, e);
    return code;
}

static enum err_code share_all(struct share *w, const struct store_opts *opts, bool *created, struct err *e)
{
    struct stat st;
    enum err_code code = make_directory(w, e);
    if (!code)
        code = path_resolve(w->path, &w->p, e);
    if (!code && lstat(w->p.full, &st) == 0) /* before anything is changed */
        code = S_ISREG(st.st_mode)
                   ? ERR_OK
                   : err_set(e, ERR_EXISTS, _("%s is there already and no zhupi file: nothing was changed"), w->path);
    else if (!code)
        *created = true;
    if (!code)
        code = share_directory(w, e);
    if (!code && *created)
        code = store_create(w->path, opts, e);
    return code ? code : share_files(w, e);
}

enum err_code store_share(const char *path, const char *group, const struct store_opts *opts, store_line_fn *said,
                          void *ctx, bool *created, struct err *e)
{
    struct share w = {.path = path, .said = said, .ctx = ctx};
    *created = false;
    enum err_code code = find_group(&w, group, e);
    if (!code)
        code = share_all(&w, opts, created, e);
    if (code && w.made && w.p.dir)
        rmdir(w.p.dir);
    if (!code)
        look_at_way(&w);
    path_clear(&w.p);
    free(w.group);
    return code;
}
