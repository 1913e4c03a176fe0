#!/bin/sh
# The codebook on the command line: shown, written, taken in, and its codes given by batch.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"
example=$(cd "$top" && cd "${srcdir:-.}" && pwd)/doc/codebook.csv

printf '值班员不敢签字，因为怕担责任。' >report.txt
zhupi init team.db 2>err
zhupi import team.db report.txt 2>err
run zhupi codebook team.db
exits 'an empty codebook' 0
is 'is a header' 'uuid,tag,path,key,definition,example,annotations,merged_into,position' "$(tr -d '\r' <out)"

run zhupi codebook --dry-run --import "$example" team.db
exits 'a dry run' 0
holds 'says what would be new' out "$(printf 'new code\tmanifestation\t不敢/怕担责')"
holds 'and that it was one' err 'nothing was changed'
is 'and leaves all as it is' 1 "$(zhupi codebook team.db | grep -c .)"

run zhupi codebook --import "$example" team.db
exits 'the example comes in' 0
is 'all of it' "$(grep -c . "$example")" "$(zhupi codebook team.db | grep -c .)"

{
    echo 'annotate report.txt 0 7 m'
    echo 'code-add manifestation 不敢/怕担责/不 签字'
} | zhupi batch team.db >answers 2>err
is 'batch adds a code' 0 "$(grep -vc '^ok ' answers)"
uuid=$(sed -n '1s/^ok //p' answers)
printf 'annotation-code %s 不敢/怕担责/不 签字\n' "$uuid" | zhupi batch team.db >answers 2>err
is 'and gives it' "ok $uuid" "$(cat answers)"
zhupi codebook team.db >out
is 'the codebook counts it' '不敢/怕担责/不 签字,,,,1,,1' "$(grep '不 签字' out | tr -d '\r' | cut -d, -f 3-)"
zhupi log team.db >out
holds 'the log says so' out 'gave “值班员不敢签字” the code “不敢/怕担责/不 签字”'
printf 'undo\n' | zhupi batch team.db >answers 2>err
is 'undo takes it back' 0 "$(zhupi codebook team.db | grep '不 签字' | tr -d '\r' | cut -d, -f 7)"
printf 'code-add manifestation 不敢\n' | zhupi batch team.db >answers 2>err
holds 'what is there is not added' answers 'already'
printf 'undo\nundo\n' | zhupi batch team.db >answers 2>err

run zhupi codebook -o book.csv team.db
exits 'into a file' 0
run zhupi codebook -o book.csv --bom team.db
is 'with a byte order mark' "$(printf '\357\273\277')uuid" "$(head -n 1 book.csv | cut -d, -f 1)"
zhupi init copy.db 2>err
zhupi codebook --import book.csv copy.db >out 2>err
zhupi codebook --bom copy.db | grep -v 'annotations' >again.csv
is 'out, in and out is the same' "$(grep -v annotations book.csv)" "$(cat again.csv)"
printf 'undo\n' | zhupi batch copy.db >answers 2>err
is 'one undo takes all of it back' 1 "$(zhupi codebook copy.db | grep -c .)"

printf 'tag,path\ncause,a\ncause,\n' >bad.csv
run zhupi codebook --import bad.csv copy.db
exits 'a bad line' 1
holds 'is said' err 'bad.csv: line 3, column 2: a name in the path is empty'
is 'and changes nothing' 1 "$(zhupi codebook copy.db | grep -c .)"
run zhupi codebook --import copy.db copy.db
exits 'the database is no codebook' 1
run zhupi codebook --import none.csv copy.db
exits 'nor is what is not there' 1
run zhupi codebook --dry-run copy.db
exits 'a dry run of nothing' 2
run zhupi codebook --import bad.csv -o out.csv copy.db
exits 'in and out at once' 2
run zhupi check copy.db
exits 'the file is sound' 0

if command -v script >/dev/null; then
    printf 'tag,path,definition\ncause,\033[31mred,\033]0;title\007\n' >evil.csv
    run zhupi codebook --import evil.csv copy.db
    exits 'what cannot be seen is no name' 1
    printf 'tag,path,definition\ncause,a/b,\033]0;title\007\n' >evil.csv
    zhupi codebook --import evil.csv copy.db >out 2>err
    script -qec "'$zhupi' codebook --force copy.db" /dev/null </dev/null >shown 2>err
    is 'a terminal gets no escapes of others' 0 "$(tr -d '\033' <shown | cmp -s - shown; echo $?)"
    holds 'and sees a tree' shown '  b'
fi
done_testing
