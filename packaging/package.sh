#!/usr/bin/env bash
# Builds what is handed out: a Debian package, and a tarball that runs from any folder.
#
#   packaging/package.sh            prints the paths of both
#
# Needs cargo-deb (`cargo install cargo-deb --locked`). STILLPOINT_URL says where the project is published.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/need.sh
target=${CARGO_TARGET_DIR:-target}
url=${STILLPOINT_URL:-https://stillpoint.example}

cargo build --quiet --locked --profile dist >&2
program=$target/dist/stillpoint
version=$("$program" -V | cut -d' ' -f2)
stage=$target/dist/package
share=$stage/share
rm -rf "$stage"

# Everything except the program itself, below `share` as it lies below /usr.
put() { install -D -m 644 "$1" "$share/$2"; }
put packaging/stillpoint.desktop applications/stillpoint.desktop
put packaging/stillpoint-mime.xml mime/packages/stillpoint.xml
put packaging/icons/stillpoint.svg icons/hicolor/scalable/apps/stillpoint.svg
for icon in packaging/icons/*.png; do
    size=$(basename "$icon" .png)
    put "$icon" "icons/hicolor/${size}x$size/apps/stillpoint.png"
done
# For those who want the narrator's voice for their own words.
put audio/narration/speak.py stillpoint/narrator/speak.py
put audio/narration/speak.txt stillpoint/narrator/speak.txt
for voice in audio/narration/voices/*.bin; do put "$voice" "stillpoint/narrator/voices/$(basename "$voice")"; done
install -D -m 755 packaging/narrator.sh "$share/stillpoint/narrator/narrator.sh"
metainfo=io.github.stillpoint.Stillpoint.metainfo.xml
put "packaging/$metainfo" "metainfo/$metainfo"
sed -i "s|https://stillpoint.example|$url|" "$share/metainfo/$metainfo"
put packaging/copyright doc/stillpoint/copyright
put routines/README.md doc/stillpoint/guide.md
put packaging/lintian-overrides lintian/overrides/stillpoint
"$program" generate man "$share/man/man1" --replace
gzip -9n "$share"/man/man1/*
"$program" generate completions "$share" --replace
packaging/licences.sh | gzip -9n >"$share/doc/stillpoint/libraries.txt.gz"

cargo deb --quiet --no-build --profile dist >&2
deb=$(find "$target/debian" -name "stillpoint_$version-*.deb" | sort | tail -n 1)

# The same tree with the program, and how to install it without a package.
name=stillpoint-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
tree=$target/dist/$name
rm -rf "$tree"
mkdir -p "$tree/bin"
cp -r "$share" "$tree/share"
rm -r "$tree/share/lintian"
install -m 755 "$program" "$tree/bin/stillpoint"
strip "$tree/bin/stillpoint" 2>/dev/null || true
(cd "$tree" && find bin share -type f | sort >share/doc/stillpoint/files && echo share/doc/stillpoint/files >>share/doc/stillpoint/files)
cat >"$tree/README" <<README
Stillpoint $version. Run bin/stillpoint from this folder, wherever you put it; it contains everything except the system libraries named below.

To add it to your menu and your path, for your user only:
    mkdir -p ~/.local && cp -r bin share ~/.local/
To remove it again (your journal and settings stay):
    cd ~/.local && xargs rm -f < share/doc/stillpoint/files
It needs libasound2, an OpenGL driver, and X11 or Wayland with libxkbcommon. A narrator speaks English and Spanish; install espeak-ng to hear words that have no recording, and German.
README
tar -C "$target/dist" --sort=name --owner=0 --group=0 --numeric-owner -cJf "$target/dist/$name.tar.xz" "$name"

echo "$deb"
echo "$target/dist/$name.tar.xz"
