#include "base/i18n.h"
#include "db/internal.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* VACUUM INTO is one read transaction, so the copy is of one moment and writers go on; a copy by pages
 * (sqlite3_backup_step) never ends while others write. It attaches the new file, which we otherwise forbid. */
static enum err_code copy(struct store *s, const char *tmp, struct err *e)
{
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 1);
    enum err_code code = stmt_run(s, e, "VACUUM INTO ?1", "t", tmp);
    sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
    return code;
}

enum err_code store_backup(struct store *s, const char *path, struct err *e)
{
    struct path p;
    struct stat st;
    char *tmp = NULL;
    if (s->listing > 0 || s->writing)
        return err_set(e, ERR_INPUT, _("%s: no backup can be made from inside a listing"), s->path);
    enum err_code code = path_resolve(path, &p, e);
    if (!code)
        code = path_check_dir(path, &p, true, e); /* nobody works in a backup: it may lie on a network drive */
    if (!code && lstat(p.full, &st) == 0)
        code = err_set(e, ERR_EXISTS, _("%s is there already: nothing was changed"), path);
    if (!code)
        code = path_make_tmp(path, &p, &tmp, e);
    if (!code) {
        code = copy(s, tmp, e);
        if (code == ERR_FULL)
            err_set(e, code, _("the disk is full: no backup was made. Make room where %s is to be"), path);
        if (!code)
            code = path_publish(path, &p, tmp, e);
    }
    if (code && tmp)
        unlink(tmp);
    free(tmp);
    path_clear(&p);
    return code;
}
