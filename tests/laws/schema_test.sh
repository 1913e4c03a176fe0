#!/bin/sh
# doc/schema.md against a real file: every query there runs in the sqlite3 shell and finds something, and its table of
# tables names those that the file has. TAP.
set -u
page=${srcdir:-.}/doc/schema.md
program=$(cd "${builddir:-.}" && pwd)/zhupi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
db=$work/t.db

if ! command -v sqlite3 >/dev/null; then
    echo '1..0 # SKIP no sqlite3 here'
    exit
fi

# Two people who do not agree: the second one gets the second annotation by hand, and the full stop is noise.
{
    echo 'The lift stopped. Nobody had oiled it.' >"$work/a.txt"
    "$program" init "$db"
    "$program" import "$db" "$work/a.txt"
    printf 'annotate a.txt 0 17 manifestation seen\nannotate a.txt 9 30 cause\nannotate a.txt 0 8 r\nundo\nannotate a.txt 26 29 r\n' |
        "$program" batch "$db"
    sqlite3 "$db" "SELECT 'annotation-code ' || uuid || ' care/oil' FROM annotation WHERE tag = 2" >"$work/give"
    { echo 'code-add cause care/oil' && cat "$work/give"; } | "$program" batch "$db"
    sqlite3 "$db" "INSERT INTO reviewer (uid, account, name, created) SELECT NULL, 'other', 'other', created FROM reviewer;
        UPDATE annotation SET reviewer_id = (SELECT id FROM reviewer WHERE name = 'other') WHERE tag = 2;
        INSERT INTO noise (document_id, start, end, kind, created, updated) VALUES (1, 17, 18, 'page', 1, 1)"
    "$program" assign "$db" other a.txt
    sqlite3 "$db" "SELECT 'annotation-question ' || uuid || ' who?' FROM annotation WHERE id = 1" | "$program" batch "$db"
    sqlite3 "$db" "SELECT 'link-add ' || a.uuid || ' ' || b.uuid || ' dry' FROM annotation a, annotation b
        WHERE a.tag = 1 AND b.tag = 2" | "$program" batch "$db"
} >"$work/out" 2>&1 || {
    sed 's/^/# /' "$work/out"
    exit 99
}

number=0
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

awk -v work="$work" '/^```sql/ { n++; inside = 1; next } /^```/ { inside = 0 } inside { print >(work "/query" n) }' "$page"
for query in "$work"/query*; do
    found=$(sqlite3 -readonly "$db" <"$query" 2>&1) && [ -n "$found" ] && wrong= || wrong="$(cat "$query") -- $found"
    report "$(head -n 1 "$query" | cut -c 1-60)" "$wrong"
done
[ "$number" -gt 4 ] && few= || few="only $number were found"
report 'there are queries' "$few"

sqlite3 "$db" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name" >"$work/tables"
sed -n '/^## Tables/,/^## /s/^| `\([a-z_]*\)` .*/\1/p' "$page" | LC_ALL=C sort >"$work/named"
report 'every table is explained' "$(diff "$work/named" "$work/tables")"

numbers=$(sqlite3 "$db" 'PRAGMA application_id; PRAGMA user_version' | tr '\n' ' ')
grep -qF "\`PRAGMA application_id\` is ${numbers%% *} " "$page" && grep -qF "the schema, now $(echo "$numbers" | cut -d ' ' -f 2)." "$page" &&
    wrong= || wrong="they are $numbers"
report 'application_id and user_version are those of the file' "$wrong"
echo "1..$number"
