# fish: completion of the course's command lines.   bun run --silent completions fish | source
# __course_program knows what can follow; it is asked at each tab. Its first line says what the shell is to add.

function __course_ask
    set -l words (commandline -opc)
    set -g __course_answer ($__course_program fish (count $words) $words (commandline -ct) 2>/dev/null)
    set -q __course_answer[1]; or set -g __course_answer other
    test "$__course_answer[1]" $argv other
end

function __course_show
    set -q __course_answer[2]; and printf '%s\n' $__course_answer[2..]
    switch $__course_answer[1]
        case files
            __fish_complete_path (commandline -ct)
        case folders
            __fish_complete_directories (commandline -ct) ''
        case commands
            __fish_complete_subcommand --fcs-skip=(count (commandline -opc))
    end
end

complete -c bun -f -n '__course_ask !=' -a '(__course_show)'
# other calls of bun are completed as before, and files are
complete -c bun -n '__course_ask =' -a '(__course_show)'
