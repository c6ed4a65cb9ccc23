import { expect, test } from "vitest";
import type { ActionItem } from "#agent/items/action-item";
import type { Summary } from "#agent/summary/summarise";
import type { Message, Person } from "#messages/message";
import { actionItemsText, summaryText, whoText } from "./result-text.ts";
import { numberSources, sourcesOf } from "./sources.ts";

const PEOPLE: readonly Person[] = [
  { id: "p_a", name: "Ana", isSelf: false },
  { id: "p_b", name: "Ben", isSelf: true },
];

function message(id: string, senderId: string | null, text: string): Message {
  return {
    id,
    threadId: "t",
    seq: 0,
    senderId,
    time: { epochMs: 0, local: "2026-11-24T10:15:00", zone: "UTC", zoneFrom: "device", precision: "min" },
    kind: "text",
    text,
    attachments: [],
    flags: [],
    batchId: "i",
  };
}

const MESSAGES = [
  message("m_1", "p_a", "Dinner Friday?"),
  message("m_2", "p_b", "Yes, 7 pm"),
  message("m_3", null, "x"),
];

test("sources are numbered in the order in which they are cited, each once", () => {
  const sources = numberSources(["m_2", "m_1", "m_2", "m_3"], MESSAGES, { people: PEOPLE });
  expect([...sources].map(([id, source]) => [id, source.number, source.label])).toEqual([
    ["m_2", 1, "Ben, Tue 24 Nov 2026, 10:15"],
    ["m_1", 2, "Ana, Tue 24 Nov 2026, 10:15"],
    ["m_3", 3, "System line, Tue 24 Nov 2026, 10:15"],
  ]);
});

test("a message that is gone gets no number and leaves its sentence without a source", () => {
  const sources = numberSources(["m_gone", "m_1"], MESSAGES, { people: PEOPLE });
  expect(sources.get("m_1")?.number).toBe(1);
  expect(sourcesOf(["m_gone"], sources)).toEqual([]);
  expect(sourcesOf(["m_gone", "m_1"], sources).map(({ number }) => number)).toEqual([1]);
});

test("a copied summary keeps its citations and leaves out what has none", () => {
  const summary: Summary = {
    title: "Dinner",
    titleWrittenBy: "code",
    sentences: [
      { text: "Ana asks for Friday.", messageIds: ["m_1"], writtenBy: "model" },
      { text: "Nobody said this.", messageIds: ["m_gone"], writtenBy: "model" },
      { text: "7 pm it is.", messageIds: ["m_2", "m_1"], writtenBy: "quote" },
    ],
    droppedCount: 0,
    readCount: 3,
    injectionSuspected: false,
  };
  const sources = numberSources(["m_1", "m_2"], MESSAGES, { people: PEOPLE });
  expect(summaryText(summary, sources)).toBe(
    [
      "Dinner",
      "",
      "- Ana asks for Friday. [1]",
      "- 7 pm it is. [2][1]",
      "",
      "[1] Ana, Tue 24 Nov 2026, 10:15: Dinner Friday?",
      "[2] Ben, Tue 24 Nov 2026, 10:15: Yes, 7 pm",
    ].join("\n"),
  );
  expect(summaryText({ ...summary, language: "de" }, sources)).toContain(
    "[1] Ana, Di., 24. Nov. 2026, 10:15: Dinner Friday?",
  );
});

const item = (id: string, change: Partial<ActionItem>): ActionItem => ({
  id,
  kind: "task",
  what: "Bring wine",
  whatWrittenBy: "quote",
  who: { kind: "unclear" },
  duePhrase: null,
  due: null,
  messageIds: ["m_1"],
  status: "open",
  ...change,
});

test("copied action items say what, who, when and whether they are done", () => {
  const items = [
    item("a", {}),
    item("b", {
      what: "Book",
      who: { kind: "me" },
      duePhrase: "by Friday",
      due: { kind: "due", at: "2026-11-27", flags: [], trace: [] },
    }),
    item("c", { what: "Lost", messageIds: ["m_gone"] }),
    item("d", { what: "Call", status: "done" }),
    item("e", { what: "Pay", status: "done" }),
  ];
  const sources = numberSources(["m_1"], MESSAGES, { people: PEOPLE });
  expect(actionItemsText({ items, openEnds: [] }, PEOPLE, { b: true, e: false }, sources)).toBe(
    [
      "[ ] Bring wine (Unclear) [1]",
      "[x] Book (You, by Fri 27 Nov 2026) [1]",
      "[x] Call (Unclear) [1]",
      "[ ] Pay (Unclear) [1]",
      "",
      "[1] Ana, Tue 24 Nov 2026, 10:15: Dinner Friday?",
    ].join("\n"),
  );
});

test("an owner is named, or unclear", () => {
  expect(whoText({ kind: "person", personId: "p_a" }, PEOPLE, "en")).toBe("Ana");
  expect(whoText({ kind: "person", personId: "p_gone" }, PEOPLE, "en")).toBe("Unclear");
  expect(whoText({ kind: "everyone" }, PEOPLE, "en")).toBe("Everyone");
});
