/**
 * @file The pictures of a conversation as the decoder sees them: keys and values of each cross-attention layer, and which
 * of them a row of text sees (spec llama32 3.3, 3.4).
 */
import type { MllamaTextConfig } from "#models/mllama/config";
import type { Device, DeviceTensor } from "./device.ts";
import { tensorBytes } from "#models/onnx/onnx-model";

/** `cross.N.key` and `cross.N.value` [1, kvHeads, L, headDim] of L tokens of one picture, those of its own tiles first. */
export type PictureStates = ReadonlyMap<string, DeviceTensor>;

interface Picture {
  readonly states: PictureStates;
  /** Tokens of its own tiles: what rows that see it read. */
  readonly ownTokens: number;
}

export class PictureViews {
  readonly #device: Device;
  readonly #config: MllamaTextConfig;
  readonly #pictures = new Map<number, Picture>();
  /** For rows that see none: the graph takes an input all the same. */
  readonly #none: PictureStates;
  /** Several adjacent pictures as one, and which they are. */
  #joined: Joined | null = null;

  constructor(device: Device, config: MllamaTextConfig) {
    this.#device = device;
    this.#config = config;
    this.#none = this.#allocate(1);
  }

  /** Gives a picture the number `id`; its tensors belong to this from now on. All tokens are its own unless told. */
  add(id: number, states: PictureStates, ownTokens = lengthOf(states)): void {
    this.delete(id);
    this.#pictures.set(id, { states, ownTokens });
  }

  delete(id: number): void {
    if (this.#joined?.ids.includes(id)) this.#releaseJoined();
    for (const tensor of this.#pictures.get(id)?.states.values() ?? []) this.#device.release(tensor);
    this.#pictures.delete(id);
  }

  has(id: number): boolean {
    return this.#pictures.has(id);
  }

  /** Bytes that one picture takes; 0 for one that is not here. */
  bytesOf(id: number): number {
    const tensors = [...(this.#pictures.get(id)?.states.values() ?? [])];
    return tensors.reduce((sum, { dtype, shape }) => sum + tensorBytes(dtype, shape), 0);
  }

  /**
   * What the last of `tokens` sees: the nearest picture before it or at it, with those directly in front of that one.
   * Every row up to the next picture sees the same.
   */
  visible(tokens: readonly number[], vocabSize: number): readonly number[] {
    let end = tokens.length;
    while (end > 0 && (tokens[end - 1] as number) < vocabSize) end--;
    let start = end;
    while (start > 0 && (tokens[start - 1] as number) >= vocabSize) start--;
    return tokens.slice(start, end);
  }

  /**
   * The tensors that the graph is given for those pictures. They stay ours.
   * @param tokens of their own tiles, or of unused ones as well.
   */
  tensors(ids: readonly number[], tokens: "own" | "all" = "own"): PictureStates {
    const [only] = ids;
    if (only === undefined) return this.#none;
    const parts = ids.map((id) => this.#partOf(id, tokens));
    const [first] = parts;
    if (parts.length === 1 && first && first.length === lengthOf(first.states)) return first.states;
    const key = `${tokens} ${ids.join()}`;
    if (this.#joined?.key !== key) {
      this.#releaseJoined();
      this.#joined = { key, ids, states: this.#join(parts) };
    }
    return this.#joined.states;
  }

  release(): void {
    this.#releaseJoined();
    for (const id of this.#pictures.keys()) this.delete(id);
    for (const tensor of this.#none.values()) this.#device.release(tensor);
  }

  #partOf(id: number, tokens: "own" | "all"): Part {
    const picture = this.#pictures.get(id);
    if (!picture) throw new Error(`no picture ${id}`);
    const { states, ownTokens } = picture;
    return { states, length: tokens === "own" ? ownTokens : lengthOf(states) };
  }

  #releaseJoined(): void {
    for (const tensor of this.#joined?.states.values() ?? []) this.#device.release(tensor);
    this.#joined = null;
  }

  #allocate(length: number): Map<string, DeviceTensor> {
    const { numKeyValueHeads, headDim, crossAttentionLayers } = this.#config;
    const names = crossAttentionLayers.flatMap((layer) => [`cross.${layer}.key`, `cross.${layer}.value`]);
    const shape = [1, numKeyValueHeads, length, headDim];
    const made = new Map<string, DeviceTensor>();
    try {
      for (const name of names) made.set(name, this.#device.allocate(this.#device.activations, shape));
    } catch (error) {
      for (const tensor of made.values()) this.#device.release(tensor);
      throw error;
    }
    return made;
  }

  /** Side by side along the tokens, head by head. */
  #join(parts: readonly Part[]): PictureStates {
    const rowBytes = tensorBytes(this.#device.activations, [this.#config.headDim]);
    const total = parts.reduce((sum, { length }) => sum + length, 0);
    const joined = this.#allocate(total);
    for (const [name, target] of joined) {
      for (let head = 0; head < this.#config.numKeyValueHeads; head++) {
        let at = head * total;
        for (const { states, length } of parts) {
          const offset = head * lengthOf(states) * rowBytes;
          const source = { tensor: states.get(name) as DeviceTensor, offset };
          this.#device.copy(source, { tensor: target, offset: at * rowBytes }, length * rowBytes);
          at += length;
        }
      }
    }
    return joined;
  }
}

interface Joined {
  readonly key: string;
  readonly ids: readonly number[];
  readonly states: PictureStates;
}

/** The first `length` tokens of a picture. */
interface Part {
  readonly states: PictureStates;
  readonly length: number;
}

function lengthOf(states: PictureStates): number {
  return [...states.values()][0]?.shape[2] ?? 0;
}
