/**
 * @file Conversations: what is open, what is being answered, what is stored. The database is the truth; a turn is
 * stored before the model sees it.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { AppError } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import {
  deleteConversation,
  listConversations,
  readConversation,
  restoreConversation,
  saveConversation,
  saveTurns,
  type Conversation,
  type SaveTurnsOptions,
  type DeletedConversation,
  type Turn,
} from "#storage/conversations";
import type { AttachedPicture } from "#storage/pictures";
import type { AnswerParts, ChatAnswer } from "./chat-answer.ts";
import { afterReload, lastIdOf, lastQuestion, newConversation, nextPosition } from "./chat-turns.ts";
import { attachedOf, withPictures } from "./chats-pictures.ts";
import type { ChatChange, ChatsState, OpenConversation } from "./chats-state.ts";
import { toFailure } from "./engine-status.ts";

export interface ChatsParts extends AnswerParts {
  readonly model: () => LanguageModel | null;
  readonly modelId: () => string;
  readonly newId: () => string;
  /** Tells the other tabs, whose controllers get it as `heard`. */
  readonly announce: (change: ChatChange) => void;
}

/** What is to be answered; `dropAfter` replaces what followed the question. */
interface Asked extends SaveTurnsOptions {
  readonly conversation: Conversation;
  /** All turns up to the question. */
  readonly context: readonly Turn[];
  /** Those that are not stored yet. */
  readonly changed: readonly Turn[];
  readonly lastKnown: string | null;
  /** The safety check of the question is left out. */
  readonly askAnyway?: boolean;
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
  /** The turn that another tab is writing. */
  #writtenElsewhere: string | null = null;

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
   * Adds a question, and the pictures it is about, to the open conversation (or starts one) and begins the answer. Resolves with the conversation's
   * id once the question is stored, or with null when an answer is under way: a second click is not a second question.
   * @throws AppError `engine-not-loaded`, of the storage
   */
  async send(text: string, attached: readonly AttachedPicture[] = []): Promise<string | null> {
    const { open } = this.store.getState();
    let known = open.phase === "ready" ? open : null;
    for (;;) {
      if (this.#stop) return null;
      const id = known?.conversation.id ?? this.#parts.newId();
      const turns = known?.turns ?? [];
      const question = withPictures(this.#newTurn("user", id, nextPosition(turns), text), attached);
      const conversation = known?.conversation ?? newConversation(question);
      const context = [...turns, question];
      const pictures = attached.map(({ picture, bytes }) => ({ conversationId: id, id: picture.id, bytes }));
      const asked = { conversation, context, changed: [question], lastKnown: lastIdOf(turns), pictures };
      if (await this.#ask(asked)) return id;
      // Another tab has added to the conversation: ask after that. It has deleted it: begin a new one.
      const now = await this.#read(id);
      if (now.phase === "failed") throw new AppError(now.error.code, "not readable", now.error.details);
      known = now.phase === "ready" ? now : null;
    }
  }

  /**
   * Answers the last question again in place of its answer. Only shows what is stored when another tab has changed the
   * conversation: an answer that was not seen is not replaced. Does nothing while an answer is under way.
   * @param askAnyway although the safety check holds the question back
   * @throws as `send`
   */
  async regenerate({ askAnyway = false } = {}): Promise<void> {
    const last = lastQuestion(this.store.getState().open);
    if (!last || this.#stop) return;
    const { conversation, turns, question, lastKnown } = last;
    const context = [...turns, question];
    const dropAfter = question.position;
    if (!(await this.#ask({ conversation, context, changed: [], lastKnown, dropAfter, askAnyway })))
      await this.#reload(conversation.id);
  }

  /**
   * Replaces the last question and answers it. When another tab has changed the conversation, nothing is replaced and
   * the text becomes a question of its own. Does nothing while an answer is under way. @throws as `send`
   */
  async editLast(text: string): Promise<void> {
    const last = lastQuestion(this.store.getState().open);
    if (!last || this.#stop) return;
    const { conversation, turns, lastKnown } = last;
    const question: Turn = { ...last.question, text };
    const context = [...turns, question];
    const dropAfter = question.position;
    if (!(await this.#ask({ conversation, context, changed: [question], lastKnown, dropAfter })))
      await this.send(text, await attachedOf(question));
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
    this.#announce(changed.id);
  }

  /** Removes a conversation; give the result to `restore` to undo. @throws AppError of the storage */
  async remove(id: string): Promise<DeletedConversation | null> {
    const { answering, open } = this.store.getState();
    if (answering?.conversationId === id) this.stop();
    const deleted = await deleteConversation(id);
    this.#announce(id);
    if (open.phase !== "none" && open.id === id) this.store.setState({ open: { phase: "none" } });
    await this.loadList();
    return deleted;
  }

  /** @throws AppError of the storage */
  async restore(deleted: DeletedConversation): Promise<void> {
    await restoreConversation(deleted);
    this.#announce(deleted.conversation.id);
    await this.loadList();
  }

  /** Another tab has changed a conversation. */
  async heard({ conversationId, writing }: ChatChange): Promise<void> {
    this.#writtenElsewhere = writing;
    await Promise.all([this.loadList(), this.#reload(conversationId)]);
  }

  /** Begins an answer. False = nothing was stored, because another tab has changed the conversation. */
  async #ask({ conversation, context, changed, askAnyway = false, ...expected }: Asked): Promise<boolean> {
    const model = this.#parts.model();
    if (!model) throw new AppError("engine-not-loaded", "no model is loaded");
    if (this.#stop) throw new AppError("engine-busy", "an answer is under way");
    const stop = new AbortController();
    this.#stop = stop;
    // Whoever has the engine is the only one who writes.
    this.#writtenElsewhere = null;
    try {
      // With the code of prompts, which the first paint does without.
      const { ChatAnswer } = await import("./chat-answer.ts");
      const { id } = conversation;
      const turn: Turn = {
        ...this.#newTurn("assistant", id, nextPosition(context), ""),
        state: "streaming",
        modelId: this.#parts.modelId(),
      };
      const current: Conversation = { ...conversation, updatedAt: this.#parts.nowMs() };
      if ((await saveTurns(current, [...changed, turn], expected)) === "conflict") {
        this.#stop = null;
        return false;
      }
      this.store.setState({
        open: { phase: "ready", id, conversation: current, turns: [...context, turn] },
        answering: { conversationId: id, turnId: turn.id, text: "", progress: null },
        unsaved: null,
      });
      this.#showConversation(current);
      this.#announce(id, turn.id);
      const work = { model, context, turn, signal: stop.signal, askAnyway };
      void this.#finish(new ChatAnswer(this.store, this.#parts, work));
      return true;
    } catch (error) {
      this.#stop = null;
      throw error;
    }
  }

  async #finish(answer: ChatAnswer): Promise<void> {
    const ended = await answer.write();
    this.#stop = null;
    this.store.setState({ answering: null });
    this.#showTurn(ended);
    await answer.save(ended);
    this.#announce(ended.conversationId);
  }

  async #read(id: string): Promise<OpenConversation> {
    try {
      const found = await readConversation(id);
      if (!found) return { phase: "missing", id };
      const writing = [this.store.getState().answering?.turnId, this.#writtenElsewhere];
      const turns = found.turns.map((turn) => afterReload(turn, writing));
      return { phase: "ready", id, conversation: found.conversation, turns };
    } catch (error) {
      return { phase: "failed", id, error: toFailure(error) };
    }
  }

  /** Shows what is stored, if that conversation is the open one. */
  async #reload(id: string): Promise<void> {
    const { open } = this.store.getState();
    if (open.phase === "none" || open.phase === "loading" || open.id !== id) return;
    const next = await this.#read(id);
    const { open: now, answering } = this.store.getState();
    // Changed by this tab while it was read: what was read may be older.
    if (now !== open) return this.#reload(id);
    if (next.phase === "missing" && answering?.conversationId === id) this.stop();
    this.store.setState({ open: next });
  }

  #announce(conversationId: string, writing: string | null = null): void {
    this.#parts.announce({ conversationId, writing });
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
