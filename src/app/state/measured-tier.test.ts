import { describe, expect, it, vi } from "vitest";
import { ScriptedLanguageModel } from "#agent/testing/scripted-language-model";
import { createTierMeasure } from "./measured-tier.ts";
import { MeasuredTiers } from "./measured-tiers.ts";

const measurement = (tier: "S" | "M" | "L") => ({ tier, cites: true, restrains: true, chooses: true });

function parts(tier: "S" | "M" | "L", start: Record<string, string> = {}) {
  const kept = new Map(Object.entries(start));
  const measure = vi.fn(() => Promise.resolve(measurement(tier)));
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { kept, measure, tiers: new MeasuredTiers(() => storage), modelId: () => "some-model" };
}

const model = (tier: "S" | "M" | "L") => new ScriptedLanguageModel(tier, () => "");

describe("a model's tier", () => {
  it("is what was measured, once, whatever the catalog guesses", async () => {
    const given = parts("S");
    const measured = createTierMeasure(given);
    expect((await measured(model("L"))).tier).toBe("S");
    expect((await measured(model("L"))).tier).toBe("S");
    expect(given.measure).toHaveBeenCalledTimes(1);
    expect((await createTierMeasure(parts("L"))(model("M"))).tier).toBe("L");
  });

  it("is the least without a measurement where the catalog says so", async () => {
    const given = parts("L");
    expect((await createTierMeasure(given)(model("S"))).tier).toBe("S");
    expect(given.measure).not.toHaveBeenCalled();
    given.tiers.set("some-model", "M");
    expect((await createTierMeasure(given)(model("S"))).tier).toBe("M");
  });

  it("is measured again where nothing usable was kept, or nothing can be", async () => {
    const broken = parts("M", { "hearth-models-tier-1-some-model": "XL" });
    expect((await createTierMeasure(broken)(model("L"))).tier).toBe("M");
    const forbidden = {
      ...parts("M"),
      tiers: new MeasuredTiers(() => {
        throw new DOMException("no", "SecurityError");
      }),
    };
    expect((await createTierMeasure(forbidden)(model("L"))).tier).toBe("M");
  });

  it("is not kept when measuring was stopped", async () => {
    const given = parts("L");
    given.measure.mockRejectedValueOnce(new DOMException("stop", "AbortError"));
    const measured = createTierMeasure(given);
    await expect(measured(model("L"))).rejects.toMatchObject({ name: "AbortError" });
    expect(given.kept.size).toBe(0);
    expect((await measured(model("L"))).tier).toBe("L");
  });
});
