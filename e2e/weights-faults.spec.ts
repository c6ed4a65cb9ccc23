/**
 * @file What a person sees and can do when something goes wrong with the pieces of a model: on the way here, on the disk,
 * and for lack of room. Every fault by itself is in `faults-network.spec.ts` and `faults-storage.spec.ts`.
 */

import type { Page } from "@playwright/test";

import { expect, test } from "./support/browser.ts";
import { damagePiece, storedPieces } from "./support/browser-data.ts";
import type { startServer } from "./support/server.mjs";
import { FirstRun } from "./pages/first-run.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";

type Server = Awaited<ReturnType<typeof startServer>>;

const FOLDER = "/models/smollm2-135m";
const THIRD_PIECE = `${FOLDER}/piece-002.bin`;

// The browser itself reports each failed request.
test.use({ allowedErrors: [/^console: Failed to load resource: /] });

/** Numbers of the pieces asked for so far, sorted: several are under way at once. */
function askedPieces({ requests }: Server): number[] {
  const asked = requests.flatMap(({ path }) => {
    const match = /\/piece-(\d+)\.bin$/.exec(path);
    return match ? [Number(match[1])] : [];
  });
  return asked.toSorted((one, two) => one - two);
}

/** Every piece that is not among `asked` for good, and those that were asked for in vain. */
async function missingPieces(page: Page): Promise<number[]> {
  const stored = await storedPieces(page, "smollm2-135m");
  return [0, 1, 2, 3, 4, 5].filter((index) => !stored.includes(`piece-00${index}.bin`));
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
  const notice = new ErrorNotice(page, "weights-corrupt", { piece: "piece-002.bin" });
  await notice.expectShown();
  await new Shell(page).waitForModel("Needs attention");
  expect(askedPieces(server).filter((index) => index === 2)).toEqual([2, 2]);
  const missing = await missingPieces(page);
  expect(missing).toContain(2);
  await expectRepair(page, server, notice, missing);
});

test("a sign-in page instead of a piece is recognised and not kept", async ({ page, server }) => {
  server.addFault({ path: THIRD_PIECE, html: "<!doctype html><title>Sign in</title>" });
  await startDownload(page);
  const notice = new ErrorNotice(page, "download-not-weights");
  await notice.expectShown();
  expect(askedPieces(server).filter((index) => index === 2)).toEqual([2]);
  await expectRepair(page, server, notice, await missingPieces(page));
});

test("a connection that breaks once is tried again by itself, and said while it waits", async ({
  page,
  server,
}) => {
  // One for each piece that is under way: while another one arrives, nothing is said.
  server.addFault({ path: /piece-\d+\.bin$/, resetAfterBytes: 1_000_000, times: 3 });
  await startDownload(page);
  await new Shell(page).waitForModel("Waiting for the network");
  await expect(new FirstRun(page).panel).toContainText("the connection broke, trying again in 1 s");
  await new Shell(page).waitForModel(/(?:Loading|Ready)$/);
  expect(askedPieces(server)).toEqual([0, 0, 1, 1, 2, 2, 3, 4, 5]);
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
  await expect(page.getByText("No room left to store this")).toBeVisible({ timeout: 60_000 });
  const missing = await missingPieces(page);
  expect(missing.length).toBeLessThanOrEqual(5);
  const missingBytes = missing.reduce((sum, index) => sum + (index === 5 ? 14_476_352 : 16_777_216), 0);
  const notice = new ErrorNotice(page, "storage-full", { missingBytes });
  await notice.expectShown();
  await expect(notice.root).toContainText(/Models on this device: SmolLM2 135M Instruct \(\d+ MB\)/);

  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await expectRepair(page, server, notice, missing);
});

test.describe("on the disk", () => {
  test.use({ startWith: "model" });

  test("a damaged piece is found before the model runs, and only that one is fetched again", async ({
    page,
    server,
  }) => {
    await damagePiece(page, "smollm2-135m", "piece-001.bin");
    await new Shell(page).open();
    const notice = new ErrorNotice(page, "weights-corrupt", { piece: "piece-001.bin" });
    await notice.expectShown();
    await notice.action.click();
    await new Shell(page).waitForModel("Ready");
    expect(askedPieces(server)).toEqual([1]);
  });
});
