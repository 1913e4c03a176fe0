#include "tests/fuzz/sql_words.h"

#include "base/mem.h"
#include "tests/law.h"

#include <string.h>

struct column {
    char *table, *name;
};

struct sql_words {
    struct column *columns;
    size_t count, cap;
};

#define SQL_COLUMNS                                                                                                    \
    "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' "                  \
    "AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'loose'"

struct sql_words *sql_words_new(sqlite3 *db)
{
    struct sql_words *w = MEM_NEW(struct sql_words);
    sqlite3_stmt *st;
    LAW(sqlite3_prepare_v2(db, SQL_COLUMNS, -1, &st, NULL) == SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW) {
        w->columns = mem_grow(w->columns, &w->cap, w->count + 1, sizeof *w->columns);
        w->columns[w->count++] = (struct column){mem_dup((const char *)sqlite3_column_text(st, 0)),
                                                 mem_dup((const char *)sqlite3_column_text(st, 1))};
    }
    sqlite3_finalize(st);
    LAW(w->count > 0);
    return w;
}

void sql_words_free(struct sql_words **w)
{
    for (size_t i = 0; *w && i < (*w)->count; i++) {
        free((*w)->columns[i].table);
        free((*w)->columns[i].name);
    }
    if (*w)
        free((*w)->columns);
    free(*w);
    *w = NULL;
}

unsigned sql_draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

static const struct column *any_column(const struct sql_words *w, unsigned *seed)
{
    return &w->columns[sql_draw(seed, (unsigned)w->count)];
}

/* What a cell may hold that it should not. */
static const char *const odd_values[] = {
    "NULL",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "9",
    "14",
    "-1",
    "99",
    "9223372036854775807",
    "-9223372036854775808",
    "4294967296",
    "2147483647",
    "-2147483649",
    "1e999",
    "-1e999",
    "0.5",
    "1e18",
    "''",
    "'x'",
    "' '",
    "'1'",
    "x'00ff'",
    "zeroblob(9)",
    "zeroblob(60000)",
    "cast(x'ff41' AS TEXT)",
    "cast(x'eda080' AS TEXT)",
    "char(0)",
    "'a'||char(0)||'b'",
    "char(27)||']0;t'||char(7)",
    "char(8238)",
    "char(10)",
    "'{'",
    "'{}'",
    "'[]'",
    "'null'",
    "'{\"tag\":1}'",
    "'{\"start\":-1,\"end\":9e99}'",
    "'[[[[[[[['",
    "'{\"note\":'||char(34)||char(92)||'u0000'||char(34)||'}'",
    "printf('%.4000c', 'a')",
    "printf('%.60000c', '(')",
    "'cause'",
    "'create'",
    "'undo'",
    "'redo'",
    "'annotation'",
    "'document'",
    "'code'",
    "'link'",
    "'comment'",
    "'merge'",
    "'page'",
    "'hand'",
    "'furthest'",
    "'text/html'",
    "'GB18030'",
    "'@f'",
    "'@g & @f'",
    "'a.txt'",
    "'r1'",
    "'r2'",
    "rowid",
    "id",
    "id + 1",
    "id - 1",
    "10 - id",
    "-rowid",
    "rowid * 1000000007",
};

static void add_value(const struct sql_words *w, struct str *out, unsigned *seed)
{
    unsigned n = sizeof odd_values / sizeof *odd_values, at = sql_draw(seed, n + 4);
    if (at < n) {
        str_add(out, odd_values[at]);
        return;
    }
    const struct column *c = any_column(w, seed);
    str_addf(out, "(SELECT \"%s\" FROM \"%s\" LIMIT 1 OFFSET %u)", c->name, c->table, sql_draw(seed, 9));
}

static void add_where(struct str *out, unsigned *seed)
{
    unsigned at = sql_draw(seed, 16);
    if (at > 3)
        str_addf(out, " WHERE rowid = %u", at - 3);
}

static void add_update(const struct sql_words *w, struct str *out, unsigned *seed)
{
    const struct column *c = any_column(w, seed);
    str_addf(out, "UPDATE OR %s \"%s\" SET \"%s\" = ", sql_draw(seed, 2) ? "REPLACE" : "IGNORE", c->table, c->name);
    add_value(w, out, seed);
    add_where(out, seed);
}

/* A row like one that is there, but for one column. */
static void add_insert(const struct sql_words *w, struct str *out, unsigned *seed)
{
    const struct column *c = any_column(w, seed);
    struct str names = {0}, values = {0};
    for (size_t i = 0; i < w->count; i++) {
        const struct column *d = &w->columns[i];
        if (strcmp(d->table, c->table) != 0 || (strcmp(d->name, "id") == 0 && d != c))
            continue;
        str_addf(&names, "%s\"%s\"", names.len ? ", " : "", d->name);
        str_add(&values, values.len ? ", " : "");
        if (d == c)
            add_value(w, &values, seed);
        else if (strcmp(d->name, "uuid") == 0)
            str_addf(&values, "'%08x-0000-4000-8000-000000000000'", sql_draw(seed, 65536));
        else
            str_addf(&values, "\"%s\"", d->name);
    }
    str_addf(out, "INSERT OR IGNORE INTO \"%s\" (%s) SELECT %s FROM \"%s\"", c->table, str_z(&names), str_z(&values),
             c->table);
    add_where(out, seed);
    str_clear(&names);
    str_clear(&values);
}

static void add_schema(const struct sql_words *w, struct str *out, unsigned *seed)
{
    const struct column *c = any_column(w, seed), *d = any_column(w, seed);
    switch (sql_draw(seed, 13)) {
    case 0:
        str_addf(out, "CREATE TRIGGER t%u AFTER UPDATE ON \"%s\" BEGIN DELETE FROM \"%s\"; END", sql_draw(seed, 9),
                 c->table, d->table);
        break;
    case 1:
        str_addf(out, "CREATE TRIGGER t%u BEFORE INSERT ON \"%s\" BEGIN SELECT raise(IGNORE); END", sql_draw(seed, 9),
                 c->table);
        break;
    case 2:
        str_addf(out, "ALTER TABLE \"%s\" ADD COLUMN g GENERATED ALWAYS AS (\"%s\") VIRTUAL", c->table, c->name);
        break;
    case 3:
        str_addf(out, "ALTER TABLE \"%s\" RENAME COLUMN \"%s\" TO \"%s\"", c->table, c->name, d->name);
        break;
    case 4:
        str_addf(out, "ALTER TABLE \"%s\" RENAME TO kept", c->table);
        break;
    case 5:
        str_addf(out, "CREATE VIEW \"%s\" AS SELECT * FROM \"%s\"", c->table, sql_draw(seed, 2) ? "kept" : d->table);
        break;
    case 6:
        str_addf(out, "DROP TABLE \"%s\"", c->table);
        break;
    case 7:
        str_addf(out, "CREATE INDEX i%u ON \"%s\" (\"%s\" COLLATE NOCASE DESC)", sql_draw(seed, 9), c->table, c->name);
        break;
    case 8:
        str_addf(out, "UPDATE sqlite_master SET rootpage = %u WHERE name = '%s'", sql_draw(seed, 30), c->table);
        break;
    case 9:
        str_addf(out, "UPDATE sqlite_master SET sql = replace(sql, '%s', '%s')", c->name, d->name);
        break;
    case 10:
        str_addf(out, "DELETE FROM sqlite_master WHERE name = '%s' OR rootpage = %u", c->table, sql_draw(seed, 40));
        break;
    case 11:
        str_addf(out, "CREATE UNIQUE INDEX i%u ON \"%s\" (abs(random()))", sql_draw(seed, 9), c->table);
        break;
    default:
        str_addf(out, "PRAGMA user_version = %u", sql_draw(seed, 7));
    }
}

static void add_keys(struct str *out, unsigned *seed)
{
    static const char *const keys[] = {
        "Enter", "j", "k", "G",   "s",   "J",     "Tab",      "Esc", "m", "c", "r",       "t c",   "u",
        "C-r",   "B", "F", "g a", "g q", "g c",   "g l",      "P",   "W", "Y", "y",       "T",     "L",
        "1",     "I", "O", "D",   "_",   "Space", "/ \"a\"",  "z",   "C", "X", "g \"#\"", "\"#\"", "a",
        "d",     "e", "o", "@",   "&",   "q",     "PageDown", "= a", "-", "?"};
    str_add(out, "keys");
    for (unsigned i = 2 + sql_draw(seed, 12); i > 0; i--)
        str_addf(out, " %s", keys[sql_draw(seed, sizeof keys / sizeof *keys)]);
}

static size_t line_start(const struct str *text, size_t at)
{
    while (at > 0 && text->p[at - 1] != '\n')
        at--;
    return at;
}

void sql_add_line(const struct sql_words *w, struct str *text, unsigned *seed)
{
    struct str line = {0};
    unsigned what = sql_draw(seed, 20);
    if (what < 10)
        add_update(w, &line, seed);
    else if (what < 14)
        add_insert(w, &line, seed);
    else if (what < 15)
        str_addf(&line, "DELETE FROM \"%s\"", any_column(w, seed)->table), add_where(&line, seed);
    else if (what < 17)
        add_schema(w, &line, seed);
    else if (what < 19)
        add_keys(&line, seed);
    else
        str_add(&line, "tour");
    str_addc(&line, '\n');
    str_insert(text, text->len ? line_start(text, sql_draw(seed, (unsigned)text->len)) : 0, line.p, line.len);
    str_clear(&line);
}

void sql_remove_line(struct str *text, unsigned *seed)
{
    if (text->len == 0)
        return;
    size_t start = line_start(text, sql_draw(seed, (unsigned)text->len));
    const char *lf = memchr(text->p + start, '\n', text->len - start);
    str_remove(text, start, lf ? (size_t)(lf + 1 - text->p) - start : text->len - start);
}
