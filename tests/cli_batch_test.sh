#!/bin/sh
# Commands from standard input and their answers.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

# batch LINE...
batch()
{
    printf '%s\n' "$@" >in
    status=0
    zhupi batch team.db <in >out 2>err || status=$?
}

rows()
{
    zhupi export team.db | tr -d '\r' | sed 1d
}

printf '设备断电，因为漏水。' >'a b.txt'
zhupi init team.db 2>err
zhupi import team.db 'a b.txt' 2>err

batch '# a comment' '' '  ' 'annotate "a b.txt" 0 4 manifestation'
exits 'annotate' 0
is 'one answer' 1 "$(wc -l <out | tr -d ' ')"
uuid=$(sed -n 's/^ok \([0-9a-f-]\{36\}\)$/\1/p' out)
is 'with the uuid of the row' "$uuid" "$(rows | cut -d, -f1)"
is 'and no word on stderr' '' "$(cat err)"

batch "annotation-retag $uuid c" "annotation-move $uuid 5 9" "annotation-note $uuid 一条 \"短 \" 说明"
exits 'three changes' 0
is 'each answered with the uuid' 3 "$(grep -cx "ok $uuid" out)"
is 'are done' "$uuid,cause,因为漏水,5,9" "$(rows | cut -d, -f1,4,5,8,9)"
rows >out
holds 'with the note' out '一条'
batch undo undo undo redo
exits 'undo' 0
is 'answers with the uuid' 4 "$(grep -cx "ok $uuid" out)"
is 'works across runs' "$uuid,cause,设备断电,0,4" "$(rows | cut -d, -f1,4,5,8,9)"

batch "annotation-retag $uuid 表现" "annotation-retag $uuid 原因"
exits 'tags in Chinese' 0

batch "annotation-question $uuid 这是为什么？ \"真的\"" "annotation-settle $uuid accepted"
exits 'a question and a verdict' 0
question=$(sed -n '1s/^ok //p' out)
is 'are answered with what was made and changed' "ok $uuid" "$(sed -n 2p out)"
batch "comment-reply $question 因为 漏水" "comment-resolve $question" "annotation-retag $uuid c"
exits 'what is settled is not changed' 1
is 'but talked about' 'ok ok error' "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
is 'with the uuid of the thread' "ok $question" "$(sed -n 2p out)"
batch undo undo undo undo "annotation-settle $uuid maybe"
is 'all that is undone' 'ok ok ok ok error' "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"

batch 'annotate 1 5 9 r' "link-add $uuid $uuid"
other=$(sed -n '1s/^ok //p' out)
batch "link-add $uuid $other 因此 这样" "link-add $other $uuid"
is 'a pair is linked once' 'ok error' "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
link=$(sed -n '1s/^ok //p' out)
batch "link-note $link" "link-remove $link" undo undo undo undo
is 'a link is answered with its uuid' "ok $link|ok $link" "$(sed -n 1,2p out | paste -sd '|')"

batch 'annotate 1 0 99 c' 'fly' 'annotate 1 0' 'next-sentence' 'quit' 'annotate none 0 1 c' 'undo'
exits 'errors' 1
is 'are answered one by one, and do not stop what follows' 'error error error error error error ok' \
    "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
is 'with a reason' 0 "$(grep -cx 'error *' out)"

batch 'annotate "x\nok 00000000-0000-0000-0000-000000000000" 0 1 c'
is 'a name cannot forge an answer' 1 "$(wc -l <out | tr -d ' ')"
printf 'annotation-note %s \377\n' "$uuid" | zhupi batch team.db >out 2>err
holds 'bytes that are no UTF-8' out 'error every line has to be UTF-8'
holds 'are named with their place' out "byte $((${#uuid} + 18)) (0xFF)"
is 'and options that batch has not are not advised' 0 "$(grep -c -e '--' out)"
printf 'undo \000\nundo\n' | zhupi batch team.db >out 2>err
is 'nor is a NUL text' 'error ok' "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
holds 'which is said' out 'byte 6 is a NUL'
printf '\357\273\277redo\n\357\273\277undo\n' | zhupi batch team.db >out 2>err
is 'a byte order mark begins a file, not a line' 'ok error' "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
{ head -c 1100000 /dev/zero | tr '\0' x && printf '\nundo\n'; } | zhupi batch team.db >out 2>err
is 'a line without end is refused, the next one is done' 'error ok' \
    "$(cut -d ' ' -f1 out | tr '\n' ' ' | sed 's/ $//')"
printf 'redo' | zhupi batch team.db >out 2>err
is 'the last line needs no LF' ok "$(cut -d ' ' -f1 out)"
printf 'undo\r\n' | zhupi batch team.db >out 2>err
is 'CRLF is fine' ok "$(cut -d ' ' -f1 out)"

# Each answer arrives before the next command is sent.
mkfifo to from
zhupi batch team.db <to >from 2>err &
exec 3>to 4<from
answers=
for command in redo undo redo; do
    echo "$command" >&3
    read -r answer <&4
    answers="$answers${answer%% *} "
done
exec 3>&- 4<&-
wait $!
is 'a dialogue' 'ok ok ok ' "$answers"

if [ -c /dev/full ]; then
    status=0
    echo undo | zhupi batch team.db >/dev/full 2>err || status=$?
    exits 'answers that cannot be written' 1
fi
run zhupi check team.db
exits 'the file is whole' 0
"$zhupi" batch --help >out
batch_commands='annotate|annotation-(code|comment|delete|move|note|question|retag|settle)|code-add|comment-(reopen|reply|resolve)'
batch_commands="$batch_commands|document-(assign|done|reopen|unassign)|link-(add|note|remove)|noise-(lift|mark)|undo|redo"
is 'help lists the commands' "$("$zhupi" --list-commands | cut -f1 | grep -xE "$batch_commands")" \
    "$(sed -n 's/^  \([a-z-]\{1,\}\).*/\1/p' out | grep -vE '^--|^-h')"
done_testing
