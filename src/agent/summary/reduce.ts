/**
 * @file The reduce step of a long summary (spec messages-calendar 3): verified points, never messages, are brought together
 * by a model of tier L. A sentence must cite points, and every word of it must stand in the messages those cite.
 */

import type { CallOptions } from "#agent/agent-options";
import { write } from "#agent/prompts/generate";
import { answerIn } from "#agent/prompts/prompt-language";
import { promptText, senderName } from "#agent/prompts/prompt-lines";
import { quotedBlock, QUOTE_RULE } from "#agent/prompts/quoted-block";
import { checkClaim, type Evidence } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Id, Message } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

import { parseJsonPoints, pointsFormat, type ParsedPoint, type Point } from "./points.ts";

const MAX_INPUT = 40;
const MAX_LEVELS = 3;
/** A model that loses more than this of what it wrote to the checks is not used for it. */
const MAX_DROPPED_SHARE = 0.5;
const ANSWER_TOKENS = 480;

const system = (count: number, language: Language | undefined): string =>
  `These numbered points were read from a conversation. ${QUOTE_RULE} Bring them together in at most ${count} points, the most ` +
  "important ones, in their order. Merge points about one thing. Add nothing: copy names, numbers and time words exactly. " +
  `Answer as JSON: {"points": [{"text": "...", "src": [n]}]}.${answerIn(language)}`;

/** What the points are checked against. */
export interface ReduceSources {
  readonly messages: ReadonlyMap<Id, Message>;
  readonly names: ReadonlyMap<Id, string>;
}

/**
 * At most `count` points, or null when the model does not manage: then the points themselves are shown.
 *
 * @throws AbortError, AppError as `write`
 */
export async function reducePoints(
  model: LanguageModel,
  points: readonly Point[],
  count: number,
  sources: ReduceSources,
  options: CallOptions,
): Promise<readonly Point[] | null> {
  let current = points;
  for (let level = 0; level < MAX_LEVELS && current.length > count; level += 1) {
    const groups = Math.ceil(current.length / MAX_INPUT);
    const share = Math.max(2, Math.ceil(count / groups));
    const reduced: Point[] = [];
    for (let start = 0; start < current.length; start += MAX_INPUT) {
      const part = await reduceOnce(model, current.slice(start, start + MAX_INPUT), share, sources, options);
      if (part === null) return null;
      reduced.push(...part);
    }
    if (reduced.length >= current.length) return null;
    current = reduced;
  }
  return current.length > count ? null : current;
}

async function reduceOnce(
  model: LanguageModel,
  points: readonly Point[],
  count: number,
  sources: ReduceSources,
  options: CallOptions,
): Promise<readonly Point[] | null> {
  if (points.length <= count) return points;
  const lines = points.map((point, index) => `[${index + 1}] ${promptText(point.text)}`);
  const answer = await write(
    model,
    {
      system: system(count, options.language),
      examples: [],
      question: `${quotedBlock("points", lines, options.nonce)}\n\nPoints:`,
      maxTokens: ANSWER_TOKENS,
      stop: [],
      grammar: pointsFormat(
        points.map((_, index) => index + 1),
        count,
      ),
    },
    options.signal,
  );
  const written = parseJsonPoints(answer ?? "") ?? [];
  const kept = written.flatMap((point) => checked(point, points, sources) ?? []);
  const dropped = written.length - kept.length;
  return kept.length === 0 || dropped > written.length * MAX_DROPPED_SHARE ? null : kept.slice(0, count);
}

function checked(point: ParsedPoint, points: readonly Point[], sources: ReduceSources): Point | null {
  const cited = point.labels.map((label) => points[label - 1]);
  if (cited.length === 0 || cited.includes(undefined)) return null;
  const messageIds = [...new Set(cited.flatMap((entry) => entry?.messageIds ?? []))];
  const evidence = messageIds.flatMap((id): Evidence[] => {
    const message = sources.messages.get(id);
    if (message === undefined) return [];
    return [{ text: message.text, sender: senderName(message, sources.names) }];
  });
  if (!checkClaim(point.text, evidence, sources.names.values()).supported) return null;
  return { text: /[.!?…]$/.test(point.text) ? point.text : `${point.text}.`, messageIds };
}
