#!/bin/sh
# Installs what is missing and runs Stillpoint, with the arguments given: packaging/run.sh [ARGUMENT...]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/packaging/need.sh"
cargo build --quiet --release --locked --manifest-path "$here/Cargo.toml"
exec "${CARGO_TARGET_DIR:-$here/target}/release/stillpoint" "$@"
