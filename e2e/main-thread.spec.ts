/** @file The page stays responsive while a model loads and answers: no task of its main thread above 50 ms. */

import type { BrowserContext, Page } from "@playwright/test";

import { expect, test } from "./support/browser.ts";
import { recordMainThread, type MainThreadTask } from "./support/main-thread.ts";
import { Chat } from "./pages/chat.ts";
import { Shell } from "./pages/shell.ts";

/** Above this a task counts as long: https://w3c.github.io/longtasks/ */
const LONG_TASK_MS = 50;
/** What shares the processor can only lengthen a task: one of ours is long each time. */
const ATTEMPTS = 3;

test.use({ startWith: "model" });

test("no task of the main thread is long while the model loads and answers", async ({ launch }) => {
  const seen = await inFreshBrowser(launch, (context, page) =>
    // The empty page may be painted for the first time only now.
    recordedTasks(context, page, "start", () =>
      page.evaluate(() => {
        const end = performance.now() + 400;
        while (performance.now() < end);
      }),
    ),
  );
  expect(Math.max(...seen.map(({ cpuMs }) => cpuMs)), "a blocked thread is seen").toBeGreaterThan(
    LONG_TASK_MS,
  );

  let long: readonly MainThreadTask[] = [];
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const tasks = await inFreshBrowser(launch, (context, page) =>
      recordedTasks(context, page, "first paint", () => loadAndAnswer(page)),
    );
    const longestWallMs = Math.max(...tasks.map(({ wallMs }) => wallMs));
    test.info().annotations.push({
      type: "main thread",
      description: `${tasks.length} tasks; longest by the clock ${longestWallMs.toFixed(0)} ms`,
    });
    // Drawing one growing answer alone takes more tasks than this.
    expect(tasks.length).toBeGreaterThan(100);
    long = tasks.filter(({ cpuMs }) => cpuMs > LONG_TASK_MS);
    if (long.length === 0) break;
  }
  expect(long).toEqual([]);
});

/** Each time as cold as the first. */
async function inFreshBrowser<T>(
  launch: () => Promise<BrowserContext>,
  work: (context: BrowserContext, page: Page) => Promise<T>,
): Promise<T> {
  const context = await launch();
  try {
    return await work(context, context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
  }
}

async function recordedTasks(
  context: BrowserContext,
  page: Page,
  since: "start" | "first paint",
  work: () => Promise<void>,
): Promise<readonly MainThreadTask[]> {
  const recording = await recordMainThread(context, page);
  await work();
  return recording.stop(since);
}

async function loadAndAnswer(page: Page): Promise<void> {
  const chat = new Chat(page);
  const shell = new Shell(page);
  await shell.open();
  await shell.waitForModel("Ready");
  await chat.newChat.click();
  await chat.ask("Write a long story about a lighthouse keeper and the sea.");
  await chat.growingAnswer(250);
  await chat.stop.click();
  await expect(chat.send).toBeVisible();
}
