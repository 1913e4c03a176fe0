/* Lines of SQL that nobody wrote: about the tables and columns of a database, with values that no column expects. */
#ifndef ZHUPI_TESTS_FUZZ_SQL_WORDS_H
#define ZHUPI_TESTS_FUZZ_SQL_WORDS_H

#include "base/str.h"

#include <sqlite3.h>

/* The tables of a database with their columns. */
struct sql_words;
struct sql_words *sql_words_new(sqlite3 *db);
void sql_words_free(struct sql_words **w);

/* A number below BELOW, which is not 0. */
unsigned sql_draw(unsigned *seed, unsigned below);

/* Put a line more somewhere in TEXT, or take one out of it; nothing where there is none. */
void sql_add_line(const struct sql_words *w, struct str *text, unsigned *seed);
void sql_remove_line(struct str *text, unsigned *seed);

#endif
