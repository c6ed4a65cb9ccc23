/** @file This tab's turn with the engine, which one tab of this origin has at a time: taken, given back, waited for. */
import { AppError } from "#shared/errors";
import type { EngineLock } from "./engine-lock.ts";

/** Whether the page of this tab is seen. */
export interface PageSight {
  readonly isHidden: () => boolean;
  /** Called whenever it is hidden. */
  readonly onHidden: (listener: () => void) => void;
}

export class EngineTurn {
  readonly #lock: EngineLock;
  /** Calls off the wait for the tab that holds the engine. */
  #waiting: AbortController | null = null;
  readonly #page: PageSight;
  /** Held for nothing but another try. */
  #spare = false;

  constructor(lock: EngineLock, page: PageSight) {
    this.#lock = lock;
    this.#page = page;
    page.onHidden(() => {
      if (this.#spare) this.giveBack();
    });
  }

  get held(): boolean {
    return this.#lock.held;
  }

  /** @throws AppError `other-tab-active`, with what was to be done. */
  async take(doing: "download" | "load"): Promise<void> {
    if (await this.#lock.acquire()) return;
    throw new AppError("other-tab-active", "another tab holds the engine", { doing });
  }

  /** From the tab that has it, which is asked first. */
  async takeOver(): Promise<void> {
    this.callOff();
    await this.#lock.takeOver();
  }

  /** Until the tab that has it closes. False where the wait was called off, or another began. */
  async wait(): Promise<boolean> {
    this.callOff();
    const waiting = new AbortController();
    this.#waiting = waiting;
    try {
      await this.#lock.whenFree(waiting.signal);
    } catch {
      return false;
    }
    if (this.#waiting !== waiting) return false;
    this.#waiting = null;
    return true;
  }

  /** What it was held for has failed: whoever tries again finds it, and a tab in the background keeps no other waiting. */
  keepWhileSeen(): void {
    this.#spare = this.held;
    if (this.#spare && this.#page.isHidden()) this.giveBack();
  }

  /** No more waiting, nor a turn that may be given back by itself. */
  callOff(): void {
    this.#spare = false;
    this.#waiting?.abort();
    this.#waiting = null;
  }

  giveBack(): void {
    this.#spare = false;
    this.#lock.release();
  }
}
