#!/bin/sh
# Import and list as a person and as a program see them.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

names()
{
    zhupi list team.db | sed 1d | cut -f2
}

mkdir in in/sub elsewhere
printf '第一份报告。\n' >in/b.txt
printf 'The second report.\r\n' >in/a.md
printf 'The third.\n' >in/sub/c
printf 'hidden\n' >in/.hidden
printf 'elsewhere\n' >elsewhere/d.txt
ln -s ../elsewhere in/link
ln -s ../elsewhere/d.txt in/letter.txt
ln -s nowhere in/broken
ln -s b.txt in/.hidden-link
mkfifo in/pipe
printf '\211PNG\r\n\032\n\000\000\377' >in/picture.png
printf '\200\201\000\377' >in/random
: >in/sub/empty.txt

run zhupi import team.db in
exits 'import before init' 1
holds 'leads to init' err 'zhupi init'
run zhupi init team.db
run zhupi import team.db in
exits 'a folder with files that are no text' 1
is 'no data on stdout' '' "$(cat out)"
holds 'the picture is refused by name, with what it is' err 'in/picture.png: is no file that is read here: picture'
holds 'and with the way out' err '“image/png; COMMAND %s” in ~/.config/zhupi/converters'
holds 'what is no text in any encoding with its bytes' err 'in/random: this is no text'
holds 'the empty file with the reason' err 'in/sub/empty.txt: holds no text'
for link in link letter.txt broken; do
    holds "a link inside is refused: $link" err "in/$link: is a symbolic link"
done
holds 'a pipe is refused with the reason' err 'in/pipe: is no regular file'
is 'what is hidden is not spoken of' 0 "$(grep -c hidden err)"
holds 'and all are counted' err '3 added, 0 already there, 7 refused'
is 'the others are there, by name' 'a.md b.txt c' "$(names | tr '\n' ' ' | sed 's/ $//')"

run zhupi import team.db in/a.md
exits 'the same bytes again' 0
holds 'are told to be there' err 'in/a.md: is there already'
holds 'and counted' err '0 added, 1 already there, 0 refused'
is 'nothing was added' 3 "$(names | wc -l | tr -d ' ')"

ln -s in/sub named
run zhupi import team.db named in/letter.txt
holds 'links that are named are followed' err '1 added, 1 already there, 1 refused'

mkdir own
zhupi init own/team.db 2>err
printf 'beside the database\n' >own/text
run zhupi import own/team.db own
exits 'a folder that holds the database' 0
is 'takes only the text' 'text' "$(zhupi list own/team.db | sed 1d | cut -f2)"
run zhupi check own/team.db
exits 'and harms nothing' 0
run zhupi import own/team.db own/team.db
exits 'the database itself' 1

run zhupi import --max-size 0 team.db in/b.txt
exits 'a limit that is none' 2
holds 'with what it may be' err '--max-size wants a number from 1 to 256'
run zhupi import --max-text 129 team.db in/b.txt
exits 'more text than can be stored' 2
dd if=/dev/zero bs=1048577 count=1 2>/dev/null | tr '\000' x >large.txt
run zhupi import --max-size 1 team.db large.txt
holds 'a file above the limit, with the option' err 'large.txt: is larger than 1 MB: --max-size allows more'
dd if=/dev/null of=huge.txt bs=1M seek=257 2>/dev/null
run zhupi import team.db huge.txt
holds 'a file above all limits, without it' err 'huge.txt: is larger than 256 MB: no document has more, split it'
run zhupi import --max-text 1 team.db large.txt
holds 'a text above the limit, with the option' err 'large.txt: holds more than 1 MB of text: --max-text allows more'

if [ "$(id -u)" -ne 0 ]; then
    mkdir closed && chmod 0 closed
    run zhupi import team.db closed
    holds 'a folder without permission' err 'closed: '
    exits 'is refused' 1
    chmod 700 closed
else
    skip 'a folder without permission' 'root may read it'
    skip 'is refused' 'root may read it'
fi
mkdir names
printf 'a line end\n' >"$(printf 'names/first\nsecond.txt')"
printf '\211PNG\r\n\032\n' >"$(printf 'names/\342\200\256gnp.png')"
run zhupi import team.db names
holds 'a name with a line end is a name' err '1 added, 0 already there, 1 refused'
names >listed
holds 'and is listed in one row' listed 'first\nsecond.txt'
long=$(printf '朱%.0s' $(seq 85)) # 255 bytes
printf 'a long name\n' >"$long"
run zhupi import team.db "$long"
exits 'a name of 255 bytes' 0
is 'is kept whole' 1 "$(names | grep -cx "$long")"

mkdir versions
printf 'The pump of the north works stopped.\nIt was repaired on Monday.\n' >versions/report.txt
zhupi import team.db versions/report.txt 2>err
old=$(zhupi list team.db | awk -F '\t' '$2 == "report.txt" { print $1 }')
printf 'annotate report.txt 0 8 cause\n' | zhupi batch team.db >out 2>err
printf 'The pump of the north works stopped.\nIt was repaired on Tuesday.\n' >versions/report.txt
run zhupi import team.db versions/report.txt
new=$(zhupi list team.db | awk -F '\t' '$2 == "report.txt (2)" { print $1 }')
holds 'a changed file is a newer version' err "versions/report.txt: a newer version of document $old; 1 annotation waits to be carried over: zhupi carry team.db $new"
run zhupi import team.db versions/report.txt
holds 'and is there already' err "is there already as document $new"
printf 'The pump of the north works stopped.\nIt was repaired on Wednesday.\n' >versions/report.txt
run zhupi import --no-versions team.db versions/report.txt
is 'not with --no-versions' 0 "$(grep -c 'newer version' err)"
printf 'Something else.\n' >versions/other.txt
run zhupi import --as-version-of "$old" team.db versions/other.txt
exits 'a version of a document that has a newer one' 1
holds 'is refused with that one' err "has a newer version already, document $new"
run zhupi import --as-version-of "$new" team.db versions
exits 'two files as one version' 1
run zhupi import --as-version-of "$new" team.db versions/other.txt
holds 'a version that is named' err "versions/other.txt: a newer version of document $new"
for name in "$long" 'first\nsecond.txt' report.txt 'report.txt (2)' 'report.txt (3)' other.txt; do
    printf "%s\n" "$name"
done | LC_ALL=C sort >expected
names | grep -vx -e a.md -e b.txt -e c -e letter.txt | LC_ALL=C sort | cmp -s - expected
is 'no other document came of all that' 0 $?
zhupi init alone.db 2>err
zhupi import alone.db versions/other.txt 2>err
printf 'Minutes of the spring meeting: the bridge is painted in June.\n' >versions/other.txt
run zhupi import alone.db versions/other.txt
exits 'another document of the same name' 0
holds 'is told from a version' err 'added as document 2, and not as a newer version of document 1'

printf 'caf\351\n' >latin
run zhupi import --encoding UTF-8 team.db latin
exits 'a wrong byte' 1
holds 'with its place' err 'latin: byte 0xE9 at offset 3'
run zhupi import --encoding ISO-8859-1 team.db latin
exits 'the right encoding' 0
run zhupi import --encoding Big5 --lossy team.db latin
exits 'the same bytes in another encoding' 0
document=$(zhupi list team.db | awk -F '\t' '$2 == "latin" { print $1 }')
second=$(zhupi list team.db | awk -F '\t' '$2 == "latin (2)" { print $1 }')
holds 'are told to be there in the first' err "latin: added as document $second in Big5; the same bytes are there as document $document in ISO-8859-1"
run zhupi import --encoding big5 --lossy team.db latin
holds 'and are added once' err 'already as document '"$second"
printf 'x\377y\n' >cut.txt
run zhupi import --encoding UTF-8 --lossy team.db cut.txt
exits '--lossy' 0
holds 'says how many' err 'cut.txt: 1 byte'
run zhupi import --encoding no-such-thing team.db in/b.txt in/a.md
exits 'an unknown encoding' 2
is 'is named once' 1 "$(grep -c 'no-such-thing' err)"
run zhupi import team.db ''
holds 'a name without characters is seen as one' err '“”'
run zhupi import team.db nowhere in/b.txt
exits 'a path that is not there' 1
holds 'does not stop the others' err '0 added, 1 already there, 1 refused'

zhupi list --json team.db >out
is 'JSON: one object a document' 13 "$(grep -c '^{"id":[0-9]*,"name":".*}$' out)"
is 'TSV: as many fields in every row' 13 "$(zhupi list team.db | awk -F '\t' '{ print NF }' | sort -u)"
is 'each says what it was made of' 13 "$(grep -c '"type":"[a-z/]*","file":".*","previous":[0-9nul]*}$' out)"
tab_name=$(printf 'a\tb\\c')
printf 'tab\n' >"$tab_name"
zhupi import team.db "$tab_name" 2>err
holds 'a tab and a backslash in a name are spelled' err '1 added'
zhupi list team.db >out
holds 'in the row' out 'a\tb\\c'

if command -v script >/dev/null; then
    escape_name=$(printf 'x\033]0;owned\007y\342\200\256z.txt')
    printf 'escape\n' >"$escape_name"
    cp in/picture.png "$(printf 'bad\033[2J.png')"
    zhupi import team.db "$escape_name" 2>err
    script -qec "'$zhupi' list --force team.db" /dev/null >out </dev/null
    holds 'on a terminal: a table' out 'DOCUMENT'
    holds 'control characters as marks' out 'x^[]0;owned^Gy<U+202E>z.txt'
    is 'and never sent' 0 "$(tr -d '\r\n' <out | LC_ALL=C grep -c "$(printf '[\033\007]')")"
    printf 'annotate "x\033]0;owned\007y\342\200\256z.txt" 0 3 cause a\033[31mb\n' | zhupi batch team.db >out 2>err
    script -qec "'$zhupi' export --force team.db" /dev/null >out </dev/null
    holds 'the export, whole' out 'a^[[31mb'
    is 'and no escape in it' 0 "$(tr -d '\r\n' <out | LC_ALL=C grep -c "$(printf '[\033\007]')")"
    zhupi export team.db >out
    holds 'but elsewhere as it is stored' out "$(printf 'a\033[31mb')"
    script -qec "'$zhupi' import --force team.db '$(printf 'bad\033[2J.png')'" /dev/null >out </dev/null
    holds 'in messages too' out 'bad^[[2J.png'
    script -qec "'$zhupi' import --force team.db names" /dev/null >out </dev/null
    holds 'and bidi controls' out '<U+202E>gnp.png'
    zhupi list team.db >out
    is 'elsewhere as it is stored' 1 "$(LC_ALL=C grep -c "$(printf '\033')" out)"
else
    skip 'names on a terminal' 'script(1) is not there'
fi

run zhupi log team.db
exits 'log' 0
is 'a line for each import' 15 "$(grep -c '  imported “.*”$' out)"
zhupi log --json team.db >out
is 'as JSON' "$(wc -l <out)" "$(grep -c '^{"seq":[0-9]*,.*}$' out)"
last=$(sed -n '$s/^{"seq":\([0-9]*\),.*/\1/p' out)
run zhupi log --since "$last" team.db
is 'nothing is behind the last change' '' "$(cat out)"
run zhupi log --since "$((last - 1))" team.db
is 'one change behind the one before it' 1 "$(wc -l <out | tr -d ' ')"
run zhupi log --since soon team.db
exits 'a wrong number' 2
zhupi init small.db 2>err
mkdir rest
echo 'There is room for this.' >rest/small.txt
i=0
while [ $i -lt 40000 ]; do
    echo "A line of a file that is too big, $i."
    i=$((i + 1))
done >big.txt
cp big.txt rest/big-too.txt
run sh -c 'ulimit -f 600 && exec "$@"' sh "$zhupi" import --force small.db big.txt rest
exits 'a file for which there is no room' 1
holds 'is named' err 'big.txt: the disk is full'
holds 'as is each' err 'rest/big-too.txt: the disk is full'
holds 'refused, and the others are imported' err '1 added, 0 already there, 2 refused'
is 'and there' 'small.txt' "$(zhupi list small.db | sed 1d | cut -f2)"
run zhupi check small.db
exits 'the database is whole' 0
done_testing
