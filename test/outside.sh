# Read by scripts that play a machine, or several, beside the one that they run on: is that as it was?
# shellcheck shell=bash disable=SC2154 # `fail` and `room` are the script's own

# What a lab could leave behind in the network stack that this runs in. Counters and lifetimes are left out.
stack() {
  ip -br link
  ip -br address
  ip route show table all
  ip -6 route show table all
  ip rule
  ip netns
  sysctl -a 2> /dev/null | grep -E '^net\.' | grep -vE 'nf_conntrack_count|\.stable_secret'
  iptables-save | grep -v '^#' | sed 's/\[.*\]//'
  # to ask for a legacy table makes it: only those that are there
  xargs -rn 1 iptables-legacy-save -t < /proc/net/ip_tables_names | grep -v '^#' | sed 's/\[.*\]//'
  # iptables-restore makes the chains in another order; the order of rules is compared above
  nft list ruleset | sed 's/counter packets [0-9]* bytes [0-9]*/counter/' | sort
} 2> /dev/null

# The same of everything else that daemons could touch.
outside() {
  stack
  sysctl -a 2> /dev/null | grep -E '^kernel\.(keys|panic|hostname)'
  cut -d ' ' -f 5- /proc/self/mountinfo
  find /sys/fs/cgroup -maxdepth 2 -name "$(basename "$room")"
}

same() {
  diff <(echo "$2") <(echo "$3") || fail "$1 is not as it was: see above"
  echo "ok   $1 is as it was"
}
