/**
 * @file Tier S writing (spec messages-calendar 3): the model puts one sentence of one message into indirect speech.
 * A 135M model can't report freely, but it continues a pattern: code chooses the opening ("asks someone to"), two
 * examples of that opening show the form, and code checks every word of what comes back. Names never enter the prompt.
 */

import type { CallOptions } from "#agent/agent-options";
import { write } from "#agent/prompts/generate";
import { promptText } from "#agent/prompts/prompt-lines";
import { quotedLine, quoteRuleFor } from "#agent/prompts/quoted-block";
import type { Cues } from "#agent/sentences/cues";
import { foldedWords, oneLine } from "#agent/sentences/text";
import { checkRewrite, speaksOfSelf } from "#agent/verification/verify";
import type { LanguageModel } from "#shared/language-model";
import { wordSet } from "#shared/word-lists";

export type Opener =
  | "asks someone to"
  | "asks whether"
  | "asks"
  | "suggests to"
  | "suggests"
  | "says they will"
  | "says that";

/** Longer sentences are quoted: a small model loses the end of them. */
const MAX_SOURCE_LENGTH = 200;
const MAX_TOKENS = 48;
const SUBJECT = "The person";
const SYSTEM = "Report the message. Keep its words, days and numbers.";

type Example = readonly [message: string, body: string];

/**
 * Message and continuation. Everyday things, no names: small models copy examples into answers, and the check must
 * notice. Chosen by trying SmolLM2-135M: a number or time in an example makes it keep those of the message.
 */
const EXAMPLES: Readonly<Record<Opener, readonly Example[]>> = {
  "asks someone to": [
    ["Could you close the window at 3?", "close the window at 3."],
    ["Please feed my cat", "feed their cat."],
  ],
  "asks whether": [
    ["Is the shop open at 3?", "the shop is open at 3."],
    ["Should we sell our car?", "they should sell their car."],
    ["Does anyone know if the lake is cold?", "the lake is cold."],
  ],
  asks: [
    ["Where are my shoes?", "where their shoes are."],
    ["Why is it so cold?", "why it is so cold."],
  ],
  "suggests to": [
    ["Let's walk to the lake at 3 today", "walk to the lake at 3 today."],
    ["Ok, let's sell our car", "sell their car."],
  ],
  suggests: [
    ["How about a walk at 3 today?", "a walk at 3 today."],
    ["What about soup?", "soup."],
  ],
  "says they will": [
    ["I'll water the plants today", "water the plants today."],
    ["I'll call my aunt at 3", "call their aunt at 3."],
  ],
  "says that": [
    ["My bus broke down at 3", "their bus broke down at 3."],
    ["We chose the red paint", "they chose the red paint."],
    ["I can cook today", "they can cook today."],
  ],
};

/** For statements about something else than the sender: the subject must not become "they". */
const IMPERSONAL_EXAMPLES: readonly Example[] = [
  ["The bus leaves at 3", "the bus leaves at 3."],
  ["The man wants a new key before noon", "the man wants a new key before noon."],
  ["The shop isn't open today", "the shop isn't open today."],
];

function examplesFor(opener: Opener, text: string): readonly Example[] {
  return opener === "says that" && !speaksOfSelf(text) ? IMPERSONAL_EXAMPLES : EXAMPLES[opener];
}

const SUGGESTS_THING = new Set(["how", "what"]);
const SUGGESTS_ACTION = new Set(["let's", "lets"]);
const WH_WORDS = wordSet("what when where who which why how what's where's who's when's how's");
const YES_NO_OPENERS = wordSet("is are do does did has have can could should will would any anyone");
const OFFER_OPENER = /^(?:ok(?:ay)?,? |sure,? |yes,? )?(?:i'll|i will|i'm going to|i am going to) /i;

/** How a report of this sentence begins, or null when it is better quoted. English only. */
export function openerFor(sentence: string, cues: Cues): Opener | null {
  const list = foldedWords(sentence);
  const first = list[0] ?? "";
  switch (cues.act) {
    case "request":
      return "asks someone to";
    case "suggestion":
      if (list.some((word) => SUGGESTS_ACTION.has(word))) return "suggests to";
      return SUGGESTS_THING.has(first) && list[1] === "about" ? "suggests" : "asks whether";
    case "question":
      if (WH_WORDS.has(first)) return "asks";
      return YES_NO_OPENERS.has(first) ? "asks whether" : null;
    case "offer":
      return OFFER_OPENER.test(sentence.replaceAll("’", "'")) ? "says they will" : "says that";
    case "decision":
    case "duty":
    case "statement":
      return "says that";
    case "agreement":
      return null;
    default:
      return cues.act satisfies never;
  }
}

export interface Rewording {
  readonly opener: Opener;
  /** Follows the opener, without the closing full stop. */
  readonly body: string;
}

/** `rejected` = the model wrote something the message does not bear out. */
type RewordResult =
  | { readonly kind: "reworded"; readonly value: Rewording }
  | { readonly kind: "rejected" }
  | { readonly kind: "not-tried" };

/**
 * @param people short names of the whole thread, so that naming somebody else is noticed
 * @throws AbortError, AppError as `write`
 */
export async function reword(
  model: LanguageModel,
  sentence: { readonly text: string; readonly cues: Cues; readonly sender: string },
  people: Iterable<string>,
  { nonce, signal }: CallOptions,
): Promise<RewordResult> {
  const opener = openerFor(sentence.text, sentence.cues);
  if (opener === null || sentence.text.length > MAX_SOURCE_LENGTH) return { kind: "not-tried" };
  // A double negation: its report has none ("asks someone to return the books").
  const text = sentence.text.replace(/\bdon['’]?t forget to\b/i, "please");
  const ask = (message: string): string =>
    `${quotedLine(model, "Message", message, nonce)}\n${SUBJECT} ${opener} ...`;
  const answer = await write(
    model,
    {
      system: SYSTEM + quoteRuleFor(model),
      examples: examplesFor(opener, text).map(([message, body]) => [
        ask(message),
        `${SUBJECT} ${opener} ${body}`,
      ]),
      question: ask(promptText(text)),
      maxTokens: MAX_TOKENS,
      stop: ["\n"],
      opening: `${SUBJECT} ${opener}`,
    },
    signal,
  );
  const body = answer === null ? null : bodyOf(answer, opener);
  if (body === null || !checkRewrite(body, { text, sender: sentence.sender }, people).supported)
    return { kind: "rejected" };
  return { kind: "reworded", value: { opener, body } };
}

function bodyOf(answer: string, opener: Opener): string | null {
  const start = `${SUBJECT} ${opener} `;
  const line = oneLine(answer);
  if (!line.toLowerCase().startsWith(start.toLowerCase())) return null;
  const body = line.slice(start.length).replace(/[.!?…]+$/, "");
  // A second sentence or a quotation is the model talking on.
  return body === "" || /["“”]|[.!?] /.test(body) ? null : body;
}
