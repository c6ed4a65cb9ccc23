/**
 * @file The exported decoder behind our token loop. Its prompt is rows of numbers: those of words come from its own
 * embedding, those of pictures from the vision tower. Ids from the vocabulary size on name the latter.
 */
import type { Decoder, DecoderCache, ForwardOptions } from "../decoder.ts";
import { releaseAll, shortened } from "./vision-model.ts";
import type { PastKeyValues, VisionModel } from "./vision-model.ts";

export interface EmbeddingDecoderOptions {
  readonly model: Pick<VisionModel, "embed" | "decode">;
  readonly vocabSize: number;
  readonly hiddenSize: number;
  /** The row of a picture that an id behind the vocabulary names. */
  readonly pictureRow: (id: number) => Float32Array;
}

export class EmbeddingDecoder implements Decoder {
  readonly #options: EmbeddingDecoderOptions;
  readonly #tokens: number[] = [];
  readonly cache: DecoderCache;
  #past: PastKeyValues | null = null;
  /** Positions in `#past`: more than there are tokens after a truncation, until the next pass. */
  #pastLength = 0;

  constructor(options: EmbeddingDecoderOptions) {
    this.#options = options;
    const tokens = this.#tokens;
    this.cache = {
      tokens,
      truncate: (length) => {
        tokens.length = Math.min(length, tokens.length);
      },
    };
  }

  /** Gives the logits of every row; which are wanted makes no difference to the exported graph. */
  async forward(ids: readonly number[], _options?: ForwardOptions): Promise<readonly Float32Array[]> {
    const { model } = this.#options;
    await this.#forget();
    const embeddings = await this.#embed(ids);
    const { logits, past } = await model.decode({
      embeddings,
      length: ids.length,
      past: this.#past,
      pastLength: this.#pastLength,
    });
    this.#past = past;
    this.#pastLength += ids.length;
    this.#tokens.push(...ids);
    return [logits];
  }

  /** Drops positions whose tokens were truncated. */
  async #forget(): Promise<void> {
    const { length } = this.#tokens;
    if (this.#past === null || length === this.#pastLength) return;
    const past = this.#past;
    this.#past = null;
    this.#pastLength = 0;
    if (length === 0) return releaseAll(past);
    this.#past = await shortened(past, length);
    this.#pastLength = length;
  }

  async #embed(ids: readonly number[]): Promise<Float32Array> {
    const { model, vocabSize, hiddenSize, pictureRow } = this.#options;
    const words = ids.filter((id) => id < vocabSize);
    const rows = words.length > 0 ? await model.embed(words) : new Float32Array(0);
    if (words.length === ids.length) return rows;
    const all = new Float32Array(ids.length * hiddenSize);
    let next = 0;
    for (const [index, id] of ids.entries()) {
      const row = id < vocabSize ? rows.subarray(next * hiddenSize, ++next * hiddenSize) : pictureRow(id);
      all.set(row, index * hiddenSize);
    }
    return all;
  }
}
