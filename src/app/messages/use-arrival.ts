/** @file Brings a result into view when its run ends, which may be below the fold, and says that it is there. */
import { useEffect, useRef, useState, type RefObject } from "react";
import type { Id } from "#messages/message";
import type { Run, RunKind, ThreadResults } from "#app/state/summaries-state.ts";
import { isFocusLost } from "#app/ui/keep-focus.ts";

export interface Arrival {
  /** For the element that holds the results, each in an element with its kind as `data-result`. */
  readonly area: RefObject<HTMLDivElement | null>;
  /** Empty until a run over this thread has ended here. */
  readonly text: string;
}

interface Awaited {
  readonly kind: RunKind;
  /** What there was before the run; a run that is stopped leaves it. */
  readonly former: unknown;
}

export function useArrival(run: Run, threadId: Id, results: ThreadResults): Arrival {
  const area = useRef<HTMLDivElement>(null);
  const [awaited, setAwaited] = useState<Awaited | null>(null);
  const [arrived, setArrived] = useState<{ readonly kind: RunKind; readonly text: string } | null>(null);
  const kind = run.phase === "running" && run.threadId === threadId ? run.kind : null;
  if (kind !== null && kind !== awaited?.kind) {
    setAwaited({ kind, former: resultOf(results, kind) });
    setArrived(null);
  } else if (kind === null && awaited !== null) {
    const isThere = resultOf(results, awaited.kind) !== awaited.former;
    // It is kept a moment after the run has ended; a run that was stopped or failed is no longer begun.
    if (isThere || results.begun === undefined) setAwaited(null);
    if (isThere) setArrived({ kind: awaited.kind, text: arrivalText(results, awaited.kind) });
  }
  useEffect(() => (arrived === null ? undefined : showHeading(area.current, arrived.kind)), [arrived]);
  return { area, text: arrived?.text ?? "" };
}

const resultOf = ({ summary, items }: ThreadResults, kind: RunKind): unknown =>
  kind === "summary" ? summary : items;

function arrivalText({ summary, items }: ThreadResults, kind: RunKind): string {
  if (kind === "summary") return summary ? `Summary: ${summary.value.title}` : "";
  const count = items?.value.items.length ?? 0;
  if (count === 0) return "No action items were found.";
  return count === 1 ? "1 action item was found." : `${count} action items were found.`;
}

/** Once it is drawn: its messages are read first. @returns what calls it off */
function showHeading(area: HTMLElement | null, kind: RunKind): () => void {
  const result = area?.querySelector<HTMLElement>(`[data-result="${kind}"]`);
  const watcher = new ResizeObserver(() => {
    const heading = result?.querySelector<HTMLElement>("h3");
    if (!heading) return;
    watcher.disconnect();
    heading.scrollIntoView({ block: "start" });
    if (mayMoveFocus(area)) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  });
  if (result) watcher.observe(result);
  return () => watcher.disconnect();
}

/** Not away from a message that is being read, nor from a field. */
function mayMoveFocus(area: HTMLElement | null): boolean {
  const { activeElement } = document;
  if (isFocusLost() || activeElement?.matches("h1, h2, h3")) return true;
  return activeElement?.matches("button") === true && area?.parentElement?.contains(activeElement) === true;
}
