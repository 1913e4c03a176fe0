#!/bin/sh
# The problem ledger in files: CSV, Markdown and a page.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

mkdir in
printf '一、值班人员没有按时检查阀门，报警的阈值长期没有人看。\n二、交接班制度没有写明由谁检查。\n' >in/report.txt
printf 'The pump failed twice. Nobody had read the manual. Print it.\n' >in/pump.txt
zhupi init team.db 2>err
zhupi import team.db in >out 2>err
zhupi batch team.db >out 2>err <<END
annotate report.txt 2 14 manifestation "=no one looked"
annotate report.txt 15 26 manifestation
annotate report.txt 30 43 cause
annotate pump.txt 0 21 manifestation
annotate pump.txt 23 49 cause
annotate pump.txt 51 59 remedy
END
sed -n 's/^ok //p' out >ids
nth()
{
    sed -n "$1p" ids
}
zhupi batch team.db >out 2>err <<END
link-add $(nth 1) $(nth 3) seen on site
link-add $(nth 5) $(nth 4)
link-add $(nth 6) $(nth 5)
link-add $(nth 6) $(nth 3)
END
is 'six annotations are linked' 4 "$(grep -c '^ok' out)"

run zhupi ledger --format csv team.db
exits 'as CSV' 0
is 'with a header' 'problem,document,section,start,end,code,quote,causes,cause_quotes,cause_uuids,remedies,remedy_quotes,remedy_uuids,documents,reviewer,reviewers,questions,note,status' \
    "$(head -n 1 out | tr -d '\r')"
is 'and a row for each problem, by document and place' "$(nth 4) $(nth 1) $(nth 2)" \
    "$(sed 1d out | cut -d , -f 1 | tr '\n' ' ' | sed 's/ $//')"
holds 'formulas are harmless' out ",'=no one looked,closed"
run zhupi ledger --raw -f csv team.db
holds 'unless --raw' out ',=no one looked,closed'
is '--bom' 'efbbbf' "$(zhupi ledger --bom -f csv team.db | head -c 3 | od -An -tx1 | tr -d ' \n')"
is 'what has no answer, as CSV' "$(nth 2)" "$(zhupi ledger -u -f csv team.db | sed 1d | cut -d , -f 1)"

run zhupi ledger -o ledger.html team.db
exits 'a page, as the name of the file says' 0
is 'prints no data' '' "$(cat out)"
holds 'a page' ledger.html '<!DOCTYPE html>'
is 'with each problem' 3 "$(grep -c '<article ' ledger.html)"
holds 'and the note of a link' ledger.html 'seen on site'
run zhupi ledger -o ledger.md team.db
holds 'Markdown, likewise' ledger.md '### 1. The pump failed twice'
run zhupi ledger -f html -o - --document pump.txt team.db
is '--document' 2 "$(grep -c '<article ' out)"
run zhupi ledger -f html --filter unanswered team.db
is '--filter' 1 "$(grep -c '<article ' out)"
holds 'which the page tells' out '<code>unanswered</code>'
run zhupi ledger -f html --unanswered team.db
is '--unanswered' 1 "$(grep -c '<article ' out)"
run env LANGUAGE=zh_CN LC_ALL=C.UTF-8 "$zhupi" ledger --force -f html team.db
holds 'in the language of the reader' out '<html lang="zh-CN">'
holds 'all of it' out '问题台账'

run zhupi ledger --format xml team.db
exits 'an unknown format' 2
run zhupi ledger --output ledger team.db
exits 'a file of an unknown kind' 2
run zhupi ledger --sort causes -f csv team.db
exits 'a file goes by place' 2
echo old >kept.html
run zhupi ledger --document nothing --output kept.html team.db
exits 'an unknown document' 1
is 'leaves the old file' old "$(cat kept.html)"
run zhupi ledger -f csv --output team.db team.db
exits 'the database is no place for it' 1
run zhupi check team.db
exits 'the database is whole' 0
is 'nothing is left behind' '' "$(find . -name '.zhupi-*')"
done_testing
