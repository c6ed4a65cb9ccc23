/** @file The event editor, beside a thread or in the Calendar view, and the files it writes. */

import { readFile } from "node:fs/promises";

import { expect, type Locator, type Page } from "@playwright/test";
import ICAL from "ical.js";

export class EventEditor {
  readonly page: Page;
  readonly dialog: Locator;
  readonly when: Locator;
  readonly sources: Locator;
  readonly approve: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole("dialog", { name: "Event draft" });
    this.when = this.dialog.getByRole("status", { name: "When" });
    this.sources = this.dialog.getByRole("region", { name: "Where this comes from" });
    this.approve = this.dialog.getByRole("button", { name: "Approve and save .ics" });
  }

  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  button(name: string): Locator {
    return this.dialog.getByRole("button", { name });
  }

  /** Clicks and returns the file that was written. */
  async save(button: Locator = this.approve): Promise<WrittenFile> {
    const [download] = await Promise.all([this.page.waitForEvent("download"), button.click()]);
    const text = await readFile(await download.path(), "utf8");
    return { name: download.suggestedFilename(), text, event: parseEvent(text) };
  }

  async close(): Promise<void> {
    await this.button("Close").click();
    await expect(this.dialog).toBeHidden();
  }
}

export class CalendarPage {
  readonly page: Page;
  readonly toCheck: Locator;
  readonly approved: Locator;

  constructor(page: Page) {
    this.page = page;
    this.toCheck = page.getByRole("region", { name: "To check" });
    this.approved = page.getByRole("region", { name: "Approved" });
  }

  async open(): Promise<void> {
    await this.page.goto("/#/calendar");
    await expect(this.page.getByRole("button", { name: "New draft" })).toBeVisible();
  }

  /** Chooses a calendar file; the preview is then open. */
  async choose({ name, content }: CalendarFile): Promise<void> {
    const buffer = Buffer.from(content);
    await this.page.getByLabel("Calendar file").setInputFiles({ name, mimeType: "text/calendar", buffer });
  }

  /** Drags a file over the view and drops it, with the events a browser sends. */
  async drop({ name, content }: CalendarFile): Promise<void> {
    const dataTransfer = await this.page.evaluateHandle(
      ([fileName, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], fileName, { type: "text/calendar" }));
        return transfer;
      },
      [name, content] as const,
    );
    await this.page.dispatchEvent("body", "dragover", { dataTransfer });
    await expect(this.page.getByText("Drop the calendar file to read it")).toBeVisible();
    await this.page.dispatchEvent("body", "drop", { dataTransfer });
  }

  /** The dialog that shows what is in a file before anything is stored. */
  get preview(): Locator {
    return this.page.getByRole("dialog", { name: "Import a calendar" });
  }

  get calendars(): Locator {
    return this.page.getByRole("region", { name: "Imported calendars" });
  }

  async show(view: "Agenda" | "Week" | "Month"): Promise<void> {
    await this.page.getByRole("button", { name: view, exact: true }).click();
  }
}

export interface CalendarFile {
  readonly name: string;
  readonly content: string;
}

/** Clicks and returns the components of the file that was written, as another parser reads them. */
export async function saveCalendar(page: Page, button: Locator): Promise<ICAL.Component> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return new ICAL.Component(ICAL.parse(await readFile(await download.path(), "utf8")));
}

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
  readonly event: ICAL.Component;
}

/** The one event of a calendar file, read by a parser that is not ours. */
function parseEvent(text: string): ICAL.Component {
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
  expect(events).toHaveLength(1);
  return events[0]!;
}

/** Value of a property as text, and its TZID: `2026-11-25T16:00:00 Europe/Berlin`. */
export function moment(event: ICAL.Component, property: "dtstart" | "dtend"): string {
  const found = event.getFirstProperty(property);
  return [String(found?.getFirstValue()), found?.getFirstParameter("tzid")].filter(Boolean).join(" ");
}
