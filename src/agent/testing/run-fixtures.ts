/** @file Requests as a person in Berlin makes them, and runs of them by code alone. */

import { formPlanner } from "#agent/act/form-planner";
import { continueRun, type Loop } from "#agent/act/loop";
import type { AgentRun, RunRequest } from "#agent/act/run";
import { startRun } from "#agent/act/start";
import { DEFAULT_DAY_PARTS } from "#calendar/resolution";

import type { World } from "./world.ts";

/** Of the one thread that `makeThread` makes where nothing else is said. */
export const requestFor = (text: string, more: Partial<RunRequest> = {}): RunRequest => ({
  text,
  threadIds: ["t1"],
  messageIds: [],
  images: [],
  zone: "Europe/Berlin",
  dayParts: DEFAULT_DAY_PARTS,
  defaultDurationMinutes: 30,
  policy: {},
  ...more,
});

interface RunByCode {
  readonly run: AgentRun;
  readonly world: World;
  /** What goes on with the run once it is decided. */
  readonly loop: Loop;
}

/** As far as it goes without an answer. */
export async function runByCode(request: RunRequest, world: World): Promise<RunByCode> {
  const loop: Loop = { ports: world, planner: formPlanner(null) };
  return { run: await continueRun(await startRun(request, world), loop), world, loop };
}
