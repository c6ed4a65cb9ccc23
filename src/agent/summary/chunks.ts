/**
 * @file Messages cut into what one model call can read (spec messages-calendar 3 "Budget"), counted by the model's own
 * tokenizer. A long message is read in pieces under one label; a reply brings the message it answers.
 */

import { promptLine } from "#agent/prompts/prompt-lines";
import { sentences, trimAtWord } from "#agent/sentences/text";
import type { Id, Message } from "#messages/message";
import type { LanguageModel } from "#shared/language-model";

/** One message, or one piece of a long one, as the model sees it. */
interface PromptLine {
  /** 1, 2, 3, ... within one chunk; what the model cites. Pieces of a message have the same. */
  readonly label: number;
  readonly messageId: Id;
  /** `[12] Tue 24 Nov 10:15 Mara: text` */
  readonly line: string;
}

/** Messages of one model call and their lines. */
export interface Chunk {
  readonly messages: readonly Message[];
  readonly lines: readonly PromptLine[];
}

/** Labels have at most three digits. */
const MAX_LABEL = 999;
/** Where a chunk may end: at the largest silence in the last quarter of it. */
const BORDER_SHARE = 0.25;
/** Lines repeated at the start of the next chunk, so that an answer keeps its question. */
const OVERLAP = 2;
/** Pieces of one message that are read: what comes later in it is not. */
const MAX_PIECES = 4;
/** Label, time and name. */
const HEAD_TOKENS = 24;
/** Characters of an answered message that a reply brings. */
const MAX_PARENT_LENGTH = 160;

interface Piece {
  readonly message: Message;
  readonly text: string;
  readonly tokens: number;
}

/** Cuts messages into chunks of at most `budgetTokens`. */
export async function chunkMessages(
  messages: readonly Message[],
  names: ReadonlyMap<Id, string>,
  model: LanguageModel,
  budgetTokens: number,
): Promise<Chunk[]> {
  const counts = await model.countTokens(
    messages.map((message) => promptLine(MAX_LABEL, message, names, message.text)),
  );
  const half = Math.floor(budgetTokens / 2);
  const pieces = messages.flatMap((message, index) => piecesOf(message, counts[index] ?? 0, half));
  const parents = new Map(pieces.toReversed().map((piece) => [piece.message.id, parentPiece(piece)]));
  const chunks: Chunk[] = [];
  let start = 0;
  while (start < pieces.length) {
    const end = chunkEnd(pieces, parents, start, budgetTokens);
    const part = pieces.slice(start, end);
    chunks.push(toChunk([...answered(part, parents), ...part], names));
    if (end >= pieces.length) break;
    start = Math.max(start + 1, end - OVERLAP);
  }
  return chunks;
}

function toChunk(pieces: readonly Piece[], names: ReadonlyMap<Id, string>): Chunk {
  const messages = [...new Map(pieces.map(({ message }) => [message.id, message])).values()];
  const labels = new Map(messages.map(({ id }, index) => [id, index + 1]));
  const lines = pieces.map(({ message, text }) => {
    const label = labels.get(message.id) ?? 0;
    return { label, messageId: message.id, line: promptLine(label, message, names, text) };
  });
  return { messages, lines };
}

/** What the replies of a chunk answer, where it is not in the chunk itself; each once. */
function answered(part: readonly Piece[], parents: ReadonlyMap<Id, Piece>): readonly Piece[] {
  const here = new Set(part.map(({ message }) => message.id));
  const wanted = new Set(part.flatMap(({ message }) => message.replyTo ?? []));
  return [...wanted].flatMap((id) => (here.has(id) ? [] : (parents.get(id) ?? [])));
}

/** One line of an answered message. */
function parentPiece({ message, text, tokens }: Piece): Piece {
  if (text.length <= MAX_PARENT_LENGTH) return { message, text, tokens };
  const share = Math.ceil((tokens * MAX_PARENT_LENGTH) / text.length) + HEAD_TOKENS;
  return { message, text: trimAtWord(text, MAX_PARENT_LENGTH), tokens: share };
}

/** Whole sentences, at most `half` tokens a piece; a sentence that is longer is cut. */
function piecesOf(message: Message, tokens: number, half: number): Piece[] {
  const excess = tokens / half;
  if (excess <= 1) return [{ message, text: message.text, tokens: tokens + 1 }];
  // A tenth less: token counts do not grow exactly with characters.
  const limit = Math.max(1, Math.floor((message.text.length / excess) * 0.9));
  const texts: string[] = [];
  let rest = "";
  for (const sentence of sentences(message.text)) {
    if (texts.length >= MAX_PIECES) break;
    if (rest !== "" && rest.length + sentence.length + 1 > limit) {
      texts.push(rest);
      rest = "";
    }
    rest = rest === "" ? sentence.slice(0, limit) : `${rest} ${sentence}`;
  }
  if (rest !== "") texts.push(rest);
  return texts.slice(0, MAX_PIECES).map((text) => ({ message, text, tokens: half }));
}

function chunkEnd(
  pieces: readonly Piece[],
  parents: ReadonlyMap<Id, Piece>,
  start: number,
  budget: number,
): number {
  let used = 0;
  let end = start;
  const here = new Set<Id>();
  while (end < pieces.length && end - start < MAX_LABEL / 2) {
    const { message, tokens } = pieces[end] as Piece;
    const parent = message.replyTo === undefined ? undefined : parents.get(message.replyTo);
    used += tokens + (parent === undefined || here.has(parent.message.id) ? 0 : parent.tokens);
    if (used > budget && end > start) break;
    here.add(message.id);
    end += 1;
  }
  if (end >= pieces.length) return pieces.length;
  const earliest = end - Math.floor((end - start) * BORDER_SHARE);
  let border = end;
  let longest = -1;
  for (let at = Math.max(earliest, start + 1); at <= end; at += 1) {
    const silence = gapMs(pieces[at - 1]?.message, pieces[at]?.message);
    if (silence >= longest) [border, longest] = [at, silence];
  }
  return border;
}

function gapMs(before: Message | undefined, after: Message | undefined): number {
  if (before?.time == null || after?.time == null) return 0;
  return after.time.epochMs - before.time.epochMs;
}
