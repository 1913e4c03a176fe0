/* zhupi role: who may do what, and giving a role, also to somebody who has not been here yet. */
#include "base/clock.h"
#include "base/i18n.h"
#include "cli/cli.h"
#include "cli/listing.h"
#include "db/store.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>

enum { KEY, FORCE };

static const struct cli_option options[] = {
    {"key", 0, NULL, N_("NAME is that of a key of the restricted mode, not of an account")},
    CLI_FORCE_OPTION,
    {0},
};

static const struct listing_column columns[] = {
    {"name", N_("REVIEWER"), LISTING_TEXT},   {"role", N_("ROLE"), LISTING_WORD},
    {"account", N_("ACCOUNT"), LISTING_TEXT}, {"uid", N_("UID"), LISTING_NUMBER},
    {"since", N_("SINCE"), LISTING_TIME},
};

/* ---- looking ---- */

struct chosen {
    struct listing rows;
    const char *name; /* only this one; NULL: all */
    bool key;         /* only that of a key */
};

static bool collect(void *ctx, const struct reviewer *r)
{
    struct chosen *l = ctx;
    char time[CLOCK_TEXT_SIZE];
    if (l->name && strcmp(l->key ? r->account : r->name, l->name) != 0)
        return true;
    if (l->key && r->uid >= 0)
        return true;
    struct str *cell = listing_add(&l->rows);
    str_add(&cell[0], r->name);
    str_add(&cell[1], role_name(r->role));
    str_add(&cell[2], r->account);
    if (r->uid >= 0)
        str_addf(&cell[3], "%lld", (long long)r->uid);
    str_add(&cell[4], clock_format(r->created, time));
    return true;
}

static enum cli_status list(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    struct chosen l = {.rows = {.columns = columns, .n_columns = sizeof columns / sizeof *columns},
                       .name = a->argc > 1 ? a->argv[1] : NULL,
                       .key = a->value[KEY] != NULL};
    if (cli_look(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = store_reviewers(s, collect, &l, &e);
    if (!rc && l.name && l.rows.rows == 0)
        rc = err_set(&e, ERR_NOT_FOUND, _("%s: there is no reviewer “%s”"), a->argv[0], l.name);
    if (!rc)
        listing_print(&l.rows);
    store_close(&s);
    listing_clear(&l.rows);
    return rc ? cli_fail(&e) : CLI_OK;
}

/* ---- giving ---- */

static enum err_code add(struct store *s, const char *account, int64_t uid, int64_t *id, struct err *e)
{
    enum err_code rc = store_reviewer_add(s, account, uid, id, e);
    return rc == ERR_EXISTS ? ERR_OK : rc;
}

/* The reviewer of that name, or else the account, added. */
static enum err_code find_or_add(struct store *s, const char *name, int64_t *id, struct err *e)
{
    enum err_code rc = store_reviewer_find(s, name, id, e);
    if (rc != ERR_NOT_FOUND)
        return rc;
    errno = 0;
    const struct passwd *pw = getpwnam(name);
    if (!pw)
        return err_set(e, ERR_NOT_FOUND,
                       _("there is no reviewer “%s” and no account of that name here; --key says that it is a key's"),
                       name);
    return add(s, pw->pw_name, (int64_t)pw->pw_uid, id, e);
}

static enum cli_status give(const struct cli_args *a)
{
    struct err e;
    struct store *s;
    enum role role;
    int64_t id;
    if (!role_parse(a->argv[2], &role))
        return cli_usage(a->command, _("“%s” is no role: write lead, reviewer or reader"), a->argv[2]);
    if (cli_open(a, a->value[FORCE] != NULL, &s, &e))
        return cli_fail(&e);
    enum err_code rc = a->value[KEY] ? add(s, a->argv[1], -1, &id, &e) : find_or_add(s, a->argv[1], &id, &e);
    if (!rc)
        rc = store_role_set(s, id, role, &e);
    store_close(&s);
    if (rc)
        return cli_fail(&e);
    cli_say(_("%s: the role is “%s” now"), a->argv[1], role_label(role));
    return CLI_OK;
}

static enum cli_status run(const struct cli_args *a)
{
    return a->argc > 2 ? give(a) : list(a);
}

const struct cli_command cli_role = {
    .name = "role",
    .arguments = "FILE.db [NAME [ROLE]]",
    .summary = N_("List the reviewers with their roles, or give one a role."),
    .details = N_("A lead assigns documents, closes them, settles annotations and gives roles; a\n"
                  "reviewer tags and comments; a reader changes nothing. Only a lead can give roles,\n"
                  "or the account that owns the file. NAME is a reviewer, or the name of an account\n"
                  "or key that has not been here yet."),
    .min_arguments = 1,
    .max_arguments = 3,
    .options = options,
    .run = run,
};
