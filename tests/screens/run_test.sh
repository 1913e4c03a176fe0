#!/bin/sh
# Golden screens: NAME.keys is typed into the headless reviewer; NAME.screen is what it must show at the end.
#
# NAME.keys may begin with comment lines that set the stage:
#     # size 80x24              the default
#     # document report.txt     imported (from this directory or doc/samples/), one line each; the last one is opened
#     # list                    none is opened
#     # keymap emacs            instead of vi
#     # ambiguous wide          “ and … take two cells
#     # versions                each document is a newer version of the one before
#     # team                    several reviewers and assignments (team.sql); the tester is their lead
#     # role reviewer           the tester is no lead (or a reader)
#     # env LC_ALL=zh_CN.UTF-8  for the reviewer, one line each
# UPDATE_SCREENS=1 writes the screens anew: look at them before you accept them.
set -u
top=$(cd "${srcdir:-.}" && pwd)
here=$top/tests/screens
program=$(cd "${builddir:-.}" && pwd)/zhupi
scratch=$(mktemp -d) || exit
work=$scratch/work
trap 'rm -rf "$scratch"' EXIT
count=0

# setting WORD KEYS: what stands behind WORD in the comments.
setting()
{
    sed -n "s/^# $1 //p" "$2"
}

# shows KEYS: run it in an empty home; the screen is $work/screen.
shows()
{
    rm -rf "$work" && mkdir "$work" || return
    db=t.db # as the screen names it
    size=$(setting size "$1")
    document=
    cd "$work" || return
    "$program" init "$db" || return
    for document in $(setting document "$1"); do
        source=$here/$document
        [ -f "$source" ] || source=$top/doc/samples/$document
        "$program" import "$db" "$source" || return
    done
    # The screen shows who reviews. Here that is nobody in particular, whatever account runs the tests.
    sqlite3 "$db" "UPDATE reviewer SET name = 'tester'" || return
    ! grep -q '^# versions' "$1" || sqlite3 "$db" 'UPDATE document SET previous_id = id - 1 WHERE id > 1' || return
    ! grep -q '^# team' "$1" || sqlite3 "$db" <"$here/team.sql" || return
    role=$(setting role "$1")
    [ -z "$role" ] || sqlite3 "$db" "UPDATE reviewer SET role = (SELECT id FROM role WHERE name = '$role')
        WHERE name = 'tester'; UPDATE reviewer SET role = 1 WHERE id = 2" || return
    set -- "$1" --headless --size "${size:-80x24}" --keys "$1" --screen screen
    keymap=$(setting keymap "$1")
    [ -z "$keymap" ] || set -- "$@" --keymap "$keymap"
    ambiguous=$(setting ambiguous "$1")
    [ -z "$ambiguous" ] || set -- "$@" --ambiguous "$ambiguous"
    set -- "$@" "$db"
    [ -z "$document" ] || grep -q '^# list' "$1" || set -- "$@" "$document"
    variables=$(setting env "$1")
    shift
    # shellcheck disable=SC2086 # one variable a word
    env -u NO_COLOR -u LANGUAGE -u VISUAL -u EDITOR HOME="$work" XDG_CONFIG_HOME="$work" $variables "$program" review "$@"
}

for keys in "$here"/*.keys; do
    [ -f "$keys" ] || continue
    count=$((count + 1))
    screen=${keys%.keys}.screen
    name=$(basename "$keys" .keys)
    if ! (shows "$keys") >"$scratch/out" 2>&1; then
        echo "not ok $count - $name"
        sed 's/^/# /' "$scratch/out"
    elif [ -n "${UPDATE_SCREENS:-}" ]; then
        cp "$work/screen" "$screen"
        echo "ok $count - $name # written anew"
    elif diff -u "$screen" "$work/screen" >"$scratch/out" 2>&1; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        sed 's/^/# /' "$scratch/out"
    fi
done
if [ "$count" -eq 0 ]; then
    echo '1..0 # SKIP there are no screens yet'
else
    echo "1..$count"
fi
