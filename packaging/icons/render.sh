#!/bin/sh
# Draws the icon in the usual sizes; to be run when stillpoint.svg has changed. Needs librsvg2-bin.
set -eu
cd "$(dirname "$0")"
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert --width "$size" --height "$size" --output "$size.png" stillpoint.svg
done
