import { describe, expect, it } from "vitest";

import { selectMessages } from "./selection.ts";
import { makeChat } from "./testing/message-fixtures.ts";

const evening = makeChat(
  Array.from({ length: 6 }, (_, index) => ["Ana", `message ${index + 1}`] as const),
  { start: "2026-11-24T23:57:00" },
).messages;
const ids = (messages: readonly { id: string }[]): string[] => messages.map((message) => message.id);

const idsBetween = (from: string, to: string): string[] =>
  ids(selectMessages(evening, { kind: "range", from, to }));
describe("selectMessages", () => {
  it("gives all messages as a copy", () => {
    const all = selectMessages(evening, { kind: "all" });
    expect(all).toEqual(evening);
    expect(all).not.toBe(evening);
  });

  it.each([
    [2, ["m_5", "m_6"]],
    [100, ["m_1", "m_2", "m_3", "m_4", "m_5", "m_6"]],
    [0, []],
    [-3, []],
    [Number.NaN, []],
  ])("gives the last %d", (count, expected) => {
    expect(ids(selectMessages(evening, { kind: "last", count }))).toEqual(expected);
  });

  it("includes both days of a range, by the local date of each message", () => {
    expect(idsBetween("2026-11-24", "2026-11-24")).toEqual(["m_1", "m_2", "m_3"]);
    expect(idsBetween("2026-11-25", "2026-11-30")).toEqual(["m_4", "m_5", "m_6"]);
    expect(idsBetween("2026-11-25", "2026-11-24")).toHaveLength(6);
    expect(idsBetween("2026-12-01", "2026-12-02")).toEqual([]);
  });

  it("leaves undated messages out of a range", () => {
    const undated = evening.map((message) => ({ ...message, time: null }));
    expect(selectMessages(undated, { kind: "range", from: "2000-01-01", to: "2100-01-01" })).toEqual([]);
  });
});
