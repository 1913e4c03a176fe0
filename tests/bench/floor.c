/* The least that a key can cost, for comparison in the same run: curses alone scrolls by a row or paints a page, SQLite
 * alone commits two rows. Usage: floor DATABASE */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#define ROW "值班人员没有按时检查设备的温度变化，各车间长期忽视报警的阈值，有关部门未能落实"

void floor_mark(int row);

/* valgrind writes down what was spent so far. */
__attribute__((noinline)) void floor_mark(int row)
{
    mvaddch(0, 0, row % 2 ? 'x' : 'y');
}

static void paint(int row, int number)
{
    char words[200];
    snprintf(words, sizeof words, "%d" ROW, number * 7919);
    mvaddstr(row, 0, words);
    clrtoeol();
}

static bool run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        exit(1);
    return s;
}

static void step(sqlite3_stmt *s)
{
    if (sqlite3_step(s) != SQLITE_DONE)
        exit(1);
    sqlite3_reset(s);
}

struct statements {
    sqlite3_stmt *begin, *row, *change, *commit;
};

static void commit(const struct statements *s)
{
    step(s->begin);
    step(s->row);
    step(s->change);
    step(s->commit);
}

static void answer(const struct statements *s, int key, int *top)
{
    if (key == 'q')
        return;
    if (key == '$') {
        floor_mark((*top)++);
    } else if (key == 'c') {
        commit(s);
        mvaddch(0, 4, (chtype)('0' + (*top)++ % 10));
    } else if (key == 'p') {
        for (int row = 1; row < LINES - 1; row++)
            paint(row, (*top)++);
    } else {
        scrollok(stdscr, TRUE);
        scrl(1);
        scrollok(stdscr, FALSE);
        paint(LINES - 2, (*top)++);
    }
    refresh();
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    int top = 0;
    if (argc < 2 || sqlite3_open(argv[1], &db) != SQLITE_OK ||
        !run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a(id INTEGER PRIMARY KEY, d, "
                 "s, e, t, r, n); CREATE INDEX i ON a(d, s); CREATE TABLE c(id INTEGER PRIMARY KEY, t, r, e, x, w);"))
        return 1;
    const struct statements s = {
        prepare(db, "BEGIN IMMEDIATE"), prepare(db, "INSERT INTO a(d, s, e, t, r, n) VALUES (1, 100, 120, 2, 1, '')"),
        prepare(db, "INSERT INTO c(t, r, e, x, w) VALUES (1, 1, 1, 'create', '{\"start\":100}')"),
        prepare(db, "COMMIT")};
    setlocale(LC_ALL, "");
    initscr();
    raw();
    noecho();
    nonl();
    idlok(stdscr, TRUE);
    setscrreg(1, LINES - 2);
    for (int row = 1; row < LINES - 1; row++)
        paint(row, top++);
    mvaddstr(LINES - 1, 0, "? help");
    refresh();
    for (int key; (key = getch()) != 'q' && key != ERR;)
        answer(&s, key, &top);
    endwin();
    return 0;
}
