// The command lines that others build on, as they were promised: what is here is never refused. Words in capitals stand for
// something, [ ] for what may be left out, a|b for one of them, … for more of the kind.

export const contract = `
bun labs/NN-name.ts [up]              build the scenario, narrated; an earlier one of this lab is replaced; it stays up
    --quiet  --lang en|zh  --step (pause before each step)  --machine  --engine netns|docker
bun labs/NN-name.ts down              remove it; 0 also when it was not up
bun labs/NN-name.ts status [--json]   {"lab","up","world","nodes":[…]}
bun labs/NN-name.ts exec NODE -- CMD… run CMD on a node (host, docker1, …; lab 07: host1, host2, …); its exit status
bun labs/NN-name.ts shell [NODE]      a shell there (default: host), prompt names the node
bun labs/NN-name.ts exercise [--student ID]   only the starting point; prints the tasks
bun labs/NN-name.ts hint              the next hint for what is still wrong
bun labs/NN-name.ts graph [--format text|svg|dot|mermaid]    the world as it is in the kernel now
bun labs/NN-name.ts walk SRC DST [--format text|svg|json|pcapng]   one ping, every frame at every interface

bun grader                            grade every lab that is up
bun grader 03 [04 …]                  grade these
bun grader --reference                every lab: throwaway world, build, grade, remove
bun grader 03 --script FILE [--student ID]    throwaway world, starting point, run FILE on the host, grade, remove
bun grader DIR --out DIR [--jobs N] [--timeout S]            a class: one folder of scripts per student
    --reporter text|tap|json|junit|gradescope|…  --output FILE
exit status: 0 all passed · 1 a check did not pass · 2 could not grade (usage, environment, error)

bun docs [--port N]                   the course site on 127.0.0.1
bun run doctor                        what this machine lacks, and the command that mends it
bun run ok                            the gate: format, lint and direction, types, tests
`;
