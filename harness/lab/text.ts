import { isTerminal } from "../ground/terminal.ts";
import { studentOf } from "../student/id.ts";
import { valuesOf } from "../student/values.ts";
import { courseText } from "../text/course.ts";
import { languageOf } from "../text/language.ts";
import { pages } from "../text/pages.ts";
import { find } from "../world/registry.ts";
import type { EveryFlag } from "./verb.ts";

/** How to go on and how to leave. less(1) shows no Chinese in its last line, so that is said above the text. */
const keys = {
  en: { above: "", last: "?e(END)  q\\: leave, b\\: back:Space\\: go on, b\\: back, q\\: leave." },
  zh: { above: "空格：往下翻；b：往回翻；q：离开\n\n", last: "?e(END)  q, b:Space, b, q." },
};

/** Shows the course text, on a terminal page by page; with an exercise's own values where one is up for a student. */
export async function text(lab: string, flags: EveryFlag): Promise<number> {
  const entry = find(lab);
  const student = entry?.student && studentOf(entry);
  const language = languageOf(flags.lang);
  const whole = pages(courseText(lab, language, valuesOf(lab, student).of));
  const less = isTerminal(1) && Bun.which("less");
  if (!less) {
    await Bun.write(Bun.stdout, whole); // all of it, before the process ends
    return 0;
  }
  process.on("SIGINT", () => {}); // the pager's own key
  // -R: colours; -F: what fits is only printed; -X: it stays on the screen afterwards; -P: the last line
  const pager = Bun.spawn([less, "-RFX", `-P${keys[language].last}`], {
    stdio: [new Blob([keys[language].above, whole]), "inherit", "inherit"],
    env: { ...process.env, LESSCHARSET: "utf-8" }, // Chinese, also where the locale is another one
  });
  return pager.exited;
}
