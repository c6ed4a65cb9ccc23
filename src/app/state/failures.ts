/** @file The last failure that no view owns, shown above every view until it is dismissed. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { isAbort, toAppError, type ErrorCode, type ErrorDetails } from "#shared/errors";
import { toast } from "#app/ui/toast.ts";

export interface ReportedFailure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly stack?: string;
}

const failureStore = createStore<{ readonly failure: ReportedFailure | null }>(() => ({ failure: null }));

/** Shows a failure. A person's Stop is none, and what is busy is only worth a passing word. */
export function reportFailure(error: unknown): void {
  if (isAbort(error)) return;
  const { code, details, stack } = toAppError(error);
  if (code === "engine-busy" || code === "job-elsewhere") return void sayInPassing(code, details);
  failureStore.setState({ failure: { code, details, ...(stack === undefined ? {} : { stack }) } });
}

async function sayInPassing(code: ErrorCode, details: ErrorDetails): Promise<void> {
  const { explainError } = await import("#app/error-text.ts");
  toast(explainError({ code, details }).title);
}

export function dismissFailure(): void {
  failureStore.setState({ failure: null });
}

export function useFailure(): ReportedFailure | null {
  return useStore(failureStore, ({ failure }) => failure);
}

/** Catches what nothing else did. Called once. */
export function watchForFailures(): void {
  addEventListener("error", (event) => {
    // Not a fault: the browser delivers the observation in the next frame.
    if (event.message.startsWith("ResizeObserver loop")) return;
    reportFailure(event.error ?? new Error("script error"));
  });
  addEventListener("unhandledrejection", (event) => reportFailure(event.reason));
}
