#!/bin/sh
# The problem ledger: one row a problem, what has no answer, sorted and filtered.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

mkdir in
printf '一、值班人员没有按时检查阀门，报警的阈值长期没有人看。\n二、交接班制度没有写明由谁检查，责任分工不清。\n三、重新安排培训，写明责任。\n' >in/report.txt
printf 'The pump failed twice. Nobody had read the manual. Print it.\n' >in/pump.txt
zhupi init team.db 2>err
zhupi import team.db in >out 2>err
zhupi batch team.db >out 2>err <<END
annotate report.txt 2 14 manifestation no one looked
annotate report.txt 15 26 manifestation
annotate report.txt 30 43 cause
annotate report.txt 44 50 cause
annotate report.txt 54 60 remedy
annotate pump.txt 0 21 manifestation
annotate pump.txt 23 49 cause
annotate pump.txt 51 59 remedy
END
sed -n 's/^ok //p' out >ids
is 'eight annotations are there' 8 "$(wc -l <ids | tr -d ' ')"
nth()
{
    sed -n "$1p" ids
}
zhupi batch team.db >out 2>err <<END
link-add $(nth 1) $(nth 3)
link-add $(nth 4) $(nth 1)
link-add $(nth 5) $(nth 3)
link-add $(nth 7) $(nth 6)
link-add $(nth 8) $(nth 7)
link-add $(nth 8) $(nth 3)
annotation-question $(nth 8) who prints it?
END
is 'and six links' 6 "$(head -n 6 out | grep -c '^ok')"

who=$(id -un)
run zhupi ledger team.db
exits 'the ledger' 0
is 'has a row for each problem, by document and place' "problem	document	start	end	code	quote	causes	cause_quotes	cause_uuids	remedies	remedy_quotes	remedy_uuids	documents	reviewer	reviewers	questions	note
$(nth 6)	pump.txt	0	21		The pump failed twice	1	Nobody had read the manual	$(nth 7)	1	Print it	$(nth 8)	1	$who	1	1	
$(nth 1)	report.txt	2	14		值班人员没有按时检查阀门	2	交接班制度没有写明由谁检查\\n责任分工不清	$(nth 3) $(nth 4)	2	Print it\\n重新安排培训	$(nth 8) $(nth 5)	2	$who	1	1	no one looked
$(nth 2)	report.txt	15	26		报警的阈值长期没有人看	0			0			1	$who	1	0	" "$(cat out)"
run zhupi ledger --sort causes team.db
is 'sorted by what it has the most of' "$(nth 1) $(nth 6) $(nth 2) " "$(sed 1d out | cut -f 1 | tr '\n' ' ')"
run zhupi ledger --sort size team.db
exits 'an order that there is not' 2

run zhupi ledger --unanswered team.db
exits 'what has no answer' 0
is 'is a problem and a cause' "annotation	document	start	end	code	quote	kind	missing	reviewer	questions	note
$(nth 2)	report.txt	15	26		报警的阈值长期没有人看	manifestation	cause	$who	0	
$(nth 4)	report.txt	44	50		责任分工不清	cause	remedy	$who	0	" "$(cat out)"
run zhupi ledger -u -d pump.txt team.db
is 'nothing of it in the other document' 1 "$(wc -l <out | tr -d ' ')"
run zhupi ledger -d pump.txt team.db
is 'and both problems that it has a part in' "$(nth 6) $(nth 1) " "$(sed 1d out | cut -f 1 | tr '\n' ' ')"

run zhupi ledger --filter manual team.db
is 'a row passes a filter where something that hangs on it does' "$(nth 6) " "$(sed 1d out | cut -f 1 | tr '\n' ' ')"
run zhupi ledger --filter 'manual |' team.db
exits 'a filter that is none' 2
run zhupi ledger -d nothing team.db
exits 'a document that there is not' 1

# part N QUOTE DOCUMENT: the object of one that hangs on a problem.
part()
{
    printf '{"uuid":"%s","quote":"%s","document":"%s","reviewer":"%s"}' "$(nth "$1")" "$2" "$3" "$who"
}
run zhupi ledger --json team.db
is 'JSON has an object a row, with what hangs on it by uuid' "{\"problem\":\"$(nth 6)\",\"document\":\"pump.txt\",\"start\":0,\"end\":21,\"code\":null,\"quote\":\"The pump failed twice\",\"causes\":[$(part 7 'Nobody had read the manual' pump.txt)],\"remedies\":[$(part 8 'Print it' pump.txt)],\"left_out\":0,\"documents\":[\"pump.txt\"],\"reviewer\":\"$who\",\"reviewers\":[\"$who\"],\"questions\":1,\"note\":null}" "$(head -n 1 out)"
holds 'the documents that have a part in it by name' out "$(part 4 责任分工不清 report.txt)],\"remedies\":[$(part 8 'Print it' pump.txt),$(part 5 重新安排培训 report.txt)],\"left_out\":0,\"documents\":[\"report.txt\",\"pump.txt\"],"
is 'what nothing hangs on has empty lists' 1 "$(grep -c '"causes":\[\],"remedies":\[\],"left_out":0,"documents":\["report.txt"\]' out)"
run zhupi ledger --filter 'nowhere-at-all' team.db
is 'no rows have a header all the same' 1 "$(wc -l <out | tr -d ' ')"
run zhupi ledger --json --filter 'nowhere-at-all' team.db
is 'and in JSON nothing' '' "$(cat out)"

printf 'undo\n' | zhupi batch team.db >out 2>err
printf 'undo\n' | zhupi batch team.db >out 2>err
run zhupi ledger --sort remedies team.db
is 'what is taken back is not in it' "$(nth 1)	1" "$(sed 1d out | cut -f 1,10 | grep "$(nth 1)")"

done_testing
