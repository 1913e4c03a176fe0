#!/bin/sh
# The manual's COMMANDS part against the table: every command once, with its arguments and its help sentence, and
# nothing else. The table is read here by other means than those that wrote the manual. TAP.
set -u
manual=${builddir:?}/doc/zhupi.1
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

number=0
failed=0
ok()
{
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        failed=1
    fi
}

# NAME|ARGUMENTS|Help
table()
{
    sed -n 's/^X([A-Z_]*, *"\([^"]*\)", *[^"]*, "\([^"]*\)", \(N_(\)\{0,1\}"[^"]*")\{0,1\}, N_("\(.*\)"))$/\1|\2|\4/p' \
        "${srcdir:?}/keymaps/commands.def" |
        awk -F '|' '{ print $1 "|" $2 "|" toupper(substr($3, 1, 1)) substr($3, 2) }' | LC_ALL=C sort
}

# The same from the manual: each .It of the outer list, and the line behind it.
written()
{
    awk '
        /^\.Sh/ { inside = $2 == "COMMANDS" }
        !inside { next }
        wanted {
            sub(/^\\&/, ""); sub(/\.$/, "")
            print head "|" plain($0)
            wanted = 0
        }
        /^\.It Ic/ {
            name = plain($3)
            arguments = ""
            for (i = 4; i <= NF; i++) {
                if ($i == "Op")
                    optional = 1
                else if ($i == "...")
                    sub(/]?$/, "…&", arguments)
                else if ($i != "Ar") {
                    arguments = arguments (arguments == "" ? "" : " ") (optional ? "[" $i "]" : $i)
                    optional = 0
                }
            }
            head = name "|" arguments
            wanted = 1
        }
        function plain(s)
        {
            gsub(/\\&/, "", s); gsub(/\\-/, "-", s); gsub(/\\\(aq/, "\047", s); gsub(/\\\(ga/, "`", s)
            gsub(/\\\(ha/, "^", s); gsub(/\\\(ti/, "~", s); gsub(/\\\(dq/, "\"", s); gsub(/\\e/, "\\", s)
            return s
        }
    ' "$manual" | LC_ALL=C sort
}

echo 1..5
table >"$work/table"
written >"$work/written"

[ "$(wc -l <"$work/table")" -eq "$(grep -c '^X(' "${srcdir:?}/keymaps/commands.def")" ]
ok $? 'every line of the table is understood here'

diff "$work/table" "$work/written" | sed 's/^/# /'
cmp -s "$work/table" "$work/written"
ok $? 'the manual has every command once, with its help sentence, and none else'

! grep -n '@[A-Za-z_]*@' "$manual" | sed 's/^/# /' | grep .
ok $? 'nothing is left to fill in'

# A key that every reviewer uses, as a sign that keys came through.
sed -n '/^\.It Ic \\&tag /,/^\.It Ic /p' "$manual" | grep -Fx '.Ic "\&m\&" Pq \&manifestation ,' >/dev/null
ok $? 'the keys of a command stand with it'

if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$manual" | sed 's/^/# /' | { ! grep .; }
    ok $? 'mandoc has nothing to warn of'
else
    echo "ok 5 # SKIP no mandoc here"
fi
exit $failed
