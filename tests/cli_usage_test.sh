#!/bin/sh
# Help, wrong arguments, exit codes, and output that cannot be written.
# shellcheck disable=SC1111 # the messages of the program have these quotes
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

manual=$top/doc/zhupi.1
run "$zhupi" --help
exits 'zhupi --help' 0
subcommands=$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' out)
is 'help lists the subcommands' 'assign backup batch carry check codebook done export extract filter import init ledger list log noise outline review role stats' \
    "$(printf '%s\n' "$subcommands" | tr '\n' ' ' | sed 's/ $//')"

# options FILE: each option of a printed help, short and long, with a value where it wants one.
options()
{
    sed -n '/^Options:/,/^$/{
        s/^  -\(.\), --\([a-z-]*\) [^ ][^ ]*  .*/-\1 x --\2 x/p; t
        s/^  -\(.\), --\([a-z-]*\)  .*/-\1 --\2/p; t
        s/^      --\([a-z-]*\) [^ ][^ ]*  .*/--\1 x/p; t
        s/^      --\([a-z-]*\)  .*/--\1/p
    }' "$1"
}

for subcommand in $subcommands; do
    run "$zhupi" "$subcommand" --help
    exits "$subcommand --help" 0
    is "$subcommand --help says nothing on stderr" '' "$(cat err)"
    cp out help
    holds "$subcommand --help shows the usage" out "Usage: zhupi $subcommand "
    run "$zhupi" help "$subcommand"
    is "help $subcommand is the same" "$(cat help)" "$(cat out)"
    holds "$subcommand --help lists --help" out '--help'
    # shellcheck disable=SC2046 # words
    run "$zhupi" "$subcommand" $(options help) --help
    exits "$subcommand knows each option that its help lists" 0
    missing=
    for option in $(sed -n 's/^  .*--\([a-z-]*\).*/\1/p' help); do
        grep -qF -e "Fl \\-$(echo "$option" | sed 's/-/\\-/g')" "$manual" || missing="$missing $option"
    done
    is "the manual has the options of $subcommand" '' "$missing"
    run "$zhupi" "$subcommand" --no-such-option
    exits "$subcommand refuses another" 2
    holds 'and names it' err '--no-such-option'
    is 'on stderr only' '' "$(cat out)"
    run "$zhupi" "$subcommand"
    exits "$subcommand without arguments" 2
done
run "$zhupi" list -x a.db
exits 'a wrong letter' 2
holds 'is named' err '-x'
run "$zhupi" export --output
exits 'an option without its value' 2
run "$zhupi" export --bom=yes a.db
exits 'a switch with a value' 2
run "$zhupi" list a.db b.db
exits 'too many arguments' 2
holds 'name the first that is too much' err 'b.db'

run "$zhupi" --print-keymap vi
exits 'a word too much without a subcommand' 2
holds 'is named' err 'there is no place for “vi”: zhupi FILE.db [DOCUMENT] | zhupi SUBCOMMAND '
run "$zhupi" -k emacs a.db a b
exits 'a file and two documents behind options' 2
holds 'are one too many' err 'there is no place for “b”: zhupi FILE.db [DOCUMENT] | zhupi SUBCOMMAND '
run "$zhupi" -k emacs review a.db
exits 'nor is a subcommand there' 2
run "$zhupi" -k emacs list
holds 'alone either' err 'there is no place for “list”'
run "$zhupi" -k emacs missing.db
exits 'a file behind options is reviewed' 1
holds 'and has to be there' err 'there is no file missing.db'
"$zhupi" init one.db >out 2>err
run "$zhupi" -k emacs one.db report.txt
exits 'a file and a document behind options' 1
holds 'are reviewed as without' err 'reviewing needs a terminal'
for option in --help 'review --help'; do
    # shellcheck disable=SC2086 # words
    run "$zhupi" $option
    holds "$option says where the user's keymap is" out '$XDG_CONFIG_HOME/zhupi/keymap or ~/.config/zhupi/keymap'
done

run "$zhupi"
exits 'nothing' 2
run "$zhupi" exprot a.db
exits 'an unknown subcommand' 2
holds 'leads to the one that was meant' err '“export”'
run "$zhupi" help lsit
holds 'in help as well' err '“list”'
for slip in lgo:log exp:export revi:review chekc:check ipmort:import bakcpu:backup lisst:list; do
    run "$zhupi" "${slip%:*}"
    holds "${slip%:*} is near" err "“${slip#*:}”"
done
for word in foo lot ls toad chalk banana; do
    run "$zhupi" "$word"
    exits "$word" 2
    holds 'is no subcommand' err "there is no subcommand “$word”"
    is 'and near to none' 0 "$(grep -c 'Did you mean' err)"
done
run "$zhupi" missing.db
exits 'a file alone is reviewed' 1
holds 'and has to be there' err 'zhupi init'
holds 'which is said' err 'there is no file missing.db'
run "$zhupi" ./lsit
exits 'a file that is not there but named like a subcommand' 2
holds 'is no file' err 'there is no file ./lsit'
holds 'and leads to the subcommand' err '“list”'
run "$zhupi" some/folder/a.db
exits 'one that is not' 1
holds 'is no file only' err 'some/folder/a.db: '
for size in 80 80x 0x24 80x24x 9999x9; do
    run "$zhupi" review --headless --keys keys --size $size a.db
    exits "no size: $size" 2
done
run "$zhupi" review --headless a.db
exits '--headless without keys' 2
run "$zhupi" review --ambiguous broad a.db
exits 'a wrong width' 2
run "$zhupi" --version
is '--version' 'zhupi' "$(sed 's/ .*//' out)"

run zhupi list missing.db
exits 'a missing file' 1
holds 'leads to init' err 'zhupi init'
is 'and prints no data' '' "$(cat out)"
run "$zhupi" export --tag blame a.db
exits 'a wrong tag' 2

run "$zhupi" --list-commands
exits '--list-commands' 0
is 'each has a name and a help' '' "$(awk -F '\t' 'NF != 3 || $1 == "" || $3 == ""' out)"
is 'in order' "$(cut -f1 out | LC_ALL=C sort)" "$(cut -f1 out)"

for keymap in vi emacs plain; do
    run "$zhupi" --print-keymap --keymap "$keymap"
    exits "--print-keymap --keymap $keymap" 0
    mkdir -p config/zhupi
    cp out config/zhupi/keymap
    cp out printed
    run "$zhupi" --print-keymap --keymap "$keymap"
    is 'what it prints is read without a word' '' "$(cat err)"
    is 'and printed again' "$(cat printed)" "$(cat out)"
done
echo 'bind nowhere x quit' >config/zhupi/keymap
run "$zhupi" --print-keymap
holds 'a bad line is named' err 'keymap:1: '
echo q >keys
zhupi init keys.db 2>err
run zhupi review --headless --keys keys --screen screen keys.db
exits 'a bad line does not stop a review' 0
holds 'it is named' err 'keymap:1: '
is 'in one line' 1 "$(wc -l <err | tr -d ' ')"
printf 'binde\nbind text x fly\n' >>config/zhupi/keymap
echo '' >keys
run zhupi review --headless --keys keys --screen screen --size 200x24 keys.db
for line in 1 2 3; do
    holds "of several each is named: $line" err "keymap:$line: "
done
holds 'on the screen the first, and how many there are' screen "3 lines of your keymap are bad; the first: $scratch/config/zhupi/keymap:1: "
rm -r config
run "$zhupi" --print-keymap --keymap nano
exits 'an unknown keymap' 1

run zhupi init a.db
exits 'init' 0
is 'prints no data' '' "$(cat out)"
run zhupi init a.db
exits 'a file that is there already' 1
status=0
"$zhupi" list --force a.db >&- 2>err || status=$?
exits 'closed stdout' 1
holds 'is said' err 'standard output'
if [ -c /dev/full ]; then
    status=0
    "$zhupi" list --force a.db >/dev/full 2>err || status=$?
    exits 'full stdout' 1
    holds 'is said' err 'No space left'
fi
run sh -c '"$1" list --force a.db <&- >&- 2>&-' sh "$zhupi"
exits 'all streams closed' 1
run zhupi check a.db
exits 'the database is whole after that' 0
for keymap in nano emacs; do
    run "$zhupi" review -k "$keymap" a.db
    cp err reviewed
    run "$zhupi" -k "$keymap" a.db
    exits "a file behind -k $keymap, without a terminal" 1
    is 'is reviewed with this keymap' "$(cat reviewed)" "$(cat err)"
done
run zhupi backup a.db b.db
exits 'backup' 0
run zhupi list b.db
exits 'of which a database comes' 0
run zhupi backup a.db b.db
exits 'backup over a file' 1
done_testing
