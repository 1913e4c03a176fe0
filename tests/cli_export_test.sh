#!/bin/sh
# The export, read by another program.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

cat >report.txt <<'END'
一、存在的问题
机房漏水，设备断电；“值班员”没有巡查，
因为没有排班表。=1+1，见附件。
二、整改措施
补齐排班表, then "check" it.
END
printf 'Pumps stopped.' >pumps.txt
zhupi init team.db 2>err
zhupi import team.db report.txt pumps.txt 2>err
report=$(zhupi list team.db | awk -F '\t' '$2 == "report.txt" { print $1 }')
length=$(zhupi list team.db | awk -F '\t' '$2 == "report.txt" { print $3 }')

# Every range of 1, 3, 5 … code points from every third place.
{
    start=0
    while [ "$start" -lt "$length" ]; do
        end=$((start + 1 + start % 17))
        [ "$end" -le "$length" ] || end=$length
        printf 'annotate %s %s %s cause "note, \\"%s\\"\\nline"\n' "$report" "$start" "$end" "$start"
        start=$((start + 3))
    done
    echo 'annotate pumps.txt 0 5 remedy =1+1'
} >commands
zhupi batch team.db <commands >answers 2>err
is 'all are tagged' 0 "$(grep -vc '^ok ' answers)"
tags=$(grep -c . answers)

run zhupi export --format csv --raw --output raw.csv team.db
exits 'export to a file' 0
is 'prints no data' '' "$(cat out)"
if command -v sqlite3 >/dev/null; then
    zhupi backup team.db copy.db
    result=$(sqlite3 copy.db '.mode list' '.import --csv raw.csv exported' "
        SELECT count(*), sum(e.quote = substr(d.text, e.start + 1, e.end - e.start)),
               sum(e.before = substr(d.text, max(e.start - 9, 1), min(e.start + 0, 10))),
               sum(e.after = substr(d.text, e.end + 1, 10)), sum(e.sha256 = d.sha256)
        FROM exported AS e JOIN (SELECT * FROM document JOIN document_text ON document_id = id) AS d
            ON d.name = e.document" 2>&1)
    is 'SQLite reads the quotes of the text' "$tags|$tags|$tags|$tags|$tags" "$result"
    result=$(sqlite3 copy.db '.mode list' '.import --csv raw.csv exported' "
        SELECT DISTINCT section FROM exported WHERE document = 'report.txt' AND start + 0 > 8 ORDER BY start + 0" 2>&1)
    is 'and the sections' '一、存在的问题 二、整改措施' "$(printf '%s' "$result" | tr '\n' ' ')"
else
    skip 'SQLite reads the quotes of the text' 'sqlite3 is not there'
fi

zhupi export team.db >out
is 'every line ends with CRLF, or stands inside a cell' "$((tags + 1))" \
    "$(tr -d '\n' <out | tr '\r' '\n' | grep -c .)"
is 'a header' 'uuid,document,sha256,tag,quote,before,after,start,end,section,reviewer,note,created,updated,settled,open_questions,code,explains,addresses,explained_by,addressed_by' \
    "$(head -n 1 out | tr -d '\r')"
holds 'formulas are harmless' out ",'=1+1,"
zhupi export --raw team.db >out
holds 'unless --raw' out ',=1+1,'
is '--bom' 'efbbbf' "$(zhupi export --bom team.db | head -c 3 | od -An -tx1 | tr -d ' \n')"
is '--tag' 2 "$(zhupi export --tag remedy team.db | wc -l | tr -d ' ')"
is '--tag R' 2 "$(zhupi export --tag R team.db | wc -l | tr -d ' ')"
is '--tag 对策, whatever the language' 2 "$(zhupi export --tag 对策 team.db | wc -l | tr -d ' ')"
is '--document' 2 "$(zhupi export --document pumps.txt team.db | wc -l | tr -d ' ')"
is '--reviewer' 2 "$(zhupi export --reviewer "$(id -un)" -d pumps.txt team.db | wc -l | tr -d ' ')"
run zhupi export --reviewer nobody-at-all team.db
exits 'an unknown reviewer' 1
run zhupi export --document nothing team.db
exits 'an unknown document' 1
is 'no data' '' "$(cat out)"
run zhupi export --format xml team.db
exits 'an unknown format' 2

echo old >kept.csv
run zhupi export --document nothing --output kept.csv team.db
is 'a failed export leaves the old file' old "$(cat kept.csv)"
printf precious >target
ln -s target link.csv
ln -s nowhere dangling.csv
for link in link dangling; do
    run zhupi export --output $link.csv team.db
    exits "a symbolic link is no place for an export: $link" 1
    holds 'and it is said what to do' err "$link.csv: is a symbolic link: name the file"
done
is 'what it leads to is not touched' precious "$(cat target)"
is 'nor made' '' "$(find . -name nowhere)"
chmod 600 kept.csv
run zhupi export --output kept.csv team.db
is 'a replaced file keeps its permissions' '-rw-------' "$(ls -l kept.csv | cut -c1-10)"
run zhupi export --output new.csv team.db
is 'a new one gets those of the umask' "$(: >touched; ls -l touched | cut -c1-10)" "$(ls -l new.csv | cut -c1-10)"
run zhupi export --output team.db team.db
exits 'the database is no place for an export' 1
run zhupi export --output /dev/null team.db
exits 'nor is a device' 1
run zhupi check team.db
exits 'the database is whole' 0
is 'nothing is left behind' '' "$(find . -name '.zhupi-*')"

# More than a pipe holds, so that the reader is gone before the end.
i=0
while [ $i -lt 600 ]; do
    echo "annotate $report 0 $length cause"
    i=$((i + 1))
done | zhupi batch team.db >answers 2>err
{
    status=0
    zhupi export team.db 2>err || status=$?
    echo "$status" >ended
} | head -c 1 >out
is 'a reader that goes away' 1 "$(cat ended)"
is 'is not spoken of' '' "$(cat err)"
{
    status=0
    zhupi log --json team.db 2>err || status=$?
    echo "$status" >ended
} | head -c 1 >out
zhupi log --json team.db >whole
is 'more than a pipe holds' 1 "$(($(wc -c <whole) > 65536))"
is 'one of a log as well' 1 "$(cat ended)"
is 'is not spoken of either' '' "$(cat err)"
if [ -c /dev/full ]; then
    status=0
    zhupi export team.db >/dev/full 2>err || status=$?
    exits 'full stdout' 1
    is 'is said once' 1 "$(wc -l <err | tr -d ' ')"
    holds 'and why' err 'No space left'
fi
done_testing
