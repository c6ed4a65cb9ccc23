/** @file Text with what the safety check has to say about it, which is loaded when there is something to say. */
import { lazy, Suspense, type ReactElement } from "react";
import type { TurnGuard } from "#storage/conversations";
import type { OutputGuardProps } from "./OutputGuard.tsx";

const OutputGuard = lazy(() => import("./OutputGuard.tsx"));

export interface GuardedProps extends Omit<OutputGuardProps, "guard"> {
  /** Null when the text was not judged, or found safe. */
  readonly guard: TurnGuard | null;
}

export function Guarded({ guard, children, ...card }: GuardedProps): ReactElement {
  if (guard === null) return <>{children}</>;
  return (
    <Suspense>
      <OutputGuard guard={guard} {...card}>
        {children}
      </OutputGuard>
    </Suspense>
  );
}
