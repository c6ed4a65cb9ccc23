/**
 * @file What the system hands to an installed Hearth: shared items, opened files, links, shortcuts; and the badge and share
 * sheet it offers. Checked through Chromium itself where DevTools reach that far; system share sheets need a phone.
 */

import { readFileSync } from "node:fs";

import type { BrowserContext, CDPSession, Locator, Page } from "@playwright/test";

import { CalendarPage, EventEditor } from "./pages/calendar.ts";
import { type ChatFile, MessagesPage } from "./pages/messages.ts";
import { Pictures } from "./pages/pictures.ts";
import { Shell } from "./pages/shell.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT, ANDROID_COUNT, IOS_CHAT } from "./support/chats.ts";
import { shapesPath } from "./support/shapes.ts";

test.use({ startWith: "nothing" });

interface Shared {
  readonly title?: string;
  readonly text?: string;
  readonly url?: string;
  readonly files?: readonly ChatFile[];
}

/** Sends the form that a share sheet sends, from a page that the service worker controls. */
async function share(page: Page, { files = [], ...fields }: Shared): Promise<void> {
  await sendShare(
    page,
    fields,
    files.map(({ name, content }) => ({ name, content: String(content) })),
  );
  await page.waitForFunction(() => !("sharing" in globalThis) && location.hash === "#/messages");
}

/** A picture as the system's sheet shares it; it goes on to a chat at once. */
async function sharePicture(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  await sendShare(page, {}, [{ name, type, base64: bytes.toString("base64") }]);
}

type SharedFile =
  | { readonly name: string; readonly content: string }
  | { readonly name: string; readonly type: string; readonly base64: string };

async function sendShare(
  page: Page,
  fields: Omit<Shared, "files">,
  files: readonly SharedFile[],
): Promise<void> {
  await page.evaluate(
    ([values, attached]) => {
      const form = document.createElement("form");
      form.method = "POST";
      form.enctype = "multipart/form-data";
      form.action = "/share-target";
      for (const [name, value] of Object.entries(values)) {
        // Not an input: that would drop the ends of lines.
        const field = document.createElement("textarea");
        Object.assign(field, { name, value });
        form.append(field);
      }
      const transfer = new DataTransfer();
      for (const file of attached) {
        const isText = "content" in file;
        const content = isText
          ? file.content
          : Uint8Array.from(atob(file.base64), (one) => one.charCodeAt(0));
        transfer.items.add(new File([content], file.name, { type: isText ? "text/plain" : file.type }));
      }
      const input = document.createElement("input");
      Object.assign(input, { type: "file", name: "files", multiple: true });
      input.files = transfer.files;
      form.append(input);
      document.body.append(form);
      Object.assign(globalThis, { sharing: true });
      form.submit();
    },
    [fields as Record<string, string>, files] as const,
  );
}

/** Everything a share is kept in until a page takes it. */
function inboxPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const keys = await (await caches.open("share-inbox")).keys();
    return keys.map(({ url }) => new URL(url).pathname);
  });
}

/** What stands in the message fields of chats. */
function composerTexts(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("hearth-user");
      request.addEventListener("success", () => resolve(request.result));
      request.addEventListener("error", () => reject(request.error ?? new Error("not opened")));
    });
    const all = await new Promise<{ text: string }[]>((resolve, reject) => {
      const request = db.transaction("composer-drafts").objectStore("composer-drafts").getAll();
      request.addEventListener("success", () => resolve(request.result as { text: string }[]));
      request.addEventListener("error", () => reject(request.error ?? new Error("not read")));
    });
    db.close();
    return all.map(({ text }) => text);
  });
}

async function openControlled(page: Page): Promise<MessagesPage> {
  const messages = new MessagesPage(page);
  await messages.open();
  await new Shell(page).waitForServiceWorker();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  return messages;
}

test.describe("the share target", () => {
  test("shows a shared chat before anything is stored; the server never sees it, and it comes once", async ({
    page,
    server,
  }) => {
    const messages = await openControlled(page);
    await share(page, { files: [ANDROID_CHAT] });
    await expect(messages.preview.getByRole("region", { name: "Found: Kitchen floor" })).toBeVisible();
    expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
    expect(await inboxPaths(page)).toEqual([]);
    expect(page.url()).not.toContain("inbox");
    expect(server.requests.filter(({ method }) => method === "POST")).toEqual([]);
    await messages.confirm();
    await expect(messages.toast(`${ANDROID_COUNT} messages imported.`)).toBeVisible();
    await page.reload();
    await expect(messages.feed.getByRole("article").first()).toBeVisible();
    await expect(messages.preview).toBeHidden();
  });

  test("shared text waits; it goes where the person says", async ({ page }) => {
    const messages = await openControlled(page);
    const items = page.getByRole("list", { name: "Waiting items" }).getByRole("listitem");
    await share(page, { title: "A recipe", text: "Soup for four", url: "https://example.test/soup" });
    await expect(items).toContainText("A recipe Soup for four https://example.test/soup");
    await items.getByRole("button", { name: "Put into the chat" }).click();
    await expect(messages.toast("It stands in the message field of a new chat.")).toBeVisible();
    await expect
      .poll(() => composerTexts(page))
      .toEqual(["A recipe\nSoup for four\nhttps://example.test/soup"]);

    await share(page, { text: "Mara: dinner on Friday?\nOla: yes, 7 pm\nMara: good" });
    await items.getByRole("button", { name: "Read as messages" }).click();
    await expect(messages.preview).toContainText("Ola");
    await messages.preview.getByRole("button", { name: "Cancel" }).click();
    expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
  });

  test("of several files each is read on a click; too many are said", async ({ page }) => {
    const messages = await openControlled(page);
    const more = Array.from({ length: 9 }, (_, at) => ({ name: `note ${at}.txt`, content: "nothing" }));
    await share(page, { files: [ANDROID_CHAT, IOS_CHAT, ...more] });
    const items = page.getByRole("list", { name: "Waiting items" }).getByRole("listitem");
    await expect(items).toHaveCount(10);
    await expect(page.getByText("1 item could not be taken")).toBeVisible();
    await items.filter({ hasText: "_chat.txt" }).getByRole("button", { name: "Read it" }).click();
    await expect(messages.preview).toContainText("Aylin Kaya");
    await messages.confirm();
    await messages.backToThreads();
    await expect(items).toHaveCount(9);
    await items.filter({ hasText: "note 3" }).getByRole("button", { name: "Read it" }).click();
    await expect(messages.failure).toContainText("No messages were found");
    await page.getByRole("button", { name: "Leave all" }).click();
    await expect(items).toHaveCount(0);
  });

  test("a shared picture stands beside the message field of a new chat", async ({ page, server }) => {
    await openControlled(page);
    await sharePicture(page, "photo.png", "image/png", readFileSync(shapesPath("002-224x224.png")));
    await expect(new Pictures(page).chips).toContainText(/photo\.png.*224 × 224/su);
    expect(server.requests.filter(({ method }) => method === "POST")).toEqual([]);
    expect(await inboxPaths(page)).toEqual([]);
  });

  test("an inbox that is not there, or a share that could not be kept, changes nothing", async ({ page }) => {
    await page.goto("/?inbox=..%2F..%2Fx");
    await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
    await page.goto("/?inbox=failed");
    await expect(page.getByText("Nothing could be taken over")).toBeVisible();
  });
});

test("links and shortcuts lead to a view, and nothing else of them counts", async ({ page }) => {
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await page.goto("/?link=web%2Bhearth%3A%3Fview%3Dcalendar");
  await expect(heading("Calendar")).toBeVisible();
  expect(page.url()).toMatch(/\/#\/calendar$/);
  await page.goto("/?new=import");
  await expect(heading("Messages")).toBeVisible();
  await page.goto("/?view=today");
  await expect(heading("Calendar")).toBeVisible();
  await page.goto("/?link=javascript%3Aalert(1)");
  await expect(heading("An assistant that stays on this device")).toBeVisible();
});

test.describe("installed", () => {
  let devtools: CDPSession;
  let manifestId: string;

  test.beforeEach(async ({ context, page, server }) => {
    await openControlled(page);
    devtools = await context.newCDPSession(page);
    manifestId = `${server.origin}/`;
    await devtools.send("PWA.install", { manifestId, installUrlOrBundleUrl: manifestId });
  });

  const badgeCount = async (): Promise<number> =>
    (await devtools.send("PWA.getOsAppState", { manifestId })).badgeCount;

  test.afterEach(() => devtools.send("PWA.uninstall", { manifestId }));

  test("the system knows its files, its share target and its links", async () => {
    const { fileHandlers } = await devtools.send("PWA.getOsAppState", { manifestId });
    const extensions = fileHandlers.flatMap(({ accepts }) => accepts.flatMap((one) => one.fileExtensions));
    expect(extensions.toSorted()).toEqual([
      ".avif",
      ".eml",
      ".gif",
      ".ics",
      ".jpeg",
      ".jpg",
      ".mbox",
      ".png",
      ".vtt",
      ".webp",
    ]);
    const { data, errors } = await devtools.send("Page.getAppManifest");
    expect(errors).toEqual([]);
    expect(JSON.parse(data ?? "")).toMatchObject({
      share_target: { action: "/share-target", method: "POST", enctype: "multipart/form-data" },
      protocol_handlers: [{ protocol: "web+hearth", url: "/?link=%s" }],
      launch_handler: { client_mode: ["focus-existing", "auto"] },
      shortcuts: [{ name: "Import messages" }, { name: "Today" }],
    });
    expect((await devtools.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
  });

  test("a file opened with it is shown before anything is stored", async ({ context }, testInfo) => {
    const path = testInfo.outputPath("meeting.vtt");
    const { writeFile } = await import("node:fs/promises");
    await writeFile(
      path,
      "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada>Shall we begin?\n\n00:00:05.000 --> 00:00:07.000\n<v Ben>Yes, please.\n",
    );
    await devtools.send("PWA.launchFilesInApp", { manifestId, files: [path] });
    const opened = await appPage(context);
    const messages = new MessagesPage(opened);
    await expect(messages.preview).toContainText("Ada");
    await expect(messages.preview).toContainText("Yes, please.");
    expect(await messages.storedCounts()).toEqual({ threads: 0, messages: 0 });
  });

  test("a picture opened with it stands beside the message field", async ({ context }) => {
    await devtools.send("PWA.launchFilesInApp", { manifestId, files: [shapesPath("002-224x224.png")] });
    await expect(chipsOf(await appPage(context, chipsOf))).toContainText(/002-224x224\.png.*224 × 224/su);
  });

  test("the badge counts the drafts that wait, and goes with the last", async ({ page }) => {
    const calendar = new CalendarPage(page);
    const editor = new EventEditor(page);
    await calendar.open();
    await page.getByRole("button", { name: "New draft" }).click();
    await editor.field("Title").fill("Dentist");
    await new Shell(page).openPlace("Models");
    await expect(new Shell(page).notifications).toContainText("Kept as a draft in Calendar.");
    await expect.poll(badgeCount).toBe(1);

    await new Shell(page).openPlace("Calendar");
    await calendar.toCheck.getByRole("button", { name: /Dentist/ }).click();
    await editor.button("Delete").click();
    await expect.poll(badgeCount).toBe(0);
  });
});

function chipsOf(page: Page): Locator {
  return new Pictures(page).chips;
}

/** The window that Chromium opened for the app, or the tab that it reused: the one that shows what was handed over. */
async function appPage(
  context: BrowserContext,
  shown: (page: Page) => Locator = (page) => page.getByRole("dialog"),
): Promise<Page> {
  const find = async (): Promise<Page | undefined> => {
    for (const page of context.pages())
      if (
        await shown(page)
          .isVisible()
          .catch(() => false)
      )
        return page;
    return undefined;
  };
  await expect.poll(async () => (await find()) !== undefined).toBe(true);
  return (await find())!;
}

test.describe("the share sheet of a phone", () => {
  /** Stands in for the browser's own, which has no window here; it notes what it was given. */
  interface Sheet {
    readonly given: string[];
  }

  const cases = [
    { allowed: true, what: "gets a calendar file where it takes one" },
    { allowed: false, what: "is left out where it takes none: a download" },
  ];
  for (const { allowed, what } of cases)
    test(what, async ({ page }) => {
      await page.addInitScript((accepts) => {
        const given: string[] = [];
        const matches = globalThis.matchMedia.bind(globalThis);
        Object.assign(globalThis, {
          given,
          matchMedia: (query: string) => matches(query === "(pointer: coarse)" ? "all" : query),
        });
        Object.assign(navigator, {
          canShare: () => accepts,
          share: async ({ files }: { files: File[] }) => {
            for (const file of files)
              given.push(`${file.name} ${file.type} ${(await file.text()).slice(0, 15)}`);
          },
        });
      }, allowed);
      const given = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as Sheet).given);
      await new CalendarPage(page).open();
      const editor = new EventEditor(page);
      await page.getByRole("button", { name: "New draft" }).click();
      await editor.field("Title").fill("Dentist");
      await editor.field("Start date").fill("2026-11-27");
      await editor.field("Start time").fill("15:00");
      await editor.field("End date").fill("2026-11-27");
      await editor.field("End time").fill("15:30");
      if (allowed) {
        await editor.approve.click();
        await expect
          .poll(given)
          .toEqual([expect.stringMatching(/^\S+\.ics text\/calendar\S* BEGIN:VCALENDAR$/)]);
      } else {
        const { name, text } = await editor.save();
        expect(name).toMatch(/\.ics$/);
        expect(text).toContain("SUMMARY:Dentist");
        expect(await given()).toEqual([]);
      }
    });
});
