# Adds up what gcov -b -c -t prints: a row a room, the files of which less than BELOW percent of the lines were reached,
# and in the file LIST every line that was not, and every one of whose branches some were not taken.

function percent(part, all)
{
    return all ? sprintf("%5.1f", 100 * part / all) : "    -"
}

# The branches of a line stand behind it.
function end_line()
{
    if (line && missed) {
        printf "%s:%d: %d of %d branches not taken: %s\n", file, line, missed, branches, words > list
        left++
    }
    line = 0
}

function row(name)
{
    printf "%-28s %6d %s %6d %s\n", name, lines[name], percent(reached[name], lines[name]), branched[name],
           percent(taken[name], branched[name])
}

function count(of, what)
{
    of[file] += what
    of[room] += what
    of["all"] += what
}

BEGIN {
    print "# FILE:LINE: what no test reaches" > list
}

/^ +-: +0:Source:/ {
    end_line()
    file = $0
    sub(/^ +-: +0:Source:/, "", file)
    sub(/^(\.\.\/)+/, "", file)
    room = file
    sub(/\/.*/, "", room)
    wanted = file ~ /^(base|text|db|analysis|exchange|keymaps|tui|cli)\/[a-z0-9_]+\.c$/
    if (wanted && !(file in seen)) {
        seen[file] = 1
        files[++file_count] = file
        if (!(room in seen)) {
            seen[room] = 1
            rooms[++room_count] = room
        }
    }
    next
}

!wanted { next }

/^branch/ {
    if (line) {
        count(branched, 1)
        branches++
        if ($0 ~ /never executed|taken 0( |$)/)
            missed++
        else
            count(taken, 1)
    }
    next
}

/^ *(-|#####|=====|[0-9]+\*?): *[0-9]+:/ {
    end_line()
    split($0, part, ":")
    hits = part[1]
    gsub(/[ *]/, "", hits)
    if (hits == "-")
        next
    line = part[2] + 0
    words = $0
    sub(/^[^:]*:[^:]*: */, "", words)
    missed = branches = 0
    count(lines, 1)
    if (hits ~ /^[0-9]/) {
        count(reached, 1)
    } else {
        printf "%s:%d: never: %s\n", file, line, words > list
        left++
    }
    next
}

END {
    end_line()
    printf "%-28s %6s %5s %6s %5s\n", "", "lines", "%", "branch", "%"
    for (i = 1; i <= room_count; i++)
        row(rooms[i])
    row("all")
    printf "\nfiles of which less than %d %% is reached:\n", below
    for (i = 1; i <= file_count; i++)
        if (100 * reached[files[i]] < below * lines[files[i]])
            row(files[i])
    printf "\n%d lines in %s\n", left, list
}
