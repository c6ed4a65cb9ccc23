/** @file Runs whose calls a scripted model writes, in a world with one plan. */

import { continueRun, type Loop } from "#agent/act/loop";
import { modelPlanner } from "#agent/act/model-planner";
import type { AgentRun, RunRequest } from "#agent/act/run";
import { startRun } from "#agent/act/start";

import { requestFor } from "./run-fixtures.ts";
import { ScriptedLanguageModel } from "./scripted-language-model.ts";
import { makeThread, World, type WorldSpec } from "./world.ts";

export const PLAN = makeThread({
  lines: [
    ["Mara", "Friday 3pm budget review, 45 min"],
    ["Ola", "ok"],
  ],
});

export const call = (tool: string, args: object): string => JSON.stringify({ tool, args });

export interface Played {
  readonly run: AgentRun;
  readonly world: World;
  readonly model: ScriptedLanguageModel;
  readonly loop: Loop;
}

/** A run whose model says these lines, the last one again and again. */
export async function play(
  says: readonly string[],
  text = "plan it",
  more: Partial<RunRequest> = {},
  spec: WorldSpec = { threads: [PLAN] },
): Promise<Played> {
  const world = new World(spec);
  const model = new ScriptedLanguageModel("L", (_, index) => says[index] ?? says.at(-1) ?? "");
  const loop: Loop = { ports: world, planner: modelPlanner(model) };
  const run = await continueRun(await startRun(requestFor(text, more), world), loop);
  return { run, world, model, loop };
}

export const CREATE = call("create_calendar_draft", { title: "Budget review", date_key: "d1", source: [1] });
export const DONE = call("answer", { text: "Friday 3pm budget review", source: [1] });
