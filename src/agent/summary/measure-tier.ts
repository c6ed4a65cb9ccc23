/**
 * @file What a model can be trusted with, measured and not read off its name (spec messages-calendar 3): three short
 * canned prompts, greedy. S rewords what code picked, M lists points of a chunk, L brings points together and picks tools.
 */

import { write } from "#agent/prompts/generate";
import { foldedWords } from "#agent/sentences/text";
import type { LanguageModel } from "#shared/language-model";

import { parseJsonPoints, pointsFormat } from "./points.ts";

const LINES =
  "[1] Mon 09:00 Kim: The boat leaves at 7 from the north pier\n[2] Mon 09:01 Sam: haha\n[3] Mon 09:02 Kim: Sam brings the ropes";
const QUIET = "[1] Mon 09:00 Kim: haha\n[2] Mon 09:01 Sam: :)";

const SYSTEM =
  "You list what these chat messages say. At most 2 points, each with the numbers of its lines. Copy words and numbers. " +
  'If nothing matters, the list is empty. Answer as JSON: {"points": [{"text": "...", "src": [n]}]}.';
const CHOICE =
  "Choose the next action for the request. Actions: list_events (looks into the calendar), answer (says something). " +
  'Answer as JSON: {"tool": "..."}.';
const CHOICES: readonly (readonly [question: string, tool: string])[] = [
  ["Request: What is in my calendar tomorrow?\nAction:", "list_events"],
  ["Request: Thank you, that was all.\nAction:", "answer"],
];

export interface TierMeasurement {
  readonly tier: LanguageModel["tier"];
  /** Lists points with right sources. */
  readonly cites: boolean;
  /** Lists nothing where nothing is. */
  readonly restrains: boolean;
  /** Picks a tool where one is needed, and none where none is. */
  readonly chooses: boolean;
}

/** @throws AbortError when the signal fires; AppError when the engine fails. */
export async function measureTier(model: LanguageModel, signal?: AbortSignal): Promise<TierMeasurement> {
  const told = await points(model, LINES, 3, signal);
  const cites = told !== null && told.length > 0 && told.every(({ text, labels }) => isRight(text, labels));
  const quiet = await points(model, QUIET, 2, signal);
  const restrains = quiet !== null && quiet.length === 0;
  let chooses = true;
  for (const [question, tool] of CHOICES) chooses &&= (await choice(model, question, signal)) === tool;
  const tier = cites && restrains && chooses ? "L" : cites ? "M" : "S";
  return { tier, cites, restrains, chooses };
}

async function points(model: LanguageModel, lines: string, labels: number, signal?: AbortSignal) {
  const grammar = pointsFormat(
    Array.from({ length: labels }, (_, index) => index + 1),
    2,
  );
  const question = `${lines}\n\nPoints:`;
  const task = { system: SYSTEM, examples: [], question, maxTokens: 160, stop: [], grammar };
  return parseJsonPoints((await write(model, task, signal)) ?? "");
}

/** The boat belongs to line 1, the ropes to line 3. */
function isRight(text: string, labels: readonly number[]): boolean {
  const said = foldedWords(text);
  const boat = said.includes("boat") || said.includes("7") || said.includes("pier");
  const ropes = said.includes("ropes") || said.includes("rope");
  return (boat || ropes) && boat === labels.includes(1) && ropes === labels.includes(3);
}

async function choice(model: LanguageModel, question: string, signal?: AbortSignal): Promise<unknown> {
  const schema = {
    type: "object",
    additionalProperties: false,
    required: ["tool"],
    properties: { tool: { type: "string", enum: ["list_events", "answer"] } },
  };
  const grammar = { type: "json-schema", schema } as const;
  const task = { system: CHOICE, examples: [], question, maxTokens: 24, stop: [], grammar };
  const reply = (await write(model, task, signal)) ?? "";
  try {
    return (JSON.parse(reply) as { tool?: unknown } | null)?.tool;
  } catch {
    return undefined;
  }
}
