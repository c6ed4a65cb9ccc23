import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DraftPolicy, PassCosts } from "./draft-policy.ts";

const STEP_MS = 20;

/** Costs of a device where `slope` steps are added by each row. */
function measuredCosts(slope: number): PassCosts {
  const costs = new PassCosts();
  for (let count = 0; count < 9; count++) costs.record(1, STEP_MS);
  for (let round = 0; round < 60; round++)
    for (let rows = 2; rows <= 16; rows++) costs.record(rows, STEP_MS * (1 + slope * (rows - 1)));
  return costs;
}

/** Runs passes until so many tokens are there. @returns steps taken and tokens drafted. */
function simulate(
  policy: DraftPolicy,
  tokens: number,
  slope: number,
  { matchLength = 3, rightUntil = (_at: number): number => 0 } = {},
): { steps: number; drafted: number } {
  let [steps, drafted] = [0, 0];
  for (let at = 0; at < tokens;) {
    const length = policy.draftLength(matchLength, 100);
    const confirmed = Math.min(length, rightUntil(at));
    const cost = 1 + slope * length;
    const guess = { matchLength, right: rightUntil(at) > 0 };
    policy.record({ guess, drafted: length, confirmed, ms: cost * STEP_MS });
    steps += cost;
    drafted += length;
    at += 1 + confirmed;
  }
  return { steps, drafted };
}

describe("costs of passes", () => {
  it("are unknown until single rows were measured", () => {
    const costs = new PassCosts();
    expect(costs.stepMs).toBeNull();
    expect(new DraftPolicy(costs).draftLength(12, 15)).toBe(0);
    costs.record(1, STEP_MS);
    costs.record(1, STEP_MS);
    expect(costs.stepMs).toBe(STEP_MS);
  });

  it("follow what is measured, and guess the rest from it", () => {
    const costs = measuredCosts(0.05);
    expect(costs.of(8)).toBeCloseTo(1.35, 2);
    const partly = new PassCosts();
    for (let count = 0; count < 9; count++) partly.record(1, STEP_MS);
    for (let count = 0; count < 60; count++) partly.record(4, STEP_MS * 1.03);
    expect(partly.of(16)).toBeCloseTo(1.15, 2);
  });

  it("are not spoilt by one disturbed pass", () => {
    const costs = measuredCosts(0.1);
    const before = costs.of(8);
    costs.record(8, 100 * STEP_MS);
    expect(costs.of(8)).toBeLessThan(before * 1.5);
    costs.record(1, 100 * STEP_MS);
    expect(costs.stepMs).toBeLessThan(STEP_MS * 1.3);
  });
});

describe("how much to draft", () => {
  it("never loses more than a twentieth, however wrong drafts are", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 20, max: 400 }),
        (slope, matchLength, tokens) => {
          const policy = new DraftPolicy(measuredCosts(slope));
          const { steps } = simulate(policy, tokens, slope, { matchLength });
          expect(tokens / steps).toBeGreaterThanOrEqual(0.95);
        },
      ),
    );
  });

  it("does not lose more on a device that it does not know yet", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 12 }),
        (slope, length) => {
          const costs = new PassCosts();
          for (let count = 0; count < 2; count++) costs.record(1, STEP_MS);
          const { steps } = simulate(new DraftPolicy(costs), 64, slope, { matchLength: length });
          expect(64 / steps).toBeGreaterThanOrEqual(0.95);
        },
      ),
    );
  });

  it("is at least twice as fast where text is copied and eight rows cost twice one", () => {
    const policy = new DraftPolicy(measuredCosts(1 / 7));
    const { steps } = simulate(policy, 120, 1 / 7, { matchLength: 12, rightUntil: () => 15 });
    expect(120 / steps).toBeGreaterThan(2);
  });

  it("is longer on a device where rows cost little", () => {
    const cheap = new DraftPolicy(measuredCosts(0.01));
    const dear = new DraftPolicy(measuredCosts(0.3));
    expect(cheap.draftLength(12, 15)).toBeGreaterThan(dear.draftLength(12, 15));
  });

  it("is nothing where a row more costs as much as a pass", () => {
    expect(new DraftPolicy(measuredCosts(1)).draftLength(12, 15)).toBe(0);
  });

  it("comes back when guesses turn right again, though none was tried", () => {
    const policy = new DraftPolicy(measuredCosts(1 / 7));
    simulate(policy, 200, 1 / 7, { matchLength: 4 });
    expect(policy.draftLength(4, 15)).toBe(0);
    const { drafted } = simulate(policy, 60, 1 / 7, { matchLength: 4, rightUntil: () => 15 });
    expect(drafted).toBeGreaterThan(30);
  });

  it("keeps to the limit", () => {
    const policy = new DraftPolicy(measuredCosts(0.01));
    for (const limit of [-1, 0, 1, 3]) expect(policy.draftLength(12, limit)).toBe(Math.max(0, limit));
  });
});
