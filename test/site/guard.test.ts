// Who may talk to the site: a page of another site must be able to do nothing, whatever name it found for this machine.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { serve } from "../../docs/site/server.ts";

let site: Awaited<ReturnType<typeof serve>>;
let port = 0;
const key = "a-key-of-this-test";

beforeAll(async () => {
  site = await serve(0, key);
  port = site.server.port!;
});
afterAll(() => site.stop());

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`http://127.0.0.1:${port}${path}`, { method, headers, redirect: "manual" });
const own = () => ({ cookie: `course=${key}`, host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` });

test("the printed URL gives a cookie, and leads to the page without the key", async () => {
  const { status, headers } = await ask(`/?key=${key}`);
  expect(status).toBe(303);
  expect(headers.get("location")).toBe("/");
  expect(headers.get("set-cookie")).toBe(`course=${key}; Path=/; HttpOnly; SameSite=Strict`);
});

test("with the cookie there are pages in both languages; what there is not is 404", async () => {
  for (const path of ["/en/", "/zh/", "/en/03-bridge/", "/zh/08-cni/", "/search/zh.json"])
    expect(`${path} ${(await ask(path, own())).status}`).toBe(`${path} 200`);
  for (const path of ["/en/99-x/", "/fr/", "/en/../../package.json", "/assets/../server.ts"])
    expect(`${path} ${(await ask(path, own())).status}`).toBe(`${path} 404`);
});

test("every page carries the policy, and no script stands in it", async () => {
  const answer = await ask("/en/03-bridge/", own());
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(await answer.text()).not.toMatch(/<script(?![^>]* src=)|\son\w+=/);
});

describe("refused", () => {
  const calls: [string, string, Record<string, string>, string?][] = [
    ["without the cookie", "/en/", { cookie: "" }],
    ["with another key", "/en/", { cookie: "course=nope" }],
    [
      "by another name of this machine (DNS rebinding)",
      "/en/",
      { host: "evil.example:80", origin: "http://evil.example:80" },
    ],
    ["a page's post from another site", "/act", { origin: "http://evil.example" }, "POST"],
    ["a post without an origin", "/act", { origin: "" }, "POST"],
    ["a post that the browser says comes from elsewhere", "/act", { "sec-fetch-site": "cross-site" }, "POST"],
    ["events for another site", "/events/03-bridge", { origin: "http://evil.example" }],
    [
      "a terminal for another site",
      "/terminal?lab=03-bridge&node=host&id=12345678",
      { upgrade: "websocket", connection: "upgrade", origin: "http://evil.example" },
    ],
    [
      "a terminal without an origin",
      "/terminal?lab=03-bridge&node=host&id=12345678",
      { upgrade: "websocket", connection: "upgrade", origin: "" },
    ],
  ];
  for (const [what, path, change, method] of calls)
    test(what, async () => {
      const headers: Record<string, string> = { ...own(), ...change };
      for (const [name, value] of Object.entries(headers)) if (value === "") delete headers[name];
      expect([401, 403, 421]).toContain((await ask(path, headers, method)).status);
    });

  test("what changes something cannot be got", async () => {
    for (const path of ["/act", "/save/03-bridge", "/walk/03-bridge"])
      expect((await ask(path, own())).status).toBe(404);
  });
});
