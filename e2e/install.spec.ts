/** @file From the first visit to an answer without a network: download, cancel, resume, cold start offline. */

import { expect, test } from "./support/browser.ts";
import { storeSettings } from "./support/browser-data.ts";
import { note } from "./support/faults.ts";
import { Chat } from "./pages/chat.ts";
import { FirstRun } from "./pages/first-run.ts";
import { Shell } from "./pages/shell.ts";

const TOTAL_BYTES = 98_362_432;
const PIECE_BYTES = 16_777_216;
const PIECES = 6;

/** The last piece is a smaller one, and may be among those that are kept. */
const LAST_PIECE_BYTES = TOTAL_BYTES - (PIECES - 1) * PIECE_BYTES;

function leftLabel(kept: number): RegExp {
  const bytes = [kept * PIECE_BYTES, (kept - 1) * PIECE_BYTES + LAST_PIECE_BYTES];
  const left = bytes.map((here) => Math.round((TOTAL_BYTES - here) / 1e6));
  return new RegExp(String.raw`^Continue download \((?:${left.join("|")}) MB left\)$`);
}

test("the first visit says what Hearth does, what it costs and what leaves the device", async ({
  page,
  server,
}) => {
  const firstRun = new FirstRun(page);
  const shell = new Shell(page);
  await shell.open();

  await expect(firstRun.heading).toBeVisible();
  await expect(page.getByText("What you type, import or draft never leaves it.")).toBeVisible();
  for (const use of ["Summarise a conversation", "Find what there is to do", "Draft an invite", "Chat"]) {
    await expect(page.getByRole("heading", { level: 2, name: use, exact: true })).toBeVisible();
  }
  await expect(firstRun.download).toBeVisible();
  await expect(firstRun.panel).toContainText("98 MB once, about 714 MB of memory");
  await expect(firstRun.panel.getByRole("button")).toHaveCount(1);
  await expect(
    firstRun.panel.getByRole("link", { name: "Try the sample messages without a model" }),
  ).toBeVisible();
  await shell.waitForModel("No model yet");
  // Nothing of the model before the click.
  expect(server.requests.filter(({ path }) => path.startsWith("/models/"))).toEqual([]);
});

test("a download shows its progress, keeps verified pieces over a pause and a reload, and ends ready", async ({
  page,
  server,
}) => {
  const firstRun = new FirstRun(page);
  const shell = new Shell(page);
  await shell.open();
  // Several pieces come at once; one of the later ones is faster, so that they do not all end together.
  server.addFault({ path: /piece-003\.bin$/, bytesPerSecond: 12e6 });
  server.addFault({ path: /piece-\d+\.bin$/, bytesPerSecond: 3e6 });

  await firstRun.download.click();
  await expect(firstRun.progress).toBeVisible();
  await expect(firstRun.panel).toContainText(/\d+ MB of 98 MB · \d+\.\d MB\/s · (?:\d+|a few) seconds left/);
  const [before] = await firstRun.shownMegabytes();
  await expect.poll(async () => (await firstRun.shownMegabytes())[0]).toBeGreaterThan(before);
  await shell.waitForModel(/Downloading \d+%/);
  await firstRun.waitForVerified(1);

  await firstRun.pause.click();
  const keptAfterPause = await firstRun.keptPieces();
  expect(keptAfterPause).toBeGreaterThanOrEqual(1);
  await expect(firstRun.continueDownload).toHaveAccessibleName(leftLabel(keptAfterPause));
  await shell.waitForModel("Download paused");

  await firstRun.continueDownload.click();
  await firstRun.waitForVerified(keptAfterPause + 1);
  await page.reload();
  const keptAfterReload = await firstRun.keptPieces();
  expect(keptAfterReload).toBeGreaterThan(keptAfterPause);
  await expect(firstRun.continueDownload).toHaveAccessibleName(leftLabel(keptAfterReload));

  server.clearFaults();
  server.requests.length = 0;
  await firstRun.continueDownload.click();
  await shell.waitForModel("Ready");
  const asked = server.requests.map(({ path }) => path).filter((path) => path.startsWith("/models/"));
  expect(asked).toHaveLength(PIECES - keptAfterReload);
  expect(new Set(asked).size).toBe(asked.length);
});

test.describe("with the model on this device", () => {
  test.use({ startWith: "model" });

  test("a later visit asks for nothing of the model, and a cold start without a network answers", async ({
    context,
    page,
    launch,
    server,
  }) => {
    await new Shell(page).open();
    await new Shell(page).waitForModel("Ready");
    await new Shell(page).waitForServiceWorker();
    expect(server.requests.filter(({ path }) => path.startsWith("/models/"))).toEqual([]);

    // The most likely answer each time.
    await storeSettings(page, { temperature: 0 });
    await context.close();
    server.requests.length = 0;
    const offline = await launch({ offline: true });
    const offlinePage = offline.pages()[0] ?? (await offline.newPage());
    const chat = new Chat(offlinePage);
    await new Shell(offlinePage).open();
    await new Shell(offlinePage).waitForModel("Ready");
    await chat.ask("What is the capital of France?");
    expect(await chat.finishedAnswer()).toContain("Paris");
    // The browser looks for a new service worker by itself, and the emulated cut does not reach that.
    expect(server.requests.filter(({ path }) => path !== "/sw.js")).toEqual([]);
    note(
      "3",
      "cold start without a network, model installed",
      "the chat answers, nothing is asked of the server",
    );
  });
});
