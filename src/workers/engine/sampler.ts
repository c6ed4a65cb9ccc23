/**
 * @file Chooses the next token from logits: repetition penalty, temperature, min-p, top-p, then one draw. Same seed and
 * same logits give the same tokens.
 */
import type { Sampling } from "#shared/language-model";

export class Sampler {
  readonly #sampling: Sampling;
  #state: number;
  /** [V], kept from draw to draw. */
  #weights = new Float64Array(0);

  constructor(sampling: Sampling) {
    this.#sampling = sampling;
    this.#state = sampling.seed >>> 0;
  }

  /**
   * @param answered tokens that the answer has so far: the words of a question must not be penalised in its answer.
   * `logits` [V] is changed in place.
   */
  next(logits: Float32Array, answered: ReadonlySet<number>): number {
    const { temperature, repetitionPenalty } = this.#sampling;
    if (repetitionPenalty !== 1) penalise(logits, answered, repetitionPenalty);
    if (temperature <= 0) return indexOfMax(logits);
    return this.#draw(this.#candidates(logits, temperature));
  }

  /** Tokens that survive min-p and top-p, most likely first, with their unnormalised probabilities. */
  #candidates(logits: Float32Array, temperature: number): Candidate[] {
    const { topP, minP } = this.#sampling;
    const largest = logits[indexOfMax(logits)] as number;
    if (this.#weights.length !== logits.length) this.#weights = new Float64Array(logits.length);
    const weights = this.#weights;
    let sum = 0;
    for (let token = 0; token < logits.length; token++) {
      sum += weights[token] = Math.exp(((logits[token] as number) - largest) / temperature);
    }
    // All tokens below this bound together have less than 1 - topP of the mass, so the cut lies above them: a handful is
    // sorted instead of the whole vocabulary.
    const bound = Math.max(minP, ((1 - topP) * sum) / logits.length);
    const kept: Candidate[] = [];
    for (let token = 0; token < weights.length; token++) {
      const weight = weights[token] as number;
      if (weight >= bound && weight > 0) kept.push({ token, weight });
    }
    kept.sort((a, b) => b.weight - a.weight);
    if (topP >= 1) return kept;
    let mass = 0;
    const cut = kept.findIndex(({ weight }) => (mass += weight) >= topP * sum);
    return cut < 0 ? kept : kept.slice(0, cut + 1);
  }

  #draw(candidates: readonly Candidate[]): number {
    const sum = candidates.reduce((total, { weight }) => total + weight, 0);
    let rest = this.#random() * sum;
    for (const { token, weight } of candidates) {
      rest -= weight;
      if (rest <= 0) return token;
    }
    return candidates[candidates.length - 1]?.token ?? 0;
  }

  /** mulberry32: 32 bits of state, uniform in [0, 1). */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

interface Candidate {
  readonly token: number;
  readonly weight: number;
}

/** CTRL's penalty (Keskar et al. 2019): once for each token, positive logits divided, negative ones multiplied. */
function penalise(logits: Float32Array, seen: ReadonlySet<number>, penalty: number): void {
  for (const token of seen) {
    const logit = logits[token];
    if (logit !== undefined) logits[token] = logit > 0 ? logit / penalty : logit * penalty;
  }
}

function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if ((values[index] as number) > (values[best] as number)) best = index;
  }
  return best;
}
