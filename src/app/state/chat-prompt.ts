/** @file A conversation as the model reads it. */
import { AppError } from "#shared/errors";
import { GREEDY, picturesOf } from "#shared/language-model";
import type { ChatMessage, ContentPart, Sampling } from "#shared/language-model";
import { isHeld, type Turn } from "#storage/conversations";
import type { TurnPicture } from "#storage/pictures";
import type { Settings } from "#storage/settings";

/** Originals by id where the model sees pictures; null where it reads text only. */
export type Originals = ReadonlyMap<string, Blob> | null;

/** Strangers' words, ready for a prompt: what was read off pictures by their ids, found in messages by the ids of turns. */
export type Quotes = ReadonlyMap<string, string>;
const NO_QUOTES: Quotes = new Map();

/**
 * System prompt and every turn that has text, in order. A question that got no answer is left out, unless it is the one
 * being asked: models expect the roles to alternate. Nothing is left out to save room: see `context-full`. A question's
 * pictures stand in front of its text, which would not see them otherwise, and no system prompt goes with them: vision
 * models know none (spec llama32 6.3). For a model without vision what was read off them is quoted, else they are named in
 * words.
 */
export function toPrompt(
  systemPrompt: string,
  turns: readonly Turn[],
  originals: Originals = null,
  quotes: Quotes = NO_QUOTES,
): readonly ChatMessage[] {
  const spoken = turns.filter((turn, index) => hasText(turn) && !isUnanswered(turns, index));
  const messages = withFindings(spoken, quotes).map((turn) => ({
    role: turn.role,
    content: contentOf(turn, originals, quotes),
  }));
  if (systemPrompt.trim() === "" || picturesOf(messages).length > 0) return messages;
  return [{ role: "system", content: systemPrompt.trim() }, ...messages];
}

/**
 * What the agent found is quoted in front of the next question, with the pictures of the one it answered: its words are
 * people's, and a model takes its own turns for its own words. A sentence in place of its turn would be imitated.
 */
function withFindings(turns: readonly Turn[], quotes: Quotes): readonly Turn[] {
  let found: string[] = [];
  let pictures: TurnPicture[] = [];
  return turns.flatMap((turn, index) => {
    if (turn.job !== undefined) {
      found.push(quotes.get(turn.id) ?? "");
      return [];
    }
    if (turn.role === "assistant") return [turn];
    pictures.push(...(turn.pictures ?? []));
    if (turns[index + 1]?.job !== undefined) return [];
    const text = [...found, turn.text].filter((part) => part !== "").join("\n");
    const question = pictures.length === 0 ? { ...turn, text } : { ...turn, text, pictures };
    [found, pictures] = [[], []];
    return [question];
  });
}

function contentOf(
  { text, pictures = [] }: Turn,
  originals: Originals,
  quotes: Quotes,
): ChatMessage["content"] {
  if (pictures.length === 0) return text;
  if (!originals)
    return [...pictures.map((picture) => quotes.get(picture.id) ?? inWords(picture)), text].join("\n");
  const parts = pictures.map(({ id }): ContentPart => {
    const bytes = originals.get(id);
    if (!bytes) throw new AppError("picture-missing", "an original is not stored");
    return { type: "image", image: { id, bytes } };
  });
  return [...parts, { type: "text", text }];
}

function inWords({ alt, name }: TurnPicture): string {
  return `[A picture that you cannot see: ${alt.trim() || name}]`;
}

/** What an answer may be like. About a picture it is what the model sees: its likeliest words, whatever was said before. */
export function samplingFor(
  messages: readonly ChatMessage[],
  { temperature, topP }: Pick<Settings, "temperature" | "topP">,
  seed: number,
): Sampling {
  if (picturesOf(messages).length > 0) return { ...GREEDY, seed };
  // A small model repeats itself without a penalty.
  return { temperature, topP, minP: 0, repetitionPenalty: 1.1, seed };
}

/** What is held back was not said. */
function hasText(turn: Turn): boolean {
  return turn.text.trim() !== "" && !isHeld(turn);
}

function isUnanswered(turns: readonly Turn[], index: number): boolean {
  const next = turns[index + 1];
  return turns[index]?.role === "user" && next !== undefined && (next.role === "user" || !hasText(next));
}
