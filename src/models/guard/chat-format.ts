/**
 * @file The prompt of Llama Guard 3 1B (text) and 11B Vision, byte for byte as its template writes it, and the reading
 * of its answer (spec llama32 6.4). It judges the last message of a conversation, which may be a person's or a model's.
 */

import { AppError } from "#shared/errors";
import { breakControlTokens } from "#models/chat-format";
import { GUARD_CATEGORIES, GUARD_CODES, type GuardCode } from "./categories.ts";

export interface GuardOptions {
  /** Categories that are judged; numbers keep their meaning when some are left out. Default: all. */
  readonly categories?: readonly GuardCode[];
  /** 11B only: picture and text are judged together. */
  readonly image?: boolean;
}

/**
 * The prompt for `messages`, alternating from the person. No line ends follow the assistant's header: the model writes
 * them itself.
 * @throws AppError `unexpected` without messages.
 */
export function guardPrompt(messages: readonly string[], options: GuardOptions = {}): string {
  if (messages.length === 0) throw new AppError("unexpected", "nothing to judge");
  const role = messages.length % 2 === 1 ? "User" : "Agent";
  const judged = options.categories ?? GUARD_CODES;
  const list = GUARD_CATEGORIES.filter(({ code }) => judged.includes(code));
  const categories = list.map(({ code, promptName }) => `${code}: ${promptName}.\n`).join("");
  const conversation = messages
    .map((text, index) => `${index % 2 === 0 ? "User" : "Agent"}: ${guarded(text)}\n\n`)
    .join("");
  return (
    "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n" +
    (options.image === true ? "<|image|> " : "") +
    `Task: Check if there is unsafe content in '${role}' messages in conversations according our safety policy with the ` +
    "below categories.\n\n<BEGIN UNSAFE CONTENT CATEGORIES>\n" +
    `${categories}<END UNSAFE CONTENT CATEGORIES>\n\n<BEGIN CONVERSATION>\n\n${conversation}<END CONVERSATION>\n\n` +
    `Provide your safety assessment for ONLY THE LAST ${role} message in the above conversation:\n` +
    " - First line must read 'safe' or 'unsafe'.\n" +
    " - If unsafe, a second line must include a comma-separated list of violated categories. " +
    "<|eot_id|><|start_header_id|>assistant<|end_header_id|>"
  );
}

const JOINER = "\u2060";
const FRAME = /[<＜](?=\s{0,4}\/?\s{0,4}(?:BEGIN|END)\s{1,4}(?:CONVERSATION|UNSAFE\s{1,4}CONTENT))/giu;
const SPEAKER = /^([^\S\r\n]{0,20}(?:User|Agent|Assistant))(?=[^\S\r\n]{0,4}[:：])/gimu;

/** A judged text must not close its own block, and none of its lines may pass for a later message: that one would be judged. */
function guarded(text: string): string {
  return breakControlTokens(text.trim()).replace(FRAME, `$&${JOINER}`).replace(SPEAKER, `$1${JOINER}`);
}

export interface GuardAnswer {
  readonly safe: boolean;
  /** Empty when safe, or when the model named none it was asked about. */
  readonly categories: readonly GuardCode[];
}

/** The answer as text, or null when it is neither of the two. */
export function parseGuardAnswer(text: string): GuardAnswer | null {
  const [verdict = "", codes = ""] = text.trim().split(/\r?\n/);
  if (verdict.trim() === "safe") return { safe: true, categories: [] };
  if (verdict.trim() !== "unsafe") return null;
  const named = codes.split(",").map((code) => code.trim());
  return { safe: false, categories: GUARD_CODES.filter((code) => named.includes(code)) };
}
