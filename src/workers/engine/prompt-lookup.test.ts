import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PromptLookup } from "./prompt-lookup.ts";

const draft = (tokens: readonly number[], count: number): number[] | null => {
  const lookup = new PromptLookup(tokens);
  const match = lookup.find();
  return match && lookup.draft(match, count);
};

describe("prompt lookup", () => {
  it("finds nothing in a text that does not repeat two tokens", () => {
    expect(draft([], 3)).toBeNull();
    expect(draft([1], 3)).toBeNull();
    expect(draft([1, 2, 3, 4, 1], 3)).toBeNull();
  });

  it("proposes what followed the last two tokens", () => {
    expect(draft([9, 1, 2, 3, 4, 5, 1, 2], 3)).toEqual([3, 4, 5]);
  });

  it("prefers the longest match, of equals the latest", () => {
    expect(draft([7, 1, 2, 30, 8, 1, 2, 40, 7, 1, 2], 1)).toEqual([30]);
    expect(draft([1, 2, 30, 1, 2, 40, 9, 1, 2], 1)).toEqual([40]);
  });

  it("goes on with a text that repeats itself beyond its end", () => {
    expect(draft([1, 2, 3, 1, 2, 3, 1, 2], 7)).toEqual([3, 1, 2, 3, 1, 2, 3]);
    expect(draft([5, 5, 5], 4)).toEqual([5, 5, 5, 5]);
  });

  it("takes tokens that come later as part of the text", () => {
    const lookup = new PromptLookup([1, 2, 3]);
    for (const token of [9, 1, 2]) lookup.append(token);
    expect(lookup.find()).toEqual({ next: 2, length: 2 });
    lookup.append(8);
    expect(lookup.find()).toBeNull();
  });

  it("does not take pairs for each other whose ids are beyond the vocabulary", () => {
    expect(draft([0, 2 ** 26, 7, 1, 0], 1)).toBeNull();
    expect(draft([2 ** 27, 4, 7, 2 ** 27, 4], 1)).toEqual([7]);
  });

  it("says how many tokens really are in common, up to twelve", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 60 }), (tokens) => {
        const match = new PromptLookup(tokens).find();
        if (!match) return;
        const { next, length } = match;
        expect(tokens.slice(next - length, next)).toEqual(tokens.slice(tokens.length - length));
        expect(next).toBeLessThan(tokens.length);
        expect(length).toBeGreaterThanOrEqual(2);
        expect(length).toBeLessThanOrEqual(12);
      }),
    );
  });
});
