#!/bin/sh
# Installs what is missing and runs the tests: packaging/test.sh [ARGUMENT FOR cargo test...]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/packaging/need.sh"
# A sound card that can be listened to, and a desktop's bus.
need_packages pulseaudio pulseaudio-utils libasound2-plugins dbus-daemon
cd "$here"
exec cargo test --locked "$@"
