/**
 * @file A new version takes over in all tabs together (spec reliability 6, rule 2). The tab in which it was accepted asks the
 * others to put away their work; when all have, or the slowest had its time, the new service worker starts and every tab
 * reloads. A tab that is storing an import asks to wait.
 */

export type UpdateMessage =
  | { readonly type: "update-prepare"; readonly round: string }
  | { readonly type: "update-present"; readonly round: string; readonly tab: string }
  | { readonly type: "update-ready"; readonly round: string; readonly tab: string }
  | { readonly type: "update-busy"; readonly round: string; readonly tab: string };

/** `busy`: a tab asked to wait. */
export type UpdateOutcome = "started" | "busy";

export interface AppUpdateParts {
  /** To all other tabs. */
  readonly send: (message: UpdateMessage) => void;
  /** Puts this tab's work away: drafts stored, the model stopped. False = not now. */
  readonly prepare: () => Promise<boolean>;
  /** Tells the waiting service worker to take over. */
  readonly takeOver: () => void;
  readonly newId: () => string;
  /** A tab that has not said by then that it is there is frozen or closed. */
  readonly presenceMs?: number;
  /** A tab that is not ready by then is not waited for. */
  readonly deadlineMs?: number;
}

export class AppUpdate {
  readonly #parts: Required<AppUpdateParts>;
  readonly #tab: string;
  #round: Round | null = null;

  constructor(parts: AppUpdateParts) {
    this.#parts = { presenceMs: 300, deadlineMs: 5000, ...parts };
    this.#tab = this.#parts.newId();
  }

  /** The person accepted the new version in this tab. */
  async accept(): Promise<UpdateOutcome> {
    const round = new Round(this.#parts.newId());
    this.#round = round;
    this.#parts.send({ type: "update-prepare", round: round.id });
    const mine = this.#parts.prepare();
    await sleep(this.#parts.presenceMs);
    const others = Promise.race([round.settled(), sleep(this.#parts.deadlineMs)]);
    const [free] = await Promise.all([mine, others]);
    this.#round = null;
    if (!free || round.isBusy) return "busy";
    this.#parts.takeOver();
    return "started";
  }

  /** What another tab sent. */
  async heard(message: UpdateMessage): Promise<void> {
    if (message.type !== "update-prepare") return this.#round?.heard(message);
    const { round } = message;
    const tab = this.#tab;
    this.#parts.send({ type: "update-present", round, tab });
    const free = await this.#parts.prepare().catch(() => true);
    this.#parts.send({ type: free ? "update-ready" : "update-busy", round, tab });
  }
}

/** The answers to one question. */
class Round {
  readonly id: string;
  isBusy = false;
  readonly #awaited = new Set<string>();
  #resolve: (() => void) | null = null;

  constructor(id: string) {
    this.id = id;
  }

  heard(message: Exclude<UpdateMessage, { type: "update-prepare" }>): void {
    if (message.round !== this.id) return;
    if (message.type === "update-present") this.#awaited.add(message.tab);
    else this.#awaited.delete(message.tab);
    if (message.type === "update-busy") this.isBusy = true;
    if (this.#awaited.size === 0) this.#resolve?.();
  }

  /** Resolves when every tab that is there has answered. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#awaited.size === 0) resolve();
    });
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
