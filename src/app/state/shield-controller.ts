/**
 * @file Runs the guard model of the safety check in a worker of its own, loaded with the first text that is checked. What
 * it needs from the browser is passed in.
 */
import { findModel, type CatalogEntry } from "#models/catalog";
import { AppError, errorCode } from "#shared/errors";
import { OneAtATime } from "#shared/one-at-a-time";
import type { ShieldVerdict } from "#agent/shield";
import type { InferenceWorker } from "#workers/client";
import type { GuardPart, InstallState } from "#workers/protocol-models";
import { afterStop, SILENCE_MS } from "./engine-worker.ts";
import { LoadProgress } from "./load-progress.ts";
import { shieldRoom } from "./shield-room.ts";
import { withWatchdog } from "./watchdog.ts";

export interface ShieldProgress {
  /** The guard is being loaded; else it reads. */
  readonly loading: boolean;
  /** 0..1, or null when unknown. */
  readonly fraction: number | null;
}

export interface ShieldControllerParts {
  readonly startWorker: (modelId: string) => InferenceWorker;
  readonly check: (modelId: string) => Promise<InstallState>;
  /** The model in memory beside the guard; null = none. */
  readonly chatModel: () => CatalogEntry | null;
  readonly deviceMemoryGb: () => number | undefined;
}

export interface JudgeRequest {
  /** Catalog id of the guard. */
  readonly modelId: string;
  /** Alternating from the person; the last one is judged. */
  readonly messages: readonly string[];
  readonly threshold: number;
}

interface JudgeCall {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ShieldProgress) => void) | undefined;
}

export class ShieldController {
  readonly #parts: ShieldControllerParts;
  readonly #turns = new OneAtATime();
  #worker: InferenceWorker | null = null;
  #loaded: string | null = null;

  constructor(parts: ShieldControllerParts) {
    this.#parts = parts;
  }

  /**
   * One after the other. Loads the guard first where needed.
   * @throws AbortError when the signal fires; AppError `guard-missing`, `guard-no-room`, of the engine and the store
   */
  judge(request: JudgeRequest, call: JudgeCall = {}): Promise<ShieldVerdict> {
    return this.#turns.run(async () => {
      try {
        await this.#ensureLoaded(request.modelId, call);
        return await this.#ask(request, call);
      } catch (error) {
        if (call.signal?.aborted) throw new DOMException("aborted", "AbortError");
        // Whatever went wrong: the next check begins with a new worker.
        if (errorCode(error) !== "guard-missing") this.unload();
        throw error;
      }
    }, call.signal);
  }

  /** Gives the guard's memory back. */
  unload(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#loaded = null;
  }

  async #ensureLoaded(modelId: string, { signal, onProgress }: JudgeCall): Promise<void> {
    const entry = this.#ensureRoom(modelId);
    if (this.#loaded === modelId) return;
    this.unload();
    onProgress?.({ loading: true, fraction: null });
    const { complete } = await this.#parts.check(modelId);
    if (!complete) throw new AppError("guard-missing", "the guard is not installed", { name: entry.name });
    signal?.throwIfAborted();
    const worker = this.#parts.startWorker(modelId);
    this.#worker = worker;
    const stop = (): void => this.unload();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const progress = new LoadProgress();
      await withWatchdog(SILENCE_MS, (alive) =>
        worker.rpc.call(
          "model-load",
          { modelId },
          {
            onPart: (part) => {
              alive();
              onProgress?.({ loading: true, fraction: progress.next(part) });
            },
          },
        ),
      );
      this.#loaded = modelId;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Also with the guard loaded: another model may have taken the place of the one beside it. */
  #ensureRoom(modelId: string): CatalogEntry {
    const entry = findModel(modelId);
    if (!entry?.capabilities.includes("guard")) {
      throw new AppError("guard-missing", "no guard of the catalog", { name: null });
    }
    const room = shieldRoom(this.#parts.chatModel(), entry, this.#parts.deviceMemoryGb());
    if (room.fits) return entry;
    const { neededBytes, availableBytes } = room;
    throw new AppError("guard-no-room", "both models do not fit", { neededBytes, availableBytes });
  }

  async #ask(
    { messages, threshold }: JudgeRequest,
    { signal, onProgress }: JudgeCall,
  ): Promise<ShieldVerdict> {
    const worker = this.#worker;
    if (!worker) throw new AppError("worker-crashed", "the guard's worker has ended");
    onProgress?.({ loading: false, fraction: null });
    const stopLate = afterStop(signal, () => this.unload());
    try {
      return await withWatchdog(SILENCE_MS, (alive) => {
        const onPart = ({ done, total }: GuardPart): void => {
          alive();
          if (total > 1) onProgress?.({ loading: false, fraction: done / total });
        };
        return worker.rpc.call("guard-judge", { messages, threshold }, { ...(signal && { signal }), onPart });
      });
    } finally {
      stopLate();
    }
  }
}
