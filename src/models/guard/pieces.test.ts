import { assert, asyncProperty, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { fittingPieces } from "./pieces.ts";

/** A character is a token, the prompt's own words are ten. */
const count = async (messages: readonly string[]): Promise<number> => 10 + messages.join("").length;

describe("pieces", () => {
  it("leaves what fits as it is", async () => {
    expect(await fittingPieces(["Hi", "Hello there"], { budgetTokens: 60, count })).toEqual({
      before: ["Hi"],
      pieces: ["Hello there"],
    });
  });

  it("cuts at white space and shortens only what came before", async () => {
    const { before, pieces } = await fittingPieces(["q".repeat(200), "one two three four five six seven"], {
      budgetTokens: 60,
      count,
    });
    expect(before.join("").length).toBeLessThanOrEqual(20);
    expect(pieces.join("")).toBe("one two three four five six seven");
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith(" "))).toBe(true);
  });

  it("never loses or splits a character, whatever the text", async () => {
    await assert(
      asyncProperty(string({ unit: "grapheme", maxLength: 400 }), async (text) => {
        const { pieces } = await fittingPieces(["why?", text], { budgetTokens: 50, count });
        expect(pieces.join("")).toBe(text);
        // Half a character would not encode.
        for (const piece of pieces) expect(() => encodeURIComponent(piece)).not.toThrow();
        for (const piece of pieces) expect(await count(["why?", piece])).toBeLessThanOrEqual(50);
      }),
    );
  });
});
