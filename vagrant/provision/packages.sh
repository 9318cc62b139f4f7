# shellcheck shell=sh
# Everything that ./setup installs, and the packages that only this machine has.

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=
while read -r package _; do
  case $package in '#'*) continue ;; esac
  is_installed "$package" || missing="$missing $package"
done <"$here/packages.tsv"
if [ -n "$missing" ]; then
  # shellcheck disable=SC2086 # one word per package
  sh harness/doctor/apt-install.sh $missing
  changed "installed$missing"
fi

# ./setup says one line when nothing was missing, and more when it did something
said=$(./setup) || {
  printf '%s\n' "$said"
  exit 1
}
printf '%s\n' "$said"
if printf '%s\n' "$said" | grep -q '^setup: \(Install\|Opening\)'; then changed "./setup installed what was missing"; fi
