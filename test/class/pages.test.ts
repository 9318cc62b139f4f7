// The pages of a class: stories rather than bars, every column to be reached, and for students a page that is theirs alone.

import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { distribution } from "../../grader/class/page/distribution.ts";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import { newFolder } from "../folder.ts";
import { bun } from "../run.ts";
import { withBrowser } from "../site/browser.ts";
import { outOf } from "./made.ts";

const folder = newFolder("pages");

type Point = LabGrade["checks"][number];
const point = (id: string, outcome: Point["outcome"], more: Partial<Point> = {}): Point => ({
  ...{ id, outcome, points: outcome === "pass" ? 4 : 0, maxPoints: 4, needs: [], durationMs: 1 },
  ...more,
});

const gradeWith = (checks: Point[]): LabGrade => ({
  ...{ lab: "03-bridge", score: checks.reduce((sum, { points }) => sum + points, 0), maxScore: 16, complaints: [] },
  ...{
    checks,
    evidence: { state: "the drawing", walk: "the frames", picture: "<svg xmlns='http://www.w3.org/2000/svg'/>" },
  },
});

const right = gradeWith(["bridge", "bridge-address", "reach", "pair-docker1"].map((id) => point(id, "pass")));
/** One slip: a check that says where it is, and what suffers from it. */
const inDocker1 = gradeWith([
  point("bridge", "fail", {
    actual: "nothing",
    elsewhere: [{ what: "link", name: "docker0", wanted: "host", node: "docker1" }],
  }),
  point("bridge-address", "fail", { actual: [] }),
  point("reach", "fail", { actual: "lost" }),
  point("pair-docker1", "pass"),
]);
const nothing = gradeWith(
  ["bridge", "bridge-address", "reach", "pair-docker1"].map((id) => point(id, "fail", { actual: "nothing" })),
);

const long = "Gus Roe-Featherstonehaugh the Third of Somewhere";
const students = [
  { id: "1", name: "Ann Lee", scores: { "03-bridge": right, "04-arp": 16 } },
  { id: "2", name: "王伟", scores: { "03-bridge": inDocker1 } },
  { id: "3", name: "علي حسن", scores: { "03-bridge": inDocker1, "04-arp": 3 } },
  { id: "4", name: long, scores: { "03-bridge": nothing } },
  { id: "5", name: "Pat <b>Missing</b>" },
];

async function written(lang: "en" | "zh") {
  const out = mkdtempSync(join(folder, "out-"));
  const pub = mkdtempSync(join(folder, "pub-"));
  const part = outOf(students, { labs: ["03-bridge", "04-arp"] });
  const { status, err } = await bun(["grader/index.ts", "merge", part, "--out", out, "--publish", pub, "--lang", lang]);
  expect({ status, err }).toEqual({ status: 1, err: "" });
  return { out, pub };
}

const [en, zh] = await Promise.all([written("en"), written("zh")]);

test("one slip is one story, with whom it happened to; not a bar for each check that suffers", () => {
  const page = readFileSync(join(en.out, "index.html"), "utf8");
  expect(page).toContain("<b>2 students</b> (50 %): docker0 is in docker1, not on the host");
  expect(page).toContain("<b>1 student</b> (25 %): nothing of it is there: no check passes");
  expect(page.match(/<b>\d+ students?<\/b> \(/g)).toHaveLength(2 + 1);
  expect(page).toContain("Pat &lt;b&gt;Missing&lt;/b&gt;");
  expect(readFileSync(join(zh.out, "index.html"), "utf8")).toContain("<b>2 名学生</b>（50 %）：docker0 在 docker1 里");
});

test("what the kernel makes up anew in each world divides nobody: a slip of two is one story, in words", async () => {
  const slip = (mac: string) => {
    const local = { family: "inet6", local: `fe80::${mac}`, prefixlen: 64 };
    const actual = [{ family: "inet", local: "172.17.0.2", prefixlen: 24 }, local];
    return gradeWith([point("bridge", "pass"), point("address-docker1", "fail", { actual })]);
  };
  const results = ["30bd:c0ff:fea2:9649", "8a0:deff:fe0e:9ae4"].map((mac) => ({ scores: { "03-bridge": slip(mac) } }));
  const out = mkdtempSync(join(folder, "out-"));
  const part = outOf(
    results.map((one, at) => ({ id: `s${at}`, ...one })),
    { labs: ["03-bridge"] },
  );
  await bun(["grader/index.ts", "merge", part, "--out", out, "--lang", "en"]);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain(
    "<b>2 students</b> (100 %): eth0 of docker1 has the address 172.17.0.2/16: 172.17.0.2/24, fe80::…/64",
  );
});

test("points are spread over ten parts, and those who have all", () => {
  expect(distribution([0, 0.05, 0.1, 0.99, 1, 1.2])).toEqual({ counts: [2, 1, 0, 0, 0, 0, 0, 0, 0, 1], full: 2 });
});

test("a published page has a name that nobody guesses, and nothing of others, nor the command", async () => {
  const files = readdirSync(en.pub).filter((file) => file !== "index.html");
  expect(files).toHaveLength(students.length);
  for (const file of files) expect(file).toMatch(/^[0-9a-f]{32}\.html$/);
  const whose = Object.fromEntries(
    readFileSync(join(en.out, "published.csv"), "utf8")
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => [line.split(",")[0], line.split(",").at(-1)!]),
  );
  const page = readFileSync(join(en.pub, whose["2"]!), "utf8");
  const own = readFileSync(join(en.out, "students/2.html"), "utf8");
  const third = "ip link add docker0 type bridge"; // the last hint of its first check
  expect(own).toContain(third);
  expect(page).not.toContain(third);
  for (const other of ["Ann Lee", "علي حسن", "index.html", "students/"]) expect(page).not.toContain(other);
  for (const text of ["王伟", "data:image/svg+xml;base64,", "the frames", "noindex"]) expect(page).toContain(text);
  expect(readFileSync(join(en.pub, "index.html"), "utf8")).not.toContain(".html");
});

test("a page keeps its name from one time to the next", async () => {
  const again = mkdtempSync(join(folder, "again-"));
  const { err } = await bun([
    "grader/index.ts",
    "merge",
    en.out,
    "--out",
    en.out.replace("out-", "copy-"),
    "--publish",
    again,
  ]);
  expect(err).toBe("");
  expect(readdirSync(again)).toEqual(readdirSync(en.pub));
});

test("nothing is published where the instructor's pages would be published with it", async () => {
  const web = mkdtempSync(join(folder, "web-"));
  for (const out of [web, join(web, "grades")]) {
    const { err, status } = await bun([
      "grader/index.ts",
      "merge",
      en.out,
      "--out",
      out,
      "--publish",
      web,
      "--lang",
      "en",
    ]);
    expect({ err, status }).toEqual({ status: 2, err: expect.stringContaining("the pages of all are there") });
  }
});

test("in a browser: sorted, filtered, narrowed to a lab; every column can be reached, at both widths, in both languages", async () => {
  await withBrowser(async (browser) => {
    for (const { out, pub } of [en, zh])
      for (const width of [1280, 390]) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        const failures: string[] = [];
        page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
        page.on("pageerror", (error) => failures.push(error.message));
        const isWithin = () => page.evaluate("document.documentElement.scrollWidth <= innerWidth");
        for (const file of [join(out, "students/2.html"), join(pub, readdirSync(pub)[0]!)]) {
          await page.goto(`file://${file}`);
          expect(await isWithin()).toBe(true);
        }
        await page.goto(`file://${join(out, "index.html")}`);
        expect(await isWithin()).toBe(true);
        // the last column of each table, scrolled to, is on the screen, and the name is not thin
        const seen = await page.evaluate<boolean[]>(`[...document.querySelectorAll(".wide")].map((wide) => {
          wide.scrollLeft = wide.scrollWidth;
          const { right } = wide.querySelector("tbody tr").lastElementChild.getBoundingClientRect();
          const name = wide.querySelector("tbody th").getBoundingClientRect();
          return right <= innerWidth + 1 && name.left >= 0 && name.width > 90;
        })`);
        expect(seen).toEqual(seen.map(() => true));
        const rows = () => page.locator("#overview tbody tr:visible th a").allInnerTexts();
        await page.locator("#overview thead button").nth(1).click();
        expect((await rows()).at(-1)).toBe("Ann Lee"); // by the total, upwards
        await page.locator("#overview thead button").nth(1).click();
        expect((await rows())[0]).toBe("Ann Lee");
        await page.fill("#filter", "王");
        expect(await rows()).toEqual(["王伟"]);
        await page.fill("#filter", "");
        await page.selectOption("#state", "missing");
        expect((await rows()).length).toBe(3);
        await page.selectOption("#state", "");
        await page.selectOption("#lab", "04-arp");
        expect(await page.locator("section[data-lab]:visible").count()).toBe(1);
        expect(failures).toEqual([]);
        await page.close();
      }
  });
}, 60_000);
