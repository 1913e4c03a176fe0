#!/bin/sh
# Help against manual: the options that `zhupi SUBCOMMAND --help` lists are those that the manual explains under that
# subcommand, and each of them stands in its synopsis line or its section. TAP.
set -u
manual=${builddir:?}/doc/zhupi.1
program=$(cd "$builddir" && pwd)/zhupi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
number=0

# Options that all of them have are explained once.
helped()
{
    "$program" $1 --help | sed -n '/^Options:/,/^$/p' | grep -o -- '--[a-z-]*' | grep -vx -e --help -e --force | sort -u
}

# explained SECTION: its options, from the heads of its list.
explained()
{
    sed -n "/^\.Ss $1\$/,/^\.S[sh] /p" "$manual" | sed -n 's/^\.It Fl //p' | sed 's/\\-/-/g' | tr ' ' '\n' |
        sed -n 's/^-[a-z]/-&/p' | grep -e '^--[a-z][a-z-]' | grep -vx -e --force | sort -u
}

report()
{
    number=$((number + 1))
    if [ -z "$2" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf '%s\n' "$2" | sed 's/^/# /'
    fi
}

for command in $("$program" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    helped "$command" >"$work/help"
    explained "$command" >"$work/manual"
    report "the manual explains the options of $command" "$(diff "$work/help" "$work/manual")"
done
[ "$number" -gt 5 ] && few= || few="only $number were found"
report 'there are subcommands' "$few"
helped '' >"$work/help"
explained Options >"$work/manual"
report 'the manual explains the options of the program' "$(diff "$work/help" "$work/manual")"
echo "1..$number"
