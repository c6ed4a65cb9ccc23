import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { deleteEvaluation, listEvaluations, saveEvaluation } from "./evaluations.ts";
import { DEFAULT_SETTINGS, readSettings, saveSettings } from "./settings.ts";
import { writeUser } from "./user-db.ts";

it("keeps the latest result of each model, apart from the settings", async () => {
  await saveSettings({ ...DEFAULT_SETTINGS, maxTokens: 99 });
  const made = { madeAt: "2026-11-26T10:00:00Z", report: { rows: [] } };
  await saveEvaluation({ modelId: "b", tier: "M", ...made });
  await saveEvaluation({ modelId: "a", tier: "S", ...made });
  await saveEvaluation({ modelId: "a", tier: "L", ...made });
  await writeUser(["settings"], (transaction) =>
    transaction.objectStore("settings").put({ modelId: "c", tier: "XL" }, "evaluation:c"),
  );
  expect((await listEvaluations()).map(({ modelId, tier }) => [modelId, tier])).toEqual([
    ["a", "L"],
    ["b", "M"],
  ]);
  await deleteEvaluation("a");
  expect((await listEvaluations()).map(({ modelId }) => modelId)).toEqual(["b"]);
  expect((await readSettings()).maxTokens).toBe(99);
});
