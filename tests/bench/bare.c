/* The least that can be done with ncursesw: a pager that fills rows to the last cell, knows j and space, and draws when
 * all keys that were typed are read. Usage: bare FILE */
#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct pager {
    const char *text;
    size_t bytes, top; /* byte where the screen begins */
};

/* The end of the row that begins at byte AT: what is not ASCII takes two cells. */
static size_t row_end(const struct pager *p, size_t at)
{
    for (int cells = 0; at < p->bytes && p->text[at] != '\n';) {
        unsigned char c = (unsigned char)p->text[at];
        cells += c < 0x80 ? 1 : 2;
        if (cells > COLS)
            break;
        at += c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    }
    return at < p->bytes ? at : p->bytes;
}

static size_t next_row(const struct pager *p, size_t at)
{
    size_t end = row_end(p, at);
    return end < p->bytes && p->text[end] == '\n' ? end + 1 : end;
}

static void draw(const struct pager *p)
{
    erase();
    size_t at = p->top;
    for (int row = 0; row < LINES - 1 && at < p->bytes; row++, at = next_row(p, at))
        mvaddnstr(row, 0, p->text + at, (int)(row_end(p, at) - at));
    refresh();
}

static bool obey(struct pager *p, int key)
{
    for (int rows = key == 'j' ? 1 : key == ' ' ? LINES - 1 : 0; rows > 0; rows--)
        p->top = next_row(p, p->top);
    if (key == 'g')
        p->top = 0;
    return key != 'q';
}

static bool begin(const char *path, struct pager *p)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0)
        return false;
    p->bytes = (size_t)st.st_size;
    p->text = mmap(NULL, p->bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (p->text == MAP_FAILED || !setlocale(LC_ALL, "") || !initscr())
        return false;
    raw();
    noecho();
    idlok(stdscr, TRUE);
    return true;
}

int main(int argc, char **argv)
{
    struct pager p = {0};
    bool more = argc == 2 && begin(argv[1], &p);
    if (!more)
        return 1;
    while (more) {
        draw(&p);
        nodelay(stdscr, FALSE);
        int key = getch();
        nodelay(stdscr, TRUE);
        for (; more && key != ERR; key = getch())
            more = obey(&p, key);
    }
    endwin();
    return 0;
}
