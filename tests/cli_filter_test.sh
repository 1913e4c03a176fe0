#!/bin/sh
# Filters on the command line: what passes, and where an expression is wrong.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

printf '基层干部不敢担当作为。因为问责过度，怕出错。要健全容错机制。' >report.txt
printf '另一份文件，没有标注。\n' >plan.txt
zhupi init team.db 2>err
zhupi import team.db report.txt plan.txt 2>err
printf 'annotate report.txt 4 8 manifestation 顾虑\nannotate report.txt 13 17 cause\nannotate report.txt 22 28 remedy\n' |
    zhupi batch team.db >out 2>err

tags()
{
    run zhupi export team.db --filter "$1"
    cut -d, -f4 <out | sed 1d | tr '\n' ' '
}

is 'no filter exports all' 'manifestation cause remedy ' "$(tags '')"
is 'a tag' 'cause ' "$(tags cause)"
is 'in Chinese, with full-width signs' 'manifestation remedy ' "$(tags '！原因')"
is 'words in the quote' 'manifestation ' "$(tags 担当)"
is 'words in the note' 'manifestation ' "$(tags note:顾虑)"
is 'traditional characters find simplified ones' 'cause ' "$(tags '問責')"
is 'a reviewer' 'manifestation cause remedy ' "$(tags "by:$(id -un)")"
is 'together with the other options' 'cause ' \
    "$(zhupi export team.db -t cause --filter '!remedy' | cut -d, -f4 | sed 1d | tr '\n' ' ')"

uuid=$(zhupi export team.db -t cause | sed 1d | cut -d, -f1 | tr -d '\r')
printf 'annotation-question %s why\n' "$uuid" | zhupi batch team.db >out 2>err
run zhupi export -c team.db --filter remedy
is 'comments on what does not pass are left out' 1 "$(wc -l <out | tr -d ' ')"
run zhupi export -c team.db --filter question
is 'and those on what does are there' 2 "$(wc -l <out | tr -d ' ')"

names()
{
    run zhupi list team.db --filter "$1"
    cut -f2 <out | sed 1d | sort | tr '\n' ' '
}

is 'documents with an annotation that passes' 'report.txt ' "$(names cause)"
is 'documents by the words of their names' 'plan.txt ' "$(names plan)"
is 'none' '' "$(names linked)"
is 'all' 'plan.txt report.txt ' "$(names '')"

run zhupi export team.db --filter '表现 & linkd'
exits 'a wrong expression is a wrong argument' 2
is 'it is shown with a mark under the place' '  表现 & linkd
         ^
zhupi: “linkd” is near “linked”; to look for the word itself: "linkd"' "$(cat err)"
is 'and nothing is exported' '' "$(cat out)"
run zhupi list team.db --filter 'by:nobody'
exits 'so is a name that is not there' 2
is 'which is marked' '  by:nobody
     ^
zhupi: there is no reviewer “nobody”' "$(cat err)"
run zhupi list team.db --filter 'code:nothing'
is 'a code that is not there likewise' '  code:nothing
       ^
zhupi: there is no code “nothing”' "$(cat err)"
long=$(printf 'x%.0s ' $(seq 25))
run zhupi list team.db --filter "$long${long}表现 ("
exits 'too many words' 2
run zhupi list team.db --filter "\"$long$long\" 表现 (mine"
is 'of a long one the part is shown that is wrong' '  …x x x x x x x x x x x x x x " 表现 (mine
                                           ^
zhupi: a ) is missing' "$(cat err)"
run zhupi list team.db --filter "$(printf 'mine \033]0;owned\007 (')"
is 'what was typed is made safe' '  mine ^[]0;owned^G (
                     ^' "$(head -n 2 err)"
run zhupi list team.db --filter "$(printf 'mine \377')"
exits 'bytes that are no UTF-8 are refused' 2
holds 'and that is said' err 'not UTF-8'

run zhupi filter team.db open 'unanswered & mine'
exits 'saving a filter' 0
holds 'says how it is used' err '@open stands for it'
is 'and it works' 'manifestation cause remedy ' "$(tags '@open')"
run zhupi filter team.db narrow '@open & cause'
is 'also in another one' 'cause ' "$(tags '@narrow')"
run zhupi filter team.db
exits 'the list' 0
is 'has a header and a row for each' "name	filter	reviewer
narrow	@open & cause	$(id -un)
open	unanswered & mine	$(id -un)" "$(cut -f1-3 out)"
run zhupi filter team.db open 'mine & @narrow'
exits 'what would lead to itself' 2
holds 'is refused' err 'the saved filter @open would lead to itself'
run zhupi filter team.db 'two words' mine
exits 'a name with a blank' 2
run zhupi filter team.db bad 'mine &'
exits 'what is wrong is not saved' 2
holds 'and shown' err '        ^'
run zhupi filter team.db open
exits 'a name alone' 2
run zhupi filter --remove open team.db
exits 'taking it away' 0
run zhupi list team.db --filter '@narrow'
exits 'and what it stands in is told' 2
is 'at the name that was typed' '  @narrow
  ^
zhupi: @narrow: there is no saved filter “open”' "$(cat err)"
run zhupi filter --remove open team.db
exits 'it is gone' 1
printf 'undo\n' | zhupi batch team.db >out 2>err
is 'undo brings it back' 'cause ' "$(tags '@narrow')"
run zhupi log team.db
holds 'the log says so' out 'saved the filter @open: “unanswered & mine”'
run zhupi check team.db
exits 'the file is whole' 0
done_testing
