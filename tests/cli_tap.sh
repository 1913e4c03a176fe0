# What every script includes that drives the real program: a folder of its own, runs, TAP output.
#
# Databases are opened with --force, because the temporary folder may be on any file system.
# shellcheck shell=sh

top=$(cd "${builddir:-.}" && pwd)
zhupi=$top/zhupi
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit
XDG_CONFIG_HOME=$scratch/config
export XDG_CONFIG_HOME
count=0

# run WORD...: $status, and what was printed in the files out and err.
run()
{
    status=0
    "$@" >out 2>err || status=$?
}

# zhupi SUBCOMMAND ARGUMENT...
zhupi()
{
    subcommand=$1
    shift
    "$zhupi" "$subcommand" --force "$@"
}

# is NAME EXPECTED GOT
is()
{
    count=$((count + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $count - $1"
    else
        echo "not ok $count - $1"
        printf 'expected: %s\ngot: %s\n' "$2" "$3" | sed 's/^/# /'
        sed 's/^/# stderr: /' err 2>/dev/null
    fi
}

# holds NAME FILE TEXT: TEXT stands in FILE.
holds()
{
    if grep -qF -e "$3" "$2"; then
        is "$1" yes yes
    else
        is "$1" "… $3 …" "$(cat "$2")"
    fi
}

# exits NAME STATUS: how the last run ended. Whatever failed was said, and only then.
exits()
{
    is "$1" "$2" "$status"
}

skip()
{
    count=$((count + 1))
    echo "ok $count - $1 # SKIP $2"
}

done_testing()
{
    echo "1..$count"
}
