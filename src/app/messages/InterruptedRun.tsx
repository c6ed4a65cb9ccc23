/** @file Says that a run ended with its page, and does it again. */
import type { ReactElement } from "react";
import type { RunKind } from "#app/state/summaries-state.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";

export interface InterruptedRunProps {
  readonly kind: RunKind;
  /** An earlier result is shown below. */
  readonly hasFormer: boolean;
  /** It can't be done again now. */
  readonly blocked: boolean;
  readonly onAgain: () => void;
  readonly onDismiss: () => void;
}

const TITLES = {
  summary: "The summary was interrupted",
  "action-items": "The search for action items was interrupted",
} as const satisfies Record<RunKind, string>;

export function InterruptedRun(props: InterruptedRunProps): ReactElement {
  const { kind, hasFormer, blocked, onAgain, onDismiss } = props;
  return (
    <Notice
      kind="info"
      title={TITLES[kind]}
      actions={
        <>
          <Button disabled={blocked} onClick={onAgain}>
            Run again
          </Button>
          <Button onClick={onDismiss}>Dismiss</Button>
        </>
      }
    >
      The page was closed or reloaded before it was finished.
      {hasFormer && " The one below is from the run before."}
    </Notice>
  );
}
