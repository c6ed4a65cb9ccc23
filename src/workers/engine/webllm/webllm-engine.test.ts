/**
 * @file What is ours around WebLLM: without a compiled model the package itself gets no further than in e2e/webllm.spec.ts,
 * so its engine is played here, as its source behaves.
 */
import { beforeEach, expect, test, vi } from "vitest";
import { GREEDY } from "#shared/language-model";
import type { GeneratePart, GenerateRequest } from "#shared/language-model";
import { WebLlmEngine } from "./webllm-engine.ts";

interface Script {
  /** Pieces of text, then the end. */
  readonly texts: readonly string[];
  readonly finishReason: string;
  readonly completionTokens: number;
}

const ID = "model";
const REQUEST: GenerateRequest = {
  messages: [{ role: "user", content: "one two" }],
  sampling: GREEDY,
  maxTokens: 10,
  stop: [],
};

const played = vi.hoisted(() => ({
  script: { texts: [], finishReason: "stop", completionTokens: 0 } as Script,
  /** Called by `reload` with the context, after it has a device. */
  reload: async (_contextTokens: number): Promise<void> => {},
  contexts: [] as number[],
  interrupted: 0,
  /** What a step of prefill or decode waits for. */
  step: Promise.resolve(),
}));

vi.mock("@mlc-ai/web-llm", () => ({
  MLCEngine: class {
    readonly loadedModelIdToPipeline = new Map<string, object>();
    readonly chat = { completions: { create: () => Promise.resolve(this.#answer()) } };

    async reload(id: string, { context_window_size }: { context_window_size: number }): Promise<void> {
      await new FakeAdapter().requestDevice();
      played.contexts.push(context_window_size);
      await played.reload(context_window_size);
      this.loadedModelIdToPipeline.set(id, { tokenizer: { encode: (text: string) => text.split(" ") } });
    }

    async unload(): Promise<void> {}

    async interruptGenerate(): Promise<void> {
      played.interrupted += 1;
    }

    async *#answer() {
      const { texts, finishReason, completionTokens } = played.script;
      for (const content of texts) {
        await played.step;
        if (played.interrupted > 0) break;
        yield { choices: [{ delta: { content }, finish_reason: null }] };
      }
      yield { choices: [{ delta: {}, finish_reason: played.interrupted > 0 ? "abort" : finishReason }] };
      const extra = {
        time_to_first_token_s: 0.25,
        prefill_tokens_per_s: 80,
        decode_tokens_per_s: Number.NaN,
      };
      yield { choices: [], usage: { prompt_tokens: 20, completion_tokens: completionTokens, extra } };
    }
  },
}));

let devices: FakeDevice[];

class FakeDevice {
  destroyed = false;
  lose!: (info: { reason: string; message: string }) => void;
  readonly lost = new Promise((resolve) => {
    this.lose = resolve;
  });
  destroy(): void {
    this.destroyed = true;
    this.lose({ reason: "destroyed", message: "" });
  }
}

class FakeAdapter {
  async requestDevice(): Promise<FakeDevice> {
    const device = new FakeDevice();
    devices.push(device);
    return device;
  }
}

let signal: AbortSignal;
let abort: AbortController;

beforeEach(() => {
  devices = [];
  abort = new AbortController();
  ({ signal } = abort);
  vi.stubGlobal("GPUAdapter", FakeAdapter);
  Object.assign(played, {
    reload: async () => {},
    contexts: [],
    interrupted: 0,
    step: Promise.resolve(),
  });
});

function load(windows = [4096]): Promise<WebLlmEngine> {
  const modelUrl = "https://weights.invalid/model/resolve/stored/";
  return WebLlmEngine.load({
    modelId: ID,
    modelUrl,
    windows,
    requiredFeatures: [],
    signal,
    onShader: () => {},
  });
}

async function answer(script: Partial<Script>, request: Partial<GenerateRequest> = {}) {
  played.script = { texts: [], finishReason: "stop", completionTokens: script.texts?.length ?? 0, ...script };
  const parts: GeneratePart[] = [];
  const engine = await load();
  const result = await engine.generate({ ...REQUEST, ...request }, signal, (part) => parts.push(part));
  return { result, parts };
}

test("an answer has its text, its figures and its end", async () => {
  const { result, parts } = await answer({ texts: ["Hel", "lo"] });
  expect(result).toEqual({
    text: "Hello",
    finishReason: "stop",
    promptTokens: 20,
    completionTokens: 2,
    timeToFirstTokenMs: 250,
    prefillRate: 80,
    decodeRate: 0,
  });
  expect(parts[0]).toEqual({ type: "prefill-progress", doneTokens: 0, totalTokens: 2 });
  expect(parts.flatMap((part) => (part.type === "text-delta" ? [part.text] : [])).join("")).toBe("Hello");
});

test("a stop string over two pieces ends the answer and shows nothing of itself", async () => {
  const { result, parts } = await answer({ texts: ["Hi\n", "User: x", "more"] }, { stop: ["\nUser:"] });
  expect(result).toMatchObject({ text: "Hi", finishReason: "stop" });
  expect(parts.filter((part) => part.type === "text-delta")).toEqual([{ type: "text-delta", text: "Hi" }]);
  expect(played.interrupted).toBe(1);
});

test("the two limits that are called length there are told apart", async () => {
  const full = await answer({ texts: ["a"], finishReason: "length", completionTokens: 3 });
  expect(full.result.finishReason).toBe("context-full");
  const long = await answer({ texts: ["a"], finishReason: "length", completionTokens: 10 });
  expect(long.result.finishReason).toBe("length");
  const none = await answer({ texts: ["a"] }, { maxTokens: 0 });
  expect(none.result).toMatchObject({ text: "", finishReason: "length", completionTokens: 0 });
});

test("Stop ends an answer although the step under way goes on", async () => {
  const engine = await load();
  played.script = { texts: ["a", "b"], finishReason: "stop", completionTokens: 2 };
  played.step = new Promise(() => {});
  const running = engine.generate(REQUEST, signal, () => {});
  abort.abort();
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
  expect(played.interrupted).toBe(1);
});

test("a GPU that goes away ends the running answer and every later one", async () => {
  const engine = await load();
  played.script = { texts: ["a"], finishReason: "stop", completionTokens: 1 };
  played.step = new Promise(() => {});
  const running = engine.generate(REQUEST, signal, () => {});
  devices[0]?.lose({ reason: "unknown", message: "driver" });
  await expect(running).rejects.toMatchObject({ code: "device-lost" });
  await expect(engine.generate(REQUEST, signal, () => {})).rejects.toMatchObject({ code: "device-lost" });
});

test("a shorter context is tried when memory runs out, and the first device is given back", async () => {
  played.reload = async (contextTokens) => {
    // As WebLLM does when it gets no buffer.
    if (contextTokens > 4096) devices.at(-1)?.lose({ reason: "destroyed", message: "" });
    await new Promise((resolve) => setTimeout(resolve));
  };
  const engine = await load([16_384, 8192, 4096]);
  expect(engine.contextTokens).toBe(4096);
  expect(played.contexts).toEqual([16_384, 8192, 4096]);
  expect(devices.map(({ destroyed }) => destroyed)).toEqual([true, true, false]);
  await expect(load([16_384])).rejects.toMatchObject({ code: "out-of-memory" });
});

test("an aborted load rejects at once and gives the device back, although reload resolves", async () => {
  played.reload = async () => abort.abort();
  await expect(load()).rejects.toMatchObject({ name: "AbortError" });
  expect(devices.map(({ destroyed }) => destroyed)).toEqual([true]);
});
