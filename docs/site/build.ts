// The course as files, for reading: for any web server, or opened from a disk.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { statesOf } from "../../harness/lab/course.ts";
import { labNames } from "../../harness/lab/names.ts";
import { picturesOf } from "../../harness/lab/pictures.ts";
import type { Language } from "../../harness/text/language.ts";
import { assets, staticScript } from "./assets.ts";
import { home } from "./home.ts";
import { labPage } from "./lab.ts";
import { page } from "./page.ts";
import { pictureTo } from "./pictures.ts";
import { recordedPart } from "./recorded.ts";
import { searchIndex } from "./search.ts";
import { partsOf } from "./text.ts";
import { words } from "./words.ts";

/** Writes the site below the folder; gives how many files. */
export async function build(folder: string): Promise<number> {
  let count = 0;
  const write = (path: string, text: string | Uint8Array) => {
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      count++;
    } catch (error) {
      throw new Mistake(`Cannot write the site to "${folder}": ${reasonOf(error)}`, "bun docs build OTHER-FOLDER");
    }
  };
  const style = (await assets()).get("style.css")!;
  write("assets/style.css", style.bytes);
  write("assets/static.js", await staticScript());
  write("index.html", entrance);
  for (const lab of labNames()) {
    const pictures = picturesOf(lab);
    for (const { section } of pictures) write(`pictures/${lab}/${section}.svg`, pictureTo(pictures, section)!);
  }
  for (const language of ["en", "zh"] as const) {
    write(`assets/search-${language}.js`, `var searchIndex = ${JSON.stringify(searchIndex(language))};\n`);
    const say = words[language];
    const other: Language = language === "en" ? "zh" : "en";
    const frame = { language, isStatic: true };
    const body = home(statesOf(language), language, true);
    write(`${language}/index.html`, page({ ...frame, title: say.course, root: "../", other: `${other}/`, body }));
    for (const lab of labNames()) {
      const parts = partsOf(lab, language);
      const title = (parts.find(({ id }) => id === lab)?.title ?? lab).replaceAll("`", "");
      const body = labPage({
        lab,
        language,
        parts,
        pictures: picturesOf(lab),
        folder: `../../pictures/${lab}/`,
        live: recordedPart(lab, language),
        beside: say.walk,
      });
      const names = { title: `${lab.slice(0, 2)} ${title}`, root: "../../", other: `${other}/${lab}/` };
      write(`${language}/${lab}/index.html`, page({ ...frame, ...names, body }));
    }
  }
  return count;
}

const entrance = `<!doctype html>
<meta charset="utf-8">
<title>Container Network Labs</title>
<p><a href="en/index.html">English</a> · <a href="zh/index.html">中文</a></p>
`;
