/** @file A text for bug reports: codes, counts and versions. Never what a person wrote, read or named. */
import type { ErrorCode, ErrorDetails } from "#shared/errors";
import { chats } from "./chats.ts";
import { engineStore } from "./engine.ts";
import { healthStore } from "./storage-health.ts";

export interface DiagnosedError {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly stack?: string;
}

/** JSON with everything that helps to find a fault. */
export function diagnosticsText(error: DiagnosedError | null): string {
  const { status, modelId, installs } = engineStore.getState();
  const { list, open, answering } = chats.store.getState();
  const { usedBytes, persisted } = healthStore.getState();
  return JSON.stringify(
    {
      error: error && { code: error.code, details: error.details, frames: frames(error.stack) },
      engine: { modelId, phase: status.phase, install: installs[modelId] ?? null },
      chats: {
        count: list.phase === "ready" ? list.conversations.length : list.phase,
        openTurns: open.phase === "ready" ? open.turns.length : open.phase,
        answering: answering !== null,
      },
      storage: { usedBytes, persisted },
      browser: {
        userAgent: navigator.userAgent,
        crossOriginIsolated: globalThis.crossOriginIsolated,
        webGpu: "gpu" in navigator,
        processors: navigator.hardwareConcurrency,
        online: navigator.onLine,
      },
      build: import.meta.env.MODE,
      at: new Date().toISOString(),
    },
    null,
    2,
  );
}

/** Places in the code only: the first line of a stack is the message, which may quote input. */
function frames(stack: string | undefined): readonly string[] {
  const lines = (stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => /^at |@.+:\d+:\d+$/u.test(line)).slice(0, 12);
}
