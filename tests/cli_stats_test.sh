#!/bin/sh
# Figures: what they count, for all documents and for one, filtered, for programs and with bars for people.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

mkdir in
printf '一、检查情况\n值班人员没有按时检查阀门，报警的阈值长期没有人看。\n二、原因分析\n交接班制度没有写明由谁检查，责任分工不清。\n' >in/report.txt
printf 'The pump failed twice. Nobody had read the manual. Print it.\n' >in/pump.txt
zhupi init team.db 2>err
zhupi import team.db in >out 2>err
zhupi batch team.db >out 2>err <<END
annotate report.txt 7 19 manifestation
annotate report.txt 10 31 cause
annotate report.txt 40 60 cause
annotate pump.txt 0 21 manifestation
annotate pump.txt 51 59 remedy
END
nth()
{
    sed -n "s/^ok //p" made | sed -n "$1p"
}
cp out made
zhupi batch team.db >out 2>err <<END
link-add $(nth 2) $(nth 1)
annotation-question $(nth 4) when?
END

by()
{
    what=$1
    shift
    run zhupi stats --by "$what" "$@" team.db
}

who=$(id -un)
run zhupi stats team.db
exits 'all in short' 0
is 'has a line for each number' 'what	number
documents that are counted	2
manifestations	2
causes	2
remedies	1
links between annotations	1
codes that are given	0
manifestations without a cause	1
causes without a remedy	2
remedies that address nothing	1
open questions	1
characters	123
characters that are tagged	73' "$(cat out)"
by tag
is 'by tag' 'tag	annotations
manifestation	2
cause	2
remedy	1' "$(cat out)"
by document
is 'by document, the most first' 'document	annotations	manifestation	cause	remedy
report.txt	3	1	2	0
pump.txt	2	1	0	1' "$(cat out)"
by section
is 'by the section that it begins in' 'section	annotations	manifestation	cause	remedy
report.txt: 一、检查情况	2	1	1	0
	2	1	0	1
report.txt: 二、原因分析	1	0	1	0' "$(cat out)"
by reviewer
is 'by reviewer' "$who	5	2	2	1" "$(sed 1d out)"
by coverage
is 'each character once' 'document	length	tagged	percent
pump.txt	61	29	48
report.txt	62	44	71' "$(cat out)"
by together
is 'what overlaps' 'together	with	annotations
manifestation	cause	1' "$(cat out)"
by place
is 'by tenths' '0-10 1 0 0,10-20 1 1 0,20-30 0 0 0,30-40 0 0 0,40-50 0 0 0,50-60 0 0 0,60-70 0 1 0,70-80 0 0 0,80-90 0 0 1,90-100 0 0 0,' \
    "$(sed 1d out | cut -f 1,3- | tr '\t\n' ' ,')"
by code
is 'by code, where there is none' '	5	2	2	1' "$(sed 1d out)"
by size
exits 'figures that there are not' 2

by tag -d pump.txt
is 'of one document' '1 0 1 ' "$(sed 1d out | cut -f 2 | tr '\n' ' ')"
by tag --filter 'linked'
is 'of what passes a filter' '1 1 0 ' "$(sed 1d out | cut -f 2 | tr '\n' ' ')"
by tag --filter 'linked &'
exits 'a filter that is none' 2
by tag --json
is 'for programs' '{"tag":"manifestation","annotations":2}' "$(head -n 1 out)"

if script -qec true /dev/null >/dev/null 2>&1; then
    script -qec "LC_ALL=C.UTF-8 '$zhupi' stats --force --by document team.db" /dev/null </dev/null >out 2>err
    holds 'with bars for people' out '####################'
    holds 'as long as they are many' out '#############.......'
else
    skip 'with bars for people' 'script(1) is not there'
    skip 'as long as they are many' 'script(1) is not there'
fi

done_testing
