#!/bin/sh
# Draws the icon in the usual sizes; to be run when stillpoint.svg has changed. Needs librsvg2-bin, and icoutils for Windows.
set -eu
cd "$(dirname "$0")"
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" --output "$size.png" stillpoint.svg
done
icotool --create --output stillpoint.ico 16.png 24.png 32.png 48.png 64.png 128.png --raw=256.png
