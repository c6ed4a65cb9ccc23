// @ts-nocheck The types of a service worker are not those of this program.
/**
 * @file The way back from a broken service worker (spec reliability 6, rule 8). Deployed as `/sw.js` in place of the built
 * one, it removes the stored copy of the app and itself and reloads the open windows, which then come from the server.
 * Conversations, drafts, imports and models are in IndexedDB and stay; what was shared and not opened yet stays too.
 * See docs/decisions/0017.
 */

/** Time for a page to reload by itself. */
const RELOAD_MS = 3000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(dropShell());
  // Not part of what activating waits for: a window loads only after that, so the two would wait for each other.
  void retire();
});

async function dropShell() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("app-shell-")).map((name) => caches.delete(name)));
}

async function retire() {
  const before = await self.clients.matchAll({ type: "window" });
  await self.registration.unregister();
  // Pages reload by themselves when another worker takes over; those of old builds do not and are sent to a new address.
  await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
  const after = await self.clients.matchAll({ type: "window" });
  for (const window of after) if (before.some(({ id }) => id === window.id)) void reload(window);
}

/** With the same path and another query it is loaded anew, in the view that the hash names. */
function reload(window) {
  const url = new URL(window.url);
  url.search = "?recovered";
  return window.navigate(url.href).catch(() => null);
}
