// @ts-nocheck The types of a service worker are not those of this program.
/**
 * @file The way back from a broken service worker (spec reliability 6, rule 8). Deployed as `/sw.js` in place of the built
 * one, it removes the stored copy of the app and itself and reloads the open windows, which then come from the server.
 * Conversations, drafts, imports and models are in IndexedDB and stay; what was shared and not opened yet stays too.
 * See docs/decisions/0007.
 */

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("app-shell-")).map((name) => caches.delete(name)));
  // Only a window in charge of this worker can be sent anywhere by it.
  await self.clients.claim();
  await self.registration.unregister();
  const windows = await self.clients.matchAll({ type: "window" });
  await Promise.all(windows.map((window) => window.navigate(window.url).catch(() => null)));
}
