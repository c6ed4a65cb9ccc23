/** @file The append-only log of what the agent did and was not allowed to do (spec messages-calendar 8), and its export. */

import { csvRow } from "#agent/csv";
import type { LogDetails, LoggedRecord } from "./log-details.ts";
import type { JsonObject, JsonValue } from "./schema.ts";
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
  /** What it was about; entries of earlier versions have none. */
  readonly details?: LogDetails;
}

/** One JSON object a line, oldest first. */
export function exportLogJson(entries: readonly ActionEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

const RECORD = ["title", "start", "end", "zone"] as const;
const COLUMNS = [
  "time",
  "tool",
  "args",
  "class",
  "approved by",
  "outcome",
  "what",
  "changed by you",
  ...RECORD.map((field) => `${field} before`),
  ...RECORD,
] as const;

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
      detailLines(entry).join("; "),
      editedLines(entry).join("; "),
      ...cellsOf(entry.details?.before),
      ...cellsOf(entry.details?.after),
    ]),
  );
  return [csvRow(COLUMNS), ...rows].join("");
}

const cellsOf = (record: LoggedRecord | null | undefined): readonly string[] =>
  RECORD.map((field) => record?.[field] ?? "");

/** "When: Fri 27 Nov → Sat 28 Nov", a line for each field. */
export function detailLines({ details }: ActionEntry): readonly string[] {
  return (details?.lines ?? []).map(({ label, before, after }) =>
    before === null ? `${label}: ${after}` : `${label}: ${before} → ${after === "" ? "–" : after}`,
  );
}

const valueText = (value: JsonValue): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What the person changed in the form, by the names of the arguments. */
export function editedLines({ details }: ActionEntry): readonly string[] {
  return (details?.edited ?? []).map(
    ({ field, proposed, approved }) => `${field}: ${valueText(proposed)} → ${valueText(approved)}`,
  );
}
