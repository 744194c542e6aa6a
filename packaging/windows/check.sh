#!/usr/bin/env bash
# Tries the program for Windows under Wine: in a terminal, in a window with its sound recorded, installed and removed.
# By hand and before a release, like check-package.sh.
#
#   packaging/windows/check.sh SETUP ZIP [FOLDER]     puts what was seen and heard into FOLDER
#   TESTS=1 …                                         runs the library's tests, too; building them takes minutes
#
# Wine is no Windows. What it cannot show is listed in packaging/README.md.
set -euo pipefail
setup=$(realpath "$1") zip=$(realpath "$2") seen=$(realpath -m "${3:-target/windows/seen}")
cd "$(dirname "$0")/../.."
. packaging/need.sh
. packaging/windows/need.sh
need_packages wine64 xvfb xdotool imagemagick pulseaudio pulseaudio-utils sox unzip procps
step() { printf '\n── %s\n' "$*"; }
failed() { echo "failed: $*" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/stillpoint-wine.XXXXXX")
mkdir -p "$seen" "$work/run"
chmod 700 "$work/run"
wine64=$(command -v wine64 || echo /usr/lib/wine/wine64)
# DOS names the drive, and nothing of this machine is in the way.
export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDEBUG=-all DISPLAY=:97 XDG_RUNTIME_DIR=$work/run
export PULSE_SERVER=unix:$work/run/pulse.sock LANG=C.UTF-8
wine() { "$wine64" "$@"; }
ended() {
    "${wine64%wine64}wineserver64" -k 2>/dev/null || wineserver -k 2>/dev/null || pkill -f "$work" 2>/dev/null || true
    kill "${xvfb:-}" "${pulse:-}" 2>/dev/null || true
    sleep 1
    rm -rf "$work"
}
trap ended EXIT
Xvfb "$DISPLAY" -screen 0 1280x800x24 -nolisten tcp >/dev/null 2>&1 & xvfb=$!
pulseaudio -n --daemonize=no --exit-idle-time=-1 --use-pid-file=no \
    --load="module-null-sink sink_name=card rate=48000 channels=2" \
    --load="module-native-protocol-unix auth-anonymous=1 socket=$work/run/pulse.sock" >/dev/null 2>&1 & pulse=$!
wine wineboot --init >/dev/null 2>&1

# Every Rust program asks this library for random numbers; older versions of Wine lack it.
system=$WINEPREFIX/drive_c/windows/system32
if [ ! -e "$system/bcryptprimitives.dll" ]; then
    cat >"$work/random.c" <<'C'
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T left) {
    for (; left; ) {
        ULONG some = left > 65536 ? 65536 : (ULONG)left;
        RtlGenRandom(to, some);
        to += some;
        left -= some;
    }
    return TRUE;
}
C
    x86_64-w64-mingw32-gcc -shared -o "$system/bcryptprimitives.dll" "$work/random.c" -ladvapi32
fi

if [ -n "${TESTS:-}" ]; then
    step "The library's tests"
    tests=$(cargo test --locked --lib --no-run --target "$windows" --message-format json |
        sed -n 's/.*"executable":"\([^"]*\.exe\)".*/\1/p' | tail -n 1)
    wine "$tests" --test-threads 2 2>&1 | tee "$seen/tests.txt" | tail -n 40
fi

step "From the ZIP, in a terminal"
unzip -q "$zip" -d "$work"
program=$work/Stillpoint/stillpoint.exe
wine "$program" --version
wine "$program" list | head -n 3
wine "$program" nonsense 2>/dev/null && failed "nonsense is accepted" || [ $? = 2 ] || failed "another exit code than 2"
cat >"$work/mine.ron" <<'RON'
(
    format: 1, title: "Mine", kind: Relaxation, suits: [Between], evidence: Traditional, sources: ["my own"],
    cautions: ["Stop with more pain."],
    steps: [Rest(name: "Sit", lasts: "4s", say: "Sit."), Rest(name: "Breathe", lasts: "4s", say: "Breathe.")],
)
RON
wine "$program" check "Z:$work/mine.ron"
data=$WINEPREFIX/drive_c/users/$(id -un)/AppData
config=$data/Roaming/stillpoint/config
mkdir -p "$config"
echo '(red_flags_seen: true)' >"$config/settings.ron"
wine "$program" play "Z:$work/mine.ron" --terminal --silent
wine "$program" journal
wine "$program" voices

window() { # NAME: waits for a window of this name and prints it
    timeout 60 xdotool search --sync --onlyvisible --name "$1" 2>/dev/null | tail -n 1
}
close_window() { # As the cross in its corner does it.
    wine taskkill /IM stillpoint.exe >/dev/null
    for _ in $(seq 80); do
        pgrep -f 'stillpoint\.exe' >/dev/null || return 0
        sleep 0.25
    done
    failed "the window did not close"
}
step "From the ZIP, in a window with sound"
wine "$work/Stillpoint/stillpointw.exe" play longer-exhale --phase between &
shown=$(window '^Stillpoint$')
sleep 3
parecord --device=card.monitor --file-format=wav "$seen/session.wav" & recording=$!
import -window "$shown" "$seen/session.png"
sleep 20
kill "$recording"
import -window "$shown" "$seen/session-later.png"
loud=$(sox "$seen/session.wav" -n stat 2>&1 | sed -n 's/^RMS.*amplitude: *//p' | head -n 1)
echo "twenty seconds of a session have a level of $loud"
awk -v level="$loud" 'BEGIN { exit !(level > 0.001) }' || failed "nothing is heard"
close_window
wine "$program" journal | tee "$work/journal"
grep -q 'Longer exhale' "$work/journal" || failed "the session is not in the journal"

step "Installing"
wine "$setup" /S
folder=$data/Local/Programs/Stillpoint
ls -l "$folder"
asked() { wine reg query "$1" "${@:2}" 2>/dev/null | tr -d '\r' | sed -n 's/.*REG_[A-Z]*  *//p'; }
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Stillpoint'
[ "$(asked "$key" /v DisplayName)" = Stillpoint ] || failed "Windows does not know that it is installed"
opens=$(asked 'HKCU\Software\Classes\Stillpoint.Bundle\shell\open\command' /ve)
case $opens in *stillpointw.exe*'"%1"') ;; *) failed "bundles are opened by: $opens" ;; esac
find "$WINEPREFIX/drive_c/users" -name 'Stillpoint.lnk' | grep -q . || failed "there is no entry in the start menu"
wine "$folder/stillpoint.exe" journal | diff "$work/journal" - || failed "the installed program has another journal"

step "A bundle, as a double click opens it; and what is open is not replaced"
wine "$program" pack longer-exhale --output "Z:$work/shared.stillpoint" >/dev/null
wine "$folder/stillpointw.exe" "Z:$work/shared.stillpoint" &
shown=$(window '^Stillpoint$')
sleep 4
import -window "$shown" "$seen/bundle.png"
if wine "$setup" /S; then failed "an open program was replaced"; fi
close_window

step "Removing"
kept() { find "$data/Roaming/stillpoint" -type f ! -name '*-wal' ! -name '*-shm' | sort; }
kept >"$work/before"
wine "$folder/uninstall.exe" /S "_?=C:\\users\\$(id -un)\\AppData\\Local\\Programs\\Stillpoint"
[ -z "$(find "$folder" -type f ! -name uninstall.exe 2>/dev/null)" ] || failed "left behind: $(ls "$folder")"
[ -z "$(asked "$key" /v DisplayName)" ] || failed "Windows still lists it"
kept | diff "$work/before" - || failed "a person's file is gone"
echo "nothing of the program is left, and the person's files are there:"
sed "s|$data/||" "$work/before"
step "All of it is well; pictures and sound are in $seen"
