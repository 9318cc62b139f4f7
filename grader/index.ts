import { cut, languageAsked, wantsHelp } from "../harness/command-line/read.ts";
import { mainly } from "../harness/ground/error.ts";
import { speak } from "../harness/ground/spoken.ts";
import { writeStdout } from "../harness/kernel/stdout.ts";
import { callOf, readCall } from "./call.ts";
import { program } from "./modes/index.ts";
import { up } from "./modes/up.ts";

await mainly(async () => {
  const typed = process.argv.slice(2);
  speak(languageAsked(cut(program, typed)));
  const { line, mode } = callOf(typed);
  if (!wantsHelp(line)) return mode.run(readCall(line, mode));
  const { helpFor } = await import("../harness/command-line/help.ts");
  writeStdout(helpFor(line, mode === up ? undefined : mode));
  return 0;
});
