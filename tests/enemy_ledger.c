/* The ledger of a hostile file, for other programs to read.
 *
 *     enemy_ledger html|markdown|csv FOLDER   print it; the database is made in FOLDER
 *     enemy_ledger texts                      print the texts that must be seen in it, a line each */
#include "base/str.h"
#include "exchange/export_ledger.h"
#include "exchange/visible.h"
#include "tests/exchange_enemy.h"

#include <stdio.h>
#include <string.h>

/* Add the N bytes at S to OUT as one line: marks as they are, LF and tab as blanks. */
static void add_line(struct str *out, const char *s, size_t n)
{
    struct visible v;
    for (size_t at = 0; at < n; at += v.bytes) {
        visible_first(s + at, n - at, &v);
        if (*v.p == '\n' || *v.p == '\t')
            str_addc(out, ' ');
        else
            str_addn(out, v.p, v.n);
    }
}

static int print_texts(void)
{
    for (size_t i = 0; enemy_texts[i]; i++) {
        struct str line = {0};
        add_line(&line, enemy_texts[i], strlen(enemy_texts[i]));
        puts(str_z(&line));
        str_clear(&line);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct export_ledger_opts opts = {.filter = ENEMY_FILTER};
    char path[4096];
    struct err e;
    if (argc == 2 && strcmp(argv[1], "texts") == 0)
        return print_texts();
    if (argc != 3 || !export_format_parse(argv[1], &opts.format))
        return 2;
    snprintf(path, sizeof path, "%s/%s", argv[2], ENEMY_FILE);
    struct store *s = enemy_store(path);
    enum err_code rc = export_ledger(s, &opts, stdout, &e);
    store_close(&s);
    if (rc)
        fprintf(stderr, "%s\n", e.msg);
    return rc != ERR_OK;
}
