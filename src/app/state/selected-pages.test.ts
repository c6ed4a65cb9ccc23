import * as fc from "fast-check";
import { expect, it } from "vitest";
import { selectMessages, type Selection } from "#agent/selection";
import type { Message } from "#messages/message";
import { OutlineBuilder } from "#storage/thread-outline";
import { countSelected, selectedPages } from "./selected-pages.ts";

const DATES = ["2026-11-23", "2026-11-24", "2026-11-25", null] as const;
const date = fc.constantFrom("2026-11-22", "2026-11-23", "2026-11-24", "2026-11-26");
const selection: fc.Arbitrary<Selection> = fc.oneof(
  fc.constant<Selection>({ kind: "all" }),
  fc.record({ kind: fc.constant("last" as const), count: fc.integer({ min: -1, max: 400 }) }),
  fc.record({ kind: fc.constant("range" as const), from: date, to: date }),
);

function messageOf(day: string | null, seq: number): Message {
  const time = day === null ? null : ({ local: `${day}T10:00:00` } as Message["time"]);
  return {
    id: `m_${seq}`,
    threadId: "t_1",
    seq,
    senderId: null,
    time,
    kind: "text",
    text: "",
    attachments: [],
    flags: [],
    batchId: "i_1",
  };
}

it("counts and finds what selectMessages would choose from the whole thread", () => {
  // Long runs of one day, as in a chat; sometimes out of order, as in a bad one.
  const runs = fc.array(fc.tuple(fc.constantFrom(...DATES), fc.integer({ min: 1, max: 70 })), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(runs, selection, (days, wanted) => {
      const dates = days.flatMap(([day, count]) => Array.from({ length: count }, () => day));
      const messages = dates.map(messageOf);
      const builder = new OutlineBuilder();
      for (const message of messages) builder.add(message);
      const outline = builder.finish();
      const { first, end } = selectedPages(outline, wanted);
      const from = outline.pages[first]?.firstSeq ?? 0;
      const to = outline.pages[end]?.firstSeq ?? Infinity;
      const read = end === 0 ? [] : messages.filter(({ seq }) => seq >= from && seq < to);
      expect(selectMessages(read, wanted)).toEqual(selectMessages(messages, wanted));
      expect(countSelected(outline, wanted)).toBe(selectMessages(messages, wanted).length);
    }),
  );
});
