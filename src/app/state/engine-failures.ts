/** @file Which errors of a worker leave nothing to go on with. */
import { errorCode, isOutOfMemory } from "#shared/errors";

const WORKER_ENDING = new Set<ReturnType<typeof errorCode>>([
  "worker-crashed",
  "device-lost",
  "gpu-wrong",
  "gpu-out-of-memory",
]);

/** After these a worker can load nothing any more: it has one GPU for its life. */
export function endsWorker(error: unknown): boolean {
  return WORKER_ENDING.has(errorCode(error));
}

/** After these the engine's state is not to be trusted. */
export function endsEngine(error: unknown): boolean {
  return errorCode(error) === "engine-failed" || isOutOfMemory(error) || endsWorker(error);
}
