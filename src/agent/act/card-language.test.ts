/** @file Everything an approval card says of a draft or a task is in the language of its run. */

import { describe, expect, it, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { makeThread, World, type Line } from "#agent/testing/world";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import { LANGUAGES } from "#calendar/resolution";

import { draftChanges } from "./draft-changes.ts";
import type { AgentRun } from "./run.ts";
import type { ToolPolicy } from "./tool.ts";

const ASKING: ToolPolicy = { create_calendar_draft: "ask", create_task: "ask" };

async function play(text: string, lines: readonly Line[], self: string | null = null): Promise<AgentRun> {
  const world = new World({
    threads: [makeThread({ lines, self })],
    calendar: [
      {
        title: "Zahnarzt",
        allDay: false,
        start: "2026-11-26T14:30",
        end: "2026-11-26T15:15",
        zone: "Europe/Berlin",
      },
    ],
  });
  return (await runByCode(requestFor(text, { policy: ASKING }), world)).run;
}

const lines = (run: AgentRun): readonly string[] =>
  (run.steps.at(-1)?.changes ?? []).map(({ field, after }) => `${field}: ${after}`);

test("a German event", async () => {
  const run = await play("Trag die Besprechung ein", [
    ["Mara", "Die Budgetbesprechung ist übermorgen um 3"],
    ["Ola", "Passt mir."],
  ]);
  expect(run.phase.kind).toBe("approval");
  expect(lines(run)).toEqual(
    expect.arrayContaining([
      "when: Do., 26. Nov. 2026, 15:00–15:30 Europe/Berlin",
      "assumed: als 15:00 Uhr verstanden; 30 Minuten Dauer angenommen",
      "status: vorläufig",
      "conflict: Do., 26. Nov. 2026, 14:30–15:15: Zahnarzt",
    ]),
  );
});

test("a German task", async () => {
  const run = await play(
    "Was sind meine Aufgaben?",
    [
      ["Ola", "Kannst du mir bis Donnerstag den Entwurf schicken?"],
      ["Ich", "Ja, mache ich."],
    ],
    "Ich",
  );
  expect(run.steps.at(-1)?.tool).toBe("create_task");
  expect(lines(run)).toEqual(expect.arrayContaining(["who: Du", "status: offen"]));
});

describe.each(LANGUAGES.filter((language) => language !== "en"))("in %s", (language) => {
  const draft: EventDraft = {
    ...emptyDraft({ id: "e", uid: "7f1d2c64-9a1e", zone: "Europe/Berlin", now: "2026-11-24T09:15:00Z" }),
    title: "#1",
    start: "2026-11-27",
    end: "2026-11-27",
    allDay: true,
    reminderMinutes: 60,
  };

  it("no line of a draft is as it is in English", () => {
    const before: EventDraft = {
      ...draft,
      kind: "task",
      title: "",
      start: "",
      reminderMinutes: null,
      status: "tentative",
    };
    const said = draftChanges(draft, before, language);
    const english = draftChanges(draft, before, "en");
    expect(said.map(({ field }) => field)).toEqual(["title", "kind", "when", "reminder", "status"]);
    const same = said.filter(({ after }, at) => after === english[at]?.after).map(({ field }) => field);
    // The title is the message's own; minutes are "min" in the languages of Europe.
    expect(same.filter((field) => field !== "reminder")).toEqual(["title"]);
  });
});
