/**
 * @file The service worker: keeps the app itself (pages, scripts, workers, wasm, samples) so that it opens without a
 * network, and receives what other apps share. It never touches model weights or anything a person put in; those are in
 * IndexedDB.
 * Update rules: spec reliability section 6. A new version waits until every tab agreed (`SKIP_WAITING`), and what the
 * version before it kept stays one generation longer, for tabs that still import its chunks.
 */
import { PrecacheController, PrecacheRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { IMPORTS_SCHEMA_VERSION } from "#storage/imports-db";
import { dropOldShares, keepShare } from "#storage/share-inbox";
import { USER_SCHEMA_VERSION } from "#storage/user-db";
import { generationsToDrop, nextTurn, type OlderGeneration } from "./shell-generations.ts";
import { SHELL_PROTOCOL, type VersionAnswer, type VersionQuestion } from "#shared/shell-messages";

declare const self: ServiceWorkerGlobalScope;

/** Only caches with this prefix are ours to delete. */
const CACHE_PREFIX = "app-shell-";
/** The entry of a cache that says that its version took over, and as which in order. No page asks for this path. */
const TURN_MARKER = "/app-shell-turn";

/** Large and needed by few: not in the list of files (vite.config.ts), kept once it was used. */
const ON_DEMAND = /^\/assets\/(?:webllm|transformers)-engine-[\w-]+\.js$/;

// The build replaces this expression by the list of files.
// oxlint-disable-next-line no-underscore-dangle -- Workbox's name
const files = self.__WB_MANIFEST;
const generation = generationOf(files);
const cacheName = CACHE_PREFIX + generation;
const precache = new PrecacheController({ cacheName });
precache.addToCacheList(files);

registerRoute(({ sameOrigin, url }) => sameOrigin && url.pathname === "/share-target", receiveShare, "POST");
registerRoute(new PrecacheRoute(precache));
registerRoute(
  // A path with a file extension is a file, not a view of the app. Tested against path and query.
  new NavigationRoute(precache.createHandlerBoundToURL("/index.html"), {
    denylist: [/^[^?]*\.[^/?]+(?:\?|$)/],
  }),
);
registerRoute(({ sameOrigin, url }) => sameOrigin && ON_DEMAND.test(url.pathname), keepUsed);
registerRoute(
  ({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith("/assets/"),
  // Not in this version's list: a tab of the previous version asks for one of its own chunks.
  async ({ request }) => (await matchOlder(request)) ?? fetch(request),
);

self.addEventListener("install", (event) => {
  event.waitUntil(reuseLargeFiles().then(() => precache.install(event)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([dropOldGenerations(), dropOldShares(Date.now())]));
});

self.addEventListener("message", (event) => {
  const message = event.data as { type?: unknown } | null;
  if (message?.type === "SKIP_WAITING") void self.skipWaiting();
  if (message?.type === "VERSION") event.ports[0]?.postMessage(versionFor(message as VersionQuestion));
});

/** Names have a hash in them, so what an older generation kept is the same file. */
async function keepUsed({ request, event }: { request: Request; event: ExtendableEvent }): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const response = (await matchOlder(request.url)) ?? (await fetch(request));
  // Without room for it, it is fetched again next time.
  if (response.ok) event.waitUntil(cache.put(request.url, response.clone()).catch(() => undefined));
  return response;
}

/** The page that it leads to shows what came and runs nothing. */
async function receiveShare({ request }: { request: Request }): Promise<Response> {
  let inbox = "failed";
  try {
    inbox = await keepShare(await request.formData(), Date.now());
  } catch {
    // Not a form, or no room: the page says so.
  }
  return leadTo(`/?inbox=${inbox}`);
}

/**
 * A document that leads on at once, in place of a redirect: under `Connection-Allowlist` Chromium ends those of a service
 * worker with ERR_UNSAFE_REDIRECT (docs/decisions/0017). It takes its own place in the history, so that neither Back nor a
 * reload sends the form again.
 */
async function leadTo(path: string): Promise<Response> {
  const headers = new Headers((await precache.matchPrecache("/index.html"))?.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
  headers.set("Content-Type", "text/html; charset=utf-8");
  headers.set("Cache-Control", "no-store");
  // With the icon named, or the browser would look for one where there is none.
  const html = `<!doctype html><title>Hearth</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">
<meta http-equiv="refresh" content="0;url=${path}">`;
  return new Response(html, { headers });
}

function versionFor({ script }: VersionQuestion): VersionAnswer {
  return {
    protocol: SHELL_PROTOCOL,
    generation,
    sameBuild: precache.getCacheKeyForURL(script) !== undefined,
    data: { user: USER_SCHEMA_VERSION, imports: IMPORTS_SCHEMA_VERSION },
  };
}

/** Copies wasm and language data of an older generation: they are most of the download and rarely change. */
async function reuseLargeFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const [url, cacheKey] of precache.getURLsToCacheKeys()) {
    if (!/\.(?:wasm|gz)$/.test(url) || (await cache.match(cacheKey))) continue;
    const known = await matchOlder(cacheKey);
    if (known) await cache.put(cacheKey, known);
  }
}

/**
 * Keeps this generation and the one used before it. On the very first activation it also takes charge of the open page.
 */
async function dropOldGenerations(): Promise<void> {
  const names = await olderCaches();
  const older = await Promise.all(names.map(async (name) => ({ name, turn: await turnOf(name) })));
  // Asked after the caches were listed: a version that made one of them is then seen here.
  const updateUnderWay = (self.registration.installing ?? self.registration.waiting) !== null;
  const turn = nextTurn(older);
  await (await caches.open(cacheName)).put(TURN_MARKER, new Response(String(turn)));
  await Promise.all(generationsToDrop(older, updateUnderWay).map((name) => caches.delete(name)));
  // Not waited for: Firefox answers only when each worker of the page has, and until then every request of the page would
  // wait for this activation, a minute while one of them installs a model.
  if (turn === 1) void self.clients.claim();
}

async function turnOf(name: string): Promise<OlderGeneration["turn"]> {
  const marker = await (await caches.open(name)).match(TURN_MARKER);
  return marker && Number(await marker.text());
}

async function matchOlder(request: RequestInfo): Promise<Response | undefined> {
  for (const name of (await olderCaches()).toReversed()) {
    const response = await (await caches.open(name)).match(request);
    if (response) return response;
  }
  return undefined;
}

/** Names of our other caches, oldest first: `caches.keys()` lists them in the order they were made. */
async function olderCaches(): Promise<string[]> {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== cacheName);
}

/** A name for this list of files (FNV-1a, 32 bits): the same build gives the same name, any change another one. */
function generationOf(entries: typeof files): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(entries)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
