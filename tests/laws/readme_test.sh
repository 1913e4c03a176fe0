#!/bin/sh
# The README's table of keys against the keymaps that it names: every key there runs the command of its row. TAP.
set -u
readme=${srcdir:-.}/README.md
program=$(cd "${builddir:-.}" && pwd)/zhupi
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT

# rows COLUMN: "KEY COMMAND" for each key in that column, spelled as in keymaps.
rows()
{
    sed -n '/^## Keys/,/^## More/p' "$1" | awk -F '|' -v column="$2" '
        /^\|---/ { inside = 1; next }
        !/^\|/ { inside = 0 }
        inside {
            command = $5
            gsub(/^ *`|` *$/, "", command)
            keys = $column
            gsub(/Ctrl-/, "C-", keys)
            gsub(/Shift-/, "S-", keys)
            n = split(keys, key, "`")
            if (n < 2)
                print "(none) " command
            for (i = 2; i <= n; i += 2) # a sequence stands in quotes in a keymap
                print (key[i] ~ / / ? "\"" key[i] "\"" : key[i]) " " command
        }'
}

# wrong FILE COLUMN KEYMAP: the keys of the table that do something else, or nothing, in that keymap.
wrong()
{
    XDG_CONFIG_HOME=$work "$program" --print-keymap --keymap "$3" | sed -n 's/^bind [a-z,]* //p' >"$work/bound"
    rows "$1" "$2" | while read -r row; do
        grep -qFx -e "$row" "$work/bound" || echo "$3: $row"
    done
}

report()
{
    if [ -z "$3" ]; then
        echo "ok $1 - $2"
    else
        echo "not ok $1 - $2"
        printf '%s\n' "$3" | sed 's/^/# /'
    fi
}

echo 1..4
cat >"$work/README.md" <<'END'
## Keys
| what | vi | plain | command |
|---|---|---|---|
| one | `m` `Ctrl-r` | `F2` | `tag manifestation` |
| two | `u` | | `undo` |
| three | `g q` `g x` | `Q` | `agenda` |
## More
END
planted="$(wrong "$work/README.md" 3 vi) $(wrong "$work/README.md" 4 plain)"
[ "$planted" = 'vi: C-r tag manifestation
vi: "g x" agenda plain: (none) undo' ] && planted=
report 1 'planted: a key that does something else, and one that is missing' "$planted"
[ "$(rows "$readme" 3 | wc -l)" -gt 20 ] && few= || few='hardly any rows were understood'
report 2 'the table is there' "$few"
report 3 'the keys of vi do what the README says' "$(wrong "$readme" 3 vi)"
report 4 'the keys of plain do what the README says' "$(wrong "$readme" 4 plain)"
