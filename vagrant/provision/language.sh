# shellcheck shell=sh
# Both languages. The labs speak that of the locale; a terminal's own locale comes along with ssh.

for locale in en_US zh_CN; do
  if ! locale -a | grep -qix "$locale.utf-\?8"; then
    sed -i "s/^# *\($locale.UTF-8 UTF-8\)/\1/" /etc/locale.gen
    locale-gen >/dev/null
    changed "made the locale $locale.UTF-8"
  fi
done

case ${COURSE_LANG:-} in
  zh) lang=zh_CN.UTF-8 ;;
  en) lang=en_US.UTF-8 ;;
  '') lang=$(sed -n 's/^LANG=//p' /etc/default/locale 2>/dev/null || true) ;;
  *)
    echo "provision: COURSE_LANG is \"$COURSE_LANG\": use en or zh" >&2
    exit 1
    ;;
esac
# the boxes say C or en_US; what a teacher chose stays without the variable
case $lang in zh_CN.UTF-8 | en_US.UTF-8) ;; *) lang=en_US.UTF-8 ;; esac
put /etc/default/locale <<LOCALE
LANG=$lang
LOCALE
