/**
 * @file Jump-forward decoding (Zheng et al. 2024): where a grammar leaves no choice, the text is written without asking the
 * model. Only the tokens are a matter of choice there, and they are taken as the tokenizer would split the text in its
 * context. The last one is left to the model where a longer token could take its place, so that what follows is split as
 * the model is used to.
 */
import type { Tokenizer } from "#models/tokenizer/tokenizer";
import type { GrammarState } from "./grammar.ts";
import { hasToken, maskedIn, onlyToken } from "./token-mask.ts";

/** Tokens before the forced text that its split may depend on. */
const CONTEXT_TOKENS = 8;

/**
 * Moves `grammar` over all that is forced.
 * @param before tokens of the answer so far.
 * @returns the tokens passed, at most `limit`. A stop token, where nothing else may come, is the last of them.
 */
export async function forcedTokens(
  grammar: GrammarState,
  tokenizer: Tokenizer,
  before: readonly number[],
  limit: number,
): Promise<number[]> {
  const forced: number[] = [];
  while (forced.length < limit) {
    const only = onlyToken(await grammar.mask());
    const passed =
      only === null
        ? await passText(
            grammar,
            tokenizer,
            [...before.slice(-CONTEXT_TOKENS), ...forced],
            limit - forced.length,
          )
        : pass(grammar, only);
    forced.push(...passed);
    if (passed.length === 0 || (only !== null && tokenizer.stopTokens.has(only))) break;
  }
  return forced;
}

function pass(grammar: GrammarState, token: number): number[] {
  return grammar.accept(token) ? [token] : [];
}

async function passText(
  grammar: GrammarState,
  tokenizer: Tokenizer,
  before: readonly number[],
  limit: number,
): Promise<number[]> {
  const text = grammar.forcedText();
  if (text === "") return [];
  let restBytes = new TextEncoder().encode(text).length;
  const passed: number[] = [];
  for (const token of split(tokenizer, before.slice(-CONTEXT_TOKENS), text).slice(0, limit)) {
    const mask = await grammar.mask();
    if (!hasToken(mask, token) || longest(mask, tokenizer) > restBytes) break;
    passed.push(...pass(grammar, token));
    restBytes -= tokenizer.tokenBytes(token).length;
  }
  return passed;
}

/** Tokens of `text` after `before`; by itself where the tokenizer would have split what is there differently. */
function split(tokenizer: Tokenizer, before: readonly number[], text: string): number[] {
  const bytes = before.flatMap((token) => [...tokenizer.tokenBytes(token)]);
  const whole = tokenizer.encode(new TextDecoder().decode(Uint8Array.from(bytes)) + text);
  return before.every((token, index) => whole[index] === token)
    ? whole.slice(before.length)
    : tokenizer.encode(text);
}

/** Where text is forced only its beginnings are allowed, and tokens that reach beyond it. */
function longest(mask: Int32Array, tokenizer: Tokenizer): number {
  let length = 0;
  for (const token of maskedIn(mask)) length = Math.max(length, tokenizer.tokenBytes(token).length);
  return length;
}
