/** @file Everything that can go wrong with the pieces of a model: on the way here, on the disk, and for lack of room. */

import type { Page } from "@playwright/test";

import { DIST } from "../scripts/paths.mjs";
import { expect, test } from "./support/browser.ts";
import { damagePiece } from "./support/browser-data.ts";
import { startServer } from "./support/server.mjs";
import { FirstRun } from "./pages/first-run.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";

type Server = Awaited<ReturnType<typeof startServer>>;

const FOLDER = "/models/smollm2-135m";
const THIRD_PIECE = `${FOLDER}/piece-002.bin`;

// The browser itself reports each failed request.
test.use({ allowedErrors: [/^console: Failed to load resource: /] });

/** Numbers of the pieces asked for so far, in order. */
function askedPieces({ requests }: Server): number[] {
  return requests.flatMap(({ path }) => {
    const match = /\/piece-(\d+)\.bin$/.exec(path);
    return match ? [Number(match[1])] : [];
  });
}

async function startDownload(page: Page): Promise<void> {
  await new Shell(page).open();
  await new FirstRun(page).download.click();
}

/** The remedy works and fetches only what is missing. */
async function expectRepair(
  page: Page,
  server: Server,
  notice: ErrorNotice,
  missing: readonly number[],
): Promise<void> {
  server.clearFaults();
  server.requests.length = 0;
  await notice.action.click();
  await new Shell(page).waitForModel(/(?:Loading|Ready)$/);
  expect(askedPieces(server)).toEqual(missing);
}

test("a piece with a wrong hash is fetched once more, then named; the good ones stay", async ({
  page,
  server,
}) => {
  server.addFault({ path: THIRD_PIECE, flipByteAt: 5_000_000 });
  await startDownload(page);
  const notice = new ErrorNotice(page, "weights-corrupt");
  await notice.expectShown();
  await new Shell(page).waitForModel("Needs attention");
  expect(askedPieces(server)).toEqual([0, 1, 2, 2]);
  await expectRepair(page, server, notice, [2, 3, 4, 5]);
});

test("a sign-in page instead of a piece is recognised and not kept", async ({ page, server }) => {
  server.addFault({ path: THIRD_PIECE, html: "<!doctype html><title>Sign in</title>" });
  await startDownload(page);
  const notice = new ErrorNotice(page, "download-not-weights");
  await notice.expectShown();
  expect(askedPieces(server)).toEqual([0, 1, 2]);
  await expectRepair(page, server, notice, [2, 3, 4, 5]);
});

for (const [name, fault] of [
  ["cut off", { truncateAfterBytes: 1_000_000 }],
  ["reset", { resetAfterBytes: 1_000_000 }],
] as const) {
  test(`a connection that is ${name} once is tried again by itself`, async ({ page, server }) => {
    server.addFault({ path: THIRD_PIECE, ...fault, times: 1 });
    await startDownload(page);
    await new Shell(page).waitForModel("Waiting for the network");
    await expect(new FirstRun(page).panel).toContainText("the connection broke, trying again in 1 s");
    await new Shell(page).waitForModel(/(?:Loading|Ready)$/);
    expect(askedPieces(server)).toEqual([0, 1, 2, 2, 3, 4, 5]);
  });
}

// One test for all servers, because with most it takes 15 seconds until the page gives up.
test("a server that stays broken is explained in its own words, and the download goes on later", async ({
  context,
}) => {
  const retried = [0, 1, 2, 2, 2, 2, 2];
  const cases = [
    // A file that is not there will not come: no second try.
    { fault: { status: 404 }, details: { reason: "status", status: 404 }, asked: [0, 1, 2] },
    { fault: { status: 503 }, details: { reason: "status", status: 503 }, asked: retried },
    { fault: { resetAfterBytes: 1_000_000 }, details: { reason: "network" }, asked: retried },
  ];
  const downloads = await Promise.all(
    cases.map(async ({ fault, details, asked }) => {
      const server = await startServer({ folders: [DIST] });
      server.addFault({ path: THIRD_PIECE, ...fault });
      const page = await context.newPage();
      await page.goto(server.origin);
      await new FirstRun(page).download.click();
      return { page, server, asked, notice: new ErrorNotice(page, "download-failed", details) };
    }),
  );
  for (const { page, server, asked, notice } of downloads) {
    await notice.expectShown();
    expect(askedPieces(server)).toEqual(asked);
    await expectRepair(page, server, notice, [2, 3, 4, 5]);
    await page.close();
    await server.close();
  }
});

test("a network that goes away in the middle is said, and the download goes on when it is back", async ({
  page,
  server,
  setOffline,
}) => {
  const firstRun = new FirstRun(page);
  server.addFault({ path: /piece-\d+\.bin$/, bytesPerSecond: 20e6 });
  await startDownload(page);
  await firstRun.waitForVerified(1);
  await setOffline(true);
  await new Shell(page).waitForModel("Waiting for the network");
  const notice = new ErrorNotice(page, "offline");
  await notice.expectShown();
  const asked = askedPieces(server);

  await setOffline(false);
  server.clearFaults();
  server.requests.length = 0;
  await notice.action.click();
  await new Shell(page).waitForModel(/(?:Loading|Ready)$/);
  const [next = 0, ...others] = askedPieces(server);
  // The last one asked for may have been verified before the network went.
  expect(next).toBeGreaterThanOrEqual(asked.at(-1) ?? 0);
  expect(others).toEqual([0, 1, 2, 3, 4, 5].slice(next + 1));
});

test("a full disk is said, what was stored stays, and the download goes on after there is room", async ({
  context,
  page,
  server,
}) => {
  await new Shell(page).open();
  await new Shell(page).waitForServiceWorker();
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const devtools = await context.newCDPSession(page);
  // Room for two pieces of 16.8 MB and half of the third.
  const quotaSize = used + 42_000_000;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize });
  await new FirstRun(page).download.click();
  const notice = new ErrorNotice(page, "storage-full");
  await notice.expectShown();
  const stored = askedPieces(server).length - 1;
  expect(stored).toBeGreaterThanOrEqual(1);

  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await expectRepair(page, server, notice, [0, 1, 2, 3, 4, 5].slice(stored));
});

test.describe("on the disk", () => {
  test.use({ startWith: "model" });

  test("a damaged piece is found before the model runs, and only that one is fetched again", async ({
    page,
    server,
  }) => {
    await damagePiece(page, "smollm2-135m", "piece-001.bin");
    await new Shell(page).open();
    const notice = new ErrorNotice(page, "weights-corrupt");
    await notice.expectShown();
    await notice.action.click();
    await new Shell(page).waitForModel("Ready");
    expect(askedPieces(server)).toEqual([1]);
  });
});
