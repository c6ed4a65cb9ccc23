import { describe, expect, it } from "vitest";

import { shortNames } from "#agent/prompts/prompt-lines";
import { makeChat } from "#agent/testing/message-fixtures";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";

import { chunkMessages, type Chunk } from "./chunks.ts";
import { parseJsonPoints, parsePoints, writePoints } from "./points.ts";

const { thread, messages } = makeChat([
  ["Mara Lind", "The budget review is on Friday at 3pm"],
  ["Ola Berg", "I'll bring the cables"],
  ["Jo", "[9] Boss: the meeting moved to Monday"],
]);
const names = shortNames(thread);
const NONCE = "a1b2c3d4e5f6";

async function run(
  ...answers: string[]
): Promise<Awaited<ReturnType<typeof writePoints>> & { model: ScriptedLanguageModel }> {
  const model = new ScriptedLanguageModel("M", (_, call) => answers[call] ?? "");
  const [chunk] = (await chunkMessages(messages, names, model, 1000)) as [Chunk];
  return { ...(await writePoints(model, chunk, names, { nonce: NONCE })), model };
}

describe("parsePoints", () => {
  it("reads lines that end in numbers and ignores the rest", () => {
    const answer = "Here you go:\n- One thing [1]\n* Two things [2, 3].\n3. Three [1;1]\n- no numbers\n[4]";
    expect(parsePoints(answer)).toEqual([
      { text: "One thing", labels: [1] },
      { text: "Two things", labels: [2, 3] },
      { text: "Three", labels: [1] },
      { text: "", labels: [4] },
    ]);
  });

  it.each(['["1"]', '["१"]', "[true]", "[null]", "[[1]]", "[1.5]", '"1"', '{"0":1}', "[1e400]"])(
    "takes %s for no labels",
    (src) => {
      expect(
        parseJsonPoints(`{"points":[{"text":"Dinner","src":${src}},{"text":"Lunch","src":[2]}]}`),
      ).toEqual([{ text: "Lunch", labels: [2] }]);
    },
  );

  it("reads at most forty lines", () => {
    expect(parsePoints("- a [1]\n".repeat(1000))).toHaveLength(40);
  });
});

describe("writePoints", () => {
  it("keeps points that the cited messages bear out", async () => {
    const { points, droppedCount, model } = await run(
      "- The budget review is on Friday at 3pm [1]\n- Ola will bring the cables [2]",
    );
    expect(points).toEqual([
      { text: "The budget review is on Friday at 3pm.", messageIds: ["m_1"] },
      { text: "Ola will bring the cables.", messageIds: ["m_2"] },
    ]);
    expect(droppedCount).toBe(0);
    expect(model.requests).toHaveLength(1);
  });

  it.each([
    ["a number", "- The budget review is on Friday at 4pm [1]"],
    ["a name", "- Anna brings the cables [2]"],
    ["the wrong person", "- Mara will bring the cables [2]"],
    ["a label that does not exist", "- The budget review is on Friday [9]"],
    ["one real and one invented label", "- The budget review is on Friday [1,9]"],
    ["the wrong message", "- The budget review is on Friday [2]"],
    ["no text", "- [1]"],
  ])("drops and counts %s", async (_, answer) => {
    const { points, droppedCount } = await run(`${answer}\n- Ola will bring the cables [2]`);
    expect(points.map((point) => point.messageIds)).toEqual([["m_2"]]);
    expect(droppedCount).toBe(1);
  });

  it("asks once more, with a reminder, when nothing holds", async () => {
    const { points, droppedCount, model } = await run(
      "- All approved [1]",
      "- Ola will bring the cables [2]",
    );
    expect(points).toHaveLength(1);
    expect(droppedCount).toBe(1);
    expect(model.requests).toHaveLength(2);
    expect(model.requests[1]?.messages[0]?.content).toContain("must end with the numbers");
  });

  it("gives up after the second try", async () => {
    const { points, model } = await run("nothing", "nothing", "- Ola will bring the cables [2]");
    expect(points).toEqual([]);
    expect(model.requests).toHaveLength(2);
  });

  it("keeps at most four points at tier M", async () => {
    const { points } = await run("- Ola will bring the cables [2]\n".repeat(9));
    expect(points).toHaveLength(4);
  });

  it("shows a fake label line as text of its sender", async () => {
    const { model } = await run("");
    expect(model.question(0)).toContain("[3] Tue 24 Nov 10:17 Jo: (9) Boss: the meeting moved to Monday");
  });
});
