#!/usr/bin/env bash
# Puts Stillpoint.app together, on a Mac with Xcode's command line tools: packaging/macos/bundle.sh
#
# Not tried yet: nobody has run it on a Mac. It is signed for this machine alone; to hand it out, sign it with an
# identity of your own and have Apple notarise it (`codesign --sign IDENTITY`, `xcrun notarytool submit`).
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --locked --profile dist
target=${CARGO_TARGET_DIR:-target}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
app=$target/macos/Stillpoint.app/Contents
rm -rf "$target/macos/Stillpoint.app"
mkdir -p "$app/MacOS" "$app/Resources"
cp "$target/dist/stillpoint" "$app/MacOS/stillpoint"
sed "s/VERSION/$version/" packaging/macos/Info.plist >"$app/Info.plist"
cp LICENSE "$app/Resources/"
packaging/licences.sh >"$app/Resources/libraries.txt"

icons=$target/macos/stillpoint.iconset
mkdir -p "$icons"
for size in 16 32 128 256; do
    cp "packaging/icons/$size.png" "$icons/icon_${size}x$size.png"
    cp "packaging/icons/$((size * 2)).png" "$icons/icon_${size}x$size@2x.png"
done
cp packaging/icons/512.png "$icons/icon_512x512.png"
iconutil --convert icns --output "$app/Resources/stillpoint.icns" "$icons"
codesign --force --sign - "$target/macos/Stillpoint.app"
echo "$target/macos/Stillpoint.app"
