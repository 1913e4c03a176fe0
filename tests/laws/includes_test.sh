#!/bin/sh
# The arrows between rooms point down only, and a library stands behind one room.
set -u
# shellcheck source=tests/laws/law.sh
. "${srcdir:-.}/tests/laws/law.sh"

includes()
{
    files "$1" '*.[ch]' '*.def' '*.inc' | (cd "$1" && xargs -r awk '
        BEGIN {
            may["base"] = ""
            may["text"] = "base"
            may["db"] = may["analysis"] = "base text"
            may["exchange"] = "base text db analysis"
            may["keymaps"] = "base"
            may["tui"] = "base text db analysis exchange keymaps"
            may["cli"] = may["tui"] " tui"
            may["tests"] = may["cli"] " cli tests"
        }
        function breach(why) { print FILENAME ":" FNR ": " why }
        function library(name) {
            if (name ~ /^sqlite3/) return "db"
            if (name ~ /^(sha|md|rmd)[0-9]*\.h$/) return "db"
            if (name == "zlib.h") return "db"
            if (name ~ /^(uni[a-z0-9]+|uniconv)\.h$/ && name != "unistd.h") return "text"
            if (name ~ /^(ncurses|ncursesw)\// || name ~ /^(n?curses|term|panel|form|menu)\.h$/) return "tui/term.c"
            if (name ~ /^(vterm|cmocka)/) return "tests"
            return ""
        }
        /^[ \t]*#[ \t]*include[ \t]*["<]/ {
            room = FILENAME
            sub(/\/.*/, "", room)
            name = $0
            sub(/^[^"<]*["<]/, "", name)
            sub(/[">].*/, "", name)
            if ($0 ~ /^[^"<]*</) {
                home = library(name)
                if (home != "" && home != room && home != FILENAME && room != "tests")
                    breach("<" name "> belongs to " home)
            } else if (name != "config.h") {
                target = name
                if (!sub(/\/.*/, "", target) || target == "." || target == "..")
                    breach("\"" name "\" is not written from the top")
                else if (target != room && index(" " may[room] " ", " " target " ") == 0)
                    breach(room " may not include \"" name "\"")
            }
        }')
}

plant base/a.h '#include "text/text.h"'
finds includes 'base/a.h:1: base may not include "text/text.h"'
plant text/a.c '#include "base/err.h"' '#include <unistr.h>' '#include <unistd.h>' '  #  include "db/store.h"'
finds includes 'text/a.c:4: text may not include "db/store.h"'
plant keymaps/a.c '#include "db/store.h"'
finds includes 'keymaps/a.c:1: keymaps may not include "db/store.h"'
plant analysis/a.c '#include "db/store.h"'
finds includes 'analysis/a.c:1: analysis may not include "db/store.h"'
plant exchange/a.c '#include "db/store.h"' '#include "tui/app.h"'
finds includes 'exchange/a.c:2: exchange may not include "tui/app.h"'
plant tui/pane.c '#include <curses.h>'
plant tui/term.c '#include <curses.h>'
finds includes 'tui/pane.c:1: <curses.h> belongs to tui/term.c'
plant tui/list.c '#include <sqlite3.h>'
finds includes 'tui/list.c:1: <sqlite3.h> belongs to db'
plant exchange/zip.c '#include <zlib.h>'
finds includes 'exchange/zip.c:1: <zlib.h> belongs to db'
plant base/b.c '#include <uniwidth.h>'
finds includes 'base/b.c:1: <uniwidth.h> belongs to text'
plant cli/main.c '#include "tui/app.h"' '#include "tests/unit.h"'
finds includes 'cli/main.c:2: cli may not include "tests/unit.h"'
plant db/a.c '#include "store.h"'
finds includes 'db/a.c:1: "store.h" is not written from the top'
plant db/a.c '#include "config.h"' '#include "db/store.h"' '#include "text/text.h"' '#include <sqlite3.h>'
finds includes ''
holds includes
