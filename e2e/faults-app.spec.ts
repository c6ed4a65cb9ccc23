/**
 * @file Faults that a person meets in the app itself, not in one download (spec reliability 4, rows 1, 2, 21 and 24 to 30): no
 * network at the first visit and after it, a database that is emptied, silent, held, newer, half upgraded or forbidden.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { expect, test } from "./support/browser.ts";
import { clearDatabases, note, zeroLogs } from "./support/faults.ts";
import { killBrowser } from "./support/kill.ts";
import {
  createFirstVersion,
  deleteUserDatabase,
  holdUpgrade,
  userDatabase,
  watchUpgrade,
} from "./support/user-database.ts";
import { FirstRun } from "./pages/first-run.ts";
import { Models } from "./pages/models.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";

/** A file of this origin: a page that runs none of the app's scripts, while the databases are the same. */
const PLAIN_PAGE = "/samples/weekend-trip.txt";

test.use({ allowedErrors: [/^console: (?:Failed to load resource|Uncaught|Failed to register)/] });

async function plainPage(page: Page): Promise<Page> {
  await page.goto(PLAIN_PAGE);
  return page;
}

test("1, 2: no network at the first visit, and after it without a model", async ({ launch, server }) => {
  const context = await launch({ offline: true });
  const page = context.pages()[0] ?? (await context.newPage());
  await expect(page.goto("/")).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/);
  expect(server.requests).toEqual([]);
  note("1", "no network at the first visit", "the browser's own page; nothing of ours is there yet");

  await context.setOffline(false);
  const shell = new Shell(page);
  await shell.open();
  await shell.waitForServiceWorker();
  await context.setOffline(true);
  await page.reload();
  const firstRun = new FirstRun(page);
  await expect(firstRun.heading).toBeVisible();
  await firstRun.download.click();
  const notice = new ErrorNotice(page, "offline");
  await notice.expectShown();
  for (const place of ["Messages", "Calendar", "Models", "Chat"] as const) {
    await shell.openPlace(place);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await context.setOffline(false);
  await notice.action.click();
  await shell.waitForModel(/(?:Downloading|Loading|Ready)/);
  note(
    "2",
    "no network after the first visit, no model",
    "every view opens; the download says offline, then goes on",
  );
});

test.describe("with a model in memory", () => {
  test.use({ startWith: "model" });

  test("21: what the browser removed under a loaded model is said on its card and repaired from there", async ({
    page,
    server,
  }) => {
    const shell = new Shell(page);
    await shell.open();
    await shell.waitForModel("Ready");
    await clearDatabases(page, server.origin);
    await expect(page.getByText("The browser closed Hearth's storage")).toBeVisible();
    await shell.openPlace("Models");
    const card = new Models(page).card("SmolLM2 135M Instruct");
    await expect(card.root).toContainText("Part of SmolLM2 135M Instruct is gone");
    await expect(card.root).toContainText("Getting it again means 98 MB.");
    await card.button("Download the model (98 MB)").click();
    await expect(card.root).not.toContainText("is gone", { timeout: 60_000 });
    await shell.waitForModel("Ready");
    note(
      "21",
      "database cleared under a loaded model, in the app",
      "said with its size; repaired, the model stays",
    );
  });
});

test("24: a database that comes back empty is told as a loss", async ({ launch, profile }) => {
  const first = await launch();
  const before = first.pages()[0] ?? (await first.newPage());
  await new Shell(before).open();
  await expect(new FirstRun(before).heading).toBeVisible();
  await expect(before.getByText("The browser has removed Hearth's data")).toHaveCount(0);
  await first.close();
  await zeroLogs(profile);
  const again = await launch();
  const page = again.pages()[0] ?? (await again.newPage());
  await new Shell(page).open();
  await expect(page.getByText("The browser has removed Hearth's data")).toBeVisible();
  await expect(page.getByText("Chats and drafts that were stored on this device are gone")).toBeVisible();
  note("24", "log of the databases zeroed, in the app", "said that the browser removed the data; usable");
});

test("25: a database that never answers is said after five seconds, and the page stays usable", async ({
  context,
  page,
}) => {
  const holder = await plainPage(await context.newPage());
  const release = await holdUpgrade(holder);
  const shell = new Shell(page);
  await shell.open();
  const notice = new ErrorNotice(page, "storage-unavailable", { reason: "silent" });
  await notice.expectShown();
  await shell.openPlace("Calendar");
  await shell.openPlace("Chat");
  await release();
  await holder.close();
  await page.reload();
  await expect(new FirstRun(page).heading).toBeVisible();
  await expect(notice.root).toHaveCount(0);
  note("25", "opening the database is never answered", "said after 5 s, views open; right after a reload");
});

test("26: an upgrade that another window holds up is said, and goes on when it is closed", async ({
  context,
  page,
}) => {
  const holder = await plainPage(await context.newPage());
  await createFirstVersion(holder, { drafts: 3, keepOpen: true });
  await new Shell(page).open();
  const notice = new ErrorNotice(page, "storage-unavailable", { reason: "blocked" });
  await notice.expectShown();
  await holder.close();
  await page.reload();
  await expect(new FirstRun(page).heading).toBeVisible();
  await expect(notice.root).toHaveCount(0);
  expect((await userDatabase(page)).drafts).toEqual({ event: 3 });
  note("26", "an old window holds the database", "said after 3 s; upgraded, nothing lost, once it is closed");
});

test("27: a database of a newer Hearth is not touched, and that is said", async ({ context, page }) => {
  const plain = await plainPage(await context.newPage());
  const openAt = (version?: number): Promise<number> =>
    plain.evaluate(
      (wanted) =>
        new Promise<number>((resolve, reject) => {
          const request = indexedDB.open("hearth-user", wanted);
          request.addEventListener("success", () => {
            request.result.close();
            resolve(request.result.version);
          });
          request.addEventListener("error", () => reject(request.error));
        }),
      version,
    );
  await openAt(99);
  await new Shell(page).open();
  await new ErrorNotice(page, "storage-newer").expectShown();
  expect(await openAt()).toBe(99);
  note(
    "27",
    "a person's database made by a later version",
    "storage-newer with a way to reload; not changed",
  );
});

test("28: killed in the middle of an upgrade, the old data is whole and the next start upgrades it", async ({
  launch,
  profile,
}) => {
  const drafts = 20_000;
  const rounds = 3;
  let context = await launch();
  let plain = await plainPage(context.pages()[0] ?? (await context.newPage()));
  let halfway = 0;
  for (let round = 1; round <= rounds; round++) {
    await deleteUserDatabase(plain);
    await createFirstVersion(plain, { drafts });
    const page = await context.newPage();
    const { begun } = await watchUpgrade(page);
    await page.goto("/", { waitUntil: "commit" });
    await begun;
    killBrowser(profile);
    context = await launch();
    plain = await plainPage(context.pages()[0] ?? (await context.newPage()));
    const found = await userDatabase(plain);
    // All or nothing.
    expect(found.drafts, `round ${round}, version ${found.version}`).toEqual(
      found.version === 1 ? { none: drafts } : { event: drafts },
    );
    if (found.version === 1) halfway++;
  }
  expect(halfway, "kills that came before the end of the upgrade").toBeGreaterThan(0);
  const page = await context.newPage();
  await new Shell(page).open();
  await expect
    .poll(async () => (await userDatabase(page)).drafts, { timeout: 60_000 })
    .toEqual({ event: drafts });
  await expect(new FirstRun(page).heading).toBeVisible();
  await expect(new ErrorNotice(page, "storage-unavailable", { reason: "silent" }).root).toHaveCount(0);
  note(
    "28",
    `${rounds} kills once an upgrade of ${drafts} rows had begun`,
    `all or nothing: ${halfway} times the old version whole, ${rounds - halfway} times the new; then upgraded`,
  );
});

test("30: where the browser forbids storage, that is said, nothing is offered for download, and the page works", async ({
  launch,
  profile,
}) => {
  await mkdir(join(profile, "Default"), { recursive: true });
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const context = await launch();
  const page = context.pages()[0] ?? (await context.newPage());
  const shell = new Shell(page);
  await shell.open();
  await expect(page.getByText("The browser does not let Hearth store anything").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Download/ })).toHaveCount(0);
  for (const place of ["Messages", "Calendar", "Chat"] as const) {
    await shell.openPlace(place);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  note("30", "site data blocked by the browser", "said; no download is offered; every view opens");
});
