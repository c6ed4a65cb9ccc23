/** @file The product's generation core around the product's decoder, measured with and without each of its parts. */
import "#workers/trusted-default";
import { GREEDY } from "#shared/language-model";
import type { GenerateRequest, GenerateResult } from "#shared/language-model";
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { Decoder } from "#workers/engine/decoder";
import { GenerationMemory } from "#workers/engine/generation-memory";
import { generate } from "#workers/engine/generation";
import type { OnnxEngine } from "#workers/engine/onnx-engine";
import { answerWith } from "./ask-worker.ts";
import { fetchPieces, loadEngine } from "./load-engine.ts";
import type {
  EngineSetup,
  EngineTask,
  GrammarCosts,
  GrammarTask,
  PrefixTask,
  PrefixTimes,
  SpeculationRates,
  SpeculationTask,
  SteadyRate,
  SteadyTask,
} from "./engine-bench-types.ts";

const CONTEXT_TOKENS = 2048;
const SNAPSHOT_BUDGET_BYTES = 256 * 2 ** 20;

async function load({ pieceUrls, threads }: EngineSetup): Promise<OnnxEngine> {
  return loadEngine(await fetchPieces(pieceUrls), { threads, contextTokens: CONTEXT_TOKENS });
}

/** The decoder with a stopwatch around its passes. */
class TimedDecoder implements Decoder {
  readonly #decoder: Decoder;
  forwardMs = 0;
  passes = 0;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  get cache(): Decoder["cache"] {
    return this.#decoder.cache;
  }

  async forward(...args: Parameters<Decoder["forward"]>): Promise<readonly Float32Array[]> {
    const started = performance.now();
    const results = await this.#decoder.forward(...args);
    this.forwardMs += performance.now() - started;
    this.passes++;
    return results;
  }
}

class Bench {
  readonly #decoder: Decoder;
  readonly #tokenizer: Tokenizer;
  /** Measured costs of passes stay from task to task, as in the product. */
  readonly #speculating: GenerationMemory;
  readonly #plain: GenerationMemory;

  constructor({ decoder, tokenizer }: OnnxEngine) {
    this.#decoder = decoder;
    this.#tokenizer = tokenizer;
    const common = { decoder, tokenizer, snapshotBudgetBytes: SNAPSHOT_BUDGET_BYTES };
    this.#speculating = new GenerationMemory({ ...common, speculation: true });
    this.#plain = new GenerationMemory({ ...common, speculation: false });
  }

  run(task: EngineTask): Promise<PrefixTimes | SpeculationRates | GrammarCosts | SteadyRate> {
    switch (task.type) {
      case "prefix":
        return this.#prefix(task);
      case "speculation":
        return this.#speculation(task);
      case "grammar":
        return this.#grammar(task);
      case "steady":
      default:
        return this.#steady(task);
    }
  }

  async #prefix({ first, other, second }: PrefixTask): Promise<PrefixTimes> {
    const ask = (prompt: string, maxTokens: number) => this.#ask(this.#plain, prompt, { maxTokens });
    this.#forget();
    const cold = await ask(second, 1);
    this.#forget();
    await ask(first, 1);
    const warm = await ask(second, 1);
    this.#forget();
    await ask(first, 1);
    await ask(other, 1);
    const switched = await ask(second, 1);
    return {
      coldMs: cold.timeToFirstTokenMs,
      warmMs: warm.timeToFirstTokenMs,
      switchedMs: this.#decoder.cache.save ? switched.timeToFirstTokenMs : null,
      promptTokens: warm.promptTokens,
      cachedTokens: warm.cachedTokens ?? 0,
    };
  }

  async #speculation({ prompt, sampling, maxTokens }: SpeculationTask): Promise<SpeculationRates> {
    const plain = await this.#ask(this.#plain, prompt, { sampling, maxTokens });
    const fast = await this.#ask(this.#speculating, prompt, { sampling, maxTokens });
    return {
      plain: plain.decodeRate,
      speculated: fast.decodeRate,
      draftedTokens: fast.draftedTokens ?? 0,
      confirmedTokens: fast.confirmedTokens ?? 0,
      completionTokens: fast.completionTokens,
      sameText: plain.text === fast.text,
      text: fast.text,
    };
  }

  /** Both answers run with logits of one row a pass, so that passes are alike. */
  async #grammar({ prompt, grammar, maxTokens }: GrammarTask): Promise<GrammarCosts> {
    const started = performance.now();
    (await this.#plain.grammars.start(grammar)).release();
    const compileMs = performance.now() - started;
    const timed = async (request: Partial<GenerateRequest>) => {
      const decoder = new TimedDecoder(this.#decoder);
      // The prompt is computed before the clock starts.
      await this.#ask(this.#plain, prompt, { maxTokens: 1 });
      const began = performance.now();
      const result = await this.#ask(this.#plain, prompt, { maxTokens, ...request }, decoder);
      const { forwardMs, passes } = decoder;
      return {
        result,
        passes,
        forwardMs: forwardMs / passes,
        ms: (performance.now() - began - forwardMs) / passes,
      };
    };
    const plain = await timed({});
    const within = await timed({ grammar });
    return {
      forwardMs: plain.forwardMs,
      plainMs: plain.ms,
      grammarMs: within.ms,
      compileMs,
      passes: within.passes,
      completionTokens: within.result.completionTokens,
      text: within.result.text,
    };
  }

  /** Exactly so many tokens: nothing is taken for an end. */
  async #steady({ prompt, maxTokens }: SteadyTask): Promise<SteadyRate> {
    this.#forget();
    const tokenizer: Tokenizer = { ...this.#tokenizer, stopTokens: new Set() };
    const { completionTokens, decodeRate } = await this.#ask(
      this.#speculating,
      prompt,
      { maxTokens },
      this.#decoder,
      tokenizer,
    );
    return { completionTokens, decodeRate };
  }

  #forget(): void {
    this.#plain.release();
    this.#speculating.release();
    this.#decoder.cache.truncate(0);
  }

  #ask(
    memory: GenerationMemory,
    prompt: string,
    request: Partial<GenerateRequest>,
    decoder = this.#decoder,
    tokenizer = this.#tokenizer,
  ): Promise<GenerateResult> {
    const { signal } = new AbortController();
    const run = { decoder, tokenizer, contextTokens: CONTEXT_TOKENS, memory, signal, onPart: () => {} };
    const defaults = { messages: [], sampling: GREEDY, maxTokens: 64, stop: [] };
    return generate(run, this.#tokenizer.encode(prompt), { ...defaults, ...request });
  }
}

let bench: Promise<Bench> | undefined;

answerWith(self, async ({ setup, task }: { setup: EngineSetup; task: EngineTask }) => {
  bench ??= load(setup).then((engine) => new Bench(engine));
  return (await bench).run(task);
});
