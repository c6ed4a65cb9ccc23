import { describe, expect, it } from "vitest";
import { makeRoom } from "./picture-room.ts";
import type { RoomRequest } from "./picture-room.ts";

const REQUEST: RoomRequest = {
  held: new Map([
    [1, 10],
    [2, 20],
    [3, 10],
  ]),
  number: 4,
  bytes: 10,
  chat: [3, 4],
  runs: [0, 0],
  budgetBytes: 50,
};
const room = (changes: Partial<RoomRequest>) => makeRoom({ ...REQUEST, ...changes });

describe("room for a picture", () => {
  it("is there without forgetting any, to the byte", () => {
    expect(room({})).toEqual([]);
    expect(room({ budgetBytes: 49 })).toEqual([1]);
  });

  it("is made of those used longest ago, never of the chat's own", () => {
    expect(room({ budgetBytes: 30 })).toEqual([1, 2]);
    expect(room({ budgetBytes: 30, chat: [1, 4] })).toEqual([2]);
  });

  it("counts those side by side twice", () => {
    expect(room({ budgetBytes: 50, runs: [0, 1] })).toEqual([1, 2]);
    expect(room({ budgetBytes: 40, runs: [0, 1] })).toEqual([1, 2]);
    // Three in a row and one apart: the row alone is joined.
    const chat = { chat: [1, 2, 3, 4], runs: [0, 1, 2, 0] };
    expect(room({ ...chat, budgetBytes: 90 })).toEqual([]);
    expect(() => room({ ...chat, budgetBytes: 89 })).toThrow(/do not fit/);
  });

  it("is refused with both numbers where the chat's own do not fit", () => {
    expect(() => room({ chat: [1, 2, 3, 4], budgetBytes: 45 })).toThrow(
      expect.objectContaining({ code: "picture-too-many", details: { pictures: 4, fitting: 3 } }),
    );
    expect(() => room({ chat: [3, 4], budgetBytes: 15 })).toThrow(
      expect.objectContaining({ details: { pictures: 2, fitting: 1 } }),
    );
  });
});
