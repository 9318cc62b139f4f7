// One page of HTML that needs nothing else: no script, no font, no picture from elsewhere, and a policy that says so.

import { createHash } from "node:crypto";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";

type More = {
  style?: string;
  /** Ours: the policy names it by its hash, and nothing else runs. */
  script?: string | undefined;
  /** It shows pictures that are in it. */
  hasPictures?: boolean;
  /** For one person: no search engine and no other page is told of it. */
  isPrivate?: boolean;
};

const policyOf = ({ script, hasPictures }: More): Markup => {
  const own = script && `; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;
  return raw(`default-src 'none'; style-src 'unsafe-inline'${hasPictures ? "; img-src data:" : ""}${own ?? ""}`);
};

/** The page as a file's text. */
export const page = (title: string, language: Language, body: Markup, more: More = {}): string =>
  markup`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(more)}">${more.isPrivate && raw('\n<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">')}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(style + (more.style ?? ""))}</style>
</head>
<body>
<main>
${body}</main>
${more.script && raw(`<script>${more.script}</script>\n`)}</body>
</html>
`.markup;

/** The course's words as HTML: they mark code with backticks. */
export const code = (text: string): Markup =>
  markup`${text.split(/`([^`]+)`/).map((part, at) => (at % 2 ? markup`<code>${part}</code>` : part))}`;

const style = `
:root { --text: #1d2329; --dim: #59636e; --page: #fff; --card: #f5f7f9; --line: #d5dbe1;
  --pass: #17702f; --fail: #b3261e; --skip: #59636e; --error: #8a5a00 }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --dim: #9aa5b1; --page: #14181c;
  --card: #1d2329; --line: #38414a; --pass: #5fce7e; --fail: #ff8a80; --skip: #9aa5b1; --error: #f0b95a } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem }
h1, h2, h3, p { margin: 0 } h2 { font-size: 1.2rem } h3 { font-size: 1rem; flex: 1 1 15rem }
section { margin-top: 1.5rem } section > header { border-bottom: 2px solid var(--line) }
.score { font-weight: bold } .student { color: var(--dim); font-weight: normal }
ol { list-style: none; margin: 0; padding: 0 } details ol { list-style: decimal; padding-left: 1.5rem }
section > ol > li { margin-top: .5rem; padding: .5rem .75rem; background: var(--card);
  border-left: .3rem solid var(--line); break-inside: avoid }
.mark, .outcome { font-weight: bold }
.pass .mark, .pass .outcome { color: var(--pass) } .fail .mark, .fail .outcome { color: var(--fail) }
.skip .mark, .skip .outcome { color: var(--skip) } .error .mark, .error .outcome { color: var(--error) }
section > ol > .task { margin-top: 1rem; padding: 0; background: none; border: 0 } .task p:first-child { flex: 1 1 12rem }
section > ol > .fail { border-left-color: var(--fail) } section > ol > .error { border-left-color: var(--error) }
.complaint { margin-top: .5rem; color: var(--error); white-space: pre-wrap }
figure { margin: .75rem 0; overflow-x: auto } figure svg { max-width: 100%; height: auto; min-width: min(var(--wide), max(340px, var(--wide) * 0.75)) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .25rem 0 0 }
dt, summary { color: var(--dim) } dd { margin: 0; white-space: pre-wrap } code { font: .9em ui-monospace, monospace }
pre { overflow-x: auto; margin: .25rem 0 0; padding: .5rem .75rem; background: var(--card); font: .85rem/1.4 ui-monospace, monospace;
  white-space: pre; overflow-wrap: normal }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .35rem } }
@media print { body { max-width: none; padding: 0 } section > ol > li { border: 1px solid; background: none } }
`;
