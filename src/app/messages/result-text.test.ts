import { expect, test } from "vitest";
import type { Summary } from "#agent/summary/summarise";
import { ageText, leftOutTexts, openEndText, whoText } from "./result-text.ts";

const summary = (droppedCount: number, writers: readonly ("model" | "quote")[]) => ({
  droppedCount,
  sentences: writers.map((writtenBy, at): Summary["sentences"][number] => ({
    text: `s${at}`,
    messageIds: [`m${at}`],
    writtenBy,
  })),
});

test("sentences that quotes replaced are not said to be left out", () => {
  expect(leftOutTexts(summary(1, ["model", "quote"]), 0)).toEqual([
    "One sentence of the model did not hold up against the messages; a quote stands in its place.",
  ]);
  expect(leftOutTexts(summary(2, ["quote", "quote", "quote"]), 0)).toEqual([
    "2 sentences of the model did not hold up against the messages; quotes stand in their place.",
  ]);
});

test("sentences that nothing replaced were left out", () => {
  expect(leftOutTexts(summary(2, ["model", "quote"]), 0)).toEqual([
    "2 sentences of the model did not hold up against the messages and were left out.",
  ]);
});

test("sentences whose messages were deleted have a line of their own", () => {
  expect(leftOutTexts(summary(0, ["model"]), 1)).toEqual([
    "One sentence is not shown, because the messages behind it are no longer here.",
  ]);
  expect(leftOutTexts(summary(1, ["quote", "model"]), 2)).toHaveLength(2);
  expect(leftOutTexts(summary(0, ["model"]), 0)).toEqual([]);
});

test("what is open is said with who it is between", () => {
  const people = [{ id: "p1", name: "Mara", isSelf: false }];
  const say = (kind: Parameters<typeof openEndText>[0]["kind"], personId: string | null): string =>
    openEndText({ kind, what: "x", personId, messageIds: ["m1"] }, people, "en");
  expect([
    say("open-question", "p1"),
    say("waiting-for-reply", null),
    say("waiting-for-reply", "p1"),
  ]).toEqual(["Open question from Mara", "Waiting for a reply", "Waiting for a reply from Mara"]);
  expect(say("reply-owed", "p1")).toBe("Mara waits for your reply");
  expect(say("reply-owed", "gone")).toBe("Waits for your reply");
});

test("what code says about a result is in the language of its thread", () => {
  const people = [{ id: "p1", name: "Ute", isSelf: false }];
  const end = { kind: "waiting-for-reply", what: "x", personId: "p1", messageIds: ["m1"] } as const;
  expect(openEndText(end, people, "de")).toBe("Antwort von Ute steht noch aus");
  expect(whoText({ kind: "unclear" }, people, "fr")).toBe("À préciser");
  expect(leftOutTexts({ ...summary(1, ["model"]), language: "it" }, 2)).toEqual([
    "Una frase del modello non trovava conferma nei messaggi ed è stata tolta.",
    "2 frasi non sono mostrate perché i loro messaggi non sono più qui.",
  ]);
});

test.each([
  ["en", "From 9 messages of 10 chosen, 26 Nov 2026", "From 10 messages, 26 Nov 2026"],
  ["de", "Aus 9 Nachrichten von 10 ausgewählten, 26.11.2026", "Aus 10 Nachrichten, 26.11.2026"],
  ["hi", "चुने गए 10 में से 9 संदेशों से, 26 नव॰ 2026", "10 संदेशों से, 26 नव॰ 2026"],
  ["th", "จาก 9 ข้อความ ใน 10 ข้อความที่เลือก, 26 พ.ย. 2569", "จาก 10 ข้อความ, 26 พ.ย. 2569"],
] as const)("in %s a result says what it was made from", (language, part, whole) => {
  const kept = { value: null, chosen: 10, madeAt: "2026-11-26T09:00:00Z" };
  expect(ageText(kept, 9, language)).toContain(part);
  expect(ageText(kept, 10, language)).toContain(whole);
});
