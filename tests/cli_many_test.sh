#!/bin/sh
# Many files in one import, killed in the middle, stopped by hand, and gone on with.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

total=500
awk -v total=$total 'BEGIN {
    for (i = 1; i <= total; i++) {
        name = sprintf("in/%d/%03d.txt", i % 7, i)
        dir = sprintf("in/%d", i % 7)
        if (!(dir in made)) {
            system("mkdir -p " dir)
            made[dir] = 1
        }
        for (k = 1; k <= 40; k++)
            printf "第%d份文件的第%d段，说明设备检修的经过和原因。\n", i, k >name
        close(name)
    }
}'

there()
{
    zhupi list "$1" | sed 1d | wc -l | tr -d ' '
}

# begun FILE: until some documents are in it.
begun()
{
    while kill -0 "$pid" 2>/dev/null && [ "$(there "$1")" -eq 0 ]; do
        :
    done
}

zhupi init team.db 2>err
"$zhupi" import --force team.db in 2>first &
pid=$!
begun team.db
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
some=$(there team.db)
is 'a kill in the middle leaves what was stored' yes "$([ "$some" -gt 0 ] && echo yes)"
run zhupi check team.db
exits 'in a file that is whole' 0
run zhupi import team.db in
exits 'the same command again' 0
holds 'goes on where it stopped' err "$((total - some)) added, $some already there, 0 refused"
is 'without a line for each file' 1 "$(wc -l <err | tr -d ' ')"
is 'each is there once' "$total" "$(zhupi list team.db | sed 1d | cut -f2 | sort -u | wc -l | tr -d ' ')"
is 'and no other' "$total" "$(there team.db)"
run zhupi check team.db
exits 'the file is whole' 0
zhupi extract -d back team.db 2>err
for file in in/*/*.txt; do
    cmp -s "$file" "back/${file##*/}" || echo "$file"
done >differ
is 'all files come back as they were' '' "$(cat differ)"

zhupi init stopped.db 2>err
"$zhupi" import --force --verbose stopped.db in 2>told &
pid=$!
begun stopped.db
kill -TERM $pid 2>/dev/null
wait $pid
status=$?
stored=$(there stopped.db)
if [ "$stored" -eq $total ] && [ $status -eq 0 ]; then
    skip 'a signal ends it in good order' 'it was done already'
    skip 'after a whole group' 'it was done already'
else
    is 'a signal ends it in good order' 143 $status
    holds 'after a whole group' told "stopped after $stored of $total files; the same command goes on from there"
fi
run zhupi import --verbose stopped.db in
is '--verbose: a line for each that is there' "$stored" "$(grep -c 'is there already' err)"
is 'and the rest is there' "$total" "$(there stopped.db)"

if command -v script >/dev/null; then
    zhupi init shown.db 2>err
    script -qec "stty cols 80; '$zhupi' import --force shown.db in" /dev/null >out </dev/null
    lines=$(tr '\r' '\n' <out | grep -cE '^\[[=> ]{20}\] [0-9]+/500')
    # How often it is drawn over depends on how long the import takes.
    is 'on a terminal a line says how far it is' yes "$([ "$lines" -ge 1 ] && echo yes)"
    is 'which no terminal of 80 columns wraps' '' "$(tr '\r' '\n' <out | sed 's/.\[K$//' | LC_ALL=C.UTF-8 awk 'length($0) > 79')"
    holds 'and the sums stay' out "$total added, 0 already there, 0 refused"
else
    skip 'on a terminal a line says how far it is' 'script(1) is not there'
    skip 'which no terminal of 80 columns wraps' 'script(1) is not there'
    skip 'and the sums stay' 'script(1) is not there'
fi
done_testing
