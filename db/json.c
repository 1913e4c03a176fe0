/* The members of the JSON objects in the feed. SQLite wrote them, so SQLite reads them. What it cannot read is not
 * there: the feed is told to people as far as it can be. */
#include "db/internal.h"

/* Which member: ?2. Text that is no JSON has none, instead of being an error. */
#define MEMBER(json) "iif(json_valid(" json "), " json " ->> ?2, NULL)"

bool store_json_text(struct store *s, const char *json, const char *member, struct str *out)
{
    sqlite3_stmt *st;
    struct err e;
    bool row = false;
    if (stmt_open(s, &st, &e, "SELECT " MEMBER("?1"), "tt", json, member))
        return false;
    bool some = !stmt_step(s, st, &row, &e) && row && sqlite3_column_type(st, 0) != SQLITE_NULL;
    if (some)
        str_add(out, stmt_text(st, 0));
    stmt_close(s, st);
    return some;
}

int64_t store_json_int(struct store *s, const char *json, const char *member)
{
    struct err e;
    int64_t n = 0;
    stmt_int(s, &n, NULL, &e, "SELECT " MEMBER("?1"), "tt", json, member);
    return n;
}

bool store_json_differs(struct store *s, const char *a, const char *b, const char *member)
{
    struct err e;
    int64_t differs = 0;
    return !stmt_int(s, &differs, NULL, &e, "SELECT " MEMBER("?1") " IS NOT " MEMBER("?3"), "ttt", a, member, b) &&
           differs;
}
