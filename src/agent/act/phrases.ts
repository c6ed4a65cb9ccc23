/** @file Date words to a moment for tools: counted from the message they stand in, or from now for the person's own words. */

import { Temporal } from "temporal-polyfill";

import { detectLanguage } from "#agent/sentences/language";
import type { Resolution } from "#calendar/resolution";
import { startOf } from "#calendar/resolution-start";
import { resolveDate } from "#calendar/resolve-date";
import type { Message, Thread } from "#messages/message";

import type { ToolContext } from "./tool.ts";

interface Resolved {
  readonly resolution: Resolution;
  /** First and last millisecond; equal to `startMs` while the date is a question. */
  readonly startMs: number;
  readonly endMs: number;
}

const DAY_MS = 86_400_000;

/**
 * @param source the message the words stand in; null = the person's own words, counted from now
 * @returns null when the words are no date, or, without a source, no certain one
 */
export function resolvePhrase(
  phrase: string,
  source: { readonly thread: Thread; readonly message: Message } | null,
  { run, ports }: ToolContext,
): Resolved | null {
  if (source !== null && source.message.time === null) return null;
  const zone = source?.thread.zone ?? run.request.zone;
  const refEpochMs = source?.message.time?.epochMs ?? Date.parse(ports.now());
  const language = detectLanguage(source?.message.text ?? phrase, run.language);
  const resolution = resolveDate(phrase, { refEpochMs, zone, language, dayParts: run.request.dayParts });
  if (resolution.kind === "none") return null;
  const start = startOf(resolution);
  if (start === null) return source === null ? null : { resolution, startMs: 0, endMs: 0 };
  const startMs = Temporal.PlainDateTime.from(start).toZonedDateTime(zone).epochMilliseconds;
  return { resolution, startMs, endMs: start.length === 10 ? startMs + DAY_MS - 1 : startMs };
}
