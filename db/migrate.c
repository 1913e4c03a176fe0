/* From one version of the file to the next. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/internal.h"

static enum err_code run_lines(struct store *s, const char *const *lines, struct err *e)
{
    struct str sql = {0};
    for (size_t i = 0; lines[i]; i++)
        str_add(&sql, lines[i]);
    enum err_code code = stmt_script(s, str_z(&sql), e);
    str_clear(&sql);
    return code;
}

/* A team: roles, assignments, comments, settled annotations. */
static enum err_code step_2(struct store *s, struct err *e)
{
    return run_lines(s, schema_2_lines, e);
}

/* Documents as they come: noise, headings, the imported bytes, versions. */
static enum err_code step_3(struct store *s, struct err *e)
{
    return run_lines(s, schema_3_lines, e);
}

/* From tags to problems: codes, links, saved filters, changes that belong together. */
static enum err_code step_4(struct store *s, struct err *e)
{
    return run_lines(s, schema_4_lines, e);
}

static const struct migration steps[] = {
    {1, migrate_schema},
    {2, step_2},
    {3, step_3},
    {4, step_4},
};

/* The first step of all: an empty file becomes ours. */
enum err_code migrate_schema(struct store *s, struct err *e)
{
    struct str sql = {0};
    str_addf(&sql, "PRAGMA application_id = %d;", STORE_APPLICATION_ID);
    enum err_code code = run_lines(s, schema_1_lines, e);
    if (!code)
        code = stmt_script(s, str_z(&sql), e);
    str_clear(&sql);
    if (code)
        return code;
    char id[UUID_SIZE];
    return stmt_run(s, e, "INSERT INTO meta (name, value) VALUES ('uuid', ?1), ('created', ?2)", "ti", uuid_new(id),
                    clock_now_ms());
}

static enum err_code run_step(struct store *s, const struct migration *step, struct err *e)
{
    int64_t version = 0;
    enum err_code code = stmt_int(s, &version, NULL, e, "PRAGMA user_version", "");
    if (code || version >= step->version) /* another session was quicker */
        return code;
    code = step->run(s, e);
    if (code)
        return code;
    struct str sql = {0};
    str_addf(&sql, "PRAGMA user_version = %d", step->version);
    code = stmt_script(s, str_z(&sql), e);
    str_clear(&sql);
    return code;
}

enum err_code migrate_run(struct store *s, const struct migration *list, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        int64_t version = 0;
        enum err_code code = stmt_int(s, &version, NULL, e, "PRAGMA user_version", "");
        if (!code && version >= list[i].version)
            continue;
        if (!code)
            code = write_begin(s, e);
        if (code)
            return code;
        code = write_end(s, run_step(s, &list[i], e), e);
        if (code) {
            err_prefix(e, _("making version %d of the file failed, which stays as it was"), list[i].version);
            return code;
        }
    }
    return ERR_OK;
}

enum err_code migrate(struct store *s, struct err *e)
{
    return migrate_run(s, steps, sizeof steps / sizeof *steps, e);
}

enum err_code migrate_model(struct store **out, struct err *e)
{
    struct store *m = MEM_NEW(struct store);
    m->path = mem_dup(":memory:");
    m->lock_fd = -1;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
    int rc = sqlite3_open_v2(m->path, &m->db, flags, NULL);
    enum err_code code = rc == SQLITE_OK ? ERR_OK : stmt_error(m, rc, e);
    for (size_t i = 0; !code && i < sizeof steps / sizeof *steps; i++)
        code = steps[i].run(m, e);
    if (code)
        store_close(&m);
    *out = m;
    return code;
}
