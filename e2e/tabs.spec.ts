/** @file More than one tab, and browsers without shared memory or without WebGPU. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { inlineScriptHashes, securityHeaders } from "../scripts/headers.mjs";
import { DIST } from "../scripts/paths.mjs";
import { expect, test } from "./support/browser.ts";
import { storeConversation } from "./support/browser-data.ts";
import { startServer } from "./support/server.mjs";
import { Chat } from "./pages/chat.ts";
import { FirstRun } from "./pages/first-run.ts";
import { MessagesPage } from "./pages/messages.ts";
import { Models } from "./pages/models.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";

test.describe("two tabs", () => {
  test.use({ startWith: "model" });

  test("only one holds the model; the other says so and can take it over in mid-answer", async ({
    context,
    page,
  }) => {
    const first = { shell: new Shell(page), chat: new Chat(page) };
    await first.shell.open();
    await first.shell.waitForModel("Ready");
    await first.chat.ask("Write a long story about a lighthouse keeper and the sea.");
    const begun = await first.chat.growingAnswer(20);

    const page2 = await context.newPage();
    const second = { shell: new Shell(page2), chat: new Chat(page2) };
    await second.shell.open();
    await second.shell.waitForModel("In another tab");
    const notice = new ErrorNotice(page2, "other-tab-active", {}, "status");
    await notice.expectShown();
    await expect(second.chat.send).toBeDisabled();
    await first.chat.growingAnswer(begun.length);

    await notice.action.click();
    await second.shell.waitForModel("Ready");
    await new ErrorNotice(page, "other-tab-active", {}, "status").expectShown();
    await first.shell.waitForModel("In another tab");
    await expect(first.chat.answers).toContainText(begun.slice(0, 20));
    await expect(first.chat.answers).toContainText("This answer was cut off before it was finished.");

    await second.chat.ask("Say hello.");
    expect((await second.chat.finishedAnswer()).trim()).not.toBe("");

    await page2.close();
    await first.shell.waitForModel("Ready");
  });
});

test("a chat that one tab renames or deletes changes in the other, and so does what it makes of a thread", async ({
  context,
  page,
}) => {
  const first = { shell: new Shell(page), chat: new Chat(page) };
  await first.shell.open();
  await expect(first.chat.list).toBeAttached();
  const turn = { conversationId: "kept", state: "done", createdAt: 1 } as const;
  await storeConversation(page, {
    conversation: { id: "kept", title: "Seeds", createdAt: 1, updatedAt: 1 },
    turns: [
      { ...turn, id: "kept-0", position: 0, role: "user", text: "When are beans sown?" },
      { ...turn, id: "kept-1", position: 1, role: "assistant", text: "In May." },
    ],
  });
  await page.reload();
  const page2 = await context.newPage();
  const second = { shell: new Shell(page2), chat: new Chat(page2) };
  await second.shell.open();
  for (const { chat } of [first, second]) {
    await chat.page.bringToFront();
    await chat.list.getByRole("link", { name: "Seeds" }).click();
  }
  await expect(second.chat.answers).toContainText("In May.");

  await page.bringToFront();
  await page.getByRole("button", { name: "Actions for Seeds" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("Sowing");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(second.chat.list.getByRole("link", { name: "Sowing" })).toBeVisible();

  await page.getByRole("button", { name: "Actions for Sowing" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page2.getByRole("heading", { name: "This chat is not here any more" })).toBeVisible();

  const [one, other] = [new MessagesPage(page), new MessagesPage(page2)];
  for (const tab of [one, other]) await tab.open();
  await one.trySample();
  await one.confirm();
  await page2.bringToFront();
  await other.threads.getByRole("link", { name: /Weekend in Lindau/ }).click();
  await other.expectChosen(32);
  await expect(other.actionItems).toBeHidden();
  await page.bringToFront();
  await one.run("Action items");
  const ticks = [one, other].map(({ actionItems }) => actionItems.getByRole("checkbox").first());
  await expect(ticks[1]!).toBeVisible();
  await ticks[0]!.check();
  await expect(ticks[1]!).toBeChecked();
});

test("without shared memory Hearth says so before the download, and still answers on one thread", async ({
  context,
}) => {
  const server = await startServer({ folders: [DIST], headers: headersWithoutIsolation() });
  try {
    const page = await context.newPage();
    const shell = new Shell(page);
    const chat = new Chat(page);
    await page.goto(server.origin);
    expect(await page.evaluate(() => [crossOriginIsolated, "SharedArrayBuffer" in globalThis])).toEqual([
      false,
      false,
    ]);
    await new ErrorNotice(page, "wasm-threads-missing", {}, "status").expectShown();
    await new FirstRun(page).download.click();
    await shell.waitForModel("Ready");
    await chat.ask("Say hello.");
    expect((await chat.finishedAnswer()).trim()).not.toBe("");
    await shell.openPlace("Models");
    await expect(new Models(page).fact("not available: a model runs on one thread")).toBeVisible();
    await page.close();
  } finally {
    await server.close();
  }
});

test.describe("without WebGPU", () => {
  test.use({ startWith: "model" });

  test("the model runs on the processor as before", async ({ launch }) => {
    const context = await launch({ args: ["--disable-gpu", "--disable-software-rasterizer"] });
    const page = context.pages()[0] ?? (await context.newPage());
    const shell = new Shell(page);
    const chat = new Chat(page);
    await shell.open();
    expect(await page.evaluate(hasGpuAdapter)).toBe(false);
    await shell.waitForModel("Ready");
    await chat.ask("Say hello.");
    expect((await chat.finishedAnswer()).trim()).not.toBe("");
    await shell.openPlace("Models");
    await expect(page.getByText(/^Runs on the processor, \d+ threads?\./)).toBeVisible();
  });
});

async function hasGpuAdapter(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<unknown> } };
  return gpu !== undefined && (await gpu.requestAdapter()) !== null;
}

function headersWithoutIsolation(): Record<string, string> {
  const hashes = inlineScriptHashes(readFileSync(join(DIST, "index.html"), "utf8"));
  const {
    "Cross-Origin-Opener-Policy": _opener,
    "Cross-Origin-Embedder-Policy": _embedder,
    ...headers
  } = securityHeaders(hashes);
  return headers;
}
