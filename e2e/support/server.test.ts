import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { startServer } from "./server.mjs";

const PIECE = "/models/tiny/piece-000.bin";
const BYTES = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

let folder = "";
let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hearth-server-"));
  await mkdir(join(folder, "site/models/tiny"), { recursive: true });
  await writeFile(join(folder, "site/index.html"), "<!doctype html><title>Home</title>");
  await writeFile(join(folder, "site", PIECE), BYTES);
  await writeFile(join(folder, "secret.txt"), "not served");
  server = await startServer({ folders: [join(folder, "site")] });
});
afterEach(() => {
  server.clearFaults();
  server.requests.length = 0;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(server.origin + path, { headers });
const bytesOf = async (response: Response): Promise<Uint8Array> =>
  new Uint8Array(await response.arrayBuffer());

describe("answers", () => {
  it("carry the product's headers, whatever the status", async () => {
    for (const path of ["/", PIECE, "/missing.js"]) {
      const { headers } = await get(path);
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(headers.get("content-security-policy")).toContain("connect-src 'self'");
    }
  });

  it("send files whole and uncompressed, and views of the app as its page", async () => {
    const piece = await get(PIECE);
    expect(piece.headers.get("content-type")).toBe("application/octet-stream");
    expect(piece.headers.get("content-encoding")).toBeNull();
    expect(await bytesOf(piece)).toEqual(BYTES);
    expect(await (await get("/settings")).text()).toContain("Home");
    expect((await get("/assets/gone.js")).status).toBe(404);
  });

  it("honour a byte range", async () => {
    const response = await get(PIECE, { range: "bytes=10-19" });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe("bytes 10-19/1000");
    expect(await bytesOf(response)).toEqual(BYTES.slice(10, 20));
  });

  it("never leave the folder", async () => {
    const response = await get("/..%2fsecret.txt");
    expect(await response.text()).not.toContain("not served");
  });

  it("log every request", async () => {
    await get(PIECE, { range: "bytes=0-" });
    expect(server.requests).toEqual([{ method: "GET", path: PIECE, range: "bytes=0-" }]);
  });
});

describe("faults", () => {
  it("truncate and reset break the body", async () => {
    server.addFault({ path: PIECE, truncateAfterBytes: 100, times: 1 });
    await expect(get(PIECE).then(bytesOf)).rejects.toThrow();
    server.addFault({ path: PIECE, resetAfterBytes: 100, times: 1 });
    await expect(get(PIECE).then(bytesOf)).rejects.toThrow();
    expect(await bytesOf(await get(PIECE))).toEqual(BYTES);
  });

  it("flips one byte, also within a range", async () => {
    server.addFault({ path: /piece-000/, flipByteAt: 12 });
    const whole = await bytesOf(await get(PIECE));
    expect(whole[12]).toBe(12 ^ 0xff);
    expect(whole.filter((byte, index) => byte !== BYTES[index])).toHaveLength(1);
    expect(await bytesOf(await get(PIECE, { range: "bytes=12-12" }))).toEqual(Uint8Array.of(12 ^ 0xff));
  });

  it("answers with a status and headers, or with a page", async () => {
    server.addFault({ path: PIECE, status: 503, headers: { "Retry-After": "2" }, times: 1 });
    const busy = await get(PIECE);
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "2"]);
    server.addFault({ path: PIECE, html: "<h1>Log in</h1>", times: 1 });
    const portal = await get(PIECE);
    expect([portal.status, await portal.text()]).toEqual([200, "<h1>Log in</h1>"]);
  });

  it("ignores the range", async () => {
    server.addFault({ path: PIECE, ignoreRange: true });
    const response = await get(PIECE, { range: "bytes=10-19" });
    expect([response.status, (await bytesOf(response)).length]).toEqual([200, 1000]);
  });

  it("stalls until the client gives up", async () => {
    server.addFault({ path: PIECE, stallAfterBytes: 100 });
    const abort = new AbortController();
    const response = await fetch(server.origin + PIECE, { signal: abort.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value).toEqual(BYTES.slice(0, 100));
    const next = reader?.read();
    abort.abort();
    await expect(next).rejects.toThrow(/abort/i);
  });

  it("throttled bodies arrive whole", async () => {
    server.addFault({ path: PIECE, bytesPerSecond: 5000 });
    expect(await bytesOf(await get(PIECE))).toEqual(BYTES);
  });
});
