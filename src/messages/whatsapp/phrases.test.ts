import { describe, expect, it } from "vitest";
import { flatten, readText } from "#messages/fixtures/read-text";
import { fold } from "#messages/matching";
import * as phrases from "./phrases.ts";
import { createdGroupName, cutsQuotation } from "./system.ts";

const { OMITTED_BY_TYPE, OMITTED_GENERIC, EDITED, DELETED, POLL, CALLS, LIVE_LOCATION, ENCRYPTION_NOTICE } =
  phrases;
const WHOLE = [
  ...OMITTED_GENERIC,
  ...Object.values(OMITTED_BY_TYPE).flat(),
  ...EDITED,
  ...DELETED,
  ...POLL,
  ...LIVE_LOCATION,
  ...ENCRYPTION_NOTICE,
];

it("are written in the form in which they are compared", () => {
  expect(WHOLE.filter((phrase) => phrase !== fold(phrase))).toEqual([]);
  expect(CALLS.filter((phrase) => phrase.trim() !== fold(phrase))).toEqual([]);
  const parts = [...phrases.SYSTEM_VERBS, ...phrases.GROUP_CREATED];
  expect(parts.filter((phrase) => phrase.trim() !== fold(phrase))).toEqual([]);
});

async function kindOf(body: string) {
  return flatten(await readText(`[24.11.26, 15:05:10] Ana: ${body}\n`))[0]!.kind;
}

it("are all recognised", async () => {
  const missed: string[] = [];
  for (const phrase of [...OMITTED_GENERIC, ...Object.values(OMITTED_BY_TYPE).flat()]) {
    if ((await kindOf(`\u200e${phrase}`)) !== "media") missed.push(phrase);
  }
  for (const phrase of DELETED) if ((await kindOf(`${phrase}.`)) !== "deleted") missed.push(phrase);
  for (const phrase of CALLS)
    if ((await kindOf(`\u200e${phrase}${phrase.endsWith(" ") ? "3 min" : ""}`)) !== "call")
      missed.push(phrase);
  for (const phrase of LIVE_LOCATION) if ((await kindOf(phrase)) !== "location") missed.push(phrase);
  for (const phrase of POLL)
    if ((await kindOf(`${phrase}\nQ?\nOPTION: b (1 x)`)) !== "poll") missed.push(phrase);
  for (const phrase of ENCRYPTION_NOTICE)
    if ((await kindOf(`\u200e… ${phrase}`)) !== "system") missed.push(phrase);
  expect(missed).toEqual([]);
});

describe("system sentences", () => {
  it.each([
    ["Ana created group “Trip: North”", "Trip: North"],
    ['Ana created group "Trip"', "Trip"],
    ["Jörg hat die Gruppe „Umzug: Plan“ erstellt", "Umzug: Plan"],
    ["Zoé a créé le groupe « Voyage »", "Voyage"],
    ["Lucía creó el grupo “Viaje”", "Viaje"],
    ["Ana changed the subject to “Other”", null],
  ])("%s names the group %s", (sentence, name) => {
    expect(createdGroupName(sentence)).toBe(name);
  });

  it.each([
    ["Jörg hat die Gruppe „Umzug", true],
    ['Ana changed the subject to "A', true],
    ["Ana «Nora", true],
    ['Ana "Annie" Ruiz', false],
    ["Ana „Annie“ Ruiz", false],
    ["Ana “Annie” Ruiz", false],
    ["O'Brien", false],
  ])("%s is cut in a quotation: %s", (sender, cut) => {
    expect(cutsQuotation(sender)).toBe(cut);
  });
});
