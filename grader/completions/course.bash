#!/bin/bash
# bash: completion of the course's command lines.   eval "$(bun run --silent completions bash)"
# __course_program knows what can follow; it is asked at each tab. Its first line says what the shell is to add.

# what completed other calls of bun goes on doing so
if [[ $(complete -p bun 2>/dev/null) =~ \ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != __course* ]]; then
  __course_others=${BASH_REMATCH[1]}
fi

__course() {
  local answer more=() current=${COMP_WORDS[COMP_CWORD]}
  # shellcheck disable=SC2154 # named by the line that is printed before these
  mapfile -t answer < <("${__course_program[@]}" bash "$COMP_CWORD" "${COMP_WORDS[@]}" 2>/dev/null)
  case $current in = | :) current='' ;; esac
  COMPREPLY=()
  case ${answer[0]-other} in
    files) compopt -o filenames 2>/dev/null; mapfile -t more < <(compgen -f -- "$current") ;;
    folders) compopt -o filenames 2>/dev/null; mapfile -t more < <(compgen -d -- "$current") ;;
    commands) mapfile -t more < <(compgen -c -- "$current") ;;
    other)
      compopt -o default 2>/dev/null
      if [ -n "${__course_others-}" ]; then "$__course_others" "$@"; fi
      ;;
  esac
  COMPREPLY+=("${answer[@]:1}" "${more[@]}")
}
complete -F __course bun
