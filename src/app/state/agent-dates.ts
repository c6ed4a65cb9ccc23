/** @file A date in a person's own words, as an argument of a step. Code resolves it, as it does those of messages. */
import {
  displayOf,
  isCertain,
  optionsOf,
  OWN_WORDS,
  questionReason,
  type DateReason,
} from "#agent/act/dates";
import { resolvePhrase } from "#agent/act/phrases";
import type { AgentPorts } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import type { JsonObject } from "#agent/act/schema";
import { withDate } from "#agent/act/tables";
import type { ToolError } from "#agent/act/tool";
import type { Resolution } from "#calendar/resolution";
import { fail, type Result } from "#shared/result";

/** Why words are no certain date, and the dates they could be. */
export interface UnclearDate {
  readonly reason: DateReason;
  readonly options: readonly string[];
}

/** Why other arguments were not taken over. */
export interface EditProblem extends ToolError {
  /** Of `date-not-certain`, where the person's own words are meant. */
  readonly date?: UnclearDate;
}

interface Dated {
  readonly run: AgentRun;
  readonly args: JsonObject;
}

/** The run that knows the date, and the arguments that name it. */
export function withOwnDate(
  run: AgentRun,
  args: JsonObject,
  words: string,
  ports: AgentPorts,
): Result<Dated, EditProblem> {
  const resolved = resolvePhrase(words, null, { run, ports, newIds: [] });
  const resolution = resolved?.resolution ?? null;
  if (resolution === null || !isCertain(resolution)) return fail(unclear(resolution, run));
  const date = { phrase: null, label: null, display: displayOf(resolution, run.language), resolution };
  const { tables, key } = withDate(run.tables, date);
  const { recurrence_key: _former, ...rest } = args;
  const series = resolution.kind === "recurrence" ? { recurrence_key: key } : {};
  return { ok: true, value: { run: { ...run, tables }, args: { ...rest, ...series, date_key: key } } };
}

function unclear(resolution: Resolution | null, { request, language }: AgentRun): EditProblem {
  const { defaultDurationMinutes, zone } = request;
  const options = optionsOf(resolution, defaultDurationMinutes, zone, OWN_WORDS, language);
  return {
    code: "date-not-certain",
    message: "the words are no certain date",
    date: { reason: questionReason(resolution) ?? "no-date", options: options.map(({ display }) => display) },
  };
}
