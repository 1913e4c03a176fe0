#!/bin/sh
# Roles, assignments and documents that are done, from the command line.
# shellcheck disable=SC1111 # the messages of the program have these quotes
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

# role_of NAME: as listed.
role_of()
{
    zhupi role team.db | awk -F '\t' -v name="$1" '$1 == name { print $2 }'
}

# progress: the rows without their header.
progress()
{
    zhupi assign team.db | sed -e 1d -e 's/[0-9-]*T[0-9:.]*Z$/TIME/'
}

# batch LINE...
batch()
{
    printf '%s\n' "$@" >in
    status=0
    zhupi batch team.db <in >out 2>err || status=$?
}

me=$(id -un)
printf '第一种是责任不清，原因在于制度。' >report.txt
printf 'Nobody had oiled the lift.' >'a lift.txt'
run zhupi init team.db
run zhupi role team.db
exits 'role lists' 0
is 'a header row' 'name role account uid since' "$(head -n 1 out | tr '\t' ' ')"
is 'and who made the file, who is its lead' "$me lead $me $(id -u)" "$(sed 1d out | cut -f 1-4 | tr '\t' ' ')"
zhupi import team.db report.txt 'a lift.txt' 2>err

run zhupi role team.db wang reader
exits 'nobody of that name' 1
holds 'is an account here' err '“wang”'
holds 'nor a key without --key' err '--key'
run zhupi role team.db wang chief --key
exits 'no such role' 2
holds 'is said' err '“chief”'
run zhupi role team.db --key wang reader
exits 'a key gets a role before it comes' 0
is 'and has it' reader "$(role_of wang)"
run zhupi role team.db --key wang
is 'alone it is looked up' 'wang reader wang ' "$(sed 1d out | cut -f 1-4 | tr '\t' ' ')"
run zhupi role team.db wang lead
is 'found by its name' lead "$(role_of wang)"
run zhupi role team.db wang reviewer
is 'and given another' reviewer "$(role_of wang)"
run zhupi role team.db zhao
exits 'who is not there' 1
is 'is not added by a look' '' "$(role_of zhao)"
other=$(getent passwd | awk -F : -v me="$me" '$1 != me { print $1; exit }')
if [ -n "$other" ]; then
    run zhupi role team.db "$other" reader
    exits 'an account gets a role before it comes' 0
    is 'by its number' "$(id -u "$other")" "$(zhupi role team.db "$other" | sed 1d | cut -f 4)"
else
    skip 'an account' 'there is no other'
fi
run zhupi role team.db "$me" reader
exits 'the only lead' 1
holds 'stays one' err "$me"
is 'indeed' lead "$(role_of "$me")"

run zhupi assign team.db wang report.txt 'a lift.txt'
exits 'assign' 0
is 'says nothing' '' "$(cat out err)"
is 'the progress' 'a lift.txt wang 0 0 0 yes ,report.txt wang 0 0 0 yes ,' "$(progress | tr '\t\n' ' ,')"
run zhupi assign team.db wang missing.txt report.txt
exits 'a document that is not there' 1
holds 'is named' err 'missing.txt'
run zhupi assign team.db --remove wang missing.txt 'a lift.txt'
exits 'it does not keep others' 1
is 'from being taken back' 'report.txt wang 0 0 0 yes ,' "$(progress | tr '\t\n' ' ,')"
run zhupi assign team.db zhao report.txt
exits 'a reviewer who is not there' 1
holds 'leads to role' err 'zhupi role team.db zhao reviewer'
run zhupi assign team.db wang
exits 'no documents' 2
run zhupi assign team.db --remove
exits 'nothing to take back' 2

batch 'annotate report.txt 0 8 cause' 'document-assign "a lift.txt" wang' 'document-done report.txt'
exits 'the same in a batch' 0
is 'with the uuid of the document' "$(zhupi list team.db | awk -F '\t' '$2 == "report.txt" { print "ok " $7 }')" "$(sed -n 3p out)"
is 'is there' "a lift.txt wang 0 0 0 yes ,report.txt $me 1 0 0 no ,report.txt wang 0 0 0 yes ," \
    "$(progress | tr '\t\n' ' ,')"
batch 'annotate report.txt 0 8 cause'
exits 'a document that is done' 1
holds 'takes no tag' out 'report.txt'
is 'and is listed so' 1 "$(zhupi list team.db | awk -F '\t' '$2 == "report.txt" && $10 != ""' | wc -l | tr -d ' ')"
batch undo 'annotate report.txt 8 9 cause' 'document-done report.txt' 'document-reopen report.txt' \
    'document-unassign "a lift.txt" wang' undo
exits 'undo opens it again' 0
is 'and assigns again' 2 "$(progress | grep -c yes)"
batch 'document-assign report.txt nobody-of-that-name' 'document-done missing.txt' 'document-assign report.txt'
is 'what is wrong is said' 3 "$(grep -c ^error out)"

run zhupi 'done' team.db report.txt missing.txt 'a lift.txt'
exits 'done' 1
holds 'names what is not there' err 'missing.txt'
is 'and closes the others' 2 "$(zhupi list team.db | sed 1d | cut -f 10 | grep -c T)"
run zhupi 'done' team.db --reopen 'a lift.txt'
exits 'done --reopen' 0
is 'opens it' 1 "$(zhupi list team.db | sed 1d | cut -f 10 | grep -c T)"
zhupi list --json team.db >out
is 'JSON: done is a time or null' 1 "$(grep -c '"questions":0,"done":null,' out)"
run "$zhupi" 'done' team.db
exits 'done without documents' 2

run zhupi check team.db
exits 'the file is sound' 0
if command -v script >/dev/null; then
    script -qec "'$zhupi' assign --force team.db" /dev/null >out </dev/null
    holds 'on a terminal it is a table' out 'READ %'
    is 'with aligned columns' 1 "$(tr -d '\r' <out | awk '/ANNOTATIONS/ { want = index($0, "ANNOTATIONS") + 10 }
        /wang/ { got = substr($0, want, 1) } END { print (got == "0") }')"
    holds 'with yes and no' out ' yes '
    is 'and no time of machines' 0 "$(grep -c 'T[0-9:.]*Z' out)"
    script -qec "LC_ALL=C.UTF-8 LANGUAGE=zh_CN '$zhupi' assign --force team.db" /dev/null >out </dev/null
    holds 'in the language of the reader' out ' 是 '
else
    skip 'a table on a terminal' 'no script here'
fi
done_testing
