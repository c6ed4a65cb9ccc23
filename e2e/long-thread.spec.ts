/**
 * @file A thread of 100,000 messages: reading it, scrolling through it and searching it leave the page responsive. Machines
 * differ, so the measure is what drawing as many rows as may be in the page takes on this one.
 */

import type { BrowserContext, Page } from "@playwright/test";

import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import { cpuMsOf, recordMainThread } from "./support/main-thread.ts";

const MESSAGES = 100_000;
/** Never more than what fits the window and its margins. */
const MAX_ROWS = 400;
/** A frame also runs code, paints and is disturbed; drawing the whole thread would take two hundred times as long. */
const FRAME_FACTOR = 4;

test.use({ startWith: "nothing" });

test("100,000 messages scroll and are searched without a long task, and only some are in the page", async ({
  context,
  page,
}) => {
  test.setTimeout(400_000);
  const messages = new MessagesPage(page);
  await messages.open();
  await messages.choose({ name: "WhatsApp Chat with Everyone.txt", content: longChat() });
  const confirm = messages.preview.getByRole("button", { name: "Import 100,000 messages" });
  await expect(confirm).toBeEnabled({ timeout: 120_000 });
  await confirm.click();
  await expect(messages.feed.getByRole("article").last()).toContainText("number 99999 ", {
    timeout: 200_000,
  });
  await messages.expectChosen(MESSAGES);

  // The index is made in the background; a search waits for it.
  await page.getByRole("button", { name: "Search this thread" }).click();
  await messages.searchField.fill("number 54321");
  await expect(messages.hits).toHaveCount(1, { timeout: 200_000 });

  const recording = await recordMainThread(context, page);
  await messages.hits.getByRole("link").click();
  const target = messages.feed.locator('[aria-current="true"]');
  await expect(target).toContainText("number 54321 ");
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  expect(await target.getAttribute("aria-posinset")).toBe("54322");

  await messages.feed.hover();
  for (let step = 0; step < 60; step++) {
    await page.mouse.wheel(0, step % 20 === 19 ? -4000 : 700);
    await page.waitForTimeout(30);
  }
  for (const share of [0.9, 0.1, 0.5, 0.25]) {
    await messages.feed.evaluate((feed, part) => (feed.scrollTop = feed.scrollHeight * part), share);
    await expect(messages.visibleRow()).toBeVisible();
    expect(await messages.feed.getByRole("article").count()).toBeLessThan(MAX_ROWS);
  }
  await messages.feed.focus();
  await page.keyboard.press("Home");
  await expect(messages.feed.getByRole("article").first()).toContainText("number 0 ");
  await expect(messages.feed.getByRole("article").first()).toBeInViewport();
  await page.keyboard.press("End");
  await expect(messages.feed.getByRole("article").last()).toContainText("number 99999 ");

  const tasks = await recording.stop();
  const longest = tasks.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 5);
  test.info().annotations.push({
    type: "main thread",
    description: `${tasks.length} tasks; longest ${longest.map(({ cpuMs }) => cpuMs.toFixed(0)).join(", ")} ms`,
  });
  expect(tasks.length).toBeGreaterThan(100);
  const rowsMs = await timeOfRows(context, page, messages);
  expect(longest.filter(({ cpuMs }) => cpuMs > FRAME_FACTOR * rowsMs)).toEqual([]);
});

/** @returns the processor time of `drawCopies` for `MAX_ROWS` rows, in milliseconds */
function timeOfRows(context: BrowserContext, page: Page, messages: MessagesPage): Promise<number> {
  return cpuMsOf(context, page, () => messages.feed.evaluate(drawCopies, MAX_ROWS));
}

/** In the page: makes and lays out rows like those that are there. */
function drawCopies(feed: Element, count: number): void {
  const rows = [...feed.querySelectorAll("article")];
  const copies = document.createElement("div");
  for (let at = 0; at < count; at++) copies.append(rows[at % rows.length]!.cloneNode(true));
  feed.append(copies);
  copies.getBoundingClientRect();
  copies.remove();
}

/** About 60 messages a day, some long, as an Android phone exports them. */
function longChat(): string {
  const lines: string[] = [];
  for (let number = 0; number < MESSAGES; number++) {
    const day = new Date(Date.UTC(2020, 0, 1 + Math.floor(number / 60)));
    const date = day.toISOString().slice(0, 10).split("-").toReversed().join("/");
    const clock = `${String(8 + Math.floor((number % 60) / 6)).padStart(2, "0")}:${String(number % 60).padStart(2, "0")}`;
    const more = number % 7 === 0 ? " and what else there is to say about it".repeat(1 + (number % 9)) : "";
    lines.push(`${date}, ${clock} - Person ${number % 5}: this is number ${number} of many${more}\n`);
  }
  return lines.join("");
}
