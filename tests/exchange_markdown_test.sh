#!/bin/sh
# The ledger of a hostile file as Markdown, read by cmark, the reference program of CommonMark: its texts are text, no
# markup, no HTML, no link.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

enemy=$top/tests/enemy_ledger # a program

# read_it FILE: its nodes as XML.
read_it()
{
    cmark --to xml "$1" >nodes.xml
}

# Kinds of nodes that no ledger has.
strangers()
{
    grep -o '<[a-z_]*' nodes.xml | tr -d '<' | grep -vxE 'document|heading|paragraph|text|strong|softbreak|linebreak|list|item|block_quote' |
        LC_ALL=C sort -u
}

# The texts that are not there as text. Blanks at the ends of a line are kept by references.
unseen()
{
    grep -o '<text[^>]*>[^<]*</text>' nodes.xml | sed 's/<[^>]*>//g' | tr -d '\n' |
        sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&amp;/\&/g' >words
    while IFS= read -r text; do
        grep -qF -e "$text" words || printf '%s\n' "$text"
    done <seen_texts
}

if [ ! -x "$enemy" ]; then
    skip 'cmark reads the ledger' "$enemy is not built"
elif ! command -v cmark >/dev/null; then
    skip 'cmark reads the ledger' 'cmark is not there'
else
    mkdir db
    run "$enemy" markdown db
    exits 'the ledger of a hostile file' 0
    mv out ledger.md
    "$enemy" texts >seen_texts
    read_it ledger.md
    is 'nothing became markup' '' "$(strangers)"
    is 'every text is there' '' "$(unseen)"
    is 'a heading for each document and problem' "$(($(grep -c . seen_texts) * 2 + 3))" "$(grep -c '<heading' nodes.xml)"
    is 'emphasis is what we wrote' '' "$(grep -o '<text[^>]*>[^<]*[*][*][^<]*</text>' nodes.xml | grep -v '[*][*][*]')"
    sed 's/[\\]//g' ledger.md | sed -e 's/&lt;/</g' -e 's/&gt;/>/g' >planted.md
    read_it planted.md
    is 'planted: markup is found' yes "$(strangers | grep -q html_block && echo yes)"
    is 'planted: so are texts that are not there' yes "$([ -n "$(unseen)" ] && echo yes)"
fi
done_testing
