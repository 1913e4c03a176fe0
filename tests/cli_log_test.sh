#!/bin/sh
# The history as lines: of one thing or all, for people and for programs, and while it goes on.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

# batch LINE...: the uuid that the last one answered with.
batch()
{
    printf '%s\n' "$@" | zhupi batch team.db 2>>err | sed -n '$s/^ok //p'
}

# lines OPTION...: what the log says behind number and time.
lines()
{
    run zhupi log "$@" team.db
    sed 's/^[0-9]*  [0-9TZ:.-]*  [^ ]*  //' out
}

me=$(id -un)
printf '设备断电，因为漏水。' >'a b.txt'
printf 'Nobody looked.' >c.txt
zhupi init team.db 2>err
zhupi import team.db 'a b.txt' c.txt >out 2>err
uuid=$(batch 'annotate "a b.txt" 0 4 manifestation 一条 说明')
question=$(batch "annotation-question $uuid 为什么？")
batch "annotation-retag $uuid c" "comment-resolve $question" 'annotate c.txt 0 6 r' undo >answers

is 'what was done to an annotation' 'tagged “设备断电” as manifestation, with the note “一条 说明”  (a b.txt)
asked about “设备断电”: “为什么？”  (a b.txt)
tagged “设备断电” as cause instead of manifestation  (a b.txt)
resolved the thread about “设备断电”: “为什么？”  (a b.txt)' "$(lines --annotation "$uuid")"
is 'in a document' 'imported “c.txt”
tagged “Nobody” as remedy  (c.txt)
undo: deleted “Nobody”, tagged as remedy  (c.txt)' "$(lines -d c.txt)"
is 'which its number names too' 3 "$(lines -d 2 | wc -l | tr -d ' ')"
is 'by a person' 9 "$(lines -r "$me" | wc -l | tr -d ' ')"
last=$(zhupi log --json team.db | sed -n '$s/^{"seq":\([0-9]*\),.*/\1/p')
is 'behind a change, all at once' 'undo: deleted “Nobody”, tagged as remedy  (c.txt)' \
    "$(lines -r "$me" -d c.txt -s $((last - 1)))"
is 'and of two things at once nothing' '' "$(lines -a "$uuid" -d c.txt)"
for wrong in '-a none' '-d none' '-r none'; do
    # shellcheck disable=SC2086 # an option and its value
    run zhupi log $wrong team.db
    exits "$wrong" 1
done
zhupi log --json -a "$uuid" team.db >out
is 'for programs it is whole' 4 "$(grep -c '"tag":"\|"body":"' out)"
holds 'with what was before' out '"before":{"start":0,"end":4,"tag":"manifestation","note":"一条 说明"'

# A log that is followed.
mkfifo feed
timeout 60 "$zhupi" log --force --follow --since "$last" team.db >feed 2>err &
log=$!
exec 3<feed
followed=
for command in redo undo redo; do
    batch $command >answers
    read -r line <&3
    followed="$followed$(printf '%s' "$line" | sed 's/^[0-9]*  [^ ]*  [^ ]*  //; s/:.*//') "
done
is 'new changes come while it runs' 'redo undo redo ' "$followed"
kill -INT "$log"
status=0
wait "$log" || status=$?
exits 'Ctrl-C ends it' 0
is 'and it says nothing about that' '' "$(cat err)"
exec 3<&-

timeout 60 "$zhupi" log --force --follow --json team.db >feed 2>err &
log=$!
exec 3<feed
read -r line <&3
is 'it begins with what was before' '{"seq":1,' "$(printf '%s' "$line" | cut -c1-9)"
exec 3<&- # its reader goes away, with and without more to come
batch undo >answers
wait "$log"
is 'its end is no failure to hear of' '' "$(cat err)"

timeout 60 "$zhupi" log --force --follow -s "$last" -r "$me" -d c.txt team.db >feed 2>err &
log=$!
exec 3<feed
read -r line <&3
batch "comment-reopen $question" 'annotate c.txt 7 13 c' >answers
for _ in 1 2 3 4; do
    read -r line <&3
done
is 'only what was asked for comes' 'tagged “looked” as cause' "$(printf '%s' "$line" | grep -o 'tagged .* cause')"
mv team.db moved.db
wait "$log"
is 'a file that was taken away ends it' 1 $?
holds 'which is said' err 'team.db was replaced or removed'
exec 3<&-
done_testing
