/** The grammar of a call bites: a Llama of random weights writes nonsense without it, and nothing but calls with it. */
import { describe, expect, it } from "vitest";

import { pointsFormat } from "#agent/summary/points";
import { requestFor } from "#agent/testing/run-fixtures";
import { makeThread, World } from "#agent/testing/world";
import { llamaChatFormat } from "#models/llama/chat-format";
import { tinyConfig } from "#models/testing/tiny-llama";
import { tinyTokenizerMetadata } from "#models/testing/tiny-tokenizer";
import { readGgufTokenizer } from "#models/tokenizer/gguf-tokenizer";
import type { AnswerGrammar } from "#shared/language-model";
import { generate } from "#workers/engine/generation";
import { GenerationMemory } from "#workers/engine/generation-memory";
import { Grammars } from "#workers/engine/grammar";
import { ReferenceDecoder } from "#workers/engine/testing/reference-decoder";

import { readReply } from "./act-reply.ts";
import { checkCall } from "./propose.ts";
import { callSchema, toolOffers } from "./registry.ts";
import type { AgentRun } from "./run.ts";
import { startRun } from "./start.ts";

const CONFIG = tinyConfig({ numHiddenLayers: 1, hiddenSize: 32, headDim: 8, intermediateSize: 32 });
const tokenizer = readGgufTokenizer({
  metadata: new Map(Object.entries(tinyTokenizerMetadata(CONFIG.vocabSize))),
  tensors: new Map(),
});

async function write(grammar: AnswerGrammar | null, seed: number): Promise<{ text: string; ended: boolean }> {
  const decoder = new ReferenceDecoder(CONFIG);
  const memory = new GenerationMemory({ decoder, tokenizer, snapshotBudgetBytes: 0, speculation: false });
  const run = { decoder, tokenizer, contextTokens: 900, memory, onPart: () => {} };
  const result = await generate(
    { ...run, signal: new AbortController().signal },
    tokenizer.encode("Action:"),
    {
      messages: [],
      sampling: { temperature: 1, topP: 1, minP: 0, repetitionPenalty: 1, seed },
      maxTokens: 160,
      stop: [],
      ...(grammar !== null && { grammar }),
    },
  );
  return { text: result.text, ended: result.finishReason === "stop" };
}

async function aRun(): Promise<AgentRun> {
  const threads = [
    makeThread({
      lines: [
        ["Mara", "Friday 3pm budget review"],
        ["Ola", "ok"],
      ],
    }),
  ];
  return startRun(requestFor("plan it"), new World({ threads }));
}

describe("a call", () => {
  it("is nonsense without the grammar and always a call of this run with it", async () => {
    const run = await aRun();
    const grammar = { type: "json-schema", schema: callSchema(run.offered, run.tables) } as const;
    let ended = 0;
    for (let seed = 1; seed <= 3; seed += 1) {
      expect(readReply((await write(null, seed)).text).kind).toBe("text");
      const constrained = await write(grammar, seed);
      // A random model may never close a text; as far as it got, it was inside the grammar.
      expect(constrained.text).toMatch(/^\{"tool": "[a-z_]+", "args": \{/);
      if (!constrained.ended) continue;
      ended += 1;
      const reply = readReply(constrained.text);
      expect(reply.kind).toBe("call");
      if (reply.kind === "call") expect(checkCall(run, reply.call)).toMatchObject({ ok: true });
    }
    expect(ended).toBeGreaterThan(0);
  }, 120_000);

  it("in Python form: nonsense without the grammar, always a call of this run with it", async () => {
    // Tools without texts: a random model may never close one.
    const run: AgentRun = { ...(await aRun()), offered: ["list_events", "get_message"] };
    const offers = toolOffers(run.offered, run.tables).filter(({ name }) =>
      run.offered.some((other) => other === name),
    );
    const grammar = llamaChatFormat.callGrammar(offers);
    for (let seed = 1; seed <= 4; seed += 1) {
      expect(llamaChatFormat.parse((await write(null, seed)).text).kind).toBe("text");
      const { text, ended } = await write(grammar, seed);
      expect(ended).toBe(true);
      const reply = llamaChatFormat.parse(text);
      expect(reply, text).toMatchObject({ kind: "calls", calls: [{}] });
      if (reply.kind !== "calls") continue;
      for (const { name, arguments: args } of reply.calls)
        expect(checkCall(run, { tool: name, args })).toMatchObject({ ok: true });
    }
  }, 120_000);

  it("of any tool the registry knows is accepted by the grammar's compiler", async () => {
    const run = await aRun();
    const grammars = new Grammars(tokenizer);
    const schema = callSchema(
      [...run.offered, "create_task", "save_note", "update_calendar_draft"],
      run.tables,
    );
    const state = await grammars.start({ type: "json-schema", schema });
    const good = tokenizer.encode('{"tool": "answer", "args": {"text": "ok", "source": [1, 2]}}');
    expect(state.acceptable(good)).toBe(good.length);
    for (const bad of [
      '{"tool": "delete_thread"',
      '{"tool": "answer", "args": {"text": "ok", "source": [9',
      "Sure",
    ])
      expect(state.acceptable(tokenizer.encode(bad))).toBeLessThan(tokenizer.encode(bad).length);
    state.release();
  }, 60_000);
});

it("points cannot cite what is not in the chunk", async () => {
  const state = await new Grammars(tokenizer).start(pointsFormat([1, 2], 4));
  const good = tokenizer.encode('{"points": [{"text": "a", "src": [2]}]}');
  expect(state.acceptable(good)).toBe(good.length);
  const bad = tokenizer.encode('{"points": [{"text": "a", "src": [3]}]}');
  expect(state.acceptable(bad)).toBeLessThan(bad.length);
  state.release();
});
