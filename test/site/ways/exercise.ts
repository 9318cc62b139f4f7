// Exercises done wholly in the page.

import type { Page } from "playwright-core";
import { exerciseFiles } from "../../../grader/grading/catalogue.ts";
import { truthsOf } from "../../../grader/grading/truths.ts";
import { project } from "../../../harness/ground/paths.ts";
import { exerciseOf } from "../../../harness/lab/own-exercise.ts";
import { stepsOf } from "../../../harness/lab/starting-point.ts";
import type { Way } from "../../browser.ts";
import { newFolder } from "../../folder.ts";
import { inBrowser } from "../browser.ts";
import { typed } from "../typed.ts";

const student = "student-1";

async function inFull(page: Page): Promise<void> {
  try {
    await page.locator(".score", { hasText: /^(\d+) \/ \1\b/ }).waitFor();
  } catch (error) {
    throw new Error(`Not in full: ${await page.locator("#checks").textContent()}`, { cause: error });
  }
}

const ways: Way[] = [
  {
    what: "lab 03: begun for a student, solved in the page's terminal, saved, and the file graded in full",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.goto(`${base}/en/03-bridge/`);
        await page.fill("#student", student);
        await page.click('[data-verb="exercise"]');
        await page.waitForSelector("#asked .tasks");
        const steps = await stepsOf("03-bridge", { student });
        const commands = steps.filter(({ given }) => !given).flatMap(({ commands }) => commands);
        await typed(page, "host", commands);
        await inFull(page);
        const download = page.waitForEvent("download");
        await page.click('[data-verb="save"]');
        const file = await download;
        if (file.suggestedFilename() !== "03-bridge.sh") throw new Error(`Saved as ${file.suggestedFilename()}`);
        const script = `${newFolder("saved")}/03-bridge.sh`;
        await file.saveAs(script);
        const words = ["grader/index.ts", "03", "--script", script, `--student=${student}`];
        const grader = Bun.spawn([process.execPath, ...words], { cwd: project, stdout: "pipe" });
        const said = await grader.stdout.text();
        if ((await grader.exited) !== 0) throw new Error(`The saved script does not pass:\n${said}`);
      }),
  },
  {
    what: "lab 05: questions answered in the page; the cables are drawn when all is right, and not before",
    run: () =>
      inBrowser(async ({ page, base }) => {
        await page.goto(`${base}/zh/05-iflink/`);
        await page.fill("#student", student);
        await page.click('[data-verb="exercise"]');
        await page.waitForSelector("#answers input");
        await page.waitForSelector("#picture svg");
        if (await page.locator("#picture .wire").count()) throw new Error("A cable is drawn");
        const { questions = [] } = (await exerciseOf("05-iflink", student))!;
        const { truths } = await truthsOf("05-iflink", exerciseFiles("05-iflink"), { student, timeout: 30 });
        const right = Object.assign({}, ...Object.values(truths!)) as Record<string, string[]>;
        for (const question of questions) await page.fill(`#answers [name="${question}"]`, right[question]!.join(" "));
        await page.click("#answers button");
        await inFull(page);
        await page.waitForSelector("#picture .wire", { state: "attached" });
        page.once("dialog", (dialog) => void dialog.dismiss());
        await page.click('[data-verb="exercise"]');
        if ((await page.locator("body").getAttribute("data-up")) !== "exercise")
          throw new Error("It did not ask first");
      }),
  },
];

export default ways;
