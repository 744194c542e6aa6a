#!/usr/bin/env bash
# Checks that Stillpoint compiles for macOS, on Linux: the types of every line, but no program comes of it. The headers of
# the system's C library come with the Zig compiler, as a package of Python; Apple's own frameworks can only be had on a
# Mac, so the few lines of Objective-C in a library for notices are left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
. packaging/need.sh
need_packages python3-venv
mac=aarch64-apple-darwin
rustup target list --installed | grep -qx "$mac" || rustup target add "$mac" >/dev/null
work=${CARGO_TARGET_DIR:-target}/macos
mkdir -p "$work"
work=$(cd "$work" && pwd)
[ -x "$work/zig/bin/python" ] || python3 -m venv "$work/zig"
"$work/zig/bin/python" -c 'import ziglang' 2>/dev/null || "$work/zig/bin/python" -m pip install --quiet 'ziglang==0.17.*'

cat >"$work/cc" <<CC
#!/usr/bin/env bash
# What is given for Apple's compiler is known to Zig's by its target.
arguments=()
for argument; do
    case \$argument in
    --target=* | -mmacos*-version-min=*) ;;
    *.m) arguments+=(-x c /dev/null) ;;
    *) arguments+=("\$argument") ;;
    esac
done
exec "$work/zig/bin/python" -m ziglang cc -target aarch64-macos "\${arguments[@]}"
CC
printf '#!/bin/sh\nexec "%s" -m ziglang ar "$@"\n' "$work/zig/bin/python" >"$work/ar"
chmod +x "$work/cc" "$work/ar"
# There is no SDK; the libraries only want to know where it would be.
env CC_aarch64_apple_darwin="$work/cc" AR_aarch64_apple_darwin="$work/ar" SDKROOT="$work" \
    RUSTFLAGS="-D warnings" cargo check --locked --target "$mac"
