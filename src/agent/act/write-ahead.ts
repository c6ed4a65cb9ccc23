/** @file Carries out a change that was stored before it began: twice is the same as once, and nothing else is overwritten. */

import { fail, type Result } from "#shared/result";

import type { RecordPort } from "./ports.ts";
import type { ToolError } from "./tool.ts";

/** A record as it was and as it is to be; null = not there. */
export interface Change<T> {
  readonly id: string;
  readonly before: T | null;
  readonly wrote: T | null;
}

export const CHANGED_SINCE: Result<never, ToolError> = fail({
  code: "changed-since",
  message: "it was changed elsewhere meanwhile",
});

export const NOTHING_TO_CHANGE: Result<never, ToolError> = fail({
  code: "nothing-to-change",
  message: "it is so already",
});

/** False, and nothing is written, when the record is neither as it was before nor as it is to be. */
export async function carryOut<T extends { readonly id: string }>(
  port: RecordPort<T>,
  { id, before, wrote }: Change<T>,
): Promise<boolean> {
  const current = (await port.list()).find((record) => record.id === id) ?? null;
  if (isSame(current, wrote)) return true;
  if (!isSame(current, before)) return false;
  if (wrote === null) await port.delete(id);
  else await port.put(wrote);
  return true;
}

/** Plain data in one order of its keys. */
export const isSame = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);
