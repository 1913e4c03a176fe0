#!/bin/sh
# Nothing stands at the top but the rooms and a handful of files; files are named in snake_case.
set -u
# shellcheck source=tests/laws/law.sh
. "${srcdir:-.}/tests/laws/law.sh"

# Reads the paths of the project, one a line.
names()
{
    awk -F / -v rooms="$rooms tests po doc" '
        BEGIN {
            top = " configure.ac Makefile.am README.md LICENSE dev "
            rooms = " " rooms " "
        }
        NF == 1 && $1 !~ /^\./ && index(top, " " $1 " ") == 0 { print $1 " does not belong at the top" }
        NF > 1 && $1 !~ /^\./ && index(rooms, " " $1 " ") == 0 { print $1 "/ does not belong at the top" }
        NF > 1 && /\.(c|h|def|sh)$/ && $NF !~ /^[a-z0-9_]+\.(c|h|def|sh)$/ { print $0 " is not snake_case" }
    ' | LC_ALL=C sort -u
}

found()
{
    printf '%s\n' "$@" | names
}

planted=$(found src/a.c TODO.md build-aux/x tests/Unit.c base/str.c .ci/run dev po/zh_CN.po)
expected='TODO.md does not belong at the top
build-aux/ does not belong at the top
src/ does not belong at the top
tests/Unit.c is not snake_case'
[ "$planted" = "$expected" ] && planted=
report 'planted: names out of place' "$planted"
if paths=$(git -C "$top" ls-files 2>/dev/null) && [ -n "$paths" ]; then
    # shellcheck disable=SC2086 # one path a word
    report 'names: holds in the project' "$(found $paths)"
else
    count=$((count + 1))
    echo "ok $count - names: holds in the project # SKIP not a git checkout"
fi
echo "1..$count"
