# What every law script includes: TAP output, and the files that a law is about.
#
# A law is a function that prints one line for each breach in the tree given to it, and nothing for a clean tree. A
# script proves its law on planted breaches before it believes it on the project.
# shellcheck shell=sh

rooms='base text db analysis exchange keymaps tui cli'
top=${srcdir:-.}
count=0
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT

# files TREE PATTERN...: the files of the rooms and of tests/ with one of these names, as paths from the top.
files()
{
    tree=$1
    shift
    for pattern in "$@"; do
        for room in $rooms tests; do
            [ ! -d "$tree/$room" ] || (cd "$tree" && find "$room" -type f -name "$pattern")
        done
    done | LC_ALL=C sort
}

report()
{
    count=$((count + 1))
    if [ -z "$2" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
    fi
}

# plant PATH [LINE...]: a file in the scratch tree.
plant()
{
    mkdir -p "$scratch/$(dirname "$1")"
    file=$scratch/$1
    shift
    : >"$file"
    [ $# -eq 0 ] || printf '%s\n' "$@" >"$file"
}

# finds LAW TEXT: the law says exactly this of what was planted, which is then cleared away.
finds()
{
    found=$("$1" "$scratch")
    if [ "$found" = "$2" ]; then
        report "planted: ${2:-nothing wrong}" ''
    else
        report "planted: ${2:-nothing wrong}" "found instead: ${found:-nothing}"
    fi
    rm -rf "${scratch:?}"/*
}

holds()
{
    report "$1: holds in the project" "$("$1" "$top")"
    echo "1..$count"
}
