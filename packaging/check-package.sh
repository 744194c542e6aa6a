#!/usr/bin/env bash
# shellcheck disable=SC2016 # what a person types is for their shell
# Builds the package, looks at it with the usual tools, and lives with it on a system made from nothing: installs it,
# plays a session without and with a window, removes it, and shows that what the person did and chose is still there.
#
#   packaging/check-package.sh [SUITE [MIRROR]]     bookworm from deb.debian.org if left out
#
# For Debian and Ubuntu, as root; it downloads some 300 MB. DEB=FILE TARBALL=FILE checks those instead of building.
# By hand and before a release, not on every change.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/need.sh
suite=${1:-bookworm}
mirror=${2:-http://deb.debian.org/debian}
need_packages debootstrap lintian desktop-file-utils appstream
step() { printf '\n── %s\n' "$*"; }

if [ -z "${DEB:-}" ]; then
    step "Building"
    { read -r DEB; read -r TARBALL; } < <(packaging/package.sh)
fi
ls -l "$DEB" "$TARBALL"

step "Looking at it"
desktop-file-validate packaging/stillpoint.desktop
appstreamcli validate --no-net packaging/io.github.stillpoint.Stillpoint.metainfo.xml
lintian --fail-on error,warning --tag-display-limit 0 "$DEB"

step "A fresh $suite"
root=$(mktemp -d "${TMPDIR:-/tmp}/stillpoint-root.XXXXXX")
cleaned() {
    umount -l "$root/proc" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap cleaned EXIT
chmod 755 "$root"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >/dev/null
mount -t proc proc "$root/proc"
cp "$DEB" "$root/stillpoint.deb"
cp "$TARBALL" "$root/stillpoint.tar.xz"
[ ! -e /etc/apt/apt.conf.d/proxy.conf ] || cp /etc/apt/apt.conf.d/proxy.conf "$root/etc/apt/apt.conf.d/"
proxies=$(env | grep -iE '^(https?|no)_proxy=' | tr '\n' ' ' || true)
inside() { # COMMAND...: as root
    # shellcheck disable=SC2086 # a list of words is meant
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive $proxies "$@"
}
person() { # COMMAND: as somebody who is new here
    inside su - person -c "LANG=C.UTF-8; export LANG; $1"
}

step "Installing"
inside apt-get update -qq
# What a desktop has anyway: it registers files, opens windows and looks at them.
inside apt-get install -qq --no-install-recommends shared-mime-info desktop-file-utils hicolor-icon-theme man-db \
    xvfb xauth xdotool xz-utils >/dev/null
inside apt-get install -qq --no-install-recommends /stillpoint.deb >/dev/null
inside useradd --create-home --shell /bin/bash person
inside dpkg -s stillpoint | grep -E '^(Status|Version|Installed-Size|Depends)'
inside grep -q '^application/x-stillpoint-pack=stillpoint.desktop' /usr/share/applications/mimeinfo.cache
inside grep -q 'application/x-stillpoint-pack:\*.stillpoint' /usr/share/mime/globs2
inside test -s /usr/share/icons/hicolor/48x48/apps/stillpoint.png
inside test -s /usr/share/bash-completion/completions/stillpoint
echo "the menu entry, the file type, the icon and the completions are there"

step "A session in a terminal"
person 'mkdir -p .local/share/stillpoint/routines && cat >.local/share/stillpoint/routines/mine.ron' <<'RON'
(
    format: 1, title: "Mine", kind: Relaxation, suits: [Between], evidence: Traditional, sources: ["my own"],
    cautions: ["Stop with more pain."],
    steps: [Rest(name: "Sit", lasts: "4s", say: "Sit."), Rest(name: "Breathe", lasts: "4s", say: "Breathe.")],
)
RON
# The danger signs are asked about once, by somebody who can answer.
person 'mkdir -p .config/stillpoint && cat >.config/stillpoint/settings.ron' <<'RON'
(red_flags_seen: true, theme: Amber)
RON
person 'stillpoint check && stillpoint play mine --terminal --silent'
person 'stillpoint journal'

step "A session in a window"
person 'xvfb-run -a sh -c "
    stillpoint play mine 2>/dev/null & program=\$!
    window=\$(timeout 30 xdotool search --sync --onlyvisible --name Stillpoint | head -n 1)
    xdotool getwindowname \$window
    sleep 12
    kill -TERM \$program; wait \$program; echo the window ended with \$?"'
person 'stillpoint journal'
person 'test "$(stillpoint journal | wc -l)" = 2'
person 'cat .local/state/stillpoint/stillpoint.log'

step "Without a package: the tarball, from a folder with a space in its name"
person 'mkdir "a folder" && cd "a folder" && tar -xJf /stillpoint.tar.xz && ./stillpoint-*/bin/stillpoint list | tail -n 1
    mkdir -p ~/.local && cp -r stillpoint-*/bin stillpoint-*/share ~/.local/ && ~/.local/bin/stillpoint --version
    cd ~/.local && xargs rm -f < share/doc/stillpoint/files && test ! -e bin/stillpoint'

step "Removing"
files() { person 'find .local/share/stillpoint .config/stillpoint -type f | sort | xargs sha256sum'; }
inside dpkg -L stillpoint | sort >"$root/before"
files >"$root/kept"
inside apt-get purge -qq stillpoint >/dev/null
left=$(while read -r path; do [ ! -f "$root$path" ] || echo "$path"; done <"$root/before")
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
files | diff "$root/kept" -
echo "nothing of the package is left, and the person's files are unchanged:"
cut -c 67- "$root/kept"
inside apt-get install -qq --no-install-recommends /stillpoint.deb >/dev/null
person 'test "$(stillpoint journal | wc -l)" = 2'
echo "after reinstalling, both sessions are still there"
