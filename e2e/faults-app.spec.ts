/**
 * @file Faults that a person meets in the app itself, not in one download (spec reliability 4, rows 1 to 3, 25, 26, 28 and
 * 30): no network at the first visit and after it, a database that is silent, held, half upgraded or forbidden.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "@playwright/test";

import { expect, test } from "./support/browser.ts";
import { faultTable, type FaultRow } from "./support/faults.ts";
import { killBrowser } from "./support/kill.ts";
import { createFirstVersion, holdUpgrade, userDatabase } from "./support/user-database.ts";
import { FirstRun } from "./pages/first-run.ts";
import { ErrorNotice } from "./pages/notice.ts";
import { Shell } from "./pages/shell.ts";

/** Rows of the matrix whose test is neither here nor in the other two files of faults. */
const ELSEWHERE: readonly FaultRow[] = [
  row(
    "3",
    "no network after the model is there",
    "install.spec.ts: a cold start answers, nothing is asked for",
  ),
  row("5", "no byte for 30 s", "npm run test:long"),
  row("14", "TLS handshake fails", "npm run test:long"),
  row("20", "disk full", "npm run test:long"),
  row("29", "a row that is not what it should be", "user-db.test.ts: kept as it is, the others are upgraded"),
  row("h9", "numbers of config.json out of range", "hf-config.test.ts: weights-unsupported or -corrupt"),
  row("h10", "a tokenizer with a pattern of its own", "hf-tokenizer.test.ts: weights-unsupported"),
  row("h11", "vocabularies, merges, added tokens that lie", "hf-tokenizer.test.ts: weights-corrupt"),
];

const rows: FaultRow[] = [];
/** A file of this origin: a page that runs none of the app's scripts, while the databases are the same. */
const PLAIN_PAGE = "/samples/weekend-trip.txt";

test.use({ allowedErrors: [/^console: (?:Failed to load resource|Uncaught|Failed to register)/] });
test.afterAll(() => {
  if (rows.length > 0) console.log(`\n${faultTable([...rows, ...ELSEWHERE])}\n`);
});

function row(id: string, fault: string, outcome: string): FaultRow {
  return { id, fault, outcome };
}

function note(id: string, fault: string, outcome: string): void {
  rows.push(row(id, fault, outcome));
}

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

test("28: killed in the middle of an upgrade, the old data is whole and the next start upgrades it", async ({
  launch,
  profile,
}) => {
  const drafts = 5000;
  const first = await launch();
  await createFirstVersion(await plainPage(first.pages()[0] ?? (await first.newPage())), { drafts });
  await first.close();
  let halfway = 0;
  for (const waitMs of [300, 600, 1000]) {
    const context = await launch();
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto("/", { waitUntil: "commit" });
    await page.waitForTimeout(waitMs);
    killBrowser(profile);
    const again = await launch();
    const plain = await plainPage(again.pages()[0] ?? (await again.newPage()));
    const found = await userDatabase(plain);
    // All or nothing.
    expect(found.drafts, `version ${found.version}`).toEqual(
      found.version === 1 ? { none: drafts } : { event: drafts },
    );
    if (found.version === 1) halfway++;
    await again.close();
  }
  const context = await launch();
  const page = context.pages()[0] ?? (await context.newPage());
  await new Shell(page).open();
  await expect(new FirstRun(page).heading).toBeVisible();
  await expect.poll(async () => (await userDatabase(page)).drafts).toEqual({ event: drafts });
  note(
    "28",
    "3 kills during an upgrade of 5000 rows",
    `all or nothing (${halfway} times nothing), then upgraded`,
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
