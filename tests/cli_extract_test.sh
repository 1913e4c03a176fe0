#!/bin/sh
# What was imported comes back bit for bit, and nothing is overwritten or led out of a folder by a name.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

mkdir in
text='关于供水中断问题的调查报告
五月三日上午，北区水厂的两台水泵先后停机，全区供水中断四个小时。
主要原因是维修没有按计划进行，值班人员也没有及时报告。'
printf '%s\n' "$text" >in/plain.txt
printf '\357\273\277%s' "$text" | sed 's/$/\r/' >in/mark.txt
printf '%s\n' "$text" | sed 's/$/\r/' | iconv -f UTF-8 -t GB18030 >in/gb18030.txt
printf '%s\n' "$text" | sed 's/$/\r/' | iconv -f UTF-8 -t UTF-16 >in/utf16.txt
printf 'x' >in/small.txt
printf '\n\n  \n x\r\r\n\n' >in/odd.txt
printf '# 标题\n\n正文一段。\n' >in/notes.md
zhupi init team.db 2>err
run zhupi import team.db in
exits 'texts as they come' 0
for file in in/*; do
    name=${file#in/}
    zhupi extract team.db "$name" >"got-$name" 2>err
    cmp -s "$file" "got-$name"
    is "$name comes back bit for bit" 0 $?
done
printf 'a\000b\n' >nul
run zhupi import --encoding UTF-8 team.db nul
exits 'a NUL is no text' 1

run zhupi extract team.db plain.txt
exits 'to standard output' 0
is 'nothing is said' '' "$(cat err)"
run zhupi extract -o one.txt team.db gb18030.txt
exits 'to a file' 0
cmp -s in/gb18030.txt one.txt
is 'with these bytes' 0 $?
run zhupi extract -o one.txt team.db plain.txt
cmp -s in/plain.txt one.txt
is 'which is replaced' 0 $?
run zhupi extract -o team.db team.db plain.txt
exits 'not into the database' 1
run zhupi check team.db
exits 'which is whole' 0
run zhupi extract team.db nothing
exits 'a document that is not there' 1
run zhupi extract team.db plain.txt small.txt
exits 'two documents to one place' 2
holds 'with the way to do it' err '-d DIR'
run zhupi extract -o x -d y team.db plain.txt
exits 'a file and a folder' 2

run zhupi extract -d all team.db
exits 'all of them into a folder' 0
holds 'with their number' err '7 files written to all'
diff -r in all >out
is 'as they were' 0 $?
echo mine >all/plain.txt
run zhupi extract -d all team.db plain.txt
exits 'a file that is there' 1
holds 'is named' err 'all/plain.txt: is there already, and was left as it is'
is 'and left' mine "$(cat all/plain.txt)"
ln -s nowhere all/small.txt.link
rm all/small.txt && ln -s ../elsewhere all/small.txt
run zhupi extract -d all team.db small.txt
exits 'nor is written through a link' 1
is 'to where it leads' no "$([ -e elsewhere ] && echo yes || echo no)"

mkdir a b evil
printf 'first\n' >a/same.tar.gz
printf 'second\n' >b/same.tar.gz
printf 'hidden\n' >evil/.profile
printf 'option\n' >evil/-rf
printf 'escape\n' >"$(printf 'evil/x\033[2J\nq.txt')"
printf 'turned\n' >"$(printf 'evil/a\342\200\256b.txt')"
zhupi import team.db a b ./evil/.profile ./evil/-rf evil 2>err
run zhupi extract -d names team.db same.tar.gz 'same.tar.gz (2)'
exits 'two files of one name' 0
is 'get a number before the ending' 'same.tar (2).gz same.tar.gz' "$(cd names && echo *)"
run zhupi extract -d safe team.db .profile -- -rf "$(printf 'x\033[2J\nq.txt')" "$(printf 'a\342\200\256b.txt')"
exits 'names that somebody chose with care' 0
is 'are made safe' '_profile _rf a_b.txt x_[2J_q.txt' "$(cd safe && LC_ALL=C ls -A | tr '\n' ' ' | sed 's/ $//')"
# SQLite would play a journal of that name back into the database.
mkdir -p journal folder && printf 'a journal\n' >journal/other.db-journal && printf 'kept\n' >journal/kept.txt
zhupi init folder/other.db 2>err
zhupi import folder/other.db journal 2>err
run zhupi extract -d folder folder/other.db
exits 'a name beside the database' 1
holds 'is said to be one' err 'other.db-journal: is the database or would be taken for a part of it'
is 'and not written' no "$([ -e folder/other.db-journal ] && echo yes || echo no)"
is 'others are' kept "$(cat folder/kept.txt)"
run zhupi extract -o folder/other.db-journal folder/other.db kept.txt
exits 'nor is it by its name' 1
run zhupi extract -d elsewhere folder/other.db
exits 'elsewhere it is a file like others' 0
printf '%s\n' 'UPDATE document SET file = '"'../../out'"' WHERE name = '"'small.txt'"';' >sql
if command -v sqlite3 >/dev/null; then
    sqlite3 team.db <sql
    run zhupi extract -d safe team.db small.txt
    is 'a path stays in the folder' yes "$([ -f safe/_._.._out ] && echo yes)"
    sqlite3 team.db 'DELETE FROM document_source WHERE document_id = (SELECT id FROM document WHERE name = "odd.txt")'
    run zhupi extract team.db odd.txt
    exits 'bytes that were not kept' 1
else
    skip 'a path stays in the folder' 'sqlite3 is not there'
    skip 'bytes that were not kept' 'sqlite3 is not there'
fi

if command -v script >/dev/null; then
    printf 'a\033[31mb\n' >colour.txt
    zhupi import team.db colour.txt 2>err
    script -qec "'$zhupi' extract --force team.db colour.txt" /dev/null >out </dev/null
    holds 'on a terminal made safe' out 'a^[[31mb'
    script -qec "'$zhupi' extract --force team.db gb18030.txt" /dev/null >out </dev/null
    holds 'and no bytes that it does not understand' out 'is no text for a terminal'
else
    skip 'on a terminal made safe' 'script(1) is not there'
    skip 'and no bytes that it does not understand' 'script(1) is not there'
fi
done_testing
