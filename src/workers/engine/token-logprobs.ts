/** @file Probabilities of tokens, from the model's own logits: before mask, penalty and temperature. */
import type { TokenLogprob, TopLogprob } from "#shared/language-model";

/** Natural logarithm of the sum of e^x, without overflow. */
function logSumExp(logits: Float32Array): number {
  const largest = logits.reduce((max, logit) => Math.max(max, logit), -Infinity);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

/** Indices of the `count` largest logits, largest first; the first of equals. */
function largest(logits: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token] as number;
    if (best.length === count && logit <= (logits[best[count - 1] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && logit > (logits[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, token);
    if (best.length > count) best.pop();
  }
  return best;
}

/** @param tokenBytes what a token stands for. */
export function tokenLogprob(
  logits: Float32Array,
  chosen: number,
  topCount: number,
  tokenBytes: (token: number) => Uint8Array,
): TokenLogprob {
  const total = logSumExp(logits);
  const describe = (token: number): TopLogprob => {
    const bytes = tokenBytes(token);
    return {
      token: new TextDecoder().decode(bytes),
      bytes: [...bytes],
      logprob: (logits[token] as number) - total,
    };
  };
  const top = topCount > 0 ? largest(logits, topCount).map(describe) : [];
  return { ...describe(chosen), top };
}
