#!/bin/sh
# Annotations of an older version in a newer one: what zhupi carry lists, and what it carries over.
# shellcheck disable=SC1111 # the messages of the program have these quotes
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"
command -v sqlite3 >/dev/null || { echo '1..0 # SKIP needs sqlite3'; exit 0; }

# states: of the rows, in their order.
states()
{
    sed 1d out | cut -f 1 | tr '\n' ' '
}

first='会议听取了供水处的说明，并且查看了现场。'
second='水泵的轴承已经两年没有更换，也没有人登记。'
third='值班的人每天只在表格上签字。'
printf '%s%s\n%s' "$first" "$second" "$third" >old.txt
printf '%s%s\n%s' "$first" '三号水泵的轴承已经四年没有更换，也没有人登记。' '新来的负责人作了记录。' >new.txt
zhupi init team.db
zhupi import team.db old.txt new.txt 2>err
sqlite3 team.db 'UPDATE document SET previous_id = 1 WHERE id = 2'
printf '%s\n' 'annotate 1 0 20 cause' 'annotate 1 20 41 manifestation read=again' 'annotate 1 42 56 remedy' |
    zhupi batch team.db >out 2>err

run zhupi carry team.db 1
exits 'an oldest version' 0
holds 'is told' err 'no older version'
run zhupi carry team.db 2
exits 'carry lists' 0
is 'what becomes of each' 'same changed lost ' "$(states)"
is 'a header row' 'state tag reviewer likeness old new start end uuid' "$(head -n 1 out | tr '\t' ' ')"
is 'the words, older and newer' "$second 三号水泵的轴承已经四年没有更换，也没有人登记。" \
    "$(sed -n 3p out | cut -f 5,6 | tr '\t' ' ')"
is 'where they are' '20 43' "$(sed -n 3p out | cut -f 7,8 | tr '\t' ' ')"
holds 'the sum is said' err '1 same, 0 moved, 1 changed, 1 lost, 0 carried over'
is 'nothing was carried over' 0 "$(zhupi export --document 2 team.db | sed 1d | wc -l)"
run zhupi carry --csv team.db 2
is 'as CSV' 4 "$(wc -l <out)"
holds 'with the words' out ",$third,"

run zhupi carry --accept lost team.db 2
exits 'what is lost cannot be accepted' 2
run zhupi carry --accept same team.db 2
exits 'what is the same is carried over' 0
is 'and nothing else' 'carried changed lost ' "$(states)"
holds 'which is said' err '1 annotation carried over'
holds 'and what is not' err "not carried over: “$third”: lost"
holds 'each' err ': changed'
is 'it stands in the newer version' 1 "$(zhupi export --document 2 team.db | grep -c ',cause,')"
run zhupi carry --accept all team.db 2
is 'then what has changed' 'carried carried lost ' "$(states)"
is 'with its note' 1 "$(zhupi export --document 2 team.db | grep -c 'read=again')"
run zhupi carry --accept all team.db 2
holds 'once' err '0 annotations carried over'

sqlite3 team.db "UPDATE annotation SET deleted_at = 1 WHERE document_id = 2;
    UPDATE reviewer SET role = 2; INSERT INTO reviewer (name, account, role, created) VALUES ('li', 'li', 1, 1);
    UPDATE annotation SET reviewer_id = 2 WHERE id = 1" 2>err
run zhupi carry --accept all team.db 2
is "a reviewer carries nothing of others over" 'same carried lost ' "$(states)"
holds 'and hears whose it is' err 'of li, for them or a lead'

run zhupi carry team.db nowhere.txt
exits 'no such document' 1
run zhupi carry team.db
exits 'no document' 2
done_testing
