/** @file An installable app that opens offline, whose responses carry the headers, and that no request leaves. */

import { readFileSync, readdirSync } from "node:fs";
import { type IncomingHttpHeaders, createServer } from "node:http";
import { join, relative, sep } from "node:path";

import type { Page } from "@playwright/test";

import { headersFor, inlineScriptHashes, securityHeaders } from "../scripts/headers.mjs";
import { DIST, DIST_TOOLS } from "../scripts/paths.mjs";
import { expect, test } from "./support/browser.ts";
import { EXITS, tryEveryExit } from "./support/exits.ts";
import { startServer } from "./support/server.mjs";
import { Chat } from "./pages/chat.ts";
import { Shell } from "./pages/shell.ts";

test("the browser offers to install it", async ({ context, page }) => {
  await new Shell(page).open();
  await new Shell(page).waitForServiceWorker();
  await page.reload();
  const devtools = await context.newCDPSession(page);
  const { url, errors, data } = await devtools.send("Page.getAppManifest");
  expect(new URL(url).pathname).toBe("/manifest.webmanifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? "")).toMatchObject({
    id: "/",
    start_url: "/",
    display: "standalone",
    name: "Hearth",
  });
  expect((await devtools.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
});

test("after one visit every view opens without a network, isolated as before", async ({
  page,
  setOffline,
}) => {
  const shell = new Shell(page);
  await shell.open();
  await expect(shell.notifications).toContainText("The app itself now opens without a network.");
  await shell.waitForServiceWorker();
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe("activated");

  await setOffline(true);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(
    page.getByRole("heading", { level: 1, name: "An assistant that stays on this device" }),
  ).toBeVisible();
  for (const view of ["Calendar", "Models", "Messages"] as const) {
    await shell.openPlace(view);
    await expect(page.getByRole("heading", { level: 1, name: view })).toBeVisible();
  }
  for (const view of ["Settings", "Privacy"]) {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: view }).click();
    await expect(page.getByRole("heading", { level: 1, name: view })).toBeVisible();
  }
  await shell.openPlace("Messages");
  await page.getByRole("button", { name: "Try the sample thread" }).click();
  await expect(page.getByRole("dialog", { name: "Check before importing" })).toBeVisible();
});

test.describe("with a model", () => {
  test.use({ startWith: "model" });

  test("a whole session talks to this origin alone, and every response carries the headers", async ({
    context,
    page,
    server,
  }) => {
    const urls: string[] = [];
    context.on("request", (request) => urls.push(request.url()));
    const shell = new Shell(page);
    await shell.open();
    await shell.waitForServiceWorker();
    await shell.waitForModel("Ready");
    await new Chat(page).ask("Say hello.");
    await new Chat(page).finishedAnswer();
    for (const view of ["Messages", "Calendar", "Models"] as const) await shell.openPlace(view);
    await page.reload();

    expect(urls.length).toBeGreaterThan(10);
    expect(urls.filter((url) => new URL(url).origin !== server.origin)).toEqual([]);

    const paths = new Set([...server.requests.map(({ path }) => path), ...builtFiles()]);
    for (const path of paths) {
      const { headers } = await fetch(server.origin + path);
      expect(Object.fromEntries(headers), path).toMatchObject(expectedHeaders(path));
    }
    // Only these two scripts may connect to other places, and only as workers, each under its own policy.
    const reaching = [...paths].flatMap((path) => REACHING_WORKER.exec(path)?.[1] ?? []);
    expect([...new Set(reaching)].toSorted()).toEqual(["download", "mirror"]);
  });
});

test.describe("the way out", () => {
  test.use({
    allowedErrors: [
      // One pattern: Playwright takes a second one for the options of the fixture.
      /Content.Security.Policy|Connection.Allowlist|Trusted ?(?:Types|Script)|Failed to|ERR_BLOCKED|WebSocket|EventSource/i,
    ],
  });

  test("is closed for the page and its workers, whatever they try", async ({ context, page, server }) => {
    const other = await startOtherServer();
    try {
      await page.goto(server.origin);
      await tryEverything(page, other.origin);
      await context.close();
      expect(other.exits()).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test("is open without the headers, so the test above would see it", async ({ page }) => {
    const other = await startOtherServer();
    const bare = await startServer({ folders: [DIST], headers: {} });
    try {
      await page.goto(bare.origin);
      await tryEverything(page, other.origin);
      await expect.poll(other.exits).toEqual(EXITS);
    } finally {
      await bare.close();
      await other.close();
    }
  });
});

async function tryEverything(page: Page, origin: string): Promise<void> {
  await new Shell(page).waitForModel("No model yet");
  await new Shell(page).waitForServiceWorker();
  const [worker] = page.workers();
  const [serviceWorker] = page.context().serviceWorkers();
  if (!worker || !serviceWorker) throw new Error("the app has not started its workers");
  await tryEveryExit({ page, worker, serviceWorker }, origin);
}

/** Another site, which welcomes everybody. */
async function startOtherServer(): Promise<{
  origin: string;
  exits: () => string[];
  close: () => Promise<void>;
}> {
  const paths = new Set<string>();
  const count = (url = ""): void => void paths.add(url.slice(1));
  const welcome = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" };
  const server = createServer((request, response) => {
    count(request.url);
    response.writeHead(200, { "Content-Type": "text/javascript", ...welcome }).end();
  });
  server.on("upgrade", (request: { url?: string; headers: IncomingHttpHeaders }, socket) => {
    count(request.url);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://localhost:${address.port}`,
    exits: () => [...paths].filter((path) => path !== "favicon.ico").sort(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Paths of the documents, scripts, workers, wasm and so on of the product. Of the model one file speaks for all. */
function builtFiles(): string[] {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(
    ({ parentPath, name }) => `/${relative(DIST, join(parentPath, name)).split(sep).join("/")}`,
  );
  return paths.filter((path) => !path.endsWith(".bin"));
}

/** Names in lower case, as HTTP reads them. The journeys' server hosts the product and the harness pages. */
const REACHING_WORKER = /^\/assets\/(download|mirror)\.worker-/;

function expectedHeaders(path: string): Record<string, string> {
  const hashes = [DIST, DIST_TOOLS].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".html"))
      .flatMap((name) => inlineScriptHashes(readFileSync(join(folder, name), "utf8"))),
  );
  return Object.fromEntries(
    Object.entries(REACHING_WORKER.test(path) ? headersFor(path, hashes) : securityHeaders(hashes)).map(
      ([name, value]) => [name.toLowerCase(), value],
    ),
  );
}
