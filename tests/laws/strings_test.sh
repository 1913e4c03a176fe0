#!/bin/sh
# Every string of the source is in each catalogue, translated, and not by guess.
set -u
# shellcheck source=tests/laws/law.sh
. "${srcdir:-.}/tests/laws/law.sh"

# The strings of the source as make has just read them.
fresh=${builddir:-.}/po/fresh.pot

# untranslated CATALOGUE POT: what msgcmp finds: strings that are missing, empty or fuzzy.
untranslated()
{
    msgcmp "$1" "$2" 2>&1 | grep -v '^msgcmp: found'
}

catalogue()
{
    printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    printf '%s\n' "$@"
}

# proves WHAT PATTERN: untranslated says PATTERN, or nothing where it is empty, of $scratch/a.po.
proves()
{
    found=$(untranslated "$scratch/a.po" "$scratch/a.pot")
    case $found in
    '') [ -z "$2" ] && found= || found='found nothing' ;;
    *"${2:-no pattern}"*) found= ;;
    esac
    report "planted: $1" "$found"
}

catalogue 'msgid "a"' 'msgstr ""' '' 'msgid "b"' 'msgstr ""' >"$scratch/a.pot"
catalogue 'msgid "a"' 'msgstr "甲"' >"$scratch/a.po"
proves 'a string is missing' 'a.pot:8: this message is used but not defined'
catalogue 'msgid "a"' 'msgstr "甲"' '' 'msgid "b"' 'msgstr ""' >"$scratch/a.po"
proves 'a string is empty' 'a.po:8: this message is untranslated'
catalogue 'msgid "a"' 'msgstr "甲"' '' '#, fuzzy' 'msgid "b"' 'msgstr "乙"' >"$scratch/a.po"
proves 'a string is fuzzy' 'a.po:9: this message needs to be reviewed'
catalogue 'msgid "a"' 'msgstr "甲"' '' 'msgid "b"' 'msgstr "乙"' >"$scratch/a.po"
proves 'nothing wrong' ''

grep -q '^msgid "manifestation"' "$fresh" || found="$fresh holds no strings"
report 'the strings of the source were read' "$found"
for po in "$top"/po/*.po; do
    name=$(basename "$po")
    report "$name: complete (./dev po, then translate)" "$(untranslated "$po" "$fresh")"
    report "$name: formats agree" "$(msgfmt -c -o /dev/null "$po" 2>&1)"
done
report 'zhupi.pot: as the source (./dev po)' "$(diff "$top/po/zhupi.pot" "$fresh" | head -20)"
echo "1..$count"
