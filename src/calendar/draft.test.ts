import { describe, expect, it } from "vitest";
import {
  type DraftOptions,
  draftChoices,
  draftFromResolution,
  formatRelative,
  formatWhen,
  validateDraft,
  withChange,
} from "./draft.ts";
import type { EventDraft } from "./event-draft.ts";
import { contextOf } from "./fixtures/expectation.ts";
import { resolveDate } from "./resolve-date.ts";

const NOW = "2026-11-24T09:15:00Z";
const CONTEXT = contextOf("2026-11-24T10:15:00+01:00[Europe/Berlin]", "en");
const OPTIONS: DraftOptions = {
  id: "d1",
  uid: "7f1d2c64-9a1e-4f6b-9f0b-3d2a5f0c8e11",
  title: "Review",
  zone: "Europe/Berlin",
  sources: [{ threadId: "t_1", messageId: "m_1", quote: "Friday 3pm?" }],
  phrase: "Friday 3pm",
  language: "en",
  now: NOW,
};
const draftOf = (phrase: string, options: Partial<DraftOptions> = {}): EventDraft =>
  draftFromResolution(resolveDate(phrase, CONTEXT), { ...OPTIONS, ...options });
const choicesOf = (phrase: string): readonly string[] =>
  draftChoices(resolveDate(phrase, CONTEXT), 30, "en").map(({ label }) => label);
const problemsOf = (draft: EventDraft): readonly string[] => {
  const result = validateDraft(draft);
  return result.ok ? [] : result.error.map(({ field, code }) => `${field} ${code}`);
};

describe("draftFromResolution", () => {
  it("fills start, end and zone of a time", () => {
    expect(draftOf("Friday 3pm")).toMatchObject({
      uid: OPTIONS.uid,
      sequence: 0,
      state: "proposed",
      status: "tentative",
      allDay: false,
      start: "2026-11-27T15:00",
      end: "2026-11-27T15:30",
      zone: "Europe/Berlin",
      phrase: "Friday 3pm",
      assumptions: ["assumed 30 minutes"],
      createdAt: NOW,
      updatedAt: NOW,
    });
  });
  it("takes the end, or the length asked for", () => {
    expect(draftOf("Friday 3-4:30pm").end).toBe("2026-11-27T16:30");
    expect(draftOf("Friday 3pm", { defaultDurationMinutes: 60 }).end).toBe("2026-11-27T16:00");
  });
  it("writes the time in the zone of the draft", () => {
    expect(draftOf("Friday 3pm", { zone: "America/New_York" })).toMatchObject({
      start: "2026-11-27T09:00",
      zone: "America/New_York",
    });
  });
  it("says in words what was assumed", () => {
    expect(draftOf("tomorrow at 3").assumptions).toEqual(["assumed 3 pm", "assumed 30 minutes"]);
    expect(draftOf("Friday 8:30").assumptions[0]).toBe("assumed 8:30 am");
    expect(draftOf("by EOD").assumptions).toEqual([
      "hours of the day taken from your settings",
      "the words name a deadline",
      "assumed 30 minutes",
    ]);
    expect(draftOf("9am PST tomorrow").assumptions[0]).toBe("converted from “PST” to Europe/Berlin");
    expect(draftOf("every Monday at 9am").assumptions).toEqual(["assumed 30 minutes"]);
    expect(draftOf("Dec 24-26").assumptions).toEqual([]);
  });
  it("keeps the last day of all-day events inclusive", () => {
    expect(draftOf("Dec 24-26")).toMatchObject({ allDay: true, start: "2026-12-24", end: "2026-12-26" });
    expect(draftOf("by Friday")).toMatchObject({ allDay: true, start: "2026-11-27", end: "2026-11-27" });
  });
  it.each(["tomorrow at 8", "tomorrow morning", "next week", "for 45 minutes", "an hour later", "hello"])(
    "leaves the date open for: %s",
    (phrase) => expect(draftOf(phrase)).toMatchObject({ start: "", end: "", allDay: false }),
  );
  it("counts the length in elapsed minutes across a clock change", () => {
    const context = contextOf("2026-10-23T09:00:00+02:00[Europe/Berlin]", "en");
    const draft = draftFromResolution(resolveDate("Sunday at 1:30am", context), {
      ...OPTIONS,
      defaultDurationMinutes: 120,
    });
    // 01:30 summer time plus two hours is 02:30 standard time, the second 02:30 of that night.
    expect(draft).toMatchObject({ start: "2026-10-25T01:30", end: "2026-10-25T02:30" });
  });
});

describe("draftChoices", () => {
  it("offers the answers to a question", () => {
    expect(choicesOf("next Friday at 3pm")).toEqual(["Fri 27 Nov 2026, 15:00", "Fri 4 Dec 2026, 15:00"]);
    expect(choicesOf("Tuesday")).toEqual(["Tue 24 Nov 2026", "Tue 1 Dec 2026"]);
    expect(choicesOf("tomorrow 9-11")).toEqual([
      "Wed 25 Nov 2026, 09:00–11:00",
      "Wed 25 Nov 2026, 21:00–23:00",
    ]);
  });
  it("offers the start of a window and the days of a week", () => {
    expect(draftChoices(resolveDate("tomorrow morning", CONTEXT), 30, "en")).toEqual([
      {
        label: "Wed 25 Nov 2026, 09:00",
        start: "2026-11-25T09:00",
        end: "2026-11-25T09:30",
        allDay: false,
        repeat: null,
      },
    ]);
    expect(choicesOf("next week")).toHaveLength(7);
    expect(choicesOf("this weekend")).toEqual(["Sat 28 Nov 2026", "Sun 29 Nov 2026"]);
  });
  it("offers series with their rule", () => {
    expect(choicesOf("the 31st of every month at 9am")).toEqual([
      "Thu 31 Dec 2026, 09:00, every month on day 31",
      "Mon 30 Nov 2026, 09:00, every month on the last day",
    ]);
  });
  it("offers nothing where there is nothing to choose from", () => {
    expect(choicesOf("let's meet soon")).toEqual([]);
    expect(choicesOf("an hour later")).toEqual([]);
  });
});

describe("validateDraft", () => {
  const good = draftOf("Friday 3pm");
  it("passes what can be exported", () => expect(validateDraft(good)).toEqual({ ok: true, value: good }));
  it.each<[Partial<EventDraft>, string[]]>([
    [{ title: "  " }, ["title missing"]],
    [{ title: "x".repeat(121) }, ["title too-long"]],
    [{ start: "", end: "" }, ["start missing", "end missing"]],
    [{ start: "2026-02-30T10:00" }, ["start invalid"]],
    [{ start: "2026-11-27T25:00" }, ["start invalid"]],
    [{ start: "27.11.2026" }, ["start invalid"]],
    [{ allDay: true }, ["start invalid", "end invalid"]],
    [{ end: "2026-11-27T15:00" }, ["end end-before-start"]],
    [{ zone: "Mars/Olympus" }, ["zone unknown-zone"]],
    [{ start: "2026-03-29T02:30", end: "2026-03-29T03:30" }, ["start clock-gap", "end end-before-start"]],
    [{ location: "x".repeat(251) }, ["location too-long"]],
    [{ notes: "x".repeat(4_001) }, ["notes too-long"]],
    [{ people: Array.from({ length: 51 }, () => "A") }, ["people too-many"]],
    [{ reminderMinutes: -5 }, ["reminderMinutes invalid"]],
    [{ uid: "a\r\nb" }, ["uid invalid"]],
  ])("%o", (change, problems) => expect(problemsOf({ ...good, ...change })).toEqual(problems));
  it("allows an all-day event of one day", () => {
    expect(problemsOf({ ...good, allDay: true, start: "2026-11-27", end: "2026-11-27" })).toEqual([]);
    expect(problemsOf({ ...good, allDay: true, start: "2026-11-27", end: "2026-11-26" })).toEqual([
      "end end-before-start",
    ]);
  });
});

describe("formatWhen and formatRelative", () => {
  const draft = draftOf("Friday 3pm");
  it("shows date, times and zone", () => {
    expect(formatWhen({ ...draft, start: "2026-11-25T16:00", end: "2026-11-25T16:30" }, "en")).toBe(
      "Wed 25 Nov 2026, 16:00–16:30 Europe/Berlin",
    );
    expect(formatWhen(draft, "en", NOW)).toBe("Fri 27 Nov 2026, 15:00–15:30 Europe/Berlin (in 3 days)");
    expect(formatWhen({ ...draft, end: "2026-11-28T01:00" }, "en")).toBe(
      "Fri 27 Nov 2026, 15:00 – Sat 28 Nov 2026, 01:00 Europe/Berlin",
    );
  });
  it("shows all-day spans without a zone", () => {
    expect(formatWhen(draftOf("Dec 24-26"), "en")).toBe("Thu 24 Dec 2026 – Sat 26 Dec 2026, all day");
    expect(formatWhen(draftOf("Dec 24"), "en")).toBe("Thu 24 Dec 2026, all day");
  });
  it.each([
    ["en", "Mon 30 Nov 2026, 09:00–09:30 Europe/Berlin, every week on Mon with no end"],
    ["de", "Mo., 30. Nov. 2026, 09:00–09:30 Europe/Berlin, jede Woche am Montag, ohne Ende"],
    ["fr", "lun. 30 nov. 2026, 09:00–09:30 Europe/Berlin, toutes les semaines le lundi, sans fin"],
    ["it", "lun 30 nov 2026, 09:00–09:30 Europe/Berlin, ogni settimana il lunedì, senza fine"],
    ["pt", "seg., 30 de nov. de 2026, 09:00–09:30 Europe/Berlin, toda semana às segundas, sem fim"],
    ["es", "lun, 30 nov 2026, 09:00–09:30 Europe/Berlin, cada semana los lunes, sin fin"],
    ["hi", "सोम, 30 नव॰ 2026, 09:00–09:30 Europe/Berlin, हर हफ़्ते सोमवार को, बिना समाप्ति के"],
    ["th", "จันทร์ 30 พ.ย. 2569, 09:00–09:30 Europe/Berlin, ทุกสัปดาห์ วันจันทร์ ไม่มีวันสิ้นสุด"],
  ] as const)("says a series in %s", (language, expected) => {
    expect(formatWhen(draftOf("every Monday at 9am"), language)).toBe(expected);
  });
  it.each([
    ["en", "Due Fri 27 Nov 2026", "Fri 27 Nov 2026, all day"],
    ["de", "Fällig Fr., 27. Nov. 2026", "Fr., 27. Nov. 2026, ganztägig"],
    ["es", "Vence el vie, 27 nov 2026", "vie, 27 nov 2026, todo el día"],
    ["th", "ครบกำหนด ศุกร์ 27 พ.ย. 2569", "ศุกร์ 27 พ.ย. 2569 ทั้งวัน"],
  ] as const)("says what is due and what takes a day in %s", (language, task, event) => {
    const day = draftOf("Friday");
    expect(formatWhen({ ...day, kind: "task" }, language)).toBe(task);
    expect(formatWhen(day, language)).toBe(event);
  });
  it("is empty without a start", () => {
    expect(formatWhen(draftOf("hello"), "en")).toBe("");
    expect(formatRelative(draftOf("hello"), NOW, "en")).toBe("");
  });
  it.each([
    ["Friday 3pm", "in 3 days"],
    ["tomorrow", "tomorrow"],
    ["today", "today"],
    ["3pm", "in 5 hours"],
    ["in 20 minutes", "in 20 minutes"],
    ["yesterday at 3", "yesterday"],
  ])("%s is %s", (phrase, expected) => expect(formatRelative(draftOf(phrase), NOW, "en")).toBe(expected));
});

describe("withChange", () => {
  const draft = draftOf("Friday 3pm");
  it("keeps the sequence while nothing was exported", () => {
    expect(withChange(draft, { title: "New" }, "2026-11-24T10:00:00Z")).toEqual({
      ...draft,
      title: "New",
      updatedAt: "2026-11-24T10:00:00Z",
    });
  });
  it("raises it once after an export, and proposes again", () => {
    const once = withChange({ ...draft, state: "approved" }, { location: "Room 5" }, NOW);
    expect(once).toMatchObject({ uid: draft.uid, sequence: 1, state: "proposed", location: "Room 5" });
    expect(withChange(once, { location: "Room 6" }, NOW).sequence).toBe(1);
  });
});
