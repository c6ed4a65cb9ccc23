import { expect, test } from "vitest";

import { requestFor, runByCode } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";
import { emptyDraft } from "#calendar/event-draft";

const draft = (id: string, title: string, start: string) => ({
  ...emptyDraft({
    id,
    uid: "00000000-0000-4000-8000-00000000000" + id,
    zone: "Europe/Berlin",
    now: "2026-11-24T09:00:00Z",
  }),
  title,
  start,
  end: start.replace(":00", ":30"),
});

const DRAFTS = [
  draft("a", "Choir practice", "2026-11-26T19:00"),
  draft("b", "Lunch with Ana", "2026-11-25T13:00"),
];

async function ask(text: string, recentDraftIds: readonly string[] = [], drafts = DRAFTS) {
  const world = new World({ drafts });
  const { run } = await runByCode(requestFor(text, { threadIds: [], recentDraftIds }), world);
  return run.steps.at(-1);
}

test("“it” is the draft that the chat was about last", async () => {
  const step = await ask("Move it to Friday at 2pm", ["a", "b"]);
  expect(step).toMatchObject({ tool: "update_calendar_draft", state: "proposed" });
  expect(step?.changes[0]).toEqual({ field: "draft", before: null, after: "Lunch with Ana" });
});

test.each([
  "make it 7:30 pm",
  "Move it to Friday at 2pm instead",
  "Make it Friday at 2pm instead",
  "Let's make it 2pm",
  "mach es um 15 Uhr",
])("%s moves it", async (text) => {
  const step = await ask(text, ["a", "b"]);
  expect(step).toMatchObject({ tool: "update_calendar_draft", state: "proposed" });
  expect(step?.changes[0]).toEqual({ field: "draft", before: null, after: "Lunch with Ana" });
  expect(step?.changes[1]?.field).toBe("when");
});

test.each(["make it shorter", "make it 3 sentences", "make it so", "make it all day"])(
  "%s is about no date",
  async (text) => expect((await ask(text, ["a", "b"]))?.tool).toBe("answer"),
);

test("a draft that is named comes before the latest one", async () => {
  expect((await ask("Move the choir practice to Friday at 8pm", ["b"]))?.changes[0]?.after).toBe(
    "Choir practice",
  );
});

test("without one of this chat, or one that is gone, which is meant is asked", async () => {
  expect((await ask("Move it to Friday at 2pm"))?.tool).toBe("ask_user");
  expect((await ask("Move it to Friday at 2pm", ["gone"]))?.tool).toBe("ask_user");
  expect((await ask("Move the dentist to Friday at 2pm", ["b"]))?.tool).toBe("ask_user");
});

const MOVED = ["a", "b", "c"].map((id) =>
  draft(id, "Committee meeting is moved from Wednesday", "2026-12-03T19:00"),
);

test.each(["Move it to 8 pm", "Move the committee meeting to 8 pm"])(
  "%s: of drafts that are called alike, the one that the chat made last",
  async (text) => {
    const step = await ask(text, ["b", "c"], MOVED);
    expect(step).toMatchObject({ tool: "update_calendar_draft", args: { draft: "e3" } });
    expect((await ask(text, ["c", "a"], MOVED))?.args).toMatchObject({ draft: "e1" });
  },
);

test("a verb of moving in another title is no name of it", async () => {
  const drafts = [...MOVED.slice(0, 1), draft("d", "Pub quiz", "2026-11-29T20:00")];
  expect((await ask("Move it to 9 pm", ["d"], drafts))?.args).toMatchObject({ draft: "e2" });
});
