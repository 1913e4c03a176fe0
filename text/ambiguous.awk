# Makes ambiguous_table.h from EastAsianWidth.txt of the Unicode character database (Debian: unicode-data):
#
#   awk -f text/ambiguous.awk /usr/share/unicode/EastAsianWidth.txt >text/ambiguous_table.h
#
# Combining marks (Mn, Me) stand in the cell of their base, and format and private-use characters (Cf, Co) are never
# drawn: they are ambiguous in name only and left out.

function number(hex,    i, n)
{
    n = 0
    for (i = 1; i <= length(hex); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
    return n
}

function flush()
{
    if (first != "")
        printf "    {0x%s, 0x%s},\n", first, last
}

NR == 1 {
    sub(/^# /, "")
    sub(/\r$/, "")
    print "/* Characters of East_Asian_Width=Ambiguous, without combining marks, format and private-use characters."
    print " * Made by ambiguous.awk from " $0 "; do not edit. */"
    print "#ifndef ZHUPI_TEXT_AMBIGUOUS_TABLE_H"
    print "#define ZHUPI_TEXT_AMBIGUOUS_TABLE_H"
    print ""
    print "#include <stdint.h>"
    print ""
    print "/* clang-format off */"
    print "static const struct {"
    print "    uint32_t first, last;"
    print "} ambiguous_table[] = {"
}

/^[0-9A-F]+(\.\.[0-9A-F]+)? *; *A +# +/ {
    split($0, part, /[ ;#]+/)
    if (part[3] ~ /^(Mn|Me|Cf|Co)$/)
        next
    n = split(part[1], range, /\.\./)
    if (first != "" && number(range[1]) == number(last) + 1) {
        last = range[n]
        next
    }
    flush()
    first = range[1]
    last = range[n]
}

END {
    flush()
    print "};"
    print "/* clang-format on */"
    print ""
    print "#endif"
}
