/** @file The safety check with a tiny guard of the real architecture, and the evaluation of what code decides. */

import { readFile } from "node:fs/promises";

import { tinyGuard } from "../src/models/testing/tiny-guard.ts";
import { Chat } from "./pages/chat.ts";
import { MessagesPage } from "./pages/messages.ts";
import { Models } from "./pages/models.ts";
import { Shell } from "./pages/shell.ts";
import { expectAccessible } from "./support/accessible.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT } from "./support/chats.ts";
import { HUB_FILE, startHub } from "./support/hub.ts";

test.describe("with a model and a guard", () => {
  test.use({ startWith: "model" });

  test("answers and summaries are held back at 0 and nothing is at 1, and a person decides", async ({
    page,
  }) => {
    const hub = await startHub({ [HUB_FILE]: Buffer.from(tinyGuard().bytes) });
    const [shell, models, chat] = [new Shell(page), new Models(page), new Chat(page)];
    await shell.open();
    await shell.openPlace("Models");
    await models.useMirror(hub.origin);
    const card = models.card("Llama Guard 3 1B");
    await card.button(/^Download the model/).click();
    await card.licence.getByRole("button", { name: "I accept" }).click();
    await expect(card.button("Use this model")).toBeVisible({ timeout: 60_000 });
    await hub.close();

    await page.goto("/#/settings");
    const guardModel = page.getByRole("combobox", { name: "Guard model" });
    await expect(guardModel).toHaveValue("off");
    await guardModel.selectOption("Llama Guard 3 1B");
    const limit = page.getByRole("textbox", { name: "Limit" });
    await limit.fill("0");
    await expect(page.getByText(/together need about 1\.\d GB of memory/)).toBeVisible();
    await expectAccessible(page, "settings with a guard");

    await shell.openPlace("Chat");
    await shell.waitForModel("Ready");
    await chat.ask("Where does Mara live?");
    const answer = chat.answers.last();
    await expect(answer).toContainText(
      "Your message was not sent to the model: the safety check names Privacy",
      {
        timeout: 60_000,
      },
    );
    await expect(answer).toContainText("private facts about someone");
    await expectAccessible(page, "question held back");
    await answer.getByRole("button", { name: "Edit" }).click();
    await expect(page.getByRole("textbox", { name: "Edit your message" })).toBeFocused();
    await page.getByRole("button", { name: "Cancel" }).click();

    await answer.getByRole("button", { name: "Ask anyway" }).click();
    await expect(answer).toContainText("This answer is held back: the safety check names Privacy", {
      timeout: 60_000,
    });
    await expect(chat.spoken).toBeEmpty();
    await expectAccessible(page, "answer held back");

    const chatAt = page.url();
    const messages = new MessagesPage(page);
    await messages.open();
    await messages.importFile(ANDROID_CHAT);
    const summary = await messages.run("Summarise");
    const heldBack = "This summary is held back: the safety check names Privacy";
    await expect(summary).toContainText(heldBack);
    await expectAccessible(page, "summary held back");
    await page.reload();
    await expect(summary).toContainText(heldBack);
    await expect(summary.getByRole("listitem")).toHaveCount(0);
    await summary.getByRole("button", { name: "Show anyway" }).click();
    await expect(summary.getByRole("listitem")).not.toHaveCount(0);
    await page.reload();
    await expect(summary).toContainText("The safety check names Privacy. Shown because you asked for it.");
    await expect(summary.getByRole("listitem")).not.toHaveCount(0);

    await page.goto(chatAt);
    await expect(answer).toContainText("This answer is held back");
    await expect(answer.getByRole("button", { name: "Copy answer" })).toHaveCount(0);
    await answer.getByRole("button", { name: "Show anyway" }).click();
    await expect(answer).toContainText("Shown because you asked for it.");
    await expect(answer.getByRole("button", { name: "Copy answer" })).toBeVisible();

    await page.goto("/#/settings");
    await limit.fill("1");
    await shell.openPlace("Chat");
    await shell.waitForModel("Ready");
    await chat.ask("Say hello.");
    await chat.finishedAnswer();
    await expect(chat.answers.last()).not.toContainText("safety check");
  });
});

test("what code decides is measured without a model, and the figures can be saved", async ({ page }) => {
  await page.goto("/#/settings");
  await page.getByRole("link", { name: "How well it does" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Evaluation" })).toBeVisible();
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(page.getByText("Every gate is met")).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole("row", { name: /bad replies: safe/ })).toContainText("met (100 %)");
  await expectAccessible(page, "evaluation");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as JSON" }).click(),
  ]);
  const report = JSON.parse(await readFile(await download.path(), "utf8")) as { ok: boolean; rows: object[] };
  expect(report.ok).toBe(true);
  expect(report.rows.length).toBeGreaterThan(10);
});
