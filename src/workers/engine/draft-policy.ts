/**
 * @file How many tokens to speculate: as many as pay, by what a pass of so many rows costs on this device and by how
 * often drafts like this one were right. Whatever the estimates say, drafts that turn out wrong cost at most a fixed
 * share of the time (`BANK_INCOME`), so free text is not slowed down by more than that.
 *
 * [Note: Costs in steps] One step is the time of a pass with one row, measured here. A pass that confirms k tokens of its
 * draft gains k steps and loses what it took beyond one.
 */

const MAX_DRAFT = 15;
/** Eight rows cost about twice one row on the CPU (spec onnxruntime-web 8); measured values replace it. */
const FIRST_SLOPE = 1 / 7;
/** Passes of one row that are measured before the first draft. */
const MEASURED_STEPS = 2;
/** Weight of the newest measurement. A disturbed pass counts as twice the usual at most, of one row and of many alike. */
const SMOOTHING = 0.2;

/** What passes cost; one for each loaded model, as it is a matter of the device. */
export class PassCosts {
  #stepMs = 0;
  #steps = 0;
  /** Measured cost in steps by number of rows, and how often it was measured. */
  readonly #measured = new Map<number, { cost: number; times: number }>();
  #slope = FIRST_SLOPE;

  /** Time of a pass of one row; null until it is known. */
  get stepMs(): number | null {
    return this.#steps < MEASURED_STEPS ? null : this.#stepMs;
  }

  /** Expected cost in steps. */
  of(rows: number): number {
    return this.#measured.get(rows)?.cost ?? 1 + this.#slope * (rows - 1);
  }

  record(rows: number, ms: number): void {
    if (rows === 1) this.#recordStep(ms);
    else if (this.stepMs !== null && this.stepMs > 0) this.#recordRows(rows, ms / this.stepMs);
  }

  /** The first passes may do what is done once: the quickest of them is the first guess. */
  #recordStep(ms: number): void {
    if (this.#steps++ === 0) this.#stepMs = ms;
    else if (this.#steps <= MEASURED_STEPS) this.#stepMs = Math.min(this.#stepMs, ms);
    else this.#stepMs = smoothed(this.#stepMs, ms, SMOOTHING);
  }

  /** The first measurement counts as much as the guess it replaces. */
  #recordRows(rows: number, measured: number): void {
    const times = (this.#measured.get(rows)?.times ?? 0) + 1;
    const weight = Math.max(SMOOTHING, 1 / (times + 1));
    const cost = smoothed(this.of(rows), measured, weight);
    this.#measured.set(rows, { cost, times });
    this.#slope += weight * (Math.max(0, (cost - 1) / (rows - 1)) - this.#slope);
  }
}

function smoothed(usual: number, measured: number, weight: number): number {
  return usual + weight * (Math.min(measured, 2 * usual) - usual);
}

/** Lengths of a match from which a class of drafts begins, and the first guess at how often its tokens are right. */
const CLASSES = [
  { from: 2, guess: 0.4 },
  { from: 3, guess: 0.55 },
  { from: 4, guess: 0.7 },
  { from: 6, guess: 0.8 },
  { from: 9, guess: 0.9 },
] as const;
/** Tokens that a first guess counts for. */
const GUESS_WEIGHT = 3;
/** What was seen long ago counts less: an answer may turn from quoting to own words and back. */
const FADING = 0.9;
/** A draft must promise this much more than none. */
const WORTH_IT = 1.05;
/** Steps that may be lost: at the start, at most saved up, and earned with each token. */
const BANK_START = 0.5;
const BANK_MAX = 4;
const BANK_INCOME = 0.02;

export interface DraftedPass {
  /** What lookup proposed, drafted or not: guesses that were not tried cost nothing and teach as much. */
  readonly guess: { readonly matchLength: number; readonly right: boolean } | null;
  readonly drafted: number;
  /** How many of the draft's first tokens were right. */
  readonly confirmed: number;
  readonly ms: number;
}

/** Decides for one answer. */
export class DraftPolicy {
  readonly #costs: PassCosts;
  readonly #seen = CLASSES.map(({ guess }) => ({ right: guess * GUESS_WEIGHT, all: GUESS_WEIGHT }));
  #bank = BANK_START;

  constructor(costs: PassCosts) {
    this.#costs = costs;
  }

  /** @returns how many tokens to draft after a match of so many, at most `limit`; 0 = none. */
  draftLength(matchLength: number, limit: number): number {
    if (this.#costs.stepMs === null) return 0;
    const { right, all } = this.#class(matchLength);
    const likely = right / all;
    let [best, bestSpeed] = [0, WORTH_IT];
    let [expected, chance] = [1, 1];
    for (let length = 1; length <= Math.min(MAX_DRAFT, limit); length++) {
      chance *= likely;
      expected += chance;
      const cost = this.#costs.of(length + 1);
      if (cost - 1 > this.#bank) break;
      if (expected / cost > bestSpeed) [best, bestSpeed] = [length, expected / cost];
    }
    return best;
  }

  /** After a pass over one token and its draft. */
  record({ guess, drafted, confirmed, ms }: DraftedPass): void {
    this.#costs.record(1 + drafted, ms);
    const cost = drafted === 0 ? 1 : this.#costs.of(1 + drafted);
    this.#bank = Math.min(BANK_MAX, this.#bank + confirmed - (cost - 1) + BANK_INCOME * (1 + confirmed));
    if (!guess) return;
    const seen = this.#class(guess.matchLength);
    const right = drafted > 0 ? confirmed : Number(guess.right);
    const wrong = drafted > 0 ? Number(confirmed < drafted) : Number(!guess.right);
    seen.right = FADING * seen.right + right;
    seen.all = FADING * seen.all + right + wrong;
  }

  #class(matchLength: number): { right: number; all: number } {
    const index = CLASSES.findLastIndex(({ from }) => matchLength >= from);
    return this.#seen[Math.max(0, index)] as { right: number; all: number };
  }
}
