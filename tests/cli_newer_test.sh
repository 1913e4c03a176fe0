#!/bin/sh
# A file that a newer program made is refused by every subcommand, in words, and stays as it is with its -wal.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

command -v sqlite3 >/dev/null || {
    echo '1..0 # SKIP sqlite3 is not installed'
    exit
}

printf '设备断电，因为漏水。\n' >a.txt
zhupi init now.db 2>err
zhupi import now.db a.txt 2>err
printf 'annotate 1 0 4 manifestation\n' | zhupi batch now.db >out 2>err
zhupi codebook now.db >codebook.csv 2>err

# newer VERSION: team.db, which says so in its first page, with work of the newer program in its -wal.
newer()
{
    rm -f team.db*
    cp now.db team.db
    sqlite3 team.db "PRAGMA user_version = $1" >/dev/null
    sqlite3 team.db '.dbconfig no_ckpt_on_close on' 'CREATE TABLE newer (a)' 'INSERT INTO newer VALUES (1)' >/dev/null
}

# half: a file of this version, which a newer program has changed in its -wal only.
half()
{
    rm -f team.db*
    cp now.db team.db
    sqlite3 team.db '.dbconfig no_ckpt_on_close on' 'PRAGMA user_version = 5' >/dev/null
}

sums()
{
    cksum team.db team.db-wal
}

# What each is asked to do.
arguments()
{
    case $1 in
    assign) echo 'assign team.db someone 1' ;;
    backup) echo 'backup team.db copy.db' ;;
    batch) echo 'batch team.db' ;;
    carry | done | outline) echo "$1 team.db 1" ;;
    codebook) echo 'codebook team.db --import codebook.csv' ;;
    export) echo 'export team.db -o out.csv' ;;
    extract) echo 'extract team.db -d back' ;;
    filter) echo 'filter team.db mine cause' ;;
    import) echo 'import team.db a.txt' ;;
    role) echo 'role team.db someone lead' ;;
    *) echo "$1 team.db" ;;
    esac
}

# refuses SUBCOMMAND WHAT
refuses()
{
    # shellcheck disable=SC2046 # words
    set -- "$1" "$2" $(arguments "$1")
    name="$1: $2" first=$1
    shift 3
    before=$(sums)
    echo undo >in
    run "$zhupi" "$first" --force "$@" <in
    case $status in
    0) is "$name is refused" 'not 0' 0 ;;
    *) is "$name is refused" yes yes ;;
    esac
    case $first in
    init | review) ;; # the one finds that it is there already, the other has no terminal here
    *) holds 'and the reader told why' err 'was made by a newer zhupi' ;;
    esac
    is 'with one line' 1 "$(wc -l <err | tr -d ' ')"
    is 'the file is as it was, and its -wal' "$before" "$(sums)"
}

subcommands=$("$zhupi" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
is 'there are many' yes "$([ "$(echo "$subcommands" | wc -l)" -gt 15 ] && echo yes)"
for version in 5 4294967; do
    newer $version
    for subcommand in $subcommands; do
        refuses "$subcommand" "version $version"
    done
    is 'nothing was made beside it' '' "$(find . -name 'copy.db*' -o -name out.csv -o -name back)"
done
half
for subcommand in $subcommands; do
    refuses "$subcommand" 'version 5 in the -wal'
done
is 'the newer program finds its work' 5 "$(sqlite3 team.db 'PRAGMA user_version')"
done_testing
