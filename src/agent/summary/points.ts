/**
 * @file Tier M and L writing (spec messages-calendar 3 "Map"): the model lists what a chunk of messages says.
 * Code checks each point against the messages it cites. First as JSON whose labels are an enum of the chunk, so that a
 * citation outside it cannot be decoded; where nothing of that holds, or the engine does not constrain, once more as
 * plain lines: `- text [3,7]`.
 */

import type { CallOptions } from "#agent/agent-options";
import { write } from "#agent/prompts/generate";
import { answerIn } from "#agent/prompts/prompt-language";
import { senderName } from "#agent/prompts/prompt-lines";
import { freshNonce, quotedBlock, QUOTE_RULE } from "#agent/prompts/quoted-block";
import { oneLine } from "#agent/sentences/text";
import { shiftsModality } from "#agent/verification/modality";
import { checkClaim, type Evidence } from "#agent/verification/verify";
import type { Language } from "#calendar/resolution";
import type { Id, Message } from "#messages/message";
import type { LanguageModel, AnswerGrammar } from "#shared/language-model";

import type { Chunk } from "./chunks.ts";

export interface Point {
  readonly text: string;
  readonly messageIds: readonly Id[];
}

interface ChunkPoints {
  readonly points: readonly Point[];
  /** Points the model wrote and no message bears out. */
  readonly droppedCount: number;
}

/** Points per chunk a model of each tier is trusted with. */
export const POINTS_PER_CHUNK = { M: 4, L: 6 } as const;
/** Room for the answer: about 50 tokens a point. */
export const ANSWER_TOKENS = 320;
const MAX_POINT_LENGTH = 240;
const MAX_CITED = 3;
/** Points looked at in one answer. */
const MAX_PARSED = 40;

const FRAME = `You list what these chat messages say. Lines look like [n] time name: text. ${QUOTE_RULE} `;
const RULES =
  "Each point states one fact, plan, decision or open question from the lines and names the numbers of the lines it " +
  "comes from. Copy names, numbers and time words exactly as written; do not turn them into dates. ";

const asJson = (count: number, language?: Language): string =>
  `${FRAME}Write at most ${count} points. ${RULES}If nothing matters, the list is empty. ` +
  `Answer as JSON: {"points": [{"text": "...", "src": [n]}]}.${answerIn(language)}`;

const asLines = (count: number, language?: Language): string =>
  `${FRAME}Write at most ${count} points, one a line, like this: - point [n]. ${RULES}If nothing matters, write nothing.` +
  "\n\nEvery point must end with the numbers of its lines, such as [2] or [2,5], and say nothing that is not in those lines." +
  answerIn(language);

const asked = (lines: readonly string[], nonce: string): string =>
  `${quotedBlock("messages", lines, nonce)}\n\nPoints:`;

/** @throws AbortError, AppError as `write` */
export async function writePoints(
  model: LanguageModel,
  chunk: Chunk,
  names: ReadonlyMap<Id, string>,
  { nonce, signal, language }: CallOptions,
): Promise<ChunkPoints> {
  const count = model.tier === "L" ? POINTS_PER_CHUNK.L : POINTS_PER_CHUNK.M;
  const question = asked(
    chunk.lines.map((line) => line.line),
    nonce,
  );
  const tasks = [
    {
      system: asJson(count, language),
      grammar: pointsFormat(
        chunk.lines.map((line) => line.label),
        count,
      ),
    },
    { system: asLines(count, language) },
  ];
  let droppedCount = 0;
  for (const task of tasks) {
    const whole = { ...task, question, examples: [], maxTokens: ANSWER_TOKENS, stop: [] };
    const answer = (await write(model, whole, signal)) ?? "";
    const { kept, dropped } = checkPoints(parseJsonPoints(answer) ?? parsePoints(answer), chunk, names);
    droppedCount += dropped;
    if (kept.length > 0) return { points: kept.slice(0, count), droppedCount };
  }
  return { points: [], droppedCount };
}

/** The schema of spec 3, for labels of one call. */
export function pointsFormat(labels: readonly number[], count: number): AnswerGrammar {
  const source = {
    type: "array",
    minItems: 1,
    maxItems: MAX_CITED,
    items: { type: "integer", enum: labels },
  };
  const point = {
    type: "object",
    additionalProperties: false,
    required: ["text", "src"],
    // No greatest length: a grammar that counts characters takes seconds to compile, and longer points are dropped.
    properties: { text: { type: "string" }, src: source },
  };
  return {
    type: "json-schema",
    schema: {
      type: "object",
      additionalProperties: false,
      required: ["points"],
      properties: { points: { type: "array", maxItems: count, items: point } },
    },
  };
}

/** Tokens of everything around the lines, for the budget. */
export async function promptOverhead(model: LanguageModel): Promise<number> {
  const [count = 0] = await model.countTokens([`${asLines(POINTS_PER_CHUNK.L)}${asked([], freshNonce())}`]);
  return count;
}

export interface ParsedPoint {
  readonly text: string;
  readonly labels: readonly number[];
}

/** Points written as JSON, or null when the answer is none; entries of another shape are left out. */
export function parseJsonPoints(answer: string): ParsedPoint[] | null {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return null;
  }
  const points = (value as { points?: unknown } | null)?.points;
  if (!Array.isArray(points)) return null;
  return points.slice(0, MAX_PARSED).flatMap((point: unknown): ParsedPoint[] => {
    const { text, src } = (point ?? {}) as { text?: unknown; src?: unknown };
    if (typeof text !== "string" || !isLabels(src)) return [];
    return [{ text: oneLine(text.slice(0, 600)), labels: [...new Set(src)] }];
  });
}

/** "1" and `true` are no labels: nothing is converted. */
const isLabels = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((label) => Number.isSafeInteger(label));

const POINT_LINE = /^(?:[-*•–]|\d{1,2}[.)])\s*/;
const CITATION = /\[([\d,;\s]{1,40})\][.\s]*$/;

/** Lines that are a point with numbers at their end; everything else the model wrote is ignored. */
export function parsePoints(answer: string): ParsedPoint[] {
  const points: ParsedPoint[] = [];
  for (const line of answer.split("\n").slice(0, MAX_PARSED)) {
    const text = oneLine(line.slice(0, 600)).replace(POINT_LINE, "");
    const cited = CITATION.exec(text);
    if (cited === null) continue;
    const labels = (cited[1] ?? "").split(/[,;\s]+/).filter((label) => label !== "");
    points.push({
      text: text.slice(0, cited.index).trim(),
      labels: [...new Set(labels.map(Number))],
    });
  }
  return points;
}

function checkPoints(
  points: readonly ParsedPoint[],
  chunk: Chunk,
  names: ReadonlyMap<Id, string>,
): { kept: Point[]; dropped: number } {
  const kept: Point[] = [];
  for (const point of points) {
    const cited = point.labels.map((label) => messageOf(label, chunk));
    const messages = cited.filter((message) => message !== undefined);
    const allExist = messages.length === cited.length && messages.length > 0 && messages.length <= MAX_CITED;
    const evidence = messages.map((message): Evidence => ({
      text: message.text,
      sender: senderName(message, names),
    }));
    const sound =
      point.text.length <= MAX_POINT_LENGTH &&
      checkClaim(point.text, evidence, names.values()).supported &&
      !shiftsModality(point.text, evidence.map(({ text }) => text).join("\n"));
    if (!allExist || !sound) continue;
    kept.push({ text: closed(point.text), messageIds: messages.map((message) => message.id) });
  }
  return { kept, dropped: points.length - kept.length };
}

function messageOf(label: number, chunk: Chunk): Message | undefined {
  const line = chunk.lines.find((entry) => entry.label === label);
  return line && chunk.messages.find((message) => message.id === line.messageId);
}

const closed = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);
