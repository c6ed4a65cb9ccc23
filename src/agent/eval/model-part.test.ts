import { expect, it, test } from "vitest";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { CASES } from "./cases.ts";
import { modelPart } from "./model-part.ts";
import { isWrittenIn } from "./output-language.ts";

const CASES_PLAYED = 8;

it("counts for a model what the specification asks for, and says what is not applicable", async () => {
  const model = new ScriptedLanguageModel("S", () => "");
  const { rows, tier } = await modelPart(model, { limit: CASES_PLAYED, runs: 3 });
  expect(tier.tier).toBe("S");
  const byName = new Map(rows.map((row) => [row.metric, `${row.right}/${row.total}`]));
  const toAsk = CASES.slice(0, CASES_PLAYED).filter((item) => item.expected.ask !== undefined).length;
  // A model that says nothing leaves the cases to code.
  expect(byName.get("form, tier S: whole cases right")).toBe(`${3 * CASES_PLAYED}/${3 * CASES_PLAYED}`);
  expect(byName.get("form, tier S: pass^3")).toBe(`${CASES_PLAYED}/${CASES_PLAYED}`);
  expect(byName.get("form, tier S: ask precision")).toBe(`${3 * toAsk}/${3 * toAsk}`);
  expect(byName.get("form, tier S: ask recall")).toBe(`${3 * toAsk}/${3 * toAsk}`);
  expect(byName.has("form, tier S: exact calls, tool and arguments")).toBe(true);
  expect(byName.get("free choice of tools: not applicable, a model of tier S is offered none")).toBe("0/0");
  expect(
    rows.find(({ metric }) => metric === "summaries: citation precision, after verification")?.gate,
  ).toBe(0.95);
});

it("a model that asks whatever it is told loses precision, not recall", async () => {
  const call = JSON.stringify({ tool: "ask_user", args: { question: "Which?", options: [] } });
  // Cites, restrains itself and chooses, so that it is offered tools.
  const replies = [
    '{"points":[{"text":"The boat leaves at 7 from the north pier","src":[1]}]}',
    '{"points":[]}',
    '{"tool":"list_events"}',
    '{"tool":"answer"}',
  ];
  const model = new ScriptedLanguageModel("L", (_, index) => replies[index] ?? call);
  const { rows, tier } = await modelPart(model, { limit: CASES_PLAYED });
  expect(tier.tier).toBe("L");
  const row = (name: string) => rows.find(({ metric }) => metric === `free choice of tools: ${name}`);
  expect(row("ask recall")).toMatchObject({ right: 4, total: 4 });
  expect(row("ask precision")).toMatchObject({ right: 4, total: CASES_PLAYED });
  expect(row("whole cases right")?.right).toBeLessThan(CASES_PLAYED);
});

test.each([
  [
    "Als Entwurf angelegt: Besprechung: Mi., 25. Nov. 2026, 15:00. Nicht mehr: Di., 24. Nov. 2026.",
    "de",
    true,
  ],
  ["Drafted Besprechung: Mi., 25. Nov. 2026, 15:00.", "de", false],
  ["Als Entwurf angelegt: Besprechung. Nothing was added.", "de", false],
  ["Deine: A. Nobody's yet: B.", "de", false],
  ["Als Entwurf angelegt: A. No longer: B.", "de", false],
  ["Als Entwurf angelegt: A. 2 more were found: ask again for them by name.", "de", false],
  ['Als Entwurf angelegt: A. "B": at what time?', "de", false],
  ["ของคุณ: ขนม Nobody's yet: B.", "th", false],
  ["Deine: Entwurf schicken. Noch von niemandem übernommen: B.", "de", true],
  ["Erledigt: Get it Done: Kapitel drei lesen.", "de", true],
  ["Nothing in your messages answers this.", "en", true],
  ["Nei tuoi messaggi non c’è una risposta.", "en", false],
] as const)("%s: in %s %s", (text, language, is) => {
  expect(isWrittenIn(text, language)).toBe(is);
});
