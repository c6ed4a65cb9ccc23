/**
 * @file Faults of the network while a model is downloaded (spec reliability 4, rows 4 to 15, and 5, h5 to h8), by the
 * real worker in a real browser from servers of ours. A good file must arrive in the end, a bad one must leave nothing,
 * and what was verified must not be fetched again. `npm run test:long` repeats the random ones and waits for the slow ones.
 */
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

import { EMPTY_SHA256, MAX_PIECE_BYTES } from "../src/models/weights/file-set.ts";
import { expect, test } from "./support/browser.ts";
import { selfSignedCertificate } from "./support/certificate.ts";
import { install, note, remove, sha256, state, storedSha256 } from "./support/faults.ts";
import { HUB_FILE, HUB_MODEL, noise, startHub, type Hub } from "./support/hub.ts";
import { startServer } from "./support/server.mjs";

const APP_MODEL = "shapes-vl";
const WEIGHTS = "/models/shapes-vl/model.safetensors";
/** A model of the hub in several files, whose list the hub is asked for. */
const MANY_MODEL = "llama-3.2-11b-vision";
const MANY_FILE = "model.safetensors";
const SIGN_IN = "<!doctype html><title>Sign in</title>";
/** Two pieces, the second one short. */
const FILE = noise(MAX_PIECE_BYTES + 3_000_000);
const PIECES = [`${HUB_FILE}.0000`, `${HUB_FILE}.0001`];

let hub: Hub;

// The browser reports each failed request.
test.use({
  allowedErrors: [
    /^console: (?:Failed to load resource|Refused to connect|Connecting to|Access to fetch|Fetch API)/,
  ],
});
test.beforeAll(async () => {
  hub = await startHub({ [HUB_FILE]: FILE });
});
test.afterAll(async () => {
  await hub.close();
});
test.beforeEach(async ({ page, server }) => {
  hub.clearFaults();
  hub.requests.length = 0;
  await page.goto(`${server.origin}/harness.html`);
});

/** Paths of one model asked for so far, without the folder. */
function askedOf(requests: readonly { readonly path: string }[], folder: string): string[] {
  return requests.flatMap(({ path }) => (path.startsWith(folder) ? [path.slice(folder.length)] : []));
}

/** Part of what a person reads when the model does not come. */
const WORDS: Readonly<Record<string, string>> = {
  "403": "The server refused to give the files (status 403)",
  "404": "The server answered with status 404",
  "404 with a page": "The server answered with status 404",
  "a sign-in page instead of the file": "such as a sign-in page of the network. None of it was kept",
  "JSON instead of the file": "not the model but another kind of file",
  "one byte wrong, always": "The checksum of model.safetensors is not the expected one",
  "another range than asked for, always": "The server sent another part of the file than the one asked for",
  "another version in the middle": "The files on the server were replaced in the middle of the download",
};

// Each fault spoils the first answer, or all of them.
const FROM_THIS_ORIGIN = [
  ["4", "connection closed at 1 MB, once", { truncateAfterBytes: 1_000_000, times: 1 }, "complete", 2],
  [
    "4",
    "connection reset at a random byte, once",
    { resetAfterBytes: 1 + Math.floor(Math.random() * 5e6), times: 1 },
    "complete",
    2,
  ],
  [
    "11",
    "503 with Retry-After: 1, once",
    { status: 503, headers: { "Retry-After": "1" }, times: 1 },
    "complete",
    2,
  ],
  [
    "11",
    "429 with Retry-After: 1, once",
    { status: 429, headers: { "Retry-After": "1" }, times: 1 },
    "complete",
    2,
  ],
  ["-", "500, once", { status: 500, times: 1 }, "complete", 2],
  ["-", "403", { status: 403 }, "download-failed", 1],
  ["10", "404", { status: 404 }, "download-failed", 1],
  ["10", "404 with a page", { status: 404, headers: { "Content-Type": "text/html" } }, "download-failed", 1],
  ["10", "a sign-in page instead of the file", { html: SIGN_IN }, "download-not-weights", 1],
  [
    "h7",
    "JSON instead of the file",
    { html: '{"error":"try later"}', headers: { "Content-Type": "application/json" } },
    "download-not-weights",
    1,
  ],
  ["h7", "the file compressed on the way", { gzip: true }, "complete", 1],
  ["13", "one byte wrong, once", { flipByteAt: 3_000_000, times: 1 }, "complete", 2],
  ["13", "one byte wrong, always", { flipByteAt: 3_000_000 }, "weights-corrupt", 2],
  [
    "12",
    "redirect to another place",
    { status: 302, headers: { Location: "https://example.invalid/" }, times: 1 },
    "complete",
    2,
  ],
] as const;

test("files of this origin: faults of the answer", async ({ page, server }) => {
  for (const [id, name, fault, expected, asked] of FROM_THIS_ORIGIN) {
    await test.step(name, async () => {
      server.clearFaults();
      server.requests.length = 0;
      server.addFault({ path: WEIGHTS, ...fault });
      const outcome = await install(page, APP_MODEL);
      expect.soft(outcome.result, name).toBe(expected);
      expect.soft(outcome.sentence, name).toContain(WORDS[name] ?? "");
      const requests = askedOf(server.requests, "/models/shapes-vl/");
      expect
        .soft(
          requests.filter((path) => path === "model.safetensors"),
          name,
        )
        .toHaveLength(asked);
      // The small files are there whatever became of the large one, and are not asked for again.
      server.clearFaults();
      server.requests.length = 0;
      if (expected !== "complete") {
        expect.soft((await state(page, APP_MODEL)).storedBytes, name).toBeLessThan(5_000_000);
        expect.soft((await install(page, APP_MODEL)).result, name).toBe("complete");
        expect.soft(askedOf(server.requests, "/models/shapes-vl/"), name).toContain("model.safetensors");
      }
      note(
        id,
        name,
        expected === "complete"
          ? `complete after ${asked} requests`
          : `${expected}: "${outcome.sentence}"; nothing bad kept; complete once it is over`,
      );
      await remove(page, APP_MODEL);
    });
  }
});

const FROM_THE_HUB = [
  ["7", "range ignored: 200 with the whole file", { ignoreRange: true }, "complete"],
  ["8", "a range that ends early, once", { truncateAfterBytes: 100_000, times: 1 }, "complete"],
  ["8", "another range than asked for, once", { rangeShift: 1000, times: 1 }, "complete"],
  ["8", "another range than asked for, always", { rangeShift: 1000 }, "download-failed"],
  ["h7", "a range compressed on the way, once", { gzip: true, times: 1 }, "complete"],
] as const;

test("files of the hub: faults of ranges", async ({ page }) => {
  for (const [id, name, fault, expected] of FROM_THE_HUB) {
    await test.step(name, async () => {
      hub.clearFaults();
      hub.requests.length = 0;
      hub.addFault({ path: hub.path(HUB_FILE), ...fault });
      const outcome = await install(page, HUB_MODEL, hub.origin);
      expect.soft(outcome.result, `${name} ${JSON.stringify(outcome.details)}`).toBe(expected);
      expect.soft(outcome.sentence, name).toContain(WORDS[name] ?? "");
      if (expected === "complete") {
        expect.soft(await storedSha256(page, HUB_MODEL, PIECES), name).toBe(sha256(FILE));
        note(id, name, "complete, every byte right");
      } else {
        expect.soft((await state(page, HUB_MODEL)).complete, name).toBe(false);
        note(id, name, `${outcome.result}: "${outcome.sentence}"; nothing bad kept`);
      }
      await remove(page, HUB_MODEL);
    });
  }
});

const REDIRECTS = [
  ["12", "redirect loop, once", { Location: "?again" }],
  ["12", "redirect to a plain http place, once", { Location: "http://example.invalid/x" }],
] as const;

test("files of the hub: redirects, and a model of many small files", async ({ page }) => {
  const files = { "config.json": Buffer.from("{}"), [MANY_FILE]: noise(200_000) };
  const small = await startHub(files, MANY_MODEL);
  for (const [id, name, headers] of REDIRECTS) {
    small.addFault({ path: small.path(MANY_FILE), status: 302, headers, times: 1 });
    expect.soft((await install(page, small.modelId, small.origin)).result, name).toBe("complete");
    const stored = await storedSha256(page, small.modelId, [MANY_FILE]);
    expect.soft(stored).toBe(sha256(files[MANY_FILE]));
    expect.soft(await state(page, small.modelId)).toMatchObject({ trust: "hub", totalPieces: 2 });
    await remove(page, small.modelId);
    note(id, name, "not followed; complete after another try");
  }
  // Git's id of a small file is compared too.
  await small.put("config.json", Buffer.from("[]"));
  expect((await install(page, small.modelId, small.origin)).result).toBe("weights-corrupt");
  note("13", "a small file with another git id than the listing states", "weights-corrupt");
  await small.close();
});

test("4, resume: what arrived of a range before the break is not fetched again", async ({ page }) => {
  hub.addFault({ path: hub.path(HUB_FILE), resetAfterBytes: 2_000_000, times: 2 });
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  const starts = hub.asked(HUB_FILE).toSorted((one, two) => one - two);
  expect(starts).toHaveLength(4);
  // Two first requests at piece borders; those after them go on inside a piece, unless the reset swallowed all that was on
  // its way to one.
  const inside = starts.filter((start) => start % MAX_PIECE_BYTES !== 0);
  expect(inside.length).toBeGreaterThanOrEqual(1);
  expect(await storedSha256(page, HUB_MODEL, PIECES)).toBe(sha256(FILE));
  note("4", "reset inside a range", "goes on at the byte where it broke");
});

test("9, 13, h6: files that are not what the listing says", async ({ page }) => {
  const other = Buffer.from(FILE);
  other[5] = (other[5] ?? 0) ^ 1;
  await hub.put(HUB_FILE, other);
  const replaced = await install(page, HUB_MODEL, hub.origin);
  expect(replaced).toMatchObject({ result: "weights-corrupt", details: { reason: "hash-of-file" } });
  expect((await state(page, HUB_MODEL)).complete).toBe(false);
  // The right file is back: only the piece that differs is replaced, and the model is whole.
  await hub.put(HUB_FILE, FILE);
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(await storedSha256(page, HUB_MODEL, PIECES)).toBe(sha256(FILE));
  note(
    "13",
    "a file with another hash than the listing states",
    "weights-corrupt (hash-of-file); repaired when the right one is back",
  );
  await remove(page, HUB_MODEL);

  await hub.put(HUB_FILE, FILE.subarray(0, FILE.length - 7));
  const changed = await install(page, HUB_MODEL, hub.origin);
  expect(changed).toMatchObject({ result: "download-failed", details: { reason: "changed" } });
  expect(changed.sentence).toContain(WORDS["another version in the middle"]);
  note(
    "9",
    "file replaced by one of another length",
    `download-failed: "${changed.sentence}"; nothing mixed`,
  );
  await remove(page, HUB_MODEL);
  await hub.put(HUB_FILE, FILE);

  await hub.list({ [HUB_FILE]: { lfs: { sha256: EMPTY_SHA256, size: FILE.length } } });
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("download-not-weights");
  note("h6", "listing states the hash of an empty file", "download-not-weights before a byte of it");
  await hub.list({ [HUB_FILE]: { rfilename: "../../x.gguf" } });
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("weights-unsupported");
  note("h5", "listing with a name that leads elsewhere", "weights-unsupported before a byte of it");
  await hub.list();
  hub.addFault({ path: hub.listPath, html: SIGN_IN });
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("download-not-weights");
  note("10", "sign-in page instead of the listing", "download-not-weights");
  expect(hub.asked(HUB_FILE).length).toBeGreaterThan(0);
});

test("9: a file that becomes another one between two parts of it stops the download", async ({ page }) => {
  for (const etag of ['"first"', '"second"']) {
    hub.addFault({ path: hub.path(HUB_FILE), headers: { ETag: etag }, times: 1 });
  }
  const outcome = await install(page, HUB_MODEL, hub.origin);
  expect(outcome).toMatchObject({ result: "download-failed", details: { reason: "changed" } });
  expect(outcome.sentence).toContain(WORDS["another version in the middle"]);
  expect((await state(page, HUB_MODEL)).complete).toBe(false);
  hub.clearFaults();
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(await storedSha256(page, HUB_MODEL, PIECES)).toBe(sha256(FILE));
  note("9", "another ETag between two parts", `download-failed: "${outcome.sentence}"; complete afterwards`);
});

test("h8: a mirror's own list does not replace the hashes that are part of the app", async ({ page }) => {
  const mirror = await startServer({ folders: [], headers: { "Access-Control-Allow-Origin": "*" } });
  // It answers everything with the same page of text.
  mirror.addFault({ path: /./, status: 200 });
  const outcome = await install(page, "llama-3.2-1b", mirror.origin);
  expect(outcome.result).not.toBe("complete");
  expect((await state(page, "llama-3.2-1b")).storedPieces).toBe(0);
  await mirror.close();
  note(
    "h8",
    "a mirror that answers with nothing of use",
    `${outcome.result}; the app's own list stays in force`,
  );
});

test("6: a network that comes and goes leaves no download twice", async ({ page, setOffline }) => {
  // The browser's own switch leaves open connections alone: these break by themselves, whatever it says then.
  const fault = { bytesPerSecond: 20e6, resetAfterBytes: 4_000_000, times: 5 };
  hub.addFault({ path: hub.path(HUB_FILE), ...fault });
  const done = install(page, HUB_MODEL, hub.origin);
  await expect.poll(() => hub.asked(HUB_FILE).length).toBeGreaterThan(0);
  for (const offline of [true, false, true, false]) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await setOffline(offline);
  }
  expect((await done).result).toBe("complete");
  expect(await storedSha256(page, HUB_MODEL, PIECES)).toBe(sha256(FILE));
  // One download: within each piece every request begins where the one before got to.
  const starts = hub.asked(HUB_FILE);
  for (const [first, end] of [
    [0, MAX_PIECE_BYTES],
    [MAX_PIECE_BYTES, FILE.length],
  ] as const) {
    const own = starts.filter((start) => start >= first && start < end);
    expect(own).toEqual(own.toSorted((one, two) => one - two));
  }
  expect(starts.length).toBeGreaterThan(2);
  note("6", "offline and online by turns", "complete, one download, every byte right");
});

test("14: a server with a certificate that nobody vouches for gets no request", async ({ page }) => {
  let requests = 0;
  const impostor = createServer(selfSignedCertificate(), () => requests++);
  await new Promise<void>((resolve) => impostor.listen(0, "localhost", resolve));
  const { port } = impostor.address() as AddressInfo;
  const waited = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.hearthPart = (part) => {
          if (part.type === "download-retry") resolve(part.reason);
        };
      }),
  );
  const outcome = install(page, HUB_MODEL, `https://localhost:${port}`);
  expect(await waited).toBe("broken");
  await page.evaluate(() => window.hearth.pause());
  expect((await outcome).result).toBe("AbortError");
  expect([requests, (await state(page, HUB_MODEL)).storedPieces]).toEqual([0, 0]);
  impostor.close();
  note(
    "14",
    "a certificate that nobody vouches for",
    "the connection is refused, nothing is asked of it or stored",
  );
});

test("15: a change of the network is no more than a pause", async ({ page, context }) => {
  let spoiled = 0;
  await context.route(new RegExp(HUB_FILE), async (route) => {
    if (spoiled++ === 0) await route.abort("connectionaborted");
    else await route.continue();
  });
  expect((await install(page, HUB_MODEL, hub.origin)).result).toBe("complete");
  expect(spoiled).toBeGreaterThan(1);
  note("15", "ERR_CONNECTION_ABORTED by the browser", "complete after another try");
});

test("the hub itself is within reach of the download worker, under its own policy", async ({
  page,
  context,
}) => {
  const files = { "config.json": Buffer.from("{}"), [MANY_FILE]: noise(100_000) };
  const small = await startHub(files, MANY_MODEL);
  // What the worker asks of huggingface.co is answered by the stand-in; the policy is checked before that.
  const asked: string[] = [];
  let redirects = 0;
  await context.route(/^https:/, async (route) => {
    const { host, pathname, search } = new URL(route.request().url());
    asked.push(host);
    if (pathname.endsWith(MANY_FILE) && redirects++ === 0) {
      const headers = {
        "Access-Control-Allow-Origin": "*",
        Location: `https://elsewhere.invalid${pathname}`,
      };
      return route.fulfill({ status: 302, headers });
    }
    const range = route.request().headers()["range"];
    const response = await fetch(
      `${small.origin}${pathname}${search}`,
      range === undefined ? {} : { headers: { range } },
    );
    const body = Buffer.from(await response.arrayBuffer());
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  });
  expect((await install(page, small.modelId)).result).toBe("complete");
  // Where the hub sends its visitors is held to the same list of places.
  expect(new Set(asked)).toEqual(new Set(["huggingface.co"]));
  expect(redirects).toBe(2);
  expect(await storedSha256(page, small.modelId, [MANY_FILE])).toBe(sha256(files[MANY_FILE]));
  await small.close();
  note(
    "12",
    "the hub redirects to a host that is not on the list",
    "not followed; complete after another try",
  );
});

test("the hub is out of reach for the page, the other workers, and a mirror's worker knows no other address", async ({
  page,
  server,
}) => {
  const blocked = await page.evaluate(async (address) => {
    const violation = new Promise((resolve) =>
      addEventListener("securitypolicyviolation", () => resolve(true)),
    );
    await fetch(address).catch(() => undefined);
    return violation;
  }, `${hub.origin}/x`);
  expect(blocked).toBe(true);
  expect(hub.requests).toEqual([]);
  const scripts = (): string[] =>
    server.requests.flatMap(({ path }) => (/\/\w+\.worker-[\w-]+\.js$/.test(path) ? [path] : []));
  await expect.poll(() => new Set(scripts()).size).toBe(3);
  const answers = await Promise.all([...new Set(scripts())].map((path) => fetch(server.origin + path)));
  const workers = answers.map(
    ({ url, headers }) => [new URL(url).pathname, headers.get("content-security-policy") ?? ""] as const,
  );
  const reaching = workers.filter(([, policy]) => !policy.includes("connect-src 'self';"));
  const names = reaching.map(([path]) => /(\w+)\.worker/.exec(path)?.[1]);
  expect(new Set(names)).toEqual(new Set(["download", "mirror"]));
});
