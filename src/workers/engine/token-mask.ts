/** @file Sets of tokens as bits: token t is bit t % 32 of word t / 32, as grammars give them. */

/** Makes every token that is not in `mask` impossible. `logits` [V] is changed in place. */
export function maskLogits(logits: Float32Array, mask: Int32Array): void {
  for (let word = 0; word < mask.length; word++) {
    const bits = mask[word] as number;
    // All allowed, the usual word inside a string.
    if (bits === -1) continue;
    const start = word * 32;
    if (bits === 0) {
      logits.fill(-Infinity, start, start + 32);
      continue;
    }
    const end = Math.min(start + 32, logits.length);
    for (let token = start; token < end; token++) {
      if (((bits >>> (token - start)) & 1) === 0) logits[token] = -Infinity;
    }
  }
}

/** The tokens of a mask, smallest first. */
export function* maskedIn(mask: Int32Array): Generator<number> {
  for (let word = 0; word < mask.length; word++) {
    for (let bits = mask[word] as number; bits !== 0; bits &= bits - 1) {
      // The lowest bit alone has as many leading zeros as stand above it.
      yield word * 32 + 31 - Math.clz32(bits & -bits);
    }
  }
}

export function hasToken(mask: Int32Array, token: number): boolean {
  return (((mask[token >>> 5] ?? 0) >>> (token & 31)) & 1) === 1;
}

/** The one token that a mask allows; null for none or several. */
export function onlyToken(mask: Int32Array): number | null {
  const tokens = maskedIn(mask);
  const first = tokens.next();
  return !first.done && tokens.next().done ? first.value : null;
}
