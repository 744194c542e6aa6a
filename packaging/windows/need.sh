# shellcheck shell=sh
# Installs what is missing for building the Windows program; sourced after packaging/need.sh.
windows=x86_64-pc-windows-gnu
need_packages gcc-mingw-w64-x86-64 &&
    command -v x86_64-w64-mingw32-gcc >/dev/null &&
    { rustup target list --installed | grep -qx "$windows" || rustup target add "$windows" >/dev/null; }
