#!/usr/bin/env bash
# Prints the libraries that the program is built from, each licence text once, with who it is of.
#
#   packaging/licences.sh [TARGET]      for this system if left out
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo tree --locked ${1:+--target "$1"} --edges normal --prefix none --format '{p}' | sed 's/ (.*//' | sort -u |
    grep -v '^stillpoint ' >"$work/used"
echo "Stillpoint is built from these libraries; the texts of their licences follow."
echo
while read -r name version; do
    manifest=$(printf '%s' "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"$name-${version#v}"/Cargo.toml)
    licence=$(sed -n 's/^license = "\(.*\)"/\1/p' "$manifest" | head -n 1)
    echo "  $name ${version#v}: ${licence:-see its text}"
    for text in "$(dirname "$manifest")"/{LICEN[CS]E,license,COPYING,NOTICE,UNLICENSE}*; do
        [ -f "$text" ] || continue
        sum=$(sha256sum "$text" | cut -d' ' -f1)
        cp "$text" "$work/$sum.text"
        echo "$name ${version#v}" >>"$work/$sum.of"
    done
done <"$work/used"
for text in "$work"/*.text; do
    printf '\n%s\n' "────────────────────────────────────────────────────────────────────────────────"
    sort -u "${text%.text}.of" | paste -sd, | sed 's/,/, /g' | fold -s -w 100
    printf '\n'
    cat "$text"
done
