#!/bin/sh
# The outline of a document on the command line.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

cat >report.txt <<'END'
关于泵站的报告
一、情况
六台泵停了三台。
（一）设备。阀门旧了。
二、对策
每周查一次。
END
zhupi init team.db 2>err
zhupi import team.db report.txt 2>err
printf 'annotate 1 %s cause\n' '13 21' '25 27' | zhupi batch team.db >out 2>err
is 'two passages are tagged' 2 "$(grep -c '^ok ' out)"

run zhupi outline team.db report.txt
exits 'the outline of a document' 0
cut -f 1,3,4,6- out >rows
is 'a row for each heading' 'level	heading	start	manifestation	cause	remedy
1	一、情况	8	0	2	0
2	（一）设备	22	0	1	0
1	二、对策	34	0	0	0' "$(cat rows)"

run zhupi outline --json team.db 1
exits 'the same as JSON' 0
is 'an object a line' 3 "$(grep -c '^{"level":' out)"

run zhupi outline team.db nothing.txt
exits 'a document that is not there' 1
holds 'which is named' err 'nothing.txt'
done_testing
