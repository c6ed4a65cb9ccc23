import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import type { DecoderCache, KvSnapshot } from "./decoder.ts";
import { PrefixCache } from "./prefix-cache.ts";

/** A cache of tokens only, ten bytes each. */
class TokenCache implements DecoderCache {
  readonly tokens: number[] = [];
  held = 0;
  failing: "save" | "restore" | "nothing" = "nothing";

  truncate(length: number): void {
    this.tokens.length = Math.min(length, this.tokens.length);
  }

  snapshotBytes(length: number): number {
    return length * 10;
  }

  async save(length: number): Promise<KvSnapshot> {
    if (this.failing === "save") throw new AppError("out-of-memory", "no room");
    const tokens = this.tokens.slice(0, length);
    this.held++;
    return Promise.resolve({
      tokens,
      sizeBytes: length * 10,
      restore: async (kept) => {
        this.truncate(0);
        if (this.failing === "restore") throw new AppError("out-of-memory", "no room");
        this.tokens.push(...tokens.slice(0, kept));
        return Promise.resolve();
      },
      release: () => void this.held--,
    });
  }
}

/** A conversation of `length` tokens that shares nothing with another of a different number. */
const conversation = (number: number, length: number): number[] =>
  Array.from({ length }, (_, index) => number * 1000 + index);

function setup(budgetBytes: number) {
  const cache = new TokenCache();
  const prefixes = new PrefixCache(cache, budgetBytes);
  /** A request and its answer. */
  const ask = async (prompt: readonly number[], answer: readonly number[] = []): Promise<number> => {
    const kept = await prefixes.prepare(prompt);
    expect(cache.tokens).toEqual(prompt.slice(0, kept));
    cache.tokens.push(...prompt.slice(kept), ...answer);
    return kept;
  };
  return { cache, prefixes, ask };
}

describe("prefix cache", () => {
  const [a, b, c] = [conversation(1, 100), conversation(2, 100), conversation(3, 100)];

  it("keeps what the last request and this one begin with", async () => {
    const { ask, cache } = setup(0);
    expect(await ask(a, [7, 8])).toBe(0);
    expect(await ask([...a, 7, 8, 9, 10])).toBe(102);
    expect(await ask(a)).toBe(99);
    expect(await ask([...a.slice(0, 40), 5])).toBe(40);
    expect(cache.held).toBe(0);
  });

  it("comes back to a conversation after another", async () => {
    const { ask } = setup(10_000);
    await ask(a, [7, 8]);
    expect(await ask(b)).toBe(0);
    expect(await ask([...a, 7, 8, 9])).toBe(102);
    expect(await ask([...b, 4])).toBe(100);
    expect(await ask([...a, 7, 8, 9, 10])).toBe(103);
  });

  it("holds a conversation once: in the KV cache or as a snapshot", async () => {
    const { ask, cache, prefixes } = setup(10_000);
    await ask(a);
    await ask(b);
    expect([cache.held, prefixes.sizeBytes]).toEqual([1, 1000]);
    await ask([...a, 1]);
    expect([cache.held, prefixes.sizeBytes]).toEqual([1, 1000]);
    prefixes.release();
    expect([cache.held, prefixes.sizeBytes]).toEqual([0, 0]);
  });

  it("shares a beginning that several conversations have", async () => {
    const { ask } = setup(10_000);
    const system = conversation(9, 60);
    await ask([...system, ...a]);
    expect(await ask([...system, ...b])).toBe(60);
    expect(await ask(c)).toBe(0);
    expect(await ask([...system, 5, 6])).toBe(60);
    expect(await ask([...system, ...a, 1])).toBe(160);
  });

  it("stays within the budget and gives up the least recently used first", async () => {
    const { ask, prefixes } = setup(2100);
    await ask(a);
    await ask(b);
    await ask(c);
    // a and b are snapshots, c is live. Coming back to a makes c one.
    expect(await ask([...a, 1])).toBe(100);
    expect(await ask(conversation(4, 100))).toBe(0);
    expect(prefixes.sizeBytes).toBeLessThanOrEqual(2100);
    expect(await ask([...b, 1])).toBe(0);
    expect(await ask([...a, 1, 2])).toBe(101);
  });

  it("keeps nothing that is larger than the whole budget, nor what is soon computed again", async () => {
    const { ask, cache } = setup(900);
    await ask(a);
    await ask(b.slice(0, 20));
    expect(cache.held).toBe(0);
    await ask(c.slice(0, 50));
    expect(cache.held).toBe(0);
  });

  it("keeps one state of a conversation that is answered again and again", async () => {
    const { ask, cache } = setup(100_000);
    for (let round = 0; round < 5; round++) await ask(a, conversation(10 + round, 40));
    expect(cache.held).toBe(1);
  });

  it("computes again where there is no memory", async () => {
    const { ask, cache } = setup(10_000);
    await ask(a);
    cache.failing = "save";
    expect(await ask(b)).toBe(0);
    cache.failing = "nothing";
    await ask(c);
    cache.failing = "restore";
    expect(await ask([...b, 1])).toBe(0);
    expect(cache.held).toBe(0);
    cache.failing = "nothing";
    expect(await ask([...b, 1, 2])).toBe(101);
  });

  it("passes other failures on", async () => {
    const { ask, cache } = setup(10_000);
    await ask(a);
    cache.save = () => Promise.reject(new AppError("engine-failed", "broken"));
    await expect(ask(b)).rejects.toMatchObject({ code: "engine-failed" });
  });

  it("does without snapshots where a cache makes none", async () => {
    const tokens = [...a];
    const plain: DecoderCache = {
      tokens,
      truncate: (length) => void (tokens.length = Math.min(length, tokens.length)),
    };
    const prefixes = new PrefixCache(plain, 10_000);
    expect(await prefixes.prepare(b)).toBe(0);
    expect(tokens).toEqual([]);
  });
});
