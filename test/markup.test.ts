// The template of reports, pages and pictures: what is put in is text, unless it is markup.

import { expect, test } from "bun:test";
import { type Markup, markup, raw } from "../harness/text/markup.ts";

test("text is escaped, in an element and in an attribute", () => {
  const name = `"><script>alert('&')</script>`;
  const escaped = "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;";
  expect(markup`<b title="${name}">${name}</b>`.markup).toBe(`<b title="${escaped}">${escaped}</b>`);
});

test("what would steer a terminal or turn the direction of writing is spelt out", () => {
  expect(markup`${"a\x1b[31m\0\u202eb\ud800\n"}`.markup).toBe("a\\u001b[31m\\u0000\\u202eb\ufffd\n");
});

test("markup stays, lists are joined, nothing is nothing", () => {
  const items = ["a<", "b"].map((text) => markup`<li>${text}</li>`);
  expect(markup`<ul>${items}</ul>${undefined}${false}${0}${""}${raw("<hr>")}`.markup).toBe(
    "<ul><li>a&lt;</li><li>b</li></ul>0<hr>",
  );
});

test("what was read from a file cannot say of itself that it is markup", () => {
  const read = JSON.parse('{ "markup": "<script>" }') as Markup;
  expect(markup`${read}`.markup).not.toContain("<script>");
});
