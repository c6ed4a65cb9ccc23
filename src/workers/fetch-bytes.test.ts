/** @file Against a real server, because what matters is what `fetch` makes of broken connections. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchBytes, fetchLength, fetchPiece, PieceBuffer } from "./fetch-bytes.ts";
import type { FetchOptions } from "./fetch-bytes.ts";

const BODY = Uint8Array.from({ length: 1000 }, (_, i) => i % 256);
type Route = (response: ServerResponse, request: IncomingMessage) => void;

const send =
  (status: number, headers: Record<string, string | number>, body: Uint8Array | string): Route =>
  (response) =>
    response.writeHead(status, headers).end(body);
const BINARY = { "content-type": "application/octet-stream" };

/** Headers and some bytes, then whatever `next` does. */
const begin =
  (headers: Record<string, string | number>, next: (response: ServerResponse) => void): Route =>
  (response) => {
    response.writeHead(200, { ...BINARY, ...headers });
    response.write(BODY.subarray(0, 100), () => next(response));
  };

/** A body without end, as fast as it is taken. */
const pour =
  (contentType: string, status = 200, headers: Record<string, string | number> = {}): Route =>
  (response) => {
    response.writeHead(status, { "content-type": contentType, ...headers });
    const more = (): void => {
      while (!response.destroyed && response.write(new Uint8Array(65_536)));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  };

const routes: Record<string, Route> = {
  "/good": send(200, { ...BINARY, "content-length": 1000 }, BODY),
  "/chunked": begin({}, (response) => response.end(BODY.subarray(100))),
  "/gzip": send(200, { ...BINARY, "content-encoding": "gzip" }, gzipSync(BODY)),
  "/gzip-bomb": send(200, { ...BINARY, "content-encoding": "gzip" }, gzipSync(new Uint8Array(10_000_000))),
  "/gzip-damaged": send(200, { ...BINARY, "content-encoding": "gzip" }, BODY),
  "/404": send(404, BINARY, "no"),
  "/404-page": send(404, { "content-type": "text/html" }, "<h1>no</h1>"),
  "/500": send(500, BINARY, "no"),
  "/206": send(206, { ...BINARY, "content-range": "bytes 0-999/2000" }, BODY),
  "/204": send(204, {}, ""),
  "/page": send(200, { "content-type": "text/html; charset=utf-8" }, "<h1>Sign in</h1>"),
  "/page-capitals": send(200, { "content-type": "TEXT/HTML" }, "<h1>Sign in</h1>"),
  "/short": send(200, { ...BINARY, "content-length": 900 }, BODY.subarray(0, 900)),
  "/empty": send(200, { ...BINARY, "content-length": 0 }, ""),
  "/long": send(200, { ...BINARY, "content-length": 1001 }, new Uint8Array(1001)),
  "/long-chunked": begin({}, (response) => response.end(new Uint8Array(901))),
  "/endless": pour("application/octet-stream"),
  "/endless-page": pour("text/html"),
  "/endless-status": pour("application/octet-stream", 404),
  "/endless-length": pour("application/octet-stream", 200, { "content-length": 10_000_000_000 }),
  "/reset": begin({ "content-length": 1000 }, (response) => response.socket?.resetAndDestroy()),
  "/reset-chunked": begin({}, (response) => response.socket?.resetAndDestroy()),
  "/closed-early": begin({ "content-length": 1000 }, (response) => response.socket?.end()),
  "/no-answer": (response) => response.socket?.destroy(),
  "/redirect": send(302, { location: "/good" }, ""),
  "/redirect-abroad": send(302, { location: "https://example.org/" }, ""),
  "/ranges": (response, request) => sendRange(response, request.headers.range),
  "/ranges-hidden": (response, request) => sendRange(response, request.headers.range, null),
  "/ranges-shifted": (response, request) => sendRange(response, request.headers.range, (first) => first + 1),
  "/ranges-other-total": (response, request) =>
    sendRange(response, request.headers.range, (first) => first, 2000),
  "/ranges-nonsense": send(206, { ...BINARY, "content-range": "bytes */*" }, BODY.subarray(0, 100)),
  "/ranges-gzip": send(
    206,
    { ...BINARY, "content-range": "bytes 100-199/1000", "content-encoding": "gzip" },
    gzipSync(BODY.subarray(100, 200)),
  ),
  "/json": send(200, { "content-type": "application/json; charset=utf-8" }, '{"error":"no"}'),
  "/json-problem": send(200, { "content-type": "application/problem+json" }, '{"title":"no"}'),
  "/listing.json": send(200, { "content-type": "application/json" }, BODY),
  "/versions": (response, request) => {
    response.setHeader("etag", etags.shift() ?? '"none"');
    sendRange(response, request.headers.range);
  },
  "/416": send(416, { "content-range": "bytes */50" }, ""),
  "/429": send(429, { ...BINARY, "retry-after": "7" }, ""),
  "/503": send(503, { ...BINARY, "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" }, ""),
  "/503-long": send(503, { ...BINARY, "retry-after": "999999" }, ""),
  "/503-odd": send(503, { ...BINARY, "retry-after": "soon" }, ""),
  "/redirect-loop": send(302, { location: "/redirect-loop" }, ""),
  "/redirect-http": (response) =>
    void response.writeHead(302, { location: `http://localhost:${new URL(base).port}/good` }).end(),
  "/silent": begin({ "content-length": 1000 }, () => {}),
  "/never": () => {},
};

/** A right answer to a range request, or one whose Content-Range says something else. */
function sendRange(
  response: ServerResponse,
  range: string | undefined,
  shift: ((first: number) => number) | null = (first) => first,
  total = BODY.length,
): void {
  const [, first = "0", last = "999"] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const body = BODY.subarray(Number(first), Number(last) + 1);
  const place = `bytes ${shift?.(Number(first))}-${last}/${total}`;
  response.writeHead(206, { ...BINARY, ...(shift ? { "content-range": place } : {}) }).end(body);
}

/** What `/versions` answers with, one after the other. */
let etags: string[] = [];
let server: Server;
let base: string;
/** Responses whose connection the client gave up or finished. */
const closed = new Map<string, Promise<unknown>>();

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    closed.set(path, new Promise((resolve) => response.once("close", resolve)));
    response.on("error", () => {});
    routes[path]?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

afterEach(() => vi.useRealTimers());

type Options = FetchOptions & { readonly onBytes: (count: number) => void };

/** The whole resource as one piece. */
async function get(path: string, options: Partial<Options> = {}, sizeBytes = 1000): Promise<Uint8Array> {
  const buffer = new PieceBuffer(sizeBytes);
  const defaults = { signal: new AbortController().signal, onBytes: () => {} };
  const range = { url: base + path, offset: 0, resourceBytes: sizeBytes };
  await fetchPiece(range, buffer, { ...defaults, ...options });
  return buffer.bytes;
}

const SIGNAL = new AbortController().signal;

describe("fetchPiece, a whole resource", () => {
  it.each(["/good", "/chunked", "/gzip"])("gives the bytes of %s and counts them", async (path) => {
    let count = 0;
    expect(await get(path, { onBytes: (bytes) => (count += bytes) })).toEqual(BODY);
    expect(count).toBe(1000);
  });

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ["/404", "download-failed", { reason: "status", status: 404 }],
    ["/404-page", "download-failed", { reason: "status", status: 404 }],
    ["/500", "download-failed", { reason: "status", status: 500 }],
    ["/206", "download-failed", { reason: "changed" }],
    ["/204", "download-failed", { reason: "status", status: 204 }],
    ["/page", "download-not-weights", { status: 200 }],
    ["/page-capitals", "download-not-weights", { status: 200 }],
    ["/short", "download-failed", { reason: "cut-off" }],
    ["/empty", "download-failed", { reason: "cut-off" }],
    ["/long", "weights-corrupt", { reason: "length" }],
    ["/long-chunked", "weights-corrupt", { reason: "length" }],
    ["/gzip-bomb", "weights-corrupt", { reason: "length" }],
    ["/gzip-damaged", "download-failed", { reason: "network" }],
    ["/reset", "download-failed", { reason: "network" }],
    ["/reset-chunked", "download-failed", { reason: "network" }],
    ["/closed-early", "download-failed", { reason: "network" }],
    ["/no-answer", "download-failed", { reason: "network" }],
    ["/redirect", "download-failed", { reason: "network" }],
    ["/redirect-abroad", "download-failed", { reason: "network" }],
  ])("%s is %s", async (path, code, details) => {
    await expect(get(path)).rejects.toMatchObject({ name: "AppError", code, details });
  });

  it("fails as a network failure where nobody listens", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await new Promise((resolve) => other.close(resolve));
    const options = { maxBytes: 1, signal: SIGNAL };
    await expect(fetchBytes(`http://127.0.0.1:${port}/`, options)).rejects.toMatchObject({
      code: "download-failed",
      details: { reason: "network" },
    });
  });

  it.each(["/endless", "/endless-page", "/endless-status", "/endless-length"])(
    "lets go of the connection of %s",
    async (path) => {
      await expect(get(path)).rejects.toMatchObject({ name: "AppError" });
      await closed.get(path);
    },
  );
});

describe("Stop", () => {
  it.each(["/silent", "/endless"])(
    "ends %s in the middle with AbortError and closes the connection",
    async (path) => {
      const controller = new AbortController();
      const options = { signal: controller.signal, onBytes: () => controller.abort() };
      const download = get(path, options, path === "/endless" ? 2 ** 28 : 1000);
      await expect(download).rejects.toMatchObject({ name: "AbortError" });
      await closed.get(path);
    },
  );

  it("does not begin when it is stopped already", async () => {
    closed.delete("/good");
    await expect(get("/good", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(closed.has("/good")).toBe(false);
  });
});

describe("silence", () => {
  it.each(["/silent", "/never"])("gives %s up after 30 s without a byte", async (path) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    closed.delete(path);
    const download = get(path);
    const failed = expect(download).rejects.toMatchObject({
      code: "download-failed",
      details: { reason: "stalled" },
    });
    while (!closed.has(path)) await new Promise((resolve) => setImmediate(resolve));
    let ended = false;
    void download.catch(() => (ended = true));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    await failed;
  });
});

async function getPart(path: string, filled = 0): Promise<Uint8Array> {
  const buffer = new PieceBuffer(100);
  buffer.bytes.set(BODY.subarray(100, 100 + filled));
  buffer.filled = filled;
  const range = { url: base + path, offset: 100, resourceBytes: 1000 };
  await fetchPiece(range, buffer, { signal: SIGNAL, onBytes: () => {} });
  return buffer.bytes;
}

describe("fetchPiece, a part of a resource", () => {
  // `/good` ignores the range and sends everything, with and without a length.
  it.each(["/ranges", "/ranges-hidden", "/good", "/chunked", "/gzip"])(
    "gives the bytes out of %s",
    async (path) => {
      expect(await getPart(path)).toEqual(BODY.subarray(100, 200));
      expect(await getPart(path, 60)).toEqual(BODY.subarray(100, 200));
      await closed.get(path);
    },
  );

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ["/ranges-shifted", "download-failed", { reason: "wrong-range" }],
    ["/ranges-nonsense", "download-failed", { reason: "wrong-range" }],
    ["/ranges-gzip", "download-failed", { reason: "wrong-range" }],
    ["/ranges-other-total", "download-failed", { reason: "changed", resourceBytes: 2000 }],
    ["/416", "download-failed", { reason: "changed" }],
    ["/short", "download-failed", { reason: "changed", resourceBytes: 900 }],
    ["/long", "download-failed", { reason: "changed", resourceBytes: 1001 }],
    ["/page", "download-not-weights", { status: 200 }],
    ["/json", "download-not-weights", { status: 200 }],
    ["/json-problem", "download-not-weights", { status: 200 }],
  ])("%s is %s", async (path, code, details) => {
    await expect(getPart(path)).rejects.toMatchObject({ name: "AppError", code, details });
  });

  it("keeps what arrived before the connection broke, and asks for the rest only", async () => {
    const buffer = new PieceBuffer(1000);
    const options = { signal: SIGNAL, onBytes: () => {} };
    const broken = fetchPiece({ url: `${base}/reset`, offset: 0, resourceBytes: 1000 }, buffer, options);
    await expect(broken).rejects.toMatchObject({ details: { reason: "network" } });
    expect(buffer.filled).toBe(100);
    await fetchPiece({ url: `${base}/ranges`, offset: 0, resourceBytes: 1000 }, buffer, options);
    expect(buffer.bytes).toEqual(BODY);
  });

  it("takes JSON for what it is where a file of that kind was asked for", async () => {
    expect(await get("/listing.json")).toEqual(BODY);
  });

  it.each<[string, string[], boolean]>([
    ["the same tag", ['"a"', '"a"'], true],
    ["no tag at first", ["", '"a"'], true],
    ["weak tags", ['W/"a"', 'W/"b"'], true],
    ["another tag", ['"a"', '"b"'], false],
  ])("with %s is of one version: %#", async (_, tags, same) => {
    etags = tags;
    const versions = new Map<string, string>();
    const part = (): Promise<void> =>
      fetchPiece({ url: `${base}/versions`, offset: 100, resourceBytes: 1000 }, new PieceBuffer(100), {
        signal: SIGNAL,
        onBytes: () => {},
        versions,
      });
    await part();
    const second = part();
    if (same) await second;
    else await expect(second).rejects.toMatchObject({ details: { reason: "changed" } });
  });

  it("does not read gigabytes to get at a part that the server will not send alone", async () => {
    const buffer = new PieceBuffer(10);
    const range = { url: `${base}/chunked`, offset: 2 ** 30, resourceBytes: 2 ** 31 };
    await expect(fetchPiece(range, buffer, { signal: SIGNAL, onBytes: () => {} })).rejects.toMatchObject({
      details: { reason: "range-ignored" },
    });
  });
});

describe("Retry-After", () => {
  it.each([
    ["/429", 429, 7000],
    ["/503", 503, 0],
    ["/503-long", 503, 900_000],
    ["/503-odd", 503, undefined],
  ])("asked to come back later: %s", async (path, status, retryAfterMs) => {
    const details = { reason: "status", status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    await expect(get(path)).rejects.toMatchObject({ code: "download-failed", details });
  });
});

describe("redirects", () => {
  it("are followed where they are allowed, but not from one plain place to another", async () => {
    expect(await get("/redirect", { redirect: "follow" })).toEqual(BODY);
    await expect(get("/redirect-http", { redirect: "follow" })).rejects.toMatchObject({
      code: "download-failed",
      details: { reason: "redirect" },
    });
    await expect(get("/redirect-loop", { redirect: "follow" })).rejects.toMatchObject({
      details: { reason: "network" },
    });
  });
});

describe("fetchBytes", () => {
  it("gives fewer bytes than allowed", async () => {
    const bytes = await fetchBytes(`${base}/good`, { maxBytes: 5000, signal: SIGNAL });
    expect(bytes).toEqual(BODY);
    expect(bytes.buffer.byteLength).toBe(1000);
  });

  it.each([
    ["/long-chunked", "weights-corrupt"],
    ["/endless", "weights-corrupt"],
    ["/404", "download-failed"],
    ["/page", "download-not-weights"],
  ])("refuses %s", async (path, code) => {
    await expect(fetchBytes(base + path, { maxBytes: 1000, signal: SIGNAL })).rejects.toMatchObject({ code });
  });
});

describe("fetchLength", () => {
  it.each(["/ranges", "/good"])("reads it from %s", async (path) => {
    expect(await fetchLength(base + path, { signal: SIGNAL })).toBe(1000);
  });

  it.each(["/chunked", "/404", "/page", "/ranges-nonsense"])("finds none in %s", async (path) => {
    await expect(fetchLength(base + path, { signal: SIGNAL })).rejects.toMatchObject({ name: "AppError" });
  });
});
