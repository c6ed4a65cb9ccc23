/** @file Cuts a long message so that all of it can be judged: what does not fit the context is no hiding place. */

export interface PieceLimits {
  /** Tokens a whole prompt may have. */
  readonly budgetTokens: number;
  /** Tokens of the prompt for these messages. */
  readonly count: (messages: readonly string[]) => Promise<number>;
}

export interface JudgedPieces {
  /** Earlier messages, shortened where they are long: they only say what the last one is about. */
  readonly before: readonly string[];
  /** The last message in order, overlapping nowhere, nothing left out. */
  readonly pieces: readonly string[];
}

/** Share of the context that earlier messages may take, together with the prompt's own words. */
const BEFORE_SHARE = 0.5;
/** A text that counts as too long even at this length has a count that is not to be trusted. */
const MIN_CHARACTERS = 16;

export async function fittingPieces(
  messages: readonly string[],
  { budgetTokens, count }: PieceLimits,
): Promise<JudgedPieces> {
  const last = messages.at(-1) ?? "";
  let before = messages.slice(0, -1);
  while (before.some(({ length }) => length > MIN_CHARACTERS)) {
    if ((await count([...before, ""])) <= budgetTokens * BEFORE_SHARE) break;
    // The end of a message says what was asked.
    before = before.map((text) => text.slice(Math.floor(text.length / 2)));
  }
  const fits = async (text: string): Promise<boolean> => (await count([...before, text])) <= budgetTokens;
  const pieces: string[] = [];
  const open = [last];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    if (text.length <= MIN_CHARACTERS || (await fits(text))) pieces.push(text);
    else open.push(...halves(text).toReversed());
  }
  return { before, pieces };
}

/** Two parts, cut after the white space nearest to the middle where there is some. */
function halves(text: string): [string, string] {
  const middle = Math.ceil(text.length / 2);
  const space = /\s/u.exec(text.slice(middle))?.index ?? text.length;
  let cut = space < text.length / 4 ? middle + space + 1 : middle;
  // Never between the halves of one character.
  if (/[\uDC00-\uDFFF]/u.test(text[cut] ?? "") && cut < text.length - 1) cut += 1;
  return [text.slice(0, cut), text.slice(cut)];
}
