#!/bin/sh
# The README's picture is what the program shows now: doc/picture.keys is typed into the headless reviewer, one session
# for each reviewer named there, and what the last one shows has to be doc/picture.svg.
# UPDATE_PICTURE=1 draws it anew: look at it before you accept it.
set -u
here=${srcdir:-.}/doc
program=$(cd "${builddir:-.}" && pwd)/zhupi
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
db=$work/t.db

# setting WORD: what stands behind WORD in the comments.
setting()
{
    sed -n "s/^# $1 //p" "$here/picture.keys"
}

# session NAME: the part of the keys that NAME types, by an account that is called so in the file for that long.
session()
{
    sed -n "/^# reviewer $1\$/,/^# reviewer /p" "$here/picture.keys" >"$work/keys"
    echo undo | "$program" batch "$db" >"$work/nothing" # adds the account to the reviewers
    sqlite3 "$db" "UPDATE reviewer SET name = '$1' WHERE uid = $(id -u)" || return
    env -u NO_COLOR -u LANGUAGE HOME="$work" XDG_CONFIG_HOME="$work" "$program" review --headless \
        --size "$(setting size)" --keys "$work/keys" --screen "$work/picture.svg" "$db" "$(setting document)" || return
    sqlite3 "$db" "UPDATE reviewer SET uid = 1000000 + id WHERE name = '$1'"
}

draw()
{
    "$program" init "$db" && "$program" import "$db" "$here/samples/$(setting document)" || return
    for name in $(setting reviewer); do
        session "$name" || return
    done
}

if ! command -v sqlite3 >/dev/null; then
    echo '1..0 # SKIP no sqlite3 here'
    exit
fi
echo 1..1
if ! draw >"$work/out" 2>&1; then
    echo 'not ok 1 - the picture cannot be drawn'
    sed 's/^/# /' "$work/out"
elif [ -n "${UPDATE_PICTURE:-}" ]; then
    cp "$work/picture.svg" "$here/picture.svg"
    echo 'ok 1 - the picture is drawn anew'
elif diff "$here/picture.svg" "$work/picture.svg" >"$work/out" 2>&1; then
    echo 'ok 1 - the picture shows what the program shows'
else
    echo 'not ok 1 - the picture is not what the program shows; draw it with ./dev picture and look at it'
    sed 's/^/# /' "$work/out"
fi
