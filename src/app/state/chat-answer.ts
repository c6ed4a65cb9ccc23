/**
 * @file One answer while it is written: shown as it grows unless the safety check keeps it back, stored at most once a
 * second.
 */
import type { StoreApi } from "zustand/vanilla";
import { LoopGuard } from "#agent/prompts/repetition";
import { isAbort } from "#shared/errors";
import type { GeneratePart, GenerateRequest, LanguageModel } from "#shared/language-model";
import { saveTurn, type Turn, type TurnGuard } from "#storage/conversations";
import type { Settings } from "#storage/settings";
import { samplingFor, toPrompt } from "./chat-prompt.ts";
import { endOf } from "./chat-turns.ts";
import { originalsOf, quotesOf } from "./chats-pictures.ts";
import type { ChatShield, Written } from "./chats-shield.ts";
import type { AnswerCheck, ChatsState } from "./chats-state.ts";
import { toFailure } from "./engine-status.ts";

const SAVE_INTERVAL_MS = 1000;
/** What an answer is while it is written, or was when that ended early. */
const NOT_CHECKED_YET: TurnGuard = { side: "output", outcome: "unchecked", categories: [] };

export interface AnswerParts {
  /** Whether the loaded model sees pictures. */
  readonly seesPictures: () => boolean;
  readonly settings: () => Settings;
  /** The safety check; null = off, as without it. */
  readonly shield?: () => ChatShield | null;
  readonly nowMs: () => number;
  readonly newSeed: () => number;
}

export interface AnswerWork {
  readonly model: LanguageModel;
  /** All turns up to the question. */
  readonly context: readonly Turn[];
  /** The turn that is stored already and empty. */
  readonly turn: Turn;
  readonly signal: AbortSignal;
  /** The safety check of the question is left out. */
  readonly askAnyway: boolean;
}

export class ChatAnswer {
  readonly #store: StoreApi<ChatsState>;
  readonly #parts: AnswerParts;
  readonly #work: AnswerWork;
  readonly #shield: ChatShield | null;
  #savedAtMs: number;
  /** The answer so far, also while the safety check keeps it from being shown. */
  #grown = "";

  constructor(store: StoreApi<ChatsState>, parts: AnswerParts, work: AnswerWork) {
    this.#store = store;
    this.#parts = parts;
    this.#work = work;
    this.#shield = parts.shield?.() ?? null;
    this.#savedAtMs = parts.nowMs();
  }

  /** The turn as it ended, not stored yet. Never rejects: what went wrong is part of the turn. */
  async write(): Promise<Turn> {
    const { turn, context, signal, askAnyway } = this.#work;
    const question = context.at(-1)?.text ?? "";
    const onCheck = (check: AnswerCheck | null): void => this.#showCheck(check);
    const write = (): Promise<Written> => this.#generate();
    try {
      const written = await (this.#shield?.answer({ question, askAnyway, signal, onCheck, write }) ??
        write());
      return { ...turn, state: "done", ...written };
    } catch (error) {
      return { ...this.#soFar(), ...endOf(error) };
    }
  }

  /** Stores the turn of a conversation that still exists. */
  async save(turn: Turn): Promise<void> {
    try {
      await saveTurn(turn);
    } catch (error) {
      this.#store.setState({ unsaved: toFailure(error) });
    }
  }

  async #generate(): Promise<Written> {
    const { model } = this.#work;
    const loops = new LoopGuard(this.#work.signal);
    const onPart = (part: GeneratePart): void => {
      this.#grow(part);
      loops.see(part);
    };
    const { signal } = loops;
    try {
      const { text, ...stats } = await model.generate(await this.#request(), { signal, onPart });
      return { text, stats };
    } catch (error) {
      if (!loops.looped || this.#work.signal.aborted || !isAbort(error)) throw error;
      return { text: this.#grown, state: "looped" };
    }
  }

  async #request(): Promise<GenerateRequest> {
    const { context, model } = this.#work;
    const settings = this.#parts.settings();
    const sees = this.#parts.seesPictures();
    const originals = sees ? await originalsOf(context) : null;
    const mayQuote = !sees || context.some(({ job }) => job !== undefined);
    const quotes = mayQuote ? await quotesOf(context, { sees, tier: model.tier }) : undefined;
    const messages = toPrompt(settings.systemPrompt, context, originals, quotes);
    const sampling = samplingFor(messages, settings, this.#parts.newSeed());
    return { messages, sampling, maxTokens: settings.maxTokens, stop: [] };
  }

  get #held(): boolean {
    return this.#shield?.output === true;
  }

  /** The turn as it may be kept now: text that was not checked yet says so. */
  #soFar(): Turn {
    const unchecked = this.#held && this.#grown !== "";
    return { ...this.#work.turn, text: this.#grown, ...(unchecked && { guard: NOT_CHECKED_YET }) };
  }

  #showCheck(check: AnswerCheck | null): void {
    const { answering } = this.#store.getState();
    if (answering?.turnId !== this.#work.turn.id) return;
    const { check: _before, ...rest } = answering;
    this.#store.setState({ answering: check === null ? rest : { ...rest, check } });
  }

  #grow(part: GeneratePart): void {
    const { answering } = this.#store.getState();
    if (answering?.turnId !== this.#work.turn.id) return;
    if (part.type !== "text-delta")
      return this.#store.setState({ answering: { ...answering, progress: part } });
    this.#grown += part.text;
    if (!this.#held) this.#store.setState({ answering: { ...answering, text: this.#grown } });
    const nowMs = this.#parts.nowMs();
    if (nowMs - this.#savedAtMs < SAVE_INTERVAL_MS) return;
    this.#savedAtMs = nowMs;
    void this.save(this.#soFar());
  }
}
