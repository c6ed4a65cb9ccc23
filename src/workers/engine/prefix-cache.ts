/**
 * @file Beginnings of prompts that need not be computed again: what the KV cache holds from the last request, and
 * snapshots of other conversations within a memory budget, the least recently used given up first.
 */
import { isOutOfMemory } from "#shared/errors";
import type { DecoderCache, KvSnapshot } from "./decoder.ts";

/** Fewer tokens than these are computed again sooner than copied. */
const WORTH_KEEPING_TOKENS = 32;
/** Two sequences with this much of the older in common are one conversation, or cheap to tell apart again: the newer stays. */
const SAME_CONVERSATION = 0.5;

export class PrefixCache {
  readonly #cache: DecoderCache;
  readonly #budgetBytes: number;
  /** Least recently used first. */
  #snapshots: KvSnapshot[] = [];

  /** @param budgetBytes memory for snapshots; 0 keeps the last request only. */
  constructor(cache: DecoderCache, budgetBytes: number) {
    this.#cache = cache;
    this.#budgetBytes = budgetBytes;
    cache.makeRoom = () => {
      const had = this.#snapshots.length > 0;
      this.release();
      return had;
    };
  }

  /** Memory held by snapshots. */
  get sizeBytes(): number {
    return this.#snapshots.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /**
   * Leaves in the KV cache the longest known beginning of `prompt`: at most all but its last token, whose logits are
   * wanted. What another conversation would lose by that is copied first.
   * @returns how many tokens are kept.
   */
  async prepare(prompt: readonly number[]): Promise<number> {
    const live = commonPrefix(this.#cache.tokens, prompt);
    const found = this.#longest(prompt);
    const restored = found && found.length >= live + WORTH_KEEPING_TOKENS ? found : null;
    const lost = this.#cache.tokens.length - live;
    if (lost >= WORTH_KEEPING_TOKENS) await this.#keepLive(restored?.snapshot ?? null);
    if (restored) return this.#restore(restored.snapshot, restored.length);
    this.#cache.truncate(live);
    return live;
  }

  release(): void {
    for (const snapshot of this.#snapshots) snapshot.release();
    this.#snapshots = [];
  }

  #longest(prompt: readonly number[]): { snapshot: KvSnapshot; length: number } | null {
    let best: { snapshot: KvSnapshot; length: number } | null = null;
    for (const snapshot of this.#snapshots) {
      const length = commonPrefix(snapshot.tokens, prompt);
      if (length > (best?.length ?? 0)) best = { snapshot, length };
    }
    return best;
  }

  #drop(snapshot: KvSnapshot): void {
    this.#snapshots = this.#snapshots.filter((other) => other !== snapshot);
    snapshot.release();
  }

  /** @param wanted the snapshot about to be restored, which stays. */
  async #keepLive(wanted: KvSnapshot | null): Promise<void> {
    const { tokens } = this.#cache;
    if (!this.#cache.save) return;
    if (this.#snapshots.some((snapshot) => commonLength(snapshot.tokens, tokens) === tokens.length)) return;
    const bytes = this.#cache.snapshotBytes?.(tokens.length) ?? 0;
    if (bytes + (wanted?.sizeBytes ?? 0) > this.#budgetBytes) return;
    for (const old of this.#snapshots.filter((snapshot) => snapshot !== wanted)) {
      const same = commonLength(old.tokens, tokens) >= SAME_CONVERSATION * old.tokens.length;
      if (same || this.sizeBytes + bytes > this.#budgetBytes) this.#drop(old);
    }
    try {
      this.#snapshots.push(await this.#cache.save(tokens.length));
    } catch (error) {
      this.#giveUpOn(error, wanted);
    }
  }

  /** A snapshot that is as good as whole in the KV cache again is given up; another was used last now. */
  async #restore(snapshot: KvSnapshot, length: number): Promise<number> {
    try {
      await snapshot.restore(length);
    } catch (error) {
      // Also where the cache has grown in the place of this one.
      this.#giveUpOn(error, null);
      this.#cache.truncate(0);
      return 0;
    }
    if (snapshot.tokens.length - length < WORTH_KEEPING_TOKENS) this.#drop(snapshot);
    else this.#snapshots = [...this.#snapshots.filter((other) => other !== snapshot), snapshot];
    return length;
  }

  /** Snapshots only save time: without memory for them everything is computed again. */
  #giveUpOn(error: unknown, wanted: KvSnapshot | null): void {
    if (!isOutOfMemory(error)) throw error;
    for (const snapshot of this.#snapshots) if (snapshot !== wanted) this.#drop(snapshot);
  }
}

/** Tokens of `prompt` that `tokens` begins with, without the prompt's last. */
function commonPrefix(tokens: readonly number[], prompt: readonly number[]): number {
  return Math.min(commonLength(tokens, prompt), Math.max(0, prompt.length - 1));
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}
