/**
 * @file Jobs of the assistant: asked in a conversation, worked on part by part, stored after each change. One is at work
 * at a time, since there is one model. A job that waits for a person, or was cut off by a reload, goes on from what is
 * stored; what is stored, not what is shown, decides what a click means.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { AppError, isAbort } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import { remembering, type AnswerMemory } from "#agent/prompts/remember";
import { decide, editStep, undoStep, type Decision, type UndoProblem } from "#agent/act/decide";
import type { AgentPorts } from "#agent/act/ports";
import type { AgentRun } from "#agent/act/run";
import type { JsonObject } from "#agent/act/schema";
import { fail, type Result } from "#shared/result";
import type { JobRecord } from "#storage/agent-jobs";
import { withOwnDate, type EditProblem } from "./agent-dates.ts";
import { beginWork } from "./agent-status.ts";
import {
  newJob,
  nextPart,
  parseJob,
  recordOf,
  withPart,
  withRun,
  type AgentJob,
  type JobPart,
  type JobProgress,
} from "./agent-job.ts";
import type { Plan } from "./agent-routing.ts";
import { Elsewhere } from "./elsewhere.ts";
import { toFailure } from "./engine-status.ts";
import { ofRun, plannedParts, readingDecided, releasePart, resumed, type Change } from "./job-changes.ts";
import type { JobLocks } from "./job-locks.ts";

export interface AgentState {
  /** Those that were shown, by id; null = not stored, or of another version. */
  readonly jobs: ReadonlyMap<string, AgentJob | null>;
  readonly progress: JobProgress | null;
  /** Jobs that another tab works on. */
  readonly elsewhere: ReadonlySet<string>;
}

/** What work on one part may use. */
export interface PartTools {
  readonly job: AgentJob;
  readonly model: LanguageModel | null;
  readonly ports: AgentPorts;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress["progress"]) => void;
}

export interface AgentParts {
  readonly model: () => LanguageModel | null;
  readonly work: (part: JobPart, tools: PartTools) => Promise<JobPart>;
  readonly ports: (job: AgentJob, save: (run: AgentRun) => Promise<void>) => AgentPorts;
  readonly read: (id: string) => Promise<JobRecord | undefined>;
  /** False = content was taken out of the stored job meanwhile, and nothing was stored. */
  readonly save: (record: JobRecord, isNew: boolean) => Promise<boolean>;
  /** The job stands otherwise: its turn says what it said, other tabs read it again. */
  readonly announce: (job: AgentJob) => Promise<void>;
  readonly now: () => string;
  readonly locks: JobLocks;
}

export interface Asked {
  readonly conversationId: string;
  readonly turnId: string;
}

export class Agent {
  readonly store: StoreApi<AgentState> = createStore<AgentState>(() => ({
    jobs: new Map(),
    progress: null,
    elsewhere: new Set(),
  }));
  readonly #parts: AgentParts;
  readonly #elsewhere: Elsewhere;
  /** The job that this tab holds, or asks to hold: until it is let go of, no other is touched. */
  #held: string | null = null;
  /** Of the stored jobs that are worked on, as they were read. */
  readonly #revisions = new Map<string, number>();

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.#elsewhere = new Elsewhere({
      store: this.store,
      locks: parts.locks,
      isOwn: (id) => this.#held === id,
      reread: (id) => this.reload(id),
    });
  }

  /** Reads a job for the view that shows it. A second call reads nothing. */
  async load(id: string): Promise<void> {
    if (!this.store.getState().jobs.has(id)) await this.reload(id);
  }

  /** Reads a job again: another tab has worked on it. */
  async reload(id: string): Promise<void> {
    const record = await this.#parts.read(id).catch(() => undefined);
    this.#show(id, parseJob(record?.value));
    void this.#elsewhere.watch(id).catch(() => {});
  }

  /** A stored job for a plan; `go` begins it. @throws AppError of the storage */
  async create(plan: Plan, { conversationId, turnId }: Asked, id: string): Promise<AgentJob> {
    const parts = plannedParts(plan);
    const { scope } = plan;
    const job = newJob({ id, conversationId, turnId, scope, parts, createdAt: this.#parts.now() });
    await this.#store(job, true);
    return job;
  }

  /**
   * Works on a job until it waits for a person or is over. Also goes on with one that was stopped, failed or cut off. Does
   * nothing while another is at work. @throws AppError `job-elsewhere` when another tab works on it
   */
  async go(id: string): Promise<void> {
    if (this.#held === null) await this.#alone(id, () => this.#work(id));
  }

  async #work(id: string): Promise<void> {
    const stop = new AbortController();
    const end = beginWork(id, () => stop.abort());
    const answers: AnswerMemory = new Map();
    try {
      let job = await this.#stored(id);
      for (let at = nextPart(job); at >= 0; at = nextPart(job)) {
        job = await this.#workOn(job, at, stop.signal, answers);
        if (job.parts[at]?.state !== "done") break;
      }
    } catch (error) {
      // What it worked on was deleted.
      if (!isAbort(error)) throw error;
    } finally {
      end();
      this.store.setState({ progress: null });
      const job = this.store.getState().jobs.get(id);
      if (job) await this.#parts.announce(job);
    }
  }

  /** A person's yes, no or answer; then the job goes on. @throws AppError `engine-busy`, `job-elsewhere`, of the storage */
  decide(id: string, part: number, decision: Decision): Promise<void> {
    const ofLoop = ofRun(async (run, ports) => {
      const next = await decide(run, decision, ports);
      return next === run ? null : next;
    });
    const change: Change<JobPart> = async (before, ports) =>
      before.kind === "act" ? ofLoop(before, ports) : readingDecided(before, decision);
    return this.#alone(id, async () => {
      await this.#change(id, part, change);
      await this.#work(id);
    });
  }

  /**
   * Other arguments for the step that waits. Shown again, not run.
   *
   * @param ownDate a date in words in place of the one in `args`; empty = none
   * @throws AppError as `decide`
   */
  async edit(id: string, part: number, args: JsonObject, ownDate = ""): Promise<Result<null, EditProblem>> {
    let problem: EditProblem | null = null;
    const change = ofRun(async (run, ports) => {
      const asked = ownDate === "" ? null : withOwnDate(run, args, ownDate, ports);
      if (asked?.ok === false) {
        problem = asked.error;
        return null;
      }
      const dated = asked?.value ?? { run, args };
      const edited = await editStep(dated.run, dated.args, ports);
      if (!edited.ok) problem = edited.error;
      return edited.ok ? edited.value : null;
    });
    await this.#alone(id, () => this.#change(id, part, change));
    return problem === null ? { ok: true, value: null } : fail(problem);
  }

  /** What the safety check holds back is worked on, or shown, all the same. @throws AppError as `decide` */
  release(id: string, part: number): Promise<void> {
    return this.#alone(id, async () => {
      await this.#change(id, part, async (before) => releasePart(before));
      const after = this.store.getState().jobs.get(id)?.parts[part];
      if (after?.state !== "done") await this.#work(id);
    });
  }

  /** Takes a finished step back. @throws AppError as `decide` */
  async undo(id: string, part: number, step: number): Promise<UndoProblem | null> {
    let problem: UndoProblem | null = null;
    const change = ofRun(async (run, ports) => {
      const undone = await undoStep(run, step, ports);
      if (!undone.ok) problem = undone.error;
      return undone.ok ? undone.value : null;
    });
    await this.#alone(id, () => this.#change(id, part, change));
    return problem;
  }

  /** @throws AppError `engine-busy`, `job-elsewhere` */
  async #alone(id: string, work: () => Promise<void>): Promise<void> {
    if (this.#held !== null) throw new AppError("engine-busy", "the assistant is at work");
    // Before the lock is asked for: a second click comes while the answer is on its way.
    this.#held = id;
    let release: (() => void) | null = null;
    try {
      release = await this.#parts.locks.hold(id);
      if (release !== null) await work();
    } finally {
      this.#held = null;
      release?.();
    }
    if (release !== null) return;
    void this.#elsewhere.watch(id).catch(() => {});
    throw new AppError("job-elsewhere", "another tab works on this job");
  }

  /** Changes a part as it is stored. */
  async #change(id: string, at: number, change: Change<JobPart>): Promise<void> {
    const job = await this.#stored(id);
    const part = job.parts[at];
    if (part === undefined) return;
    const keep = (next: JobPart): Promise<void> => this.#store(withPart(job, at, next));
    const ports = this.#parts.ports(job, (run) => keep(withRun(part, run)));
    const next = await change(part, ports);
    if (next === null) this.#show(id, job);
    else await keep(next);
    const now = this.store.getState().jobs.get(id);
    if (now) await this.#parts.announce(now);
  }

  async #workOn(job: AgentJob, at: number, signal: AbortSignal, answers: AnswerMemory): Promise<AgentJob> {
    const part = job.parts[at];
    if (part === undefined) return job;
    if (part.state === "waiting") return job;
    const started = withPart(job, at, resumed(part));
    await this.#store(started);
    const report = (progress: JobProgress["progress"]): void =>
      this.store.setState({ progress: { jobId: job.id, part: at, progress } });
    report(null);
    const loaded = this.#parts.model();
    const tools = { model: loaded && remembering(loaded, answers), signal, onProgress: report };
    const ended = withPart(started, at, await this.#outcome(started, at, tools));
    await this.#store(ended);
    return ended;
  }

  /** How a part ended. Never rejects but for the storage: what went wrong is part of it. */
  async #outcome(
    job: AgentJob,
    at: number,
    tools: Pick<PartTools, "model" | "signal" | "onProgress">,
  ): Promise<JobPart> {
    let part = job.parts[at] as JobPart;
    const save = async (run: AgentRun): Promise<void> => {
      part = withRun(part, run);
      await this.#store(withPart(job, at, part));
    };
    try {
      const ports = this.#parts.ports(job, save);
      return await this.#parts.work(part, { job, ports, ...tools });
    } catch (error) {
      return isAbort(error)
        ? { ...part, state: "stopped" }
        : { ...part, state: "failed", error: toFailure(error) };
    }
  }

  /** As it is stored now. @throws AppError `unexpected` when it is not there */
  async #stored(id: string): Promise<AgentJob> {
    const record = await this.#parts.read(id);
    const job = parseJob(record?.value);
    if (job === null) throw new AppError("unexpected", "the job is not stored");
    this.#revisions.set(id, record?.revision ?? 0);
    return job;
  }

  /**
   * Stored first, shown second: what a person sees survives a reload.
   * @throws AbortError when words were taken out of the stored job since it was read: they do not come back
   */
  async #store(job: AgentJob, isNew = false): Promise<void> {
    const record = recordOf(job, this.#revisions.get(job.id) ?? 0);
    if (!(await this.#parts.save(record, isNew))) {
      await this.reload(job.id);
      throw new DOMException("the job was changed", "AbortError");
    }
    this.#show(job.id, job);
  }

  #show(id: string, job: AgentJob | null): void {
    this.store.setState(({ jobs }) => ({ jobs: new Map(jobs).set(id, job) }));
  }
}
