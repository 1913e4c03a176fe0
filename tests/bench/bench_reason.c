#include "tests/bench/bench_reason.h"

/* Shares of instructions are those that callgrind counts. */
const struct bench_reason bench_reasons[] = {
    {"screen/60k",
     "less shows the bytes that it reads first; zhupi opens a shared file, prepares its statements (11 % of "
     "its instructions), reads all annotations of the document (42 %) and its headings (10 %) before. Bare "
     "ncursesw alone takes what less takes"},
    {"screen/60k-cpu", "as screen/60k"},
    {"screen/1m", "as screen/60k"},
    {"screen/1m-cpu",
     "as screen/1m, and behind the first screen the rest of the text is read and its headings are looked for"},
    {"screen",
     "behind the first screen zhupi reads on until it has the whole text and its headings, which the processor time "
     "counts; less reads as much as it shows, and so does the floor. vim, which reads the whole file too, is the peer "
     "to look at"},
    {"scroll",
     "less sends a line as it stands in the file; zhupi breaks it by the rules of Chinese, lays notes out beside "
     "it, marks where the cursor is and saves nothing by that. A pager of bare ncursesw (floor) takes more than "
     "zhupi for less: most of what is left is not the terminal's library"},
    {"page/cpu-p99",
     "less itself needs its whole time to lay a page out and to write it, which zhupi does as well; a pager "
     "of bare ncursesw takes longer than less (floor)"},
    {"held",
     "one screen is painted, not a hundred, but each of the hundred moves is made: the cursor goes down row by row, "
     "and every row that it crosses is broken. The floor moves a number and paints once"},
    {"sentence",
     "the sentence that is left and the one that is entered both look otherwise, so that their words are sent "
     "(floor: those of one of them)"},
    {"tag/bytes",
     "the words of the sentence are sent in the tag's colour (floor), once more as the entry in the panel, and "
     "the counts at the top change"},
    {"tag/commit",
     "the two rows are not all: the writers' lock, the undo stacks and the wake-up of the others belong to it"},
    {"search/first-cpu", "the hits of the screen are marked and counted"},
    {"search", "a text is searched as a reader means it: one character has several forms (width, case, variants), and "
               "memmem (floor) knows only one"},
    {"resize/bytes",
     "the screen is sent anew, as by less, with the panel, its colours and two rows of keys on top of the "
     "words; bare ncursesw sends more (floor)"},
    {"resize",
     "both repaint the whole screen, so that half the time of less is less than a repaint: bare ncursesw (floor) "
     "takes what less takes"},
    {"many/tag",
     "the trees of a file of 380 MB are deeper: a bare commit of the two rows takes a fifth of the difference; "
     "the rest is the session's own and is not found yet"},
    {"many/undo", "as many/tag"},
    {"many", "what is drawn is the same; the difference is in looking up among 10,000 instead of none"},
    {"export/time", "the processor time tells more on a machine with other work"},
    {"export", "the section of each row is found by reading the document, which the shell leaves out"},
    {"import",
     "what the floor leaves out: the kind of file, its headings, its noise, whether it is known or a newer version"},
    {"line", "a paragraph of 5 MB is broken in pieces of bounded size; what is first seen is broken first"},
    {"memory/100m", "the text and an index of it are held"},
    {"memory", "the libraries of Unicode, SQLite and ncurses are most of it"},
    {0},
};
