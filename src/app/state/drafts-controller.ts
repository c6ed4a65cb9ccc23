/**
 * @file Calendar drafts: the stored list, the proposal being made and the one draft in the editor. Nothing leaves as a
 * file, and nothing is stored, before the click that asks for it.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isAbort } from "#shared/errors";
import type { AgentProgress } from "#agent/agent-options";
import type { EventProposal } from "#agent/events/propose-event";
import { emptyDraft, type EventDraft } from "#calendar/event-draft";
import type { IcsOptions } from "#calendar/ics-entry";
import { validateDraft, withChange, type DraftChange } from "#calendar/draft";
import type { Id } from "#messages/message";
import type { HandOver, IcsFile } from "#app/calendar/ics-file.ts";
import { hasUnsavedWork, mustChoose, type Choice, type DraftsState, type Editing } from "./drafts-state.ts";
import { toFailure } from "./engine-status.ts";
import { SharedReads } from "./shared-reads.ts";

export interface DraftsParts {
  readonly list: () => Promise<readonly EventDraft[]>;
  readonly save: (draft: EventDraft) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly write: (drafts: readonly EventDraft[], options: IcsOptions) => Promise<IcsFile>;
  readonly handOver: (file: IcsFile) => Promise<HandOver>;
  readonly now: () => string;
  readonly newId: () => string;
  readonly zone: () => string;
  /** Whether quotes are written unless the person says otherwise. */
  readonly includeQuotes: () => boolean;
}

export type Propose = (options: {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AgentProgress) => void;
}) => Promise<EventProposal>;

export class Drafts {
  readonly store: StoreApi<DraftsState> = createStore<DraftsState>(() => ({
    list: { phase: "loading" },
    editing: null,
    proposing: { phase: "idle" },
  }));
  readonly #parts: DraftsParts;
  readonly #reads = new SharedReads(() => this.#read());
  #proposing: AbortController | null = null;

  constructor(parts: DraftsParts) {
    this.#parts = parts;
  }

  /** Shows what is stored. */
  load(): Promise<void> {
    return this.#reads.load();
  }

  async #read(): Promise<void> {
    try {
      this.store.setState({ list: { phase: "ready", drafts: await this.#parts.list() } });
    } catch (error) {
      this.store.setState({ list: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Another tab has changed what is stored: it is shown here too, in the editor unless that would undo work. */
  async heard(): Promise<void> {
    await this.#reads.heard();
    const { list, editing } = this.store.getState();
    if (list.phase !== "ready" || !editing?.stored || editing.saving || hasUnsavedWork(editing)) return;
    const stored = list.drafts.find(({ id }) => id === editing.draft.id);
    this.store.setState({ editing: stored ? { ...editing, draft: stored, stored } : null });
  }

  /** Opens an empty draft in the editor. @param start a day, `YYYY-MM-DD`, or empty */
  create(kind: EventDraft["kind"] = "event", start = ""): void {
    const { now, newId, zone } = this.#parts;
    const draft = emptyDraft({ id: newId(), uid: newId(), zone: zone(), now: now() });
    this.#open({ ...draft, kind, start, end: start, allDay: kind === "task" });
  }

  /** Opens a stored draft in the editor. */
  edit(draft: EventDraft): void {
    this.#open(draft, { stored: draft });
  }

  /** Opens again what `close` returned. */
  reopen(editing: Editing): void {
    this.store.setState({ editing });
  }

  /** Makes a proposal and opens it. A newer proposal takes the place of one under way. */
  async propose(messageId: Id, make: Propose): Promise<void> {
    this.cancelProposal();
    const controller = new AbortController();
    this.#proposing = controller;
    const report = (progress: AgentProgress | null): void => {
      if (this.#proposing === controller)
        this.store.setState({ proposing: { phase: "running", messageId, progress } });
    };
    report(null);
    try {
      const { draft, question } = await make({ signal: controller.signal, onProgress: report });
      if (this.#proposing !== controller) return;
      this.store.setState({ proposing: { phase: "idle" } });
      this.#open(draft, { question });
    } catch (error) {
      if (this.#proposing === controller && !isAbort(error))
        this.store.setState({ proposing: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Stops a proposal under way and forgets one that failed. */
  cancelProposal(): void {
    this.#proposing?.abort();
    this.#proposing = null;
    this.store.setState({ proposing: { phase: "idle" } });
  }

  change(change: DraftChange): void {
    const { editing } = this.store.getState();
    if (!editing) return;
    const draft = withChange(editing.draft, change, this.#parts.now());
    // A date set by hand answers the question.
    const choice = change.start === undefined ? editing.choice : "own";
    this.store.setState({ editing: { ...editing, draft, choice } });
  }

  /** Takes one of the answers to the question. */
  choose(choice: Choice): void {
    const { editing } = this.store.getState();
    if (!editing) return;
    if (choice === "own") return this.store.setState({ editing: { ...editing, choice } });
    const answer = editing.question?.choices[choice];
    if (!answer) return;
    const { start, end, allDay, repeat } = answer;
    const draft = withChange(editing.draft, { start, end, allDay, repeat }, this.#parts.now());
    this.store.setState({ editing: { ...editing, draft, choice } });
  }

  includeQuotes(includeQuotes: boolean): void {
    const { editing } = this.store.getState();
    if (editing) this.store.setState({ editing: { ...editing, includeQuotes } });
  }

  /** Closes the editor. @returns what was in it when that would be lost, for Undo */
  close(): Editing | null {
    const { editing } = this.store.getState();
    this.store.setState({ editing: null });
    return editing && hasUnsavedWork(editing) ? editing : null;
  }

  /**
   * The person goes to another view: what was worked on is kept as a draft, the rest is closed.
   * @returns whether something was kept. @throws AppError of the storage, with the draft still open
   */
  async leave(): Promise<boolean> {
    const { editing } = this.store.getState();
    if (!editing || editing.saving) return false;
    if (hasUnsavedWork(editing)) {
      await this.keep();
      return true;
    }
    this.store.setState({ editing: null });
    return false;
  }

  /** Stores the draft as it is, complete or not, and closes the editor. @throws AppError of the storage */
  async keep(): Promise<void> {
    const { editing } = this.store.getState();
    if (!editing) return;
    await this.#parts.save(editing.draft);
    this.#closeIf(editing.draft.id);
    await this.load();
  }

  /**
   * Stores what is on screen and leaves it there: an export writes what is stored.
   * @returns the function that puts back what was stored and opens the changes again; null when there was nothing to keep
   * @throws AppError of the storage
   */
  async keepOnView(): Promise<(() => Promise<void>) | null> {
    const { editing } = this.store.getState();
    if (!editing || editing.saving || !hasUnsavedWork(editing)) return null;
    const { draft, stored } = editing;
    await this.#parts.save(draft);
    const { editing: now } = this.store.getState();
    if (now?.draft.id === draft.id) this.store.setState({ editing: { ...now, stored: draft } });
    await this.load();
    return async () => {
      await (stored ? this.#parts.save(stored) : this.#parts.remove(draft.id));
      this.reopen(editing);
      await this.load();
    };
  }

  /**
   * The only way to a file: checks the draft, writes and hands over the .ics, then stores the draft as approved.
   * @returns how the file left, or `problems` when fields have to be corrected first, or `waiting` for an answer
   * @throws AppError `calendar-check-failed` and those of the storage
   */
  async approve(): Promise<HandOver | "problems" | "waiting"> {
    const { editing } = this.store.getState();
    if (!editing || mustChoose(editing)) return "waiting";
    if (!validateDraft(editing.draft).ok) {
      this.store.setState({ editing: { ...editing, showProblems: true } });
      return "problems";
    }
    this.store.setState({ editing: { ...editing, saving: true } });
    try {
      return await this.#write(editing);
    } finally {
      const { editing: after } = this.store.getState();
      if (after) this.store.setState({ editing: { ...after, saving: false } });
    }
  }

  /** Deletes a draft. @returns the function that brings it back. @throws AppError of the storage */
  async delete(draft: EventDraft): Promise<() => Promise<void>> {
    await this.#parts.remove(draft.id);
    this.#closeIf(draft.id);
    await this.load();
    return async () => {
      await this.#parts.save(draft);
      await this.load();
    };
  }

  /**
   * One file of several drafts, each of which passes `validateDraft`; they are stored as approved.
   * @throws AppError `draft-invalid`, `calendar-check-failed` and those of the storage
   */
  async export(drafts: readonly EventDraft[], options: Omit<IcsOptions, "now">): Promise<HandOver> {
    const now = this.#parts.now();
    const left = await this.#parts.handOver(await this.#parts.write(drafts, { ...options, now }));
    if (left === "cancelled") return left;
    for (const draft of drafts) {
      await this.#parts.save({ ...draft, state: "approved", updatedAt: now });
      const { editing } = this.store.getState();
      // Changes that are not in the file stay on screen.
      if (editing && (editing.draft === draft || !hasUnsavedWork(editing))) this.#closeIf(draft.id);
    }
    await this.load();
    return left;
  }

  #write({ draft, includeQuotes }: Editing): Promise<HandOver> {
    return this.export([draft], { includeQuotes });
  }

  #open(draft: EventDraft, rest: Partial<Editing> = {}): void {
    this.store.setState({
      editing: {
        draft,
        question: null,
        choice: null,
        includeQuotes: this.#parts.includeQuotes(),
        stored: null,
        showProblems: false,
        saving: false,
        ...rest,
      },
    });
  }

  #closeIf(draftId: string): void {
    if (this.store.getState().editing?.draft.id === draftId) this.store.setState({ editing: null });
  }
}
