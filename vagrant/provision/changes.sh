# shellcheck shell=sh
# Counting what a run of provision.sh changes: a second run must change nothing.

changes=0

changed() {
  changes=$((changes + 1))
  echo "provision: $*"
}

# Writes standard input to the file $1, with its folder. is_new says whether the file said something else before.
put() {
  is_new=no
  new=$(mktemp)
  cat >"$new"
  if ! cmp -s "$new" "$1"; then
    install -D -m 644 "$new" "$1"
    is_new=yes
    changed "wrote $1"
  fi
  rm -f "$new"
}

# While the box is built, in a chroot, nothing may be started.
is_running_system() { [ -d /run/systemd/system ]; }

say_how_much_changed() {
  case $changes in
    0) echo "provision: nothing changed" ;;
    *) echo "provision: done, changes: $changes" ;;
  esac
}
