/**
 * @file The fault tests that take minutes: kill loops, a really full disk, silence, servers that stay broken, gigabytes.
 * `HEARTH_KILLS` (20) and `HEARTH_GIGABYTES` (6) make them shorter or longer.
 */
import { createCipheriv, createHash } from "node:crypto";
import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { Page } from "@playwright/test";

import { MAX_PIECE_BYTES } from "../../src/models/weights/file-set.ts";
import { expect, test } from "../support/browser.ts";
import { storeSettings } from "../support/browser-data.ts";
import { selfSignedCertificate } from "../support/certificate.ts";
import {
  install,
  mountSmallDisk,
  removeSmallDisk,
  openHarnessPage,
  state,
  storedSha256,
  sha256,
  verify,
  note,
} from "../support/faults.ts";
import { HUB_FILE, HUB_MODEL, noise, startHub } from "../support/hub.ts";
import { killBrowser } from "../support/kill.ts";

const SMALL = "shapes-vl";
const WEIGHTS = "/models/shapes-vl/model.safetensors";
const KILLS = Number(process.env["HEARTH_KILLS"] ?? 20);
const GIGABYTES = Number(process.env["HEARTH_GIGABYTES"] ?? 6);

test.use({ allowedErrors: [/^console: /] });

test(`16, 17: ${KILLS} kills at random moments lose nothing that was verified`, async ({
  launch,
  profile,
  server,
}) => {
  const file = noise(6 * MAX_PIECE_BYTES + 5_000_000);
  const names = Array.from({ length: 7 }, (_, index) => `${HUB_FILE}.000${index}`);
  const hub = await startHub({ [HUB_FILE]: file });
  let known = 0;
  let lost = 0;
  let restarts = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const page = await openHarnessPage(await launch(), server.origin);
    const { storedPieces, complete } = await state(page, HUB_MODEL);
    lost += Math.max(0, known - storedPieces);
    known = complete ? 0 : storedPieces;
    if (complete) {
      expect(await storedSha256(page, HUB_MODEL, names)).toBe(sha256(file));
      await page.evaluate(
        (id) => (globalThis as unknown as { hearth: import("../harness/api.ts").Harness }).hearth.remove(id),
        HUB_MODEL,
      );
      restarts++;
    }
    // By turns slowly, so that pieces are on the wire, and as fast as they can be hashed and committed.
    const slow = kill % 2 === 0;
    hub.clearFaults();
    if (slow) hub.addFault({ path: hub.path(HUB_FILE), bytesPerSecond: 25e6 });
    const begun = page.evaluate(() => new Promise<void>((resolve) => (window.hearthPart = () => resolve())));
    void install(page, HUB_MODEL, hub.origin).catch(() => undefined);
    await begun;
    await page.waitForTimeout(Math.random() * (slow ? 4000 : 1000));
    known = await storedNow(page, known);
    killBrowser(profile);
  }
  hub.clearFaults();
  const page = await openHarnessPage(await launch(), server.origin);
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect((await verify(page, HUB_MODEL)).damagedPieces).toBe(0);
  expect(await storedSha256(page, HUB_MODEL, names)).toBe(sha256(file));
  expect(lost).toBe(0);
  await hub.close();
  note(
    "16",
    `${KILLS} SIGKILLs at random moments, half of them while all that comes is committed`,
    `0 verified pieces lost, every byte right (${restarts} downloads were whole in between)`,
  );
});

test("4: 50 cuts at random bytes of one download", async ({ page, server, context }) => {
  const file = noise(2 * MAX_PIECE_BYTES);
  const hub = await startHub({ [HUB_FILE]: file });
  for (let cut = 0; cut < 50; cut++) {
    hub.addFault({
      path: hub.path(HUB_FILE),
      resetAfterBytes: 1 + Math.floor(Math.random() * 1_000_000),
      times: 1,
    });
  }
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(await storedSha256(page, HUB_MODEL, [`${HUB_FILE}.0000`, `${HUB_FILE}.0001`])).toBe(sha256(file));
  await hub.close();
  note("4", "50 resets at random bytes", "complete, every byte right");
});

test("5: silence of 30 s is taken for a broken connection", async ({ page, server, context }) => {
  await openHarnessPage(context, server.origin, page);
  server.addFault({ path: WEIGHTS, stallAfterBytes: 1_000_000, times: 1 });
  expect((await install(page, SMALL)).result).toBe("complete");
  note("5", "no byte for 30 s", "given up and asked again, complete");
});

test("11, 14: servers that stay broken, and ones that are not who they say", async ({
  page,
  server,
  context,
}) => {
  await openHarnessPage(context, server.origin, page);
  for (const [id, name, fault] of [
    ["11", "503 to everything", { status: 503 }],
    ["4", "reset to everything", { resetAfterBytes: 1 }],
  ] as const) {
    server.addFault({ path: WEIGHTS, ...fault });
    expect((await install(page, SMALL)).result).toBe("download-failed");
    server.clearFaults();
    expect((await install(page, SMALL)).result).toBe("complete");
    await page.evaluate(
      (model) =>
        (globalThis as unknown as { hearth: import("../harness/api.ts").Harness }).hearth.remove(model),
      SMALL,
    );
    note(id, name, "download-failed after seven tries; complete when the server is back");
  }
  const impostor = createServer(selfSignedCertificate(), (_, response) => response.end());
  await new Promise<void>((resolve) => impostor.listen(0, "localhost", resolve));
  const { port } = impostor.address() as AddressInfo;
  expect((await install(page, HUB_MODEL, `https://localhost:${port}`)).result).toBe("download-failed");
  expect((await state(page, HUB_MODEL)).storedPieces).toBe(0);
  impostor.close();
  note("14", "a certificate that nobody vouches for", "download-failed after seven tries, nothing stored");
});

test("20: a really full disk stops the download and loses nothing", async ({ launch, server }) => {
  const disk = await mkdtemp(join(tmpdir(), "hearth-disk-"));
  test.skip(!mountSmallDisk(disk, 400), "needs the right to mount a tmpfs");
  try {
    const file = noise(12 * MAX_PIECE_BYTES);
    const hub = await startHub({ [HUB_FILE]: file });
    const context = await launch({ profile: disk, args: [`--disk-cache-dir=${tmpdir()}/hearth-disk-cache`] });
    const page = await openHarnessPage(context, server.origin);
    expect((await install(page, SMALL)).result).toBe("complete");
    const full = await install(page, HUB_MODEL, hub.origin);
    expect(full.result).toBe("storage-full");
    const { storedPieces } = await state(page, HUB_MODEL);
    expect((await verify(page, HUB_MODEL)).damagedPieces).toBe(0);
    expect((await verify(page, SMALL)).state.complete).toBe(true);
    note(
      "20",
      "400 MB disk, 405 MB model",
      `storage-full after ${storedPieces} pieces, all of them whole, the other model too`,
    );
    await hub.close();
    const written = await writeOnFullDisk(page, server.origin, join(disk, "filler"));
    note("20", "then not one byte left on the disk", written);
    await context.close();
  } finally {
    await removeSmallDisk(disk);
  }
});

test(`${GIGABYTES} GB: installed, checked as a whole, and read again`, async ({ page, server, context }) => {
  const hub = await startHub({ [HUB_FILE]: noise(10) });
  const { sizeBytes, sha256: hash } = await writeLarge(hub.fileAt(HUB_FILE), GIGABYTES * 1e9);
  await hub.list({ [HUB_FILE]: { size: sizeBytes, lfs: { sha256: hash, size: sizeBytes } } });
  await openHarnessPage(context, server.origin, page);
  const started = performance.now();
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  const installed = performance.now();
  expect((await verify(page, HUB_MODEL)).damagedPieces).toBe(0);
  const checked = performance.now();
  await hub.close();
  const rate = (from: number, to: number): string => `${Math.round(sizeBytes / 1e3 / (to - from))} MB/s`;
  note(
    "-",
    `${GIGABYTES} GB`,
    `complete: verified install ${rate(started, installed)}, check ${rate(installed, checked)}`,
  );
});

/** How many pieces are stored, or what was known when the page does not answer any more. */
async function storedNow(page: Page, known: number): Promise<number> {
  return (await state(page, HUB_MODEL).catch(() => ({ storedPieces: known }))).storedPieces;
}

/**
 * A small write of the app on a disk without a byte. Chromium may answer by removing all of the origin, which no page can
 * prevent unless the browser promised to keep its data: then that has to be said.
 */
async function writeOnFullDisk(page: Page, origin: string, filler: string): Promise<string> {
  const heading = page.getByRole("heading", { level: 1 });
  await page.goto(origin);
  await expect(heading).toBeVisible();
  await fillDisk(filler);
  const written = await storeSettings(page, { temperature: 0.5 }).then(
    () => "stored",
    (error: Error) => `refused (${error.message.slice(0, 60)})`,
  );
  await page.waitForTimeout(3000);
  const closed = await page.getByText("The browser closed Hearth's storage").isVisible();
  await rm(filler);
  await page.goto(origin);
  await expect(heading).toBeVisible();
  await page.waitForTimeout(2000);
  const emptied = await page.getByText("The browser has removed Hearth's data").isVisible();
  await openHarnessPage(page.context(), origin, page);
  const { storedPieces } = await state(page, SMALL);
  if (storedPieces === 0) {
    expect(closed || emptied).toBe(true);
    return `settings: ${written}; then the browser removed everything, and that is said`;
  }
  expect((await verify(page, SMALL)).state.complete).toBe(true);
  return `settings: ${written}; the models are whole`;
}

/** Writes until there is no room. */
async function fillDisk(path: string): Promise<void> {
  const file = await open(path, "w");
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    const bytes = Buffer.alloc(size, 1);
    while (
      await file.write(bytes).then(
        ({ bytesWritten }) => bytesWritten === size,
        () => false,
      )
    );
  }
  await file.close();
}

/** Bytes that no compression makes smaller, written without holding them. */
async function writeLarge(path: string, sizeBytes: number): Promise<{ sizeBytes: number; sha256: string }> {
  await mkdir(dirname(path), { recursive: true });
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(16 << 20);
  const hash = createHash("sha256");
  const file = await open(path, "w");
  for (let left = sizeBytes; left > 0; left -= zeros.length) {
    const bytes = cipher.update(zeros.subarray(0, Math.min(left, zeros.length)));
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return { sizeBytes, sha256: hash.digest("hex") };
}
