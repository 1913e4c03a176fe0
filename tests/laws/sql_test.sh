#!/bin/sh
# SQL and calls of SQLite stand in db/ only. SQL is told from English by its capitals.
set -u
# shellcheck source=tests/laws/law.sh
. "${srcdir:-.}/tests/laws/law.sh"

sql()
{
    files "$1" '*.[ch]' '*.def' '*.inc' | grep -Ev '^(db|tests)/' | (cd "$1" && xargs -r awk '
        BEGIN {
            verb = "(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|PRAGMA|BEGIN|COMMIT|ROLLBACK|VACUUM|ATTACH)"
        }
        {
            line = $0
            while (match(line, /"([^"\\]|\\.)*"/)) {
                literal = substr(line, RSTART, RLENGTH)
                line = substr(line, RSTART + RLENGTH)
                if (literal ~ "^\"[ (]*" verb "[ ;]" || literal ~ "[ (]" verb " .*(FROM|INTO|SET|TABLE|INDEX) ")
                    print FILENAME ":" FNR ": " literal
            }
            if ($0 ~ /(^|[^a-z_])sqlite3_[a-z0-9_]+ *\(/)
                print FILENAME ":" FNR ": calls SQLite"
        }')
}

plant tui/a.c 'static const char q[] = "SELECT uuid "' '    "FROM annotation";'
finds sql 'tui/a.c:1: "SELECT uuid "'
plant exchange/a.c 'run("PRAGMA data_version");'
finds sql 'exchange/a.c:1: "PRAGMA data_version"'
plant cli/a.c 'say("x", "WITH t AS (SELECT 1 FROM t)");'
finds sql 'cli/a.c:1: "WITH t AS (SELECT 1 FROM t)"'
plant cli/a.c 'n = sqlite3_step(s);'
finds sql 'cli/a.c:1: calls SQLite'
plant db/a.c 'q("SELECT 1;", sqlite3_step(s));'
plant keymaps/a.def 'X("delete", "DOCUMENT START", "delete from the start of the line", "select \"x\" from these")'
finds sql ''
holds sql
