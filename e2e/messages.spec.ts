/** @file Journey: bring a chat in. What is found is shown first, nothing is stored before the click, and Undo takes it back. */

import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import {
  AMBIGUOUS_CHAT,
  ANDROID_CHAT,
  ANDROID_COUNT,
  IOS_CHAT,
  LONGER_ANDROID_CHAT,
} from "./support/chats.ts";

test.use({ startWith: "nothing" });

let messages: MessagesPage;

test.beforeEach(async ({ page }) => {
  messages = new MessagesPage(page);
  await messages.open();
});

test("an Android export dropped on the page is shown, stored on the click, and taken back by Undo", async ({
  page,
}) => {
  await messages.drop(ANDROID_CHAT);
  await expect(messages.preview).toBeVisible();
  const found = messages.preview.getByRole("region", { name: "Found: Kitchen floor" });
  await expect(found).toContainText("WhatsApp");
  await expect(found).toContainText("Mon 24 Nov 2025, 17:02 to Wed 26 Nov 2025, 18:30");
  for (const name of ["Priya Nair", "Sam Lindqvist", "Lena Vogt"]) await expect(found).toContainText(name);
  await expect(messages.preview.getByLabel("Time zone of the chat")).toHaveValue("Europe/Berlin");
  await expect(
    messages.preview.getByRole("button", { name: `Import ${ANDROID_COUNT} messages` }),
  ).toBeEnabled();
  expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });

  await messages.confirm();
  await expect(messages.toast(`${ANDROID_COUNT} messages imported.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Kitchen floor" })).toBeVisible();
  await expect(page.getByRole("article", { name: "Sam Lindqvist, Tue 25 Nov 2025, 10:15" })).toContainText(
    "Can we meet tomorrow at 4pm",
  );
  await expect(messages.message("I'll bring the three samples:")).toContainText("oak, walnut and grey");
  expect(await messages.storedCounts()).toEqual({ threads: 1, messages: ANDROID_COUNT });

  await messages.undo(`${ANDROID_COUNT} messages imported`);
  await expect(messages.toast(`Import undone: ${ANDROID_COUNT} messages removed.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Bring a conversation" })).toBeVisible();
  expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
});

test("Cancel in the preview stores nothing", async () => {
  await messages.choose(ANDROID_CHAT);
  await messages.preview.getByRole("button", { name: "Cancel" }).click();
  await expect(messages.preview).toBeHidden();
  expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
});

test("an iPhone export chosen as a file keeps its times in the chosen zone", async ({ page }) => {
  await messages.choose(IOS_CHAT);
  await messages.preview.getByLabel("Time zone of the chat").selectOption("America/New_York");
  await expect(messages.preview.getByRole("button", { name: "Import 4 messages" })).toBeEnabled();
  await messages.preview.getByLabel("Which one is you?").selectOption("Jonas Weber");
  await messages.confirm();
  // The clock of the export is shown as it was, whatever the zone.
  await expect(page.getByRole("article", { name: "Jonas Weber, Mon 24 Nov 2025, 18:40" })).toContainText(
    "Treffen wir uns morgen um 17 Uhr?",
  );
  await expect(page.getByRole("article", { name: "Aylin Kaya, Tue 25 Nov 2025, 09:12" })).toBeVisible();
  await expect(page.getByLabel("Which one is you?").locator("option:checked")).toHaveText("Jonas Weber");
  const zone = page.getByLabel("Time zone of its times");
  await expect(zone).toHaveValue("America/New_York");
  await zone.selectOption("Asia/Tokyo");
  // Shown once it is stored.
  await expect(zone).toHaveValue("Asia/Tokyo");
  await page.reload();
  await expect(zone).toHaveValue("Asia/Tokyo");
  await expect(page.getByRole("article", { name: "Aylin Kaya, Tue 25 Nov 2025, 09:12" })).toBeVisible();
});

test("pasted lines without dates ask for a day and open as a thread", async ({ page }) => {
  await messages.paste("Mara: dinner on Friday?\nOla: yes, 7 pm at mine\nMara: I bring dessert");
  const asked = messages.preview.getByLabel("When was this conversation?");
  await expect(asked).toBeVisible();
  await messages.preview.getByRole("button", { name: /^Use / }).click();
  await expect(asked).not.toHaveValue("");
  await messages.confirm();
  await expect(messages.message("yes, 7 pm at mine")).toBeVisible();
  await messages.expectChosen(3);
  const self = page.getByLabel("Which one is you?");
  await self.selectOption({ label: "Ola" });
  await expect(messages.message("yes, 7 pm at mine")).toContainText("Ola (you)");
  await page.reload();
  await expect(self.locator("option:checked")).toHaveText("Ola");
});

test("a second import of the same chat adds nothing, a longer export adds its tail", async ({ page }) => {
  await messages.importFile(ANDROID_CHAT);
  await messages.backToThreads();
  await messages.importFile(ANDROID_CHAT);
  await expect(messages.toast(`0 messages imported, ${ANDROID_COUNT} were already here.`)).toBeVisible();
  expect(await messages.storedCounts()).toEqual({ threads: 1, messages: ANDROID_COUNT });

  await messages.backToThreads();
  await messages.importFile(LONGER_ANDROID_CHAT);
  await expect(messages.toast(`2 messages imported, ${ANDROID_COUNT} were already here.`)).toBeVisible();
  await expect(messages.feed.getByRole("article").last()).toContainText("I'll be at home.");
  await messages.backToThreads();
  await expect(messages.threads.getByRole("listitem")).toHaveCount(1);
  await expect(messages.threads.getByRole("link", { name: /Kitchen floor/ })).toContainText("15 messages");
  await page.reload();
  await expect(messages.threads.getByRole("link", { name: /Kitchen floor/ })).toContainText("15 messages");
});

test("dates that can be read in two ways are asked about", async ({ page }) => {
  await messages.choose(AMBIGUOUS_CHAT);
  const question = messages.preview.getByRole("group", { name: "Which dates are right?" });
  const confirm = messages.preview.getByRole("button", { name: "Import 3 messages" });
  await expect(confirm).toBeDisabled();
  await expect(confirm).toHaveAccessibleDescription("Answer the question above first.");
  await expect(
    question.getByRole("radio", { name: "Day first: Thu 3 Apr 2025 to Mon 7 Apr 2025" }),
  ).toBeVisible();
  await question.getByRole("radio", { name: "Month first: Tue 4 Mar 2025 to Fri 4 Jul 2025" }).check();
  await expect(confirm).toBeEnabled();
  await messages.confirm();
  await expect(page.getByRole("article", { name: "Emil Horn, Sun 4 May 2025, 11:02" })).toBeVisible();
});

test("the last ten, the last N and a range of days of the sample are chosen as asked", async ({ page }) => {
  await messages.trySample();
  await messages.confirm();
  // Counted in the sample: 32 messages, 3 of them lines of the system; 7 are of 25 and 5 of 26 November.
  await messages.expectChosen(32);
  await messages.select("Last 10");
  await messages.expectChosen(10);
  await messages.select("Last N");
  const number = page.getByLabel("Number of messages");
  await number.fill("7");
  await messages.expectChosen(7);
  await number.fill("0");
  await messages.expectChosen(0);
  await expect(page.getByText("Enter a whole number from 1 to 50,000.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Action items" })).toBeDisabled();
  await messages.select("Date range");
  await page.getByLabel("From").fill("2026-11-25");
  await page.getByLabel("To", { exact: true }).fill("2026-11-26");
  await messages.expectChosen(12);
});

test("a deleted thread can be brought back, and is gone when it was not", async ({ page }) => {
  await messages.importFile(ANDROID_CHAT);
  await messages.backToThreads();
  const remove = async (): Promise<void> => {
    await page.getByRole("button", { name: "Delete Kitchen floor" }).click();
    const question = page.getByRole("dialog", { name: "Delete this thread?" });
    await question.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Bring a conversation" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeFocused();
  };
  await page.clock.install();
  await remove();
  await messages.undo("“Kitchen floor” deleted.");
  await expect(messages.threads.getByRole("link", { name: /Kitchen floor/ })).toBeVisible();

  await remove();
  await page.clock.fastForward(15_000);
  await expect.poll(() => messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
});
