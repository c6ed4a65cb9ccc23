import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ShieldVerdict } from "#agent/shield";
import type { GenerateRequest, LanguageModel } from "#shared/language-model";
import { DEFAULT_SETTINGS } from "#storage/settings";
import type { ChatsController as Controller } from "./chats-controller.ts";
import type { ChatShield, ShieldRules } from "./chats-shield.ts";

const STATS = {
  finishReason: "stop",
  promptTokens: 9,
  completionTokens: 2,
  timeToFirstTokenMs: 5,
  prefillRate: 100,
  decodeRate: 20,
} as const;
const PRIVACY = ["S7: Privacy"];

/** The guard's verdicts in order; an error is a guard that fails. */
let verdicts: (ShieldVerdict | Error)[];
let judged: (readonly string[])[];
let rules: Partial<ChatShield>;
let requests: GenerateRequest[];
/** Called before the model ends its answer. */
let beforeEnd: () => Promise<void>;
let judging: (signal: AbortSignal) => Promise<void>;

beforeEach(() => {
  vi.resetModules();
  globalThis.indexedDB = new IDBFactory();
  [verdicts, judged, requests] = [[], [], []];
  rules = {};
  beforeEnd = async () => undefined;
  judging = async () => undefined;
});

const shieldRules = (): ShieldRules => ({
  threshold: 0.5,
  input: true,
  output: true,
  onFailure: "hold",
  judge: async (messages, { signal }) => {
    judged.push(messages);
    await judging(signal);
    signal.throwIfAborted();
    const verdict = verdicts.shift() ?? { unsafe: 0, categories: [] };
    if (verdict instanceof Error) throw verdict;
    return verdict;
  },
  ...rules,
});

const shield = (): ChatShield => {
  const rules = shieldRules();
  return {
    ...rules,
    answer: async (work) => (await import("./chats-shield.ts")).answerGuarded(rules, work),
  };
};

async function openPage() {
  const { ChatsController } = await import("./chats-controller.ts");
  let ids = 0;
  const model: LanguageModel = {
    contextTokens: 64,
    tier: "S",
    generate: async (request, { signal, onPart }) => {
      requests.push(request);
      onPart?.({ type: "text-delta", text: "Hi there" });
      await beforeEnd();
      signal?.throwIfAborted();
      return { text: "Hi there", ...STATS };
    },
    countTokens: async () => [],
  };
  const chats: Controller = new ChatsController({
    model: () => model,
    modelId: () => "m",
    seesPictures: () => false,
    settings: () => DEFAULT_SETTINGS,
    shield,
    nowMs: () => 0,
    newId: () => `id-${(ids += 1)}`,
    newSeed: () => 42,
    announce: () => undefined,
  });
  await chats.loadList();
  return chats;
}

/** What the model was asked last, without the instructions. */
function prompt(): unknown {
  return requests
    .at(-1)
    ?.messages.slice(1)
    .map(({ content }) => content);
}

function answer(chats: Controller) {
  const { open } = chats.store.getState();
  const turn = open.phase === "ready" ? open.turns.at(-1) : undefined;
  if (turn?.role !== "assistant") throw new Error("no answer");
  return turn;
}

async function settled(chats: Controller): Promise<void> {
  await vi.waitFor(() => expect(chats.store.getState().answering).toBeNull());
}

async function asked(question = "Where does Mara live?") {
  const chats = await openPage();
  await chats.send(question);
  await settled(chats);
  return chats;
}

describe("a chat with the safety check", () => {
  it("shows an answer that passes, and judges both sides", async () => {
    const chats = await asked();
    expect(answer(chats)).toMatchObject({ text: "Hi there", state: "done" });
    expect(answer(chats).guard).toBeUndefined();
    expect(judged).toEqual([["Where does Mara live?"], ["Where does Mara live?", "Hi there"]]);
  });

  it("keeps a question from the model, and asks it anyway when told to", async () => {
    verdicts = [{ unsafe: 0.5, categories: PRIVACY }];
    const chats = await asked();
    expect(requests).toEqual([]);
    expect(answer(chats)).toMatchObject({
      text: "",
      guard: { side: "input", outcome: "stopped", unsafe: 0.5, categories: PRIVACY },
    });
    await chats.regenerate({ askAnyway: true });
    await settled(chats);
    expect(answer(chats)).toMatchObject({ text: "Hi there" });
    expect(answer(chats).guard).toBeUndefined();
    expect(judged).toHaveLength(2);
  });

  it("never shows an answer before its verdict, holds it back, keeps it from later prompts, and shows it when told to", async () => {
    verdicts = [
      { unsafe: 0, categories: [] },
      { unsafe: Number.NaN, categories: PRIVACY },
    ];
    const chats = await openPage();
    const shown: string[] = [];
    chats.store.subscribe(({ answering, open }) => {
      shown.push(answering?.text ?? "");
      if (open.phase === "ready") shown.push(...open.turns.map((turn) => (turn.guard ? "" : turn.text)));
    });
    await chats.send("Where?");
    await settled(chats);
    expect(new Set(shown)).toEqual(new Set(["", "Where?"]));
    expect(answer(chats).guard).toMatchObject({ side: "output", outcome: "stopped", categories: PRIVACY });
    await chats.send("And why?");
    await settled(chats);
    expect(prompt()).toEqual(["And why?"]);
    const { open } = chats.store.getState();
    const held = open.phase === "ready" ? open.turns[1] : undefined;
    const { saveTurn } = await import("#storage/conversations");
    await saveTurn({ ...held!, guard: { ...held!.guard!, released: true } });
    await chats.heard({ conversationId: held!.conversationId, writing: null });
    await chats.send("Again?");
    await settled(chats);
    expect(prompt()).toEqual(["Where?", "Hi there", "And why?", "Hi there", "Again?"]);
  });

  it.each(["hold", "pass"] as const)("says that the guard could not run: %s", async (onFailure) => {
    rules = { onFailure };
    // The class of these modules, not of those before the reset.
    const { AppError } = await import("#shared/errors");
    const missing = new AppError("guard-missing", "none", { name: "G" });
    verdicts = [missing, missing];
    const chats = await asked();
    const error = { code: "guard-missing", details: { name: "G" } };
    expect(requests).toHaveLength(onFailure === "pass" ? 1 : 0);
    expect(answer(chats)).toMatchObject(
      onFailure === "pass"
        ? { text: "Hi there", guard: { side: "output", outcome: "passed", error } }
        : { text: "", guard: { side: "input", outcome: "unchecked", error } },
    );
  });

  it("judges only what the settings say, and then shows the answer as it grows", async () => {
    rules = { output: false };
    const chats = await openPage();
    const shown: string[] = [];
    chats.store.subscribe(({ answering }) => shown.push(answering?.text ?? ""));
    await chats.send("Where?");
    await settled(chats);
    expect(judged).toEqual([["Where?"]]);
    expect(shown).toContain("Hi there");
  });

  it("Stop ends a check, and what was written and not checked stays held back, after a reload too", async () => {
    const chats = await openPage();
    beforeEnd = async () => chats.stop();
    const id = await chats.send("Where?");
    await settled(chats);
    const held = { text: "Hi there", state: "stopped", guard: { side: "output", outcome: "unchecked" } };
    expect(answer(chats)).toMatchObject(held);
    await vi.waitFor(async () => {
      const { readConversation } = await import("#storage/conversations");
      expect((await readConversation(id!))?.turns.at(-1)).toMatchObject(held);
    });
    judging = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
        setTimeout(() => chats.stop());
      });
    await chats.regenerate();
    await settled(chats);
    expect(answer(chats)).toMatchObject({ text: "", state: "stopped" });
    expect(answer(chats).guard).toBeUndefined();
  });
});
