/**
 * @file What generation needs of a model, whatever runs it: the contract between the token loop and the graphs. Ids from
 * the vocabulary size on are the decoder's own: a number for each picture (not for each `<|image|>`), so that prompts with
 * different pictures never share more of a prefix than stands before the first difference.
 */

/**
 * A copy of the first positions of a KV cache, outside it. Owned by whoever asked for it; it outlives any `truncate` and
 * dies with the decoder.
 */
export interface KvSnapshot {
  /** Tokens of the copied positions. */
  readonly tokens: readonly number[];
  /** Memory it holds. */
  readonly sizeBytes: number;
  /**
   * Replaces what the cache holds by the first `length` copied positions. The snapshot stays good.
   * @throws AppError `out-of-memory`; the cache is empty then.
   */
  restore(length: number): Promise<void>;
  /** Gives the memory back; the snapshot is not used again. */
  release(): void;
}

export interface DecoderCache {
  /** Tokens whose keys and values are in the cache, in order. */
  readonly tokens: readonly number[];
  /** Forgets everything after the first `length` tokens; free of cost. */
  truncate(length: number): void;
  /** Bytes of a snapshot of `length` positions, known before one is made. */
  snapshotBytes?(length: number): number;
  /**
   * Copies the first `length` positions. Absent where a decoder cannot: then only one conversation keeps its prefix.
   * @throws AppError `out-of-memory`, with the cache unchanged.
   */
  save?(length: number): Promise<KvSnapshot>;
  /** Set by whoever keeps snapshots: gives them back where the cache has no memory to grow; whether there were any. */
  makeRoom?: () => boolean;
}

export interface ForwardOptions {
  /**
   * How many of the last rows' logits are wanted, 1 to `ids.length`; 1 unless told. Verifying k speculated tokens asks
   * for k + 1.
   */
  readonly logitRows?: number;
}

export interface Decoder {
  readonly cache: DecoderCache;
  /**
   * Appends `ids` to the cache: their tokens stand in `cache.tokens` when it resolves, none of them when it rejects.
   * @returns tensors, the first of which ends with the logits [logitRows, V] of the last rows in order (more rows may
   * stand before them). The caller may change them; they are valid until the next call. A row is the same whatever rows
   * are computed with it, beyond rounding: otherwise an answer depends on how much of it was cached or speculated.
   */
  forward(ids: readonly number[], options?: ForwardOptions): Promise<readonly Float32Array[]>;
}
