#!/bin/sh
# Memory runs out wherever it does: the program says so and ends, and the file is whole.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

# with LIMIT WORD...: the program, with so many steps of memory and no more: of 2 MB in all, or, where ASan keeps the
# memory, of a quarter of a MB at once.
with()
{
    limit=$1
    shift
    if grep -q 'libasan[.]so' "$zhupi"; then
        run env ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=$limit" "$zhupi" "$@"
    else
        run sh -c 'ulimit -v "$1" && shift && exec "$@"' sh $((6000 + limit * 2000)) "$zhupi" "$@"
    fi
}

awk 'BEGIN { for (i = 0; i < 60000; i++) printf "第%d段：窗口从早到晚排着长队。\n", i }' >big.txt
printf '设备断电，因为漏水。\n' >small.txt
"$zhupi" init --force start.db 2>err
zhupi import start.db small.txt 2>err
i=0
while [ $i -lt 300 ]; do
    echo "annotate 1 $((i % 9)) $((i % 9 + 1)) cause \"note $i\""
    i=$((i + 1))
done | zhupi batch start.db >out 2>err

zhupi export -o all.csv start.db 2>err
failures=0 told=0 wrong=
# after WHAT: whatever came of it was said, and the file is whole.
after()
{
    if [ "$status" -ne 0 ]; then
        failures=$((failures + 1))
        [ -s err ] || wrong="$wrong $1: no word;"
        [ "$status" -ne 134 ] || grep -q 'zhupi: ended at once: there was not enough memory' err || wrong="$wrong $1: $(cat err);"
        told=$((told + (status == 134)))
    fi
    zhupi check "$2" >finding 2>&1 || wrong="$wrong $1: $(cat finding);"
}

for limit in 1 3 4 5 6 8 10 14 20 32; do
    cp start.db team.db
    with $limit import --force team.db big.txt
    after "import $limit" team.db
    rm -f rows.csv
    with $limit export --force -o rows.csv start.db
    after "export $limit" start.db
    [ ! -e rows.csv ] || cmp -s rows.csv all.csv || wrong="$wrong export $limit: half a file;"
    rm -f made.db
    with $limit init --force made.db
    [ ! -e made.db ] || after "init $limit" made.db
done
is 'what ran out of memory said so, and left the file whole' '' "$wrong"
is 'some did' yes "$([ "$failures" -gt 0 ] && echo yes)"
is 'and in the middle' yes "$([ "$told" -gt 0 ] && echo yes)"
with 2000 import --force team.db big.txt
exits 'with enough, the same import goes' 0
run zhupi check team.db
exits 'into a file that is whole' 0
done_testing
