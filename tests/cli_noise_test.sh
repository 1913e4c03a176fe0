#!/bin/sh
# What is noise: reported at import, listed, looked for later, lifted, and switched off.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

paged='会议指出，各级部门要把供水安全作为第1页共4页
首要任务，逐级落实责任。
会议强调，要坚持问题导向，把检修计划第2页共4页
落到实处，按月通报。
会议要求，年底前完成全部泵站的第3页共4页
更新改造，并组织验收。'
mkdir in
printf '%s\n' "$paged" >in/paged.txt
printf '会议指出，要落实责任。\n' >in/clean.txt
zhupi init team.db 2>err
run zhupi import team.db in
exits 'an import' 0
holds 'says what it marked' err 'in/paged.txt: 3 page marks are marked as noise'
is 'and nothing of a clean text' 0 "$(grep -c clean.txt err)"

run zhupi noise team.db
exits 'the list' 0
is 'has a header and a row for each' 'document	start	end	kind	reviewer	words
paged.txt	17	24	page		第1页共4页\n
paged.txt	55	62	page		第2页共4页\n
paged.txt	88	95	page		第3页共4页\n' "$(cat out)"
run zhupi noise --csv team.db paged.txt
is 'as CSV' 'document,start,end,kind,reviewer,words
paged.txt,17,24,page,,"第1页共4页' "$(tr -d '\r' <out | head -n 2)"
run zhupi noise team.db clean.txt
is 'of one document only' 1 "$(wc -l <out | tr -d ' ')"
run zhupi noise team.db nothing
exits 'of none that is not there' 1

run zhupi noise --lift page team.db
exits 'lifting in all documents' 2
run zhupi noise --lift pages team.db paged.txt
exits 'lifting what is no kind' 2
run zhupi noise --lift page --find team.db paged.txt
exits 'looking and lifting' 2
run zhupi noise --lift page team.db paged.txt
exits 'lifting' 0
holds 'says how many, and how they come back' err '3 page marks: text again; undo'
is 'and they are gone' 1 "$(zhupi noise team.db | wc -l | tr -d ' ')"
run zhupi noise --find team.db
exits 'looking again' 0
holds 'leaves alone what somebody lifted' err '0 marked as noise in 0 documents'
holds 'and says so' err '3 spans were lifted before and stay lifted'
printf 'undo\n' | zhupi batch team.db >out 2>err
is 'undo brings one back' 2 "$(zhupi noise team.db | wc -l | tr -d ' ')"

printf '%s\n附件。\n' "$paged" >in/kept.txt
run zhupi import --keep-noise team.db in/kept.txt
is '--keep-noise marks none' 0 "$(grep -c noise err)"
is 'and none is listed' 1 "$(zhupi noise team.db kept.txt | wc -l | tr -d ' ')"
printf 'annotate kept.txt 55 62 cause\n' | zhupi batch team.db >out 2>err
run zhupi noise --find team.db
holds 'all words of an annotation are no noise' err '1 span was left as it is: it covers all words of an annotation'
printf 'noise-mark kept.txt 55 62\n' | zhupi batch team.db >out 2>err
holds 'in a script neither' out 'an annotation of yours lies in it: mark less, or delete it first'
rm -f in/kept.txt
printf '%s\n附件二。\n' "$paged" >in/new.txt
run zhupi import --keep-noise team.db in/new.txt
run zhupi noise --find team.db
holds 'it can be looked for later' err '3 marked as noise in 1 document;'
is 'and is there, by whom' "$(id -un)" "$(zhupi noise team.db new.txt | sed -n 2p | cut -f5)"
run zhupi check team.db
exits 'the file is whole' 0

mkdir many
for i in $(seq 30); do
    printf '第%s份。\n%s\n' "$i" "$paged" >many/$i.txt
done
run zhupi import team.db many
is 'many files: no line for each' 0 "$(grep -c 'many/' err)"
holds 'but the sum' err 'marked as noise: 90 page marks'

if command -v script >/dev/null; then
    script -qec "'$zhupi' noise --force team.db paged.txt" /dev/null >out </dev/null
    holds 'on a terminal a table' out 'page mark'
    holds 'with a sum' out '1 piece of noise'
    printf 'begin \033]0;owned\007 end\n' >escape.txt
    zhupi import team.db escape.txt 2>err
    printf 'noise-mark escape.txt 6 16\n' | zhupi batch team.db >out 2>err
    script -qec "'$zhupi' noise --force team.db escape.txt" /dev/null >out </dev/null
    holds 'and words made safe' out '^[]0;owned^G'
    script -qec "'$zhupi' noise --force --csv team.db escape.txt" /dev/null >out </dev/null
    holds 'as CSV, too' out '^[]0;owned^G'
else
    skip 'on a terminal a table' 'script(1) is not there'
    skip 'with a sum' 'script(1) is not there'
    skip 'and words made safe' 'script(1) is not there'
    skip 'as CSV, too' 'script(1) is not there'
fi
done_testing
