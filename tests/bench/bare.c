/* The least that a screen of a document can cost with ncursesw: read the beginning of a file, print a screen of it,
 * wait for a key. Usage: bare FILE */
#include <curses.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static char line[4096];
    FILE *f = argc == 2 ? fopen(argv[1], "re") : NULL;
    if (!f || !setlocale(LC_ALL, "") || !initscr())
        return 1;
    raw();
    noecho();
    for (int row = 0; row < LINES - 1 && fgets(line, sizeof line, f); row = getcury(stdscr))
        mvaddnstr(row, 0, line, (int)sizeof line);
    fclose(f);
    refresh();
    getch();
    endwin();
    return 0;
}
