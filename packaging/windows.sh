#!/usr/bin/env bash
# Builds Stillpoint for Windows on Debian or Ubuntu: an installer, and a ZIP that runs from any folder. Then tries under
# Wine what Wine can show.
#
#   packaging/windows.sh            prints the paths of both
#   packaging/windows.sh --check    builds them and tries them out
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/need.sh
. packaging/windows/need.sh
need_packages nsis zip
target=${CARGO_TARGET_DIR:-target}
cargo build --quiet --locked --profile dist --target "$windows" --features windowless >&2
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)

made=$target/windows
rm -rf "$made"
stage=$made/Stillpoint
mkdir -p "$stage"
for program in stillpoint stillpointw; do
    cp "$target/$windows/dist/$program.exe" "$stage/"
done
cp packaging/icons/stillpoint.ico "$stage/"
# As the editor of Windows wants it.
text() { sed 's/$/\r/' "$1" >"$stage/$2"; }
text LICENSE LICENSE.txt
text routines/README.md guide.md
packaging/licences.sh "$windows" >"$made/libraries"
text "$made/libraries" libraries.txt
cat >"$made/readme" <<README
Stillpoint $version

Open stillpointw.exe. It needs no installation: the folder can be anywhere, also on a stick.
In a terminal, stillpoint.exe is the same program with its commands: stillpoint --help

Your routines, your journal and your settings are in your profile, in AppData\\Roaming\\stillpoint and
AppData\\Local\\stillpoint. They stay when you delete this folder.

Stillpoint is not medical advice.
README
text "$made/readme" README.txt

zip=$made/Stillpoint-$version-windows-x86_64.zip
(cd "$made" && zip -qrX "$(basename "$zip")" Stillpoint)

(cd "$stage" && find . -type f | sort | sed 's|^\./|  Delete "$INSTDIR\\|; s|/|\\|g; s|$|"|') >"$made/files.nsh"
setup=$made/Stillpoint-$version-setup.exe
absolute() { printf '%s' "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
makensis -V2 -DVERSION="$version" -DSTAGE="$(absolute "$stage")" -DFILES="$(absolute "$made/files.nsh")" \
    -DOUTPUT="$(absolute "$setup")" packaging/windows/installer.nsi >&2

echo "$setup"
echo "$zip"
[ "${1:-}" != --check ] || packaging/windows/check.sh "$setup" "$zip"
