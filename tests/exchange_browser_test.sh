#!/bin/sh
# The ledger of a hostile file in a real browser: its texts are seen, nothing runs, nothing is asked for. Each check is
# proved on the same page with the escaping undone.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

enemy=$top/tests/enemy_ledger # a program

# browse FILE: dom.html is what became of FILE, net.json what was asked of the network, log what the browser said.
browse()
{
    rm -rf profile dom.html net.json log
    # Chromium asks for a few things of its own; no name leads anywhere.
    timeout 100 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-extensions \
        --disable-background-networking --disable-component-update --disable-sync --no-first-run \
        --user-data-dir="$scratch/profile" --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --v=0 \
        --log-net-log="$scratch/net.json" --dump-dom "file://$scratch/$1" >dom.html 2>log
}

find_browser()
{
    printf '<!DOCTYPE html><title>t</title><p>alive' >alive.html
    for browser in chromium chromium-browser google-chrome; do
        command -v "$browser" >/dev/null || continue
        browse alive.html
        grep -q '<p>alive' dom.html && return 0
        why="$browser cannot start here"
        return 1
    done
    why='chromium is not there'
    return 1
}

# The tags of dom.html, one a line: in text and values the browser writes every < as &lt;.
tags()
{
    tr '\n' ' ' <dom.html | grep -o '<[a-zA-Z][^>]*>'
}

# What stands in dom.html and no ledger has: elements and attributes that are not in the list, links that lead out.
strangers()
{
    tags | awk '
        BEGIN {
            split("html head meta title style body header h1 h2 h3 p dl div dd dt nav ol ul li a span time main section " \
                  "article blockquote mark svg path rect text g desc b code footer", list, " ")
            for (i in list) element[list[i]] = 1
            split("lang charset http-equiv content name id class href datetime role aria-labelledby aria-describedby " \
                  "viewBox width height x y rx d tabindex textLength lengthAdjust", list2, " ")
            for (i in list2) attribute[list2[i]] = 1
        }
        {
            name = substr($1, 2)
            sub(/>$/, "", name)
            if (!(name in element)) print "element " name
            rest = $0
            while (match(rest, / [^ ="<>]+="[^"]*"/)) {
                pair = substr(rest, RSTART + 1, RLENGTH - 1)
                rest = substr(rest, RSTART + RLENGTH)
                value = key = pair
                sub(/=.*/, "", key)
                sub(/^[^=]*=/, "", value)
                if (!(key in attribute)) print "attribute " key
                if (key == "href" && value !~ /^"#[-a-z0-9]+"$/) print "link " value
            }
        }' | LC_ALL=C sort -u
}

# The texts that are not seen on the page.
unseen()
{
    tr '\n' ' ' <dom.html | sed -e 's/<[^>]*>//g' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&nbsp;/\xc2\xa0/g' \
        -e 's/&amp;/\&/g' >words
    while IFS= read -r text; do
        grep -qF -e "$text" words || printf '%s\n' "$text"
    done <seen_texts
}

# The title, which everything that runs sets.
title()
{
    tr '\n' ' ' <dom.html | grep -o '<title>[^<]*</title>' | head -n 1
}

if [ ! -x "$enemy" ]; then
    skip 'a browser shows the ledger' "$enemy is not built"
elif ! find_browser; then
    skip 'a browser shows the ledger' "$why"
else
    mkdir db
    run "$enemy" html db
    exits 'the ledger of a hostile file' 0
    mv out page.html
    "$enemy" texts >seen_texts
    is 'its texts' yes "$([ "$(grep -c . seen_texts)" -gt 25 ] && echo yes)"
    browse page.html
    wanted="<title>Problem ledger – &lt;img src=x onerror=document.title='PWNED'&gt;&amp;\"'.db</title>"
    is 'nothing ran' "$wanted" "$(title)"
    is 'every text is seen' '' "$(unseen)"
    is 'nothing became markup' '' "$(strangers)"
    is 'each problem once' "$(grep -c . seen_texts)" "$(($(tags | grep -c '^<article ') - 1))"
    is 'nothing was asked for' '' "$(grep -oa 'evil[.]invalid[^ \\"]*' net.json | sort -u)"
    is 'and that is known' yes "$(grep -qa page.html net.json && echo yes)"
    is 'the policy lets the style through and has nothing else to forbid' '' \
        "$(grep -ai 'content security policy' log)"
    run timeout 100 "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
        --user-data-dir="$scratch/profile" --window-size=1200,900 --screenshot="$scratch/page.png" \
        "file://$scratch/page.html"
    is 'it can be drawn' yes "$([ -s page.png ] && echo yes)"

    # The same without escaping: the policy still holds. (One text would lead the browser away from all others.)
    sed -e 's/http-equiv=refresh/x/' -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e "s/&#39;/'/g" -e 's/&amp;/\&/g' page.html >planted.html
    browse planted.html
    is 'planted: markup is found' yes "$(strangers | grep -q 'element script' && echo yes)"
    is 'planted: so are texts that are not seen' yes "$([ -n "$(unseen)" ] && echo yes)"
    is 'planted: the policy forbids what would run' yes "$(grep -qai 'content security policy' log && echo yes)"
    is 'planted: and what would be loaded' '' "$(grep -oa 'http://evil[.]invalid/[a-h]' net.json | sort -u)"
    # And without it.
    sed 's/<meta http-equiv="Content-Security-Policy"[^>]*>//' planted.html >naked.html
    browse naked.html
    is 'planted: what runs is found' yes "$(title | grep -q PWNED && echo yes)"
    is 'planted: what is asked for is found' yes "$(grep -qa 'evil[.]invalid' net.json && echo yes)"
fi
done_testing
