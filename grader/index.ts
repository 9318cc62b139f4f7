import { wantsHelp } from "../harness/command-line/read.ts";
import { mainly } from "../harness/ground/error.ts";
import { callOf, readCall } from "./call.ts";
import { up } from "./modes/up.ts";

await mainly(async () => {
  const { line, mode } = callOf(process.argv.slice(2));
  if (!wantsHelp(line)) return mode.run(readCall(line, mode));
  const { helpFor } = await import("../harness/command-line/help.ts");
  process.stdout.write(helpFor(line, mode === up ? undefined : mode));
  return 0;
});
