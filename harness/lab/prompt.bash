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
    PS1="\[\e[1m\]${__node:-?}\[\e[0m\]:\w# "
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
