/**
 * @file Every way out of a page that we know. Each sends a request to another site whose path is the name of the way.
 */

import { setTimeout as sleep } from "node:timers/promises";

import type { Page, Worker } from "@playwright/test";

/** Functions run in the page, each with a URL to reach, and end when they did or did not. */
const BY_SCRIPT: Readonly<Record<string, (url: string) => unknown>> = {
  fetch: (url) => fetch(url),
  "fetch-no-cors": (url) => fetch(url, { mode: "no-cors", method: "POST", body: "secret" }),
  beacon: (url) => navigator.sendBeacon(url, "secret"),
  "window-open": (url) => void window.open(url, "_blank"),
  xhr: (url) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.addEventListener("loadend", resolve);
      request.open("POST", url);
      request.send("secret");
    }),
  websocket: (url) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace(/^http/, "ws"));
      socket.addEventListener("open", resolve);
      socket.addEventListener("error", resolve);
    }),
  "event-source": (url) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      source.addEventListener("error", () => {
        source.close();
        resolve(null);
      });
    }),
  form: (url) => {
    const form = document.createElement("form");
    Object.assign(form, { action: url, method: "post", target: "_blank" });
    document.body.append(form);
    form.requestSubmit();
  },
};

/** Elements that fetch what they name. */
const BY_ELEMENT: Readonly<Record<string, { tag: string; source: string; rel?: string }>> = {
  image: { tag: "img", source: "src" },
  script: { tag: "script", source: "src" },
  frame: { tag: "iframe", source: "src" },
  video: { tag: "video", source: "src" },
  style: { tag: "link", source: "href", rel: "stylesheet" },
  prefetch: { tag: "link", source: "href", rel: "prefetch" },
};

const BY_WORKER: Readonly<Record<string, (url: string) => unknown>> = {
  "worker-fetch": (url) => fetch(url, { mode: "no-cors" }),
  "worker-import": (url) => import(/* @vite-ignore */ url),
};

const SERVICE_WORKER = "service-worker-fetch";
const NAVIGATION = "navigation";

/** Some ways report nothing when they are blocked. */
const LIMIT_MS = 2000;

/** Names of everything `tryEveryExit` tries, sorted. */
export const EXITS: readonly string[] = [
  ...Object.keys(BY_SCRIPT),
  ...Object.keys(BY_ELEMENT),
  ...Object.keys(BY_WORKER),
  SERVICE_WORKER,
  NAVIGATION,
].sort();

export interface ExitPlaces {
  readonly page: Page;
  /** A dedicated worker of the page. */
  readonly worker: Worker;
  readonly serviceWorker: Worker;
}

/** Ends with the page gone to `origin`, or to the browser's page that says why not. */
export async function tryEveryExit(
  { page, worker, serviceWorker }: ExitPlaces,
  origin: string,
): Promise<void> {
  // One after the other: each opening of a window uses up a click.
  for (const [name, way] of Object.entries(BY_SCRIPT)) {
    await attempt(() => page.evaluate(way, `${origin}/${name}`));
  }
  for (const [name, element] of Object.entries(BY_ELEMENT)) {
    await attempt(() => page.evaluate(addElement, { ...element, url: `${origin}/${name}` }));
  }
  for (const [name, way] of Object.entries(BY_WORKER)) {
    await attempt(() => worker.evaluate(way, `${origin}/${name}`));
  }
  await attempt(() =>
    serviceWorker.evaluate((url) => fetch(url, { mode: "no-cors" }), `${origin}/${SERVICE_WORKER}`),
  );
  const gone = page.waitForEvent("framenavigated");
  await page.evaluate((url) => void (location.href = url), `${origin}/${NAVIGATION}`);
  await gone;
}

/** A refusal is the point. */
async function attempt(leave: () => Promise<unknown>): Promise<void> {
  await Promise.race([leave().catch(() => undefined), sleep(LIMIT_MS)]);
}

function addElement(options: { tag: string; source: string; rel?: string; url: string }): Promise<unknown> {
  const element = document.createElement(options.tag);
  if (options.rel !== undefined) element.setAttribute("rel", options.rel);
  element.setAttribute(options.source, options.url);
  return new Promise((resolve) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", resolve);
    document.body.append(element);
  });
}
