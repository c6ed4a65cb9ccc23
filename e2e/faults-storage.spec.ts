/**
 * @file Faults of the store and of the browser (spec reliability 4, rows 16 to 30, and 5, h1 to h4): kills, closed tabs,
 * no room, eviction, lost and changed files. Real profile, real IndexedDB. What was verified is never lost, what is damaged
 * is never used, and a repair fetches only what is missing. `npm run test:long` has the loops and the full disk.
 */
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { MAX_PIECE_BYTES } from "../src/models/weights/file-set.ts";
import type { GenerateRequest } from "../src/shared/language-model.ts";
import { expect, test } from "./support/browser.ts";
import {
  blobFiles,
  clearDatabases,
  removeSmallDisk,
  mountSmallDisk,
  importFiles,
  install,
  openHarnessPage,
  remove,
  sha256,
  state,
  storedSha256,
  verify,
  note,
  zeroLogs,
} from "./support/faults.ts";
import { HUB_FILE, HUB_MODEL, noise, startHub, type Hub } from "./support/hub.ts";
import { killBrowser } from "./support/kill.ts";

const SMALL = "shapes-vl";
const WEIGHTS = "/models/shapes-vl/model.safetensors";
const WEIGHTS_BYTES = 5_452_614;
const FILE = noise(MAX_PIECE_BYTES + 3_000_000);
const PIECES = [`${HUB_FILE}.0000`, `${HUB_FILE}.0001`];

const QUESTION = {
  messages: [{ role: "user", content: "What do you see?" }],
  sampling: { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 1 },
  maxTokens: 8,
  stop: [],
} as const satisfies GenerateRequest;
let hub: Hub;

test.use({ allowedErrors: [/^console: Failed to load resource/] });
test.beforeAll(async () => {
  hub = await startHub({ [HUB_FILE]: FILE });
});
test.afterAll(async () => {
  await hub.close();
});
test.beforeEach(() => {
  hub.clearFaults();
  hub.requests.length = 0;
});

test("16, 17: killed in the middle, a download goes on with what was stored", async ({
  launch,
  profile,
  server,
}) => {
  const page = await openHarnessPage(await launch(), server.origin);
  // The short second piece is stored while the first one is still on its way.
  hub.addFault({ path: hub.path(HUB_FILE), bytesPerSecond: 8e6 });
  void install(page, HUB_MODEL, hub.origin).catch(() => undefined);
  await expect.poll(async () => (await state(page, HUB_MODEL)).storedPieces, { timeout: 30_000 }).toBe(1);
  killBrowser(profile);

  const again = await openHarnessPage(await launch(), server.origin);
  expect(await state(again, HUB_MODEL)).toMatchObject({ storedPieces: 1, complete: false });
  hub.clearFaults();
  hub.requests.length = 0;
  expect((await install(again, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(hub.asked(HUB_FILE)).toEqual([0]);
  expect(await storedSha256(again, HUB_MODEL, PIECES)).toBe(sha256(FILE));
  note(
    "16",
    "SIGKILL of the browser in the middle of a piece",
    "the other piece is kept, the rest fetched, every byte right",
  );
});

test("17: killed before a whole file was recorded as right, it is compared again, not fetched again", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  // The record is written after the last piece: this is what a kill in between leaves.
  await forgetVerified(page);
  expect(await state(page, HUB_MODEL)).toMatchObject({ storedPieces: 2, totalPieces: 2, complete: false });
  hub.requests.length = 0;
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(hub.asked(HUB_FILE)).toEqual([]);
  note("17", "all pieces stored, the record of the file not", "the pieces count; compared, nothing fetched");
});

for (const [fault, end] of [
  ["tab closed while another one waits", (page: Page) => page.close()],
  ["tab crashed while another one waits", crash],
] as const) {
  test(`18: ${fault}: that one goes on`, async ({ context, server }) => {
    const [first, second] = [
      await openHarnessPage(context, server.origin),
      await openHarnessPage(context, server.origin),
    ];
    hub.addFault({ path: hub.path(HUB_FILE), bytesPerSecond: 8e6 });
    void install(first, HUB_MODEL, hub.origin).catch(() => undefined);
    await expect.poll(async () => (await state(first, HUB_MODEL)).storedPieces, { timeout: 30_000 }).toBe(1);
    const waiting = install(second, HUB_MODEL, hub.origin);
    hub.clearFaults();
    const before = hub.asked(HUB_FILE).length;
    await end(first);
    expect((await waiting).result).toBe("complete");
    // Nothing was asked for twice at the same time, and the stored piece not at all.
    expect(hub.asked(HUB_FILE).slice(before)).toEqual([0]);
    note("18", fault, "the other tab goes on by itself, no piece twice");
  });
}

test("19: without room it stops, keeps what it has, and goes on when there is room", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const devtools = await context.newCDPSession(page);
  const quotaSize = used + 12_000_000;
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize });
  const full = await install(page, HUB_MODEL, hub.origin);
  expect(full).toMatchObject({ result: "storage-full", details: { missingBytes: MAX_PIECE_BYTES } });
  expect(full.sentence).toContain("The rest of the model needs another 34 MB");
  expect(await state(page, HUB_MODEL)).toMatchObject({ storedPieces: 1, complete: false });
  // Small things still fit: another model.
  expect((await install(page, SMALL)).result).toBe("complete");
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  hub.requests.length = 0;
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(hub.asked(HUB_FILE)).toEqual([0]);
  note(
    "19",
    "quota reached inside a piece",
    `storage-full: "${full.sentence}"; the stored piece kept; goes on with room`,
  );

  const before = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  await remove(page, HUB_MODEL);
  await expect
    .poll(
      async () => before - (await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)),
    )
    .toBeGreaterThan(FILE.length - 1_000_000);
  note("-", "delete a model", "its space is free at once");
});

test("20: a disk that is really full stops the download and loses nothing", async ({ launch, server }) => {
  const disk = await mkdtemp(join(tmpdir(), "hearth-disk-"));
  test.skip(!mountSmallDisk(disk, 110), "needs the right to mount a tmpfs");
  const large = await startHub({ [HUB_FILE]: noise(4 * MAX_PIECE_BYTES) });
  try {
    const context = await launch({ profile: disk, args: [`--disk-cache-dir=${tmpdir()}/hearth-disk-cache`] });
    const page = await openHarnessPage(context, server.origin);
    expect((await install(page, SMALL)).result).toBe("complete");
    const full = await install(page, HUB_MODEL, large.origin);
    expect(full.result).toBe("storage-full");
    expect(full.sentence).toMatch(/needs another \d+ MB\. What was stored before is safe/);
    const { storedPieces } = await state(page, HUB_MODEL);
    expect(await verify(page, HUB_MODEL)).toMatchObject({ damagedPieces: 0, state: { storedPieces } });
    expect((await verify(page, SMALL)).state.complete).toBe(true);
    note(
      "20",
      "a disk of 110 MB, a model of 134 MB",
      `storage-full: "${full.sentence}"; ${storedPieces} pieces whole`,
    );
    await context.close();
  } finally {
    await large.close();
    await removeSmallDisk(disk);
  }
});

test("21: a model that is loaded answers on after its files were removed, and they are got again", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, SMALL)).result).toBe("complete");
  await page.evaluate((id) => window.hearth.load(id, undefined, "cpu"), SMALL);
  await clearDatabases(page, server.origin);
  await expect.poll(async () => (await state(page, SMALL)).storedPieces).toBe(0);
  const { text } = await page.evaluate((request) => window.hearth.generate(request), QUESTION);
  expect(text).not.toBe("");
  expect((await install(page, SMALL)).result).toBe("complete");
  note(
    "21",
    "database cleared while its model is loaded",
    "it answers on; the files are downloaded again beside it",
  );
});

test("21: removed by the browser while it is open, it is noticed and repaired", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, SMALL)).result).toBe("complete");
  await clearDatabases(page, server.origin);
  await expect.poll(async () => (await state(page, SMALL)).storedPieces).toBe(0);
  expect((await install(page, SMALL)).result).toBe("complete");
  note("21", "database cleared while it is open", "opened again, seen as empty, downloaded again");
});

for (const [id, name, damage] of [
  ["22", "a stored file is gone", (path: string) => rm(path)],
  ["22", "a stored file is cut short", (path: string) => truncate(path, 1000)],
  ["23", "one bit of a stored file is flipped", flipBit],
] as const) {
  test(`${id}: ${name}: found by the check, and only that piece is fetched`, async ({
    launch,
    profile,
    server,
  }) => {
    const context = await launch();
    expect((await install(await openHarnessPage(context, server.origin), SMALL)).result).toBe("complete");
    await context.close();
    const [path = ""] = await blobFiles(profile, WEIGHTS_BYTES);
    await damage(path);
    const page = await openHarnessPage(await launch(), server.origin);
    expect(await state(page, SMALL)).toMatchObject({ complete: true });
    expect(await verify(page, SMALL)).toMatchObject({
      damagedPieces: 1,
      state: { storedPieces: 5, complete: false },
    });
    server.requests.length = 0;
    expect((await install(page, SMALL)).result).toBe("complete");
    expect(server.requests.map(({ path }) => path)).toEqual([WEIGHTS]);
    expect((await verify(page, SMALL)).damagedPieces).toBe(0);
    note(id, name, "found, only that piece fetched again");
  });
}

test("24: a database that comes back empty is seen as a loss, not as a first visit", async ({
  launch,
  profile,
  server,
}) => {
  const context = await launch();
  expect((await install(await openHarnessPage(context, server.origin), SMALL)).result).toBe("complete");
  await context.close();
  await zeroLogs(profile);
  const page = await openHarnessPage(await launch(), server.origin);
  expect(await state(page, SMALL)).toMatchObject({ storedPieces: 0, complete: false });
  expect((await install(page, SMALL)).result).toBe("complete");
  note(
    "24",
    "log of the database zeroed",
    "empty and usable; the card says that the browser removed it (see the models journey)",
  );
});

test("27: a store of a later version is not touched", async ({ context, page, server }) => {
  await page.goto(`${server.origin}/samples/weekend-trip.txt`);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open("hearth-weights", 2);
        request.addEventListener("success", () => (request.result.close(), resolve()));
        request.addEventListener("error", () => reject(request.error));
      }),
  );
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, SMALL)).result).toBe("storage-newer");
  note("27", "database made by a later version", "storage-newer, nothing written");
});

test("h1 to h4: files from a folder that are not what they seem leave nothing behind", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  const config = { name: "config.json", bytes: Buffer.from("{}") };
  const folderModel = "llama-guard-3-11b-vision";
  const hostile: readonly (readonly [string, string, string, Buffer])[] = [
    ["h1", "safetensors header of 2^63 bytes", "model.safetensors", safetensors(2n ** 63n, "{}")],
    ["h1", "safetensors header longer than the file", "model.safetensors", safetensors(1000n, "{}")],
    ["h2", "overlapping tensors", "model.safetensors", tensors({ a: [0, 8], b: [4, 12] })],
    ["h2", "tensor outside the file", "model.safetensors", tensors({ a: [0, 8], b: [8, 4096] })],
    [
      "h2",
      "the same tensor twice",
      "model.safetensors",
      safetensors(null, `{${tensorJson("a", 0, 8)},${tensorJson("a", 8, 16)}}`, 16),
    ],
    [
      "h2",
      "nested a thousand deep",
      "model.safetensors",
      safetensors(null, `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`),
    ],
    [
      "h3",
      "bytes after the last tensor",
      "model.safetensors",
      Buffer.concat([tensors({ a: [0, 8] }), noise(9)]),
    ],
  ];
  for (const [id, name, file, bytes] of hostile) {
    const outcome = await importFiles(page, folderModel, [config, { name: `my-model/${file}`, bytes }]);
    expect
      .soft(["weights-corrupt", "weights-unsupported"], `${name}: ${JSON.stringify(outcome)}`)
      .toContain(outcome.result);
    expect.soft(await state(page, folderModel), name).toMatchObject({ storedPieces: 0, totalPieces: 0 });
    note(id, name, `${outcome.result}, nothing stored`);
  }
  const outcomeOfOne = await importFiles(page, folderModel, [config]);
  expect(outcomeOfOne).toMatchObject({
    result: "model-files-missing",
    details: { file: "model.safetensors" },
  });
  const gguf = Buffer.alloc(43);
  gguf.write("GGUF");
  gguf.writeUInt32LE(3, 4);
  gguf.writeBigUInt64LE(1n, 16);
  gguf.writeBigUInt64LE(2n ** 63n, 24);
  const outcome = await importFiles(page, HUB_MODEL, [{ name: HUB_FILE, bytes: gguf }]);
  expect(outcome.result).toBe("weights-corrupt");
  expect((await state(page, HUB_MODEL)).storedPieces).toBe(0);
  note("h4", "GGUF with a name of 2^63 bytes", "weights-corrupt, nothing stored");
});

test("a model goes out into a folder and in again, with every check, and a changed file is refused", async ({
  context,
  page,
  server,
}) => {
  await openHarnessPage(context, server.origin, page);
  expect((await install(page, SMALL)).result).toBe("complete");
  const packed = await page.evaluate(async (id) => {
    const { hearth } = globalThis as unknown as { hearth: import("./harness/api.ts").Harness };
    const root = await navigator.storage.getDirectory();
    await hearth.exportTo(id, root);
    const folder = await root.getDirectoryHandle(id);
    const files: { name: string; blob: Blob }[] = [];
    for await (const [name, handle] of folder.entries()) {
      files.push({ name: `${id}/${name}`, blob: await (handle as FileSystemFileHandle).getFile() });
    }
    await hearth.remove(id);
    const weights = files.findIndex(({ name }) => name.endsWith(".safetensors"));
    const bytes = new Uint8Array((await files[weights]?.blob.arrayBuffer()) ?? new ArrayBuffer(0));
    bytes[4_000_000] = (bytes[4_000_000] ?? 0) ^ 1;
    const changed = files.with(weights, { name: files[weights]?.name ?? "", blob: new Blob([bytes]) });
    const refused = await hearth.importFiles(id, changed).catch((error: { code: string }) => error.code);
    const state = await hearth.importFiles(id, files);
    return { names: files.map(({ name }) => name).toSorted(), refused, complete: state.complete };
  }, SMALL);
  expect(packed.names).toContain("shapes-vl/hearth-model.json");
  expect(packed).toMatchObject({ refused: "weights-corrupt", complete: true });
  note(
    "-",
    "export to a folder, import from it, one byte changed",
    "complete; the changed one weights-corrupt",
  );
});

/** Removes what says that files were right as a whole. */
async function forgetVerified(page: Page): Promise<void> {
  await page.evaluate(async (prefix) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-weights");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error));
    });
    const transaction = database.transaction("pieces", "readwrite");
    transaction.objectStore("pieces").delete(IDBKeyRange.bound(prefix, `${prefix}\uFFFF`));
    await new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("error", () => reject(transaction.error));
    });
    database.close();
  }, `${HUB_MODEL}/verified/`);
}

/** Ends the renderer of a page, its workers with it. */
async function crash(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  void devtools.send("Page.crash").catch(() => undefined);
  await crashed;
}

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[1_234_567] = (bytes[1_234_567] ?? 0) ^ 4;
  await writeFile(path, bytes);
}

function tensorJson(name: string, start: number, end: number): string {
  return `"${name}":{"dtype":"F32","shape":[${(end - start) / 4}],"data_offsets":[${start},${end}]}`;
}

function tensors(ranges: Readonly<Record<string, readonly [number, number]>>): Buffer {
  const entries = Object.entries(ranges).map(([name, [start, end]]) => tensorJson(name, start, end));
  return safetensors(null, `{${entries.join(",")}}`, 12);
}

/** @param headerBytes the length that the file claims; null = the right one */
function safetensors(headerBytes: bigint | null, header: string, dataBytes = 0): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerBytes ?? BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes)]);
}
