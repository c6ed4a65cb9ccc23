/** @file The append-only log of what the agent did and was not allowed to do (spec messages-calendar 8), and its export. */

import { csvRow } from "#agent/csv";
import type { JsonObject } from "./schema.ts";
import type { ApprovalClass, ToolName } from "./tool.ts";

export interface ActionEntry {
  /** Run, step and what happened: the same event logged twice is one entry. */
  readonly id: string;
  /** ISO instant. */
  readonly time: string;
  readonly runId: string;
  readonly step: number;
  readonly tool: ToolName | "unknown";
  readonly args: JsonObject;
  readonly approvalClass: ApprovalClass;
  /** `rule` = its class needs no approval; null = it did not happen. */
  readonly approvedBy: "person" | "rule" | null;
  readonly outcome: "done" | "failed" | "declined" | "undone";
  /** A step with this can be undone. */
  readonly undoable: boolean;
}

/** One JSON object a line, oldest first. */
export function exportLogJson(entries: readonly ActionEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

const COLUMNS = ["time", "tool", "args", "class", "approved by", "outcome"] as const;

/** A table for spreadsheets. */
export function exportLogCsv(entries: readonly ActionEntry[]): string {
  const rows = entries.map((entry) =>
    csvRow([
      entry.time,
      entry.tool,
      JSON.stringify(entry.args),
      entry.approvalClass,
      entry.approvedBy ?? "",
      entry.outcome,
    ]),
  );
  return [csvRow(COLUMNS), ...rows].join("");
}
