/** @file A decoder of plain loops for tests: the tiny random Llama behind the contract that the graphs fulfil. */
import type { LlamaConfig } from "#models/llama/config";
import { LlamaReference } from "#models/llama/reference";
import { randomWeights, tinyConfig } from "#models/testing/tiny-llama";
import type { Decoder, DecoderCache, ForwardOptions, KvSnapshot } from "../decoder.ts";

/** What a position takes in a snapshot, as far as budgets in tests are concerned. */
export const POSITION_BYTES = 10;

export class ReferenceDecoder implements Decoder {
  readonly #model: LlamaReference;
  readonly #config: LlamaConfig;
  readonly #tokens: number[] = [];
  readonly cache: DecoderCache;
  /** What each call of `forward` was given. */
  readonly calls: { readonly ids: readonly number[]; readonly logitRows: number }[] = [];
  /** Snapshots made and not given back. */
  snapshots = 0;
  /** Changes logits before they are given out: a row [V] and how many tokens stand before the next. */
  bias: (row: Float32Array, length: number) => void = () => {};

  constructor(config: LlamaConfig = tinyConfig(), seed = 1) {
    this.#config = config;
    this.#model = new LlamaReference(config, randomWeights(config, seed));
    this.cache = {
      tokens: this.#tokens,
      truncate: (length) => this.#truncate(length),
      snapshotBytes: (length) => length * POSITION_BYTES,
      save: (length) => Promise.resolve(this.#save(length)),
    };
  }

  async forward(
    ids: readonly number[],
    { logitRows = 1 }: ForwardOptions = {},
  ): Promise<readonly Float32Array[]> {
    this.calls.push({ ids: [...ids], logitRows });
    const rows = this.#append(ids).slice(-logitRows);
    const logits = new Float32Array(rows.length * this.#config.vocabSize);
    rows.forEach((row, index) => {
      this.bias(row, this.#tokens.length - rows.length + index + 1);
      logits.set(row, index * row.length);
    });
    return Promise.resolve([logits]);
  }

  #append(ids: readonly number[]): Float32Array[] {
    const rows = this.#model.forward(ids);
    this.#tokens.push(...ids);
    return rows;
  }

  #truncate(length: number): void {
    this.#model.truncate(length);
    this.#tokens.length = Math.min(length, this.#tokens.length);
  }

  /** Restoring computes the keys and values again: the same numbers as a copy. */
  #save(length: number): KvSnapshot {
    const tokens = this.#tokens.slice(0, length);
    this.snapshots++;
    return {
      tokens,
      sizeBytes: length * POSITION_BYTES,
      restore: async (kept) => {
        this.#truncate(0);
        this.#append(tokens.slice(0, kept));
        return Promise.resolve();
      },
      release: () => void this.snapshots--,
    };
  }
}
