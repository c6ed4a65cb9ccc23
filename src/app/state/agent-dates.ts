/** @file A date in a person's own words, as an argument of a step. Code resolves it, as it does those of messages. */
import { displayOf, isCertain } from "#agent/act/dates";
import { resolvePhrase } from "#agent/act/phrases";
import type { AgentPorts } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import type { JsonObject } from "#agent/act/schema";
import { withDate } from "#agent/act/tables";

/** The run that knows the date, and the arguments that name it; null when the words are no certain date. */
export function withOwnDate(
  run: AgentRun,
  args: JsonObject,
  words: string,
  ports: AgentPorts,
): { readonly run: AgentRun; readonly args: JsonObject } | null {
  const resolved = resolvePhrase(words, null, { run, ports, newIds: [] });
  if (resolved === null || !isCertain(resolved.resolution)) return null;
  const { resolution } = resolved;
  const date = { phrase: null, label: null, display: displayOf(resolution, run.language), resolution };
  const { tables, key } = withDate(run.tables, date);
  const { recurrence_key: _former, ...rest } = args;
  const series = resolution.kind === "recurrence" ? { recurrence_key: key } : {};
  return { run: { ...run, tables }, args: { ...rest, ...series, date_key: key } };
}
