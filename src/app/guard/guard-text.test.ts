import { describe, expect, it } from "vitest";
import { CATALOG } from "#models/catalog";
import { GUARD_CATEGORIES } from "#models/guard/categories";
import type { TurnGuard } from "#storage/conversations";
import { categoryText, checkText, guardCardText, guardNote } from "./guard-text.ts";

const stopped: TurnGuard = { side: "input", outcome: "stopped", unsafe: 0.716, categories: ["S7: Privacy"] };
const error = { code: "guard-no-room", details: { neededBytes: 5e9, availableBytes: 4e9 } } as const;

describe("the safety check in words", () => {
  it("explains every category a guard can name", () => {
    expect(CATALOG.some((entry) => entry.capabilities.includes("guard"))).toBe(true);
    for (const { code, name } of GUARD_CATEGORIES)
      expect(categoryText(`${code}: ${name}`)).toMatch(/^[^()]+ \(.{8,}\)$/);
    expect(categoryText("S7: Privacy")).toBe("Privacy (private facts about someone)");
    expect(categoryText("S99: Other")).toBe("Other");
  });

  it("names category, probability and what happened to the text", () => {
    expect(guardCardText(stopped)).toEqual({
      title: "Your message was not sent to the model: the safety check names Privacy",
      lines: [
        "What it sees: Privacy (private facts about someone).",
        "The guard model holds it unsafe with a probability of 72%, which is not below your limit. It is a small model and can be wrong.",
      ],
    });
    const two = { ...stopped, side: "output", categories: ["S7: Privacy", "S10: Hate"] } as const;
    expect(guardCardText(two).title).toBe(
      "This answer is held back: the safety check names Privacy and Hate",
    );
    expect(guardCardText({ ...stopped, categories: [] }).lines[0]).toBe("It names no category.");
  });

  it("never blocks and never lets through without saying why", () => {
    const held = guardCardText({ side: "input", outcome: "unchecked", categories: [], error });
    expect(held.title).toBe("Your message was not sent to the model: the safety check could not run");
    expect(held.lines[0]).toContain("Together they need 5.0 GB; there is room for 4.0 GB.");
    expect(guardNote({ side: "output", outcome: "passed", categories: [], error })).toBe(
      "This answer was not checked: the safety check could not run. No memory for the safety check. Your settings let it through.",
    );
    expect(guardCardText({ side: "output", outcome: "unchecked", categories: [] }).title).toBe(
      "This text was not checked",
    );
    expect(guardNote(stopped)).toBeNull();
    expect(guardNote({ ...stopped, side: "output", released: true })).toBe(
      "The safety check names Privacy. Shown because you asked for it.",
    );
  });

  it("says what it is doing", () => {
    expect(checkText({ phase: "question", fraction: null })).toBe("Checking your message…");
    expect(checkText({ phase: "answer", fraction: 0.5 })).toBe("Checking the answer… 50%");
    expect(checkText({ phase: "held", fraction: null })).toContain("shown once it was checked");
  });
});
