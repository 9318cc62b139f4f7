// A lab that root has up on the machine itself: seen, and out of reach.

import { nothing } from "../../../docs/site/live.ts";
import { statePart } from "../../../docs/site/state.ts";
import type { Way } from "../../browser.ts";
import { inBrowser } from "../browser.ts";

const ways: Way[] = [
  {
    what: "a lab on the machine: nothing can be pressed, no command goes into a terminal, and a sentence says why",
    run: () =>
      inBrowser(async ({ page, base }) => {
        const entry = { lab: "03-bridge", kind: "machine", anchor: { pid: 1, startTime: 0, boot: "" }, complete: true };
        const { markup } = statePart({ ...nothing, entry } as never, "en");
        const body = `event: state\ndata: ${JSON.stringify(markup)}\n\n`;
        await page.route("**/events/**", (route) => route.fulfill({ contentType: "text/event-stream", body }));
        await page.goto(`${base}/en/03-bridge/`);
        await page.waitForSelector('body[data-up="machine"]');
        await page.waitForSelector("#state:has-text('up on the machine itself')");
        const pressed = await page.locator("#live :is(button, input, select):enabled").count();
        if (pressed) throw new Error(`${pressed} of its buttons can be pressed`);
        if (await page.locator(".tools .type:visible").count()) throw new Error("A command goes into a terminal");
      }),
  },
];

export default ways;
