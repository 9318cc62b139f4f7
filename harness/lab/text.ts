import { studentOf } from "../student/id.ts";
import { valuesOf } from "../student/values.ts";
import { courseText } from "../text/course.ts";
import { languageOf } from "../text/language.ts";
import { pages } from "../text/pages.ts";
import { find } from "../world/registry.ts";
import type { EveryFlag } from "./verb.ts";

/** Shows the course text, on a terminal page by page; with an exercise's own values where one is up for a student. */
export async function text(lab: string, flags: EveryFlag): Promise<number> {
  const entry = find(lab);
  const student = entry?.student && studentOf(entry);
  const whole = pages(courseText(lab, languageOf(flags.lang), valuesOf(lab, student).of));
  const less = process.stdout.isTTY && Bun.which("less");
  if (!less) {
    await Bun.write(Bun.stdout, whole); // all of it, before the process ends
    return 0;
  }
  process.on("SIGINT", () => {}); // the pager's own key
  // -R: colours; -F: what fits is only printed; -X: it stays on the screen afterwards
  const pager = Bun.spawn([less, "-RFX"], { stdio: [new Blob([whole]), "inherit", "inherit"] });
  return pager.exited;
}
