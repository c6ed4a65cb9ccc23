/**
 * @file Every view against axe in both colour schemes, wide and narrow, and one journey by keyboard alone.
 * axe reaches the page through the debugging protocol, so the page's own policy stays in force.
 */

import type { Page } from "@playwright/test";

import { EventEditor } from "./pages/calendar.ts";
import { Chat } from "./pages/chat.ts";
import { MessagesPage } from "./pages/messages.ts";
import { expectAccessible, NARROW, WIDE } from "./support/accessible.ts";
import { expect, test } from "./support/browser.ts";

test("the views without a model have no serious fault", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "An assistant that stays on this device" })).toBeVisible();
  await expectAccessible(page, "first run");

  const messages = new MessagesPage(page);
  await messages.open();
  await expectAccessible(page, "messages, empty");
  await messages.trySample();
  await expectAccessible(page, "import preview");
  await messages.confirm();
  await messages.run("Action items");
  await expectAccessible(page, "thread");
  await page.setViewportSize(NARROW);
  await page.getByRole("button", { name: "Summary", exact: true }).click();
  await expect(messages.actionItems).toBeVisible();
  await expectAccessible(page, "thread, answers in front");
  await page.setViewportSize(NARROW);
  await page.getByRole("button", { name: "Messages", exact: true }).click();
  await expectRoomForMessages(page, messages);
  await page.getByRole("button", { name: "Thread details" }).click();
  await expect(page.getByLabel("Which one is you?")).toBeVisible();
  await expectAccessible(page, "thread, details shown");
  await page.setViewportSize(WIDE);
  await messages.message("Call tomorrow at 4pm").getByRole("button", { name: "Draft an invite" }).click();
  const editor = new EventEditor(page);
  await expect(editor.dialog).toBeVisible();
  await expectAccessible(page, "editor");
  await editor.button("Keep as draft").click();
  await messages.backToThreads();
  await expectAccessible(page, "threads");
  await page.goto("/#/calendar");
  await page.getByRole("region", { name: "To check" }).getByRole("button").first().click();
  await expect(editor.dialog).toBeVisible();
  await expectAccessible(page, "calendar");
  for (const view of ["Models", "Privacy", "Settings"]) {
    await page.goto(`/#/${view.toLowerCase()}`);
    await expect(page.getByRole("heading", { level: 1, name: view })).toBeVisible();
    await expectAccessible(page, view);
  }
});

test("the lists and the search of the messages have no serious fault", async ({ page }) => {
  const messages = new MessagesPage(page);
  await messages.open();
  await messages.trySample();
  await messages.confirm();
  await messages.backToThreads();
  await messages.openList("People");
  await expect(page.getByRole("list", { name: "People" })).toBeVisible();
  await expectAccessible(page, "people");
  await messages.openList("Imports");
  await expect(page.getByRole("list", { name: "Imports" })).toBeVisible();
  await expectAccessible(page, "imports");
  await messages.search("cabin");
  await expect(messages.hits.first()).toBeVisible();
  await expectAccessible(page, "search");
  await page.goto("/?inbox=failed");
  await expect(page.getByText("Nothing could be taken over")).toBeVisible();
  await expectAccessible(page, "a share that was not kept");
});

test.describe("with the model installed", () => {
  test.use({ startWith: "model" });

  test("the chat has no serious fault", async ({ page }) => {
    await page.goto("/");
    const chat = new Chat(page);
    await expect(chat.message).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page, "empty chat");
    await expect(page.getByRole("link", { name: /^Model: .*Ready$/ })).toBeVisible({ timeout: 60_000 });
    await chat.ask("Name two colours.");
    await chat.finishedAnswer();
    await expectAccessible(page, "chat");
  });
});

test("by keyboard: import the sample, run action items, open and leave the editor", async ({ page }) => {
  await page.goto("/#/messages");
  const messages = new MessagesPage(page);
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Try the sample thread" }));
  await page.keyboard.press("Enter");
  await expect(messages.preview).toBeVisible();
  await tabTo(page, messages.preview.getByRole("button", { name: "Import 32 messages" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Weekend in Lindau" })).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: "Action items" }));
  await page.keyboard.press("Enter");
  await expect(messages.actionItems.getByRole("checkbox").first()).toBeVisible({ timeout: 30_000 });
  const opener = messages.actionItems.getByRole("button", { name: "Draft an invite" }).first();
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  const editor = new EventEditor(page);
  await expect(editor.field("Title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(editor.dialog).toBeHidden();
  await expect(opener).toBeFocused();

  const open = messages.actionItems.getByRole("checkbox", { checked: false }).last();
  const tick = messages.actionItems.getByRole("checkbox", {
    name: (await open.getAttribute("aria-label")) ?? "",
    exact: true,
  });
  await tabTo(page, tick);
  await page.keyboard.press("Space");
  await expect(tick).toBeChecked();

  const jump = messages.actionItems.getByRole("button", { name: "Source 1" }).first();
  await tabTo(page, jump, 120, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(messages.feed.locator('[aria-current="true"]')).toBeFocused();
});

/** On a narrow screen what stands above and below the messages takes at most a third of it. */
async function expectRoomForMessages(page: Page, { feed }: MessagesPage): Promise<void> {
  await expect(page.getByRole("region", { name: "Notifications" }).getByRole("button")).toHaveCount(0);
  const { height } = (await feed.boundingBox())!;
  expect(height).toBeGreaterThan((NARROW.height * 2) / 3);
}

/** Presses Tab until the element has the focus, as somebody without a mouse would. */
async function tabTo(
  page: Page,
  target: ReturnType<Page["getByRole"]>,
  atMost = 120,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  for (let presses = 0; presses < atMost; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached with ${atMost} presses of ${key}: ${target.toString()}`);
}
