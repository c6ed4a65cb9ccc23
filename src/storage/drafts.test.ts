import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import { deleteDraft, listDrafts, readDraft, saveDraft } from "./drafts.ts";

function draft(id: string, updatedAt: string): EventDraft {
  return {
    ...emptyDraft({ id, uid: `uid-${id}`, zone: "Europe/Berlin", now: updatedAt }),
    title: "Dentist",
    start: "2026-11-25T16:00",
    end: "2026-11-25T16:30",
  };
}

test("drafts are kept, replaced by id, listed by their last change, and deleted", async () => {
  await saveDraft(draft("a", "2026-11-24T08:00:00Z"));
  await saveDraft(draft("b", "2026-11-24T09:00:00Z"));
  await saveDraft({ ...draft("a", "2026-11-24T10:00:00Z"), sequence: 1 });
  expect((await listDrafts()).map(({ id, sequence }) => [id, sequence])).toEqual([
    ["a", 1],
    ["b", 0],
  ]);
  await deleteDraft("a");
  expect(await readDraft("a")).toBeUndefined();
  expect((await readDraft("b"))?.uid).toBe("uid-b");
});
