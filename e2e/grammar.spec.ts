/** @file Answers within a schema from the real worker, with the product's headers: XGrammar's wasm under the page's policy. */
import { expect, test } from "@playwright/test";
import type { GenerateRequest } from "../src/shared/language-model.ts";
import { openHarness } from "./support/harness.mjs";

const MODEL = "smollm2-135m";
const SCHEMA = {
  type: "object",
  properties: {
    title: { type: "string", maxLength: 30 },
    day: { enum: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"] },
    minutes: { type: "integer", minimum: 5, maximum: 240 },
  },
  required: ["title", "day", "minutes"],
  additionalProperties: false,
};
const REQUEST = {
  messages: [{ role: "user", content: "Plan the review of the budget: Friday, 45 minutes. Answer in JSON." }],
  sampling: { temperature: 1, topP: 1, minP: 0, repetitionPenalty: 1, seed: 7 },
  maxTokens: 80,
  stop: [],
} as const satisfies GenerateRequest;

test("an answer is what its schema says, and a schema that cannot be followed is refused", async () => {
  const { page, close } = await openHarness({ profile: test.info().outputPath("profile"), port: 0 });
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted/i.test(message.text())) refused.push(message.text());
  });
  try {
    await page.evaluate((id) => window.hearth.install(id), MODEL);
    await page.evaluate((id) => window.hearth.load(id), MODEL);
    const generate = (schema: Readonly<Record<string, unknown>>): Promise<{ text?: string; code?: string }> =>
      page.evaluate(
        (request) =>
          window.hearth.generate(request).then(
            ({ text, finishReason }) => ({ text, finishReason }),
            (error: { code: string }) => ({ code: error.code }),
          ),
        { ...REQUEST, grammar: { type: "json-schema" as const, schema } },
      );
    const answer = await generate(SCHEMA);
    expect(answer).toMatchObject({ finishReason: "stop" });
    expectEvent(answer.text);
    expect(await generate({ type: "nothing" })).toEqual({ code: "grammar-invalid" });
    expectEvent((await generate(SCHEMA)).text);
    expect(refused).toEqual([]);
  } finally {
    await close();
  }
});

function expectEvent(text = ""): void {
  const event = JSON.parse(text) as { title: string; day: string; minutes: number };
  expect(Object.keys(event)).toEqual(["title", "day", "minutes"]);
  expect(event.title.length).toBeLessThanOrEqual(30);
  expect(SCHEMA.properties.day.enum).toContain(event.day);
  expect(Number.isInteger(event.minutes)).toBe(true);
}
