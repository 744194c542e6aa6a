#!/bin/sh
# What a session costs, of one build of the program or of several, side by side: cost.sh [-s SECONDS] PROGRAM...
#
# Each activity of each program runs for itself, in a home of its own, on the display of $DISPLAY, with the system's
# sound. Printed for each: processor seconds a minute and wakeups a second of all its threads, how many of these are the
# sound's, the private memory that it has written to (the rest are pages of files that the system can drop), and what the
# PulseAudio daemon took meanwhile. `xdotool` presses the key that pauses.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
lasts=60
if [ "${1:-}" = -s ]; then lasts=$2; shift 2; fi
[ $# -gt 0 ] || { echo "usage: cost.sh [-s SECONDS] PROGRAM..." >&2; exit 2; }
home=$(mktemp -d)
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$home"' EXIT
hz=$(getconf CLK_TCK)
server=$(pgrep -x -u "$(id -u)" pulseaudio | head -n 1 || true)

busy() { # The processor time of a process so far, in ticks.
  if [ -n "$1" ]; then awk '{ sub(/^.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; else echo 0; fi
}

measure() { # NAME KEY PROGRAM ARGUMENTS...
  name=$1; key=$2; shift 2
  rm -rf "$home"; mkdir -p "$home/.config/stillpoint"
  echo '(red_flags_seen: true, massage_explained: true, pack_explained: true)' >"$home/.config/stillpoint/settings.ron"
  HOME=$home XDG_CONFIG_HOME= XDG_DATA_HOME= "$@" >/dev/null 2>&1 &
  pid=$!
  sleep 12
  if [ -n "$key" ]; then
    window=$(xdotool search --onlyvisible --name Stillpoint | tail -n 1)
    xdotool windowfocus "$window" key "$key"
    sleep 5
  fi
  before=$(busy "$server")
  "$here/threads.sh" "$pid" "$lasts" >"$home/threads"
  after=$(busy "$server")
  kill "$pid"; wait "$pid" 2>/dev/null || true
  awk -v name="$name" -v server="$(((after - before)))" -v hz="$hz" -v lasts="$lasts" '
    $1 == "all" { cpu = $2; wakes = $5 }
    $1 == "cpal_alsa_out" || $1 == "threaded-ml" { sound_cpu += $2; sound += $5 }
    /^private memory/ { memory = $9 }
    END { printf "| %-34s | %5.2f | %6.1f | %5.2f | %6.1f | %6.1f | %5.2f |\n",
          name, cpu, wakes, sound_cpu, sound, memory, server / hz * 60 / lasts }' "$home/threads"
}

echo '| activity                           | CPU s/min | wakeups/s | sound: CPU | wakeups | written MB | sound server |'
echo '|---|---|---|---|---|---|---|'
for program; do
  echo "| $program |"
  measure 'first page' '' "$program"
  measure 'session without pacer' '' "$program" play neck-and-shoulders-20
  measure 'the same, paused' space "$program" play neck-and-shoulders-20
  measure 'session with pacer' '' "$program" play coherent-breathing
  measure 'body scan' '' "$program" play body-scan
done
