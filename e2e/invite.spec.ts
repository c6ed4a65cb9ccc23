/**
 * @file Journey: a message becomes a calendar file. The date is counted from the message's own day in the chat's own
 * zone, every field can be changed, and only the click on Approve writes a file, which another parser then reads.
 * Titles are the message's own words here: no model is installed.
 */

import type { Page } from "@playwright/test";

import { CalendarPage, EventEditor, moment, type WrittenFile } from "./pages/calendar.ts";
import { MessagesPage } from "./pages/messages.ts";
import { expect, test } from "./support/browser.ts";
import { ANDROID_CHAT, HOSTILE_CHAT } from "./support/chats.ts";

test.use({ startWith: "nothing" });

let messages: MessagesPage;
let editor: EventEditor;
/** Names of the files that were written, wanted or not. */
let written: string[];

test.beforeEach(async ({ page }) => {
  messages = new MessagesPage(page);
  editor = new EventEditor(page);
  written = [];
  page.on("download", (download) => written.push(download.suggestedFilename()));
  await messages.open();
});

async function draftFrom(text: string): Promise<void> {
  await messages.message(text).getByRole("button", { name: "Draft an invite" }).click();
  await expect(editor.dialog).toBeVisible();
}

test("a past message's “tomorrow” is the day after it, and Approve writes what is shown", async ({
  page,
}) => {
  await messages.importFile(ANDROID_CHAT);
  await draftFrom("Can we meet tomorrow at 4pm");
  // The message is of Tuesday 25 November 2025; the day on which this runs plays no part.
  await expect(editor.when).toContainText("Wed 26 Nov 2025, 16:00–16:30 Europe/Berlin");
  await expect(editor.sources).toContainText("Can we meet tomorrow at 4pm for 30 min to choose the colour?");
  await expect(editor.sources.locator("mark")).toHaveText("tomorrow at 4pm for 30 min");
  await expect(editor.field("Title")).toBeFocused();
  await expect(editor.field("Title")).toHaveValue(/choose the colour/i);
  await expect(editor.field("Start date")).toHaveValue("2025-11-26");
  await expect(editor.field("Start time")).toHaveValue("16:00");
  await expect(editor.field("End time")).toHaveValue("16:30");
  await expect(editor.field("Time zone")).toHaveValue("Europe/Berlin");

  await editor.field("Title").press("Enter");
  await editor.field("Location").press("Enter");
  await expect(editor.dialog).toBeVisible();
  expect(written, "files written before the click").toEqual([]);

  await expect(editor.field("Write the quoted messages into the file")).not.toBeChecked();
  const title = await editor.field("Title").inputValue();
  const file = await editor.save();
  expectSoundText(file);
  expect(file.name).toMatch(/2025-11-26\.ics$/);
  expect(file.event.getFirstPropertyValue("summary")).toBe(title);
  expect(moment(file.event, "dtstart")).toBe("2025-11-26T16:00:00 Europe/Berlin");
  expect(moment(file.event, "dtend")).toBe("2025-11-26T16:30:00 Europe/Berlin");
  expect(file.event.getFirstPropertyValue("sequence")).toBe(0);
  // Other people's words stay out.
  expect(file.text).not.toContain("Can we meet tomorrow");
  expect(file.text).not.toMatch(/^(?:ATTENDEE|ORGANIZER|METHOD)/m);
  await expect(messages.toast("Saved as a calendar file.")).toBeVisible();
  expect(written).toEqual([file.name]);

  await page.getByRole("link", { name: "Calendar", exact: true }).click();
  await expect(new CalendarPage(page).approved.getByRole("button", { name: title })).toContainText(
    "Wed 26 Nov 2025, 16:00–16:30 Europe/Berlin",
  );
});

test("every field can be changed, a kept draft survives a reload, and a change after approval is an update", async ({
  page,
}) => {
  const calendar = new CalendarPage(page);
  await messages.importFile(ANDROID_CHAT);
  await draftFrom("Can we meet tomorrow at 4pm");
  await fillEverything();
  await expect(editor.when).toContainText("Fri 2 Jan 2026, 09:15–11:45 America/New_York");
  await editor.button("Keep as draft").click();
  await expect(messages.toast("Kept as a draft in Calendar.")).toBeVisible();
  expect(written).toEqual([]);

  await calendar.open();
  await page.reload();
  await calendar.toCheck.getByRole("button", { name: "Choose a floor" }).click();
  await expect(editor.field("People")).toHaveValue("Sam Lindqvist, Zoë 🎈");
  await expect(editor.field("Status")).toHaveValue("confirmed");
  await editor.field("Write the quoted messages into the file").check();
  const file = await editor.save();
  expectSoundText(file);
  const { event } = file;
  expect(event.getFirstPropertyValue("summary")).toBe("Choose a floor; oak, or not");
  expect(moment(event, "dtstart")).toBe("2026-01-02T09:15:00 America/New_York");
  expect(moment(event, "dtend")).toBe("2026-01-02T11:45:00 America/New_York");
  expect(event.getFirstPropertyValue("location")).toBe("Hauptstraße 12, 2nd floor");
  const description = String(event.getFirstPropertyValue("description"));
  expect(description).toContain("Bring the samples.\nAnd coffee.");
  expect(description).toContain("With: Sam Lindqvist, Zoë 🎈");
  expect(description).toContain("Can we meet tomorrow at 4pm for 30 min to choose the colour?");
  expect(event.getFirstPropertyValue("status")).toBe("CONFIRMED");
  const alarm = event.getFirstSubcomponent("valarm");
  expect(String(alarm?.getFirstPropertyValue("trigger"))).toBe("-PT15M");

  await calendar.approved.getByRole("button", { name: "Choose a floor" }).click();
  const again = await editor.save(editor.button("Save .ics again"));
  expect(again.event.getFirstPropertyValue("sequence")).toBe(0);
  await calendar.approved.getByRole("button", { name: "Choose a floor" }).click();
  await editor.field("Start time").fill("10:15");
  await expect(editor.field("End time")).toHaveValue("12:45");
  const update = await editor.save();
  expect(update.event.getFirstPropertyValue("sequence")).toBe(1);
  expect(update.event.getFirstPropertyValue("uid")).toBe(event.getFirstPropertyValue("uid"));
  expect(moment(update.event, "dtstart")).toBe("2026-01-02T10:15:00 America/New_York");
});

test("“next Friday” is asked about, and Approve waits for the answer", async () => {
  await messages.importFile(ANDROID_CHAT);
  await draftFrom("Shall we have dinner next Friday?");
  const question = editor.dialog.getByRole("group", { name: "Which of these days?" });
  // Said on Wednesday 26 November 2025.
  const [soon, later] = ["Fri 28 Nov 2025", "Fri 5 Dec 2025"];
  await expect(question.getByRole("radio", { name: soon })).not.toBeChecked();
  await expect(editor.when).toHaveText("No date yet");
  await expect(editor.approve).toBeDisabled();
  await question.getByRole("radio", { name: later }).check();
  await expect(editor.when).toContainText(`${later}, all day`);
  const file = await editor.save();
  expectSoundText(file);
  expect(moment(file.event, "dtstart")).toBe("2025-12-05");
  // The day after the last: the end is exclusive (RFC 5545 3.6.1).
  expect(moment(file.event, "dtend")).toBe("2025-12-06");
});

test("an incomplete draft is not written; the first wrong field is marked and has the focus", async ({
  page,
}) => {
  await new CalendarPage(page).open();
  await page.getByRole("button", { name: "New draft" }).click();
  await editor.approve.click();
  await expect(editor.field("Title")).toBeFocused();
  await expect(editor.dialog.getByText("Give the event a title.")).toBeVisible();
  await editor.field("Title").fill("Backwards");
  await editor.field("Start date").fill("2025-12-01");
  await editor.field("Start time").fill("10:00");
  await editor.field("End date").fill("2025-12-01");
  await editor.field("End time").fill("09:00");
  await editor.approve.click();
  await expect(editor.dialog.getByText("The end has to be after the start.")).toBeVisible();
  expect(written).toEqual([]);
});

test("line breaks in a message, a title or notes add nothing to the file", async ({ page }) => {
  await messages.importFile(HOSTILE_CHAT);
  await draftFrom("Dinner tomorrow at 7pm");
  expect(await editor.field("Title").inputValue()).not.toContain("ATTENDEE");
  // A field of one line drops CR and LF by itself; these are the other line ends that parsers know.
  await editor.field("Title").fill("Dinner\u2028ATTENDEE:mailto:eve@example.com\u0085X-EVIL:1\r\nX-EVIL:2");
  await editor.field("Notes").fill("Bring wine\r\nATTENDEE;RSVP=TRUE:mailto:eve@example.com\r\nEND:VEVENT");
  await editor.field("Write the quoted messages into the file").check();
  const file = await editor.save();
  expectSoundText(file);
  expectNothingInjected(file);

  // A title with CR and LF could come from storage that something else wrote.
  await breakStoredTitles(page);
  const calendar = new CalendarPage(page);
  await calendar.open();
  await page.reload();
  await calendar.approved.getByRole("button", { name: /Dinner/ }).click();
  const again = await editor.save(editor.button("Save .ics again"));
  expectSoundText(again);
  expectNothingInjected(again);
  expect(String(again.event.getFirstPropertyValue("summary"))).toContain("X-STORED");
});

async function fillEverything(): Promise<void> {
  await editor.field("Title").fill("Choose a floor; oak, or not");
  await editor.field("All day").check();
  await expect(editor.field("Start time")).toBeHidden();
  await expect(editor.field("Last day")).toHaveValue("2025-11-26");
  await editor.field("All day").uncheck();
  await editor.field("Start date").fill("2026-01-02");
  await editor.field("Start time").fill("09:15");
  await editor.field("End date").fill("2026-01-02");
  await editor.field("End time").fill("11:45");
  await editor.field("Time zone").selectOption("America/New_York");
  await editor.field("Location").fill("Hauptstraße 12, 2nd floor");
  await editor.field("People").fill("Sam Lindqvist, Zoë 🎈");
  await editor.field("Notes").fill("Bring the samples.\nAnd coffee.");
  await editor.field("Reminder").selectOption("15 minutes before");
  await editor.field("Status").selectOption("Confirmed");
}

/** Lines end with CRLF and have at most 75 octets (RFC 5545 3.1). */
function expectSoundText({ text }: WrittenFile): void {
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  const lines = text.split("\r\n");
  expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
  expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
}

/** The properties of the event are the known ones, each once, and nobody is invited. */
function expectNothingInjected({ text, event }: WrittenFile): void {
  const names = event.getAllProperties().map(({ name }) => name);
  expect(names.toSorted()).toEqual(
    [
      "class",
      "created",
      "description",
      "dtend",
      "dtstamp",
      "dtstart",
      "last-modified",
      "sequence",
      "status",
      "summary",
      "transp",
      "uid",
    ].toSorted(),
  );
  expect(text).not.toMatch(/^(?:ATTENDEE|X-EVIL|X-STORED)/m);
  expect(text.match(/^END:VEVENT/gm)).toHaveLength(1);
}

async function breakStoredTitles(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const request = indexedDB.open("hearth-user");
    await new Promise((resolve) => request.addEventListener("success", resolve));
    const db = request.result;
    const transaction = db.transaction("event-drafts", "readwrite");
    const store = transaction.objectStore("event-drafts");
    const all = store.getAll();
    all.addEventListener("success", () => {
      for (const draft of all.result as object[])
        store.put({ ...draft, title: "Dinner\r\nATTENDEE:mailto:eve@example.com\r\nX-STORED:1" });
    });
    await new Promise((resolve) => transaction.addEventListener("complete", resolve));
    db.close();
  });
}
