# shellcheck shell=sh
# Installs what is missing for building, running and testing Stillpoint; sourced by run.sh and test.sh.
#
# On Debian and Ubuntu (and what descends from them) it says what it will install and does so, as root or with sudo,
# without a question. On any other system it names what is needed and goes on.

# The oldest Rust that can build Stillpoint; the same as rust-version in Cargo.toml.
rust_needed=1.95

# Building needs a C compiler (for SQLite) and the headers of ALSA; running needs the rest: the last three speak
# words that have no recording, German with espeak-ng and English with the best voice of Festival.
packages="gcc libc6-dev pkg-config libasound2-dev libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1 espeak-ng festival festvox-us-slt-hts"

say() { printf 'stillpoint: %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else say "this needs root, but there is no sudo; run as root: $*"; return 1
    fi
}

install_packages() { # PACKAGE...
    say "installing with apt: $*"
    # Old lists, or none on a fresh machine, may not know the packages.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_packages() { # PACKAGE...
    if ! command -v apt-get >/dev/null 2>&1; then
        say "this isn't Debian or Ubuntu; please install the equivalents of these packages: $*"
        return 0
    fi
    missing=
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
    done
    # shellcheck disable=SC2086 # a list of words is meant
    [ -z "$missing" ] || install_packages $missing
}

# Whether the cargo at hand is new enough.
rust_is_new_enough() {
    command -v cargo >/dev/null 2>&1 || return 1
    found=$(cargo --version | cut -d' ' -f2)
    [ "$(printf '%s\n%s\n' "$rust_needed" "$found" | sort -V | head -n 1)" = "$rust_needed" ]
}

need_rust() {
    PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
    rust_is_new_enough && return 0
    if ! command -v rustup >/dev/null 2>&1; then
        say "installing Rust for this user with rustup (https://rustup.rs)"
        need_packages ca-certificates curl
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal --no-modify-path
    fi
    rustup toolchain install stable --profile minimal --component clippy --component rustfmt >/dev/null
    rustup default stable >/dev/null
    rust_is_new_enough && return 0
    say "Stillpoint needs Rust $rust_needed or newer; see https://rustup.rs"
    return 1
}

# shellcheck disable=SC2086 # a list of words is meant
need_packages $packages
need_rust
