/** @file Runs one case to its end, the person being a script, and compares the world with what was expected. */

import { continueRun } from "#agent/act/loop";
import { decide } from "#agent/act/decide";
import { startRun } from "#agent/act/start";
import type { Planner } from "#agent/act/planner";
import { stepOf, type AgentRun, type RunRequest } from "#agent/act/run";
import { listArg } from "#agent/act/tool";
import { requestFor } from "#agent/testing/run-fixtures";
import { World } from "#agent/testing/world";

import type { EvalCase } from "./cases.ts";

export interface CaseResult {
  readonly run: AgentRun;
  readonly world: World;
  /** Questions with their options, in order. */
  readonly asked: readonly { readonly question: string; readonly options: readonly string[] }[];
  /** Changes that waited for approval. */
  readonly approvals: number;
}

/** A person who approves more than this often is no longer reading. */
const MAX_TURNS = 12;

function requestOf(item: EvalCase): RunRequest {
  return requestFor(item.request, {
    threadIds: item.threads.map(({ thread }) => thread.id),
    images: Object.keys(item.pictures ?? {}).map((id) => ({ id, name: `${id}.jpg` })),
    ...(item.zone !== undefined && { zone: item.zone }),
  });
}

export interface CaseOptions {
  /** What the person says to every change that waits. */
  readonly verdict?: "approve" | "decline";
  /** The offered tools begin with this one, counted from 0: another order of the prompt. */
  readonly turn?: number;
}

/** The run with its tools in another order, always the same tools. */
function turned(run: AgentRun, turn: number): AgentRun {
  const { offered } = run;
  const first = offered.length === 0 ? 0 : turn % offered.length;
  return { ...run, offered: [...offered.slice(first), ...offered.slice(0, first)] };
}

export async function runCase(
  item: EvalCase,
  planner: Planner,
  { verdict = "approve", turn = 0 }: CaseOptions = {},
): Promise<CaseResult> {
  const world = new World({
    threads: item.threads,
    ...(item.drafts !== undefined && { drafts: item.drafts }),
    ...(item.tasks !== undefined && { tasks: item.tasks }),
    ...(item.calendar !== undefined && { calendar: item.calendar }),
    ...(item.pictures !== undefined && { pictures: item.pictures }),
    ...(item.now !== undefined && { now: item.now }),
  });
  const asked: { question: string; options: readonly string[] }[] = [];
  const replies = [...(item.replies ?? [])];
  let approvals = 0;
  let run = turned(await startRun(requestOf(item), world), turn);
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    run = await continueRun(run, { ports: world, planner });
    if (run.phase.kind === "approval") {
      approvals += 1;
      run = await decide(run, { kind: verdict }, world);
    } else if (run.phase.kind === "question") {
      const args = stepOf(run, run.phase.step)?.args ?? {};
      const question = typeof args["question"] === "string" ? args["question"] : "";
      asked.push({ question, options: listArg(args, "options", "string") });
      const reply = replies.shift();
      if (reply === undefined) break;
      run = await decide(
        run,
        typeof reply === "number" ? { kind: "choose", index: reply } : { kind: "reply", text: reply },
        world,
      );
    } else break;
  }
  return { run, world, asked, approvals };
}
