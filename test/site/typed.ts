import type { Page } from "playwright-core";

/** Opens a node's terminal in the page, and types the lines into it once its shell is there. */
export async function typed(page: Page, node: string, lines: readonly string[]): Promise<void> {
  await page.click(`#terminals button:text-is("${node}")`);
  await page.waitForSelector(`.terminal[aria-label="${node}"] .xterm-accessibility:has-text("${node}:")`, {
    state: "attached",
  });
  for (const line of lines) await page.keyboard.type(`${line}\n`);
}
