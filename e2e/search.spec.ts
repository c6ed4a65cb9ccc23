/** @file Journey: find messages, see who wrote them, take one import of several back. */

import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT, IOS_CHAT, LONGER_ANDROID_CHAT, THAI_CHAT } from "./support/chats.ts";

test.use({ startWith: "nothing" });

let messages: MessagesPage;

test.beforeEach(async ({ page }) => {
  messages = new MessagesPage(page);
  await messages.open();
});

test("three formats are searched together, with the words marked; a hit leads to its message and back", async ({
  page,
}) => {
  await messages.importFile(ANDROID_CHAT);
  await messages.backToThreads();
  await messages.importFile(IOS_CHAT);
  await messages.backToThreads();
  await messages.paste("Mara: is the oak table still free?\nOla: yes, it stands at the cafe");
  await messages.preview.getByRole("button", { name: /^Use / }).click();
  await messages.confirm();
  await messages.backToThreads();

  await messages.search("oak");
  await expect(messages.searchStatus).toHaveText("4 messages found.");
  await expect(messages.hits.filter({ hasText: "Kitchen floor" })).toHaveCount(3);
  await expect(messages.hits.filter({ hasText: "Mara" }).locator("mark")).toHaveText("oak");

  await messages.search("order FLOOR");
  await expect(messages.hits).toHaveCount(1);
  await expect(messages.hits.locator("mark")).toHaveText(["order", "floor"]);
  await messages.hits.getByRole("link").click();
  const target = messages.feed.locator('[aria-current="true"]');
  await expect(target).toContainText("Lena, please order the oak floor before Friday.");
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  await page.getByRole("link", { name: "Back to the search" }).click();
  await expect(messages.searchField).toHaveValue("order FLOOR");
  await expect(messages.hits).toHaveCount(1);

  await messages.search("zzzz");
  await expect(messages.searchStatus).toHaveText("No message has these words.");
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(messages.threads).toBeVisible();
});

test("accents do not matter, Thai words are found, misspelt ones are offered as similar", async () => {
  await messages.importFile(THAI_CHAT);
  await messages.backToThreads();
  await messages.search("cafe zoe");
  await expect(messages.hits).toContainText("Treffen im Café");
  await messages.search("สนามบิน");
  await expect(messages.hits).toContainText("พรุ่งนี้เจอกันที่สนามบิน");
  await messages.search("reservtion");
  await expect(messages.searchStatus).toHaveText(
    "No message has exactly these words. 1 message with similar ones:",
  );
  await expect(messages.hits.locator("mark")).toHaveText("Reservation");
});

test("the search of one thread, from one person, by time", async ({ page }) => {
  await messages.importFile(ANDROID_CHAT);
  await page.getByRole("button", { name: "Search this thread" }).click();
  await expect(messages.searchField).toBeFocused();
  await expect(page.getByLabel("Where")).toHaveValue(/^t_/);
  await messages.search("the");
  await page.getByLabel("From").selectOption({ label: "Priya Nair" });
  await page.getByLabel("Order").selectOption({ label: "Newest first" });
  await expect(messages.hits.first()).toContainText("please order the oak floor");
  for (const hit of await messages.hits.all()) await expect(hit).toContainText("Priya Nair");
});

test("people are listed with what they wrote; imports are taken back one by one and the search follows", async ({
  page,
}) => {
  await messages.importFile(ANDROID_CHAT);
  await messages.backToThreads();
  await messages.importFile(LONGER_ANDROID_CHAT);
  await messages.backToThreads();
  await messages.openList("People");
  const priya = page.getByRole("list", { name: "People" }).getByRole("listitem").filter({ hasText: "Priya" });
  await expect(priya).toContainText("6 messages · last Thu 27 Nov 2025 · in Kitchen floor");
  await priya.getByRole("button", { name: "Search the messages of Priya Nair" }).click();
  await expect(messages.searchField).toBeFocused();
  await messages.search("delivery");
  await expect(messages.hits).toHaveCount(1);
  await page.getByRole("button", { name: "Clear search" }).click();

  await messages.openList("Imports");
  const imports = page.getByRole("list", { name: "Imports" }).getByRole("listitem");
  await expect(imports).toHaveCount(2);
  await expect(imports.first()).toContainText("2 messages in Kitchen floor");
  await imports.first().getByRole("button", { name: /^Undo/ }).click();
  await page
    .getByRole("dialog", { name: "Undo this import?" })
    .getByRole("button", { name: "Undo import" })
    .click();
  await expect(messages.toast("Import undone: 2 messages removed.")).toBeVisible();
  await expect(imports).toHaveCount(1);
  await expect(imports).toContainText("13 messages in Kitchen floor");
  await messages.search("delivery");
  await expect(messages.hits).toHaveCount(1);
  await expect(messages.hits).toContainText("1840 euros");

  await page.reload();
  await messages.search("1840");
  await expect(messages.hits).toContainText("The floor costs 1840 euros");
});
