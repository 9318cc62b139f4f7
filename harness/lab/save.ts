import { closeSync, openSync, writeSync } from "node:fs";
import { Mistake, reasonOf } from "../error.ts";
import { recall } from "../world/registry.ts";
import { quote } from "./quote.ts";
import { type Typed, typed } from "./record.ts";

/** Writes what was typed as a script for the host, to a new file; without a name, "NN-name.sh" here. */
export function save(lab: string, file = `${lab}.sh`): number {
  const record = typed(lab);
  if (!record.length)
    throw new Mistake(`Nothing was typed yet in a shell of lab "${lab}"`, `bun labs/${lab}.ts shell docker1`);
  let fd: number;
  try {
    fd = openSync(file, "wx", 0o755); // never over something that is there
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new Mistake(
      isThere ? `The file "${file}" is there already` : `Cannot write "${file}": ${reasonOf(error)}`,
      `bun labs/${lab}.ts save OTHER-FILE`,
    );
  }
  writeSync(fd, scriptOf(lab, record));
  closeSync(fd);
  const student = recall(lab)?.student;
  const whose = student ? ` --student=${quote(student.id)}` : "";
  console.log(`${file}: ${record.length} commands\n→ bun grader ${lab.slice(0, 2)} --script ${file}${whose}`);
  return 0;
}

/** The script: what failed when it was typed is there as a comment. */
export function scriptOf(lab: string, record: Typed[]): string {
  const lines = record.map(({ node, status, command }) => {
    const line = onHost(node, command);
    return status === 0 ? line : `# ended with status ${status}: ${line.replaceAll("\n", "\n# ")}`;
  });
  return `#!/bin/bash\n# ${lab}\n\n${lines.join("\n")}\n`;
}

/** A simple command takes `ip netns exec NODE` before it; what only a shell understands goes to a shell there. */
function onHost(node: string, command: string): string {
  if (node === "host") return command;
  const isSimple =
    /^[\w/.-]+( +[\w/.:=@%+,-]+)*$/.test(command) && !/^(cd|export|set|source|\.|\w+=.*) /.test(`${command} `);
  return isSimple ? `ip netns exec ${node} ${command}` : `ip netns exec ${node} bash -c ${quote(command)}`;
}
