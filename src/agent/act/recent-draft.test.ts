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

async function ask(text: string, recentDraftIds: readonly string[] = []) {
  const world = new World({ drafts: DRAFTS });
  const { run } = await runByCode(requestFor(text, { threadIds: [], recentDraftIds }), world);
  return run.steps.at(-1);
}

test("“it” is the draft that the chat was about last", async () => {
  const step = await ask("Move it to Friday at 2pm", ["a", "b"]);
  expect(step).toMatchObject({ tool: "update_calendar_draft", state: "proposed" });
  expect(step?.changes[0]).toEqual({ field: "draft", before: null, after: "Lunch with Ana" });
});

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
