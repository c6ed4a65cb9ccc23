/** @file What decides the next step of a run: a model (tier L), or code with the model wording titles only (S, M). */

import type { Shield } from "#agent/shield";

import type { RawCall } from "./act-reply.ts";
import type { AgentPorts } from "./ports.ts";
import type { AgentRun, RunAnswer } from "./run.ts";
import type { RunTables } from "./tables.ts";
import type { DateOption, ToolError } from "./tool.ts";

export interface CallMove {
  readonly kind: "call";
  readonly call: RawCall;
  /** Keys that code made for this call, of the person's own words. */
  readonly tables?: RunTables;
  /** Dates behind the options of a question. */
  readonly options?: readonly DateOption[];
  /** Made by code from verified items: its words need no second check. */
  readonly byCode?: boolean;
  /** Asks for approval whatever the class. */
  readonly alwaysAsk?: boolean;
}

export type Move =
  | CallMove
  /** Written by code from what it knows. */
  | { readonly kind: "answer"; readonly answer: RunAnswer }
  /** Text of a model that is no call. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "several" };

export interface PlannerContext {
  readonly ports: AgentPorts;
  readonly signal?: AbortSignal | undefined;
  /** Why the last reply could not be used: a planner is asked once more. */
  readonly problem?: ToolError | undefined;
  /** For the words of a model in a call that code makes. */
  readonly shield?: Shield | undefined;
}

export interface Planner {
  /** Its calls are a model's own. */
  readonly byModel?: true;
  /** @throws AbortError when the signal fires; AppError when the engine fails. */
  next(run: AgentRun, context: PlannerContext): Promise<Move>;
}
