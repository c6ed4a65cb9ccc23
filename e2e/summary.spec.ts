/**
 * @file Journey: a WhatsApp export becomes a summary and action items, worded by the real model, with sources that hold,
 * and an invite.
 * Once online and once again after a cold start of the browser without a network, its server closed.
 */

import type { BrowserContext, Locator, Page } from "@playwright/test";

import { DEFAULT_MODEL_ID } from "../src/models/catalog.ts";
import { DIST, DIST_TOOLS } from "../scripts/paths.mjs";
import { EventEditor, moment } from "./pages/calendar.ts";
import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT } from "./support/chats.ts";
import { installModel } from "./support/install-model.ts";
import { startServer } from "./support/server.mjs";

test("a summary, action items and an invite with sources, online and then offline after a cold start", async ({
  launch,
  profile,
}) => {
  const server = await startServer({ folders: [DIST, DIST_TOOLS] });
  try {
    await installModel(profile, server.origin, DEFAULT_MODEL_ID);

    const online = await launch();
    const traffic = watchTraffic(online);
    const { messages, page } = await openMessages(online, server.origin);
    await messages.importFile(ANDROID_CHAT);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await messages.waitForModel();
    server.requests.length = 0;
    const first = await summarise(messages);
    await checkActionItems(messages);
    // The browser may fetch parts of the app meanwhile, and look for a newer service worker, but nothing else.
    expect(server.requests.filter(({ path }) => !/^\/(?:assets\/|sw\.js$)/.test(path))).toEqual([]);
    expectOwnOrigin(traffic, server.origin);

    // What was made is still there after a reload, without a new run.
    await page.reload();
    await expect(messages.summary).toContainText(first);
    await expect(messages.actionItems.getByRole("row")).not.toHaveCount(0);
    await online.close();
    await server.close();

    const offline = await launch({ offline: true });
    const offlineTraffic = watchTraffic(offline);
    const cold = await openMessages(offline, server.origin);
    await cold.messages.threads.getByRole("link", { name: /Kitchen floor/ }).click();
    await expect(cold.messages.summary).toContainText(first);
    await cold.messages.waitForModel();
    await summarise(cold.messages);
    await checkActionItems(cold.messages);
    await draftInvite(cold.messages);
    expectOwnOrigin(offlineTraffic, server.origin);
  } finally {
    await server.close();
  }
});

test.describe("with the model installed", () => {
  test.use({ startWith: "model" });

  test("Stop or a reload ends a run in the middle and keeps the former result; the next run works", async ({
    page,
  }) => {
    const messages = new MessagesPage(page);
    await messages.open();
    await messages.trySample();
    await messages.confirm();
    await messages.waitForModel();
    await messages.run("Action items");
    await expect(messages.actionItems.getByRole("row").nth(1)).toBeVisible();

    await page.getByRole("button", { name: "Summarise" }).click();
    await expect(page.getByText(/^Writing/)).toBeVisible({ timeout: 30_000 });
    await page.getByRole("button", { name: "Stop" }).click();
    await messages.waitForModel();
    await expect(page.getByRole("button", { name: "Stop" })).toBeHidden();
    await expect(messages.summary).toBeHidden();
    await expect(messages.actionItems.getByRole("row").nth(1)).toBeVisible();

    await messages.select("Last 10");
    await messages.run("Summarise");
    await expect(messages.summary).toContainText("From 9 messages of 10 chosen");

    await page.getByRole("button", { name: "Summarise" }).click();
    await expect(page.getByText(/^Writing/)).toBeVisible({ timeout: 30_000 });
    await page.reload();
    await expect(messages.summary).toContainText("From 9 messages of 10 chosen");
    const interrupted = page.getByRole("status").filter({ hasText: "The summary was interrupted" });
    await expect(interrupted.getByRole("button", { name: "Run again" })).toBeVisible();
    await interrupted.getByRole("button", { name: "Dismiss" }).click();
    await expect(interrupted).toBeHidden();
    await page.reload();
    await expect(messages.summary).toContainText("From 9 messages of 10 chosen");
    await expect(interrupted).toBeHidden();
  });
});

async function openMessages(
  context: BrowserContext,
  origin: string,
): Promise<{ messages: MessagesPage; page: Page }> {
  const page = context.pages()[0] ?? (await context.newPage());
  const messages = new MessagesPage(page);
  await messages.open(origin);
  return { messages, page };
}

interface Traffic {
  readonly url: string;
  readonly method: string;
}

/** Every request of pages, workers and the service worker. */
function watchTraffic(context: BrowserContext): readonly Traffic[] {
  const seen: Traffic[] = [];
  context.on("request", (request) => seen.push({ url: request.url(), method: request.method() }));
  return seen;
}

function expectOwnOrigin(traffic: readonly Traffic[], origin: string): void {
  expect(traffic.length).toBeGreaterThan(0);
  const foreign = traffic.filter(
    ({ url, method }) => method !== "GET" || !(url.startsWith(`${origin}/`) || url.startsWith("blob:")),
  );
  expect(foreign).toEqual([]);
}

/** Runs a summary and checks each sentence against the messages it cites. @returns the first sentence */
async function summarise(messages: MessagesPage): Promise<string> {
  const summary = await messages.run("Summarise");
  // 13 messages, one of them the line about encryption.
  await expect(summary).toContainText("From 12 messages of 13 chosen");
  const sentences = await summary.getByRole("listitem").all();
  expect(sentences.length).toBeGreaterThan(0);
  for (const sentence of sentences) await checkSentence(sentence, messages);
  await expectModelAtWork(summary);
  return (await sentences[0]!.locator("bdi").textContent())!;
}

/** Either the model worded a sentence, or the page says how many of its wordings were thrown away. */
async function expectModelAtWork(summary: Locator): Promise<void> {
  const written = summary.getByText("written by the model", { exact: true });
  const dropped = summary.getByText(
    /^(One sentence|\d+ sentences) of the model did not hold up against the messages(; (a quote stands|quotes stand) in | and (was|were) left out)/,
  );
  await expect(written.or(dropped).first()).toBeVisible();
}

async function checkSentence(sentence: Locator, messages: MessagesPage): Promise<void> {
  const text = (await sentence.locator("bdi").textContent())!;
  const chips = await sentence.getByRole("button", { name: /^Source \d+$/ }).all();
  expect(chips.length, `sources of “${text}”`).toBeGreaterThan(0);
  const cited: string[] = [];
  for (const chip of chips) {
    const message = await messages.follow(chip);
    cited.push(
      `${await message.getAttribute("aria-label")} ${await message.locator("bdi").last().textContent()}`,
    );
  }
  expectBorneOut(text, cited.join("\n"));
}

/** Numbers and names of the sentence are those of the cited messages, and so are most of its longer words. */
function expectBorneOut(sentence: string, cited: string): void {
  const known = new Set(wordsOf(cited));
  const spoken = sentence.match(/[\p{L}\p{N}]+/gu) ?? [];
  const facts = spoken.filter((word) => /^(?:\p{N}|\p{Lu})/u.test(word)).map((word) => word.toLowerCase());
  expect(
    facts.filter((word) => !known.has(word)),
    `names and numbers of “${sentence}”`,
  ).toEqual([]);
  const long = wordsOf(sentence).filter((word) => word.length > 4);
  const shared = long.filter((word) => known.has(word));
  expect(shared.length, `words of “${sentence}” that its sources hold`).toBeGreaterThan(long.length / 2);
}

function wordsOf(text: string): readonly string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.toLowerCase());
}

async function checkActionItems(messages: MessagesPage): Promise<void> {
  const items = await messages.run("Action items");
  const heading = items.getByRole("heading", { level: 3 });
  await expect(heading, "a result below the fold comes into view").toBeInViewport();
  await expect(heading).toBeFocused();
  expect(await items.getByRole("columnheader").allTextContents()).toEqual(["Done", "What", "Who", "Due"]);
  const rows = await items
    .getByRole("row")
    .filter({ has: messages.page.getByRole("checkbox") })
    .all();
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    await expect(row.getByRole("button", { name: /^Source \d+$/ }).first()).toBeVisible();
    await expect(row.getByRole("checkbox", { name: /^Done: ./ })).toBeVisible();
  }
  const row = (text: RegExp): Locator => items.getByRole("row").filter({ hasText: text });
  // Asked on Monday the 24th, promised for Wednesday by the one who was asked.
  await expect(row(/measure the kitchen/i).first()).toContainText("Sam Lindqvist");
  await expect(row(/order the oak floor/i)).toContainText("Lena Vogt");
  await expect(row(/order the oak floor/i)).toContainText(/by (?:Thu 27|Fri 28) Nov 2025/);
  // "Someone should call": nobody has taken it.
  await expect(
    row(/call the landlord/i)
      .getByRole("cell")
      .nth(2),
  ).toHaveText("Unclear");
  const target = await messages.follow(
    row(/call the landlord/i)
      .getByRole("button", { name: /^Source/ })
      .first(),
  );
  await expect(target).toContainText("Someone should call the landlord");
}

async function draftInvite(messages: MessagesPage): Promise<void> {
  const editor = new EventEditor(messages.page);
  const item = messages.actionItems.getByRole("row").filter({ hasText: "tomorrow at 4pm for 30 min" });
  await item.getByRole("button", { name: "Draft an invite" }).click();
  await expect(editor.when).toContainText("Wed 26 Nov 2025, 16:00–16:30 Europe/Berlin", { timeout: 60_000 });
  const { event } = await editor.save();
  expect(moment(event, "dtstart")).toBe("2025-11-26T16:00:00 Europe/Berlin");
}
