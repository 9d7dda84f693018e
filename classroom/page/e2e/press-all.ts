// Presses every button on the page, and every one that appears because of it, once of each kind.

import type { Page } from "playwright-core";

/** At most this many in one view: a page that makes new buttons without end is noticed. */
const most = 80;
/** In real milliseconds. */
const patience = 5000;

/** Adds to `pressed` what it has pressed, by its words: numbers are N. */
export async function pressAll(page: Page, pressed: Set<string>): Promise<void> {
  for (let turn = 0; turn < most; turn++) {
    await page.locator(".loading").first().waitFor({ state: "detached", timeout: patience });
    const kind = await page.evaluate(markNext, [...pressed]);
    if (kind === null) return;
    try {
      await page.locator("[data-press]").click({ timeout: patience });
      pressed.add(kind);
    } catch (error) {
      if (await page.evaluate(isInReach)) throw error; // else the page has drawn another one, or a dialog before it
    }
    await page.evaluate(() => document.querySelector("[data-press]")?.removeAttribute("data-press"));
  }
  throw new Error(`more than ${most} kinds of buttons on one page: ${[...pressed].join(", ")}`);
}

/** In the browser. null: every one was pressed. */
function markNext(pressed: readonly string[]): string | null {
  const repeated = ["node", "cell", "run-name", "list-item", "skip"];
  const within = document.querySelector("dialog[open]") ?? document;
  for (const details of within.querySelectorAll("details")) details.open = true;
  for (const button of within.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")) {
    if (!button.checkVisibility()) continue;
    const words = (button.getAttribute("aria-label") ?? button.textContent).trim();
    const place = button.closest("[aria-label], table, .inspector-head, details");
    const placeName = place?.getAttribute("aria-label")?.replace(/\S*\d\S*/g, "N") ?? place?.className ?? "";
    const kind =
      repeated.find((name) => button.classList.contains(name)) ??
      (button.classList.contains("link") ? `link in ${placeName}` : words.replace(/\S*\d\S*/g, "N"));
    if (pressed.includes(kind)) continue;
    button.dataset["press"] = "";
    return kind;
  }
  return null;
}

/** In the browser. The button that was chosen is still there, and no dialog that has opened meanwhile covers it. */
function isInReach(): boolean {
  return (document.querySelector("dialog[open]") ?? document).querySelector("[data-press]") !== null;
}
