# zsh: completion of the course's command lines.   eval "$(bun run --silent completions zsh)"
# __course_program knows what can follow; it is asked at each tab. Its first line says what the shell is to add.

(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
# what completed other calls of bun goes on doing so
[[ ${_comps[bun]-} == __course ]] || typeset -g __course_others=${_comps[bun]-}

__course() {
  local -a answer described plain
  local line
  answer=("${(@f)$("${__course_program[@]}" zsh $((CURRENT - 1)) "${(@)words[1,CURRENT]}" 2>/dev/null)}")
  for line in "${(@)answer[2,-1]}"; do
    if [[ $line == *$'\t'* ]]; then described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}"); else plain+=("$line"); fi
  done
  (( $#described )) && _describe course described
  (( $#plain )) && compadd -- "${(@)plain}"
  case ${answer[1]:-other} in
    files) _files ;;
    folders) _files -/ ;;
    commands) _command_names -e ;;
    other) ${__course_others:-_default} "$@" ;;
  esac
}
compdef __course bun
