// @ts-check
/**
 * @file A static server for journeys, `npm run ask` and benches: the headers of the product on every response, a log
 * of every request, and faults on demand. What it logged is the truth about what left the page.
 */

import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { cacheControl, headersFor, inlineScriptHashes } from "../../scripts/headers.mjs";

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
};

/**
 * What goes wrong with the answers whose path matches. Several may be combined.
 *
 * @typedef {object} Fault
 * @property {string | RegExp} path exact pathname, or a pattern for it
 * @property {number} [times] how many answers it spoils; all when left out
 * @property {number} [delayMs] waits before answering
 * @property {number} [status] answers with this status and no body
 * @property {Record<string, string>} [headers] extra headers, such as Retry-After
 * @property {string} [html] answers 200 with this page, like a captive portal; a Content-Type in `headers` makes it something else
 * @property {number} [truncateAfterBytes] announces the full length, sends this many bytes and closes
 * @property {number} [resetAfterBytes] sends this many bytes, then resets the connection
 * @property {number} [stallAfterBytes] sends this many bytes, then nothing more, without closing
 * @property {number} [flipByteAt] sends the byte at this offset of the file wrong
 * @property {number} [bytesPerSecond] sends no faster than this
 * @property {boolean} [ignoreRange] answers a range request with 200 and the whole file
 * @property {number} [rangeShift] answers a range request with bytes that lie this far behind the ones asked for, and says so
 * @property {boolean} [gzip] sends the body compressed, as a careless proxy does
 */

/** @typedef {{ method: string, path: string, range: string | undefined }} LoggedRequest */

/**
 * @typedef {object} StaticServer
 * @property {string} origin such as `http://localhost:40123`
 * @property {LoggedRequest[]} requests every request so far, in order
 * @property {(fault: Fault) => void} addFault
 * @property {() => void} clearFaults
 * @property {() => Promise<void>} close also drops open connections; the next connection is refused
 */

/** @typedef {{ path: string, sizeBytes: number }} StaticFile */

/**
 * Serves the folders as one site: the first that has a path wins. A path without a file extension that no folder has
 * gets the first folder's index.html.
 *
 * @param {object} options
 * @param {readonly string[]} options.folders
 * @param {Readonly<Record<string, string>>} [options.mounts] path prefix such as `/models/` -> folder
 * @param {number} [options.port] 0 picks a free one
 * @param {Record<string, string>} [options.headers] instead of the product's, for pages that run other runtimes
 * @returns {Promise<StaticServer>}
 */
export async function startServer({ folders, mounts = {}, port = 0, headers }) {
  const hashes = folders.flatMap(scriptHashesOf);
  /** @type {LoggedRequest[]} */
  const requests = [];
  /** @type {Fault[]} */
  let faults = [];

  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    requests.push({ method: request.method ?? "", path, range: request.headers.range });
    const fault = takeFault(faults, path);
    const common = {
      ...(headers ?? headersFor(path, hashes)),
      "Cache-Control": cacheControl(path),
      ...fault?.headers,
    };
    for (const [name, value] of Object.entries(common)) response.setHeader(name, value);
    void answer(request, response, findFile(folders, mounts, path), fault ?? { path }).catch(() => {
      response.destroy();
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => resolve(undefined));
  });
  const address = server.address();
  return {
    origin: `http://localhost:${typeof address === "object" && address !== null ? address.port : port}`,
    requests,
    addFault: (fault) => void faults.push({ ...fault }),
    clearFaults: () => void (faults = []),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {StaticFile | undefined} file
 * @param {Fault} fault
 */
async function answer(request, response, file, fault) {
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.html !== undefined) {
    const type = fault.headers?.["Content-Type"] ?? "text/html; charset=utf-8";
    response.writeHead(200, { "Content-Type": type }).end(fault.html);
  } else if (fault.status !== undefined) {
    response.writeHead(fault.status).end();
  } else if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405).end();
  } else if (file === undefined) {
    response.writeHead(404, { "Cache-Control": "no-store" }).end();
  } else {
    await answerWithFile(request, response, file, fault);
  }
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} response
 * @param {StaticFile} file
 * @param {Fault} fault
 */
async function answerWithFile(request, response, file, fault) {
  const asked = fault.ignoreRange === true ? undefined : parseRange(request.headers.range, file.sizeBytes);
  const shift = fault.rangeShift ?? 0;
  const range = asked && { start: asked.start + shift, end: asked.end + shift };
  const { start, end } = range ?? { start: 0, end: file.sizeBytes };
  if (fault.gzip === true) {
    const body = gzipSync(readFileSync(file.path).subarray(start, end));
    response.writeHead(range === undefined ? 200 : 206, { "Content-Encoding": "gzip" }).end(body);
    return;
  }
  response.setHeader("Content-Type", CONTENT_TYPES[extname(file.path)] ?? "application/octet-stream");
  response.setHeader("Content-Length", end - start);
  response.setHeader("Accept-Ranges", "bytes");
  if (range !== undefined) response.setHeader("Content-Range", `bytes ${start}-${end - 1}/${file.sizeBytes}`);
  response.writeHead(range === undefined ? 200 : 206);
  if (request.method === "HEAD" || start === end) response.end();
  else await sendBytes(response, file.path, start, end, fault);
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string} path
 * @param {number} start
 * @param {number} end exclusive
 * @param {Fault} fault
 */
async function sendBytes(response, path, start, end, fault) {
  const cut = fault.truncateAfterBytes ?? fault.resetAfterBytes ?? fault.stallAfterBytes ?? Infinity;
  const stop = Math.min(end, start + cut);
  // A throttled answer goes out in ten parts a second.
  const partBytes =
    fault.bytesPerSecond === undefined ? 65_536 : Math.max(1, Math.floor(fault.bytesPerSecond / 10));
  let offset = start;
  if (stop > start) {
    for await (const chunk of createReadStream(path, { start, end: stop - 1, highWaterMark: partBytes })) {
      spoil(chunk, offset, fault.flipByteAt);
      offset += chunk.length;
      if (response.destroyed) return;
      if (!response.write(chunk)) await drained(response);
      if (fault.bytesPerSecond !== undefined) await sleep(100);
    }
  }
  if (stop === end) {
    response.end();
    return;
  }
  // Let what was written leave before the connection breaks.
  await sleep(20);
  if (fault.truncateAfterBytes !== undefined) response.destroy();
  else if (fault.resetAfterBytes !== undefined) response.socket?.resetAndDestroy();
}

/** @param {import("node:http").ServerResponse} response */
function drained(response) {
  return new Promise((resolve) => {
    const settle = () => {
      response.off("drain", settle).off("close", settle);
      resolve(undefined);
    };
    response.on("drain", settle).on("close", settle);
  });
}

/** @param {Buffer} chunk @param {number} offset @param {number | undefined} flipByteAt */
function spoil(chunk, offset, flipByteAt) {
  const at = flipByteAt === undefined ? -1 : flipByteAt - offset;
  if (at >= 0 && at < chunk.length) chunk[at] = (chunk[at] ?? 0) ^ 0xff;
}

/** @param {Fault[]} faults @param {string} path */
function takeFault(faults, path) {
  const fault = faults.find(
    (candidate) =>
      candidate.times !== 0 &&
      (typeof candidate.path === "string" ? candidate.path === path : candidate.path.test(path)),
  );
  if (fault?.times !== undefined) fault.times -= 1;
  return fault;
}

/** @param {readonly string[]} folders @param {Readonly<Record<string, string>>} mounts @param {string} path */
function findFile(folders, mounts, path) {
  for (const [prefix, folder] of Object.entries(mounts)) {
    if (path.startsWith(prefix)) return fileAt(join(folder, path.slice(prefix.length)));
  }
  for (const folder of folders) {
    const file = fileAt(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (file !== undefined) return file;
  }
  return extname(path) === "" ? fileAt(join(folders[0] ?? "", "index.html")) : undefined;
}

/** @param {string} path @returns {StaticFile | undefined} */
function fileAt(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? { path, sizeBytes: stats.size } : undefined;
}

/**
 * The decoded pathname without query, with `..` resolved so that it can't leave the folder.
 *
 * @param {string | undefined} url
 */
function pathOf(url) {
  const raw = (url ?? "/").split(/[?#]/, 1)[0] ?? "/";
  try {
    return normalize(`/${decodeURIComponent(raw)}`).replaceAll("\\", "/");
  } catch {
    return "/malformed";
  }
}

/** One range of bytes, end exclusive; anything else counts as no range. @param {string | undefined} header @param {number} sizeBytes */
function parseRange(header, sizeBytes) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === "" ? sizeBytes : Math.min(sizeBytes, Number(match[2]) + 1);
  return start < end ? { start, end } : undefined;
}

/** @param {string} folder */
function scriptHashesOf(folder) {
  if (!existsSync(folder)) return [];
  const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
  return pages.flatMap((name) => inlineScriptHashes(readFileSync(join(folder, name), "utf8")));
}
