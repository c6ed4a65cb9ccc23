/** @file A long thread in a browser that does not hold the scroll position itself, as Safari: the page does it. */

import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";

test.use({ startWith: "nothing" });

test("a jump ends at its message, and what is read stays in its place once scrolling has stopped", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS);
    Object.assign(CSS, {
      supports: (property: string, value: string) =>
        property !== "overflow-anchor" && supports(property, value),
    });
    // And Chromium's own is off for every list that appears.
    new MutationObserver(() => {
      for (const list of document.querySelectorAll<HTMLElement>('section[aria-label="Messages"]'))
        list.style.overflowAnchor = "none";
    }).observe(document, { childList: true, subtree: true });
  });
  const messages = new MessagesPage(page);
  await messages.open();
  await messages.importFile({ name: "WhatsApp Chat with Everyone.txt", content: unevenChat(4000) });
  await page.getByRole("button", { name: "Search this thread" }).click();
  await messages.search("number 2345");
  await messages.hits.getByRole("link").click();
  const target = messages.feed.locator('[aria-current="true"]');
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();

  await watchRenders(page);
  await messages.feed.hover();
  for (let step = 0; step < 12; step++) {
    const row = messages.visibleRow();
    await expect(row).toBeVisible();
    await page.mouse.wheel(0, -600);
    await page.waitForTimeout(60);
  }
  const before = await topOfFirstVisible(page);
  await page.waitForTimeout(700);
  const after = await topOfFirstVisible(page);
  expect(after).toEqual(before);
  expect(await page.evaluate(() => document.documentElement.dataset["moved"])).toBeUndefined();
});

/** Notes on the page by how much a render left what was visible out of its place, before anything else could run. */
function watchRenders(page: import("@playwright/test").Page): Promise<void> {
  return page.evaluate(() => {
    const list = document.querySelector<HTMLElement>('section[aria-label="Messages"]')!;
    let held: { row: HTMLElement; top: number; scrollTop: number } | null = null;
    const look = (): void => {
      const { top } = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll<HTMLElement>("[data-message-id]")];
      const row = rows.find((one) => one.getBoundingClientRect().bottom > top);
      held = row ? { row, top: row.getBoundingClientRect().top, scrollTop: list.scrollTop } : null;
      requestAnimationFrame(look);
    };
    look();
    new MutationObserver(() => {
      if (!held?.row.isConnected) return;
      const moved = held.row.getBoundingClientRect().top - held.top;
      const { dataset } = document.documentElement;
      if (Math.abs(moved) > 2)
        dataset["moved"] = `${dataset["moved"] ?? ""} ${moved}/${list.scrollTop - held.scrollTop}`;
    }).observe(list, { childList: true, subtree: true });
  });
}

/** Which message stands where at the top of the list. */
function topOfFirstVisible(page: import("@playwright/test").Page): Promise<[string | undefined, number]> {
  return page.evaluate(() => {
    const list = document.querySelector('section[aria-label="Messages"]')!;
    const { top } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll<HTMLElement>("[data-message-id]")];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > top);
    return [first?.dataset["messageId"], Math.round((first?.getBoundingClientRect().top ?? 0) - top)];
  });
}

/** Long and short messages in long runs, so that estimates are wrong by much. */
function unevenChat(count: number): string {
  const lines: string[] = [];
  for (let number = 0; number < count; number++) {
    const clock = `${String(Math.floor(number / 60) % 24).padStart(2, "0")}:${String(number % 60).padStart(2, "0")}`;
    const date = new Date(Date.UTC(2024, 0, 20 + Math.floor(number / 1440))).toISOString().slice(0, 10);
    const more = number % 90 < 30 ? "\nline".repeat(8) : "";
    lines.push(
      `${date.split("-").toReversed().join("/")}, ${clock} - Person ${number % 3}: number ${number}${more}\n`,
    );
  }
  return lines.join("");
}
