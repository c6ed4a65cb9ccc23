/**
 * @file Journey: a calendar is brought in, drafts are compared with it, repeated, exported, changed and withdrawn. Today is
 * Tuesday 24 November 2026, 10:15 in Berlin.
 */

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { CalendarPage, EventEditor, saveCalendar } from "./pages/calendar.ts";
import { expect, test } from "./support/browser.ts";
import { NO_CALENDAR, WORK_CALENDAR } from "./support/calendars.ts";

test.use({ startWith: "nothing" });

let calendar: CalendarPage;
let editor: EventEditor;

test.beforeEach(async ({ page }) => {
  await page.clock.setFixedTime(new Date("2026-11-24T09:15:00Z"));
  calendar = new CalendarPage(page);
  editor = new EventEditor(page);
  await calendar.open();
});

async function importWork(page: Page): Promise<void> {
  await calendar.choose(WORK_CALENDAR);
  await page.getByRole("button", { name: "Import 3 events" }).click();
  await expect(calendar.calendars).toContainText("Work");
}

async function draftReview(page: Page): Promise<void> {
  await page.getByRole("button", { name: "New draft" }).click();
  await editor.field("Title").fill("Budget review");
  await editor.field("Start date").fill("2026-11-27");
  await editor.field("Start time").fill("15:00");
}

test("a draft that overlaps says with what; moved, repeated, exported, updated and withdrawn it stays one event", async ({
  page,
}) => {
  await importWork(page);
  await draftReview(page);
  await expect(editor.when).toContainText("Fri 27 Nov 2026, 15:00–16:00 Europe/Berlin (in 3 days)");
  const overlap = editor.dialog.getByText(
    "Overlaps “Dentist”, Fri 27 Nov 2026, 14:30–15:15 (Work, imported today)",
  );
  await expect(overlap).toBeVisible();
  await editor.field("Start time").fill("15:15");
  await expect(overlap).toBeHidden();
  await expect(editor.dialog.getByText("No overlap found in Work (imported today).")).toBeVisible();

  await editor.field("Duration").selectOption("45 minutes");
  await expect(editor.field("End time")).toHaveValue("16:00");
  await editor.field("Repeats").selectOption("Every week on Fri");
  await editor.field("Stops repeating").selectOption("On a day");
  await editor.field("Last day it repeats").fill("2027-01-29");
  await editor.field("Link").fill("http://plain.example");
  await editor.approve.click();
  await expect(editor.dialog.getByText("Only https and mailto addresses can be written.")).toBeVisible();
  await editor.field("Link").fill("https://example.org/plan");
  const first = await editor.save();
  const rule = String(first.event.getFirstPropertyValue("rrule"));
  expect(rule).toBe("FREQ=WEEKLY;BYDAY=FR;UNTIL=20270129T141500Z");
  expect(first.event.getFirstPropertyValue("url")).toBe("https://example.org/plan");
  expect(first.text).toContain("BEGIN:VTIMEZONE");

  // The weekday follows the day; the file is an update of the same event.
  await calendar.approved.getByRole("button", { name: "Budget review" }).click();
  await editor.field("Start date").fill("2026-11-26");
  await expect(editor.field("Repeats")).toHaveValue("weekly");
  const update = await editor.save();
  expect(String(update.event.getFirstPropertyValue("rrule"))).toContain("BYDAY=TH");
  expect(update.event.getFirstPropertyValue("uid")).toBe(first.event.getFirstPropertyValue("uid"));
  expect(update.event.getFirstPropertyValue("sequence")).toBe(1);

  await calendar.approved.getByRole("button", { name: "Budget review" }).click();
  await editor.field("Status").selectOption("Cancelled");
  await expect(editor.dialog.getByText("The new file withdraws the event.")).toBeVisible();
  const withdrawn = await editor.save();
  expect(withdrawn.event.getFirstPropertyValue("status")).toBe("CANCELLED");
  expect(withdrawn.event.getFirstPropertyValue("uid")).toBe(first.event.getFirstPropertyValue("uid"));
  expect(withdrawn.event.getFirstPropertyValue("sequence")).toBe(2);
  await expect(calendar.approved.getByRole("button", { name: "Budget review" })).toContainText("Cancelled.");
});

test("a calendar is previewed with its faults, dropped or chosen, kept over a reload, replaced, removed and brought back", async ({
  page,
}) => {
  await calendar.drop(WORK_CALENDAR);
  await expect(calendar.preview).toContainText(
    "3 events, beginning between Mon 2 Nov 2026 and Tue 8 Dec 2026.",
  );
  await expect(calendar.preview).toContainText("Line 25 is not a calendar line and was left out.");
  await expect(calendar.preview).toContainText("A date does not exist and was left out (line 26).");
  await calendar.preview.getByRole("button", { name: "Cancel" }).click();
  await expect(calendar.calendars).toBeHidden();

  await importWork(page);
  await page.reload();
  const soon = page.getByRole("region", { name: "Coming up" });
  await expect(soon.getByRole("button", { name: /Dentist/ })).toContainText("14:30–15:15");
  // Wednesday 25 November is an exception of the series.
  await expect(soon.getByRole("button", { name: /Standup/ }).first()).toBeVisible();
  await expect(soon.getByText("Wed 25 Nov 2026")).toBeHidden();
  await soon.getByRole("button", { name: /Dentist/ }).click();
  await expect(page.getByRole("dialog", { name: "Dentist" })).toContainText("Marktplatz 3");
  await page.keyboard.press("Escape");

  await calendar.choose(WORK_CALENDAR);
  await expect(calendar.preview).toContainText(/You imported .+ on Tue 24 Nov 2026\./u);
  await page.getByRole("button", { name: "Replace 3 events" }).click();
  await expect(calendar.calendars.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Remove Work" }).click();
  await expect(calendar.calendars).toBeHidden();
  await page.getByText("Work removed.").locator("..").getByRole("button", { name: "Undo" }).click();
  await expect(calendar.calendars).toContainText("3 events");

  await calendar.choose(NO_CALENDAR);
  await expect(calendar.preview).toContainText("The file holds no calendar: nothing in it begins one.");
});

test("many drafts leave in one file; to-dos as to-dos or as all-day entries", async ({ page }) => {
  await draftReview(page);
  await editor.button("Keep as draft").click();
  await page.getByRole("button", { name: "New to-do" }).click();
  await editor.field("Title").fill("Send the offer");
  await editor.field("Due date").fill("2026-11-26");
  await editor.field("Priority").selectOption("High");
  await expect(editor.when).toHaveText("Due Thu 26 Nov 2026 (in 2 days)");
  await editor.button("Keep as draft").click();
  await page.getByRole("button", { name: "New draft" }).click();
  await editor.field("Title").fill("No date at all");
  await editor.button("Keep as draft").click();

  await page.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export drafts" });
  await expect(dialog.getByRole("checkbox", { name: /No date at all/ })).toBeDisabled();
  const both = await saveCalendar(page, dialog.getByRole("button", { name: "Save 2 as .ics" }));
  expect(both.getAllSubcomponents("vevent")).toHaveLength(1);
  const [task] = both.getAllSubcomponents("vtodo");
  expect(String(task?.getFirstPropertyValue("due"))).toBe("2026-11-26");
  expect(task?.getFirstPropertyValue("priority")).toBe(1);
  await expect(calendar.approved.getByRole("button")).toHaveCount(2);

  // A change that was not kept is in the file too.
  await calendar.approved.getByRole("button", { name: "Send the offer" }).click();
  await editor.field("Title").fill("Send the final offer");
  await page.getByRole("button", { name: "Export…" }).click();
  await expect(page.getByText("Your changes are kept: the file will have them.")).toBeVisible();
  await dialog.getByLabel("To-dos").selectOption("As all-day entries that block no time");
  await dialog.getByRole("checkbox", { name: /Budget review/ }).uncheck();
  const entry = await saveCalendar(page, dialog.getByRole("button", { name: "Save 1 as .ics" }));
  const [event] = entry.getAllSubcomponents("vevent");
  expect(event?.getFirstPropertyValue("transp")).toBe("TRANSPARENT");
  expect(event?.getFirstPropertyValue("summary")).toBe("Send the final offer");

  await calendar.approved.getByRole("button", { name: "Send the final offer" }).click();
  await editor.button("Delete").click();
  await page
    .getByText("“Send the final offer” deleted.")
    .locator("..")
    .getByRole("button", { name: "Undo" })
    .click();
  await expect(calendar.approved.getByRole("button", { name: "Send the final offer" })).toBeVisible();
});

test("the month is read by keyboard, and a draft starts on its day", async ({ page }) => {
  await importWork(page);
  await calendar.show("Month");
  const grid = page.getByRole("grid", { name: "November 2026" });
  const todayCell = grid.getByRole("button", { name: "Tuesday 24 November 2026" });
  await todayCell.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(grid.getByRole("button", { name: "Friday 27 November 2026, 1 entry" })).toBeFocused();
  const friday = page.getByRole("region", { name: "Friday 27 November 2026" });
  await expect(friday.getByRole("button", { name: /Dentist/ })).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(page.getByRole("grid", { name: "December 2026" })).toBeVisible();
  await page.getByRole("button", { name: "Today" }).click();
  await expect(page.getByRole("grid", { name: "November 2026" })).toBeVisible();
  await grid.getByRole("button", { name: "Friday 27 November 2026, 1 entry" }).click();
  await page.getByRole("button", { name: "Draft on this day" }).click();
  await expect(editor.field("Start date")).toHaveValue("2026-11-27");
  await editor.close();
  await calendar.show("Week");
  await expect(page.getByRole("region", { name: "Friday 27 November 2026" })).toContainText("Dentist");
});

test("week, month, preview, export and editor have no serious fault, wide and narrow, light and dark", async ({
  page,
}) => {
  await importWork(page);
  await draftReview(page);
  await editor.field("Repeats").selectOption("Every week on Fri");
  await expectAccessible(page, "editor with an overlap");
  await editor.button("Keep as draft").click();
  await calendar.show("Week");
  await expectAccessible(page, "week");
  await calendar.show("Month");
  await expectAccessible(page, "month");
  await page.getByRole("button", { name: "Export…" }).click();
  await expectAccessible(page, "export");
  await page.keyboard.press("Escape");
  await calendar.choose(WORK_CALENDAR);
  await expect(calendar.preview).toContainText("replace it");
  await expectAccessible(page, "preview");
});

async function expectAccessible(page: Page, view: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      const grave = violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
      expect.soft(grave, `${view}, ${colorScheme}, ${width} px`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `${view}, ${width} px, wider than the window`).toBeLessThanOrEqual(0);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
