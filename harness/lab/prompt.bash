#!/bin/bash
# Read by the lab's interactive shells before each prompt, also by a bash that was started in one of them: the prompt
# names the node, and what was typed goes into the record (record.ts), which is descriptor 200.

__status=$?

# node, time, status, shell, parent, command: each ends with a zero byte, which no command can hold; then a line feed
__record() {
  { builtin printf '%s\0%s\0%s\0%s\0%s\0%s\0\n' "$__node" "${EPOCHREALTIME/[.,]/}" "$1" "$$" "$PPID" "$2" >&200; } 2>/dev/null
}

__node_name() {
  local name
  [ /proc/self/ns/net -ef /proc/1/ns/net ] && builtin printf host && return
  for name in /run/netns/*; do
    [ "$name" -ef "/proc/self/ns/net" ] || continue
    [ "${name##*/}" != host ] || builtin printf netns: # as the harness calls it: "host" is the lab's own (names.ts)
    builtin printf %s "${name##*/}"
    return
  done
  # a container of Docker has no name there
  [ "${CNL_SHELL_NODE-host}" = host ] || [ -e "/run/netns/$CNL_SHELL_NODE" ] || builtin printf %s "$CNL_SHELL_NODE"
}

# A word of the course, tasks or check: the process that started this shell carries it out (asked.ts), and has the terminal
# meanwhile, where this has it. It asks by descriptor 201; answers come by a pipe that is this word's own.
__word() (
  trap '' INT # whatever gets the terminal is to be interrupted
  exec {reply}<> <(:)
  [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && terminal=terminal
  { builtin printf '%s\0' "$BASHPID" "$reply" "${terminal-}" "$@" && builtin printf '\n'; } >&201 || exit
  [ "${terminal-}" ] || trap - INT
  while read -r kind rest; do
    case $kind in
      1) base64 -d <<<"$rest" ;;
      2) base64 -d <<<"$rest" >&2 ;;
      *) exit "$rest" ;;
    esac
  done <&"$reply"
)

# the lab's script with that verb, to be completed
__word_complete() {
  declare -F __course >/dev/null || __course_load
  local COMP_WORDS=(bun "/run/course/labs/$CNL_SHELL_LAB.ts" "${COMP_WORDS[@]}") COMP_CWORD=$((COMP_CWORD + 2))
  __course
}

# completion of the course's command lines, at the first tab
__course_load() {
  complete -r bun
  eval "$(/run/bun /run/course/grader/completions/index.ts bash 2>/dev/null)"
  return 124 # bash tries again
}

__prompt() {
  local line
  if [ "${__shell-}" != "$$" ]; then # its first prompt; the variables of the shell that started this one may be here
    declare -g +x __node __shell __recorded=""
    __shell=$$
    __node=$(__node_name)
    shopt -s lithist # a command of several lines keeps them
    complete -F __course_load bun
    for line in ${CNL_SHELL_WORDS-}; do
      eval "$line() { __word $line \"\$@\"; }"
      complete -F __word_complete "$line"
    done
    if [ "${TERM-dumb}" = dumb ]; then
      PS1="(${CNL_SHELL_LEAVE-exit}) ${__node:-?}:\w# "
    else
      PS1="\[\e[2m\](${CNL_SHELL_LEAVE-exit})\[\e[0m\] \[\e[1m\]${__node:-?}\[\e[0m\]:\w# "
    fi
    __record 0 "" # a shell was opened
  fi
  line=$(HISTTIMEFORMAT='' builtin history 1) # "   12  ip link"; 12* where the line in the history was edited
  [[ $line =~ ^\ *([0-9]+)[*\ ]\ (.*)$ ]] || { __recorded="" && return; }
  if [ "${BASH_REMATCH[1]}" != "$__recorded" ] && [ -n "${BASH_REMATCH[2]//[[:space:]]/}" ]; then
    __record "$1" "${BASH_REMATCH[2]}"
  fi
  __recorded=${BASH_REMATCH[1]}
}

__prompt "$__status"
