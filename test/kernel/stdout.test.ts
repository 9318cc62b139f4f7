// All of a program's output arrives, however slowly it is read; and where nobody reads on, the program goes on without a word.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";

const lines = 300_000; // 2 MB: far more than a pipe holds

const program = `
  const { writeStdout } = await import(${JSON.stringify(join(project, "harness/kernel/stdout.ts"))});
  process.stdout.isTTY; // with this the pipe no longer waits: Bun's own output is not to
  writeStdout(Array.from({ length: ${lines} }, (_, line) => line + "\\n").join(""));
  writeStdout("the end\\n");
  process.exit(7);
`;

/** Behind a pipe of the shell's; what was read, what was complained of, and the program's status. */
function behind(reader: string) {
  const script = `{ "$0" -e "$1"; echo "status $?" >&2; } | ${reader}`;
  const { stdout, stderr } = Bun.spawnSync(["bash", "-c", script, process.execPath, program]);
  return { read: stdout.toString(), said: stderr.toString() };
}

test("read slowly, it is all there", () => {
  const { read, said } = behind("{ sleep 0.3; tail -n 2; }");
  expect({ read, said }).toEqual({ read: `${lines - 1}\nthe end\n`, said: "status 7\n" });
});

test("read in part, there is no complaint, and the status is the program's own", () => {
  expect(behind("head -n 1")).toEqual({ read: "0\n", said: "status 7\n" });
});
