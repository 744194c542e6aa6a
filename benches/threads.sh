#!/bin/sh
# What each thread of a running program costs: threads.sh PID [SECONDS]
#
# Processor seconds a minute (user and system, to a hundredth) and switches a second that it made of its own accord,
# which are its wakeups; read from /proc, so on Linux alone. A thread that ends meanwhile is left out.
set -eu
pid=$1
lasts=${2:-60}

sample() {
  for task in /proc/"$pid"/task/*; do
    awk -v id="${task##*/}" '
      FILENAME ~ /stat$/ { name = $0; sub(/^[^(]*\(/, "", name); sub(/\).*$/, "", name); gsub(" ", "_", name)
                 sub(/^.*\) /, ""); split($0, stat, " "); cpu = stat[12] + stat[13] }
      /^voluntary_ctxt_switches/ { print id, name, cpu, $2 }' "$task/stat" "$task/status" 2>/dev/null || true
  done
}

before=$(mktemp)
after=$(mktemp)
trap 'rm -f "$before" "$after"' EXIT
sample >"$before"
sleep "$lasts"
sample >"$after"
awk -v lasts="$lasts" -v hz="$(getconf CLK_TCK)" '
  NR == FNR { cpu[$1] = $3; switches[$1] = $4; next }
  {
    c = ($3 - cpu[$1]) / hz * 60 / lasts; s = ($4 - switches[$1]) / lasts
    all_c += c; all_s += s
    if (c > 0 || s > 0) printf "%-16s %7.2f CPU s/min %8.1f wakeups/s\n", $2, c, s
  }
  END { printf "%-16s %7.2f CPU s/min %8.1f wakeups/s\n", "all", all_c, all_s }' "$before" "$after" | sort -k2 -rn
awk '/^Private/ { kb += $2 } /^Private_Dirty/ { dirty += $2 } /^Pss:/ { pss += $2 }
  END { printf "private memory %.1f MB, of it written to %.1f MB, shared out %.1f MB\n", kb / 1024, dirty / 1024, pss / 1024 }
  ' "/proc/$pid/smaps_rollup"
