#!/bin/sh
# The restricted mode: every way out is tried, and none gives a shell or another file. That no program was started is
# counted with strace; where it may not trace, the program that each way would start leaves a file, which must not be
# there, and that is said.
set -u
# shellcheck source=tests/cli_tap.sh
. "${srcdir:-.}/tests/cli_tap.sh"

unset VISUAL EDITOR SSH_ORIGINAL_COMMAND LANGUAGE

text='第一句说问题。第二句说原因。第三句说办法。'
printf '%s\n' "$text" >report.txt
zhupi init team.db 2>err
zhupi import team.db report.txt 2>err
mkdir out.d
file=$scratch/team.db

# A program that tells that it was started.
cat >decoy <<END
#!/bin/sh
echo started >>'$scratch/started'
END
chmod +x decoy
for name in sh bash vi vim nano ed editor less more; do
    mkdir -p bin && cp decoy "bin/$name"
done

tracing=no
if command -v strace >/dev/null && strace -f -o trace -e trace=execve true 2>err; then
    tracing=yes
fi

# reviews NAME KEYS [VARIABLE=VALUE...]: what is typed starts nothing, and the session ends as it should.
reviews()
{
    name=$1
    printf '%s\n' "$2" >keys
    shift 2
    rm -f trace started
    if [ "$tracing" = yes ]; then
        run env "$@" strace -f -o trace -e trace=execve,execveat,fork,vfork,clone,clone3,socket \
            "$zhupi" review --force --restricted --as anna --headless --keys keys --screen screen "$file" report.txt
        is "$name: one program is started, the program itself" 1 "$(grep -c 'execve' trace)"
        is "$name: no process is made, and no connection" 0 "$(grep -Ec 'fork\(|clone3?\(|socket\(' trace)"
    else
        run env "$@" \
            "$zhupi" review --force --restricted --as anna --headless --keys keys --screen screen "$file" report.txt
        skip "$name: counting programs" 'strace may not trace here; told by a file that a started program leaves'
    fi
    exits "$name: it ends well" 0
    is "$name: nothing was started" no "$(test -e started && echo yes || echo no)"
}

reviews 'an ordinary session' '"c" "snm"'
run zhupi export team.db
holds 'which tags' out '第一句说问题'
holds 'as the one that the key names' out 'anna'
reviews 'the note editor' '"c" "A" "written here" C-s' "VISUAL=$scratch/decoy" "EDITOR=$scratch/decoy" "PATH=$scratch/bin:$PATH"
run zhupi export team.db
holds 'which is the built-in one' out 'written here'
for line in '!sh' '!!' 'shell' 'sh' 'e /etc/passwd' 'open /etc/passwd' 'open ../../../etc/passwd' 'w /tmp/x' \
    'export -o x' 'r /etc/passwd' 'source x' 'note-editor' 'suspend'; do
    reviews ":$line" "\":$line\" Enter" "VISUAL=$scratch/decoy" "PATH=$scratch/bin:$PATH"
    is "and shows no other file" 0 "$(grep -c 'root:' screen)"
done
reviews 'Ctrl-Z' 'C-z'
holds 'which says what leaves' screen 'there is no shell behind this session'
reviews 'a document that is named like a file' '":open report.txt" Enter'
holds 'is a document only' screen '第一句说问题'

# Nothing of the environment but a few words.
mkdir -p home/.config/zhupi home/.terminfo config/zhupi locale/zh_CN/LC_MESSAGES
echo 'bind text F12 quit' >home/.config/zhupi/keymap
cp home/.config/zhupi/keymap config/zhupi/keymap
reviews 'a keymap at home' 'F12' "HOME=$scratch/home" "XDG_CONFIG_HOME=$scratch/config"
holds 'is not read' screen '第一句说问题'
holds 'so that its keys are not bound' screen 'F12 is not bound here'
reviews 'a wished language' '":help" Enter' LANGUAGE=zh_CN:en LC_ALL=C.UTF-8
holds 'is spoken' screen '按键与命令'
if [ "$tracing" = yes ]; then
    run env "HOME=$scratch/home" "XDG_CONFIG_HOME=$scratch/home/.config" "TERMINFO=$scratch/home/.terminfo" \
        "TERMINFO_DIRS=$scratch/home" "LOCPATH=$scratch/home" "NLSPATH=$scratch/home/%N" "TZ=:$scratch/home/zone" \
        "GCONV_PATH=$scratch/home" "LANGUAGE=../../$scratch/home" "LC_ALL=$scratch/home" "TERM=$scratch/home" \
        "ZHUPI_KEYMAP=$scratch/home" "NCURSES_TRACE=99" \
        strace -f -o trace -e trace=file "$zhupi" review --force --restricted --as anna --headless --keys keys \
        --screen screen "$file"
    exits 'a hostile environment' 0
    sed -n '/execve/d; s/.*"\([^"]*\)".*/\1/p' trace >opened
    is 'leads to no file' '' "$(grep -F "$scratch/home" opened)"
    # The catalogues of the program are a part of the system, wherever it is to be installed.
    is 'nor to anything outside of the system and the folder of the file' '' \
        "$(grep -Ev "^($scratch|$top|/usr|/lib|/lib64|/etc|/proc|/dev|/sys|keys|screen|report)" opened |
            grep -vxE '/|/tmp|team.db.*|\.' |
            awk -v catalogues="${localedir:-/usr/share/locale}/" '
                index(catalogues, $0) != 1 && index($0 "/", catalogues) != 1' | sort -u)"
else
    skip 'a hostile environment' 'strace may not trace here'
fi

# What the person asks the server to run.
wish()
{
    rm -f started
    SSH_ORIGINAL_COMMAND=$1 PATH=$scratch/bin:$PATH run "$zhupi" review --force --restricted --as anna "$file" report.txt
}

# Each is refused in one sentence, and nothing is printed or written.
while IFS= read -r wished; do
    ls >before
    wish "$wished"
    exits "refused: $wished" 2
    is 'without a word on standard output' '' "$(cat out)"
    is 'nothing was started' no "$(test -e started && echo yes || echo no)"
    ls >after
    is 'and no file made' '' "$(comm -13 before after | grep -v '^after$')"
done <<'END'
sh
bash -i
/bin/sh
exec sh
scp -t /tmp
scp -f /etc/passwd
/usr/lib/openssh/sftp-server
internal-sftp
rsync --server -logDtpre.iLsfxCIvu . /tmp
git-upload-pack x
zhupi export team.db
import team.db report.txt
exports
export -o x
export --output x
export --output=x
export --outp x
export -ox
export /etc/passwd
export other.db
export --force
export; sh
export && sh
export | sh
export > x
export $(sh)
export `sh`
export --document "a
export 'a
 
-h
review
--restricted
END
wish "$(printf 'export\nsh')"
exits 'two lines' 2
wish "export $(printf 'x%.0s' $(seq 5000))"
exits 'a long command' 2
wish "export $(seq -s ' ' 100)"
exits 'many words' 2
holds 'what may be run is said' err 'only reviews, or runs “export” to standard output'

wish 'export'
exits 'export' 0
holds 'gives the annotations' out '第一句说问题'
wish "export  --tag 'cause' --bom"
exits 'with options' 0
is 'that work' 0 "$(grep -c 'manifestation' out)"
cp out causes
wish 'export -t cause'
is 'long or short' "$(tail -n +2 causes)" "$(tail -n +2 out)"
run zhupi export --tag cause team.db
cp out whole
wish 'export --document report.txt --tag=cause -r anna --raw --format csv'
exits 'with all of them' 0
is 'gives the same' "$(cat whole)" "$(cat out)"
wish 'export --document "../team.db"'
exits 'a document that is none' 1
wish 'export --help'
exits 'and its help' 0
if [ "$tracing" = yes ]; then
    SSH_ORIGINAL_COMMAND="export" run strace -f -o trace -e trace=execve,execveat,clone,clone3,fork,vfork \
        "$zhupi" review --force --restricted --as anna "$file"
    is 'it starts nothing either' 1 "$(grep -Ec 'execve|clone|fork' trace)"
fi

# --as.
run "$zhupi" review --force --as anna --headless --keys keys "$file"
exits '--as without --restricted' 2
holds 'is told so' err '--as goes with --restricted'
run "$zhupi" review --force --as '' --restricted --headless --keys keys "$file"
exits 'an empty name' 1
if [ "$(id -u)" -eq 0 ]; then
    cp team.db other.db
    chown 60001 other.db
    run "$zhupi" review --force --restricted --as anna --headless --keys keys "$scratch/other.db"
    exits '--as on a file of another account' 1
    holds 'is refused' err 'only the account that owns the file'
    SSH_ORIGINAL_COMMAND="export" run "$zhupi" review --force --restricted --as anna "$scratch/other.db"
    exits 'and so is its export' 1
    is 'of which nothing is printed' '' "$(cat out)"
else
    skip '--as on a file of another account' 'needs root'
fi
rm -f trace
: >keys
run "$zhupi" review --force --restricted --headless --keys keys --screen screen "$file" report.txt
exits '--restricted alone is the account' 0
holds 'who is named' screen "$(id -un)"
run "$zhupi" review --force --restr --as anna --headless --keys keys --screen screen "$file"
exits 'an abbreviation is restricted all the same' 0

# The kernel's walls stand by themselves.
if [ "$tracing" = yes ]; then
    run strace -f -o trace -e trace=prctl,seccomp,landlock_restrict_self,setrlimit,prlimit64,close_range \
        "$zhupi" review --force --restricted --as anna --headless --keys keys --screen screen "$file"
    holds 'no new privileges' trace 'PR_SET_NO_NEW_PRIVS, 1'
    is 'a filter' 1 "$(grep -c 'SECCOMP_SET_MODE_FILTER, 0, [^N].*= 0' trace)"
    is 'no core' 1 "$(grep -c 'RLIMIT_CORE, {rlim_cur=0, rlim_max=0}.*= 0' trace)"
    is 'no inherited descriptor' 1 "$(grep -c '^[0-9]* *close_range(3, ' trace)"
fi
done_testing
