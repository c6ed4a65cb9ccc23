/** @file Against a real server, because what matters is what `fetch` makes of broken connections. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchBytes } from "./fetch-bytes.ts";
import type { FetchBytesOptions } from "./fetch-bytes.ts";

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
  "/silent": begin({ "content-length": 1000 }, () => {}),
  "/never": () => {},
};

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

function get(path: string, options: Partial<FetchBytesOptions> = {}): Promise<Uint8Array> {
  const defaults = {
    maxBytes: 1000,
    exactBytes: 1000,
    signal: new AbortController().signal,
    onBytes: () => {},
  };
  return fetchBytes(base + path, { ...defaults, ...options });
}

describe("fetchBytes", () => {
  it.each(["/good", "/chunked", "/gzip"])("gives the bytes of %s and counts them", async (path) => {
    let count = 0;
    expect(await get(path, { onBytes: (bytes) => (count += bytes) })).toEqual(BODY);
    expect(count).toBe(1000);
  });

  it("gives fewer bytes than allowed where no number is fixed", async () => {
    const bytes = await fetchBytes(`${base}/good`, {
      maxBytes: 5000,
      signal: new AbortController().signal,
      onBytes: () => {},
    });
    expect(bytes).toEqual(BODY);
    expect(bytes.buffer.byteLength).toBe(1000);
  });

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ["/404", "download-failed", { reason: "status", status: 404 }],
    ["/404-page", "download-failed", { reason: "status", status: 404 }],
    ["/500", "download-failed", { reason: "status", status: 500 }],
    ["/206", "download-failed", { reason: "status", status: 206 }],
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
    const options = { maxBytes: 1, signal: new AbortController().signal, onBytes: () => {} };
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

describe("fetchBytes, Stop", () => {
  it.each(["/silent", "/endless"])(
    "ends %s in the middle with AbortError and closes the connection",
    async (path) => {
      const controller = new AbortController();
      const download = get(path, {
        maxBytes: 2 ** 28,
        signal: controller.signal,
        onBytes: () => controller.abort(),
      });
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

describe("fetchBytes, silence", () => {
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
