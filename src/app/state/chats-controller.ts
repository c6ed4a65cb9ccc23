/**
 * @file Conversations: what is open, what is being answered, what is stored. The database is the truth; a turn is
 * stored before the model sees it, a growing answer at most once a second.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { AppError, errorCode, isAbort } from "#shared/errors";
import type { GeneratePart, GenerateRequest, LanguageModel } from "#shared/language-model";
import {
  deleteConversation,
  listConversations,
  readConversation,
  restoreConversation,
  saveConversation,
  saveTurn,
  saveTurns,
  type Conversation,
  type WholeConversation,
  type Turn,
} from "#storage/conversations";
import type { Settings } from "#storage/settings";
import { titleOf, toPrompt } from "./chat-prompt.ts";
import type { Answering, ChatsState, OpenConversation } from "./chats-state.ts";
import { toFailure, type Failure } from "./engine-status.ts";

const SAVE_INTERVAL_MS = 1000;

export interface ChatsParts {
  readonly model: () => LanguageModel | null;
  readonly modelId: () => string;
  readonly settings: () => Settings;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly newSeed: () => number;
}

export class ChatsController {
  readonly store: StoreApi<ChatsState> = createStore<ChatsState>(() => ({
    list: { phase: "loading" },
    open: { phase: "none" },
    answering: null,
    unsaved: null,
  }));
  readonly #parts: ChatsParts;
  #stop: AbortController | null = null;
  #savedAtMs = 0;

  constructor(parts: ChatsParts) {
    this.#parts = parts;
  }

  async loadList(): Promise<void> {
    try {
      this.store.setState({ list: { phase: "ready", conversations: await listConversations() } });
    } catch (error) {
      this.store.setState({ list: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Shows a conversation; null shows the empty one. Does nothing when it is open already. */
  async open(id: string | null): Promise<void> {
    const { open } = this.store.getState();
    if (id === null) return this.store.setState({ open: { phase: "none" } });
    if ((open.phase === "ready" || open.phase === "loading") && open.id === id) return;
    this.store.setState({ open: { phase: "loading", id } });
    const next = await this.#read(id);
    const now = this.store.getState().open;
    if (now.phase === "loading" && now.id === id) this.store.setState({ open: next });
  }

  /**
   * Adds a question to the open conversation (or starts one) and begins the answer. Resolves with the conversation's
   * id once the question is stored. @throws AppError `engine-busy`, `engine-not-loaded`, of the storage
   */
  send(text: string): Promise<string> {
    const { open } = this.store.getState();
    if (open.phase === "ready") {
      const { conversation, turns } = open;
      const question = this.#newTurn("user", conversation.id, nextPosition(turns), text);
      return this.#ask(conversation, [...turns, question], [question]);
    }
    const question = this.#newTurn("user", this.#parts.newId(), 0, text);
    return this.#ask(newConversation(question), [question], [question]);
  }

  /** Answers the last question again in place of its answer. @throws as `send` */
  async regenerate(): Promise<void> {
    const kept = this.#toLastQuestion();
    if (kept) await this.#ask(kept.conversation, kept.turns, []);
  }

  /** Replaces the last question and answers it. @throws as `send` */
  async editLast(text: string): Promise<void> {
    const kept = this.#toLastQuestion();
    const last = kept?.turns.at(-1);
    if (!kept || !last) return;
    const question: Turn = { ...last, text };
    await this.#ask(kept.conversation, [...kept.turns.slice(0, -1), question], [question]);
  }

  /** Ends the running answer; its text so far is kept. */
  stop(): void {
    this.#stop?.abort();
  }

  /** @throws AppError of the storage */
  async rename(conversation: Conversation, title: string): Promise<void> {
    const changed: Conversation = { ...conversation, title: title.trim() || "Untitled chat" };
    await saveConversation(changed);
    this.#showConversation(changed);
  }

  /** Removes a conversation; give the result to `restore` to undo. @throws AppError of the storage */
  async remove(id: string): Promise<WholeConversation | null> {
    const { answering, open } = this.store.getState();
    if (answering?.conversationId === id) this.stop();
    const deleted = await deleteConversation(id);
    if (open.phase !== "none" && open.id === id) this.store.setState({ open: { phase: "none" } });
    await this.loadList();
    return deleted;
  }

  /** @throws AppError of the storage */
  async restore(deleted: WholeConversation): Promise<void> {
    await restoreConversation(deleted);
    await this.loadList();
  }

  async #ask(
    conversation: Conversation,
    context: readonly Turn[],
    changed: readonly Turn[],
  ): Promise<string> {
    const model = this.#parts.model();
    if (!model) throw new AppError("engine-not-loaded", "no model is loaded");
    if (this.#stop) throw new AppError("engine-busy", "an answer is under way");
    const stop = new AbortController();
    this.#stop = stop;
    try {
      const { id } = conversation;
      const answer: Turn = {
        ...this.#newTurn("assistant", id, nextPosition(context), ""),
        state: "streaming",
        modelId: this.#parts.modelId(),
      };
      const current: Conversation = { ...conversation, updatedAt: this.#parts.nowMs() };
      await saveTurns(current, [...changed, answer], nextPosition(context) - 1);
      this.store.setState({
        open: { phase: "ready", id, conversation: current, turns: [...context, answer] },
        answering: { conversationId: id, turnId: answer.id, text: "", prefill: null },
        unsaved: null,
      });
      this.#showConversation(current);
      void this.#answer(model, context, answer, stop);
      return id;
    } catch (error) {
      this.#stop = null;
      throw error;
    }
  }

  /** Never rejects: what went wrong is part of the turn. */
  async #answer(
    model: LanguageModel,
    context: readonly Turn[],
    answer: Turn,
    stop: AbortController,
  ): Promise<void> {
    this.#savedAtMs = this.#parts.nowMs();
    let ended: Turn;
    try {
      const onPart = (part: GeneratePart): void => this.#grow(answer, part);
      const { text, ...stats } = await model.generate(this.#request(context), {
        signal: stop.signal,
        onPart,
      });
      ended = { ...answer, text, stats, state: "done" };
    } catch (error) {
      ended = { ...answer, text: this.store.getState().answering?.text ?? "", ...endOf(error) };
    }
    this.#stop = null;
    this.store.setState({ answering: null });
    this.#showTurn(ended);
    await this.#save(ended);
  }

  #request(context: readonly Turn[]): GenerateRequest {
    const { systemPrompt, temperature, topP, maxTokens } = this.#parts.settings();
    const seed = this.#parts.newSeed();
    return {
      messages: toPrompt(systemPrompt, context),
      // A small model repeats itself without a penalty.
      sampling: { temperature, topP, minP: 0, repetitionPenalty: 1.1, seed },
      maxTokens,
      stop: [],
    };
  }

  #grow(answer: Turn, part: GeneratePart): void {
    const { answering } = this.store.getState();
    if (answering?.turnId !== answer.id) return;
    if (part.type === "prefill-progress") {
      const { doneTokens, totalTokens } = part;
      return this.store.setState({ answering: { ...answering, prefill: { doneTokens, totalTokens } } });
    }
    const text = answering.text + part.text;
    this.store.setState({ answering: { ...answering, text } });
    const nowMs = this.#parts.nowMs();
    if (nowMs - this.#savedAtMs < SAVE_INTERVAL_MS) return;
    this.#savedAtMs = nowMs;
    void this.#save({ ...answer, text });
  }

  /** Stores a turn of a conversation that still exists. */
  async #save(turn: Turn): Promise<void> {
    try {
      await saveTurn(turn);
    } catch (error) {
      this.store.setState({ unsaved: toFailure(error) });
    }
  }

  async #read(id: string): Promise<OpenConversation> {
    try {
      const found = await readConversation(id);
      if (!found) return { phase: "missing", id };
      const { answering } = this.store.getState();
      const turns = found.turns.map((turn) => afterReload(turn, answering));
      return { phase: "ready", id, conversation: found.conversation, turns };
    } catch (error) {
      return { phase: "failed", id, error: toFailure(error) };
    }
  }

  #toLastQuestion(): WholeConversation | null {
    const { open } = this.store.getState();
    if (open.phase !== "ready") return null;
    const at = open.turns.findLastIndex((turn) => turn.role === "user");
    return at < 0 ? null : { conversation: open.conversation, turns: open.turns.slice(0, at + 1) };
  }

  #showTurn(turn: Turn): void {
    const { open } = this.store.getState();
    if (open.phase !== "ready" || open.id !== turn.conversationId) return;
    const turns = open.turns.map((one) => (one.id === turn.id ? turn : one));
    this.store.setState({ open: { ...open, turns } });
  }

  #showConversation(changed: Conversation): void {
    const { list, open } = this.store.getState();
    const others = list.phase === "ready" ? list.conversations.filter(({ id }) => id !== changed.id) : [];
    const conversations = [changed, ...others].sort((a, b) => b.updatedAt - a.updatedAt);
    this.store.setState({ list: { phase: "ready", conversations } });
    if (open.phase === "ready" && open.id === changed.id) {
      this.store.setState({ open: { ...open, conversation: changed } });
    }
  }

  #newTurn(role: Turn["role"], conversationId: string, position: number, text: string): Turn {
    const { newId, nowMs } = this.#parts;
    return { id: newId(), conversationId, position, role, text, state: "done", createdAt: nowMs() };
  }
}

function newConversation({ conversationId: id, createdAt, text }: Turn): Conversation {
  return { id, title: titleOf(text), createdAt, updatedAt: createdAt };
}

function nextPosition(turns: readonly Turn[]): number {
  return (turns.at(-1)?.position ?? -1) + 1;
}

/** How an answer that threw is kept. */
function endOf(error: unknown): Pick<Turn, "state"> & { readonly error?: Failure } {
  if (isAbort(error)) return { state: "stopped" };
  const cutOff = errorCode(error) === "other-tab-active" || errorCode(error) === "worker-crashed";
  return { state: cutOff ? "interrupted" : "failed", error: toFailure(error) };
}

/** A stored answer that nobody is writing any more was cut off by a crash or a reload. */
function afterReload(turn: Turn, answering: Answering | null): Turn {
  return turn.state === "streaming" && turn.id !== answering?.turnId
    ? { ...turn, state: "interrupted" }
    : turn;
}
