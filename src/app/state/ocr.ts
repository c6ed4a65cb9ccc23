/**
 * @file Reads text off pictures in a worker of its own. One at a time: while it reads the worker hears nothing, so that
 * stopping ends it. It is ended after a while without work, too, which gives its memory (about 100 MB) back.
 */
import type { Language } from "#calendar/resolution";
import { AppError, errorCode } from "#shared/errors";
import { OneAtATime } from "#shared/one-at-a-time";
import { startOcrWorker, type OcrWorker } from "#workers/client";
import type { ReadingPart } from "#workers/protocol-pictures";

const IDLE_MS = 60_000;

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPart?: ((part: ReadingPart) => void) | undefined;
}

let worker: OcrWorker | null = null;
let idle: ReturnType<typeof setTimeout> | undefined;
const pictures = new OneAtATime();

/**
 * The text of a picture, empty when it has none.
 * @throws AbortError at once when the signal fires; AppError `picture-*`, `reading-failed`, `reading-language-missing`
 */
export function readPictureText(file: Blob, language: Language, options: ReadOptions = {}): Promise<string> {
  return pictures.run(() => read(file, language, options));
}

async function read(file: Blob, language: Language, { signal, onPart }: ReadOptions): Promise<string> {
  signal?.throwIfAborted();
  clearTimeout(idle);
  const asked = (worker ??= startOcrWorker());
  const stop = (): void => end(asked);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    return await asked.rpc.call("text-read", { file, language }, onPart ? { onPart } : {});
  } catch (error) {
    signal?.throwIfAborted();
    if (errorCode(error) !== "worker-crashed") throw error;
    end(asked);
    throw new AppError("reading-failed", "the worker ended", {}, error);
  } finally {
    signal?.removeEventListener("abort", stop);
    idle = setTimeout(() => end(asked), IDLE_MS);
  }
}

function end(one: OcrWorker): void {
  if (worker === one) worker = null;
  one.terminate();
}
