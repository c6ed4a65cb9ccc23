/**
 * @file A new version, a broken one and the way back: what open windows do when another build is deployed (spec reliability
 * section 6). The other build is this one with a mark in its page, laid over it on the server.
 */

import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { DIST, ROOT } from "../scripts/paths.mjs";
import { MessagesPage } from "./pages/messages.ts";
import { Shell } from "./pages/shell.ts";
import { expect, test as base } from "./support/browser.ts";
import { ANDROID_CHAT, ANDROID_COUNT } from "./support/chats.ts";
import { startServer } from "./support/server.mjs";

interface Deployment {
  /** Lies over the product: what is in it is served instead. */
  readonly folder: string;
  readonly server: Awaited<ReturnType<typeof startServer>>;
}

const test = base.extend<{ deployment: Deployment }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  deployment: async ({}, provide) => {
    const folder = await mkdtemp(join(tmpdir(), "hearth-deployment-"));
    const server = await startServer({ folders: [folder, DIST] });
    await provide({ folder, server });
    await server.close();
    await rm(folder, { recursive: true, force: true });
  },
});

test.use({ startWith: "nothing" });

/** Another build: its page has a mark, and its service worker knows that the page has changed. */
async function deployOther(folder: string, mark: string): Promise<void> {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  await writeFile(join(folder, "index.html"), html.replace("<body>", `<body data-build="${mark}">`));
  const worker = await readFile(join(DIST, "sw.js"), "utf8");
  const changed = worker.replace(/("revision":")[^"]*(","url":"index\.html")/, `$1${mark}$2`);
  if (changed === worker) throw new Error("the list of files in sw.js has another form");
  await writeFile(join(folder, "sw.js"), changed);
}

async function openAt(page: Page, origin: string): Promise<Shell> {
  await page.goto(`${origin}/#/models`);
  const shell = new Shell(page);
  await shell.waitForServiceWorker();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  return shell;
}

const lookForUpdate = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update().catch(() => undefined);
  });

const buildOf = (page: Page): Promise<string | null> => page.locator("body").getAttribute("data-build");

test("an update accepted in one window comes to all, and what is open is kept", async ({
  context,
  page,
  deployment: { folder, server },
}) => {
  const first = await openAt(page, server.origin);
  const page2 = await context.newPage();
  const second = await openAt(page2, server.origin);
  await second.openPlace("Calendar");
  await page2.getByRole("button", { name: "New draft" }).click();
  await page2
    .getByRole("dialog", { name: "Event draft" })
    .getByLabel("Title", { exact: true })
    .fill("Dentist");

  await deployOther(folder, "two");
  await lookForUpdate(page);
  const offer = first.notifications.getByText("A new version of Hearth is ready.");
  await expect(offer).toBeVisible();
  expect(await buildOf(page)).toBeNull();
  await first.notifications.getByRole("button", { name: "Update now" }).click();
  for (const one of [page, page2])
    await expect(one.locator("body")).toHaveAttribute("data-build", "two", { timeout: 20_000 });
  await expect(page2.getByRole("region", { name: "To check" })).toContainText("Dentist");

  // One build again: nothing is offered, and the windows stay.
  await page.waitForTimeout(1000);
  await expect(offer).toBeHidden();
  await expect(first.notifications.getByText("Another version of Hearth")).toBeHidden();
});

test("page and service worker compare their versions", async ({ page, deployment: { server } }) => {
  await openAt(page, server.origin);
  const ask = (script: string): Promise<unknown> =>
    page.evaluate(
      (path) =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener("message", ({ data }) => resolve(data));
          port1.start();
          navigator.serviceWorker.controller?.postMessage({ type: "VERSION", script: path }, [port2]);
        }),
      script,
    );
  const script = await page.locator('script[type="module"][src]').first().getAttribute("src");
  expect(await ask(script ?? "")).toMatchObject({ protocol: 1, sameBuild: true });
  expect(await ask("/assets/index-00000000.js")).toMatchObject({ sameBuild: false });
});

test("a deployment that loses the service worker changes nothing for those who have it", async ({
  page,
  deployment: { server },
}) => {
  await openAt(page, server.origin);
  for (const fault of [{ status: 404 }, { html: "<title>Sign in</title>" }]) {
    server.clearFaults();
    server.addFault({ path: "/sw.js", ...fault });
    await lookForUpdate(page);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1, name: "Models" })).toBeVisible();
    expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");
  }
});

test("the kill switch removes the stored app and itself, and keeps everything a person has", async ({
  context,
  page,
  deployment: { folder, server },
}) => {
  await openAt(page, server.origin);
  const messages = new MessagesPage(page);
  await messages.open(server.origin);
  await messages.importFile(ANDROID_CHAT);
  const page2 = await context.newPage();
  await openAt(page2, server.origin);

  await deployOther(folder, "mended");
  await copyFile(join(ROOT, "scripts/kill-switch.js"), join(folder, "sw.js"));
  await lookForUpdate(page);
  for (const one of [page, page2])
    await expect(one.locator("body")).toHaveAttribute("data-build", "mended", { timeout: 20_000 });
  const left = await page.evaluate(async () => ({
    caches: (await caches.keys()).filter((name) => name.startsWith("app-shell-")),
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  expect(left.caches).toEqual([]);
  expect(left.databases).toContain("hearth-imports");
  expect(await messages.storedCounts()).toEqual({ threads: 1, messages: ANDROID_COUNT });

  // The next good version installs as on a first visit.
  await deployOther(folder, "good");
  await page2.close();
  await page.goto(`${server.origin}/#/models`);
  await page.reload();
  await new Shell(page).waitForServiceWorker();
  await expect(page.locator("body")).toHaveAttribute("data-build", "good");
});
