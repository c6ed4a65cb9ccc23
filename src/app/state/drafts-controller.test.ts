import { expect, test } from "vitest";
import type { EventProposal } from "#agent/events/propose-event";
import type { EventDraft } from "#calendar/event-draft";
import { AppError } from "#shared/errors";
import { Drafts, type DraftsParts } from "./drafts-controller.ts";
import { isFromThread, mustChoose } from "./drafts-state.ts";

const NOW = "2026-11-24T09:00:00.000Z";

function setting(overrides: Partial<DraftsParts> = {}) {
  const stored = new Map<string, EventDraft>();
  const written: { draft: EventDraft; includeQuotes: boolean }[] = [];
  let ids = 0;
  const drafts = new Drafts({
    list: async () => [...stored.values()],
    save: async (draft) => void stored.set(draft.id, draft),
    remove: async (id) => void stored.delete(id),
    write: async (drafts, { includeQuotes }) => {
      for (const draft of drafts) written.push({ draft, includeQuotes });
      return { fileName: "event.ics", text: "BEGIN:VCALENDAR" };
    },
    handOver: async () => "saved",
    now: () => NOW,
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`,
    zone: () => "Europe/Berlin",
    includeQuotes: () => false,
    ...overrides,
  });
  const editing = () => drafts.store.getState().editing;
  return { drafts, stored, written, editing };
}

const COMPLETE = { title: "Dinner", start: "2026-11-27T19:00", end: "2026-11-27T20:00" } as const;

test("an empty draft is in the zone of the settings and stores nothing", () => {
  const { drafts, stored, editing } = setting();
  drafts.create();
  expect(editing()?.draft).toMatchObject({ title: "", start: "", zone: "Europe/Berlin", state: "proposed" });
  expect(editing()?.draft.uid).not.toBe(editing()?.draft.id);
  expect(stored.size).toBe(0);
});

test("what another tab stores is listed, and in the editor where nothing was changed", async () => {
  const { drafts, stored, editing } = setting();
  const list = () => drafts.store.getState().list;
  await drafts.heard();
  expect(list().phase).toBe("loading");
  drafts.create();
  drafts.change(COMPLETE);
  await drafts.keep();
  const [kept] = stored.values();
  drafts.edit(kept!);
  const moved = { ...kept!, location: "Café Süd" };
  stored.set(moved.id, moved);
  await drafts.heard();
  expect(list()).toEqual({ phase: "ready", drafts: [moved] });
  expect(editing()).toMatchObject({ draft: { location: "Café Süd" }, stored: { location: "Café Süd" } });

  drafts.change({ title: "Dinner for four" });
  stored.clear();
  await drafts.heard();
  expect(editing()?.draft.title).toBe("Dinner for four");
  drafts.edit(moved);
  await drafts.heard();
  expect(editing()).toBeNull();
});

test("approving an incomplete draft writes nothing and shows what is wrong", async () => {
  const { drafts, stored, written, editing } = setting();
  drafts.create();
  expect(await drafts.approve()).toBe("problems");
  expect(editing()?.showProblems).toBe(true);
  expect([written.length, stored.size]).toEqual([0, 0]);
});

test("approving writes the draft on view, stores it as approved and closes the editor", async () => {
  const { drafts, stored, written, editing } = setting();
  drafts.create();
  drafts.change(COMPLETE);
  drafts.includeQuotes(true);
  expect(await drafts.approve()).toBe("saved");
  expect(written).toEqual([{ draft: expect.objectContaining(COMPLETE), includeQuotes: true }]);
  expect([...stored.values()]).toEqual([expect.objectContaining({ ...COMPLETE, state: "approved" })]);
  expect(editing()).toBeNull();
});

test("an approved draft that is changed is proposed again, with a raised sequence", async () => {
  const { drafts, stored, editing } = setting();
  drafts.create();
  drafts.change(COMPLETE);
  await drafts.approve();
  const [approved] = stored.values();
  drafts.edit(approved!);
  drafts.change({ location: "Café Süd" });
  drafts.change({ location: "Café Süd, back room" });
  expect(editing()?.draft).toMatchObject({ state: "proposed", sequence: 1, uid: approved!.uid });
});

test("a closed share sheet leaves the draft as it was", async () => {
  const { drafts, stored, editing } = setting({ handOver: async () => "cancelled" });
  drafts.create();
  drafts.change(COMPLETE);
  expect(await drafts.approve()).toBe("cancelled");
  expect(stored.size).toBe(0);
  expect(editing()).toMatchObject({ saving: false, draft: { state: "proposed" } });
});

test("a file that fails its check is not handed over, and the draft stays in the editor", async () => {
  let handed = 0;
  const { drafts, stored, editing } = setting({
    write: () => Promise.reject(new AppError("calendar-check-failed", "differs")),
    handOver: async () => ((handed += 1), "saved"),
  });
  drafts.create();
  drafts.change(COMPLETE);
  await expect(drafts.approve()).rejects.toMatchObject({ code: "calendar-check-failed" });
  expect([handed, stored.size, editing()?.saving]).toEqual([0, 0, false]);
});

const QUESTION: EventProposal["question"] = {
  reason: "am-or-pm",
  language: "en",
  choices: [
    { label: "morning", start: "2026-11-27T07:00", end: "2026-11-27T08:00", allDay: false, repeat: null },
    { label: "evening", start: "2026-11-27T19:00", end: "2026-11-27T20:00", allDay: false, repeat: null },
  ],
};

function proposal(question: EventProposal["question"]): EventProposal {
  const { drafts } = setting();
  drafts.create();
  drafts.change({ title: "Dinner" });
  return { draft: { ...drafts.store.getState().editing!.draft, id: "proposed" }, question };
}

test("while a question is open nothing is written; an answer sets the time", async () => {
  const { drafts, written, editing } = setting();
  await drafts.propose("m_1", async () => proposal(QUESTION));
  expect(mustChoose(editing()!)).toBe(true);
  expect(await drafts.approve()).toBe("waiting");
  expect(written).toEqual([]);
  drafts.choose(1);
  expect(editing()?.draft).toMatchObject({ start: "2026-11-27T19:00", end: "2026-11-27T20:00" });
  expect(await drafts.approve()).toBe("saved");
});

test("a time set by hand answers the question too, and one without choices waits for the date field", async () => {
  const { drafts, editing } = setting();
  await drafts.propose("m_1", async () => proposal(QUESTION));
  drafts.change({ title: "Supper" });
  expect(mustChoose(editing()!)).toBe(true);
  drafts.change({ start: "2026-11-28T12:00", end: "2026-11-28T13:00" });
  expect([mustChoose(editing()!), editing()?.choice]).toEqual([false, "own"]);
  await drafts.propose("m_2", async () => proposal({ reason: "no-date", choices: [], language: "en" }));
  expect(mustChoose(editing()!)).toBe(false);
  expect(await drafts.approve()).toBe("problems");
});

test("only the newest proposal opens, and a stopped one leaves no error", async () => {
  const { drafts, editing } = setting();
  const slow = drafts.propose("m_1", async ({ signal }) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal.throwIfAborted();
    return proposal(null);
  });
  await drafts.propose("m_2", async () => proposal(QUESTION));
  await slow;
  expect(editing()?.question).toEqual(QUESTION);
  expect(drafts.store.getState().proposing).toEqual({ phase: "idle" });
});

test("a proposal that fails is reported by code", async () => {
  const { drafts } = setting();
  await drafts.propose("m_1", () => Promise.reject(new AppError("engine-failed", "lost")));
  expect(drafts.store.getState().proposing).toEqual({
    phase: "failed",
    error: { code: "engine-failed", details: {} },
  });
});

test("closing gives back what would be lost, and nothing for an untouched draft", async () => {
  const { drafts, stored, editing } = setting();
  drafts.create();
  expect(drafts.close()).toBeNull();
  drafts.create();
  drafts.change({ title: "Hike" });
  const lost = drafts.close();
  expect(editing()).toBeNull();
  drafts.reopen(lost!);
  expect(editing()?.draft.title).toBe("Hike");
  await drafts.keep();
  const [kept] = stored.values();
  drafts.edit(kept!);
  expect(drafts.close()).toBeNull();
});

test("delete can be undone", async () => {
  const { drafts, stored } = setting();
  drafts.create();
  drafts.change({ title: "Hike" });
  await drafts.keep();
  const [draft] = stored.values();
  const restore = await drafts.delete(draft!);
  expect(drafts.store.getState().list).toEqual({ phase: "ready", drafts: [] });
  await restore();
  expect(drafts.store.getState().list).toMatchObject({ drafts: [{ title: "Hike" }] });
});

test("leaving closes what nobody has worked on and stores nothing", async () => {
  const { drafts, stored, editing } = setting();
  drafts.create();
  expect(await drafts.leave()).toBe(false);
  expect([editing(), stored.size]).toEqual([null, 0]);
});

test.each([{ title: "Dinner" }, { location: "Café Süd" }, { notes: "bring bread" }, { people: ["Mara"] }])(
  "leaving keeps a draft with %j",
  async (change) => {
    const { drafts, stored, editing } = setting();
    drafts.create();
    drafts.change(change);
    expect(await drafts.leave()).toBe(true);
    expect(editing()).toBeNull();
    expect([...stored.values()]).toEqual([expect.objectContaining(change)]);
  },
);

test("a draft that cannot be kept stays in the editor", async () => {
  const { drafts, editing } = setting({ save: () => Promise.reject(new AppError("storage-full", "full")) });
  drafts.create();
  drafts.change({ title: "Dinner" });
  await expect(drafts.leave()).rejects.toMatchObject({ code: "storage-full" });
  expect(editing()?.draft.title).toBe("Dinner");
});

test("a draft belongs to the threads it cites", () => {
  const { drafts, editing } = setting();
  drafts.create();
  const { draft } = editing()!;
  const cited = {
    ...draft,
    sources: [{ threadId: "t_1" as const, messageId: "m_1" as const, quote: "Friday" }],
  };
  expect([isFromThread(cited, "t_1"), isFromThread(cited, "t_2")]).toEqual([true, false]);
  expect(isFromThread(draft, "t_1")).toBe(false);
});

test("what is on screen is kept before an export, and can be taken back", async () => {
  const { drafts, stored, written, editing } = setting();
  expect(await drafts.keepOnView()).toBeNull();
  drafts.create();
  drafts.change(COMPLETE);
  await drafts.keep();
  const [kept] = stored.values();
  drafts.edit(kept!);
  expect(await drafts.keepOnView()).toBeNull();
  drafts.change({ title: "Supper" });
  const undo = await drafts.keepOnView();
  expect([editing()?.draft.title, drafts.close()]).toEqual(["Supper", null]);
  await drafts.export([...stored.values()], { includeQuotes: false });
  expect(written.map(({ draft }) => draft.title)).toEqual(["Supper"]);
  await undo?.();
  expect([...stored.values()]).toEqual([kept]);
  expect(editing()).toMatchObject({ draft: { title: "Supper" }, stored: kept });
});

test("changes that are not in the file stay in the editor", async () => {
  const { drafts, stored, editing } = setting();
  drafts.create();
  drafts.change(COMPLETE);
  await drafts.keep();
  const [kept] = stored.values();
  drafts.edit(kept!);
  drafts.change({ title: "Supper" });
  await drafts.export([kept!], { includeQuotes: false });
  expect(editing()?.draft.title).toBe("Supper");
});

test("several drafts leave in one file and are approved; a closed share sheet approves none", async () => {
  const { drafts, stored, written } = setting();
  const make = (title: string) => {
    drafts.create("task", "2026-11-27");
    drafts.change({ title });
    return drafts.store.getState().editing!.draft;
  };
  const two = [make("Buy paint"), make("Call the shop")];
  expect(await drafts.export(two, { includeQuotes: false, tasksAs: "todo" })).toBe("saved");
  expect(written.map(({ draft }) => draft.title)).toEqual(["Buy paint", "Call the shop"]);
  expect([...stored.values()].map(({ state }) => state)).toEqual(["approved", "approved"]);
  const other = setting({ handOver: async () => "cancelled" });
  expect(await other.drafts.export(two, { includeQuotes: false })).toBe("cancelled");
  expect(other.stored.size).toBe(0);
});
