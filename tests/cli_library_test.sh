#!/bin/sh
# Libraries that only some files need: nothing else needs them, and who lacks one is told so.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

# Where they are looked for first stand files that are no libraries.
mkdir broken
for name in ARCHIVE XML; do
    file=$(sed -n "s/^#define LIB${name}_SONAME \"\(.*\)\"/\1/p" "$top/config.h")
    is "the name of $name is known" yes "${file:+yes}"
    : >"broken/$file"
done
without()
{
    LD_LIBRARY_PATH=$scratch/broken zhupi "$@"
}

printf '<!doctype html><title>t</title><p>First page.</p>' >page.html
printf 'PK\003\004 the rest is missing' >report.docx
printf 'A text needs none.\n' >text.txt
run zhupi init team.db
run without import team.db text.txt
exits 'a text is imported without them' 0
echo j >keys
run without review --headless --keys keys --screen screen team.db text.txt
exits 'and read' 0
holds 'as it is' screen 'A text needs none.'
run without import team.db page.html
exits 'a web page is not' 1
holds 'what it lacks is named' err 'page.html: is read with libxml2.so'
holds 'and where it comes from' err 'install the package libxml2'
run without import team.db report.docx
exits 'nor what is in an archive' 1
holds 'which is not called broken' err 'report.docx: is read with libarchive.so'
holds 'but wants a package' err 'install the package libarchive13'
run zhupi import team.db page.html report.docx
exits 'with them, what is broken is' 1
holds 'said of the archive' err 'report.docx: it is broken or cut short'
is 'and the page is there' page.html "$(zhupi list team.db | sed -n 's/.*\(page\.html\).*/\1/p')"
done_testing
