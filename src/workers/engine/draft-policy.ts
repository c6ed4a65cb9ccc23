/**
 * @file How many tokens to speculate: as many as pay, by what a pass of so many rows costs on this device and by how
 * often drafts like this one were right. Whatever the estimates say, drafts that turn out wrong cost at most a fixed
 * share of the time (`BANK_INCOME`), so free text is not slowed down by more than that.
 *
 * [Note: Costs in steps] One step is the time of a pass with one row, measured here. A pass that confirms k tokens of its
 * draft gains k steps and loses what it took beyond one.
 */

const MAX_DRAFT = 15;
/** Eight rows cost about twice one row on the CPU (spec onnxruntime-web 6); measured values replace it. */
const FIRST_SLOPE = 1 / 7;
/** Passes of one row that are measured before the first draft. */
const MEASURED_STEPS = 2;
/** The last passes of one row, whose median is a step: one that was disturbed does not count. */
const STEP_WINDOW = 9;
const SMOOTHING = 0.3;

/** What passes cost; one for each loaded model, as it is a matter of the device. */
export class PassCosts {
  readonly #steps: number[] = [];
  /** Measured cost in steps by number of rows. */
  readonly #measured = new Map<number, number>();
  #slope = FIRST_SLOPE;

  /** Time of a pass of one row; null until it is known. */
  get stepMs(): number | null {
    if (this.#steps.length < MEASURED_STEPS) return null;
    const sorted = [...this.#steps].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] as number;
  }

  /** Expected cost in steps. */
  of(rows: number): number {
    return this.#measured.get(rows) ?? 1 + this.#slope * (rows - 1);
  }

  /** @returns the cost in steps that counts: a disturbed pass is charged twice the usual. */
  record(rows: number, ms: number): number {
    if (rows === 1) {
      this.#steps.push(ms);
      if (this.#steps.length > STEP_WINDOW) this.#steps.shift();
      return 1;
    }
    const { stepMs } = this;
    const expected = this.of(rows);
    if (stepMs === null || stepMs <= 0) return expected;
    const cost = Math.min(ms / stepMs, 2 * expected);
    this.#measured.set(rows, expected + SMOOTHING * (cost - expected));
    this.#slope += SMOOTHING * (Math.max(0, (cost - 1) / (rows - 1)) - this.#slope);
    return cost;
  }
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
    const cost = this.#costs.record(1 + drafted, ms);
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
